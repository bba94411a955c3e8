"""Kind `sf_event_mgt`: the TYPO3 extension's list pages, its RSS template and its calendar files.

Its RSS gives the event's start as `pubDate`. It knows no cancellation: editors write it into the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from crawlers.extractors import native
from crawlers.extractors.microformats import Classes, events
from crawlers.extractors.rss import extract as read_feed
from pipeline.model import Follow, Page, RawEvent, Source

LIST = Classes(
    root="event-list-item",
    title=("event-title", "event-list-item-title"),
    start=("event-startdate", "event-date"),
    end=("event-enddate",),
    where=("event-location",),
    url=("event-link", "event-readmore"),
    text=("event-teaser", "event-description"),
    host=("event-organisator",),
)


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """Events of a list page, a feed or a calendar file."""
    if native.is_calendar(page):
        yield from native.calendar(page, source, "sf_event_mgt")
    elif re.match(rb"\s*(?:\xef\xbb\xbf)?<(?:\?xml|rss)", page.body[:200]):
        for found in read_feed(page, replace(source, kind="sf_event_mgt")):
            yield replace(found, kind="sf_event_mgt") if isinstance(found, RawEvent) else found
    else:
        yield from events(page, source, (LIST,), "sf_event_mgt")
