"""The names of weekdays, and the year that one tells of a day without a year: "Donnerstag, 21. Januar"."""

from __future__ import annotations

import re
from datetime import date

from crawlers.extractors.listing.days.mentions import Mention
from pipeline.dates.words import HABITS, WEEKDAYS

NUMBER_OF = {  # Monday is 0
    name: number for names in (WEEKDAYS, HABITS) for number, row in enumerate(names) for name in row.split()
}
_WORD = re.compile(r"[^\W\d_]+")
_PART_OF_DAY = re.compile(r"(?<=tag|och)(?:abend|(?:vor|nach)?mittag|morgen)s?$")
_NAMES = re.compile(r"\w+")


def is_weekday(text: str) -> bool:
    """Whether a line is only the name of a weekday, or of two: "Sa./So."."""
    lower = text.lower()
    first = _NAMES.search(lower)
    return first is not None and first[0] in NUMBER_OF and all(map(NUMBER_OF.__contains__, _NAMES.findall(lower)))


def number(text: str) -> int:
    """The first weekday that a text names, Monday 0; -1 where it names none."""
    words = (_PART_OF_DAY.sub("", word) for word in _WORD.findall(text.lower()))
    return next((NUMBER_OF[word] for word in words if word in NUMBER_OF), -1)


def of(mention: Mention) -> int:
    """The weekday that a mention names, or on which its whole date falls, Monday 0; -1 for neither."""
    if mention.weekday:
        return number(mention.text)
    return next((day for day in range(7) if mention.year and _falls_on(mention.year, mention, day)), -1)


def year(mention: Mention, today: date) -> int:
    """The year in which the day last gone by, or the next one, falls on that weekday.

    0 where neither or both do, and where a year is written.
    """
    if mention.year or not mention.day or not mention.weekday:
        return 0
    named = number(mention.text)
    nearest = today.year - (mention.in_year >= (today.month, today.day))
    found = [one for one in (nearest, nearest + 1) if _falls_on(one, mention, named)]
    return found[0] if len(found) == 1 else 0


def _falls_on(year: int, mention: Mention, weekday: int) -> bool:
    try:
        return date(year, mention.month, mention.day).weekday() == weekday
    except ValueError:  # 29 February
        return False


def is_future(mention: Mention, today: date, headed: int = 0) -> bool:
    """Whether the date, with its year as written, as the heading above (`headed`) or as its weekday tells it, lies
    after today; a span does until its last day."""
    now, said = (today.year, today.month, today.day), mention.year or headed or year(mention, today)
    return said > 0 and max((said, mention.month, mention.day), mention.last) > now
