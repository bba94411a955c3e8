"""Incidents: stretches of a source's runs in which its alarm was open, as the judge saw them. SQL, nothing decided."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from pipeline import wire
from pipeline.model import Verdict
from pipeline.store import Store
from pipeline.store.rows import utc


@dataclass(frozen=True, slots=True)
class Incident:
    """One alarm: opened once, closed by itself (`until`) or by a person. `cause` and `why` are the judge's words."""

    source_id: str
    since: datetime
    until: datetime | None
    cause: str
    why: str


def incidents(store: Store, since: datetime) -> list[Incident]:
    """Those that were open at any time since then, by source and time; each whole, however long ago it opened."""
    sql = """with quiet as (
               select source_id, max(at) as at from runs where at < ? and alarm = 0 group by source_id)
             select source_id, runs.at, alarm, facts from runs left join quiet using (source_id)
             where runs.at > coalesce(quiet.at, '') order by source_id, runs.at, run_id"""
    rows = store.rows(sql, utc(since))
    found = (one for _, runs in groupby(rows, key=itemgetter(0)) for one in _of_source(runs))
    return [incident for incident in found if incident.until is None or incident.until >= since]


def verdicts(store: Store, source_id: str, since: str) -> list[Verdict]:
    """The judge's words on a source's runs since then (ISO 8601), the oldest first."""
    sql = "select facts from runs where source_id = ? and at >= ? order by at, run_id"
    told = map(json.loads, store.column(sql, source_id, since))
    return [wire.load(Verdict, facts["verdict"]) for facts in told if "verdict" in facts]


def _of_source(runs: Iterable[tuple[str, str, int, str]]) -> Iterator[Incident]:
    now: Incident | None = None
    for source_id, text, alarm, facts in runs:
        at = datetime.fromisoformat(text)
        if alarm and now is None:
            verdict = json.loads(facts)["verdict"]
            now = Incident(source_id, at, None, verdict.get("cause") or "", verdict.get("why") or "")
        elif now and not alarm:
            yield replace(now, until=at)
            now = None
    if now:
        yield now
