"""What an event looks like in each format, kept from one publication to the next: an event is rendered once per change.

One data file that is only appended to, and one index file that is replaced as a whole: a process that dies leaves an
index that fits. The index knows place, length and CRC-32 of each part: what is not as it was written is rendered again.
Parts of one kind lie on a shelf; a shelf's name and a key name everything the bytes depend on. Renders nothing.
"""

from __future__ import annotations

import mmap
import os
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, compress
from operator import add, eq, or_
from pathlib import Path

from isal.isal_zlib import crc32

from feeds import kept
from feeds.joined import Part

KEEP = 2  # rewritten when it holds more than this many times the bytes in use
_NUMBERS = "QII"  # array types of place, length and checksum
_NOTHING: tuple[Sequence[str], Sequence[bytes]] = ((), (b"", b"", b""))
_Row = tuple[list[str], list[bytes]]  # keys, and three arrays as bytes


class Shelf:
    """Parts of one kind by key. Those of the last publication are pieces of `data`: nothing is copied from there."""

    def __init__(self, data: memoryview, keys: Sequence[str], rows: Sequence[bytes]) -> None:
        self.data, self.keys = data, keys
        self.places, self.lengths, self.sums = (array(kind, row) for kind, row in zip(_NUMBERS, rows, strict=True))
        if max(map(add, self.places, self.lengths), default=0) > len(data):
            raise ValueError("parts that are not there")
        self.slots = dict(zip(keys, range(len(keys)), strict=True))
        self.used = bytearray(len(keys))
        self.new: dict[str, Part] = {}
        self.rendered = 0

    def get(self, key: str, render: Callable[[], bytes]) -> Part:
        """The part of this key; rendered now when it is not known."""
        part = self.known(key)
        if part is None:
            part = self.new[key] = render()
            self.rendered += 1
        return part

    def known(self, key: str) -> Part | None:
        """The part of this key; None when there is none, or when it is not what was written."""
        return self.each([key])[0]

    def each(self, keys: Sequence[str]) -> list[Part | None]:
        """`known` of many, in a fifth of the time."""
        slots = [*map(self.slots.get, keys)]
        known = [slot for slot in slots if slot is not None]
        stored = self._stored(known)
        if len(known) == len(slots):
            return stored
        rest = iter(stored)
        return [self.new.get(key) if slot is None else next(rest) for key, slot in zip(keys, slots, strict=True)]

    def _stored(self, slots: Sequence[int]) -> list[Part | None]:
        """What lies there, if it is what was written."""
        places, lengths, sums = (map(row.__getitem__, slots) for row in self._rows())
        data, used = self.data, self.used
        parts: list[Part | None] = [data[place : place + size] for place, size in zip(places, lengths, strict=True)]
        whole = [*map(eq, map(crc32, parts), sums)]
        for slot in slots:
            used[slot] = 1
        for at in [at for at, same in enumerate(whole) if not same] if False in whole else ():
            used[slots[at]], parts[at] = 0, None
            self.slots.pop(self.keys[slots[at]], None)  # one that is asked for twice has gone already
        return parts

    def lacking(self, keys: Iterable[str]) -> set[str]:
        """Those of these keys that have no part. The others are not forgotten, though nobody reads them now."""
        wanted = set(keys)
        self.used[:] = map(or_, self.used, map(wanted.__contains__, self.keys))
        return wanted.difference(self.slots, self.new)

    def in_use(self) -> int:
        """Bytes of the last publication that this one asked for."""
        return sum(compress(self.lengths, self.used))

    def renew(self) -> None:
        """Treat what is in use as if it were new: it is to be written again."""
        old = compress(zip(self.keys, self.places, self.lengths, strict=True), self.used)
        again: dict[str, Part] = {key: self.data[place : place + length] for key, place, length in old}
        self.new = again | self.new
        self.used = bytearray(len(self.keys))

    def saved(self, end: int) -> _Row:
        """Keys and rows of what is in use, and of what is new as it will lie from `end` on."""
        rows = [array(kind, compress(row, self.used)) for kind, row in zip(_NUMBERS, self._rows(), strict=True)]
        for part in self.new.values():
            for row, number in zip(rows, (end, len(part), crc32(part)), strict=True):
                row.append(number)
            end += len(part)
        return [*compress(self.keys, self.used), *self.new], [row.tobytes() for row in rows]

    def _rows(self) -> tuple[array[int], ...]:
        return self.places, self.lengths, self.sums


class Parts:
    """Shelves by name. `folder` None: in memory only."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.rendered = 0  # known when everything is saved
        self._file, self._data, self._shelves = _read(folder) if folder else _nothing()

    def shelf(self, name: str) -> Shelf:
        """The shelf of this name; an empty one when there is none."""
        return self._shelves.setdefault(name, Shelf(self._data, *_NOTHING))

    def save(self) -> None:
        """Write what is new; forget what this publication did not ask for, and then everything."""
        shelves = self._shelves.values()
        self.rendered = sum(shelf.rendered for shelf in shelves)
        if self.folder is None or not any(shelf.new or 0 in shelf.used for shelf in shelves):
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        again = len(self._data) > KEEP * sum(shelf.in_use() for shelf in shelves)
        if again:  # under another name: the old index stays true until it is replaced
            for shelf in shelves:
                shelf.renew()
        file, end = (_other(self._file), 0) if again or not self._data else (self._file, len(self._data))
        _append(self.folder / file, end, chain.from_iterable(shelf.new.values() for shelf in shelves))
        saved: dict[str, _Row] = {}
        for name, shelf in self._shelves.items():
            saved[name] = shelf.saved(end)
            end += sum(map(len, shelf.new.values()))
        kept.write(self.folder / "index", (file, {name: row for name, row in saved.items() if row[0]}))
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
        file, shelves = kept.read(folder / "index")
        with (folder / file).open("rb") as opened:
            data = memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
        return file, data, {name: Shelf(data, *row) for name, row in shelves.items()}
    except (OSError, ValueError, TypeError):
        return _nothing()


def _nothing() -> tuple[str, memoryview, dict[str, Shelf]]:
    return "", memoryview(b""), {}
