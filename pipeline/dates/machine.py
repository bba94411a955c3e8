"""Machine-readable values: ISO 8601, RFC 3339, the basic forms of iCalendar (RFC 5545 3.3.4, 3.3.5). No free text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from pipeline.dates.zones import localise
from pipeline.model import Moment

_VALUE = re.compile(
    r"\s*(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[Tt ]\s?(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?)?\s?([Zz]|[+-]\d\d(?::?\d\d)?|UTC|GMT)?)?\s*"
)


def iso(text: str, tz: str) -> Moment | None:
    """A date, or an aware time in `tz`, of a machine-readable value; a time without offset is local in `tz`. None if
    it is none.

    24:00 is the next day's 00:00 (ISO 8601-1:2019 4.3.8.2); a leap second is the second before it.
    """
    match = _VALUE.fullmatch(text[:64])
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(group or 0) for group in match.groups()[:6])
    if not 1 < year < 9999:  # no room left to turn it into another zone
        return None
    try:
        found = date(year, month, day)
        if match[4] is None:
            return found
        days, hour = divmod(hour, 24) if (hour, minute, second) == (24, 0, 0) else (0, hour)
        naive = datetime(year, month, day, hour, minute, min(second, 59)) + timedelta(days=days)
        return localise(naive.replace(tzinfo=_offset(match[7])), tz)
    except (ValueError, OverflowError):
        return None


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    size = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]) if len(text) > 3 else 0)
    return timezone(-size if text[0] == "-" else size)
