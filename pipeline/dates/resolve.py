"""Drafts to occurrences: calendar dates, instants, ends; what cannot be certain is left out, with the reason.

The only place where `When` is made. Reads no text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from pipeline.dates.bind import slots_of
from pipeline.dates.items import Dates, Day, Slot, Span, Time
from pipeline.dates.years import Context, days_of, fill_months, fill_years, make
from pipeline.dates.zones import NOTHING, place_in_zone, steady_zone
from pipeline.model import Moment, When

EARLIEST, LATEST = 1900, 2199  # years that can be written: what digits show anywhere else too
LONGEST_NIGHT = 12 * 60  # minutes: an end before its start is taken for the next day up to here
LONGEST_SERIES = 366  # days that are looked at for "Do 9–18 Uhr, Fr 9–16 Uhr"
BEGIN_AND_END = 2  # times: "Beginn Freitag 16 Uhr, Ende Sonntag 14 Uhr"
EVENING = 18  # o'clock
A_WEEK = 7  # days of a fair whose hours are given by rows of weekdays
LONGEST_DAILY = 14  # days: "3.–5.12., jeweils 18 Uhr" is expanded up to here


class Resolver:
    """Resolves the lists of one text. `reasons` collects why something was left out."""

    def __init__(self, context: Context, tz: str, month: int = -1, each: bool = False) -> None:
        self.context = context
        self.tz = tz
        self.month = month
        self.each = each
        self.reasons: list[str] = []

    def beside(self, day: date) -> None:
        """From now on lists without a year lie near this day."""
        if self.context.neighbour is None:
            self.context = replace(self.context, neighbour=day)

    def occurrences(self, dates: Dates) -> list[When]:
        """All occurrences of one list of days with its times."""
        days = days_of(dates)
        guessed = NOTHING
        for day in days:
            if day.month < 0 and fill_months(days, self.month):
                guessed |= {"month"}
            if day.month < 0:
                self.reasons.append("a day without a month")
                return []
            if day.relative:
                guessed |= {"day"}
        guessed |= fill_years(days, self.context)
        if len(dates.spans) > 1:
            dates.spans = _joined(dates.spans)
        if len(days) > 1 < len(dates.times) and all(times.weekdays for times in dates.times):
            return self._by_weekday(dates, guessed)
        slots, doors = slots_of(dates.times)
        return self._spans(dates, slots, guessed | {"time"} if doors else guessed)

    def _by_weekday(self, dates: Dates, guessed: frozenset[str]) -> list[When]:
        """ "Do 9–18 Uhr, Fr 9–16 Uhr": each day has the times that stand with its weekday."""
        days = [day for span in dates.spans for day in self._days(span)]
        weekdays = {day.weekday() for day in days}
        slots = {wd: times.slots for times in dates.times for wd in times.weekdays}
        if len(dates.times) == BEGIN_AND_END and dates.times[1].label == "end":
            return self._open(days, slots, guessed, ends=True)
        row = max(len(times.weekdays) for times in dates.times)
        if row > 2 or (row == 2 and slots.keys() == weekdays and len(days) <= A_WEEK):  # "Mo–Fr", or "Sa und So" too
            return self._open(days, slots, guessed)
        listed = all(span.last is None for span in dates.spans)  # then every day has times
        if not slots.keys() <= weekdays or (listed and slots.keys() != weekdays):
            self.reasons.append("weekdays and dates contradict each other")
            return []
        found = [(day, slot) for day in days for slot in slots.get(day.weekday(), ()) if slot.start]
        return [self.timed(day, day, slot, guessed) for day, slot in found]

    def _open(
        self, days: Sequence[date], slots: Mapping[int, Sequence[Slot]], guessed: frozenset[str], *, ends: bool = False
    ) -> list[When]:
        """ "3.–5.12., Mo–Fr 9–18 Uhr, Sa 10–14 Uhr": one event, from the first day's opening to the last day's end.

        `ends`: the last time is itself the end.
        """
        opened = [(day, slot) for day in days for slot in slots.get(day.weekday(), ())[:1] if slot.start]
        if not opened or opened[0][0] != days[0] or opened[-1][0] != days[-1]:
            return []
        (first, opens), (last, closes) = opened[0], opened[-1]
        return [self.timed(first, last, Slot(opens.start, closes.start if ends else closes.end), guessed)]

    def _days(self, span: Span) -> list[date]:
        """Every day of a span; none if one end is not known."""
        first = self.day(span.first)
        last = self.day(span.last) if span.last is not None else first
        if first is None or last is None:
            return []
        return [first + timedelta(days=step) for step in range(min((last - first).days + 1, LONGEST_SERIES))]

    def _spans(self, dates: Dates, slots: Sequence[Slot], guessed: frozenset[str]) -> list[When]:
        spans = dates.spans
        if len(spans) == 1:
            return self.span(spans[0], slots, guessed)
        if len(slots) == len(spans) and dates.times[0].paired:
            return [when for span, slot in zip(spans, slots, strict=True) for when in self.span(span, [slot], guessed)]
        return [when for span in spans for when in self.span(span, slots, guessed)]

    def span(self, span: Span, slots: Sequence[Slot], guessed: frozenset[str]) -> list[When]:
        """The occurrences of one day or range of days."""
        first = self.day(span.first)
        last = self.day(span.last) if span.last is not None else first
        if first is None or last is None:
            return []
        if last < first:
            self.reasons.append("the end lies before the start")
            return []
        if span.t1 is not None:
            return [self.crossing(first, last, span, guessed)]
        real = [slot for slot in slots if slot.start is not None]
        if not real:
            return [When(first, last if last != first else None, True, self.tz, guessed)]
        if last != first and (self.each or len(real) > 1) and (last - first).days < LONGEST_DAILY:
            days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
            return [self.timed(day, day, slot, guessed) for day in days for slot in real]
        return [self.timed(first, last, slot, guessed) for slot in real]

    def day(self, day: Day) -> date | None:
        """The calendar date, or None with the reason."""
        if not EARLIEST <= day.year <= LATEST:
            self.reasons.append("the year is not known" if day.year == -1 else "the year is out of range")
            return None
        found = make(day.year, day.month, day.day)
        if found is None:
            self.reasons.append(f"no such date: {day.day}.{day.month}.{day.year}")
        elif day.wd >= 0 and day.wd != found.weekday():
            self.reasons.append(f"weekday and date contradict each other: {found.isoformat()}")
            return None
        return found

    def crossing(self, first: date, last: date, span: Span, guessed: frozenset[str]) -> When:
        """A range whose two ends have times of their own; without a second time the last day is the end."""
        assert span.t1 is not None
        start, more = self.instant(first, span.t1)
        end: Moment | None = _last_day(first, last, span.t1)
        if span.t2 is not None:
            end, also = self.instant(last, span.t2)
            more |= also
        return When(start, end, False, self.tz, guessed | more)

    def timed(self, first: date, last: date, slot: Slot, guessed: frozenset[str]) -> When:
        """One occurrence with a start time, and an end if one is written; of several days the last is one."""
        assert slot.start is not None
        start, more = self.instant(first, slot.start)
        guessed |= more
        if slot.end is None:
            return When(start, _last_day(first, last, slot.start), False, self.tz, guessed)
        length = slot.end.minutes - slot.start.minutes
        if last == first and length <= 0 and slot.end.zone == slot.start.zone:
            if length + 24 * 60 > LONGEST_NIGHT:
                self.reasons.append("the end lies before the start")
                return When(start, None, False, self.tz, guessed)
            last += timedelta(days=1)
            guessed |= {"end"}
        end, more = self.instant(last, slot.end)
        return When(start, end, False, self.tz, guessed | more)

    def instant(self, day: date, time: Time) -> tuple[datetime, frozenset[str]]:
        """A day and a time of day as an instant in the reader's zone; 24:00 is the next day's 00:00."""
        hour = time.hour
        if hour == 24:
            day, hour = day + timedelta(days=1), 0
        steady = None if time.zone else steady_zone(self.tz, day)
        moment = datetime(day.year, day.month, day.day, hour, time.minute, tzinfo=steady)
        instant, guessed = (moment, NOTHING) if steady else place_in_zone(moment, time.zone, self.tz)
        return instant, guessed | {"time"} if time.vague else guessed


def _last_day(first: date, last: date, start: Time) -> date | None:
    """The last day as the end of what has no written hour of it; an evening and the next day are one night."""
    night = start.hour >= EVENING and last == first + timedelta(days=1)
    return last if last > first and not night else None


def _joined(spans: Sequence[Span]) -> list[Span]:
    """ "12./13. Dezember": a slash between days that follow each other makes one event of them."""
    joined = [spans[0]]
    for span in spans[1:]:
        last = joined[-1].last or joined[-1].first
        if span.link == "slash" and span.last is None and _follows(last, span.first):
            joined[-1] = Span(joined[-1].first, span.first)
        else:
            joined.append(span)
    return joined


def _follows(earlier: Day, later: Day) -> bool:
    first, second = (make(day.year, day.month, day.day) for day in (earlier, later))
    return first is not None and second is not None and (second - first).days == 1


def day_of(when: When) -> date:
    """The first day of an occurrence."""
    return when.start.date() if isinstance(when.start, datetime) else when.start


def distinct(found: Sequence[When]) -> list[When]:
    """Without repetitions: a card printed twice, a day box beside the full date. The fuller reading stays."""
    if len(found) < 2:
        return list(found)
    timed = {day_of(when) for when in found if not when.all_day}
    ranges = {day_of(when) for when in found if when.all_day and when.end is not None}
    kept: dict[Moment, When] = {}
    for when in found:
        day = day_of(when)
        if when.all_day and when.end is None and (day in timed or day in ranges):
            continue
        other = kept.get(when.start)
        if other is None or (other.end is None and when.end is not None):
            kept[when.start] = when
    return list(kept.values())
