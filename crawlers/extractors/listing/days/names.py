"""What weekdays and months are called in German and English, and which numbers they and written years stand for."""

from __future__ import annotations

from crawlers.extractors.listing.wording.patterns import Words, alternatives
from pipeline.dates.words import MONTHS

MONTH_OF = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split() if len(name) > 2}
MONTH = rf"(?:{alternatives(sorted(MONTH_OF, key=len, reverse=True))})(?![a-zäöüß])\.?"
DAYNAME = (
    r"(?:(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)(?:s|abend|morgen|(?:vor|nach)?mittag)?|sonnabends?|mo|di|mi|do|fr|sa|so|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon|tues?|wed|thur?s?|fri|sat|sun)"
)
LONG_YEAR = r"(?:19|20)\d\d(?!\d)"
_ORDINAL = r"(?:st|nd|rd|th)?\.?"
_DAYS = rf"\d{{1,2}}{_ORDINAL}\s?(?:-|–|—|bis|to)\s?\d{{1,2}}"
SPAN_OF_DAYS = Words(rf"{MONTH}\s{_DAYS}(?!\d|\.\d|:|\s?[ap]\.?m|\s?uhr)|{_DAYS}{_ORDINAL}\s{MONTH}")


def month_of(name: str) -> int:
    """1..12 for a month's name or its abbreviation, else 0."""
    return MONTH_OF.get(name.rstrip(".").lower(), 0)


def full_year(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if len(text) == 4 else 2000 + int(text)
