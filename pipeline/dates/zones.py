"""Zones and the two odd hours of the year.

The DST rule of the house (PEP 495 `fold`): an ambiguous time is the first one, a non-existing one is shifted forward by
the width of the gap. Knows no grammar.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.model import BERLIN, Moment

NOTHING: frozenset[str] = frozenset()
_CENTRAL = {"MEZ": 60, "MESZ": 120}


@lru_cache(maxsize=256)
def zone_of(name: str) -> tzinfo:
    """A zone by its IANA name or its offset in minutes ("+60"); an unknown name is Berlin."""
    if name[:1] in {"+", "-"}:
        return timezone(timedelta(minutes=max(-1439, min(1439, int(name)))))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(BERLIN)


@lru_cache(maxsize=4096)
def steady_zone(tz: str, day: date) -> tzinfo | None:
    """The zone, if its clocks do not change on that day: then no time of it is ambiguous or missing."""
    zone = zone_of(tz)
    start = datetime.combine(day, time(0), zone)
    try:
        later = [start + timedelta(hours=hours) for hours in (-2, 12, 26)]
    except OverflowError:
        return None
    return zone if all(moment.utcoffset() == start.utcoffset() for moment in later) else None


def localise(moment: Moment, tz: str) -> Moment:
    """A naive time as local time in `tz` (ambiguous: the first; non-existing: shifted forward); an aware one turned
    into `tz`; a date as it is."""
    if not isinstance(moment, datetime):
        return moment
    zone = zone_of(tz)
    try:
        if moment.tzinfo is not None:
            return moment.astimezone(zone)
        local = moment.replace(tzinfo=zone, fold=0)
        if local.utcoffset() == moment.replace(tzinfo=zone, fold=1).utcoffset():
            return local  # neither ambiguous nor missing: nothing to shift
        return local.astimezone(UTC).astimezone(zone)
    except OverflowError:
        return moment.replace(tzinfo=moment.tzinfo or zone)


def _exists(local: datetime) -> bool:
    return local.astimezone(UTC).astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None)


def place_in_zone(naive: datetime, written: str, tz: str) -> tuple[datetime, frozenset[str]]:
    """A wall-clock time with the zone as written ("", "MEZ", "+60", an IANA name) -> (aware time in `tz`, what was
    guessed).

    MEZ in summer is what people write when they mean the wall clock: read so, and marked.
    """
    guessed = NOTHING
    if written in _CENTRAL:
        meant = timedelta(minutes=_CENTRAL[written])
        twice = [naive.replace(tzinfo=zone_of(BERLIN), fold=fold) for fold in (0, 1)]
        if twice[0].utcoffset() != meant == twice[1].utcoffset() and _exists(twice[1]):
            return twice[1].astimezone(zone_of(tz)), NOTHING  # the second of two such hours
        if twice[0].utcoffset() != meant:
            guessed = frozenset({"zone"})
        source = BERLIN
    else:
        source = written or tz
    aware = localise(naive, source)
    assert isinstance(aware, datetime)
    if aware.replace(tzinfo=None) != naive:
        guessed |= {"time"}
    if source != tz:
        aware = aware.astimezone(zone_of(tz))
    return aware, guessed
