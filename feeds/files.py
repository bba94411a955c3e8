"""Writes a file so that readers see the old one or the new one, both whole. Knows no format.

The bytes are checked before they take the old file's place; equal bytes are not written at all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from feeds.joined import Joined

Check = Callable[[bytes], None]


class Refused(Exception):
    """The bytes did not pass their check; the old file stays."""


def put(path: Path, data: bytes | Joined, check: Check | None = None) -> bool:
    """Write `data` to `path` unless it is there already; True when something was written.

    Raises Refused when `check` raises ValueError, OSError when the disk refuses. Of what is joined the frame is
    checked: its parts have been, each when it was rendered.
    """
    data = data if isinstance(data, Joined) else Joined(data)
    if holds(path, data):
        return False
    if check:
        _passes(check, data.frame(), path)
    path.parent.mkdir(parents=True, exist_ok=True)
    _leave_memory(path)
    with _written(path, data) as new:
        new.replace(path)
    return True


def holds(path: Path, data: Joined) -> bool:
    """Are these the bytes that lie there? Looks no further than to the first piece that differs."""
    try:
        with path.open("rb") as file:
            return all(file.read(len(piece)) == piece for piece in data.pieces()) and not file.read(1)
    except FileNotFoundError:
        return False


def _leave_memory(path: Path) -> None:
    """The new file can take the memory in which the old one is cached: of 200 MB it is a pity to need twice as much."""
    with suppress(FileNotFoundError), path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):  # so it is on Linux
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def _written(path: Path, data: Joined) -> Iterator[Path]:
    """A file beside `path` with the data, safe on the disk: to be renamed, or it is gone afterwards."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            size = sum(map(file.write, data.pieces()))
            file.flush()
            os.fsync(file.fileno())
        if temporary.stat().st_size != size:
            raise OSError(f"{temporary}: written incompletely")
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _passes(check: Check, data: bytes, path: Path) -> None:
    try:
        check(data)
    except ValueError as error:
        raise Refused(f"{path.name}: {error}") from error


def settle(folder: Path) -> None:
    """The renames in a folder must survive a power cut, too: once, after all of them."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
