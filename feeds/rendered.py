"""What was rendered of each event or extra item, by its position and kind (ics, rss, …): the bytes of this publication,
or where those of the last one lie in the file of parts. Renders nothing and writes nothing.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from operator import add, itemgetter, ne
from typing import NamedTuple, cast

from feeds.blocks import Blocks
from feeds.joined import Part

AT_MOST = 256  # parts in a piece: of rows about an eighth of a megabyte
_Row = tuple[bytes, bytes]  # a Written as it is kept


class Written(NamedTuple):
    """Where the part of each thing lies in the file, and how long it is (0: there is none)."""

    places: array[int]
    lengths: array[int]

    @classmethod
    def of(cls, rows: Sequence[bytes]) -> Written:
        """From its bytes. ValueError when these are none."""
        return cls._make(array(kind, row) for kind, row in zip("QI", rows, strict=True))

    @classmethod
    def nothing(cls, size: int) -> Written:
        """No part of so many things."""
        return cls.of([bytes(size * width) for width in (8, 4)])

    def kept(self) -> _Row:
        """Its bytes."""
        return self.places.tobytes(), self.lengths.tobytes()

    def ends(self) -> Iterator[int]:
        """Where each of them ends."""
        return map(add, self.places, self.lengths)

    def taken(self, order: Sequence[slice]) -> Written:
        """Of some of the things, and of some that have none: beyond the last."""
        beyond = max((some.stop for some in order), default=0)
        longer = [memoryview(row + array(row.typecode, bytes(row.itemsize * beyond))) for row in self]
        return Written.of([b"".join(map(row.__getitem__, order)) for row in longer])

    def put(self, at: int, place: int, part: Part) -> None:
        """The part of the thing at a position lies here."""
        self.places[at], self.lengths[at] = place, len(part)


class RenderedParts:
    """The parts of things that stand in an order, in several kinds. Those of the last publication are pieces of
    `data`: nothing is copied from there."""

    def __init__(self, data: Blocks, size: int = 0, rows: Mapping[str, _Row] | None = None) -> None:
        self.data, self.size = data, size
        self.written = {kind: Written.of(row) for kind, row in (rows or {}).items()}
        self.new: dict[str, dict[int, Part]] = {}
        self._left_out: dict[int, Part] = {}
        self._known: dict[str, list[Part | None]] = {}
        self.rendered = 0

    def arrange(self, order: Sequence[slice]) -> None:
        """From now on the things that stood at these positions stand here, in this order; beyond the last are new ones.
        What was not saved is forgotten."""
        self.size = sum(some.stop - some.start for some in order)
        self.written = {kind: written.taken(order) for kind, written in self.written.items()}
        self.new, self._known, self._left_out = {}, {}, {}

    def forget(self, at: int) -> None:
        """What was written of the thing at a position is not true any more."""
        for written in self.written.values():
            written.lengths[at] = 0

    def each(self, kind: str, positions: Sequence[int], lacking: Callable[[int], Part]) -> list[Part]:
        """The parts of the things at these positions. `lacking` is asked for one that is not there, or is not what was
        written."""
        row = self._row(kind)
        found = [*map(row.__getitem__, positions)]
        if not all(found):
            unknown = [at for at, part in zip(positions, found, strict=True) if part is None]
            for at, part in zip(unknown, self._pieces(self._written(kind), unknown), strict=True):
                row[at] = part or lacking(at)
            found = [*map(row.__getitem__, positions)]
        return cast(list[Part], found)

    def _pieces(self, written: Written, positions: Sequence[int]) -> Sequence[Part | None]:
        """What was written; nothing where nothing was, None where it has rotted."""
        starts, lengths = ([*map(row.__getitem__, positions)] for row in written)
        return self.data.pieces(starts, [*map(add, starts, lengths)])

    def whole(self, kind: str, lacking: Callable[[int], Part]) -> list[Part]:
        """The parts of all things as few pieces: those that lie behind one another in the file are one."""
        for at in self.lacking(kind):
            lacking(at)
        written, others = self._written(kind), self.new.get(kind, {}) | self._left_out
        moved = map(ne, written.ends(), written.places[1:])
        breaks = {*range(0, self.size, AT_MOST), *(at for at, break_ in enumerate(moved, 1) if break_)}
        breaks |= {*others, *map((1).__add__, others), self.size}
        found: list[Part] = []
        for first, end in pairwise(sorted(breaks)):
            start, last = written.places[first], written.places[end - 1] + written.lengths[end - 1]
            (piece,) = [others[first]] if first in others else self.data.pieces([start], [last])
            found += self.each(kind, range(first, end), lacking) if piece is None else [piece]
        return [part for part in found if part]

    def get(self, kind: str, at: int, render: Callable[[], bytes]) -> Part:
        """The part of the thing at a position; rendered now when it is not known."""
        row, written = self._row(kind), self._written(kind)
        if row[at] is None and written.lengths[at]:
            (row[at],) = self._pieces(written, [at])
        part = row[at]
        if part is None:
            part = row[at] = self._add(kind, at, render())
        return part

    def _add(self, kind: str, at: int, part: Part) -> Part:
        self.new.setdefault(kind, {})[at] = part
        self.rendered += 1
        return part

    def leave_out(self, at: int) -> None:
        """From now on the thing at a position has empty parts."""
        self._left_out[at] = b""
        for row in self._known.values():
            row[at] = b""

    def lacking(self, kind: str) -> list[int]:
        """The positions of the things that have no part of this kind. The others are not looked at."""
        lengths, new = self._written(kind).lengths, self.new.get(kind, {})
        return [at for at, length in enumerate(lengths) if not length and at not in new] if 0 in lengths else []

    def _row(self, kind: str) -> list[Part | None]:
        if kind not in self._known:
            row = self._known[kind] = [None] * self.size
            for at, part in (self.new.get(kind, {}) | self._left_out).items():
                row[at] = part
        return self._known[kind]

    def _written(self, kind: str) -> Written:
        if kind not in self.written:
            self.written[kind] = Written.nothing(self.size)
        return self.written[kind]

    def in_use(self) -> int:
        """Bytes that were there before."""
        return sum(sum(written.lengths) for written in self.written.values())

    def renew(self) -> None:
        """Treat all that is here as if it were new: it is to be written again, but for what is not as it was."""
        for kind, written in self.written.items():
            old = {at: part for at, part in enumerate(self._pieces(written, range(self.size))) if part}
            self.new[kind] = old | self.new.get(kind, {})
            self.written[kind] = Written.nothing(self.size)

    def saved(self, end: int) -> dict[str, _Row]:
        """Rows; what is new will lie from `end` on."""
        for kind, at, part in self._new():
            self._written(kind).put(at, end, part)
            end += len(part)
        return {kind: written.kept() for kind, written in self.written.items()}

    def new_parts(self) -> Iterable[Part]:
        """What is to be written, in the order in which `saved` counts on it."""
        return map(itemgetter(2), self._new())

    def _new(self) -> Iterator[tuple[str, int, Part]]:
        """Kind by kind in the order of the things, which is that of the largest feed."""
        return chain.from_iterable(((kind, at, new[at]) for at in sorted(new)) for kind, new in self.new.items())
