"""The stages in order: a run folder in, the database changed, all in one transaction. Fits on one screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipeline.ahead import Ahead
from pipeline.assemble import Assembler, authority
from pipeline.calm import calm
from pipeline.config import Config
from pipeline.diff import diff, differing, regrouped
from pipeline.ledger import LOOKED_THROUGH, Ledger
from pipeline.merge import merge
from pipeline.model import Cluster, Event, Sighting
from pipeline.results import RunResult, batch, result
from pipeline.shelf import Shelf, decisions_at, find_live, intake_of, runs_to_take
from pipeline.standing import MADE_WITH, Standing, is_same_recipe, recipe_of
from pipeline.store import Store
from pipeline.store.past import last_versions
from pipeline.uids import uid_by_sighting
from pipeline.witness import Witness


@calm()
def ingest(
    folder: Path, store: Store, ledger: Ledger, config: Config, *, now: datetime, ahead: Ahead | None = None
) -> RunResult:
    """Bring a run folder's lines into the database. The same folder again changes nothing.

    A run that was crawled earlier is read as on its own day. `ahead`: what was worked out while it was crawled.
    """
    ahead = ahead or Ahead(config)
    runs = runs_to_take(folder, store, config)
    called, now = now, min(now, max((run.report.started for run in runs), default=now))
    shelf = Shelf(store, ledger, now)
    intakes = [intake_of(run, shelf, config, now, ahead.take) for run in runs]
    live = find_live(shelf, config, intakes)
    decisions = ledger.decisions() if now == called else decisions_at(now, runs, store, ledger)
    stored, stored_clusters = {event.uid: event for event in store.events()}, store.clusters()
    clusters = merge(list(live.values()), stored_clusters, decisions, authority=authority(config))
    recipe = recipe_of(config, decisions, shelf.since)
    same = shelf.as_before(live, intakes) if is_same_recipe(store.meta(MADE_WITH), recipe) else frozenset()
    standing = Standing(stored, stored_clusters, live, same)
    assembler, witness = Assembler(config, decisions, live, ahead.tagging), Witness(live, decisions)
    made = (assembler.event(cluster, standing.event(cluster)) for cluster in clusters)
    back = last_versions(store, (cluster.uid for cluster in clusters if cluster.uid not in stored))
    events, changes = diff(made, stored | back, now=now, evidence=witness.quote, by_person=witness.by_person)
    uid_before = uid_by_sighting(stored_clusters)
    returning = {uid: uid_before[id] for uid, event in back.items() for id in event.sightings[:1] if id in uid_before}
    merged, regroupings = regrouped(events, stored.values(), returning, now=now, evidence=witness.regrouped)
    changes += regroupings
    ledger.mint(_minted(clusters, stored, live, ledger), now)
    ledger.accept([(i.run.report.run_id, i.source.id) for i in intakes if i.released], now)
    found = batch(intakes, clusters, live, differing(events, stored), changes, merged, uid_before, now=now)
    damage, mark = ledger.looked_through(store.meta(LOOKED_THROUGH))
    remembered = {MADE_WITH: recipe, LOOKED_THROUGH: mark}
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
