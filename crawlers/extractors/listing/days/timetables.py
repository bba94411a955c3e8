"""Timetables: days across, hours down, and in the cells what takes place.

Only tables whose first row names a day in at least two columns and whose other rows all begin with a clock time.
"""

from __future__ import annotations

from collections.abc import Iterator

from crawlers.extractors.listing.days import mentions
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.columns import tables
from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.layout.layout import Layout, Line

FEWEST = 2  # days across, and hours down


def find(layout: Layout) -> tuple[list[Cluster], set[int]]:
    """A cluster for each cell that says something, and the lines of days and hours, which speak for nothing else."""
    found: list[Cluster] = []
    heads: set[int] = set()
    for first, *rows in tables(layout) if "table" in layout.tags else ():
        days = {place: day for place, cell in enumerate(first) if place and (day := _only(layout, cell, dated=True))}
        hours = [_only(layout, row[0], dated=False) for row in rows]
        if len(days) < FEWEST or len(hours) < FEWEST or not all(hours):
            continue
        heads.update(layout.first[first[place]] for place in days)
        heads.update(layout.first[row[0]] for row in rows)
        for row, hour in zip(rows, hours, strict=True):
            for place, cell in enumerate(row):
                if place in days and hour is not None and len(row) == len(first):
                    found.extend(_cell(layout, cell, days[place], hour))
    return found, heads


def _only(layout: Layout, cell: int, *, dated: bool) -> Mention | None:
    """The one day, or the one time of day, that a cell of one line is nothing but."""
    if layout.last[cell] - layout.first[cell] != 1:
        return None
    text = layout.lines[layout.first[cell]].text
    found = mentions.find(text)
    fits = len(found) == 1 and (found[0].dates == 1) is dated and len(found[0].text) >= len(text) - 1
    return found[0] if fits else None


def _cell(layout: Layout, cell: int, day: Mention, hour: Mention) -> Iterator[Cluster]:
    lines: list[Line] = layout.span(cell)
    if lines and any(letter.isalpha() for letter in lines[0].text):
        text, index = f"{day.text} {hour.text}", lines[0].index
        mention = Mention(0, 0, text, day.day, day.month, day.year, timed=True, weekday=day.weekday, dates=1)
        yield Cluster(index, index, cell, [(index, mention)], cell=cell, pieces=[(index, text)])
