"""Month grids: a calendar page whose cells begin with the number of their day, under the name of the month.

Only a cell that holds more than its number is a day with events, on the number's line or below it. Numbers of the
neighbouring months, before the first and after the last, are no days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.extractors.listing.days import mentions, periods
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.layout.layout import Layout, Line

SHORTEST = 28  # days of a month
CELLS = frozenset({"td", "li"})
_NUMBER = re.compile(
    r"(\d{1,2})\.?(?:$|\s(?=[^\W\d_]{2}|\d{1,2}(?:[:.]\d\d|\s?(?i:[ap]m|uhr)\b)))"
)  # alone, or before a name or time
_IN_FULL = re.compile(  # for those who hear the page: "3 3. Dezember 2026 (2 Veranstaltungen)"
    r"(?P<day>\d{1,2})\s(?:[^\W\d_]+,\s)?(?P=day)\.?\s[^\W\d_]{3,9}\s20\d\d(?:\W+\d+ [^\W\d_]+\)?)?"
)
_COUNTED = re.compile(  # for them, too: "2 Veranstaltungen, 17"
    r"\d{1,3} (?:veranstaltung(?:en)?|termine?|events?)\b,?\s?(?:20\d\d-\d\d-0?)?(?P<day>\d{1,2})",
    re.IGNORECASE,
)
ABOVE = 20  # lines between the month's name and its first day


def find(layout: Layout, grids: list[list[Line]], near: list[tuple[int, int]]) -> list[Cluster]:
    """A cluster for each day of each month grid whose cell holds more than its number."""
    found: list[Cluster] = []
    for days in grids:
        month = _month(layout, days[0], near)
        if month:
            lines = {line.index for line in days}
            found.extend(
                day for number, line in enumerate(days, 1) for day in _day(layout, line, lines, number, *month)
            )
    return found


def in_full(layout: Layout, grids: list[list[Line]]) -> set[int]:
    """The lines of days whose number is followed by the whole date, those of the neighbouring months too."""
    return {index for index in inside(layout, grids) if _says_more(layout.lines[index].text)} if grids else set()


def _says_more(text: str) -> re.Match[str] | None:
    """The number of a day, with its whole date or with how many events it has."""
    return _IN_FULL.fullmatch(text) or _COUNTED.fullmatch(text)


def inside(layout: Layout, grids: list[list[Line]]) -> set[int]:
    """The lines of all month grids: what their numbers stand for is known."""
    found: set[int] = set()
    for days in grids:
        around = layout.common(days[0].block, days[-1].block)
        found.update(range(layout.first[around], layout.last[around]))
    return found


def months(layout: Layout) -> Iterator[list[Line]]:
    """The month grids: rows of lines that count the days of a month: 1, 2, 3 …"""
    days: list[Line] = []
    for line in layout.numbered():
        number = _number(line.text) if line.text[0].isdecimal() else None
        if number is None or not (number.end() == len(line.text) or _opens_cell(layout, line)):
            continue
        if int(number[1]) == len(days) + 1 <= 31:
            days.append(line)
            continue
        if int(number[1]) > 1 and days and _opens_row(layout, line):
            continue  # the number of the week
        if len(days) >= SHORTEST:
            yield days
        days = [line] if int(number[1]) == 1 else []
    if len(days) >= SHORTEST:
        yield days


def _number(text: str) -> re.Match[str] | None:
    """A line's number of a day."""
    return _says_more(text) or _NUMBER.match(text)


def _opens_cell(layout: Layout, line: Line) -> bool:
    """Whether a line is the first of a table's cell or an item, or of another block whose number is set apart."""
    block = line.block
    if layout.first[block] == line.index and len(line.pieces) > 1 and _is_number(line.pieces[0].text):
        return True
    while layout.tags[block] not in CELLS and layout.first[block] == line.index and block:
        block = layout.parents[block]
    return layout.tags[block] in CELLS and layout.first[block] == line.index


def _is_number(text: str) -> bool:
    return text.strip(" .").isdecimal()


def _opens_row(layout: Layout, line: Line) -> bool:
    """Whether a line is the first of a table's row."""
    row = layout.nearest(line.block, {"tr"})
    return row > 0 and layout.first[row] == line.index


def _month(layout: Layout, first: Line, near: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Year and month of the heading above the first day; None where none is named, or the days stand in no cells."""
    if layout.last[first.block] - layout.first[first.block] > ABOVE:
        return None
    if _IN_FULL.fullmatch(first.text) and (day := mentions.find(first.text)[-1]).month:
        return day.year, day.month
    for line in reversed(layout.lines[max(first.index - ABOVE, 0) : first.index]):
        said = periods.heading(line.text)
        if said and said[1] and (said[0] or line.heading):
            return said[0] or near[first.index][0], said[1]
    return near[first.index] if near[first.index][1] else None


def _day(layout: Layout, line: Line, days: set[int], number: int, year: int, month: int) -> Iterator[Cluster]:
    text = f"{number:02}.{month:02}.{year or ''}"
    cell, counted = line.block, _says_more(line.text) is not None
    end = len(line.text) if counted else len(str(number))
    alone = len(line.text) <= end + 1
    while layout.last[cell] - layout.first[cell] == 1 and layout.tags[cell] not in CELLS and cell:
        around = layout.parents[cell]
        if not days.isdisjoint(range(layout.first[around], line.index)) or (
            not days.isdisjoint(range(line.index + 1, layout.last[around]))
        ):
            break
        if not alone and layout.last[around] - layout.first[around] > 1:
            break
        cell = around
    if alone < layout.last[cell] - layout.first[cell] <= ABOVE:
        mention = Mention(0, end, text, number, month, year, dates=1)
        yield Cluster(line.index, line.index, cell, [(line.index, mention)], cell=cell, pieces=[(line.index, text)])
