"""What an event looks like in each format, kept from one publication to the next: an event is rendered once per change.

One data file that is only appended to, and one index file that is replaced as a whole: a process that dies leaves an
index that fits. The index knows place and length of each part, and the sums of the file's blocks: what is not as it was
written is rendered again. Parts of one sort of things lie on a shelf, in the order of the things; a shelf's name, a
thing's key and a kind name everything that the bytes depend on. Renders nothing.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from feeds import blocks, kept
from feeds.blocks import Blocks, Sums
from feeds.keys import Keys
from feeds.shelf import Shelf
from feeds.state import code

KEEP = 2  # rewritten when it holds more than this many times the bytes in use


class Parts:
    """Shelves by name. `folder` None: in memory only."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.rendered = 0  # known when everything is saved
        self._file, self._data, self._shelves = _read(folder) if folder else _nothing()

    def shelf(self, name: str, keys: Keys) -> Shelf:
        """The shelf of this name, arranged by these keys; an empty one when there is none."""
        return self._shelves.setdefault(name, Shelf(self._data)).arrange(keys)

    def save(self) -> None:
        """Write what is new; forget what this publication did not ask for, and then everything."""
        shelves = {name: shelf for name, shelf in self._shelves.items() if shelf.arranged}
        self.rendered = sum(shelf.rendered for shelf in shelves.values())
        if self.folder is None or all(shelf.is_as_it_was() for shelf in self._shelves.values()):
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        again = self._data.rotten or len(self._data) > KEEP * sum(shelf.in_use() for shelf in shelves.values())
        if again:  # under another name: the old index stays true until it is replaced
            for shelf in shelves.values():
                shelf.renew()
        file, sums = (_other(self._file), Sums()) if again or not len(self._data) else (self._file, self._data.sums)
        end = sums.size
        blocks.append(self.folder / file, sums, chain.from_iterable(shelf.new_parts() for shelf in shelves.values()))
        saved = {}
        for name, shelf in shelves.items():
            saved[name] = shelf.saved(end)
            end += sum(map(len, shelf.new_parts()))
        kept.write(self.folder / "index", (file, sums.size, sums.rows.tobytes(), saved), code())
        self._file, self._data, self._shelves = _nothing()


def _other(name: str) -> str:
    """The data file that the present index does not name."""
    return "parts.1" if name == "parts.0" else "parts.0"


def _read(folder: Path) -> tuple[str, Blocks, dict[str, Shelf]]:
    """File name, data and shelves; nothing when there is none, or when it does not fit (all can be rendered again)."""
    try:
        file, size, sums, shelves = kept.read(folder / "index", code())
        data = blocks.read(folder / file, Sums(size, sums))
        return file, data, {name: Shelf(data, *row) for name, row in shelves.items()}
    except (OSError, ValueError, TypeError):
        return _nothing()


def _nothing() -> tuple[str, Blocks, dict[str, Shelf]]:
    return "", Blocks(memoryview(b""), Sums()), {}
