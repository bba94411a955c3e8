"""How clock times are written, as parts of patterns that ignore case; and which ones texts name.

Finds no times on a page: that is done in `mentions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawlers.extractors.listing.wording.patterns import remembered

# "9", "18:30", "18.30"; and with minutes only.
HOUR = r"\d{1,2}(?:[:.]\d\d)?"
EXACT = r"\d{1,2}[:.]\d\d"
# Behind an hour: "18 Uhr", "18 h", "6 p.m."; and the half of the day alone, which may be missing.
UNIT = r"(?:uhr\b|h\b|[ap]\.?m\b\.?)"
HALF = r"(?:\s?[ap]\.?m\.?)?"
# A number that is surely one.
CLOCK = rf"(?:{EXACT}(?:\s?{UNIT})?|\d{{1,2}}\s?{UNIT})"
# Between a beginning and its end, two hours or two days.
TO = r"\s?(?:[-–—]|bis|to)\s?"
RANGE = re.compile(rf"\d(?:\s?{UNIT})?{TO}\d", re.IGNORECASE)

# "18:30", "18h30", "18.30 Uhr"; not "3.12" or the seconds of "18:30:15".
_MINUTES = re.compile(r"\d(?<![\d.]\d)\d?(?::|h|\.(?=\d\d\s?(?:uhr|h\b)))(\d\d)(?!\d)", re.IGNORECASE)
# The unit may stand behind the end alone: "9–12 Uhr".
_TOLD = re.compile(
    rf"(?<![\d.])(\d{{1,2}})(?:[:.]([0-5]\d)(?!\.))?(?!\d|\.\d)(?=((?:{TO}{HOUR})?\s?{UNIT})?)", re.IGNORECASE
)
# "18:30 – 20 Uhr", "18 Uhr"; no date.
_SAID = re.compile(rf"(?<![\d.:])(?:{HOUR}(?:\s?{UNIT})?{TO}{CLOCK}|{CLOCK})(?![\d.:])", re.IGNORECASE)


CARNIVAL = 11


@remembered
def minutes(text: str) -> tuple[int, ...]:
    """The minutes of all clock times that are written with them."""
    return tuple(map(int, _MINUTES.findall(text)))


def is_odd(minute: int) -> bool:
    """Whether it is no minute at which something begins, but one at which something was posted; in carnival, sessions
    begin at 19:11."""
    return minute % 5 > 0 and minute != CARNIVAL


def on_the_quarter(texts: Iterable[str]) -> bool:
    """Full, half and quarter hours only, and at least one of them."""
    found = [minute for text in texts for minute in minutes(text)]
    return bool(found) and all(minute % 15 == 0 for minute in found)


def told(texts: Iterable[str]) -> frozenset[str]:
    """The clock times that texts name, in one form: "18:30"; empty without any."""
    found = [hit for text in texts for hit in _TOLD.findall(text)]
    return frozenset(f"{int(hour)}:{minute or '00'}" for hour, minute, unit in found if minute or unit)


def said(texts: Iterable[str]) -> str:
    """The first clock time or span of two that texts name, as it is written; "" without any."""
    return next((hit[0] for text in texts if (hit := _SAID.search(text))), "")
