"""What surrounds a record on its page: the heading above, the table's header, labels before values, the page's name.

Says what is there; weighs nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import Literal
from urllib.parse import unquote, urlsplit

from lxml import html

from crawlers.extractors.html import node_text
from crawlers.extractors.listing.labels import LABEL, label_end
from crawlers.extractors.listing.layout import Layout, Line
from crawlers.extractors.listing.learnt import NOTHING_LEARNT, Learnt
from crawlers.extractors.listing.mentions import is_month as month_heading
from crawlers.extractors.listing.shape import STANDS_OUT, Shapes
from crawlers.extractors.listing.words import GENERIC
from pipeline.model import BERLIN, Page
from pipeline.text import clean

_PARTS = re.compile(r"\s[|–—·»-]\s|\s?\|\s?")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:20)?\d\d(?![\d/])")
_AMERICAN = re.compile(r"\d\s?[ap]\.?m\b|\b[A-Z]{2}\s\d{5}\b", re.IGNORECASE)
_GERMAN = re.compile(r"\b(?:und|der|die|das|Uhr)\b")
_EDGES = " ,;:|/-–—()"
UNDER = 4  # lines a label alone on its line speaks for
SHORT = 40  # characters of a label
BETWEEN = 2  # lines between a bold line and the dates it heads
ABOVE = 80  # lines to look upwards for a heading


class Context:
    """One page's surroundings, worked out on demand."""

    def __init__(
        self,
        page: Page,
        root: html.HtmlElement,
        layout: Layout,
        shapes: Shapes,
        timezone: str = BERLIN,
        learnt: Learnt = NOTHING_LEARNT,
    ) -> None:
        self.timezone = timezone
        self.learnt = learnt
        self.page = page
        self.root = root
        self.layout = layout
        self.shapes = shapes
        self._labels: dict[tuple[int, int], str | None] = {}
        self._below: dict[int, str | None] = {}
        self._kinds: dict[str, str | None] = {}
        self._widths: dict[int, int] = {}
        self._headers: dict[int, dict[int, str]] = {}

    @cached_property
    def title(self) -> str:
        """og:title, else <title>."""
        for node in self.root.iter("meta"):
            if node.get("property") == "og:title" and node.get("content"):
                return str(node.get("content"))
        node = next(self.root.iter("title"), None)
        return node_text(node) if node is not None else ""

    @cached_property
    def headings(self) -> list[Line]:
        """The lines that are headings."""
        return [line for line in self.layout.lines if line.heading]

    @cached_property
    def firsts(self) -> list[str]:
        """The page's headings of the first rank."""
        return [line.text for line in self.headings if line.heading == 1 and line.zone in {"main", "head"}]

    @cached_property
    def names(self) -> str:
        """Everything the page calls itself: title, first headings, the words of its address."""
        heads = [line.text for line in self.headings if line.heading in {1, 2} and line.zone == "main"][:2]
        return " | ".join([self.title, *heads, self.address])

    @cached_property
    def own_names(self) -> list[str]:
        """What the page is about: its first heading, and its title without the site's name."""
        return self.firsts[:1] + self.title_parts[:1]

    @cached_property
    def address(self) -> str:
        """The last two words of the page's path."""
        parts = urlsplit(self.page.url)
        return " ".join(unquote(parts.path).replace("-", " ").replace("_", " ").split("/")[-3:]) + " " + parts.query

    @cached_property
    def is_front(self) -> bool:
        """Whether this is the site's front page."""
        return urlsplit(self.page.url).path in {"", "/"}

    @cached_property
    def order(self) -> Literal["dmy", "mdy"] | None:
        """How the page writes dates with slashes, if it shows it: by a day above 12, else by American English."""
        pairs = [
            (int(one), int(two))
            for line in self.layout.numbered()
            if "/" in line.text
            for one, two in _SLASHED.findall(line.text)
        ]
        if any(one > 12 for one, _ in pairs) or not pairs:
            return "dmy" if pairs else None
        american = (self.root.get("lang") or "").lower() == "en-us" or self.timezone.startswith("America/")
        return "mdy" if american or any(two > 12 for _, two in pairs) or self.speaks_american else None

    @cached_property
    def speaks_american(self) -> bool:
        """English month names or "a.m./p.m." and no German on the page."""
        text = " ".join(line.text for line in self.layout.lines[:400])
        return _AMERICAN.search(text) is not None and _GERMAN.search(text) is None

    @cached_property
    def day_counts(self) -> Counter[tuple[int, int]]:
        """How often the page names each day."""
        return Counter(cluster.lead.key for cluster in self.shapes.dates.clusters)

    @cached_property
    def host(self) -> str:
        """The page's host name."""
        return urlsplit(self.page.url).hostname or ""

    def heading_above(self, first: int, parent: int) -> Line | None:
        """The nearest heading (else a bold line) above line `first` that speaks for it, in its part of the page."""
        bold: Line | None = None
        passed = 0  # lines in between that say something themselves
        for line in reversed(self.layout.lines[max(first - ABOVE, 0) : first]):
            if line.zone != self.layout.zones[parent] and line.zone != "main":
                continue
            if line.heading and line.index not in self.shapes.dates.headings:
                return bold or line
            if not self.shapes.titleish(line) or month_heading(line.text):
                continue
            if line.index in self.shapes.dates.columns.heads:
                continue
            if bold is None and passed <= BETWEEN and line.bold and not line.linked:
                bold = line
            passed += 1
        return bold

    def name_above(self, first: int, parent: int) -> str:
        """What untitled dates are dates of: the heading above, or the page's subject when that only says "Termine"."""
        above = self.heading_above(first, parent)
        text = self.shapes.rest(above) if above is not None else ""
        while above is not None:
            higher = self.shapes.rest(above)
            if higher and GENERIC.sub("", higher).strip(_EDGES):
                return higher
            above = self._higher(above)
        return self.subject or text

    def _higher(self, head: Line) -> Line | None:
        """The next heading above `head` that is of a higher rank, but for the page's first."""
        lines = reversed(self.layout.lines[max(head.index - ABOVE, 0) : head.index])
        return next((line for line in lines if 1 < line.heading < (head.heading or STANDS_OUT)), None)

    @cached_property
    def title_parts(self) -> list[str]:
        """The page's title, cut where the site's name is set off."""
        return [part.strip() for part in _PARTS.split(self.title) if part and part.strip()]

    @cached_property
    def subject(self) -> str:
        """The first part of the page's first heading or title that says more than "Termine"."""
        for text in [*self.firsts[:2], *_PARTS.split(self.title)]:
            if GENERIC.sub("", text).strip(_EDGES):
                return clean(text)
        return clean(self.title)

    def label(self, line: Line, first: int) -> str | None:
        """What a value is for ("where", "time", …): by a label on its line, above it, or atop its column."""
        key = line.index, first
        if key not in self._labels:
            end = label_end(line.text)
            own = self._kind(line.text[:end]) if end else None
            inherits = not end and not _announces(line) and not (line.bold and self._kind(line.text))
            self._labels[key] = (self._label_above(line, first) or self.column(line, first)) if inherits else own
        return self._labels[key]

    def _kind(self, text: str) -> str | None:
        """The kind of a label text, else None."""
        if text not in self._kinds:
            match = LABEL.fullmatch(text.strip(" :|–\t*.?"))
            self._kinds[text] = match.lastgroup if match else None
        return self._kinds[text]

    def _label_above(self, line: Line, first: int) -> str | None:
        for above in range(line.index - 1, max(first, line.index - UNDER) - 1, -1):
            if (said := self._said_below(above)) is not None:
                return said or None
        return None

    def _said_below(self, index: int) -> str | None:
        """What a line says the lines below it are for; "" when nothing above it speaks for them, None for neither."""
        if index not in self._below:
            self._below[index] = self._speaks_below(self.layout.lines[index])
        return self._below[index]

    def _speaks_below(self, line: Line) -> str | None:
        if label_end(line.text) and not line.text.rstrip().endswith(":"):
            return ""
        if self.has_tables and self._heads_column(line):
            return ""
        kind = self._kind(line.text.strip(" :"))
        if kind and (_introduces(line, self.layout.tags[line.block]) or self._in_pairs(line)):
            return kind
        return "" if line.heading or _announces(line) else None

    def _in_pairs(self, label: Line) -> bool:
        """Whether a known label alone in its block is one of several, each above its value."""
        lines, layout = self.layout.lines, self.layout
        others = [lines[index] for index in (label.index - 2, label.index + 2) if 0 <= index < len(lines)]
        block = label.block
        alone = layout.last[block] - layout.first[block] == 1 and not label.linked
        return alone and any(
            self._kind(other.text) and layout.tags[other.block] == layout.tags[block] and not other.linked
            for other in others
        )

    def column(self, line: Line, first: int | None = None) -> str | None:
        """The label atop the table's column that the line stands in.

        With `first`: if its row begins on that line, or the whole table stands below it.
        """
        if not self.has_tables:
            return None
        chain = self.layout.chain(line.block)
        tags = self.layout.tags
        cell = next((block for block in chain if tags[block] in {"td", "th"}), None)
        table = next((block for block in chain if tags[block] == "table"), None)
        if cell is None or table is None:
            return None
        own = first in {None, self.layout.first[self.layout.parents[cell]]}
        if not own and (first or 0) >= self.layout.first[table]:
            return None
        if table not in self._headers:
            self._headers[table] = self._header(table)
        return self._headers[table].get(self._index(cell))

    def _heads_column(self, line: Line) -> bool:
        """Whether a line stands in a row of header cells only: it is about its column, not about the line below."""
        tags, nodes = self.layout.tags, self.layout.nodes
        cell = next((block for block in self.layout.chain(line.block) if tags[block] in {"td", "th"}), None)
        if cell is None or tags[cell] == "td":
            return False
        row = nodes[self.layout.parents[cell]]
        return len(row) > 1 and all(child.tag == "th" for child in row)

    @cached_property
    def has_tables(self) -> bool:
        """Whether there is a table at all."""
        return "table" in self.layout.tags

    def _index(self, cell: int) -> int:
        """The column of a cell; a row that a cell from above reaches into is filled from the right."""
        row = self.layout.parents[cell]
        index = sum(1 for block in range(row + 1, cell) if self.layout.parents[block] == row)
        return index + max(self._width(self.layout.parents[row]) - len(self.layout.nodes[row]), 0)

    def _width(self, part: int) -> int:
        """The cells of the first row of a table part in which cells span rows; 0 where none do."""
        if part not in self._widths:
            node = self.layout.nodes[part]
            self._widths[part] = len(node.find("tr")) if node.find("tr/*[@rowspan]") is not None else 0
        return self._widths[part]

    def _header(self, table: int) -> dict[int, str]:
        """Column -> label of the table's first row, if that row is one."""
        tags, parents = self.layout.tags, self.layout.parents
        row = next((block for block in range(table + 1, len(tags)) if tags[block] == "tr"), None)
        if row is None:
            return {}
        cells = [block for block in range(row + 1, len(tags)) if parents[block] == row]
        texts = [" ".join(line.text for line in self.layout.span(cell)) for cell in cells]
        found = {column: kind for column, text in enumerate(texts) if (kind := self._kind(text))}
        head = all(tags[cell] == "th" for cell in cells)
        return found if head or len(found) * 2 >= len([text for text in texts if text]) else {}


def _announces(line: Line) -> bool:
    """A short line that ends in a colon heads what follows, whatever it calls it: "Agenda:"."""
    return len(line.text) <= SHORT and line.text.endswith(":")


def _introduces(line: Line, tag: str) -> bool:
    """A label stands out, or ends in a colon."""
    return line.text.rstrip().endswith(":") or line.bold or line.heading > 0 or tag == "dt"
