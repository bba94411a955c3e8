"""What one run writes to the database. Holds it; writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.crawled import CrawlState
from pipeline.model import Change, Event, Issue, Sighting
from pipeline.store.rows import Row


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything one run writes, together or not at all. `runs` and `sources` are rows of their tables."""

    at: datetime
    sightings: tuple[tuple[Sighting, str | None], ...] = ()  # with the uid of the event they belong to
    events: tuple[Event, ...] = ()  # only those that differ from what is stored
    dissolved: tuple[Event, ...] = ()  # those whose sightings all belong to other events now
    changes: tuple[Change, ...] = ()
    issues: tuple[Issue, ...] = ()
    states: Mapping[str, CrawlState] = field(default_factory=dict)
    runs: tuple[Row, ...] = ()
    sources: tuple[Row, ...] = ()
    released: tuple[str, ...] = ()  # keys of `meta` that have served
    configured: tuple[str, ...] | None = None  # ids of all sources there are; rows of others are deleted
    remembered: Mapping[str, str] = field(default_factory=dict)  # values of `meta` for the next run
    seen: Mapping[str, datetime] = field(default_factory=dict)  # {id: last seen} of sightings that are as they were
