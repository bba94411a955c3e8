"""What keeps events.db usable over years: damage found, copies made, old rows dropped. SQL, and nothing decided."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from pipeline.store import StorageError, Store
from pipeline.store.schema import VERSION

SUFFIXES = ("", "-wal", "-shm")  # a database is three files while it is used


def is_damaged(path: Path) -> bool:
    """Whether a file can no longer be read as a database; a missing or locked one is not damaged."""
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(path, timeout=15)) as db:
            found: str = db.execute("pragma quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError:
        return False  # locked, no right to read, disk full: nothing that a rebuild would mend
    except sqlite3.DatabaseError:
        return True
    return found != "ok"


def holds_events(path: Path) -> bool:
    """Whether a file is a database with events; nothing is made or changed."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            return db.execute("select 1 from events limit 1").fetchone() is not None
    except sqlite3.Error:
        return False


def check(path: Path) -> None:
    """Raises StorageError unless the file is a whole database that this version can use."""
    if not path.exists():
        raise StorageError(f"{path}: there is no such file")  # SQLite would make one
    try:
        with closing(sqlite3.connect(path)) as db:
            version: int = db.execute("pragma user_version").fetchone()[0]
            state: str = db.execute("pragma integrity_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise StorageError(f"{path}: {error}") from error
    if state != "ok":
        raise StorageError(f"{path}: {state}")
    if version > VERSION:
        raise StorageError(f"{path}: written by a newer pitchradar (schema {version}, this one knows {VERSION})")


def copy(store: Store, target: Path) -> None:
    """A whole copy while others read and write: written beside, checked, put in place. Raises StorageError."""
    beside = target.with_name(f".{target.name}.part")
    beside.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(beside)) as into:
            store.db.conn.backup(into)
        check(beside)
        beside.replace(target)
    except sqlite3.Error as error:
        raise StorageError(f"{target}: {error}") from error
    finally:
        beside.unlink(missing_ok=True)


def move_aside(path: Path, name: str) -> Path | None:
    """Rename a database with its side files to `events.db.<name>`; None when there was none."""
    target = path.with_name(f"{path.name}.{name}")
    moved = False
    for suffix in SUFFIXES:
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(target.with_name(target.name + suffix))
            moved = True
    return target if moved else None


def remove(path: Path) -> None:
    """Delete a database with its side files."""
    for suffix in SUFFIXES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def run_ids(store: Store) -> set[str]:
    """Names of the runs that are in the database."""
    return set(store.column("select distinct run_id from runs"))


def prune(store: Store, *, events: date, issues: datetime, runs: datetime) -> Mapping[str, int]:
    """Delete events that ended before `events`, Issues not seen since `issues`, facts of runs before `runs`."""
    before = {"events": events.isoformat(), "issues": issues.isoformat(), "runs": runs.isoformat()}
    gone = "select uid from events where last_day < :events"
    orphaned = "(at < :events and uid not in (select uid from events))"  # of what became part of another event
    statements = {
        "changes": f"delete from changes where uid in ({gone}) or {orphaned}",
        "versions": f"delete from versions where uid in ({gone}) or {orphaned}",
        "tags": f"delete from tags where uid in ({gone})",
        "sightings": f"delete from sightings where uid in ({gone})",
        "events": "delete from events where last_day < :events",
        "issues": "delete from issues where last_seen < :issues",
        "runs": "delete from runs where at < :runs",
    }
    with store.transaction():
        return {table: store.db.execute(sql, before).rowcount for table, sql in statements.items()}
