"""A list event and what its own page says of it, put together: the page fills gaps (a text that is cut off is one),
and gives the time of day.

Where both speak, the list's word stays, so that a detail page that is asked for rarely never holds back a change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from crawlers.parsing.markup_and_list import alike
from pipeline.marks import read_badge, split_title
from pipeline.model import Moment, RawEvent
from pipeline.text import is_cut

Starts = Callable[[RawEvent], list[Moment]]

OFF = frozenset({"cancelled", "postponed"})
_GAPS = (
    "where", "place", "description", "organizer", "status", "availability", "online", "deadline", "price", "language",
)  # fmt: skip
_TOWN = re.compile(r"\b\d{4,5} (?P<town>[^,;()\d]+?)$")
_READ_BY = ("near", "order", "timezone")  # what helps to read a date and is no word of the page
_DATES = ("when", "start", "end", *_READ_BY)


def fill(event: RawEvent, own: Sequence[RawEvent], starts: Starts) -> RawEvent:
    """`event` with what its own page adds. A page with several events helps only where one has the same title.

    `starts`: an event's starts as read (`pipeline.occurrences`).
    """
    page = _match(event, own)
    if page is None:
        return event
    gaps = {name: getattr(page, name) for name in _GAPS if not getattr(event, name) and getattr(page, name)}
    if event.where and "place" in gaps and not _mentions(event.where, page):
        del gaps["place"]
    if page.description and is_cut(event.description or "") and not is_cut(page.description):
        gaps["description"] = page.description  # the list has its beginning
    if event.where and page.where and _is_town_of(event.where, page.where):
        gaps["where"] = page.where
    changes = gaps | _mark(event, page) | _times(event, page, starts)
    quotes = {name: page.found.get(name, page.page) for name in changes if name not in _READ_BY}
    if "status" in changes:
        quotes["status"] = page.page  # `normalise` quotes the words
    return replace(event, **changes, found={**event.found, **quotes}) if changes else event


def _match(event: RawEvent, own: Sequence[RawEvent]) -> RawEvent | None:
    named = [page for page in own if alike(page.title, event.title)]
    return named[0] if len(named) == 1 else (own[0] if len(own) == 1 else None)


def _is_town_of(where: str, whole: str) -> bool:
    """Whether a place is only the town of the other one: "Gütersloh", "Weberei, Bogenstraße 1, 33330 Gütersloh"."""
    address = _TOWN.search(whole)
    return address is not None and address.start() > 0 and address["town"] == where.strip()


def _mark(event: RawEvent, page: RawEvent) -> dict[str, object]:
    """The page's word that the event is off, whatever the list still says: its own page knows first."""
    badge, title = read_badge(page.status), split_title(page.title)[1]
    if badge.status in OFF and read_badge(event.status).status not in OFF:
        return {"status": page.status}
    return {"status": title.quote} if title.status in OFF and not read_badge(event.status).status else {}


def _mentions(where: str, page: RawEvent) -> bool:
    """Whether the list's place line and the page's place parts can be the same place."""
    city = str(page.place.get("city") or "")
    return bool(city) and city.casefold() in where.casefold()


def _times(event: RawEvent, page: RawEvent, starts: Starts) -> dict[str, object]:
    """The page's date fields, when the list has no date, or the same day without a time of day."""
    fields = {name: getattr(page, name) for name in _DATES}
    if not event.when and not event.start:
        return {name: value for name, value in fields.items() if value}
    mine = starts(event)
    if not mine or isinstance(mine[0], datetime):
        return {}
    theirs = starts(page)
    if not theirs or not isinstance(theirs[0], datetime):
        return {}
    if len(mine) > 1 or len(theirs) > 1 or theirs[0].date() != mine[0]:
        return {}
    return fields
