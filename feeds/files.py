"""Writes a file so that readers see the old one or the new one, both whole. Knows no format.

The bytes are checked before they take the old file's place; equal bytes are not written at all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from io import FileIO
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
    new = beside(path, data, check)
    if new:
        take([path])
    return new


def beside(path: Path, data: bytes | Joined, check: Check | None = None) -> bool:
    """The same, but for the last step: the new file lies beside the old one, whole and safe on the disk, until `take`
    or `drop`. Nothing is left of one that could not be written."""
    data = data if isinstance(data, Joined) else Joined(data)
    if holds(path, data):
        return False
    if check:
        _passes(check, data.frame(), path)
    path.parent.mkdir(parents=True, exist_ok=True)
    _leave_memory(path)
    try:
        _write(_new(path), data)
    except BaseException:
        drop([path])
        raise
    return True


def take(paths: Iterable[Path]) -> None:
    """The new files take the places of the old ones."""
    for path in paths:
        _new(path).replace(path)


def drop(paths: Iterable[Path]) -> None:
    """Give new files up, those that are there."""
    for path in paths:
        _new(path).unlink(missing_ok=True)


def _new(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def holds(path: Path, data: Joined) -> bool:
    """Are these the bytes that lie there? Looks no further than to the length, or to the first piece that differs."""
    try:
        with path.open("rb", buffering=0) as file:
            same = os.fstat(file.fileno()).st_size == data.size
            return same and all(_holds(file, b"".join(some)) for some in data.pieces())
    except FileNotFoundError:
        return False


def _holds(file: FileIO, piece: bytes) -> bool:
    return file.read(len(piece)) == piece


def _leave_memory(path: Path) -> None:
    """The new file can take the memory in which the old one is cached: of 50 MB it is a pity to need twice as much."""
    with suppress(FileNotFoundError), path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):  # so it is on Linux
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _write(path: Path, data: Joined) -> None:
    with path.open("wb", buffering=0) as file:
        with suppress(AttributeError, OSError):  # room that is asked for at once costs less; not every system has that
            os.posix_fallocate(file.fileno(), 0, data.size)
        size = sum(os.writev(file.fileno(), some) for some in data.pieces())
        os.fsync(file.fileno())
    if size != data.size:
        raise OSError(f"{path}: written incompletely")


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
