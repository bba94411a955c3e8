"""Many rows into one table with one prepared statement. SQL, nothing decided."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from operator import itemgetter

from pipeline.store.rows import Row


def upsert(db: sqlite3.Connection, table: str, rows: Iterable[Row], *key: str) -> None:
    """Insert the rows, which all have the same columns (two or more); of one whose `key` is there already its row is
    updated. Without a key all are new."""
    todo = list(rows)
    if not todo:
        return
    columns = list(todo[0])
    settings = ", ".join(f"[{c}] = excluded.[{c}]" for c in columns if c not in key)
    again = f"on conflict ({', '.join(key)}) do update set {settings}" if key else ""
    names, marks = ", ".join(f"[{c}]" for c in columns), ", ".join("?" * len(columns))
    db.executemany(f"insert into [{table}] ({names}) values ({marks}) {again}", map(itemgetter(*columns), todo))
