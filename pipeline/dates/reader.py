"""The steps of a reading in order: tokens, items, phrases, roles and times, calendar; then repetition, then the last
resort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple

from pipeline.dates import fallback, recurrence, series
from pipeline.dates.bind import bind, slots_of
from pipeline.dates.bylines import call_off, drop_byline
from pipeline.dates.items import Dates, Item, Mark, Time
from pipeline.dates.ordinals import day_words
from pipeline.dates.phrases import Parser
from pipeline.dates.resolve import Resolver, day_of, distinct
from pipeline.dates.scan import scan
from pipeline.dates.token import Token
from pipeline.dates.tokens import smooth, tokenize
from pipeline.dates.years import Context, days_of, full_year
from pipeline.dates.zones import zone_of
from pipeline.model import BERLIN, Near, When

NOWHERE = Near()
_READ = frozenset({"event", "deadline", "until"})


class Reading(NamedTuple):
    """What a text says: occurrences, deadlines kept out of them, whether they repeat, and why nothing is certain."""

    occurrences: tuple[When, ...] = ()
    deadlines: tuple[When, ...] = ()
    series: bool = False
    reason: str | None = None


def read(
    texts: Sequence[str],
    *,
    as_of: date | datetime,
    tz: str = BERLIN,
    near: Near | None = None,
    languages: Sequence[str] = ("de", "en"),
    order: Literal["dmy", "mdy"] = "dmy",
) -> Reading:
    """Reads the dates of one or several fragments that belong together (they are read as one line).

    `as_of`: the day the text was first shown, for missing years; `near`: year and month of the heading above;
    `languages`: those of the last resort; `order`: of 12/03/2026. Never raises on any text.
    """
    text = smooth(" ".join(texts))
    if isinstance(as_of, datetime):
        as_of = (as_of.astimezone(zone_of(tz)) if as_of.tzinfo else as_of).date()
    return _Job(text, as_of, tz, near or NOWHERE, languages, order == "mdy").run()


class _Job:
    """One reading: the text, and what the steps made of it so far."""

    def __init__(self, text: str, today: date, tz: str, near: Near, languages: Sequence[str], mdy: bool) -> None:
        self.text, self.today, self.tz, self.near, self.languages = text, today, tz, near, languages
        self.tokens: list[Token] = tokenize(text, mdy=mdy)
        self.kinds = {token.kind for token in self.tokens}
        self.items = scan(self._numbered(), today, near.month or -1)
        self.parsed = Parser(self.items).run()

    def _numbered(self) -> list[Token]:
        """The tokens, days in words as numbers."""
        in_words = "ordinal" in self.kinds and "month" in self.kinds
        return day_words(self.tokens) if in_words else self.tokens

    def run(self) -> Reading:
        """Reads the text."""
        said = not recurrence.SAID.isdisjoint(self.kinds)
        rule = recurrence.find(self.tokens) if said else None
        lists = self._lists(rule is not None)
        if not lists and not said:
            return self._nothing()
        resolver = self._resolver()
        if said or len(lists) > 1 or lists[0].role != "event":
            return self._several(rule, lists, resolver)
        events = distinct(resolver.occurrences(lists[0]))
        return Reading(tuple(events), (), False, resolver.reasons[0] if resolver.reasons else None)

    def _lists(self, repeats: bool) -> list[Dates]:
        """All lists of days with their roles and times."""
        lists = bind(self.parsed)
        if lists and (len(lists) > 1 or len(lists[0].spans) > 1):
            drop_byline(self.parsed.phrases, lists, self.today)
        return call_off(lists, repeats) if "off" in self.kinds or "not" in self.kinds else lists

    def _several(self, rule: recurrence.Rule | None, lists: Sequence[Dates], resolver: Resolver) -> Reading:
        """Several lists, days that are no event, or days that repeat."""
        found = self._resolve(lists, resolver)
        events = distinct(_with_role(found, lists, "event"))
        deadlines = [_last_day(when) for when in _with_role(found, lists, "deadline")]
        if rule is not None and not series.explicit(rule, lists, events):
            return self._series(rule, lists, found, deadlines, resolver)
        deadlines = distinct(deadlines + _with_role(found, lists, "until"))
        events, early = _early_deadline(lists, events)
        reason = resolver.reasons[0] if resolver.reasons else None if events else _reason(lists, self.items)
        return Reading(tuple(events), tuple(deadlines + early), False, reason)

    def _nothing(self) -> Reading:
        """No day was found: the last resort, else the reason."""
        guess = fallback.read(self.text, self.tokens, self.today, self.languages)
        if guess is None:
            return Reading(reason=_reason((), self.items))
        return Reading((When(guess, None, True, self.tz, frozenset({"dateparser"})),))

    def _series(
        self,
        rule: recurrence.Rule,
        lists: Sequence[Dates],
        found: Mapping[int, list[When]],
        deadlines: list[When],
        resolver: Resolver,
    ) -> Reading:
        """The occurrences of a rule within the days that stand beside it."""
        events, until = _with_role(found, lists, "event"), _with_role(found, lists, "until")
        spans = [span for dates in lists if dates.role == "event" for span in dates.spans if span.last is not None]
        first = min((day_of(when) for when in events), default=self.today)
        last = max((day_of(when) for when in until), default=None)
        if spans and spans[0].last is not None:
            last = resolver.day(spans[0].last) or last
        for place, dates in enumerate(lists):
            if dates.role == "old":
                found = {**found, place: resolver.occurrences(dates)}
        off = frozenset(day_of(when) for when in _with_role(found, lists, "old"))
        slots, _ = slots_of(self.parsed.groups)
        made = series.expand(rule, (first, last, bool(events)), slots, off, resolver)
        reason = None if made else "it repeats, but on which days is not said"
        return Reading(tuple(made), tuple(deadlines), bool(made), reason)

    def _resolver(self) -> Resolver:
        """What the text says as a whole: a month and a year standing alone, "jeweils"."""
        marks = self.parsed.marks
        month, year = self._alone() if "month" in marks or "year" in marks else (-1, -1)
        if month < 0:
            month = self.near.month or -1
        return Resolver(Context(self.today, self.near, year), self.tz, month, "each" in self.kinds)

    def _alone(self) -> tuple[int, int]:
        """The first month and the only year that stand without a day; -1 for each that is not there."""
        month, years = -1, set()
        for item in self.items:
            if not isinstance(item, Mark):
                continue
            if item.kind == "year" and item.number >= 1000:
                years.add(item.number)
            elif item.kind == "month":
                month = item.number if month < 0 else month
                years |= {full_year(int(item.name), self.today)} if item.name != "-1" else set()
        return month, years.pop() if len(years) == 1 else -1

    def _resolve(self, lists: Sequence[Dates], resolver: Resolver) -> dict[int, list[When]]:
        """Lists with a year first: they are the neighbours of those without."""
        if len(lists) == 1:
            return {0: resolver.occurrences(lists[0])} if lists[0].role in _READ else {}
        found: dict[int, list[When]] = {}
        dated = [any(day.year >= 0 for day in days_of(dates)) for dates in lists]
        for place in sorted(range(len(lists)), key=lambda i: not dated[i]):
            if lists[place].role in _READ:
                found[place] = resolver.occurrences(lists[place])
                if dated[place] and found[place]:
                    resolver.beside(day_of(found[place][0]))
        return found


def _with_role(found: Mapping[int, list[When]], lists: Sequence[Dates], role: str) -> list[When]:
    return [when for place in sorted(found) if lists[place].role == role for when in found[place]]


def _last_day(when: When) -> When:
    """A time to apply in ends with the deadline."""
    return When(when.end, None, True, when.tz, when.guessed) if when.all_day and when.end is not None else when


def _early_deadline(lists: Sequence[Dates], events: list[When]) -> tuple[list[When], list[When]]:
    """Of two days that stand apart, a second one before the first is the deadline, not the event."""
    groups = [dates for dates in lists if dates.role == "event"]
    if len(groups) != 2 or len(events) != 2 or groups[1].times or not events[1].all_day or events[1].end:
        return events, []
    return (events[:1], events[1:]) if day_of(events[1]) < day_of(events[0]) else (events, [])


def _reason(lists: Sequence[Dates], items: Sequence[Item]) -> str:
    """Why there is no occurrence."""
    roles = [dates.role for dates in lists]
    for role, text in _ROLES.items():
        if role in roles:
            return text
    kinds = {item.kind for item in items if isinstance(item, Mark)}
    for kind, text in _KINDS.items():
        if kind in kinds:
            return text
    return "a time without a date" if any(isinstance(item, Time) for item in items) else "no date"


_ROLES = {
    "deadline": "only a deadline",
    "until": "only the last day",
    "old": "only the date it was moved from",
    "post": "only the date of a post or update",
    "history": "only a date of the past",
    "regstart": "only the start of registration",
}
_KINDS = {
    "bad": "no such date",
    "moved": "postponed without a date",
    "month": "only a month",
    "wd": "a weekday without a date",
    "week": "only a calendar week",
    "year": "only a year",
}
