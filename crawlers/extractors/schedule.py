"""schema.org `eventSchedule` and rule texts turned into single dates within a window around the day of reading.

Knows recurrence, not events. The arithmetic is dateutil's; what a hostile rule could make endless is refused first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from dateutil import rrule

from crawlers.extractors import MAX_EVENTS, values
from crawlers.extractors.jsonld import listed

WINDOW = timedelta(days=400)

_UNITS = {"D": rrule.DAILY, "W": rrule.WEEKLY, "M": rrule.MONTHLY, "Y": rrule.YEARLY}
_DAYS = {
    "Monday": rrule.MO,
    "Tuesday": rrule.TU,
    "Wednesday": rrule.WE,
    "Thursday": rrule.TH,
    "Friday": rrule.FR,
    "Saturday": rrule.SA,
    "Sunday": rrule.SU,
}


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
    first, last = values.moment(schedule.get("startDate")), values.moment(schedule.get("endDate"))
    begin, finish = values.clock(schedule.get("startTime")), values.clock(schedule.get("endTime"))
    step = _step(schedule.get("repeatFrequency"))
    if first is None or step is None:
        return []
    begin = begin or (first[11:16] or None)
    finish = finish or (last[11:16] or None if last else None)
    start = datetime.fromisoformat(first[:10])
    until = min(around + WINDOW, datetime.fromisoformat(last[:10]) if last else around + WINDOW)
    if start.year < 2000 or until < start:
        return []
    rule = rrule.rrule(
        step[0],
        interval=step[1],
        dtstart=start,
        until=until,
        byweekday=_weekdays(schedule.get("byDay")),
        bymonthday=_month_days(schedule.get("byMonthDay")),
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


def _weekdays(value: Any) -> list[Any] | None:
    names = [str(day).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for day in listed(value)]
    return [_DAYS[name] for name in names if name in _DAYS] or None


def _month_days(value: Any) -> list[int] | None:
    return [day for day in listed(value) if isinstance(day, int) and 1 <= day <= 31] or None
