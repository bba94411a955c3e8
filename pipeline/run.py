"""The stages in order: a run folder in, the database changed, all in one transaction. Fits on one screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from pipeline.ahead import Ahead
from pipeline.assemble import Assembler, authority
from pipeline.calm import calm
from pipeline.config import Config
from pipeline.diff import diff, differing, regrouped
from pipeline.ledger import LOOKED_THROUGH, Ledger
from pipeline.merge import merge
from pipeline.model import Change, Cluster, Event, Sighting
from pipeline.results import RunResult, batch, result
from pipeline.shelf import Shelf, decisions_at, find_live, intake_of, runs_to_take
from pipeline.standing import MADE_WITH, Standing, at_rest, is_same_recipe, recipe_of
from pipeline.store import Store
from pipeline.store.former import keeping_titles
from pipeline.store.past import last_versions
from pipeline.uids import uid_by_sighting
from pipeline.witness import Witness


class _Before(NamedTuple):
    """What the store held before the run."""

    events: dict[str, Event]  # by UID
    clusters: Sequence[Cluster]


class _News(NamedTuple):
    """How the events are other than before. `merged`: those that are part of others now."""

    differing: Sequence[Event]
    changes: Sequence[Change]
    merged: Sequence[Event]


@calm()
def ingest(
    folder: Path,
    store: Store,
    ledger: Ledger,
    config: Config,
    *,
    now: datetime,
    ahead: Ahead | None = None,
    is_past: bool = False,
) -> RunResult:
    """Bring a run folder's lines into the database. The same folder again changes nothing.

    A run that was crawled earlier is read as on its own day; `is_past`: `now` is that day, and later runs follow.
    `ahead`: what was worked out while it was crawled.
    """
    ahead, runs = ahead or Ahead(config), runs_to_take(folder, store, config)
    at = min(now, max((run.report.started for run in runs), default=now))
    shelf = Shelf(store, ledger, at)
    intakes = [intake_of(run, shelf, config, at, ahead.take) for run in runs]
    live = find_live(shelf, config, intakes, at)
    decisions = decisions_at(at, runs, store, ledger) if is_past or at < now else ledger.decisions()
    before = _Before({event.uid: event for event in store.events()}, store.clusters())
    ranks, on_time = authority(config), shelf.on_time(live)
    clusters = merge(list(live.values()), before.clusters, decisions, authority=ranks, on_time=on_time)
    recipe = recipe_of(config, decisions, shelf.since)
    same = shelf.as_before(live, intakes)
    if not is_same_recipe(store.meta(MADE_WITH), recipe):
        same &= at_rest(before.events.values(), live, config, [*decisions, *ledger.taken_back()], at)
    standing, assembler = Standing(*before, live, same), Assembler(config, decisions, live, ahead.tagging)
    made = (assembler.event(cluster, standing.event(cluster)) for cluster in clusters)
    news = _news(made, clusters, before, store, Witness(live, decisions, ledger.taken_back()), at)
    ledger.mint(_minted(clusters, before.events, live, ledger), at)
    ledger.accept([(i.run.report.run_id, i.source.id) for i in intakes if i.released], at)
    found = batch(intakes, clusters, live, *news, uid_by_sighting(before.clusters), shelf.left(live), now=at)
    damage, mark = ledger.looked_through(store.meta(LOOKED_THROUGH))
    remembered = {MADE_WITH: recipe, LOOKED_THROUGH: mark, **keeping_titles(store, config.sources)}
    store.commit(
        replace(found, issues=(*damage, *found.issues), configured=tuple(config.sources), remembered=remembered)
    )
    return result(folder.name, intakes, clusters, news.changes)


def _news(
    made: Iterable[Event], clusters: Iterable[Cluster], before: _Before, store: Store, witness: Witness, at: datetime
) -> _News:
    """The events made, compared with those before; one that is back goes on from what was published of it last."""
    back = last_versions(store, (cluster.uid for cluster in clusters if cluster.uid not in before.events))
    events, changes = diff(made, before.events | back, now=at, evidence=witness.quote, by_person=witness.by_person)
    uid_of = uid_by_sighting(before.clusters)
    returning = {uid: uid_of[id] for uid, event in back.items() for id in event.sightings[:1] if id in uid_of}
    merged, regroupings = regrouped(events, before.events.values(), returning, now=at, evidence=witness.regrouped)
    return _News(differing(events, before.events), [*changes, *regroupings], merged)


def _minted(
    clusters: Sequence[Cluster], stored: Mapping[str, Event], live: Mapping[str, Sighting], ledger: Ledger
) -> list[tuple[str, Sighting]]:
    """UIDs that are used for the first time, with the sighting they came from."""
    new = [cluster for cluster in clusters if cluster.uid not in stored]
    known = set(ledger.uids().values()) if new else ()
    return [(cluster.uid, live[cluster.sightings[0]]) for cluster in new if cluster.uid not in known]
