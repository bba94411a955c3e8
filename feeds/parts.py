"""What an event looks like in each format, kept from one publication to the next: an event is rendered once per change.

One data file that is only appended to, and one index file that is replaced as a whole: a process that dies leaves an
index that fits. The index knows place, length and CRC-32 of each part: what is not as it was written is rendered again.
A key names everything the bytes depend on. Renders nothing.
"""

from __future__ import annotations

import json
import mmap
import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import add
from pathlib import Path
from zlib import crc32

KEEP = 2  # rewritten when it holds more than this many times the bytes in use
_NUMBERS = "QII"  # array types of place, length and checksum


def _numbers() -> tuple[array[int], ...]:
    return tuple(map(array, _NUMBERS))


@dataclass(frozen=True, slots=True)
class _Index:
    """Which part lies where in the data file: `numbers` are the places, lengths and checksums, in the keys' order."""

    file: str = ""
    keys: Sequence[str] = ()
    numbers: tuple[array[int], ...] = field(default_factory=_numbers)

    def fits(self, size: int) -> bool:
        """Can all this be in a file of `size` bytes?"""
        places, lengths, _ = self.numbers
        return max(map(add, places, lengths), default=0) <= size


class Parts:
    """Rendered parts by key. `folder` None: in memory only."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._index, self._data = _read(folder) if folder else (_Index(), b"")
        self._slots = dict(zip(self._index.keys, range(len(self._index.keys)), strict=True))
        self._used = bytearray(len(self._slots))
        self._new: dict[str, bytes] = {}
        self.rendered = 0

    def get(self, key: str, render: Callable[[], bytes]) -> bytes:
        """The part of this key; rendered now when it is not known."""
        part = self.known(key)
        if part is None:
            part = self._new[key] = render()
            self.rendered += 1
        return part

    def known(self, key: str) -> bytes | None:
        """The part of this key; None when there is none, or when it is not what was written."""
        return next(self.each([key]))

    def each(self, keys: Iterable[str]) -> Iterator[bytes | None]:
        """`known` of many, in a third of the time."""
        slots, used, data = self._slots, self._used, self._data
        places, lengths, sums = self._index.numbers
        for key in keys:
            slot = slots.get(key)
            if slot is None:
                yield self._new.get(key)
                continue
            place = places[slot]
            part = data[place : place + lengths[slot]]
            used[slot] = whole = crc32(part) == sums[slot]
            if not whole:
                del slots[key]
            yield part if whole else None

    def keep(self, key: str) -> bool:
        """Is there a part of this key? It is not forgotten, but nobody needs its bytes now."""
        slot = self._slots.get(key)
        if slot is not None:
            self._used[slot] = 1
        return slot is not None or key in self._new

    def save(self) -> None:
        """Write what is new; forget what this publication did not ask for, and then everything."""
        if self.folder is None or not (self._new or 0 in self._used):
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        used = sum(compress(self._index.numbers[1], self._used))
        if len(self._data) > KEEP * used:
            self._compact()
        self._append(self.folder)
        self._index, self._slots, self._used, self._new, self._data = _Index(), {}, bytearray(), {}, b""

    def _compact(self) -> None:
        """Start a new data file with what is in use; under another name: the old index stays true until replaced."""
        slots = list(compress(range(len(self._used)), self._used))
        places, lengths, _ = self._index.numbers
        kept = {self._index.keys[i]: self._data[places[i] : places[i] + lengths[i]] for i in slots}
        self._new = kept | self._new
        self._used, self._data = bytearray(len(self._used)), b""

    def _append(self, folder: Path) -> None:
        name, end = self._index.file if self._data else _other(self._index.file), len(self._data)
        numbers = tuple(
            array(kind, compress(row, self._used)) for kind, row in zip(_NUMBERS, self._index.numbers, strict=True)
        )
        for part in self._new.values():
            for row, number in zip(numbers, (end, len(part), crc32(part)), strict=True):
                row.append(number)
            end += len(part)
        if not self._data:
            (folder / name).unlink(missing_ok=True)  # a server may still look into the old one
        with (folder / name).open("r+b" if self._data else "xb") as file:
            file.seek(len(self._data))
            file.truncate()
            file.writelines(self._new.values())
            file.flush()
            os.fsync(file.fileno())
        _write(folder / "index", _Index(name, [*compress(self._index.keys, self._used), *self._new], numbers))


def _other(name: str) -> str:
    """The data file that the present index does not name."""
    return "parts.1" if name == "parts.0" else "parts.0"


def _write(path: Path, index: _Index) -> None:
    """A line of JSON, the three rows of numbers, and the keys, a line each."""
    body = b"".join([*(row.tobytes() for row in index.numbers), "\n".join(index.keys).encode()])
    about = {"file": index.file, "parts": len(index.keys), "crc": crc32(body)}
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        file.writelines((json.dumps(about).encode(), b"\n", body))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _read(folder: Path) -> tuple[_Index, mmap.mmap | bytes]:
    """Index and data; nothing when there is none, or when it does not fit (it can all be rendered again)."""
    try:
        head, _, body = (folder / "index").read_bytes().partition(b"\n")
        about = json.loads(head)
        if crc32(body) != about["crc"]:
            raise ValueError("torn")
        *rows, keys = _cut(body, (array(kind).itemsize * about["parts"] for kind in _NUMBERS))
        numbers = tuple(array(kind, row) for kind, row in zip(_NUMBERS, rows, strict=True))
        with (folder / str(about["file"])).open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        index = _Index(str(about["file"]), keys.decode().split("\n") if keys else [], numbers)
    except (OSError, ValueError, KeyError, TypeError):
        return _Index(), b""
    return (index, data) if index.fits(len(data)) else (_Index(), b"")


def _cut(data: bytes, lengths: Iterable[int]) -> Iterable[bytes]:
    """Pieces of these lengths, and the rest."""
    at = 0
    for length in lengths:
        yield data[at : at + length]
        at += length
    yield data[at:]
