"""Calendar days where an event takes place: the day of a moment, a span's last day, whether it is over. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pipeline.model import BERLIN, Moment, When

DAY_APART = timedelta(hours=22)  # two daily runs: a cron is never exact, and a day of spring has 23 hours


def local_day(moment: Moment, zone: str) -> date:
    """The calendar day of a moment in a zone (IANA name)."""
    return moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, datetime) else moment


def berlin_day(moment: Moment) -> date:
    """The same in Berlin, wherever it takes place: two listings of one evening must agree on its day."""
    return local_day(moment, BERLIN)


def written_day(moment: Moment) -> date:
    """The day as it is written, in whatever zone that is."""
    return moment.date() if isinstance(moment, datetime) else moment


def first_day(when: When) -> date:
    """The day it begins on."""
    return local_day(when.start, when.tz)


def last_day(when: When) -> date:
    """The day it ends on; without a known end the day it begins on."""
    return local_day(when.end or when.start, when.tz)


def agree(moment: Moment, other: Moment, zone: str) -> bool:
    """Whether both may be one: the same instant, or the same day of which only one says the hour."""
    if isinstance(moment, datetime) and isinstance(other, datetime):
        return moment.astimezone(UTC) == other.astimezone(UTC)  # Python compares by the clock within one zone
    return local_day(moment, zone) == local_day(other, zone)


def can_end(start: Moment, end: Moment, zone: str) -> bool:
    """Whether `end` lies after `start`; what begins at an hour may end on a later day, but no day at an hour."""
    if isinstance(end, datetime):
        return isinstance(start, datetime) and end > start
    return end > local_day(start, zone)


def is_over(when: When, now: datetime) -> bool:
    """Whether its last day is past."""
    return last_day(when) < local_day(now, when.tz)
