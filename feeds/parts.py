"""What an event looks like in each format, kept from one publication to the next: an event is rendered once per change.

One data file that is only appended to; place and length of each part, and the sums of the file's blocks, are kept with
the edition (`carried`), which is replaced as a whole: a process that dies leaves one that fits. What is not as it was
written is rendered again. Parts of one sort of things lie on a shelf, in the order of the things. Renders nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, count, repeat
from pathlib import Path
from typing import Any

from feeds import blocks
from feeds.blocks import Blocks, Sums
from feeds.rendered import RenderedParts

KEEP = 2  # rewritten when it holds more than this many times the bytes in use
_Shelves = dict[str, tuple[Sequence[str], RenderedParts]]  # the keys of its things; none of the events of an edition


class Parts:
    """Shelves by name. `folder` None: in memory only. `known`: what `save` gave."""

    def __init__(self, folder: Path | None = None, known: Any = None) -> None:
        self.folder = folder
        self._file, self._data, self._shelves = _read(folder, known) if folder and known else _nothing()
        self._asked: _Shelves = {}

    @property
    def rendered(self) -> int:
        """How many were not known."""
        return sum(shelf.rendered for _, shelf in self._asked.values())

    def shelf(self, name: str, keys: Sequence[str]) -> RenderedParts:
        """The shelf of the things of these keys: a key stands for everything that the bytes depend on."""
        before, shelf = self._asked.get(name) or self._shelves.get(name) or ((), RenderedParts(self._data))
        if before != keys:
            places = dict(zip(before, count()))
            shelf.arrange([slice(at, at + 1) for at in map(places.get, keys, repeat(len(before)))])
        self._asked[name] = keys, shelf
        return shelf

    def events(self, size: int) -> RenderedParts:
        """The shelf of the events of an edition, in order."""
        _, shelf = self._shelves.get("", ((), RenderedParts(self._data)))
        if shelf.size != size:  # an edition that was not carried on
            shelf = RenderedParts(self._data, size)
        self._shelves[""] = self._asked[""] = (), shelf
        return shelf

    def save(self) -> Any:
        """Write what is new; forget what this publication did not ask for. Gives what must be known next time."""
        if self.folder is None:
            return None
        self.folder.mkdir(parents=True, exist_ok=True)
        shelves = [shelf for _, shelf in self._asked.values()]
        again = self._data.rotten or len(self._data) > KEEP * sum(shelf.in_use() for shelf in shelves)
        if again:  # under another name: what is kept stays true until it is replaced
            for shelf in shelves:
                shelf.renew()
        file, sums = (_other(self._file), Sums()) if again or not len(self._data) else (self._file, self._data.sums)
        end = sums.size
        blocks.append(self.folder / file, sums, chain.from_iterable(shelf.new_parts() for shelf in shelves))
        saved = {}
        for name, (keys, shelf) in self._asked.items():
            saved[name] = keys, shelf.size, shelf.saved(end)
            end += sum(map(len, shelf.new_parts()))
        return file, sums.size, sums.rows.tobytes(), saved


def _other(name: str) -> str:
    """The data file that is not named now."""
    return "parts.1" if name == "parts.0" else "parts.0"


def _read(folder: Path, known: Any) -> tuple[str, Blocks, _Shelves]:
    """File name, data and shelves; nothing when there is none, or when it does not fit (all can be rendered again)."""
    try:
        file, size, sums, shelves = known
        data = blocks.read(folder / file, Sums(size, sums))
        kept = {name: (keys, RenderedParts(data, size, rows)) for name, (keys, size, rows) in shelves.items()}
        return file, data, kept
    except (OSError, ValueError, TypeError):
        return _nothing()


def _nothing() -> tuple[str, Blocks, _Shelves]:
    return "", Blocks(memoryview(b""), Sums()), {}
