"""Headings that give the lines below them their month and year: "Dezember 2026", "Termine 2027".

A choice of months (links, one month after the other) is no heading. Knows nothing of the dates below.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from crawlers.extractors.listing import mentions
from crawlers.extractors.listing.cluster import Cluster
from crawlers.extractors.listing.lines import Layout, Line
from crawlers.extractors.listing.words import SEASON


def find(layout: Layout, empty: frozenset[int] = frozenset()) -> tuple[list[tuple[int, int]], set[int]]:
    """Year and month that headings give to the lines below them, up to the end of the part they head.

    `empty`: lines that are no such headings after all.
    """
    near = [(0, 0)] * len(layout.lines)
    headings: set[int] = set()
    for line in layout.lines:
        said = _heading(layout, line) if line.index not in empty else None
        if said is None:
            continue
        headings.add(line.index)
        year, month = said
        for index in range(line.index, layout.last[_headed(layout, line)]):
            old_year, old_month = near[index]
            near[index] = (year or old_year, month if month or year != old_year else old_month)
    return near, headings


def without_dates(layout: Layout, headings: set[int], clusters: Sequence[Cluster]) -> frozenset[int]:
    """Titles with a year in them ("Programm 2027") that head no dates, or one that names its year itself."""
    starts = [cluster.first for cluster in clusters]
    found = set()
    for index in headings:
        line = layout.lines[index]
        if mentions.heading(line.text) is None or (mentions.heading(line.text) or (0, 1))[1]:
            continue  # a month
        if not line.heading and not line.bold:
            continue
        below = clusters[bisect_right(starts, index) : bisect_left(starts, layout.last[_headed(layout, line)])]
        if not below or (len(below) == 1 and (line.linked or below[0].lead.year)):
            found.add(index)
    return frozenset(found)


def _heading(layout: Layout, line: Line) -> tuple[int, int] | None:
    said = mentions.heading(line.text)
    if said is None or line.zone in {"nav", "foot"} or (line.linked and not line.heading):
        return None
    if said[1]:
        return None if _neighbour_month(layout, line) else said
    plain = line.text.strip(" :.").isdigit()
    stands_out = line.heading or line.bold or layout.tags[line.block] in {"button", "summary", "caption", "label"}
    return said if (plain and not line.linked) or (stands_out and SEASON.search(line.text)) else None


def _neighbour_month(layout: Layout, line: Line) -> bool:
    """Whether the next line is a month too: then it is a choice of months, not a heading."""
    if line.index + 1 >= len(layout.lines):
        return True
    after = mentions.heading(layout.lines[line.index + 1].text)
    return after is not None and after[1] > 0


def _headed(layout: Layout, line: Line) -> int:
    """The block a heading speaks for: the first around it that goes on below it."""
    block = line.block
    while block and layout.last[block] <= line.index + 1:
        block = layout.parents[block]
    return block
