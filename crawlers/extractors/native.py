"""Records of a known platform turned into events: given plain field names, then read like any record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from crawlers.extractors import ics
from crawlers.extractors.record_event import Manner, event
from pipeline.model import Follow, Page, RawEvent, Source


def emitted(
    records: Iterable[Mapping[str, Any]], page: Page, source: Source, *, kind: str, origin: str
) -> Iterator[RawEvent]:
    """The events of records with plain field names (title, start, end, venue, url, id, …), each key once."""
    raws = (event(record, page, source, Manner(kind, origin)) for record in records)
    once = {(raw.key or raw.title, raw.start): raw for raw in raws if raw is not None}
    for position, raw in enumerate(once.values()):
        yield replace(raw, position=position)


def calendar(page: Page, source: Source, kind: str) -> Iterator[RawEvent]:
    """The events of a platform's iCalendar file, under the platform's kind."""
    for found in ics.extract(page, source):
        if isinstance(found, RawEvent):
            yield replace(found, kind=kind)


def is_calendar(page: Page) -> bool:
    """Whether the body is iCalendar."""
    return page.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:15].upper() == b"BEGIN:VCALENDAR"


def is_json(page: Page) -> bool:
    """Whether the body is JSON."""
    return page.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def site(page: Page) -> str:
    """Scheme and host of a page's address."""
    parts = urlsplit(page.url)
    return f"{parts.scheme}://{parts.netloc}"


def upcoming(raw: RawEvent, page: Page) -> bool:
    """Whether an event is not over on the day of reading."""
    return (raw.end or raw.start or "") >= page.fetched_at.date().isoformat()


def feed(url: str) -> Follow:
    """The request for a richer form of a page."""
    return Follow(url, "feed")
