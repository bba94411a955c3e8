"""The kinds of source and the module that reads each. A kind's module is imported when it is first used.

Every module has `extract(page, source)`: pure, no network, no clock; raises `Unreadable` when the page is not its kind.
Of more than MAX_EVENTS events of a page it may leave out all but one too many, which says that there are more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Protocol

from pipeline.model import Follow, Page, RawEvent, Source

MAX_EVENTS = 10_000  # of one page

MODULES: Mapping[str, str] = {
    "ics": "ics",
    "rss": "rss",
    "json": "json_api",
    "schema_org": "schema_org",
    "listing": "listing",
    "microformats": "microformats",
    "tec": "tec",
    "meetup": "meetup",
    "luma": "luma",
    "eventbrite": "eventbrite",
    "pretix": "pretix",
    "sf_event_mgt": "sf_event_mgt",
    "typo3_cal": "typo3_cal",
    "bevy": "bevy",
    "hi_events": "hi_events",
    "gancio": "gancio",
    "localist": "localist",
    "odoo": "odoo",
    "mec": "mec",
    "mobilizon": "mobilizon",
    "calendarize": "ics_platforms",
    "events_manager": "ics_platforms",
    "event_organiser": "ics_platforms",
    "ai1ec": "ics_platforms",
    "my_calendar": "ics_platforms",
    "plone": "ics_platforms",
    "nextcloud": "ics_platforms",
    "google_calendar": "ics_platforms",
}


class Extract(Protocol):
    """What a kind's module offers."""

    def __call__(self, page: Page, source: Source) -> Iterator[RawEvent | Follow]:
        """The events of one page, and the requests it would like; raises Unreadable."""


class _Lazy(Mapping[str, Extract]):
    """kind -> its `extract`, imported on first use."""

    def __getitem__(self, kind: str) -> Extract:
        extract: Extract = import_module(f"{__name__}.{MODULES[kind]}").extract
        return extract

    def __iter__(self) -> Iterator[str]:
        return iter(MODULES)

    def __len__(self) -> int:
        return len(MODULES)


EXTRACTORS: Mapping[str, Extract] = _Lazy()
