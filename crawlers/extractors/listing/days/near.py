"""Headings that give the lines below them their month and year: "Dezember 2026", "Termine 2027".

A choice of months or years (links, one after the other) is no heading; a tab speaks for the panel that it opens, as
`aria-controls` (WAI-ARIA 1.2) or its link names it. Knows nothing of the dates below.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from crawlers.extractors.listing.days import periods
from crawlers.extractors.listing.days.behind import looks_back, tells_back
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.columns import Columns
from crawlers.extractors.listing.layout import rows
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.wording.words import AHEAD, names_many

_DAY = re.compile(r"(?:[A-Za-z]{2}\.?,? )?\d{1,2}\b\.?(?![.:\d]|\s?(?:uhr|h)\b)", re.IGNORECASE)
_MARK = "'’"  # of a short year
SHORT = 3  # characters of one
MONTHS = 3  # in a row: the one before, the one that is shown, the one after
TAB = 3  # blocks around a tab's words that can say what it opens
OPENS = ("aria-controls", "data-bs-target", "data-target", "href")


def find(
    layout: Layout, columns: Columns, empty: frozenset[int] = frozenset()
) -> tuple[list[tuple[int, int]], set[int]]:
    """Year and month that headings give to the lines below them, up to the end of the part they head.

    `columns`: the months atop a table's columns, which speak for these alone; `empty`: lines that are no such headings
    after all.
    """
    near = [(0, 0)] * len(layout.lines)
    headings: set[int] = set()
    named = [
        (line, said)
        for line in layout.lines
        if (said := _shown(line) or periods.heading(line.text) or (_short(layout, line) if line.heading else None))
    ]
    for line, said in named:
        if line.index in empty or line.index in columns.heads:
            continue
        panel = _panel(layout, line)
        if not panel and not _heads(layout, line, said):
            continue
        headings.add(line.index)
        year, month = said
        first, last = (
            (layout.first[panel], layout.last[panel])
            if panel
            else (line.index, rows.last(layout, line.block) or layout.last[headed(layout, line)])
        )
        for index in range(first, last):
            old_year, old_month = near[index]
            near[index] = (year or old_year, month if month or year != old_year else old_month)
    for index, column in columns.of.items():
        near[index] = (column.year or near[index][0], column.month or near[index][1])
    headings |= {index for index in columns.heads if periods.is_month(layout.lines[index].text)}
    return near, headings


def _shown(line: Line) -> tuple[int, int] | None:
    """Year and month between links to the months before and after: "« November | Dezember 2026 | Januar »"."""
    if len(line.pieces) < MONTHS or line.pieces[0].href is None or line.pieces[-1].href is None:
        return None
    said = periods.heading(" ".join(piece.text for piece in line.pieces if piece.href is None))
    return said if said and said[1] else None


def _short(layout: Layout, line: Line) -> tuple[int, int] | None:
    """Year and month of a heading "Dez 26" above a line that begins with the number of a day."""
    if line.index + 1 >= len(layout.lines) or not _DAY.match(layout.lines[line.index + 1].text):
        return None
    month, _, year = line.text.rpartition(" ")
    short = year.lstrip(_MARK)
    if not short.isdecimal() or len(year) > SHORT:
        return None
    said = periods.heading(f"{month} 20{short}")
    return said if said and said[1] else None


def without_dates(layout: Layout, headings: set[int], clusters: Sequence[Cluster]) -> frozenset[int]:
    """Titles with a year in them ("Programm 2027") that head no dates, or one that names its year itself."""
    clusters = [cluster for cluster in clusters if cluster.role == "event"]
    starts = [cluster.first for cluster in clusters]
    found = set()
    for index in headings:
        line = layout.lines[index]
        said = periods.heading(line.text)
        if said is None or said[1] or not (line.heading or line.bold) or _panel(layout, line):
            continue  # a month, a year beside plain text, or a tab
        below = clusters[bisect_right(starts, index) : bisect_left(starts, layout.last[headed(layout, line)])]
        if not below or (len(below) == 1 and (line.linked or below[0].lead.year)):
            found.add(index)
    return frozenset(found)


def _panel(layout: Layout, line: Line) -> int:
    """The block that a tab with nothing but a month or year on it opens; 0 when the line is no tab."""
    said = periods.heading(line.text)
    if said and not (said[1] or _is_year(line) or names_many(line.text)):
        return 0  # of one event: "Gründerpreis 2027"
    above = [layout.nodes[block] for block in layout.chain(line.block)[:TAB]]
    names = [piece.href for piece in line.pieces] + [node.get(name) for node in above for name in OPENS]
    name = next((name.lstrip("#") for name in names if name and name.lstrip("#") and "/" not in name), None)
    if name is None:
        return 0
    panel = next((block for block, node in enumerate(layout.nodes) if node.get("id") == name), 0)
    return panel if layout.first[panel] > line.index else 0


def _heads(layout: Layout, line: Line, said: tuple[int, int]) -> bool:
    """Whether a line that is a month or has a year in it is a heading."""
    if line.zone in {"nav", "foot"} or (line.linked and not line.heading):
        return False
    if said[1]:
        return not _is_choice(layout, line)
    stands_out = line.heading or line.bold or layout.tags[line.block] in {"button", "summary", "caption", "label"}
    if line.heading and (looks_back(line) or tells_back(line.text) or AHEAD.match(line.text)):
        return True
    return (_is_year(line) and not line.linked) or bool(stands_out and names_many(line.text))


def _is_year(line: Line) -> bool:
    """Whether a line is nothing but the number of a year."""
    return line.text.strip(" :.").isdigit()


def _is_choice(layout: Layout, line: Line) -> bool:
    """Whether months stand one after the other; above a month in a heading another one may be empty."""
    if line.index + 1 >= len(layout.lines):
        return True
    before = layout.lines[line.index - 1] if line.index and not (line.heading or line.bold) else None
    after = layout.lines[line.index + 1]
    return periods.is_month(after.text) or (before is not None and periods.is_month(before.text))


def headed(layout: Layout, line: Line) -> int:
    """The block a heading speaks for: the first around it that goes on below it."""
    block = line.block
    while block and layout.last[block] <= line.index + 1:
        block = layout.parents[block]
    return block
