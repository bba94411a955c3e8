"""Kind `pretix`: an event's or an organiser's shop by its calendar file.

Its UID is stable, its DTSTAMP is the time of the request. The shop's address stands in the text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from crawlers.extractors import native
from crawlers.extractors.html import absolute, decode
from pipeline.model import Follow, Page, RawEvent, Source

_UID = re.compile(r"(pretix-[\w.-]+?)@")
_TICKETS = re.compile(r"Tickets: (https?://\S+)")
_LINK = re.compile(r"href=[\"']([^\"']*/ical/?(?:\?[^\"']*)?)[\"']")


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """Events of the calendar file; a shop's page leads to it."""
    if native.is_calendar(page):
        yield from map(_event, native.calendar(page, source, "pretix"))
    else:
        yield native.feed(endpoint(page))


def endpoint(page: Page) -> str:
    """The calendar file of the page's event, or of all its organiser's events."""
    match = _LINK.search(decode(page))
    linked = absolute(page, match[1]) if match else None
    parts = [part for part in urlsplit(page.url).path.split("/") if part]
    path = "/".join(parts[:2]) + "/ical/" if len(parts) > 1 else "/".join([*parts, "events/ical/"])
    return linked or f"{native.site(page)}/{path}"


def _event(raw: RawEvent) -> RawEvent:
    key, link = _UID.match(raw.key or ""), _TICKETS.search(raw.description or "")
    return replace(raw, key=key[1] if key else raw.key, url=raw.url or (link[1] if link else None))
