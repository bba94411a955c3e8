"""schema.org `eventSchedule` and rule texts turned into single dates within a window around the day of reading.

Knows recurrence, not events. The arithmetic is dateutil's; what a hostile rule could make endless is refused first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from dateutil import rrule

from crawlers.extractors import MAX_EVENTS, values
from crawlers.extractors.jsonld import listed

WINDOW = timedelta(days=400)

_UNITS = {"D": rrule.DAILY, "W": rrule.WEEKLY, "M": rrule.MONTHLY, "Y": rrule.YEARLY}
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS = dict(zip([*_NAMES, *(name[:2].upper() for name in _NAMES)], 2 * rrule.weekdays, strict=True))
_DAY = re.compile(rf"(?:\S*[/:])?(-?[1-5])?({'|'.join(_WEEKDAYS)})")  # "https://schema.org/Monday", "MO", "1MO"


def occurrences(node: Mapping[str, Any], around: datetime) -> list[tuple[str, str | None]]:
    """(start, end) of every date of the event's schedules (https://schema.org/Schedule), sorted; [] without any."""
    schedules = node.get("eventSchedule")
    listed = schedules if isinstance(schedules, list) else [schedules]
    found: set[tuple[str, str | None]] = set()
    for schedule in listed[:50]:
        if isinstance(schedule, dict):
            found.update(_dates(schedule, around.replace(tzinfo=None)))
    return sorted(found, key=lambda pair: pair[0])[: MAX_EVENTS + 1]


def _dates(schedule: Mapping[str, Any], around: datetime) -> list[tuple[str, str | None]]:
    """The dates of one schedule; [] when any part of its rule is not understood."""
    first, last = values.moment(schedule.get("startDate")), values.moment(schedule.get("endDate"))
    begin, finish = values.clock(schedule.get("startTime")), values.clock(schedule.get("endTime"))
    if first is None:
        return []
    begin = begin or (first[11:16] or None)
    finish = finish or (last[11:16] or None if last else None)
    if not schedule.get("repeatFrequency"):
        return [_span(first[:10], begin, finish)] if begin and first[:10] == (last or first)[:10] else []
    step, weekdays = _step(schedule["repeatFrequency"]), _weekdays(schedule)
    start = datetime.fromisoformat(first[:10])
    until = min(around + WINDOW, datetime.fromisoformat(last[:10]) if last else around + WINDOW)
    if step is None or weekdays is None or start.year < 2000 or until < start:
        return []
    if step[0] == rrule.MONTHLY and any(day.n is None for day in weekdays):
        return []  # each or one of them? people mean one
    rule = rrule.rrule(
        step[0],
        interval=step[1],
        dtstart=start,
        until=until,
        byweekday=weekdays or None,
        bymonthday=_numbers(schedule.get("byMonthDay"), 31),
        bymonth=_numbers(schedule.get("byMonth"), 12),
    )
    left_out = {str(day)[:10] for day in listed(schedule.get("exceptDate"))}
    count = schedule.get("repeatCount")
    days = list(rule)[: count if isinstance(count, int) and count > 0 else None]
    wanted = [day.date().isoformat() for day in days if day >= around - WINDOW]
    return [_span(day, begin, finish) for day in wanted if day not in left_out]


def _span(day: str, begin: str | None, finish: str | None) -> tuple[str, str | None]:
    if begin is None:
        return day, None
    return f"{day}T{begin}:00", f"{day}T{finish}:00" if finish and finish > begin else None


def _step(value: Any) -> tuple[Any, int] | None:
    """(unit, interval) of an ISO 8601 duration (P1W, P2D, P1M, P1Y); hours and less are refused."""
    text = str(value or "").strip().upper()
    if (
        len(text) < 3
        or text[0] != "P"
        or text[-1] not in _UNITS
        or not text[1:-1].isdigit()
        or not 0 < int(text[1:-1]) < 1000
    ):
        return None
    return _UNITS[text[-1]], int(text[1:-1])


def _weekdays(schedule: Mapping[str, Any]) -> list[rrule.weekday] | None:
    """The days of `byDay`, the nth of a month where they or `byMonthWeek` say so; None when one is not understood."""
    weeks = [week for week in listed(schedule.get("byMonthWeek")) if week] or [None]
    found = [_DAY.fullmatch(str(day)) for day in listed(schedule.get("byDay")) if day]
    if not all(found) or not all(week in (None, 1, 2, 3, 4, 5) for week in weeks):
        return None
    days = [(_WEEKDAYS[match[2]], match[1]) for match in found if match]
    return [day(nth) if (nth := int(own or week or 0)) else day for day, own in days for week in weeks]


def _numbers(value: Any, most: int) -> list[int] | None:
    return [number for number in listed(value) if isinstance(number, int) and 1 <= number <= most] or None
