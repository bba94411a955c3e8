"""The second copy of the ledger, beside it: what a deleted, emptied or cut file is made whole from.

The copy is what was written first of the ledger, never more: where it is the longer of the two, the ledger lost lines.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

COMPARED = 4096  # bytes before the copy's end: elsewhere only a person's hand changes what stands


def copy_of(path: Path) -> Path:
    """Where the copy of a ledger is."""
    return path.with_name(f"{path.stem}.copy{path.suffix}")


def nothing_written(path: Path) -> bool:
    """Whether there is neither a ledger nor a copy with anything in it."""
    return not _size(path) and not _size(copy_of(path))


def lost_lines(path: Path) -> bool:
    """Whether the ledger is shorter than its copy."""
    return _size(copy_of(path)) > _size(path)


def read(path: Path, says: Callable[[bytes], bool]) -> bytes:
    """The ledger; after a loss what can be read of the copy, then of what only the ledger has."""
    here = path.read_bytes() if path.exists() else b""
    if not lost_lines(path):
        return here
    saved = list(filter(says, copy_of(path).read_bytes().split(b"\n")))
    known = set(saved)
    *own, _torn = here.split(b"\n")
    return b"".join(line + b"\n" for line in (*saved, *(line for line in own if line not in known and says(line))))


def follow(path: Path) -> None:
    """Bring the copy to where the ledger is: what it lacks is added, or all is copied where it is another text."""
    copy = copy_of(path)
    with path.open("rb") as file, copy.open("ab+") as into:
        size = into.seek(0, os.SEEK_END)
        compared = min(size, COMPARED)
        into.seek(size - compared)
        file.seek(size - compared)
        if into.read(compared) != file.read(compared):
            into.truncate(0)
            file.seek(0)
        while chunk := file.read(1 << 20):
            into.write(chunk)
        into.flush()
        os.fsync(into.fileno())


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
