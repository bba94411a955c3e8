"""The year of a day that is written with its weekday but without a year: "Donnerstag, 21. Januar"."""

from __future__ import annotations

import re
from datetime import date

from crawlers.extractors.listing.days.mentions import Mention
from pipeline.dates.words import HABITS, WEEKDAYS

_DAY_OF = {name: day for names in (WEEKDAYS, HABITS) for day, row in enumerate(names) for name in row.split()}
_WORD = re.compile(r"[^\W\d_]+")


def year(mention: Mention, today: date) -> int:
    """The year in which the day last gone by, or the next one, falls on that weekday.

    0 where neither or both do, and where a year is written.
    """
    if mention.year or not mention.day or not mention.weekday:
        return 0
    named = next((_DAY_OF[word] for word in _WORD.findall(mention.text.lower()) if word in _DAY_OF), -1)
    nearest = today.year - ((mention.month, mention.day) >= (today.month, today.day))
    found = [one for one in (nearest, nearest + 1) if _falls_on(one, mention, named)]
    return found[0] if len(found) == 1 else 0


def _falls_on(year: int, mention: Mention, weekday: int) -> bool:
    try:
        return date(year, mention.month, mention.day).weekday() == weekday
    except ValueError:  # 29 February
        return False
