"""The single dates of a parsed calendar: lone events as they are, series expanded within a window.

RRULE, RDATE, EXDATE and RECURRENCE-ID are recurring-ical-events' work; this module bounds it, series by series, so that
a broken one spoils no other, and gives stable keys. Of too many dates the far ones are left out, not whole series.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

import recurring_ical_events
from icalendar import Calendar, Event
from icalendar.error import InvalidCalendar
from icalendar.prop import vBroken
from recurring_ical_events import Occurrence
from recurring_ical_events.series import Series

from crawlers.extractors import MAX_EVENTS
from pipeline.model import Moment

WINDOW = timedelta(days=400)
NARROWEST = timedelta(days=12)
TRIED = 2 * MAX_EVENTS  # dates of all series together that are looked at, at most
OLDEST, NEWEST = 1970, 2200  # before: birthdays, whose day-by-day expansion only costs time; after: typing errors
_TOLD = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION", "GEO", "URL", "ORGANIZER"})
_SENSELESS = (AttributeError, InvalidCalendar, KeyError, OverflowError, TypeError, ValueError)  # what bad rules raise

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Dated:
    """One event of the calendar, and its key within the calendar when it has a UID."""

    event: Event
    key: str | None


@dataclass(frozen=True, slots=True)
class _Run:
    """A series' events in the calendar, and its rules; without any when they make no sense."""

    uid: str | None
    events: list[Event]
    rules: list[Series]


@dataclass(frozen=True, slots=True)
class _Date:
    """One date of a series; its event is only made of it when it is wanted, which is what costs time."""

    uid: str | None
    start: Moment
    event: Event | Occurrence


def dated(calendar: Calendar, around: datetime) -> list[Dated]:
    """Every single event, then every date of a series that lies within `WINDOW` of `around`, and the series' first.

    Of more than MAX_EVENTS those nearest to `around`, and one too many, which says that there are more.
    """
    events = [event for event in calendar.subcomponents if isinstance(event, Event) and start_of(event) is not None]
    lone = [event for event in events if not _recurs(event)]
    uses = Counter(_uid(event) for event in lone)
    found = [Dated(event, _lone_key(event, uses)) for event in lone]
    found += _expanded([event for event in events if _recurs(event)], around)
    return _nearest(found, lambda one: start_of(one.event), around)


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


def _lone_key(event: Event, uses: Mapping[str | None, int]) -> str | None:
    uid = _uid(event)
    return uid if uses[uid] == 1 else _key(uid, start_of(event))


def _key(uid: str | None, occurrence: Moment | None) -> str | None:
    return f"{uid}#{occurrence.isoformat()}" if uid and occurrence else uid


def _expanded(series: Sequence[Event], around: datetime) -> Iterator[Dated]:
    runs = _runs(series, around + WINDOW)
    reach = WINDOW
    dates = wider = _within(reach, runs, around)
    while len(dates) == TRIED and reach > NARROWEST:
        reach, wider = reach / 2, dates
        dates = _within(reach, runs, around)
    found = list((dates | wider).values())  # the narrower window may hold fewer than are wanted
    for one in _nearest(found, lambda one: one.start, around):
        with suppress(*_SENSELESS):
            event = one.event.as_component(False) if isinstance(one.event, Occurrence) else one.event
            yield Dated(event, _key(one.uid, moment_of(event, "RECURRENCE-ID") or one.start))


def _nearest(found: list[_T], start: Callable[[_T], Moment | None], around: datetime) -> list[_T]:
    """Those nearest to `around`, one more than MAX_EVENTS, in their order."""
    if len(found) <= MAX_EVENTS:
        return found
    away = [abs(_instant(moment) - around) if (moment := start(one)) else timedelta.max for one in found]
    return [found[at] for at in sorted(sorted(range(len(found)), key=away.__getitem__)[: MAX_EVENTS + 1])]


def _runs(series: Sequence[Event], last: datetime) -> list[_Run]:
    groups: dict[object, list[Event]] = {}
    for event in series:
        groups.setdefault(_uid(event) or id(event), []).append(event)
    for events in groups.values():
        _complete(events)
    return [_Run(_uid(events[0]), events, _rules(events, last)) for events in groups.values()]


def _complete(events: Sequence[Event]) -> None:
    """What a series says its changed dates say too where they leave all of it out, as cancellations may; a date that
    is named by its day alone is the one of that day."""
    whole = next((event for event in events if "RECURRENCE-ID" not in event), None)
    if whole is None:
        return
    start = start_of(whole)
    for event in events:
        day = moment_of(event, "RECURRENCE-ID")
        if "SUMMARY" not in event:
            event.update({name: value for name, value in whole.items() if name in _TOLD and name not in event})
        if day is not None and not isinstance(day, datetime) and isinstance(start, datetime):
            del event["RECURRENCE-ID"]
            event.add("RECURRENCE-ID", datetime.combine(day, start.timetz()))


def _rules(events: Sequence[Event], last: datetime) -> list[Series]:
    calendar = Calendar()
    for event in events:
        _bound(event, last)
        calendar.add_component(event)
    try:
        return list(recurring_ical_events.of(calendar).series)
    except _SENSELESS:
        return []


def _bound(event: Event, last: datetime) -> None:
    """An endless rule ends with the window: one that never fires would be tried up to the year 9999.

    A rule of times that ends with a day ends with the whole of it.
    """
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
    elif isinstance(start, datetime) and (day := _last_day(rule)):
        end = datetime.combine(day, time(23, 59, 59), start.tzinfo)
        rule["UNTIL"] = [end.astimezone(UTC) if end.tzinfo else end]


def _last_day(rule: Mapping[str, object]) -> date | None:
    until = rule.get("UNTIL")
    last = until[0] if isinstance(until, list) and until else until
    return last if isinstance(last, date) and not isinstance(last, datetime) else None


def _within(reach: timedelta, runs: Iterable[_Run], around: datetime) -> dict[tuple[int, str], _Date]:
    """The dates of all series at most `reach` away, each once, no more than TRIED."""
    found: dict[tuple[int, str], _Date] = {}
    for at, run in enumerate(runs):
        for one in _dates(run, around, reach):
            if len(found) == TRIED:
                return found
            found.setdefault((at, str(one.start)), one)
    return found


def _dates(run: _Run, around: datetime, reach: timedelta) -> list[_Date]:
    """The dates of one series, and its first; its events as they stand when its rules make no sense."""
    starts = [(start, event) for event in run.events if (start := start_of(event))]
    early = [datetime.combine(start, time()) for start, _ in starts if _instant(start) < around - WINDOW]
    spans = [*((day, day + timedelta(days=1)) for day in early[:1]), (around - reach, around + reach)]
    if run.rules:
        with suppress(*_SENSELESS):
            found = [one for first, last in spans for rule in run.rules for one in rule.between(first, last)]
            return [_Date(run.uid, one.start, one) for one in found]
    return [_Date(run.uid, start, event) for start, event in starts]


def _instant(moment: Moment) -> datetime:
    if isinstance(moment, datetime):
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return datetime.combine(moment, time(), UTC)
