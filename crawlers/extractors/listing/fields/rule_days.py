"""On which weekdays a rule holds: "jeden Dienstag", "mittwochs", "am 1. und 3. Montag im Monat"."""

from __future__ import annotations

import re

from crawlers.extractors.listing.days import weekdays
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.wording.when import COUNTED, WEEKDAY, WEEKLY

_A_DAY = re.compile(WEEKDAY, re.IGNORECASE)
_FROM_DAY_TO_DAY = re.compile(rf"{WEEKDAY}s?\s?(?:bis|[–-])\s?{WEEKDAY}", re.IGNORECASE)
_EACH_DAY = re.compile(
    rf"\bjede[nmrs]? (?:\w+ )?{WEEKDAY}\b|\b{WEEKLY}\b|\bevery (?:\w+ )?\w+day\b|{COUNTED}", re.IGNORECASE
)


def told(context: Context, first: int, last: int) -> frozenset[int]:
    """The weekdays of the dates on these lines, as far as they tell them."""
    inside = context.shapes.dates.within(first, last)
    return frozenset(weekdays.of(one.lead) for one in inside if one.role == "event") - {-1}


def of(text: str) -> frozenset[int]:
    """The weekdays that a rule names, Monday 0; none where there is no rule, or one for a run of days."""
    rules = [rule[0] for rule in _EACH_DAY.finditer(text)]
    if not rules or _FROM_DAY_TO_DAY.search(text):
        return frozenset()
    return frozenset(map(weekdays.number, (*rules, *_A_DAY.findall(text)))) - {-1}


def are_others(text: str, days: frozenset[int]) -> bool:
    """Whether a rule names weekdays that none of the dates is: office hours above a list of news."""
    return bool(days and (named := of(text))) and days.isdisjoint(named)
