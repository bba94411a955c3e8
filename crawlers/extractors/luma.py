"""Kind `luma`: a calendar's or an event's page state, an answer with `entries`, or the calendar's public ICS.

A personal ICS link is a credential: only a calendar's (`entity=calendar`) is ever asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from crawlers.extractors import native
from crawlers.extractors.html import decode
from crawlers.extractors.jsonload import loads
from crawlers.extractors.pagestate import at, next_data, objects
from pipeline.model import Follow, Page, RawEvent, Source

_CALENDAR_ID = re.compile(r"(?:luma://calendar/|\"calendar_api_id\":\s?\"|\"api_id\":\s?\")(cal-\w{4,40})")
_UID = re.compile(r"(evt-\w+)@")
_EVENT_LINK = re.compile(r"https://(?:lu\.ma|luma\.com)/[\w-]+(?:\?[^\s]*)?")
_ONLINE = frozenset({"online", "zoom", "meet", "teams", "missing_link"})


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """Events of a state, an answer or a calendar file; a page without events leads to its calendar's file."""
    if native.is_calendar(page):
        yield from map(_from_calendar, native.calendar(page, source, "luma"))
        return
    text = decode(page)
    data = loads(text) if native.is_json(page) else at(next_data(text), "initialData", "data")
    found = list(native.emitted(map(_record, _entries(data)), page, source, kind="luma", origin="page state"))
    yield from found
    match = _CALENDAR_ID.search(text)
    if match and not found:
        yield native.feed(calendar_url(match[1]))


def calendar_url(calendar: str) -> str:
    """The public calendar file of a calendar id (`cal-…`)."""
    return f"https://api.lu.ma/ics/get?entity=calendar&id={calendar}"


def _from_calendar(raw: RawEvent) -> RawEvent:
    """The file has no URL property: the event's page stands in the text."""
    match, link = _UID.match(raw.key or ""), _EVENT_LINK.search(raw.description or "")
    return replace(raw, key=match[1] if match else raw.key, url=raw.url or (link[0] if link else None))


def _entries(data: Any) -> list[Mapping[str, Any]]:
    if not isinstance(data, dict):
        return []
    lists = (data.get(name) for name in ("entries", "featured_items", "events"))
    listed = [item for items in lists for item in objects(items)]
    return [data] if not listed and "event" in data else listed


def _street(address: Mapping[str, Any]) -> str:
    """The full address without the name it begins with."""
    full = str(address.get("full_address") or address.get("short_address") or "")
    return full.removeprefix(str(address.get("address") or "")).lstrip(", ")


def _record(entry: Mapping[str, Any]) -> dict[str, Any]:
    event = at(entry, "event") or entry
    address = at(event, "geo_address_info") or at(event, "geo_address_json")
    local = at(address, "localized", "de") or address
    spot = at(event, "coordinate")
    calendar = at(entry, "calendar")
    hosts = [host.get("name") for host in objects(entry.get("hosts"))]
    kind = str(event.get("location_type") or "")
    ticket = at(entry, "ticket_info")
    return {
        "id": event.get("api_id"),
        "title": event.get("name"),
        "url": f"https://lu.ma/{event['url']}" if isinstance(event.get("url"), str) and event["url"] else None,
        "start_at": event.get("start_at"),
        "end_at": event.get("end_at"),
        "timezone": event.get("timezone"),
        "venue": {
            "name": local.get("address"),
            "street": _street(local),
            "city": local.get("city"),
            "latitude": spot.get("latitude"),
            "longitude": spot.get("longitude"),
        },
        "description": entry.get("description") or event.get("description"),
        "organizer": calendar.get("name") if calendar.get("name") not in (None, "", "Personal") else hosts[:1],
        "online": "online" if kind in _ONLINE else kind,
        "price": "0 EUR" if ticket.get("is_free") is True else None,
        "availability": "sold out" if ticket.get("is_sold_out") is True else None,
    }
