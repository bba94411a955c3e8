"""How a database file is opened: to be written, or only to be looked at where nothing can be written."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

BUSY_SECONDS = 15.0
CACHED_KB = 16_000


def can_write(path: Path) -> bool:
    """Whether the file and what SQLite puts beside it can be written."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def connect(path: Path) -> sqlite3.Connection:
    """The file, made if there is none; where it cannot be written, for looking only."""
    return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None) if can_write(path) else look_at(path)


def look_at(path: Path, *, threads: bool = False) -> sqlite3.Connection:
    """Without the right to write beside it a file with a write-ahead log can be read only as one that nobody changes,
    unless somebody is writing it just now. `threads`: any of them may use the connection."""
    for how in ("mode=ro", "immutable=1"):
        address = f"{path.absolute().as_uri()}?{how}"
        db = sqlite3.connect(
            address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=not threads
        )
        with suppress(sqlite3.OperationalError):
            db.execute("select 1 from sqlite_master").fetchone()
            break
    db.execute("pragma query_only=1")
    return db


def only_looks(db: sqlite3.Connection) -> bool:
    """Whether a connection was opened for looking only."""
    return bool(db.execute("pragma query_only").fetchone()[0])


def tune(db: sqlite3.Connection) -> None:
    """Readers while a run writes, no wait for the disk at each step, a first run's pages written once."""
    db.execute("pragma journal_mode=wal")
    db.execute("pragma synchronous=normal")
    db.execute(f"pragma cache_size={-CACHED_KB:d}")
