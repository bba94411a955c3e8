"""A page as readers see it: lines of text, each knowing its block, links, weight and zone.

Everything works on these lines and on the integer tree of blocks they stand in, so that class names, wrappers and
attribute order cannot matter. How they are written is told in `lines`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from functools import reduce

from lxml import html

_DIGIT = re.compile("[0-9]")


@dataclass(slots=True)
class Piece:
    """One stretch of text with one look."""

    text: str
    href: str | None = None
    bold: bool = False
    struck: bool = False
    stamp: str | None = None  # <time datetime="…">


@dataclass(frozen=True, slots=True)
class Told:
    """A date in words; `instead`: it stands for what its node shows ("in 11 Tagen"), else before that."""

    text: str
    instead: bool


@dataclass(slots=True)
class Line:
    """One line of visible text. `heading` is 1..6 or 0; `block` an index into the layout's blocks.

    `bold` (or a header cell, a <dt>, a <summary>), `struck`, `linked`: everything on the line is; `apart`: an empty
    line stands above it.
    """

    index: int
    text: str
    pieces: list[Piece]
    block: int
    heading: int
    zone: str
    bold: bool
    struck: bool
    linked: bool
    apart: bool = False


@dataclass(slots=True)
class Layout:
    """The lines and the tree of blocks: parallel lists, block 0 is the root; `last` is exclusive."""

    lines: list[Line] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    zones: list[str] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    nodes: list[html.HtmlElement] = field(default_factory=list)
    _numbered: list[Line] | None = None
    _numbers: frozenset[int] | None = None
    _struck: frozenset[int] | None = None
    _chains: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def numbered(self) -> list[Line]:
        """The lines that hold a digit, or "noon": no other can hold a date or time."""
        if self._numbered is None:
            self._numbered = [line for line in self.lines if _DIGIT.search(line.text) or "oon" in line.text]
        return self._numbered

    def numbers(self) -> frozenset[int]:
        """Which lines these are."""
        if self._numbers is None:
            self._numbers = frozenset(line.index for line in self.numbered())
        return self._numbers

    def struck(self) -> frozenset[int]:
        """The lines on which something is struck out."""
        if self._struck is None:
            found = (line.index for line in self.lines for piece in line.pieces if piece.struck or line.struck)
            self._struck = frozenset(found)
        return self._struck

    def chain(self, block: int) -> tuple[int, ...]:
        """`block` and its ancestors, the root last."""
        chain = self._chains.get(block)
        if chain is None:
            above = [block]
            while above[-1]:
                above.append(self.parents[above[-1]])
            chain = self._chains[block] = tuple(above)
        return chain

    def span(self, block: int) -> list[Line]:
        """The lines inside `block`."""
        return self.lines[self.first[block] : self.last[block]]

    def common(self, one: int, other: int) -> int:
        """The innermost block that holds both."""
        above = set(self.chain(one))
        while other not in above:
            other = self.parents[other]
        return other

    def enclosing(self, blocks: Iterable[int]) -> int:
        """The innermost block that holds all of these."""
        return reduce(self.common, blocks)

    def nearest(self, block: int, tags: Container[str]) -> int:
        """The innermost block with one of these tags, `block` itself or around it; -1 when there is none."""
        return next((above for above in self.chain(block) if self.tags[above] in tags), -1)

    def tags_around(self, block: int, count: int) -> tuple[str, ...]:
        """The tags of `block` and those around it, the innermost `count`."""
        return tuple(self.tags[above] for above in self.chain(block)[:count])

    def child(self, ancestor: int, block: int) -> int:
        """The child of `ancestor` on the way to `block` (`block` itself when it is the ancestor)."""
        step = block
        while block != ancestor and block:
            step, block = block, self.parents[block]
        return step

    def path(self, ancestor: int, block: int) -> tuple[str, ...]:
        """The tags from `block` up to, and without, `ancestor`."""
        path = []
        while block != ancestor and block:
            path.append(self.tags[block])
            block = self.parents[block]
        return tuple(path)
