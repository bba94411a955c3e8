"""What an event looks like in each format, kept from one publication to the next: an event is rendered once per change.

One data file that is only appended to, and one index file (key, offset, length of each part) that is replaced as a
whole: a process that dies leaves an index that fits. A key names everything the bytes depend on. Renders nothing.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Callable
from pathlib import Path

KEEP = 2  # rewritten when it holds more than this many times the bytes in use


class Parts:
    """Rendered parts by key. `folder` None: in memory only."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._new: dict[str, bytes] = {}
        self._used: dict[str, tuple[int, int]] = {}
        self._index, self._data = _read(folder) if folder else ({}, b"")
        self.rendered = 0

    def get(self, key: str, render: Callable[[], bytes]) -> bytes:
        """The part of this key; rendered now when it is not known."""
        place = self._index.get(key)
        if place:
            self._used[key] = place
            return self._data[place[0] : place[0] + place[1]]
        if key not in self._new:
            self._new[key] = render()
            self.rendered += 1
        return self._new[key]

    def save(self) -> None:
        """Write what is new; forget what this publication did not ask for, and then everything."""
        if self.folder is None or not (self._new or len(self._used) < len(self._index)):
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        used = sum(length for _, length in self._used.values())
        if len(self._data) > KEEP * used:
            self._compact()
        self._append()

    def _compact(self) -> None:
        """Start a new data file with what is in use; under another name: the old index stays true until replaced."""
        self._new = {key: self._data[at : at + n] for key, (at, n) in self._used.items()} | self._new
        self._used, self._data = {}, b""

    def _append(self) -> None:
        assert self.folder is not None
        at = len(self._data)
        index = dict(self._used)
        for key, part in self._new.items():
            index[key] = (at, len(part))
            at += len(part)
        name = _name(self.folder) if self._data else _other(self.folder)
        if not self._data:
            (self.folder / name).unlink(missing_ok=True)  # a server may still look into the old one
        with (self.folder / name).open("r+b" if self._data else "xb") as file:
            file.seek(len(self._data))
            file.truncate()
            file.writelines(self._new.values())
            file.flush()
            os.fsync(file.fileno())
        temporary = self.folder / "index.tmp"
        at_, lengths = zip(*index.values(), strict=True) if index else ((), ())
        temporary.write_text(json.dumps({"file": name, "keys": list(index), "at": at_, "length": lengths}))
        temporary.replace(self.folder / "index.json")
        self._index, self._used, self._new, self._data = {}, {}, {}, b""


def _read(folder: Path) -> tuple[dict[str, tuple[int, int]], mmap.mmap | bytes]:
    """Index and data; nothing when there is none, or when it does not fit (it can all be rendered again)."""
    try:
        index = json.loads((folder / "index.json").read_text())
        with (folder / str(index["file"])).open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        parts = dict(zip(index["keys"], zip(index["at"], index["length"], strict=True), strict=True))
        fits = all(0 <= at <= at + length <= len(data) for at, length in parts.values())
    except (OSError, ValueError, KeyError, TypeError):
        return {}, b""
    return (parts, data) if fits else ({}, b"")


def _name(folder: Path) -> str:
    try:
        return str(json.loads((folder / "index.json").read_text())["file"])
    except (OSError, ValueError, KeyError):
        return "parts.0"


def _other(folder: Path) -> str:
    """The data file that the present index does not name."""
    return "parts.1" if _name(folder) == "parts.0" else "parts.0"
