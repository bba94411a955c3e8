"""What Datasette reads of `events.db`: the file that is there now, without the events that a person hid.

Imports Datasette; import this room only when something is served.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datasette.database import Database

from pipeline.store import opened

HIDDEN = "select uid from events where hidden = 1 and uid in ({})"
SEEN: dict[str, str] = {  # table -> which of its rows a list of them shows
    "events": "hidden = 0",
    **{
        table: f"not exists (select 1 from events as e where e.uid = [{table}].uid and e.hidden = 1)"
        for table in ("sightings", "changes", "versions", "tags")
    },
}
CLOSED = ("events_fts", "crawl_states")  # begins of tables that tell of hidden events, too, and say nothing new


class Browsed(Database):  # type: ignore[misc]  # Datasette has no types
    """A database that is opened again as soon as another file has its place: after `restore` and `rebuild`."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._mine = threading.local()

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """As Datasette's own, with a connection of each thread that follows the file."""
        return await asyncio.get_running_loop().run_in_executor(self.ds.executor, lambda: fn(self._connection()))

    def _connection(self) -> Any:
        file = self._file()
        if getattr(self._mine, "file", None) != file:
            if old := getattr(self._mine, "connection", None):
                self._all_file_connections.remove(old)
                old.close()
            self._mine.connection = self.connect()
            self.ds._prepare_connection(self._mine.connection, self.name)
            self._mine.file = file
        return self._mine.connection

    def connect(self, write: bool = False) -> Any:
        """As Datasette's own, also in a folder that cannot be written."""
        if write or opened.can_write(Path(self.path)):
            return super().connect(write)
        self._all_file_connections.append(db := opened.look_at(Path(self.path), threads=True))
        return db

    def _file(self) -> tuple[int, ...] | None:
        """Which file has the path; while none has it, the one that is open. One that SQLite was told that nobody
        changes is another one when somebody has."""
        try:
            found = Path(self.path).stat()
        except FileNotFoundError:
            return getattr(self._mine, "file", None)
        changed = () if opened.can_write(Path(self.path)) else (found.st_mtime_ns,)
        return found.st_dev, found.st_ino, *changed

    async def execute(self, sql: str, params: Any = None, *arguments: Any, **options: Any) -> Any:
        """As Datasette's own, without rows of hidden events: a single row is asked for by its key alone."""
        found = await super().execute(sql, params, *arguments, **options)
        if "uid" in (column[0] for column in found.description or ()):
            uids = sorted({row["uid"] for row in found.rows if row["uid"]})
            hidden = await super().execute(HIDDEN.format(",".join("?" * len(uids))), uids)
            out = {row["uid"] for row in hidden.rows}
            found.rows = [row for row in found.rows if row["uid"] not in out]
        return found
