"""What a run finds in the house: stored sightings and histories, people's decisions; with them, each source's intake.

A part of `run`. Reads the store and the ledger; writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.config import Config
from pipeline.crawled import CrawlState
from pipeline.history import SEASON, YEAR
from pipeline.intake import Intake, StoredSource, failed, take
from pipeline.ledger import Ledger
from pipeline.localdays import is_over, last_day
from pipeline.mistakes import where
from pipeline.model import Decision, Sighting
from pipeline.normalise import Context
from pipeline.runfiles import SourceRun, read_run
from pipeline.store import Store, accepted
from pipeline.store.rows import Row

Take = Callable[..., Intake]  # `intake.take`, or one that knows some answers already (`ahead`)

LIVE = timedelta(days=60)  # what ended longer ago is history: kept, but not merged again


class Shelf:
    """What all sources' intakes look up, read once."""

    def __init__(self, store: Store, ledger: Ledger, now: datetime) -> None:
        self.store, self.ledger = store, ledger
        self.states, self.rows, self.accepted = store.states(), store.sources(), ledger.accepted()
        self.tombstones = ledger.tombstones()
        self.since = (now - LIVE).date()
        self.stored = {sighting.id: sighting for sighting in store.sightings(since=self.since)}
        self._by_source = _by_source(self.stored.values())

    def sightings(self, source_id: str) -> list[Sighting]:
        """The stored ones; without any, those that the ledger knows: the database may have been lost."""
        return self._by_source.get(source_id) or self._first.get(source_id, [])

    def as_before(self, live: Mapping[str, Sighting], intakes: Iterable[Intake]) -> set[str]:
        """Ids of the live sightings that are as they are stored, but for when they were seen."""
        same = {id for id, sighting in live.items() if self.stored.get(id) is sighting}
        return same | {id for intake in intakes for id in intake.seen if id in self.stored}

    def on_time(self, live: Mapping[str, Sighting]) -> set[str]:
        """Ids of the live sightings that begin when they do as they are stored."""
        return {id for id, known in self.stored.items() if id in live and live[id].when.start == known.when.start}

    def left(self, live: Mapping[str, Sighting]) -> set[str]:
        """Ids of the live sightings that are stored as listed, and are not any more."""
        return {id for id, known in self.stored.items() if known.listed and id in live and not live[id].listed}

    @cached_property
    def _first(self) -> dict[str, list[Sighting]]:
        return _by_source(self.ledger.sightings())


def _by_source(sightings: Iterable[Sighting]) -> dict[str, list[Sighting]]:
    found: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        found.setdefault(sighting.source_id, []).append(sighting)
    return found


def runs_to_take(folder: Path, store: Store, config: Config) -> list[SourceRun]:
    """What a run folder brought of configured sources, without what is overtaken: a later run of that source is stored,
    and taking the earlier one in again would turn the calendar back."""
    rows = store.sources()
    runs = [run for run in read_run(folder) if run.report.source_id in config.sources]
    return [run for run in runs if not _overtaken(run, store, rows.get(run.report.source_id, {}))]


def _overtaken(run: SourceRun, store: Store, row: Row) -> bool:
    known = {row["run"] for row in _history(run, store)}
    return run.report.run_id in known and run.report.started.isoformat() != row.get("last_run")


def intake_of(run: SourceRun, shelf: Shelf, config: Config, now: datetime, take: Take = take) -> Intake:
    """One source is one unit of failure: what our own code cannot digest is a failed run of that source alone."""
    try:
        return _intake_of(run, shelf, config, now, take)
    except Exception as error:
        id = run.report.source_id
        return failed(run, config.sources[id], shelf.states.get(id, CrawlState()), shelf.rows.get(id, {}), where(error))


def _intake_of(run: SourceRun, shelf: Shelf, config: Config, now: datetime, take: Take) -> Intake:
    source = config.sources[run.report.source_id]
    released = accepted.is_accepted(shelf.store, source.id) or (run.report.run_id, source.id) in shelf.accepted
    stored = StoredSource(
        shelf.sightings(source.id),
        shelf.store.history(source.id),
        shelf.store.season(source.id, now - YEAR - SEASON, now - YEAR + SEASON),
        shelf.states.get(source.id, CrawlState()),
        accepted=released,
        row=shelf.rows.get(source.id, {}),
        tombstones=shelf.tombstones,
    )
    return take(run, source, stored, Context.of(source, config, now), now=now)


def decisions_at(now: datetime, runs: Sequence[SourceRun], store: Store, ledger: Ledger) -> list[Decision]:
    """All that people decided; when an old run is stored for the first time (a rebuild), only what they had decided by
    that moment, so that SEQUENCE rises as it did then."""
    decisions = ledger.decisions()
    if any(row["run"] == run.report.run_id for run in runs for row in _history(run, store)):
        return decisions
    return [decision for decision in decisions if decision.at is None or decision.at <= now]


def _history(run: SourceRun, store: Store) -> list[dict[str, Any]]:
    return [row for row in store.history(run.report.source_id) if "run" in row]


def find_live(shelf: Shelf, config: Config, intakes: Sequence[Intake], now: datetime) -> dict[str, Sighting]:
    """All sightings that may still matter, the new ones over the stored ones; nothing that was forgotten.

    What a source showed that is no longer configured is listed by nobody; what is over stays as it was.
    """
    stored, own = shelf.stored.values(), shelf.ledger.own()
    found = {s.id: replace(s, listed=False) if _is_orphan(s, config, now) else s for s in stored}
    found |= {s.id: s for s in own if last_day(s.when) >= shelf.since}
    found |= {s.id: s for intake in intakes for s in intake.sightings}
    return {id: sighting for id, sighting in found.items() if id not in shelf.tombstones.ids}


def _is_orphan(sighting: Sighting, config: Config, now: datetime) -> bool:
    """Whether it was listed, is not over, and its source is not in the config any more."""
    return sighting.listed and sighting.source_id not in config.sources and not is_over(sighting.when, now)
