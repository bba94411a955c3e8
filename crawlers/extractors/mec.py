"""Kind `mec`: Modern Events Calendar for WordPress: its list by class names, its single pages by JSON-LD.

Many of its lists show a day without a time; the event's own page is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crawlers.extractors import native, schema_org
from crawlers.extractors.microformats import Classes, events
from pipeline.model import Follow, Page, RawEvent, Source

LIST = Classes(
    root="mec-event-article",
    title=("mec-event-title",),
    start=("mec-start-date-label", "mec-event-date"),
    end=("mec-end-date-label",),
    where=("mec-venue-details", "mec-event-address", "mec-event-loc-place"),
    url=("mec-event-title", "mec-color-hover"),
    text=("mec-event-description",),
    host=("mec-event-organizer",),
    time=("mec-time-details", "mec-event-time", "mec-event-detail"),
    status=("mec-event-label-captions",),
)


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """Events of a single page's JSON-LD, of a list, or of a calendar file."""
    if native.is_calendar(page):
        yield from native.calendar(page, source, "mec")
        return
    marked = [replace(raw, kind="mec") for raw in schema_org.events(page, source)[0]]
    found = marked or list(events(page, source, (LIST,), "mec"))
    yield from found
    if not marked:
        yield from (Follow(raw.url, "detail") for raw in found if raw.url)
