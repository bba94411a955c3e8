"""Rows of a table: which follow one another, and how many of them a cell spans (`rowspan`, HTML 4.9.11)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from crawlers.extractors.listing.layout.layout import Layout

MOST_ROWS = 40  # that one cell may span, and that one date may speak for
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


def span(layout: Layout, cell: int) -> int:
    """How many rows a cell says that it spans; 1 for what is no cell."""
    text = layout.nodes[cell].get("rowspan") or "1"
    return min(int(text), MOST_ROWS) if text.isdecimal() else 1


def last(layout: Layout, block: int) -> int:
    """The line behind the last row that the cell around a block spans; 0 where it spans none but its own."""
    cell = next((above for above in layout.chain(block) if layout.tags[above] in CELLS), -1)
    below = span(layout, cell) - 1 if cell >= 0 else 0
    rows = [*islice(after(layout, layout.parents[cell]), below)] if below > 0 else []
    return layout.last[rows[-1]] if rows else 0
