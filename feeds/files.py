"""Writes a file so that readers see the old one or the new one, both whole. Knows no format.

The new file is read back and checked before it takes the old one's place; equal bytes are not written at all.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from pathlib import Path

Check = Callable[[bytes], None]


PACKED = 1_000_000  # bytes; larger files are packed by whoever serves them


class Refused(Exception):
    """The bytes did not pass their check; the old file stays."""


def put(path: Path, data: bytes, check: Check | None = None, *, packed: bool = False) -> bool:
    """Write `data` to `path` unless it is there already; True when something was written.

    Raises Refused when `check` raises ValueError, OSError when the disk refuses. With `packed` a `.gz` lies beside it,
    if it is not large.
    """
    if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".gz")
    if packed and len(data) <= PACKED:
        _replace(beside, gzip.compress(data, 5, mtime=0), None)
    else:
        beside.unlink(missing_ok=True)
    _replace(path, data, check)
    return True


def _replace(path: Path, data: bytes, check: Check | None) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if check:
            _passes(check, temporary.read_bytes(), path)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync(path.parent)


def _passes(check: Check, data: bytes, path: Path) -> None:
    try:
        check(data)
    except ValueError as error:
        raise Refused(f"{path.name}: {error}") from error


def _sync(folder: Path) -> None:
    """The rename itself must survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
