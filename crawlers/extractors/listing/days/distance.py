"""How far days lie apart whose years are not always written. Every year is counted as a leap year."""

from __future__ import annotations

from datetime import date
from itertools import accumulate

from crawlers.extractors.listing.days.mentions import Mention

A_WEEK = 7
A_YEAR = 366
_BEFORE = (0, *accumulate((31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30), initial=0))  # days before each month


def number(month: int, day: int) -> int:
    """Which day of the year it is, from 1."""
    return _BEFORE[month] + day


def between(one: Mention, other: Mention) -> int:
    """How many days lie between two, in whatever years: from December to January few."""
    days = abs(number(*one.in_year) - number(*other.in_year))
    return min(days, A_YEAR - days)


def turns(one: Mention, other: Mention) -> int:
    """How many years later the second is, where both lie near by: -1 from 11 January to 9 December."""
    days = number(*other.in_year) - number(*one.in_year)
    return (days < -A_YEAR // 2) - (days > A_YEAR // 2)


def after(one: Mention, other: Mention) -> int:
    """How many days the second is later than the first; in one year, where not both say theirs."""
    years = other.year - one.year if one.year and other.year else 0
    return years * A_YEAR + number(*other.in_year) - number(*one.in_year)


def since(day: Mention, today: date) -> int:
    """How many days ago such a day was last."""
    return (number(today.month, today.day) - number(*day.in_year)) % A_YEAR
