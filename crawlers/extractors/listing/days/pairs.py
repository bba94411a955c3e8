"""Days in two numbers without a year, as English lists write them: "9/17 Greg Halvorsen", "Thu 9/17, 3:30 pm"; on
German pages, where the day comes first, only of two digits each beside weekdays or hours: "03/12 18:30 Uhr".

Read only where a page's lines show it: several begin so, in the order of time, and are no fractions, scores or counts.
They are written out ("Sep 17"), so that nothing behind has to ask again which number is the month.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from crawlers.extractors.listing.days import slashes, weekdays
from crawlers.extractors.listing.days.names import DAYNAME
from crawlers.extractors.listing.days.slashes import LAST_MONTH, Order
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.wording import houses

FEWEST = 3  # lines that begin so
IN_ORDER = 5  # steps of which one may go back: where another list begins
TURN = 6  # months that a list falls by at the end of a year
LEAP = 2024  # a year that has every day
HEADS = 12  # lines above the first that can call it a date
_PAIR = r"(?<![\d/.,:$€£])(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01])(?![\d/%]|[.,:]\d|(?:st|nd|rd|th)\b)"
_NO_DAY = (  # what a fraction is of: "1/2 price"
    r"(?!\s?-?(?:[\"”″]|(?:price|off|cups?|tsp|tbsp|teaspoons?|tablespoons?|inch|inches|in|miles?|hours?|hrs?|days?|"
    r"uhr|h|tage?|stunden?|size|pints?|lbs?|oz|pounds?|marathon|pages?|points?|pts|of|stars?|votes?|[kc]m|m|mm|ml|g|kg)\b))"
)
_OPENS = re.compile(
    rf"\W{{0,3}}(?:(?:dates?|when|on):?\s)?(?:(?P<name>{DAYNAME})\b[.,:]{{0,2}}\s?\(?)?"
    rf"(?P<run>{_PAIR}(?:\s?(?:,|&|and|[-–—]|to)\s?{_PAIR})*){_NO_DAY}(?:\s?\(?(?P<behind>{DAYNAME})\b)?",
    re.IGNORECASE,
)
_TWO_DIGITS = re.compile(r"\d\d/\d\d")
_NUMBERS = re.compile(r"(\d\d?)/(\d\d?)")
_CLOCK = re.compile(r"\d\s?[ap]\.?m\b|\d:\d\d|\d\s?uhr\b|\bnoon\b", re.IGNORECASE)
_CALLED = re.compile(r"(?:meeting |event |show |talk )?dates?(?: (?:and|&) times?)?:?|when:?|day:?", re.IGNORECASE)
_ALWAYS = "24/7"
_PARTS = frozenset({2, 3, 4, 5, 6, 8, 10, 12, 16})  # that a whole is often cut into
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True, slots=True)
class _Opening:
    """How a line begins: its first pair, and the weekday that it names (Monday 0; -1: none)."""

    line: Line
    run: str
    first: int
    second: int
    weekday: int
    timed: bool

    def in_year(self, order: Order) -> tuple[int, int]:
        """Month and day; a month above 12 is none."""
        return (self.first, self.second) if order == "mdy" else (self.second, self.first)


def spelled(layout: Layout, lang: str, timezone: str, today: date) -> Layout:
    """The layout with these days written out; the same one where there are none."""
    openings = [opening for line in layout.numbered() if "/" in line.text and (opening := _opening(line))]
    if len(openings) < FEWEST:
        return layout
    english = slashes.is_english(layout, lang)
    if not (_are_days(layout, openings) if english else _are_german(openings)):
        return layout
    order = _order(layout, openings, lang, timezone, today) if english else _day_first(openings, today)
    if order is None:
        return layout
    lines = list(layout.lines)
    for opening in openings:
        lines[opening.line.index] = _spelled(opening, order)
    return replace(layout, lines=lines, _numbered=None)


def _opening(line: Line) -> _Opening | None:
    said = _OPENS.match(line.text) if line.zone == "main" else None
    if said is None:
        return None
    first, second = map(int, _NUMBERS.findall(said["run"])[0])
    name = said["name"] or said["behind"]
    if min(first, second) > LAST_MONTH or (said["run"] == _ALWAYS != line.text and not name):
        return None
    return _Opening(line, said["run"], first, second, weekdays.number(name or ""), _CLOCK.search(line.text) is not None)


def _are_days(layout: Layout, openings: Sequence[_Opening]) -> bool:
    """Whether the pairs are no fractions, counts or flats, or stand beside weekdays or hours, or below "Date"."""
    if _stand_beside_times(openings):
        return True
    steps = list(pairwise(openings))
    if sum(houses.has_address(one.line.text) for one in openings) * 2 > len(openings):  # "2/14 Kent Street"
        return False
    same = all(one.second == two.second for one, two in steps)  # "1/9", "2/9": of nine
    if same and all(one.first <= one.second for one in openings):
        return False
    if _are_counted(openings):
        return False
    first = openings[0].line.index
    if any(_CALLED.fullmatch(line.text) for line in layout.lines[max(first - HEADS, 0) : first]):
        return True
    return sum(one.first <= one.second and one.second in _PARTS for one in openings) * 2 <= len(openings)


def _stand_beside_times(openings: Sequence[_Opening]) -> bool:
    return sum(one.weekday >= 0 or one.timed for one in openings) * 2 >= len(openings)


def _are_counted(openings: Sequence[_Opening]) -> bool:
    """Whether they are chapters: "3/1", "3/2"."""
    steps = list(pairwise(openings))
    counted = sum((two.first - one.first, two.second - one.second) in {(0, 1), (1, 0)} for one, two in steps)
    return counted * 2 >= len(steps)


def _are_german(openings: Sequence[_Opening]) -> bool:
    """Whether they can be days on a page that is not English."""
    whole = all(_TWO_DIGITS.match(one.run) for one in openings)
    return whole and _stand_beside_times(openings) and not _are_counted(openings)


def _day_first(openings: Sequence[_Opening], today: date) -> Order | None:
    return "dmy" if _fit(openings, "dmy", today) else None


def _order(layout: Layout, openings: Sequence[_Opening], lang: str, timezone: str, today: date) -> Order | None:
    """The order in which all are days and follow each other; of two, that of the weekdays, else the page's own."""
    orders: tuple[Order, ...] = ("mdy", "dmy")
    fits = {order: fit for order in orders if (fit := _fit(openings, order, today))}
    best = max(fits.values(), default=None)
    found = [order for order, fit in fits.items() if fit == best]
    own = slashes.order(layout, lang, timezone) or slashes.usual(layout, lang, timezone)
    return found[0] if len(found) == 1 else own if found else None


def _fit(openings: Sequence[_Opening], order: Order, today: date) -> tuple[int, int] | None:
    """How few steps go back, and how many weekdays are right in one year; None where they are no days in order."""
    days = [opening.in_year(order) for opening in openings]
    if not all(_is_day(LEAP, *day) is not None for day in days):
        return None
    ahead = sum(two < one and one[0] - two[0] < TURN for one, two in pairwise(days))
    back = sum(two > one and two[0] - one[0] < TURN for one, two in pairwise(days))
    if min(ahead, back) * IN_ORDER > len(days) - 1:
        return None
    named = [(opening.weekday, *day) for opening, day in zip(openings, days, strict=True) if opening.weekday >= 0]
    years = range(today.year - 1, today.year + 2)
    right = max(sum(_is_day(year, *day) == name for name, *day in named) for year in years)
    return -min(ahead, back), right


def _is_day(year: int, month: int, day: int) -> int | None:
    """On which weekday it falls, Monday 0; None where there is no such day."""
    try:
        return date(year, month, day).weekday()
    except ValueError:
        return None


def _spelled(opening: _Opening, order: Order) -> Line:
    """The line with the days of its beginning written out, and so its pieces."""
    line = opening.line
    text, pieces = line.text, list(line.pieces)
    for pair in _NUMBERS.finditer(opening.run):
        first, second = map(int, pair.groups())
        month, day = (first, second) if order == "mdy" else (second, first)
        if month > LAST_MONTH:
            continue
        word = f"{_MONTHS[month - 1]} {day}" if order == "mdy" else f"{day} {_MONTHS[month - 1]}"
        text = text.replace(pair[0], word, 1)
        at = next((at for at, piece in enumerate(pieces) if pair[0] in piece.text), -1)
        if at >= 0:
            pieces[at] = replace(pieces[at], text=pieces[at].text.replace(pair[0], word, 1))
    return replace(line, text=text, pieces=pieces)
