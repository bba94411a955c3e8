"""The days of a rule: twelve months from `as_of`, within the bounds the text gives.

Knows no words. A rhythm of several weeks needs a first day to count from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from pipeline.dates.items import Dates, Slot
from pipeline.dates.recurrence import MONTHDAY, MONTHLY, UNCLEAR, WEEKLY, Rule
from pipeline.dates.resolve import Resolver, day_of
from pipeline.dates.years import make
from pipeline.model import When

MOST = 370  # occurrences of one series


def explicit(rule: Rule, lists: Sequence[Dates], events: Sequence[When]) -> bool:
    """Days written out win over words that say they repeat: several of them, or one that does not fit the rule."""
    single = [when for when in events if when.end is None or not when.all_day]
    several = sum(1 for dates in lists if dates.role == "event" for span in dates.spans if span.last is None) > 1
    if rule.kind == UNCLEAR or not lists:
        return bool(events)
    return several or any(rule.weekdays and day_of(when).weekday() not in rule.weekdays for when in single)


def expand(
    rule: Rule, bounds: tuple[date, date | None, bool], slots: Sequence[Slot], off: frozenset[date], resolver: Resolver
) -> list[When]:
    """All occurrences. `bounds`: (first day, last day or None, whether the first is a written one to count from)."""
    first, last, anchored = bounds
    today = resolver.context.today
    counted = rule.weeks > 1 or rule.count or not (rule.weekdays or rule.nth)
    if rule.kind == UNCLEAR or (counted and not anchored):
        return []
    if rule.kind == WEEKLY and not rule.weekdays:
        rule = replace(rule, weekdays=(first.weekday(),))
    horizon = make(today.year + 1, today.month, today.day) or today + timedelta(days=365)
    stop = min(last + timedelta(days=1), horizon) if last else horizon
    found: list[When] = []
    days = (day for day in _days(rule, first, stop) if day not in off and _in_season(rule, day))
    for day in islice(days, rule.count or None):
        if day >= today:
            found += [resolver.timed(day, day, slot, frozenset()) for slot in slots if slot.start] or [
                When(day, None, True, resolver.tz)
            ]
        if len(found) >= MOST:
            break
    return found


def _in_season(rule: Rule, day: date) -> bool:
    return day.month not in rule.without and (not rule.months or day.month in rule.months)


def _days(rule: Rule, first: date, stop: date) -> Iterator[date]:
    """Candidate days in order; `stop` is not among them."""
    if rule.kind == WEEKLY:
        monday = first - timedelta(days=first.weekday())
        for step in range((stop - monday).days):
            day = monday + timedelta(days=step)
            if first <= day < stop and day.weekday() in rule.weekdays and step // 7 % rule.weeks == 0:
                yield day
        return
    year, month = first.year, first.month
    while date(year, month, 1) < stop:
        yield from (day for day in sorted(_in_month(rule, year, month)) if first <= day < stop)
        year, month = year + month // 12, month % 12 + 1


def _in_month(rule: Rule, year: int, month: int) -> set[date]:
    if rule.kind == MONTHDAY:
        return {day for number in rule.nth if (day := make(year, month, number))}
    assert rule.kind == MONTHLY
    of_quarter = [nth for nth in rule.nth if (month - (nth > 0)) % rule.step == 0]  # its first month, or its last one
    return {day for nth in of_quarter for wd in rule.weekdays if (day := _nth(year, month, wd, nth))}


def _nth(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The n-th such weekday of a month, -1 the last; None when there is no fifth."""
    if nth < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    opening = date(year, month, 1)
    day = 1 + (weekday - opening.weekday()) % 7 + 7 * (nth - 1)
    return make(year, month, day)
