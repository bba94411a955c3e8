"""Deletion on request: rows and texts are gone from the file itself, not only from its tables. SQL, nothing decided."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from pipeline import wire
from pipeline.crawled import CrawlState
from pipeline.model import Event
from pipeline.store import MERGED, Store
from pipeline.store.rows import event_of

_BY_UID = ("events", "sightings", "tags", "changes", "versions")
_BY_WORD = (
    ("issues", "coalesce(url, '') || ' ' || coalesce(value, '') || ' ' || message"),
    ("candidates", "url || ' ' || evidence || ' ' || titles"),
)


def versions(store: Store, uid: str) -> list[Event]:
    """All that was ever published of an event, the oldest first."""
    sql = "select data from versions where uid = ? and data != ? order by at"
    return [event_of(data) for data in store.column(sql, uid, MERGED)]


def erase(store: Store, ids: Iterable[str], words: Iterable[str], states: Mapping[str, CrawlState]) -> None:
    """Delete what is stored under these UIDs and sightings, and Issues and candidates that say one of the words.

    `states` replace what the crawls of these sources remember. The file is written anew: SQLite keeps deleted texts in
    its free pages, and full-text search in its segments.
    """
    known = [(id,) for id in ids]
    said = [(word,) for text in words for word in {text, json.dumps(text, ensure_ascii=False)[1:-1]}]  # lists are JSON
    with store.transaction():
        for table in _BY_UID:
            store.db.conn.executemany(f"delete from {table} where uid = ?", known)
        store.db.conn.executemany("delete from sightings where id = ?", known)
        for table, text in _BY_WORD:
            store.db.conn.executemany(f"delete from {table} where instr({text}, ?)", said)
        rows = [(wire.dump_json(state), source) for source, state in states.items()]
        store.db.conn.executemany("update crawl_states set data = ? where source_id = ?", rows)
        store.db.execute("insert into events_fts(events_fts) values ('optimize')")
        store.touch()
    store.rows("vacuum")
    store.rows("pragma wal_checkpoint(truncate)")
