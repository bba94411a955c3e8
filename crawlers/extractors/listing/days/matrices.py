"""Tables with a row for each body and a column for each month, whose cells are the numbers of its days.

"Committee of the Whole | 9:30 am | 9 | 6 | 6 | 10" below "Meeting | Time | January | …". Only where the year is known
and most rows keep to one day of the week: numbers of visitors do not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from crawlers.extractors.listing.days import mentions
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.columns import Columns, tables
from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.layout.layout import Layout

FEWEST = 3  # days
SAME = 0.6  # share of a row's days that fall on its day of the week
_DAYS = re.compile(r"\d{1,2}(?:\s?(?:,|&|and|und|/)\s?\d{1,2})*\W{0,2}")
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"[^\W\d_]{3}")
Days = dict[int, list[date]]  # of a line


def find(layout: Layout, columns: Columns, near: Sequence[tuple[int, int]]) -> list[Cluster]:
    """The days of such tables; each cell's column is told whose they are, and at what hour."""
    months = {line for line, column in columns.of.items() if column.month}
    found: list[Cluster] = []
    for rows in tables(layout) if months else ():
        told = [(row, days) for row in rows if (days := _row(layout, row, months, near))]
        regular = [_is_regular(days) for _, days in told if sum(map(len, days.values())) > 1]
        if sum(regular) * 2 <= len(regular) or sum(len(days) for _, days in told) < FEWEST:
            continue
        for row, days in told:
            name = layout.lines[layout.first[row[0]]].text
            hour = next(_hours(layout, row), "")
            for line, own in days.items():
                columns.of[line] = replace(columns.of[line], body=name, hour=hour)
                found.append(_cluster(layout, line, own))
    return found


def _row(layout: Layout, row: Sequence[int], months: set[int], near: Sequence[tuple[int, int]]) -> Days:
    """The days in the cells below months, by their lines; {} where the row has no name or other cells there."""
    days: Days = {}
    if layout.last[row[0]] - layout.first[row[0]] != 1 or not _NAME.search(layout.lines[layout.first[row[0]]].text):
        return {}
    beside = [line for cell in row[1:] for line in layout.span(cell)]
    if any(line.index not in months and line.text.isdecimal() for line in beside):
        return {}  # a sum
    for line in (line for line in beside if line.index in months):
        year, month = near[line.index]
        if not _NUMBER.search(line.text) and not _NAME.search(line.text):
            continue  # "–"
        if not year or not _DAYS.fullmatch(line.text):
            return {}
        try:
            days[line.index] = [date(year, month, int(day)) for day in _NUMBER.findall(line.text)]
        except ValueError:  # 30 February
            return {}
    return days


def _is_regular(days: Days) -> bool:
    """Whether most days fall on the same day of the week."""
    named = Counter(day.weekday() for own in days.values() for day in own)
    return max(named.values()) >= SAME * named.total()


def _hours(layout: Layout, row: Sequence[int]) -> Iterator[str]:
    """The times of day in a row."""
    for cell in row:
        for line in layout.span(cell):
            yield from [mention.text for mention in mentions.find(line.text) if not mention.dates][:1]


def _cluster(layout: Layout, line: int, days: Sequence[date]) -> Cluster:
    first, last = days[0], days[-1]
    text = ", ".join(f"{day:%d.%m.%Y}" for day in days)
    until = (last.year, last.month, last.day)
    whole = len(layout.lines[line].text)
    mention = Mention(0, whole, text, first.day, first.month, first.year, dates=len(days), last=until)
    return Cluster(line, line, layout.lines[line].block, [(line, mention)], pieces=[(line, text)])
