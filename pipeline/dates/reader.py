"""The steps of a reading in order: tokens, items, phrases, roles and times, calendar; then repetition, then the last resort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pipeline.dates import fallback, recurrence
from pipeline.dates.bind import bind
from pipeline.dates.items import Dates, Day, Item, Mark, Phrase
from pipeline.dates.phrases import Parser
from pipeline.dates.resolve import Resolver, day_of, distinct
from pipeline.dates.scan import Scanner
from pipeline.dates.tokens import MAX_TEXT, Token, smooth, tokenize
from pipeline.dates.years import Context, full_year
from pipeline.dates.zones import zone_of
from pipeline.model import BERLIN, Near, When

NOWHERE = Near()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: occurrences, deadlines kept out of them, whether they repeat, and why nothing is certain."""

    occurrences: tuple[When, ...] = ()
    deadlines: tuple[When, ...] = ()
    series: bool = False
    reason: str | None = None
    trace: tuple[str, ...] = ()


def read(
    texts: Sequence[str],
    *,
    as_of: date | datetime,
    tz: str = BERLIN,
    near: Near | None = None,
    languages: Sequence[str] = ("de", "en"),
    order: Literal["dmy", "mdy"] = "dmy",
    explain: bool = False,
) -> Reading:
    """Reads the dates of one or several fragments that belong together (they are read as one line).

    `as_of`: the day the text was first shown, for missing years; `near`: year and month of the heading above;
    `order`: of 12/03/2026; `explain`: fill `trace` with tokens, phrases and decisions. Never raises on any text.
    """
    text = smooth(" ".join(texts)[: MAX_TEXT * 2])
    today = as_of.astimezone(zone_of(tz)).date() if isinstance(as_of, datetime) and as_of.tzinfo else as_of
    today = today.date() if isinstance(today, datetime) else today
    job = _Job(text, today, tz, near or NOWHERE, languages, order == "mdy")
    reading = job.run()
    if explain:
        return Reading(reading.occurrences, reading.deadlines, reading.series, reading.reason, job.trace(reading))
    return reading


class _Job:
    """One reading; keeps what the trace wants to show."""

    def __init__(self, text: str, today: date, tz: str, near: Near, languages: Sequence[str], mdy: bool) -> None:
        self.text, self.today, self.tz, self.near, self.languages = text, today, tz, near, languages
        self.tokens: list[Token] = tokenize(text, mdy=mdy)
        self.items: list[Item] = []
        self.phrases: list[Phrase] = []
        self.rule = "grammar"

    def run(self) -> Reading:
        self.items = Scanner(self.tokens, self.today, self.near.month or -1).run()
        self.phrases = Parser(self.items).run()
        lists = bind(self.phrases)
        rule = recurrence.find(self.tokens)
        resolver = self._resolver()
        events, deadlines = self._resolve(lists, resolver)
        if rule is not None and not _explicit(lists, rule):
            self.rule = f"series: {rule}"
            return Reading((), tuple(deadlines), False, "a series")
        if not events and not deadlines and not resolver.reasons and not lists:
            guess = fallback.read(self.text, self.tokens, self.today, self.languages)
            if guess is not None:
                self.rule = "dateparser"
                return Reading((When(guess, None, True, self.tz, frozenset({"dateparser"})),))
        reason = None if events else _reason(resolver.reasons, lists, self.items, self.tokens)
        return Reading(
            tuple(events), tuple(deadlines), False, reason or (resolver.reasons[0] if resolver.reasons else None)
        )

    def _resolver(self) -> Resolver:
        years = {
            item.number for item in self.items if isinstance(item, Mark) and item.kind == "year" and item.number >= 1000
        }
        months = [item for item in self.items if isinstance(item, Mark) and item.kind == "month"]
        month = months[0].number if months else self.near.month or -1
        if months and months[0].name != "-1":
            years.add(full_year(int(months[0].name), self.today))
        lone = years.pop() if len(years) == 1 else -1
        each = any(isinstance(item, Mark) and item.kind == "each" for item in self.items)
        return Resolver(Context(self.today, self.near, lone), self.tz, month, each)

    def _resolve(self, lists: Sequence[Dates], resolver: Resolver) -> tuple[list[When], list[When]]:
        """Lists with a year first: they are the neighbours of those without."""
        found: dict[int, list[When]] = {}
        dated = [
            any(day.year >= 0 for span in dates.spans for day in (span.first, span.last) if day) for dates in lists
        ]
        for place in sorted(range(len(lists)), key=lambda i: not dated[i]):
            dates = lists[place]
            if dates.role not in {"event", "deadline"}:
                continue
            found[place] = resolver.occurrences(dates)
            if dated[place] and found[place]:
                resolver.beside(day_of(found[place][0]))
        events = [when for place in sorted(found) if lists[place].role == "event" for when in found[place]]
        deadlines = [when for place in sorted(found) if lists[place].role == "deadline" for when in found[place]]
        return distinct(events), distinct(deadlines)

    def trace(self, reading: Reading) -> tuple[str, ...]:
        """Tokens, phrases, rule and outcome, one line each, for `pitchradar trace`."""
        tokens = " ".join(f"{t.kind}:{t.text or t.a}" for t in self.tokens[:60])
        lines = [
            f"text: {self.text[:200]}",
            f"tokens: {tokens}",
            f"phrases: {self.phrases}"[:600],
            f"rule: {self.rule}",
        ]
        lines += [
            f"read: {w.start.isoformat()} – {w.end.isoformat() if w.end else '?'} guessed {sorted(w.guessed)}"
            for w in reading.occurrences[:20]
        ]
        lines += [f"deadline: {w.start.isoformat()}" for w in reading.deadlines]
        return (*lines, f"reason: {reading.reason}") if reading.reason else tuple(lines)


def _explicit(lists: Sequence[Dates], rule: recurrence.Rule) -> bool:
    """Several days written out win over the words that say they repeat."""
    days = [span for dates in lists if dates.role == "event" for span in dates.spans if span.last is None]
    return len(days) > 1


def _reason(reasons: Sequence[str], lists: Sequence[Dates], items: Sequence[Item], tokens: Sequence[Token]) -> str:
    """Why there is no occurrence."""
    if reasons:
        return reasons[0]
    roles = [dates.role for dates in lists]
    for role, text in _ROLES.items():
        if role in roles:
            return text
    kinds = {item.kind for item in items if isinstance(item, Mark)}
    for kind, text in _KINDS.items():
        if kind in kinds:
            return text
    return "a time without a date" if any(not isinstance(item, (Mark, Day)) for item in items) else "no date"


_ROLES = {
    "deadline": "only a deadline",
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
