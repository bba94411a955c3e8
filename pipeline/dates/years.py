"""Which year, which month: fills in what a text left out, and checks weekdays.

A list of days is one chronology: a year written once holds for its neighbours, over a turn of the year if need be. With
no year at all the text's surroundings decide (heading, other dates, a year standing alone), then the nearest day within
-30 … +335 days of `as_of`. A weekday that contradicts is never argued away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pipeline.dates.items import Dates, Day
from pipeline.dates.zones import NOTHING
from pipeline.model import Near

PAST, AHEAD = 30, 335
TURN = 6  # a list that falls by at least so many months has passed the end of a year


@dataclass(slots=True)
class Context:
    """What is known around a text: the day it is read on, its heading, a year that stands alone in it."""

    today: date
    near: Near
    lone_year: int = -1
    neighbour: date | None = None


def full_year(year: int, today: date) -> int:
    """A year in four digits; -1 when none is written, -2 when two digits mean one outside -1 … +3 of today's."""
    if year < 0 or year >= 1000:
        return year
    year += today.year - today.year % 100
    return year if today.year - 1 <= year <= today.year + 3 else -2


def make(year: int, month: int, day: int) -> date | None:
    """The date, if there is one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def days_of(dates: Dates) -> list[Day]:
    """All days of a list, ends of ranges included, as written."""
    days: list[Day] = []
    for span in dates.spans:
        days.append(span.first)
        if span.last is not None:
            days.append(span.last)
    return days


def fill_months(days: Sequence[Day], month: int) -> bool:
    """Day numbers take the month of the next day that has one, else of the last; else `month`. True if that was
    needed."""
    known = -1
    for day in reversed(days):
        known = day.month if day.month > 0 else known
        day.month = known
    for day in days:
        known = day.month if day.month > 0 else known
        day.month = known
    outside = False
    for day in days:
        if day.month < 0 and month > 0:
            day.month, outside = month, True
    return outside


def fill_years(days: Sequence[Day], context: Context) -> frozenset[str]:
    """Gives every day a year where one can be known; "year" in the answer when it is not from the list itself."""
    guessed = NOTHING
    written, missing = False, False
    for day in days:
        if 0 <= day.year < 1000:
            day.year = full_year(day.year, context.today)
        missing = missing or day.year < 0
        written = written or day.year != -1
    if not missing:
        return guessed
    if not written:
        anchor = days[0] if context.near.year else days[-1]
        anchor.year = _anchor_year(anchor, context)
        guessed = frozenset({"year"})
    _spread(days)
    return guessed


def _spread(days: Sequence[Day]) -> None:
    for earlier, later in zip(reversed(days[:-1]), reversed(days[1:]), strict=True):
        if earlier.year == -1 and later.year > 0:
            earlier.year = later.year - _turned(earlier, later)
    for earlier, later in pairwise(days):
        if later.year == -1 and earlier.year > 0:
            later.year = earlier.year + _turned(earlier, later)


def _turned(earlier: Day, later: Day) -> int:
    return int(earlier.month - later.month >= TURN)


def _anchor_year(day: Day, context: Context) -> int:
    if context.near.year:
        return context.near.year + int((context.near.month or 0) - day.month >= TURN)
    for year in (_beside(day, context.neighbour), _lone(day, context)):
        if year > 0:
            return year
    return nearest_year(day, context.today)


def _lone(day: Day, context: Context) -> int:
    """A year that stands alone in the text, unless the weekday speaks against it."""
    year = context.lone_year
    if not context.today.year - 1 <= year <= context.today.year + 3:
        return -1
    found = make(year, day.month, day.day)
    return year if found and day.wd in {-1, found.weekday()} else -1


def _beside(day: Day, neighbour: date | None) -> int:
    """The year that puts a day nearest to another date of the same text."""
    if neighbour is None:
        return -1
    found = [make(neighbour.year + step, day.month, day.day) for step in (-1, 0, 1)]
    best = min((abs((d - neighbour).days), d.year) for d in [d for d in found if d] or [neighbour])
    return best[1]


def nearest_year(day: Day, today: date) -> int:
    """The year of the nearest such day within -30 … +335 days; a past one if only that fits the weekday and is
    nearer."""
    past: date | None = None
    for year in (today.year - 1, today.year, today.year + 1):
        found = make(year, day.month, day.day)
        if found is None or (found - today).days > AHEAD:
            continue
        if (found - today).days < -PAST:
            past = found
        elif day.wd in {-1, found.weekday()} or past is None or past.weekday() != day.wd:
            return year
        else:
            return past.year if today - past < found - today else year
    return -2
