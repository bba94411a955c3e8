"""The hours before and after a day's break, as one span: "8:30–12:30 und 13:30–17:00 Uhr" is a day with its lunch."""

from __future__ import annotations

import re

from crawlers.extractors.listing.wording.clocks import TO
from crawlers.extractors.listing.wording.patterns import Guarded

_CLOCK = r"(?:\d{1,2}(?:[:.][0-5]\d)?)(?:\s?uhr)?"
_AND = r",|/|&|\+|u\.|und|and|sowie"
_HALVES = Guarded(
    re.compile(
        rf"(?<![\d.:])(?P<opens>{_CLOCK}){TO}(?P<stops>{_CLOCK})\s?(?:{_AND})\s?(?:von\s)?"
        rf"(?P<goes_on>{_CLOCK}){TO}(?P<ends>{_CLOCK})(?![\d.:])",
        re.IGNORECASE,
    ),
    needs=_AND,
)
_HOURS = re.compile(r":|uhr", re.IGNORECASE)  # what makes the numbers hours
_NUMBER = re.compile(r"\d+")
NOON = range(11 * 60 + 30, 14 * 60 + 1)  # minutes of the day at which it can begin
LONGEST = 120  # minutes


def bridged(text: str) -> str:
    """A text with two spans of hours as one, where a break about noon parts them that is shorter than each: two
    sessions are further apart, or short."""
    said = _HALVES.search(text)
    if said is None or not _HOURS.search(said[0] + text[said.end() :]):
        return text
    opens, stops, goes_on, ends = (_minutes(said[name]) for name in ("opens", "stops", "goes_on", "ends"))
    pause = goes_on - stops
    one = stops in NOON and 0 < pause <= LONGEST and pause < min(stops - opens, ends - goes_on)
    return text[: said.end("opens")] + " – " + text[said.start("ends") :] if one else text


def _minutes(clock: str) -> int:
    """Minutes since midnight."""
    hour, *minute = map(int, _NUMBER.findall(clock))
    return 60 * hour + sum(minute)
