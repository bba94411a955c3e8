"""What follows from a new source's run alone, worked out while other sources are still being crawled; in memory only.

The ingest asks for it again when all are there: where it asks the same it has the answer at once, where anything is
different (somebody deleted an event, the ledger knows the source) it works it out as if nothing had been done ahead.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from pipeline.calm import calm
from pipeline.config import Config
from pipeline.intake import Intake, StoredSource, take
from pipeline.model import Source
from pipeline.normalise import Context
from pipeline.runfiles import SourceRun, read_source
from pipeline.tag import Tagger
from pipeline.tagged import Tagging

MOST = 10_000  # events that are kept until the ingest: about 100 MB


class _Asked(NamedTuple):
    """What an intake follows from."""

    run: SourceRun
    source: Source
    stored: StoredSource
    context: Context
    now: datetime


class Ahead:
    """What is known of one run before it is ingested. `ready`: a tagger that is built already."""

    def __init__(self, config: Config, ready: Tagger | None = None) -> None:
        self._config = config
        self.tagging = Tagging(config, ready)
        self._known: dict[str, tuple[_Asked, Intake]] = {}
        self._room = MOST

    @calm()
    def prepare(self, folder: Path, id: str, now: datetime) -> Intake | None:
        """A source of which nothing is stored has finished: take its run in, and tag what it shows."""
        run, source = read_source(folder, id), self._config.sources[id]
        if run is None or len(run.events) > self._room:
            return None
        self._room -= len(run.events)
        asked = _Asked(run, source, StoredSource([], [], []), Context.of(source, self._config, now), now)
        found = take(run, source, asked.stored, asked.context, now=now)
        self._known[id] = asked, found
        for sighting in found.sightings:
            self.tagging.tags(sighting.title, sighting.description, sighting.organizer, [source])
        return found

    def take(self, run: SourceRun, source: Source, stored: StoredSource, context: Context, *, now: datetime) -> Intake:
        """As `intake.take`, which is pure: the same question has the same answer."""
        known = self._known.pop(source.id, None)
        if known and known[0] == (run, source, stored, context, now):
            return known[1]
        return take(run, source, stored, context, now=now)
