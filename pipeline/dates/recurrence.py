"""Phrases that repeat: "jeden ersten Dienstag im Monat", "wöchentlich mittwochs", "every second Thursday of the
month".

Finds the rule in the tokens. What cannot be known is not expanded: "alle zwei Wochen" without a first day, "alle zwei
Monate" (which ones?), "jeden zweiten Dienstag" (every other one, or the second of the month?). Opening hours are no
series. The days are made in `series`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.dates.cursor import peek
from pipeline.dates.token import Token

WEEKLY, MONTHLY, MONTHDAY, UNCLEAR = "weekly", "monthly", "monthday", "unclear"
SAID = frozenset({"habit", "every", "weekly", "monthly", "biweekly", "months", "each", "quarterly"})
_BETWEEN = frozenset({"list", "comma", "slash", "sep"})
_COUNTED = frozenset("x mal abende abenden einheiten kurstage kurstagen evenings termine terminen".split())
MOST_COUNTED = 60  # evenings of one course
_PERIODS = frozenset({"days", "weeks", "months", "quarter", "weekly", "monthly", "quarterly"})
_SMALL = frozenset({"at", "every", "each"})


@dataclass(frozen=True, slots=True)
class Rule:
    """weekly: `weekdays` (Monday=0) every `weeks` weeks; monthly: the `nth` (-1: last) of them in every `step`-th
    month; monthday: the days `nth` of the month. `months`: the only ones, if not empty; `without`: months left out;
    `count`: how often in all, 0 when that is not said."""

    kind: str
    weekdays: tuple[int, ...] = ()
    nth: tuple[int, ...] = ()
    weeks: int = 1
    step: int = 1
    months: frozenset[int] = field(default_factory=frozenset)
    without: frozenset[int] = field(default_factory=frozenset)
    count: int = 0


def find(tokens: Sequence[Token]) -> Rule | None:
    """The rule a text gives, or None. Kind "unclear": it repeats, but on which days is not said."""
    kinds = {token.kind for token in tokens}
    if any(token.kind == "label" and token.text == "hours" for token in tokens):
        return None
    rule = _by_weekday(tokens, kinds) or _by_month_day(tokens) or _vague(tokens, kinds)
    if rule is None or rule.kind == UNCLEAR:
        return rule
    if rule.kind in {MONTHLY, MONTHDAY} and rule.step == 1 and _skips_months(tokens, kinds):
        return Rule(UNCLEAR)
    months, without = _months(tokens)
    return Rule(rule.kind, rule.weekdays, rule.nth, rule.weeks, rule.step, months, without, _count(tokens))


def _count(tokens: Sequence[Token]) -> int:
    """ "4 x donnerstags", "fünf Abende", "3 Termine"; 0 for none, and for "2 x im Monat"."""
    for place, token in enumerate(tokens):
        counted = (
            token.kind in {"num", "numword"}
            and 1 < token.a <= MOST_COUNTED
            and peek(tokens, place + 1).text in _COUNTED
        )
        if counted and _PERIODS.isdisjoint([after.kind for after in tokens[place + 2 : place + 5]]):
            return token.a
    return 0


def _by_weekday(tokens: Sequence[Token], kinds: set[str]) -> Rule | None:
    for place, token in enumerate(tokens):
        if token.kind == "habit":
            return _habit(tokens, place, kinds)
        if token.kind == "wd":
            rule = _weekday_rule(tokens, place, kinds)
            if rule is not None:
                return rule
    return None


def _habit(tokens: Sequence[Token], place: int, kinds: set[str]) -> Rule | None:
    """ "dienstags und donnerstags"; "montags bis freitags" are opening hours."""
    days = {token.a for token in tokens if token.kind == "habit"}
    if peek(tokens, place + 1).kind == "range" and peek(tokens, place + 2).kind in {"habit", "wd"}:
        return None
    weeks = _rhythm(tokens, kinds)
    if not weeks or kinds & {"monthly", "months"}:
        return Rule(UNCLEAR)
    return Rule(WEEKLY, tuple(sorted(days)), weeks=weeks)


def _weekday_rule(tokens: Sequence[Token], place: int, kinds: set[str]) -> Rule | None:
    nth, before = _ordinals(tokens, place)
    days, after = _weekdays(tokens, place)
    lead = _lead(tokens, before)
    step = _month_follows(tokens, after) or (1 if kinds & {"monthly", "months"} else 0)
    if nth and step:
        return Rule(MONTHLY, days, nth, step=step)
    if nth and "every" in lead:
        return Rule(UNCLEAR) if nth == (2,) else Rule(MONTHLY, days, nth)
    if nth or not (lead or kinds & {"weekly", "biweekly"} or _every_week(tokens)):
        return None
    weeks = _rhythm(tokens, kinds)
    return Rule(WEEKLY, days, weeks=weeks) if weeks else Rule(UNCLEAR)


def _ordinals(tokens: Sequence[Token], place: int) -> tuple[tuple[int, ...], int]:
    """The ordinals right before a weekday ("1. und 3. Mittwoch") and the place before them."""
    found: list[int] = []
    at = place - 1
    while True:
        token = peek(tokens, at)
        if _is_ordinal(token) and token.a <= 5:
            found.append(token.a)
        elif not (found and token.kind in _BETWEEN and peek(tokens, at - 1).kind in {"ordinal", "num"}):
            return tuple(sorted(found)), at
        at -= 1


def _is_ordinal(token: Token) -> bool:
    """ "zweiten", "letzten", "2.", "2nd"."""
    return token.kind == "ordinal" or (token.kind == "num" and token.a > 0 and (token.dot or token.text == "th"))


def _weekdays(tokens: Sequence[Token], place: int) -> tuple[tuple[int, ...], int]:
    """The weekdays of a list ("Dienstag und Donnerstag") and the place after them."""
    days = [tokens[place].a]
    place += 1
    while peek(tokens, place).kind in _BETWEEN and peek(tokens, place + 1).kind == "wd":
        days.append(tokens[place + 1].a)
        place += 2
    return tuple(days), place


def _lead(tokens: Sequence[Token], place: int) -> set[str]:
    """What says "every" right before: "jeden", "immer am", "jeweils"."""
    found: set[str] = set()
    while peek(tokens, place).kind in _SMALL:
        if tokens[place].kind != "at":
            found.add(tokens[place].kind)
        place -= 1
    return found


def _month_follows(tokens: Sequence[Token], place: int) -> int:
    """1 when "im Monat" follows, 3 for "im Quartal", 0 for neither."""
    while peek(tokens, place).kind in _SMALL:
        place += 1
    return {"months": 1, "quarter": 3}.get(peek(tokens, place).kind, 0)


def _skips_months(tokens: Sequence[Token], kinds: set[str]) -> bool:
    """ "alle zwei Monate", "in jedem zweiten Monat", "every other month", "zweimonatlich": not every month."""
    if kinds & {"quarterly", "seldom"}:
        return True
    for place, token in enumerate(tokens):
        before = peek(tokens, place - 1)
        counted = before.kind in {"num", "numword", "word"} and peek(tokens, place - 2).kind == "every"
        if token.kind == "months" and (_is_ordinal(before) or counted):
            return True
    return False


def _every_week(tokens: Sequence[Token]) -> bool:
    return any(token.kind == "every" and peek(tokens, i + 1).kind == "weeks" for i, token in enumerate(tokens))


def _rhythm(tokens: Sequence[Token], kinds: set[str]) -> int:
    """Weeks between two days; 0 when something else is said that cannot be counted."""
    if "biweekly" in kinds:
        return 2
    for place, token in enumerate(tokens):
        unit = peek(tokens, place + 1)
        if token.kind in {"num", "numword"} and unit.kind == "weeks":
            return token.a
        if unit.kind == "range":
            unit = peek(tokens, place + 2)
        if token.kind == "num" and unit.kind in {"days", "unit"} and token.a in {14, 21, 28}:
            return token.a // 7
        if token.kind == "ordinal" and unit.kind == "weeks":
            return max(token.a, 0)
    return 1


def _by_month_day(tokens: Sequence[Token]) -> Rule | None:
    """ "jeden 15. im Monat", "am 15. jeden Monats", "jeden Monat am 15."."""
    for place, token in enumerate(tokens):
        if not _is_ordinal(token) or not 1 <= token.a <= 31:
            continue
        before, after = peek(tokens, place - 1), peek(tokens, place + 1)
        behind = _month_follows(tokens, place + 1) == 1 and (before.kind in {"every", "at"} and after.kind in _SMALL)
        ahead = (
            before.kind == "at" and peek(tokens, place - 2).kind == "months" and peek(tokens, place - 3).kind == "every"
        )
        if behind or ahead:
            return Rule(MONTHDAY, nth=(token.a,))
    return None


def _vague(tokens: Sequence[Token], kinds: set[str]) -> Rule | None:
    """Repetition without a day: "monatlich"; "wöchentlich ab 3.12." takes the weekday of that day."""
    if kinds & {"biweekly", "weekly"}:
        return Rule(WEEKLY, weeks=_rhythm(tokens, kinds))
    if kinds & {"monthly", "quarterly"}:
        return Rule(UNCLEAR)
    for place, token in enumerate(tokens):
        unit = peek(tokens, place + 1).kind
        if (
            token.kind in {"every", "num", "numword"}
            and unit in {"weeks", "months"}
            and peek(tokens, place - 1).kind != "noise"
        ):
            return Rule(UNCLEAR) if token.kind == "every" or peek(tokens, place - 1).kind == "every" else None
    return None


def _months(tokens: Sequence[Token]) -> tuple[frozenset[int], frozenset[int]]:
    """(the only months: "im Dezember", "von Oktober bis März"; the months left out: "außer August")."""
    only: list[int] = []
    without: list[int] = []
    target, ranged = only, False
    for place, token in enumerate(tokens):
        if token.kind in {"except", "not"}:
            target = without
        elif token.kind == "range":
            ranged = bool(target) and peek(tokens, place - 1).kind in {"month", "year"}
        elif token.kind == "month" and "num" not in {
            peek(tokens, place - 1).kind,
            peek(tokens, place + 1).kind,
        }:
            target.extend(_cycle(target[-1], token.a) if ranged else [token.a])
            ranged = False
    return frozenset(only), frozenset(without)


def _cycle(first: int, last: int) -> list[int]:
    return [(first + step - 1) % 12 + 1 for step in range(1, (last - first) % 12 + 1)]
