"""A mark of code, packaged data and libraries: what was made with other ones is made anew. Reads files only."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path


def mark(rooms: Iterable[Path], libraries: Iterable[str] = ()) -> str:
    """64 hex digits: of the files in `rooms` (folders, or single files), of the versions of Python and of the named
    distributions. OSError, PackageNotFoundError."""
    files = sorted(file for room in rooms for file in (room.rglob("*") if room.is_dir() else [room]))
    digest = hashlib.sha256("\x1f".join([sys.version, *map(version, libraries)]).encode())
    for file in files:
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
