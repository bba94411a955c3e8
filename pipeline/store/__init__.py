"""events.db: what is known, written in one transaction per run. The only room that knows SQL.

Keeps; decides nothing. Raises `StorageError` with a sentence for the operator when the file cannot be used.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from pipeline import wire
from pipeline.crawled import CrawlState
from pipeline.model import Change, Cluster, Event, Sighting
from pipeline.store import opened
from pipeline.store.batch import Batch
from pipeline.store.rows import (
    Row,
    change_of,
    change_row,
    event_of,
    event_row,
    sighting_of,
    sighting_row,
    tag_rows,
    utc,
)
from pipeline.store.schema import MIGRATIONS, VERSION
from pipeline.store.stored import Load, Stored
from pipeline.store.upsert import upsert

__all__ = ["Batch", "StorageError", "Store"]

SEEN = "update sightings set last_seen = ? where id in (select value from json_each(?))"
MERGED = "null"  # `versions.data` of an event that is part of another from then on


class StorageError(Exception):
    """The database cannot be used; the message says why and what to do."""


class Store:
    """One open database. Use as a context manager or call `close`."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        try:
            self.db = Database(opened.connect(path))
            self._open()
        except sqlite3.DatabaseError as error:
            raise StorageError(f"{path}: {error}") from error

    def _open(self) -> None:
        version = self.db.execute("pragma user_version").fetchone()[0]
        if version > VERSION:
            raise StorageError(
                f"{self.path}: written by a newer pitchradar (schema {version}, this one knows {VERSION})"
            )
        if opened.only_looks(self.db.conn):
            if version < VERSION:
                raise StorageError(f"{self.path}: of an older pitchradar; it is upgraded where it can be written")
            return
        opened.tune(self.db.conn)
        if MIGRATIONS.pending(self.db):
            if version:
                self._backup(self.path.with_suffix(f".v{version}.bak"))
            MIGRATIONS.apply(self.db)
            self.db.execute(f"pragma user_version={VERSION:d}")

    def _backup(self, target: Path) -> None:
        copy = sqlite3.connect(target)
        try:
            self.db.conn.backup(copy)
        finally:
            copy.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the write-ahead log is merged by SQLite when nobody else reads."""
        self.db.close()

    # ---- reading -------------------------------------------------------------------------------------------------

    def records(self, sql: str, *arguments: object) -> Iterator[Row]:
        """All rows, each by the names of its columns."""
        with self._named():
            yield from self.db.query(sql, list(arguments))

    def rows(self, sql: str, *arguments: object) -> list[tuple[Any, ...]]:
        """All rows, as they are."""
        with self._named():
            return self.db.execute(sql, list(arguments)).fetchall()

    def column(self, sql: str, *arguments: object) -> list[Any]:
        """The first value of every row."""
        return [row[0] for row in self.rows(sql, *arguments)]

    def events(self, since: date | None = None) -> list[Event]:
        """All events, or those whose last day is not before `since`; by day, then UID."""
        found = self.stored(since)
        found.decode(range(len(found)))
        return list(found)

    def stored(self, since: date | None = None, *, lazily: bool = False) -> Stored:
        """The same as they are stored, decoded only when somebody looks at one; `lazily` they are not even read before
        that, and this store must be open then."""
        day = since.isoformat() if since else ""
        if not lazily:
            rows = self.rows("select mark, data from events where last_day >= ? order by day, uid", day)
            return Stored([row[0] for row in rows], lambda some: [rows[at][1] for at in some])
        # One text of all is there in half the time of a row for each.
        sql = """select group_concat(mark), group_concat(rowid) from (
                   select mark, rowid from events where last_day >= ? order by day, uid)"""
        marks, rowids = (text.split(",") if text else [] for text in self.rows(sql, day)[0])
        return Stored(marks, self._texts(rowids))

    def _texts(self, rowids: Sequence[str]) -> Load:
        def load(some: Sequence[int]) -> list[str]:
            wanted = [int(rowids[at]) for at in some]
            sql = f"select rowid, data from events where rowid in ({','.join('?' * len(wanted))})"
            return [*map(dict(self.rows(sql, *wanted)).__getitem__, wanted)]

        return load

    def event(self, uid: str) -> Event | None:
        """One event by UID, None when there is none."""
        found = self.column("select data from events where uid = ?", uid)
        return event_of(found[0]) if found else None

    def sightings(self, source_id: str | None = None, since: date | None = None) -> list[Sighting]:
        """Stored sightings of one source or of all, or those whose last day is not before `since`; the oldest first."""
        sql = """select data, last_seen from sightings where (? is null or source_id = ?) and last_day >= ?
                 order by first_seen, id"""
        return [sighting_of(*row) for row in self.rows(sql, source_id, source_id, since.isoformat() if since else "")]

    def sightings_of(self, uid: str) -> list[Sighting]:
        """What the sources show of one event, the oldest first."""
        sql = "select data, last_seen from sightings where uid = ? order by first_seen, id"
        return [sighting_of(*row) for row in self.rows(sql, uid)]

    def clusters(self) -> list[Cluster]:
        """Which sightings make which event, the oldest first."""
        members: dict[str, list[str]] = {}
        for row in self.records("select uid, id from sightings where uid is not null order by first_seen, id"):
            members.setdefault(row["uid"], []).append(row["id"])
        return [Cluster(uid, tuple(ids)) for uid, ids in members.items()]

    def states(self) -> dict[str, CrawlState]:
        """What each source's crawls remember."""
        rows = self.records("select source_id, data from crawl_states")
        return {row["source_id"]: wire.load_json(CrawlState, row["data"]) for row in rows}

    def sources(self) -> dict[str, Row]:
        """The rows of table `sources` by id."""
        return {row["id"]: row for row in self.records("select * from sources")}

    def health(self) -> list[Row]:
        """The rows of view `health`."""
        return list(self.records("select * from health"))

    def history(self, source_id: str) -> list[Row]:
        """The facts of a source's last 400 runs as the judge saw them, the oldest first."""
        sql = "select facts, accepted from runs where source_id = ? order by at desc, run_id desc limit 400"
        rows = list(self.records(sql, source_id))
        return [json.loads(row["facts"]) | ({"accepted": True} if row["accepted"] else {}) for row in reversed(rows)]

    def season(self, source_id: str, since: datetime, until: datetime) -> list[Row]:
        """The facts of a source's good runs between two instants, the oldest first."""
        sql = "select facts from runs where source_id = ? and at between ? and ? and ok = 1 and held = 0 order by at"
        return list(map(json.loads, self.column(sql, source_id, utc(since), utc(until))))

    def changes(self, since: datetime | None = None, uid: str | None = None) -> list[Change]:
        """Changes, of one event or of all, the oldest first."""
        one = "uid = ? and" if uid else ""  # "? is null or uid = ?" would be tried on every row
        sql = f"select kind, uid, at, fields, evidence from changes where {one} at >= ? order by at, id"
        return [change_of(*row) for row in self.rows(sql, *filter(None, [uid]), utc(since) if since else "")]

    def issues(self) -> list[Row]:
        """The rows of table `issues`, the newest first."""
        return list(self.records("select * from issues order by last_seen desc, id"))

    def meta(self, key: str) -> str | None:
        """A remembered value, e.g. a judge's `accept` that waits for its run."""
        found = self.column("select value from meta where key = ?", key)
        return found[0] if found else None

    def data_version(self) -> int:
        """Rises with every run that changed an event: the key of every cache."""
        return int(self.meta("data_version") or 0)

    def published(self) -> set[str]:
        """Names of feeds that were published once: they stay, even empty."""
        return set(self.column("select name from published"))

    # ---- writing -------------------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written within, or nothing."""
        with self._named():
            self.db.execute("begin immediate")
            try:
                yield
                self.db.execute("commit")
            except BaseException:
                if self.db.conn.in_transaction:
                    self.db.execute("rollback")
                raise

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StorageError(f"{self.path}: {error}") from error

    def commit(self, batch: Batch) -> None:
        """Write a whole batch, or nothing."""
        with self.transaction():
            self._write_events(batch)
            upsert(self.db.conn, "sightings", (sighting_row(sighting, uid) for sighting, uid in batch.sightings), "id")
            self._write_seen(batch)
            upsert(self.db.conn, "sources", batch.sources, "id")
            if batch.configured is not None:
                removed = [(id,) for id in self.sources().keys() - set(batch.configured)]
                self.db.conn.executemany("delete from sources where id = ?", removed)
            upsert(self.db.conn, "runs", batch.runs, "run_id", "source_id")
            states = ({"source_id": id, "data": wire.dump_json(state)} for id, state in batch.states.items())
            upsert(self.db.conn, "crawl_states", states, "source_id")
            self._write_issues(batch)
            self.db.conn.executemany("delete from meta where key = ?", [(key,) for key in batch.released])
            remembered = ({"key": key, "value": value} for key, value in batch.remembered.items())
            upsert(self.db.conn, "meta", remembered, "key")

    def _write_events(self, batch: Batch) -> None:
        for event in batch.dissolved:
            self.db.execute("delete from events where uid = ?", [event.uid])
            self.db.execute("delete from tags where uid = ?", [event.uid])
        events = list(map(event_row, batch.events))
        upsert(self.db.conn, "events", events, "uid")
        self.db.conn.executemany("delete from tags where uid = ?", [(event.uid,) for event in batch.events])
        upsert(self.db.conn, "tags", (row for event in batch.events for row in tag_rows(event)), "uid", "axis", "label")
        titles = {event.uid: event.title for event in (*batch.dissolved, *batch.events)}
        upsert(self.db.conn, "changes", (change_row(change, titles.get(change.uid)) for change in batch.changes))
        texts = {row["uid"]: row["data"] for row in events} | {e.uid: MERGED for e in batch.dissolved}
        rows = ({"uid": uid, "at": utc(batch.at), "data": data} for uid, data in texts.items())
        upsert(self.db.conn, "versions", rows, "uid", "at")
        if batch.events or batch.dissolved:
            self.touch()

    def _write_seen(self, batch: Batch) -> None:
        """One statement for all that were seen at one moment: mostly all."""
        moments: dict[datetime, list[str]] = {}
        for id, at in batch.seen.items():
            moments.setdefault(at, []).append(id)
        self.db.conn.executemany(SEEN, [(at.isoformat(), json.dumps(ids)) for at, ids in moments.items()])

    def _write_issues(self, batch: Batch) -> None:
        at = utc(batch.at)
        sql = """insert into issues (id, level, stage, source_id, message, url, value, first_seen, last_seen)
                 values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                 on conflict (id) do update set last_seen = excluded.last_seen, count = count + 1"""
        rows = [(i.id, i.level, i.stage, i.source_id, i.message, i.url, i.value, at, at) for i in batch.issues]
        self.db.conn.executemany(sql, rows)

    def _remember(self, key: str, value: str) -> None:
        upsert(self.db.conn, "meta", [{"key": key, "value": value}], "key")

    def remember(self, key: str, value: str) -> None:
        """Keep one value for a later run."""
        with self.transaction():
            self._remember(key, value)

    def pause(self, source_id: str, *, paused: bool) -> None:
        """Leave a source out of all runs that do not name it."""
        with self.transaction():
            upsert(self.db.conn, "sources", [{"id": source_id, "paused": int(paused)}], "id")

    def touch(self) -> None:
        """Say that an event changed; within a transaction."""
        self._remember("data_version", str(self.data_version() + 1))

    def publish_names(self, names: Iterable[str], at: datetime) -> None:
        """Remember that these feeds exist for ever."""
        new = set(names) - self.published()
        if new:
            with self.transaction():
                upsert(self.db.conn, "published", [{"name": n, "first_at": utc(at)} for n in sorted(new)], "name")
