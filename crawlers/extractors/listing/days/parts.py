"""Lines that are nothing but one part of a date, as boxes show it: "03", "Dez 2026", "Do", "24.–25."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawlers.extractors.listing.days import weekdays
from crawlers.extractors.listing.days.names import DAYNAME, MONTH, full_year, month_of

# In this order: the first that fits wins.
_PARTS = {
    "day": r"(?P<d>\d{1,2})(?:\.|st|nd|rd|th)?(?:\s?[–-]\s?(?P<to>\d{1,2})\.?)?",
    "month": rf"(?P<m>{MONTH})(?:\s?'?(?P<y>(?:20)?\d\d))?",
    "weekday": rf"{DAYNAME}[.,]{{0,2}}",
    "year": r"(?P<yy>20\d\d)",
    "glued": rf"(?P<gd>\d{{1,2}})\.?{DAYNAME}[.,]?",
    "dayname": rf"{DAYNAME}[.,]{{0,2}}\s(?P<dd>\d{{1,2}})\.?(?:\s(?P<nm>0?[1-9]|1[0-2])\.?)?",
}
_PART = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PARTS.items()))


@dataclass(frozen=True, slots=True)
class Part:
    """A line that is nothing but one part of a date, as boxes show it."""

    kind: str
    value: int


def parts_of(text: str) -> list[Part]:
    """The parts of a date that make up a whole short line: "03", "Dez 2026", "Do". Empty for anything else."""
    match = _PART.fullmatch(text.lower())
    return list(_parts(match)) if match else []


def _parts(match: re.Match[str]) -> Iterator[Part]:
    if match["weekday"] or match["dayname"] or match["glued"]:
        yield Part("weekday", weekdays.number(match[0].lstrip("0123456789.")))
    day, month, year = match["d"] or match["dd"] or match["gd"], match["m"], match["y"] or match["yy"]
    if day and 1 <= int(day) <= 31:
        yield Part("day", int(day))
    if match["to"] and day and int(day) < int(match["to"]) <= 31:
        yield Part("to", int(match["to"]))
    if month or match["nm"]:
        yield Part("month", month_of(month) if month else int(match["nm"]))
    if year:
        yield Part("year", full_year(year))
