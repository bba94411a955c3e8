"""Incidents: stretches of a source's runs in which its alarm was open, as the judge saw them. SQL, nothing decided."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from pipeline.store import Store
from pipeline.store.rows import Row, utc


@dataclass(frozen=True, slots=True)
class Incident:
    """One alarm: opened once, closed by itself (`until`) or by a person. `cause` and `why` are the judge's words."""

    source_id: str
    since: datetime
    until: datetime | None
    cause: str
    why: str


def incidents(store: Store, since: datetime) -> list[Incident]:
    """Those that were open at any time since then, by source and time."""
    sql = "select source_id, at, alarm, facts from runs where at >= ? order by source_id, at, run_id"
    rows = store.db.query(sql, [utc(since)])
    return [found for _, runs in groupby(rows, key=itemgetter("source_id")) for found in _of_source(runs)]


def _of_source(runs: Iterable[Row]) -> Iterator[Incident]:
    now: Incident | None = None
    for run in runs:
        at = datetime.fromisoformat(run["at"])
        if run["alarm"] and now is None:
            verdict = json.loads(run["facts"])["verdict"]
            now = Incident(run["source_id"], at, None, verdict.get("cause") or "", verdict.get("why") or "")
        elif now and not run["alarm"]:
            yield replace(now, until=at)
            now = None
    if now:
        yield now
