"""Plain values (tuples, lists, dicts, texts, numbers, bytes) in one file, read back in one go.

Only for what can be made again: a file that is torn, or written by another Python or for another state, is no file.
"""

from __future__ import annotations

import marshal
import mmap
import sys
from pathlib import Path
from typing import Any

from isal.isal_zlib import crc32

from feeds import files
from feeds.joined import Joined

VERSION = 2  # of marshal's: later ones look for what is there twice, which takes three times as long


def read(path: Path, state: str) -> Any:
    """What was written there for this state; None when there is no such thing."""
    try:
        with path.open("rb") as file:
            head = file.readline()
            body = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))[len(head) :]
        return marshal.loads(body) if head == _head(state, body) else None
    except (OSError, ValueError, EOFError, TypeError):
        return None


def write(path: Path, value: Any, state: str) -> None:
    """Put the value in the place of the old one, safe on the disk."""
    body = marshal.dumps(value, VERSION)
    files.put(path, Joined(_head(state, body), [body]))


def _head(state: str, body: bytes | memoryview) -> bytes:
    return f"{sys.implementation.cache_tag} {VERSION} {state} {crc32(body)}\n".encode()
