"""Kind `meetup`: a group's or an event's page (Apollo state), or the group's calendar file.

The calendar is short on places: coming events with a poor one are looked up on their own page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from crawlers.extractors import native, schema_org
from crawlers.extractors.html import decode
from crawlers.extractors.pagestate import at, next_data
from pipeline.model import Follow, Page, RawEvent, Source

HOST = "meetup.com"
SHORT = 15  # characters: a place like "Bielefeld" is no place to go to

_UID = re.compile(r"(?:event_)?([\w-]+)@meetup\.com")
_GROUP = re.compile(r"^/(?:[a-z]{2}-[A-Z]{2}/)?([\w-]+)(?:/|$)")
_NO_GROUP = frozenset({"find", "topics", "cities", "events", "login", "apps", "lp", "pro", "blog"})


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """Events of a calendar file or a page's state; a page without state leads to the calendar file."""
    if native.is_calendar(page):
        yield from _calendar(page, source)
        return
    group = _group(page)
    state = at(next_data(decode(page)), "__APOLLO_STATE__")
    records = [
        _record(value, state) for key, value in state.items() if key.startswith("Event:") and _own(value, state, group)
    ]
    found = list(native.emitted(records, page, source, kind="meetup", origin="Apollo state"))
    found = found or [replace(raw, kind="meetup") for raw in schema_org.events(page, source)[0]]
    yield from found
    if not found and group and HOST in urlsplit(page.url).netloc:
        yield native.feed(f"{native.site(page)}/{group}/events/ical/")


def _calendar(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    for raw in native.calendar(page, source, "meetup"):
        match = _UID.fullmatch(raw.key or "")
        yield replace(raw, key=match[1] if match else raw.key)
        if raw.url and len(raw.where or "") < SHORT and native.upcoming(raw, page):
            yield Follow(raw.url, "detail")


def _group(page: Page) -> str | None:
    match = _GROUP.match(urlsplit(page.url).path)
    return match[1] if match and match[1] not in _NO_GROUP else None


def _own(value: Any, state: Mapping[str, Any], group: str | None) -> bool:
    """Whether a state's event is the page's group's: pages also carry events of "similar" groups."""
    if not isinstance(value, dict) or not value.get("dateTime"):
        return False
    name = _ref(value.get("group"), state).get("urlname")
    return group is None or name is None or str(name).lower() == group.lower()


def _ref(value: Any, state: Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(value, dict) and isinstance(value.get("__ref"), str):
        value = state.get(value["__ref"])
    return value if isinstance(value, dict) else {}


def _record(value: Mapping[str, Any], state: Mapping[str, Any]) -> dict[str, Any]:
    venue, fee = _ref(value.get("venue"), state), _ref(value.get("feeSettings"), state)
    online = value.get("eventType") == "ONLINE" or value.get("isOnline") is True
    return {
        "id": value.get("id"),
        "title": value.get("title"),
        "url": value.get("eventUrl"),
        "start": value.get("dateTime"),
        "end": value.get("endTime"),
        "venue": {} if online else {name: venue.get(name) for name in ("name", "address", "city", "lat", "lng")},
        "description": value.get("description"),
        "organizer": _ref(value.get("group"), state).get("name"),
        "status": "cancelled" if value.get("status") == "DELETED" else value.get("status"),
        "online": "online" if online else value.get("eventType"),
        "price": " ".join(str(fee[name]) for name in ("amount", "currency") if fee.get(name)),
    }
