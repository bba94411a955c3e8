"""The single dates of a parsed calendar: lone events as they are, series expanded within a window.

RRULE, RDATE, EXDATE and RECURRENCE-ID are recurring-ical-events' work; this module bounds it and gives stable keys.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import recurring_ical_events
from icalendar import Calendar, Event
from icalendar.error import InvalidCalendar
from icalendar.prop import vBroken

from pipeline.model import Moment

WINDOW = timedelta(days=400)
MAX_DATES = 20_000
OLDEST = 1970  # a series from before is a birthday; its day-by-day expansion only costs time


@dataclass(frozen=True, slots=True)
class Dated:
    """One event of the calendar, and its key within the calendar when it has a UID."""

    event: Event
    key: str | None


def dated(calendar: Calendar, around: datetime) -> Iterator[Dated]:
    """Every single event, then every date of a series that lies within `WINDOW` of `around`, and the series' first."""
    events = [event for event in calendar.subcomponents if isinstance(event, Event) and start_of(event) is not None]
    series = [event for event in events if _recurs(event)]
    lone = [event for event in events if not _recurs(event)]
    uses = Counter(_uid(event) for event in lone)
    for event in lone:
        uid = _uid(event)
        yield Dated(event, uid if uses[uid] == 1 else _key(uid, start_of(event)))
    if series:
        yield from _expanded(calendar, series, around)


def start_of(event: Event) -> Moment | None:
    """DTSTART's value; None when it is missing or broken."""
    prop = event.get("DTSTART")
    prop = prop[0] if isinstance(prop, list) and prop else prop
    value = None if prop is None or isinstance(prop, vBroken) else getattr(prop, "dt", None)
    return value if isinstance(value, date) else None


def _recurs(event: Event) -> bool:
    return any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID"))


def _uid(event: Event) -> str | None:
    return str(event.get("UID", "")).strip()[:300] or None


def _key(uid: str | None, occurrence: Moment | None) -> str | None:
    return f"{uid}#{occurrence.isoformat()}" if uid and occurrence else uid


def _expanded(calendar: Calendar, series: list[Event], around: datetime) -> Iterator[Dated]:
    rest = Calendar()
    for part in calendar.subcomponents:
        if part.name == "VTIMEZONE":
            rest.add_component(part)
    first, last = around - WINDOW, around + WINDOW
    for event in series:
        _bound(event, last)
        rest.add_component(event)
    seen: set[tuple[str | None, str]] = set()
    for event in _between(rest, first, last, series):
        start = start_of(event)
        original = event.get("RECURRENCE-ID")
        occurrence = getattr(original, "dt", start)
        mark = (_uid(event), str(start))
        if start is not None and mark not in seen and len(seen) < MAX_DATES:
            seen.add(mark)
            yield Dated(event, _key(_uid(event), occurrence))


def _bound(event: Event, last: datetime) -> None:
    """An endless rule ends with the window: one that never fires would be tried up to the year 9999."""
    start = start_of(event)
    rule = event.get("RRULE")
    if rule is None:
        return
    if start is None or start.year < OLDEST or isinstance(rule, list | vBroken):
        del event["RRULE"]
    elif "COUNT" not in rule and "UNTIL" not in rule:
        timed = isinstance(start, datetime)
        aware = isinstance(start, datetime) and start.tzinfo is not None
        until = last.astimezone(UTC) if aware else last.replace(tzinfo=None)
        rule["UNTIL"] = [until if timed else until.date()]


def _between(calendar: Calendar, first: datetime, last: datetime, series: list[Event]) -> Iterator[Event]:
    query = recurring_ical_events.of(calendar, skip_bad_series=True)
    for event in series:
        start = start_of(event)
        if start is not None and "RECURRENCE-ID" not in event and _instant(start) < first:
            day = datetime.combine(start, time())
            yield from (one for one in query.between(day, day + timedelta(days=1)) if _uid(one) == _uid(event))
    try:
        yield from query.between(first, last)
    except (InvalidCalendar, ValueError, OverflowError):
        yield from (event for event in series if start_of(event) is not None)


def _instant(moment: Moment) -> datetime:
    if isinstance(moment, datetime):
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return datetime.combine(moment, time(), UTC)
