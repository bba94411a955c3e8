"""Rows of a table: which follow one another, how many of them a cell spans, and in which column it stands
(`rowspan`, `colspan`, HTML 4.9.11 and 4.9.12)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, takewhile
from typing import NamedTuple

from lxml import html

from crawlers.extractors.listing.layout.layout import Layout

MOST_ROWS = 40  # that one cell may span, and that one date may speak for
MOST_COLUMNS = 200  # in which a cell can reach into the rows below
CELLS = frozenset({"td", "th"})


def after(layout: Layout, row: int) -> Iterator[int]:
    """The next rows of the same table part, at most MOST_ROWS."""
    parent, left = layout.parents[row], MOST_ROWS
    for block in range(row + 1, len(layout.tags)):
        if layout.parents[block] < parent or not left:
            return
        if layout.parents[block] == parent:
            left -= 1
            yield block


def span(layout: Layout, cell: int, name: str = "rowspan") -> int:
    """How many rows, or columns (`colspan`), a cell says that it spans; 1 for what is no cell."""
    text = layout.nodes[cell].get(name) or "1"
    return max(min(int(text), MOST_ROWS), 1) if text.isdecimal() else 1


class Grid(NamedTuple):
    """Where the cells of a table part stand."""

    columns: dict[int, int]  # cell -> its first column, from 0
    reaching: dict[int, tuple[int, ...]]  # row -> the cells of rows above that reach into it


def grid(layout: Layout, part: int) -> Grid:
    """The cells of a table part in their columns; cells of rows above take their place in a row."""
    found = Grid({}, {})
    taken: dict[int, tuple[int, int]] = {}  # column -> the cell that takes it, and for how many rows, with this one
    row = at = -1
    for block in range(part + 1, len(layout.tags)):
        above = layout.parents[block]
        if above < part:
            break
        if above == part:
            row, at = block, 0
            taken = {column: (cell, left - 1) for column, (cell, left) in taken.items() if left > 1}
            if taken:
                found.reaching[row] = tuple(dict.fromkeys(cell for cell, _ in taken.values()))
        elif above == row and layout.tags[block] in CELLS:
            while at in taken:
                at += 1
            found.columns[block] = at
            width = min(span(layout, block, "colspan"), max(MOST_COLUMNS - at, 0))
            taken |= dict.fromkeys(range(at, at + width), (block, span(layout, block)))
            at += width
    return found


def is_empty(row: html.HtmlElement, position: int) -> bool:
    """Whether a row leaves its cell at a position empty, and all before it, but not the last: it goes on with what the
    row above says there."""
    return 0 <= position < len(row) - 1 and not any(cell.text_content().strip() for cell in row[: position + 1])


def position(row: html.HtmlElement, cell: html.HtmlElement) -> int:
    """Which child of a row a cell is; -1: none."""
    return next((index for index, child in enumerate(row) if child is cell), -1)


def last(layout: Layout, block: int) -> int:
    """The line behind the last row for which the cell around a block speaks, since it spans that row or since theirs is
    empty; 0 where that is none but its own."""
    cell = layout.nearest(block, CELLS)
    if cell < 0:
        return 0
    row = layout.parents[cell]
    at, below = position(layout.nodes[row], layout.nodes[cell]), span(layout, cell) - 1
    spoken_for = [*islice(after(layout, row), below)] if below else []
    if not below:
        spoken_for = [*takewhile(lambda other: is_empty(layout.nodes[other], at), after(layout, row))]
    return layout.last[spoken_for[-1]] if spoken_for else 0
