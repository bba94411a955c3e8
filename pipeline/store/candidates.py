"""Table `candidates`: addresses that may become sources, with what was found there. Never read by a run."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from pipeline.store import Store
from pipeline.store.rows import Row

_LISTS = ("evidence", "titles")


def read_candidates(store: Store) -> list[Row]:
    """All candidates, the best first; `evidence` and `titles` are lists."""
    rows = store.db.query("select * from candidates order by score desc, url")
    return [{**row, **{name: json.loads(row[name]) for name in _LISTS}} for row in rows]


def drop_candidates(store: Store, sites: Iterable[str]) -> None:
    """Forget what has become a source: its site needs no proposal any more."""
    with store.db.conn:
        store.db.conn.executemany("delete from candidates where site = ?", [(site,) for site in sites])


def write_candidates(store: Store, rows: Iterable[Row], at: datetime) -> None:
    """Keep what was found now; of a candidate that is there already, when it was found first stays."""
    first = {row["url"]: row["first_found"] for row in store.db.query("select url, first_found from candidates")}
    full = [
        {
            **row,
            **{name: json.dumps(row[name], ensure_ascii=False) for name in _LISTS},
            "first_found": first.get(row["url"], at.isoformat()),
            "last_probed": at.isoformat(),
        }
        for row in rows
    ]
    store.db.table("candidates").upsert_all(full, pk="url")
