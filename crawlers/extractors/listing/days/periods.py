"""Lines that name no day but a month, a year or a part of one: "Dezember 2026", "Termine 2027"."""

from __future__ import annotations

import re

from crawlers.extractors.listing.days.names import LONG_YEAR, MONTH, month_of
from crawlers.extractors.listing.wording.words import EVENT, GENERIC, SEASON

LONGEST_HEADING = 70
LONGEST_MONTH = 36
SHORTEST_MONTH = 9  # "12 / 2026"
_PART_OF_YEAR = r"(?:(?:[1-4]|I{1,3}|IV)\.\s?(?:Halbjahr|Quartal|Trimester|Tertial|Vierteljahr|Drittel)|Q[1-4])\b"
_YEAR_HEADING = re.compile(
    rf"[^\d/]*(?:(?<!\d){_PART_OF_YEAR}[^\d/]*)?(?<![\d/]){LONG_YEAR}(?![/–-]?\d)(?:\s?[/–-]\s?{_PART_OF_YEAR})?[^\d/]*"
)
_MONTH_HEADING = re.compile(
    rf"(?:(?P<word>[a-zäöüß]++)\s(?P<of>(?:im|in)\s)?)?(?P<month>{MONTH})(?:,?\s(?P<year>{LONG_YEAR}))?:?"
)
_NUMBER_HEADING = re.compile(r"(?P<month>0?[1-9]|1[0-2])\s?[/.]\s?(?P<year>20\d\d)")
# Plurals: "Workshops Januar" heads a month, "Meetup Januar" is a name.
_MANY = re.compile(r"(?:e|en|er|s)$(?<!\w\wtreffen)")
_A_YEAR = re.compile(LONG_YEAR)
_MONTH_FIRST = re.compile(MONTH, re.IGNORECASE)


def heading(text: str) -> tuple[int, int] | None:
    """(year, month) of a line that is only a month ("Dezember 2026"), or (year, 0) of a title with one year in it."""
    match = _MONTH_HEADING.fullmatch(text.lower()) if len(text) <= LONGEST_MONTH else None
    if match and not (_is_name(match["word"] or "") or (match["of"] and not SEASON.search(match["word"]))):
        return int(match["year"] or 0), month_of(match["month"])
    if len(text) <= SHORTEST_MONTH and (match := _NUMBER_HEADING.fullmatch(text)):
        return int(match["year"]), int(match["month"])
    if ("20" in text or "19" in text) and len(text) <= LONGEST_HEADING and _YEAR_HEADING.fullmatch(text):
        return int(_A_YEAR.findall(text)[0]), 0
    return None


def _is_name(word: str) -> bool:
    """Whether the word before a month names one event: "Gründerstammtisch Februar"."""
    return EVENT.search(word) is not None and not (_MANY.search(word) or GENERIC.fullmatch(word))


def is_month(text: str) -> bool:
    """Whether a line is only the name of a month."""
    said = heading(text)
    return said is not None and said[1] > 0


def begins_with_month(text: str) -> bool:
    """Whether a line goes on with a month after a day that stands above it."""
    return _MONTH_FIRST.match(text) is not None
