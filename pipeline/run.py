"""The stages in order: a run folder in, the database changed, all in one transaction. Fits on one screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipeline.assemble import Assembler, authority
from pipeline.calm import calm
from pipeline.config import Config
from pipeline.diff import diff, differing, regrouped
from pipeline.ledger import LOOKED_THROUGH, Ledger
from pipeline.merge import merge
from pipeline.model import Cluster, Event, Sighting
from pipeline.results import RunResult, batch, result
from pipeline.shelf import Shelf, decided, find_live, taken, to_take
from pipeline.standing import MADE_WITH, Standing, made_with, still
from pipeline.store import Store
from pipeline.store.past import last_versions
from pipeline.tag import Tagger
from pipeline.witness import Witness


@calm()
def ingest(
    folder: Path, store: Store, ledger: Ledger, config: Config, *, now: datetime, tagger: Tagger | None = None
) -> RunResult:
    """Bring a run folder's lines into the database. The same folder again changes nothing.

    A run that was stored earlier is read as on its own day. `tagger`: one already built for `config.vocabulary`.
    """
    runs = to_take(folder, store, config)
    called, now = now, min(now, max((run.report.started for run in runs), default=now))
    shelf = Shelf(store, ledger, now)
    intakes = [taken(run, shelf, config, now) for run in runs]
    live = find_live(shelf, config, intakes)
    decisions, stored = decided(runs, store, ledger, now, called), {event.uid: event for event in store.events()}
    before = store.clusters()
    clusters = merge(list(live.values()), before, decisions, authority=authority(config))
    footing = made_with(config, decisions, shelf.since)
    same = shelf.as_before(live, intakes) if still(store.meta(MADE_WITH), footing) else frozenset()
    standing = Standing(stored, before, live, same)
    assembler, witness = Assembler(config, decisions, live, tagger), Witness(live, decisions)
    back = last_versions(store, (cluster.uid for cluster in clusters if cluster.uid not in stored))
    made = (assembler.event(cluster, standing.event(cluster)) for cluster in clusters)
    events, changes = diff(made, stored | back, now=now, evidence=witness.quote)
    was = uids(before)
    returning = {uid: was[id] for uid, event in back.items() for id in event.sightings[:1] if id in was}
    merged, regroupings = regrouped(events, stored.values(), returning, now=now, evidence=witness.regrouped)
    ledger.mint(_minted(clusters, stored, live, ledger), now)
    ledger.accept([(i.run.report.run_id, i.source.id) for i in intakes if i.released], now)
    changes += regroupings
    found = batch(intakes, clusters, live, differing(events, stored), changes, merged, was, now=now)
    damage, mark = ledger.looked_through(store.meta(LOOKED_THROUGH))
    remembered = {MADE_WITH: footing, LOOKED_THROUGH: mark}
    store.commit(
        replace(found, issues=(*damage, *found.issues), configured=tuple(config.sources), remembered=remembered)
    )
    return result(folder.name, intakes, clusters, changes)


def _minted(
    clusters: Sequence[Cluster], stored: Mapping[str, Event], live: Mapping[str, Sighting], ledger: Ledger
) -> list[tuple[str, Sighting]]:
    """UIDs that are used for the first time, with the sighting they came from."""
    new = [cluster for cluster in clusters if cluster.uid not in stored]
    known = set(ledger.uids().values()) if new else ()
    return [(cluster.uid, live[cluster.sightings[0]]) for cluster in new if cluster.uid not in known]


def uids(clusters: Sequence[Cluster]) -> dict[str, str]:
    """{sighting id: uid}."""
    return {id: cluster.uid for cluster in clusters for id in cluster.sightings}
