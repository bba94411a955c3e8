"""Headings that name a season by its two years ("Spielzeit 2025/26"): dates below without a year are in one of them."""

from __future__ import annotations

import re

from crawlers.extractors.listing.days import near
from crawlers.extractors.listing.days.cluster import Dates
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.wording.words import SEASON

_TWO_YEARS = re.compile(r"[^\d/]*(?<!\d)(?P<first>20\d\d)\s?[/–-]\s?(?P<second>(?:20)?\d\d)(?![\d/.–-])[^\d/]*")
LONGEST = 80  # characters of such a heading
AUTUMN = 8  # the month from which on a date is of the first year: schools, theatres and terms begin then
SPRING = 6  # the month up to which it is of the second


def years(layout: Layout, dates: Dates) -> None:
    """Gives the dates below such headings their year, where nothing else gives them one."""
    for line in layout.numbered():
        first = _first(line)
        if not first:
            continue
        for cluster in dates.within(line.index, layout.last[near.headed(layout, line)]):
            year, month = dates.near[cluster.first]
            if not year and (cluster.lead.month >= AUTUMN or 0 < cluster.lead.month <= SPRING):
                dates.near[cluster.first] = first + (cluster.lead.month < AUTUMN), month


def _first(line: Line) -> int:
    """The first of the two years in a row that a heading of a list names; 0 for any other line."""
    if not (line.heading or line.bold) or len(line.text) > LONGEST or line.zone in {"nav", "foot"}:
        return 0
    said = _TWO_YEARS.fullmatch(line.text)
    if said is None or not SEASON.search(line.text):
        return 0
    first = int(said["first"])
    return first if int(said["second"]) % 100 == (first + 1) % 100 else 0
