"""The stages in order: a run folder in, the database changed, all in one transaction. Fits on one screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipeline.assemble import Assembler, authority
from pipeline.config import Config
from pipeline.diff import diff, regrouped
from pipeline.ledger import Ledger
from pipeline.merge import merge
from pipeline.model import Cluster, Event, Sighting
from pipeline.results import RunResult, batch, result
from pipeline.runfiles import read_run
from pipeline.shelf import Shelf, decided, find_live, overtaken, taken
from pipeline.store import Store
from pipeline.store.past import last_versions
from pipeline.tag import Tagger
from pipeline.witness import Witness


def ingest(
    folder: Path, store: Store, ledger: Ledger, config: Config, *, now: datetime, tagger: Tagger | None = None
) -> RunResult:
    """Bring a run folder's lines into the database. The same folder again changes nothing.

    A run that was stored earlier is read as on its own day. `tagger`: one already built for `config.vocabulary`.
    """
    runs = [run for run in read_run(folder) if run.report.source_id in config.sources and not overtaken(run, store)]
    called, now = now, min(now, max((run.report.started for run in runs), default=now))
    shelf = Shelf(store, ledger)
    intakes = [taken(run, shelf, config, now) for run in runs]
    live = find_live(store, ledger, config, intakes, now)
    decisions, stored = decided(runs, store, ledger, now, called), {event.uid: event for event in store.events()}
    before = store.clusters()
    clusters = merge(list(live.values()), before, decisions, authority=authority(config))
    assembler, witness = Assembler(config, decisions, live, tagger), Witness(live, decisions)
    back = last_versions(store, (cluster.uid for cluster in clusters if cluster.uid not in stored))
    events, changes = diff(map(assembler.event, clusters), stored | back, now=now, evidence=witness.quote)
    was = uids(before)
    returning = {uid: was[id] for uid, event in back.items() for id in event.sightings[:1] if id in was}
    merged, regroupings = regrouped(events, stored.values(), returning, now=now, evidence=witness.regrouped)
    differing = [event for event in events if stored.get(event.uid) != event]
    ledger.mint(_minted(clusters, stored, live, ledger), now)
    ledger.accept([(i.run.report.run_id, i.source.id) for i in intakes if i.released], now)
    changes += regroupings
    found = batch(intakes, clusters, live, differing, changes, merged, was, now=now)
    store.commit(replace(found, issues=(*ledger.issues(), *found.issues), configured=tuple(config.sources)))
    return result(folder.name, intakes, clusters, changes)


def _minted(
    clusters: Sequence[Cluster], stored: Mapping[str, Event], live: Mapping[str, Sighting], ledger: Ledger
) -> list[tuple[str, Sighting]]:
    """UIDs that are used for the first time, with the sighting they came from."""
    known = stored.keys() | set(ledger.uids().values())
    return [(cluster.uid, live[cluster.sightings[0]]) for cluster in clusters if cluster.uid not in known]


def uids(clusters: Sequence[Cluster]) -> dict[str, str]:
    """{sighting id: uid}."""
    return {id: cluster.uid for cluster in clusters for id in cluster.sightings}
