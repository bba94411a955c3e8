"""The stages in order: a run folder in, the database changed, all in one transaction. Fits on one screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.assemble import Assembler, authority
from pipeline.config import Config
from pipeline.crawled import CrawlState
from pipeline.diff import diff
from pipeline.gazetteer import gazetteer
from pipeline.intake import Intake, Known, take
from pipeline.ledger import Ledger
from pipeline.merge import merge
from pipeline.model import Cluster, Decision, Event, Sighting
from pipeline.normalise import Context
from pipeline.results import RunResult, accept_key, batch, result
from pipeline.runfiles import SourceRun, read_run
from pipeline.store import Store
from pipeline.tag import Tagger

LIVE = timedelta(days=60)  # what ended longer ago is history: kept, but not merged again


def ingest(
    folder: Path, store: Store, ledger: Ledger, config: Config, *, now: datetime, tagger: Tagger | None = None
) -> RunResult:
    """Bring a run folder's lines into the database. The same folder again changes nothing.

    A run that was stored earlier is read as on its own day. `tagger`: one already built for `config.vocabulary`.
    """
    runs = [run for run in read_run(folder) if run.report.source_id in config.sources]
    called, now = now, min(now, max((run.report.started for run in runs), default=now))
    shelf = _Shelf(store, ledger)
    intakes = [_take(run, shelf, config, now) for run in runs]
    live = _live(store, ledger, intakes, now)
    decisions, stored = _decisions(runs, store, ledger, now, called), {event.uid: event for event in store.events()}
    before = store.clusters()
    clusters = merge(list(live.values()), before, decisions, authority=authority(config))
    assembler = Assembler(config, decisions, live, tagger)
    built = map(assembler.event, clusters)
    events, changes = diff(built, stored, now=now, evidence=assembler.quotes(clusters))
    differing = [event for event in events if stored.get(event.uid) != event]
    ledger.mint(_minted(clusters, stored, live, ledger), now)
    ledger.accept([(i.run.report.run_id, i.source.id) for i in intakes if i.released], now)
    store.commit(batch(intakes, clusters, live, differing, changes, stored, uids(before), now=now))
    return result(folder.name, intakes, clusters, changes)


class _Shelf:
    """What all sources' intakes look up, read once."""

    def __init__(self, store: Store, ledger: Ledger) -> None:
        self.store, self.ledger = store, ledger
        self.states, self.rows, self.accepted = store.states(), store.sources(), ledger.accepted()

    def sightings(self, source_id: str, since: date) -> list[Sighting]:
        """The stored ones; without any, those that the ledger knows: the database may have been lost."""
        return self.store.sightings(source_id, since) or self._first.get(source_id, [])

    @cached_property
    def _first(self) -> dict[str, list[Sighting]]:
        found: dict[str, list[Sighting]] = {}
        for sighting in self.ledger.sightings():
            found.setdefault(sighting.source_id, []).append(sighting)
        return found


def _take(run: SourceRun, shelf: _Shelf, config: Config, now: datetime) -> Intake:
    source = config.sources[run.report.source_id]
    released = shelf.store.meta(accept_key(source.id)) == "1" or (run.report.run_id, source.id) in shelf.accepted
    known = Known(
        shelf.sightings(source.id, (now - LIVE).date()),
        shelf.store.history(source.id),
        shelf.states.get(source.id, CrawlState()),
        accepted=released,
        row=shelf.rows.get(source.id, {}),
    )
    land = next((region.land for region in config.regions if region.id == source.region), None)
    context = Context(now, land=land, aliases=config.venues, book=gazetteer(config.folder))
    return take(run, source, known, context, now=now)


def _decisions(
    runs: Sequence[SourceRun], store: Store, ledger: Ledger, now: datetime, called: datetime
) -> list[Decision]:
    """All that people decided; in a rebuild each word comes when it came, so that SEQUENCE rises as it did."""
    decisions = ledger.decisions()
    if now == called or any(row["run"] == run.report.run_id for run in runs for row in _history(run, store)):
        return decisions
    return [decision for decision in decisions if decision.at is None or decision.at <= now]


def _history(run: SourceRun, store: Store) -> list[dict[str, Any]]:
    return [row for row in store.history(run.report.source_id) if "run" in row]


def _live(store: Store, ledger: Ledger, intakes: Sequence[Intake], now: datetime) -> dict[str, Sighting]:
    """All sightings that may still matter, the new ones over the stored ones; nothing that was forgotten."""
    live = {s.id: s for s in store.sightings(since=(now - LIVE).date())}
    live |= {s.id: s for s in ledger.own()}
    live |= {s.id: s for intake in intakes for s in intake.sightings}
    forgotten = ledger.forgotten()
    return {id: sighting for id, sighting in live.items() if id not in forgotten}


def _minted(
    clusters: Sequence[Cluster], stored: Mapping[str, Event], live: Mapping[str, Sighting], ledger: Ledger
) -> list[tuple[str, Sighting]]:
    """UIDs that are used for the first time, with the sighting they came from."""
    known = stored.keys() | set(ledger.uids().values())
    return [(cluster.uid, live[cluster.sightings[0]]) for cluster in clusters if cluster.uid not in known]


def uids(clusters: Sequence[Cluster]) -> dict[str, str]:
    """{sighting id: uid}."""
    return {id: cluster.uid for cluster in clusters for id in cluster.sightings}
