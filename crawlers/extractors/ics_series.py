"""The single dates of a parsed calendar: lone events as they are, series expanded within a window.

RRULE, RDATE, EXDATE and RECURRENCE-ID are recurring-ical-events' work; this module bounds it, series by series, so that
a broken one spoils no other, and gives stable keys.
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
MAX_DATES = 6_000  # of all series together; expanding costs about a millisecond a date
OLDEST, NEWEST = 1970, 2200  # before: birthdays, whose day-by-day expansion only costs time; after: typing errors
_SENSELESS = (AttributeError, InvalidCalendar, KeyError, OverflowError, TypeError, ValueError)  # what bad rules raise


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
    yield from _expanded(series, around)


def start_of(event: Event) -> Moment | None:
    """DTSTART's value; None when it is missing or broken."""
    return moment_of(event, "DTSTART")


def moment_of(event: Event, name: str) -> Moment | None:
    """A date property's value; None when it is missing, broken or centuries away."""
    prop = event.get(name)
    prop = prop[0] if isinstance(prop, list) and prop else prop
    value = None if prop is None or isinstance(prop, vBroken) else getattr(prop, "dt", None)
    return value if isinstance(value, date) and OLDEST <= value.year <= NEWEST else None


def _recurs(event: Event) -> bool:
    return any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID"))


def _uid(event: Event) -> str | None:
    return str(event.get("UID", "")).strip()[:300] or None


def _key(uid: str | None, occurrence: Moment | None) -> str | None:
    return f"{uid}#{occurrence.isoformat()}" if uid and occurrence else uid


def _expanded(series: list[Event], around: datetime) -> Iterator[Dated]:
    groups: dict[str | None, list[Event]] = {}
    for event in series:
        groups.setdefault(_uid(event), []).append(event)
    count = 0
    for uid, events in groups.items():
        seen: set[str] = set()
        for event in _between(events, around - WINDOW, around + WINDOW):
            start = start_of(event)
            original = moment_of(event, "RECURRENCE-ID") or start
            if start is not None and str(start) not in seen and count < MAX_DATES:
                seen.add(str(start))
                count += 1
                yield Dated(event, _key(uid, original))


def _bound(event: Event, last: datetime) -> None:
    """An endless rule ends with the window: one that never fires would be tried up to the year 9999."""
    start = start_of(event)
    rule = event.get("RRULE")
    if rule is None:
        return
    if start is None or isinstance(rule, list | vBroken):
        del event["RRULE"]
    elif "COUNT" not in rule and "UNTIL" not in rule:
        timed = isinstance(start, datetime)
        aware = isinstance(start, datetime) and start.tzinfo is not None
        until = last.astimezone(UTC) if aware else last.replace(tzinfo=None)
        rule["UNTIL"] = [until if timed else until.date()]


def _between(events: list[Event], first: datetime, last: datetime) -> list[Event]:
    """The dates of one series in a window, and its first; its events as they stand when its rules make no sense."""
    rest = Calendar()
    for event in events:
        _bound(event, last)
        rest.add_component(event)
    try:
        query = recurring_ical_events.of(rest)
        early = [start for event in events if (start := start_of(event)) and _instant(start) < first]
        days = [datetime.combine(start, time()) for start in early[:1]]
        before = [one for day in days for one in query.between(day, day + timedelta(days=1))]
        return [*before, *query.between(first, last)]
    except _SENSELESS:
        return events


def _instant(moment: Moment) -> datetime:
    if isinstance(moment, datetime):
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return datetime.combine(moment, time(), UTC)
