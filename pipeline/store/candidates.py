"""Table `candidates`: addresses that may become sources, with what was found there. Never read by a run."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from pipeline.store import Store
from pipeline.store.rows import Row
from pipeline.store.upsert import upsert

_LISTS = ("evidence", "titles")


def read_candidates(store: Store) -> list[Row]:
    """All candidates, the best first; `evidence` and `titles` are lists."""
    rows = store.records("select * from candidates order by score desc, url")
    return [{**row, **{name: json.loads(row[name]) for name in _LISTS}} for row in rows]


def drop_candidates(store: Store, sites: Iterable[str]) -> None:
    """Forget what has become a source: its site needs no proposal any more."""
    with store.transaction():
        store.db.conn.executemany("delete from candidates where site = ?", [(site,) for site in sites])


def write_candidates(store: Store, rows: Iterable[Row], at: datetime) -> None:
    """Keep what was found now; of a candidate that is there already, when it was found first stays."""
    with store.transaction():
        first = dict(store.rows("select url, first_found from candidates"))
        upsert(store.db.conn, "candidates", (_full(row, first.get(row["url"]), at) for row in rows), "url")


def _full(row: Row, first_found: str | None, at: datetime) -> Row:
    lists = {name: json.dumps(row[name], ensure_ascii=False) for name in _LISTS}
    return {**row, **lists, "first_found": first_found or at.isoformat(), "last_probed": at.isoformat()}
