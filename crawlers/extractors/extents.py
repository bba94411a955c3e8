"""Start and end of an event together: whole days, lengths, and the texts of both where people wrote them.

Takes what `values.moment` gives. It reads no prose.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

_DURATION = re.compile(
    r"P(?:(?P<weeks>\d{1,3})W)?(?:(?P<days>\d{1,3})D)?"
    r"(?:T(?:(?P<hours>\d{1,4})H)?(?:(?P<minutes>\d{1,5})M)?(?:(?P<seconds>\d{1,6})S)?)?"
)


def span(
    start: str, end: str | None, *, all_day: bool = False, exclusive: bool = False, zone: str | None = None
) -> tuple[str, str | None]:
    """Start and end as a RawEvent wants them: whole days as dates, an inclusive end, no end at or before the start.

    Whole days are: `all_day`, 00:00 to 23:59 (or to midnight), and a bare midnight start with no later time: that is
    how systems without a day type write a day without a known time. In UTC it may also be midnight in the `zone`.
    `exclusive`: a date-only end is the next day.
    """
    there = (_in_zone(start, zone), _in_zone(end, zone) if end else None) if zone else (start, end)
    if not _whole_days(start, end) and (all_day or _whole_days(*there)):
        start, end = there
    if exclusive and end and is_day(end):
        end = _day_before(end)
    if not is_day(start) and (all_day or _whole_days(start, end)):
        if end and not is_day(end):
            end = _last_day(end)
        start = day(start)
    if end is None or is_day(start) is not is_day(end):
        end = day(end) if end and is_day(start) else None
        return start, end if end and end > start else None
    if is_day(start):
        return start, end if end > start else None
    return start, end if _later(end, start) else None


def _whole_days(start: str, end: str | None) -> bool:
    if start[11:16] != "00:00":
        return False
    return end is None or is_day(end) or end[11:16] in {"00:00", "23:59", "24:00"}


def _in_zone(iso: str, zone: str) -> str:
    """An instant in UTC as the zone's time; anything else as it is."""
    if not iso.endswith("+00:00"):
        return iso
    return datetime.fromisoformat(iso).astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")


def _last_day(end: str) -> str:
    """The last day an end time touches: midnight belongs to the day before."""
    return _day_before(day(end)) if end[11:16] == "00:00" else day(end)


def _day_before(iso: str) -> str:
    return (date.fromisoformat(iso) - timedelta(days=1)).isoformat()


def _later(end: str, start: str) -> bool:
    one, two = datetime.fromisoformat(end), datetime.fromisoformat(start)
    if (one.tzinfo is None) is not (two.tzinfo is None):
        one, two = one.replace(tzinfo=None), two.replace(tzinfo=None)
    return one > two


def written(start: str | None, end: str | None) -> tuple[str, ...]:
    """The texts of a start and an end that people wrote, as one span; an end alone says nothing."""
    ends = start and end and end != start and any(map(str.isdigit, end))
    return (start, f"bis {end}") if start and ends else (start,) if start else ()


def after(start: str, duration: Any) -> str | None:
    """`start` plus an ISO 8601 duration (`PT2H`), in the form of `start`; None when there is none."""
    match = _DURATION.fullmatch(duration.strip().upper()) if isinstance(duration, str) else None
    parts = {name: int(number) for name, number in match.groupdict().items() if number} if match else {}
    if not any(parts.values()) or is_day(start):
        return None
    return (datetime.fromisoformat(start) + timedelta(**parts)).isoformat(timespec="seconds")


def is_day(value: str | None) -> bool:
    """Whether an ISO value carries no time of day."""
    return value is not None and len(value) == 10


def day(value: str) -> str:
    """The date part of an ISO value as it is written."""
    return value[:10]
