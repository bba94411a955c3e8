"""What an event looks like in each format, kept from one publication to the next: an event is rendered once per change.

One data file that is only appended to, and one index file that is replaced as a whole: a process that dies leaves an
index that fits. The index knows place, length and CRC-32 of each part: what is not as it was written is rendered again.
Parts of one sort of things lie on a shelf, in the order of the things; a shelf's name, a thing's key and a kind name
everything that the bytes depend on. Renders nothing.
"""

from __future__ import annotations

import mmap
import os
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, repeat
from operator import add
from pathlib import Path
from typing import NamedTuple, cast

from isal.isal_zlib import crc32

from feeds import kept
from feeds.joined import Part
from feeds.runs import runs
from feeds.state import code

KEEP = 2  # rewritten when it holds more than this many times the bytes in use
_Row = tuple[bytes, bytes, bytes]  # a Written as it is kept


class Written(NamedTuple):
    """Where the part of each thing lies in the data, how long it is (0: there is none), and its CRC-32."""

    places: array[int]
    lengths: array[int]
    sums: array[int]

    @classmethod
    def of(cls, rows: Sequence[bytes]) -> Written:
        """From its bytes. ValueError when these are none."""
        return cls._make(array(kind, row) for kind, row in zip("QII", rows, strict=True))

    @classmethod
    def nothing(cls, size: int) -> Written:
        """No part of so many things."""
        return cls.of([bytes(size * width) for width in (8, 4, 4)])

    def kept(self) -> _Row:
        """Its bytes."""
        return self.places.tobytes(), self.lengths.tobytes(), self.sums.tobytes()

    def within(self, size: int, end: int) -> bool:
        """Are these parts of so many things, none beyond the `end` of the data?"""
        return {*map(len, self)} == {size} and max(map(add, self.places, self.lengths), default=0) <= end

    def taken(self, order: Sequence[slice]) -> Written:
        """Of some of the things, and of some that have none: beyond the last."""
        longer = [memoryview(row + array(row.typecode, [0])) for row in self]
        return Written.of([b"".join(map(row.__getitem__, order)) for row in longer])

    def put(self, at: int, place: int, part: Part) -> None:
        """The part of the thing at a position lies here."""
        self.places[at], self.lengths[at], self.sums[at] = place, len(part), crc32(part)


class Shelf:
    """Parts of things that stand in an order, in several kinds. Those of the last publication are pieces of `data`:
    nothing is copied from there."""

    def __init__(self, data: memoryview, keys: Sequence[str] = (), rows: Mapping[str, _Row] | None = None) -> None:
        self.data, self.keys = data, keys
        self.written = {kind: Written.of(row) for kind, row in (rows or {}).items()}
        if not all(written.within(len(keys), len(data)) for written in self.written.values()):
            raise ValueError("parts that are not there")
        self.arranged = self.moved = False
        self.new: dict[str, dict[int, Part]] = {}
        self._known: dict[str, list[Part | None]] = {}
        self.rendered = 0

    def arrange(self, keys: Sequence[str]) -> Shelf:
        """From now on the things of these keys stand here, in this order; the parts of others are forgotten."""
        if [*keys] != [*self.keys]:
            places = dict(zip(self.keys, range(len(self.keys)), strict=True))
            found = [*map(places.get, keys, repeat(len(places)))]
            self.written = {kind: written.taken(runs(found)) for kind, written in self.written.items()}
            self.new = {
                kind: {at: new[place] for at, place in enumerate(found) if place in new}
                for kind, new in self.new.items()
            }
            self.moved = True
        self.keys, self.arranged, self._known = keys, True, {}
        return self

    def each(self, kind: str, positions: Sequence[int], lacking: Callable[[int], Part]) -> list[Part]:
        """The parts of the things at these positions. `lacking` is asked for one that is not there, or is not what was
        written."""
        row = self._row(kind)
        unknown = [at for at in positions if row[at] is None]
        places = zip(unknown, *(map(each.__getitem__, unknown) for each in self._written(kind)), strict=True)
        for at, place, length, total in places:
            part = self.data[place : place + length]
            row[at] = part if length and crc32(part) == total else lacking(at)
        return cast(list[Part], [*map(row.__getitem__, positions)])

    def get(self, kind: str, at: int, render: Callable[[], bytes]) -> Part:
        """The part of the thing at a position; rendered now when it is not known."""
        return self.each(kind, [at], lambda at: self._add(kind, at, render()))[0]

    def _add(self, kind: str, at: int, part: Part) -> Part:
        self.new.setdefault(kind, {})[at] = part
        self.rendered += 1
        return part

    def leave_out(self, at: int) -> None:
        """From now on the thing at a position has empty parts."""
        for row in self._known.values():
            row[at] = b""

    def lacking(self, kind: str) -> list[int]:
        """The positions of the things that have no part of this kind. The others are not looked at."""
        lengths, new = self._written(kind).lengths, self.new.get(kind, {})
        return [at for at, length in enumerate(lengths) if not length and at not in new] if 0 in lengths else []

    def _row(self, kind: str) -> list[Part | None]:
        if kind not in self._known:
            row = self._known[kind] = [None] * len(self.keys)
            for at, part in self.new.get(kind, {}).items():
                row[at] = part
        return self._known[kind]

    def _written(self, kind: str) -> Written:
        if kind not in self.written:
            self.written[kind] = Written.nothing(len(self.keys))
        return self.written[kind]

    def is_as_it_was(self) -> bool:
        """Is there nothing to be saved?"""
        return self.arranged and not self.moved and not self.new

    def in_use(self) -> int:
        """Bytes that were there before."""
        return sum(sum(written.lengths) for written in self.written.values())

    def renew(self) -> None:
        """Treat all that is here as if it were new: it is to be written again."""
        for kind, written in self.written.items():
            old: dict[int, Part] = {
                at: self.data[place : place + length]
                for at, (place, length) in enumerate(zip(written.places, written.lengths, strict=True))
                if length
            }
            self.new[kind] = old | self.new.get(kind, {})

    def saved(self, end: int) -> tuple[list[str], dict[str, _Row]]:
        """Keys and rows; what is new will lie from `end` on."""
        for kind, new in self.new.items():
            written = self._written(kind)
            for at, part in new.items():
                written.put(at, end, part)
                end += len(part)
        return [*self.keys], {kind: written.kept() for kind, written in self.written.items()}

    def new_parts(self) -> Iterable[Part]:
        """What is to be written, in the order in which `saved` counts on it."""
        return chain.from_iterable(new.values() for new in self.new.values())


class Parts:
    """Shelves by name. `folder` None: in memory only."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.rendered = 0  # known when everything is saved
        self._file, self._data, self._shelves = _read(folder) if folder else _nothing()

    def shelf(self, name: str, keys: Sequence[str]) -> Shelf:
        """The shelf of this name, arranged by these keys; an empty one when there is none."""
        return self._shelves.setdefault(name, Shelf(self._data)).arrange(keys)

    def save(self) -> None:
        """Write what is new; forget what this publication did not ask for, and then everything."""
        shelves = {name: shelf for name, shelf in self._shelves.items() if shelf.arranged}
        self.rendered = sum(shelf.rendered for shelf in shelves.values())
        if self.folder is None or all(shelf.is_as_it_was() for shelf in self._shelves.values()):
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        again = len(self._data) > KEEP * sum(shelf.in_use() for shelf in shelves.values())
        if again:  # under another name: the old index stays true until it is replaced
            for shelf in shelves.values():
                shelf.renew()
        file, end = (_other(self._file), 0) if again or not self._data else (self._file, len(self._data))
        _append(self.folder / file, end, chain.from_iterable(shelf.new_parts() for shelf in shelves.values()))
        saved = {}
        for name, shelf in shelves.items():
            saved[name] = shelf.saved(end)
            end += sum(map(len, shelf.new_parts()))
        kept.write(self.folder / "index", (file, saved), code())
        self._file, self._data, self._shelves = _nothing()


def _append(path: Path, end: int, parts: Iterable[Part]) -> None:
    if not end:
        path.unlink(missing_ok=True)  # a server may still look into the old one
    with path.open("r+b" if end else "xb") as file:
        file.seek(end)
        file.truncate()
        file.writelines(parts)
        file.flush()
        os.fsync(file.fileno())


def _other(name: str) -> str:
    """The data file that the present index does not name."""
    return "parts.1" if name == "parts.0" else "parts.0"


def _read(folder: Path) -> tuple[str, memoryview, dict[str, Shelf]]:
    """File name, data and shelves; nothing when there is none, or when it does not fit (all can be rendered again)."""
    try:
        file, shelves = kept.read(folder / "index", code())
        with (folder / file).open("rb") as opened:
            data = memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
        return file, data, {name: Shelf(data, *row) for name, row in shelves.items()}
    except (OSError, ValueError, TypeError):
        return _nothing()


def _nothing() -> tuple[str, memoryview, dict[str, Shelf]]:
    return "", memoryview(b""), {}
