"""What was deleted on request: recognised by hashes when a source shows it again, so that nothing of it is kept. Pure.

A tombstone holds hashes of the names an event goes by: its title on its day, its place at its minute, and, until it is
over, its id and link where these are its own. An edit of one of them does not bring it back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from pipeline.crawled import CrawlState
from pipeline.learn import TITLES, mark
from pipeline.localdays import berlin_day
from pipeline.matching.links import canonical
from pipeline.matching.sameness import base_key
from pipeline.matching.titles import read_title
from pipeline.model import Sighting, stable_id
from pipeline.text import fold


class Name(NamedTuple):
    """One thing an event is known by. `own`: it says something only where no other event of the listing has it."""

    hash: str
    own: bool = False
    lasting: bool = True  # a link or id may stand for another event once this one is over


@dataclass(frozen=True, slots=True)
class Tombstones:
    """All of a ledger: `ids` are UIDs and ids of sightings; `until`: {hash: the event's last day, None: for ever}."""

    ids: frozenset[str] = frozenset()
    until: Mapping[str, date | None] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()

    def recognised(self, listing: Sequence[Sighting], now: datetime) -> set[int]:
        """Indices of what was deleted, in all that a source shows at one time."""
        if not self.until:
            return set()
        named = [list(names(sighting)) for sighting in listing]
        counts = Counter(name.hash for each in named for name in each)
        return {
            index
            for index, each in enumerate(named)
            if any(self._stands(name, now) and not (name.own and counts[name.hash] > 1) for name in each)
        }

    def _stands(self, name: Name, now: datetime) -> bool:
        if name.hash not in self.until:
            return False
        last = self.until[name.hash]
        return last is None or berlin_day(now) <= last

    def cleaned(self, source_id: str, state: CrawlState) -> CrawlState:
        """What a source's crawls remember, without the pages of what was deleted."""
        if source_id not in self.sources:
            return state

        def left(urls: Iterable[str]) -> list[str]:
            return [url for url in urls if not self.hides(url)]

        links = {
            page: {kind: left(urls) if isinstance(urls, list) else urls for kind, urls in found.items()}
            for page, found in state.links.items()
        }
        return replace(
            state,
            validators={url: state.validators[url] for url in left(state.validators)},
            hashes={url: state.hashes[url] for url in left(state.hashes)},
            details={url: state.details[url] for url in left(state.details)},
            recheck=tuple(left(state.recheck)),
            links=links,
            structure={name: self._untold(source_id, name, value) for name, value in state.structure.items()},
        )

    def _untold(self, source_id: str, name: str, value: Any) -> Any:
        """What was learnt of a source, without the marks of titles."""
        return [known for known in value if _title(source_id, known) not in self.until] if name == TITLES else value

    def hides(self, url: str) -> bool:
        """Whether this was the page of something deleted, and of nothing else."""
        return any(_link(source, url) in self.until for source in self.sources)


def _title(source_id: str, known: str) -> str:
    """`known`: a title's mark."""
    return stable_id("mark", source_id, known)


def _link(source_id: str, url: str) -> str:
    return stable_id("url", source_id, canonical(url))


def names(sighting: Sighting) -> Iterator[Name]:
    """What a sighting is recognised by."""
    source, title, start = sighting.source_id, read_title(sighting.title).text, sighting.when.start
    place = fold(sighting.venue.line() or "") if sighting.venue else ""
    town = fold(sighting.venue.city or "") if sighting.venue else ""
    yield Name(stable_id("title", source, title, berlin_day(start)))
    yield Name(stable_id("event", title, berlin_day(start), town))
    if place and isinstance(start, datetime):
        yield Name(stable_id("place", source, start.timestamp(), place), own=True)
    if key := base_key(sighting):
        yield Name(stable_id("key", source, key), own=True, lasting=False)
    if sighting.url:
        yield Name(_link(source, sighting.url), own=True, lasting=False)


def engraved(sightings: Iterable[Sighting], others: Iterable[Sighting]) -> dict[str, date | None]:
    """The hashes of an event's sightings, now and earlier, without what `others` of its sources are named by, too."""
    sightings = list(sightings)
    shared = {name.hash for other in others for name in names(other) if name.own}
    titles: dict[str, date | None] = {_title(s.source_id, mark(s.title)): None for s in sightings}
    return titles | {
        name.hash: None if name.lasting else berlin_day(sighting.when.end or sighting.when.start)
        for sighting in sightings
        for name in names(sighting)
        if name.hash not in shared
    }
