"""Plain values (tuples, lists, dicts, texts, numbers, bytes) in one file, read back in one go.

Only for what can be made again: a file that is torn, or written by another Python or for another state, is no file.
"""

from __future__ import annotations

import marshal
import os
import sys
from pathlib import Path
from typing import Any

from isal.isal_zlib import crc32


def read(path: Path, state: str = "") -> Any:
    """What was written there for this state; None when there is no such thing."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        return marshal.loads(body) if head == _head(state, body) else None
    except (OSError, ValueError, EOFError, TypeError):
        return None


def write(path: Path, value: Any, state: str = "") -> None:
    """Put the value in the place of the old one, safe on the disk."""
    body = marshal.dumps(value)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        file.writelines((_head(state, body), b"\n", body))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _head(state: str, body: bytes) -> bytes:
    return f"{sys.implementation.cache_tag} {marshal.version} {state} {crc32(body)}".encode()
