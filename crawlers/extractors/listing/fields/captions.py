"""What a value is for ("where", "time", …): by a label on its line, on a line above it, or atop its table's column.

Says what the page says; the words of labels are in `labels`.
"""

from __future__ import annotations

import re

from crawlers.extractors.listing.layout import rows
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.wording.labels import PEOPLE, label_end, label_kind

_GOES_ON = re.compile(
    r"läuft|laufzeit|dauert?|ausstellung|verlängerung|geht|geöffnet|offen|zu sehen|verlängert", re.IGNORECASE
)  # itself, until then
UNDER = 4  # lines a label alone on its line speaks for
SHORT = 40  # characters of a label
PAIR = 2  # lines: a label and its value
_NAME = re.compile(r"\W*name\b", re.IGNORECASE)  # below "Kontakt": a person's
SHARED = PEOPLE | {"title", "time", "where", "price", "status"}  # what one cell says for several rows


# What one line says of values: its own label; whether it has none and one above can speak for it; what the lines below
# it are for ("" when nothing above it speaks for them, None for neither).
_Said = tuple[str | None, bool, str | None]
_NOTHING: _Said = (None, True, None)


class Captions:
    """The labels of one page, remembered."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.has_tables = "table" in layout.tags
        self._records: dict[int, dict[int, str | None]] = {}
        self._said: dict[int, _Said] = {}
        self._grids: dict[int, rows.Grid] = {}
        self._headers: dict[int, dict[int, str]] = {}
        self._columns: dict[int, tuple[int, int, str | None]] = {}

    def label(self, line: Line, first: int) -> str | None:
        """What the value on `line` is for, in a record that begins on line `first`."""
        index = line.index
        known = self._records.get(first)
        if known is None or index not in known:
            known = self._labels(min(max(first, index - UNDER), index), index + 1, first)
        return known[index]

    def labels(self, first: int, last: int) -> dict[int, str | None]:
        """`label` of the lines `first`..`last` (exclusive) of a record."""
        known = self._records.get(first)
        if known is None or len(known) != last - first:
            known = self._records[first] = self._labels(first, last, first)
        return known

    def _labels(self, first: int, last: int, top: int) -> dict[int, str | None]:
        found = dict[int, str | None]()
        above, at, part = None, -1 - UNDER, None
        for line in self.layout.lines[first:last]:
            index = line.index
            own, inherits, below = self._said.get(index) or self._says(line)
            if line.heading:
                part = below
            elif part in PEOPLE and "title" in {own, below} and _NAME.match(line.text):
                own, below = own and part, below and part
            if inherits:
                own = (above if index - at <= UNDER else None) or (self.column(line, top) if self.has_tables else None)
            found[index] = own
            if below is not None:
                above, at = below, index
        return found

    def _says(self, line: Line) -> _Said:
        text = line.text
        end, kind = label_end(text), _kind(text)
        if not (end or kind or line.heading or self.has_tables or text[-1] == ":"):
            said = self._said[line.index] = _NOTHING
            return said
        announces = len(text) <= SHORT and text.endswith(":")  # heads what follows, whatever it calls it: "Agenda:"
        own = _kind(text[:end]) if end else None
        inherits = not end and not announces and not kind
        said = self._said[line.index] = own, inherits, self._below(line, end, kind, announces)
        return said

    def _below(self, line: Line, end: int, kind: str | None, announces: bool) -> str | None:
        if end and not line.text.rstrip().endswith(":"):
            return ""
        if self.has_tables and self._heads_column(line):
            return ""
        if kind and (_introduces(line, self.layout.tags[line.block]) or self._in_pairs(line)):
            return kind
        return "" if line.heading or announces else None

    def _in_pairs(self, label: Line) -> bool:
        """Whether a known label alone in its block, or with its value, is one of several, each above its value."""
        lines, layout = self.layout.lines, self.layout
        others = [lines[index] for index in (label.index - 2, label.index + 2) if 0 <= index < len(lines)]
        block = label.block
        held = layout.last[block] - layout.first[block]
        opens = layout.first[block] == label.index and held <= PAIR and not label.linked
        return opens and any(
            _kind(other.text) and layout.tags[other.block] == layout.tags[block] and not other.linked
            for other in others
        )

    def column(self, line: Line, first: int | None = None) -> str | None:
        """The label atop the table's column that the line stands in.

        With `first`: if its row begins on that line, or the whole table stands below it.
        """
        if not self.has_tables:
            return None
        if line.block not in self._columns:
            self._columns[line.block] = self._column(line.block)
        row, table, label = self._columns[line.block]
        return label if first in {None, row} or (first or 0) < table else None

    def _column(self, block: int) -> tuple[int, int, str | None]:
        """The first lines of the row and of the table around a block, and the label atop its column."""
        layout = self.layout
        cell, table = layout.nearest(block, rows.CELLS), layout.nearest(block, {"table"})
        if cell < 0 or table < 0:
            return 0, 0, None
        if table not in self._headers:
            self._headers[table] = self._header(table)
        label = self._headers[table].get(self._index(cell)) if self._headers[table] else None
        return layout.first[layout.parents[cell]], layout.first[table], label

    def _heads_column(self, line: Line) -> bool:
        """Whether a line stands in a row of header cells only: it is about its column, not about the line below."""
        cell = self.layout.nearest(line.block, rows.CELLS)
        if cell < 0 or self.layout.tags[cell] == "td":
            return False
        row = self.layout.nodes[self.layout.parents[cell]]
        return len(row) > 1 and all(child.tag == "th" for child in row)

    def reaching(self, row: int) -> dict[int, str]:
        """What lines of rows above say for a table row, too, because their cells reach into it: line -> its label."""
        cells = self._grid(row).reaching.get(row, ()) if self.has_tables and self.layout.tags[row] == "tr" else ()
        lines = (line for cell in cells for line in self.layout.span(cell))
        return {line.index: label for line in lines if (label := self.column(line)) in SHARED}

    def _index(self, cell: int) -> int:
        """The column of a cell."""
        return self._grid(self.layout.parents[cell]).columns.get(cell, -1)

    def _grid(self, row: int) -> rows.Grid:
        part = self.layout.parents[row]
        if part not in self._grids:
            self._grids[part] = rows.grid(self.layout, part)
        return self._grids[part]

    def _header(self, table: int) -> dict[int, str]:
        """Column -> label of the table's first row, if that row is one."""
        tags, parents = self.layout.tags, self.layout.parents
        row = next((block for block in range(table + 1, len(tags)) if tags[block] == "tr"), None)
        if row is None:
            return {}
        cells = [block for block in range(row + 1, len(tags)) if parents[block] == row]
        texts = [" ".join(line.text for line in self.layout.span(cell)) for cell in cells]
        due = [text for text in texts if _is_due(text)]
        due = due if len(due) > 1 and not any(text.endswith(" von") for text in texts) else []
        found = {
            self._index(cell) + more: kind
            for cell, text in zip(cells, texts, strict=True)
            if (kind := "deadline" if text in due else _kind(text))
            for more in range(rows.span(self.layout, cell, "colspan"))
        }
        head = all(tags[cell] == "th" for cell in cells)
        return found if head or len(found) * 2 >= len([text for text in texts if text]) else {}


def _kind(text: str) -> str | None:
    """What a text that is only a label stands before, else None."""
    return label_kind(text.strip(" :|–\t*.?"))


def _is_due(text: str) -> bool:
    """Whether the head of a column names what has to be done until its days, beside others: "Skizze bis"."""
    name, _, until = text.rpartition(" ")
    return until == "bis" and name[:1].isupper() and _kind(name) not in {"when", "time"} and not _GOES_ON.match(name)


def _introduces(line: Line, tag: str) -> bool:
    """A label stands out, or ends in a colon, or asks."""
    return line.text.rstrip().endswith((":", "?")) or line.bold or line.heading > 0 or tag == "dt"
