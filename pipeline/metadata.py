"""Start and end as a page's metadata give them, and what holds where its visible text says something else. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pipeline import dates
from pipeline.localdays import can_end, first_day, last_day, local_day
from pipeline.model import RawEvent, Source, When

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def zone_of(raw: RawEvent, source: Source) -> str:
    """The event's own zone, else its source's. Strangers also write "CEST" and "Europa/Berlin", which say nothing."""
    try:
        return ZoneInfo(raw.timezone).key if raw.timezone else source.timezone
    except (KeyError, ValueError, OSError):
        return source.timezone


def machine_when(raw: RawEvent, source: Source) -> When | None:
    """Start and end from ISO values. An end that is not after the start says nothing and is dropped.

    A start with a time can have a later day as its end.
    """
    zone = zone_of(raw, source)
    start = dates.iso(raw.start, zone) if raw.start else None
    if start is None:
        return None
    end = dates.iso(raw.end, zone) if raw.end else None
    if end is not None and not can_end(start, end, zone):
        end = None
    return When(start, end, all_day=not isinstance(start, datetime), tz=zone)


def reconcile(visible: When, machine: When) -> When:
    """The more exact of the two where they agree; otherwise what people see."""
    if contradict(visible, machine):
        return _lasting(visible, machine)
    if visible.all_day and not machine.all_day:
        midnight = isinstance(machine.start, datetime) and machine.start.hour == machine.start.minute == 0
        return replace(visible, end=visible.end or _last_whole_day(machine)) if midnight else machine
    day_only = isinstance(visible.start, datetime) and not isinstance(visible.end, datetime)
    same = visible.end is None or last_day(visible) == last_day(machine)
    if day_only and same and machine.end is not None and not machine.all_day:
        return replace(visible, end=machine.end)
    if visible.all_day and machine.all_day and visible.end is None:
        return replace(visible, end=machine.end)
    return visible


def _last_whole_day(machine: When) -> date | None:
    """The last day of a span from midnight to 23:59, or to the next midnight; None when it is the first."""
    if not isinstance(machine.end, datetime):
        return machine.end
    last = local_day(machine.end - SECOND, machine.tz)
    return last if last > first_day(machine) else None


def _lasting(visible: When, machine: When) -> When:
    """The visible start with the length the metadata give: what shifted the one shifted the other."""
    start, begin, end = visible.start, machine.start, machine.end
    if visible.end is not None or not isinstance(start, datetime) or not isinstance(begin, datetime):
        return visible
    if isinstance(end, datetime) and end - begin < DAY:
        return replace(visible, end=start + (end - begin))
    return visible


def contradict(visible: When, machine: When) -> bool:
    """Whether they say another day, or another time of day."""
    if first_day(visible) != first_day(machine):
        return True
    timed = isinstance(visible.start, datetime) and isinstance(machine.start, datetime)
    return timed and visible.start != machine.start
