"""What one run did: the rows it writes and the summary it reports. Counts; decides nothing."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from pipeline import wire
from pipeline.crawled import CrawlReport
from pipeline.intake import Intake
from pipeline.model import Change, Cluster, Event, Sighting
from pipeline.store import Batch, accepted
from pipeline.store.rows import Row
from pipeline.uids import uid_by_sighting


@dataclass(frozen=True, slots=True)
class SourceResult:
    """What became of one source in one run."""

    id: str
    state: str  # ok, held, failed
    events: int  # still to come, as found
    new: int
    moved: int
    cancelled: int
    cause: str | None
    why: str | None = None  # what was found, where it is held

    def as_json(self) -> dict[str, Any]:
        """The row of `run --json`."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class RunResult:
    """What became of one run."""

    run_id: str
    sources: tuple[SourceResult, ...]
    changes: tuple[Change, ...]


def _state_of(intake: Intake) -> str:
    """ok, held or failed."""
    if intake.run.report.cause:
        return "failed"
    return "held" if intake.verdict.held else "ok"


def result(run_id: str, intakes: Sequence[Intake], clusters: Sequence[Cluster], changes: Sequence[Change]) -> RunResult:
    """The summary, source by source; a change counts for every source that shows the event."""
    uid_of = uid_by_sighting(clusters)
    kinds: dict[str, set[str]] = {}
    for change in changes:
        kinds.setdefault(change.kind, set()).add(change.uid)

    def row(intake: Intake) -> SourceResult:
        uids = {uid_of[s.id] for s in intake.sightings if s.id in uid_of}
        new, moved, cancelled = (len(uids & kinds.get(kind, set())) for kind in ("new", "moved", "cancelled"))
        cause = intake.run.report.cause or (intake.verdict.cause if intake.verdict.held else None)
        state, why = _state_of(intake), intake.verdict.why
        found = intake.facts.found
        return SourceResult(
            intake.source.id, state, found, new, moved, cancelled, cause, why if state == "held" else None
        )

    return RunResult(run_id, tuple(map(row, intakes)), tuple(changes))


def batch(
    intakes: Sequence[Intake],
    clusters: Sequence[Cluster],
    live: Mapping[str, Sighting],
    differing: Iterable[Event],
    changes: Iterable[Change],
    merged: Iterable[Event],
    before: Mapping[str, str],
    left: Collection[str],
    *,
    now: datetime,
) -> Batch:
    """Everything the run writes. `merged`: stored events that are part of others now.

    `before`: {sighting id: uid} as stored, to write only what changed. `left`: ids of sightings that no source lists
    any more.
    """
    uid_of = uid_by_sighting(clusters)
    touched = {s.id for intake in intakes for s in intake.sightings}.union(left)
    regrouped = {id for id, uid in uid_of.items() if before.get(id) != uid}
    seen = {id for intake in intakes for id in intake.seen if id in before} - regrouped
    return Batch(
        at=now,
        sightings=tuple((live[id], uid_of.get(id)) for id in sorted((touched | regrouped) - seen) if id in live),
        seen={id: live[id].last_seen for id in sorted(seen) if id in live},
        events=tuple(differing),
        dissolved=tuple(merged),
        changes=tuple(changes),
        issues=tuple(issue for intake in intakes for issue in intake.issues),
        states={intake.source.id: intake.state for intake in intakes},
        runs=tuple(map(_run_row, intakes)),
        sources=tuple(map(_source_row, intakes)),
        released=tuple(accepted.key(i.source.id) for i in intakes if not i.run.report.cause),  # needed or not: once
    )


def _run_row(intake: Intake) -> Row:
    report, facts, verdict = intake.run.report, intake.facts, intake.verdict
    return {
        "run_id": report.run_id,
        "source_id": report.source_id,
        "at": report.started.isoformat(),
        "ended": report.ended.isoformat(),
        "ok": int(facts.ok),
        "complete": int(report.complete),
        "cut": int(report.cut),
        "cause": report.cause,
        "pages": report.pages,
        "not_modified": report.not_modified,
        "bytes": report.bytes,
        "found": facts.found,
        "future": facts.future,
        "new": facts.new,
        "moved": facts.moved,
        "cancelled": facts.cancelled,
        "lost": facts.lost,
        "held": int(verdict.held),
        "alarm": int(verdict.alarm),
        "why": verdict.why,
        "accepted": int(intake.released),
        "facts": json.dumps(
            wire.dump(facts) | {"held": verdict.held, "run": report.run_id, "verdict": wire.dump(verdict)},
            sort_keys=True,
        ),
    }


def _source_row(intake: Intake) -> Row:
    source, report = intake.source, intake.run.report
    state = _state_of(intake)
    ok = report.started.isoformat() if state == "ok" else intake.row.get("last_ok")
    return {
        "id": source.id,
        "title": source.title or source.id,
        "url": source.url,
        "kind": source.kind,
        "region": source.region,
        "verified": int(source.verified),
        "state": state,
        "cause": report.cause or intake.verdict.cause,
        "alarm": int(intake.verdict.alarm),
        "alarm_since": (intake.row.get("alarm_since") or report.started.isoformat()) if intake.verdict.alarm else None,
        "events": intake.facts.found if state == "ok" else intake.row.get("events"),
        "last_run": report.started.isoformat(),
        "last_ok": ok,
        "next_due": (report.started + intake.wait).isoformat(),
        "failures": intake.state.failures,
        "paused": int(bool(intake.row.get("paused")) or _is_gone_for_good(report)),
    }


def _is_gone_for_good(report: CrawlReport) -> bool:
    """Whether the address answered 410 or 451 so often that the crawl proposes not to ask any more."""
    gone = report.state.notes.get("gone")
    return isinstance(gone, dict) and bool(gone.get("park"))
