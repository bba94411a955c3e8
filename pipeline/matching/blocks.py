"""Which pairs of sightings are worth comparing: those of one day and one town that could be one event. Pure.

Never decides; only keeps 100,000 sightings from being compared each with each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from pipeline.localdays import berlin_day
from pipeline.matching.clues import LATEST
from pipeline.matching.concepts import STOP
from pipeline.matching.links import canonical
from pipeline.matching.listing import timed, town
from pipeline.matching.titles import read_title
from pipeline.model import Sighting
from pipeline.text import fold

CROWD = 60  # a word shared by more sightings of one day says nothing

Pair = tuple[str, str]  # two sighting ids, the smaller first


class _Sign(NamedTuple):
    """What of a sighting decides with whom it is compared. Minutes are None where no time of day is known."""

    id: str
    town: str
    minute: int | None  # since 1970, UTC
    clock: int | None  # minutes of the day as written
    title: str
    url: str | None

    @property
    def words(self) -> frozenset[str]:
        """What its title tells: read when it is asked for, which it hardly is where few are near."""
        return _telling(self.title)


def candidates(sightings: Sequence[Sighting]) -> set[Pair]:
    """The pairs of ids that are worth it."""
    days: dict[date, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        days[berlin_day(sighting.when.start)].append(sighting)
    found: set[Pair] = set()
    for block in days.values():
        if len(block) > 1:
            found.update(_of_day([_sign(sighting) for sighting in block]))
    return found


def _sign(sighting: Sighting) -> _Sign:
    start, venue = sighting.when.start, sighting.venue
    place = town(venue.city) if venue and venue.city else None
    at = clock = None
    if isinstance(start, datetime) and timed(start):
        at, clock = int(start.timestamp()) // 60, start.hour * 60 + start.minute
    return _Sign(sighting.id, place.name if place else "", at, clock, sighting.title, sighting.url)


@lru_cache(maxsize=60_000)
def _telling(written: str) -> frozenset[str]:
    """What two titles of one event share at least one of: concepts, and beginnings of words (endings, compounds)."""
    title = read_title(written)
    found = {*title.tokens, *(word[:6] for word in title.words)}
    return frozenset(found - STOP) or title.words


def _of_day(block: list[_Sign]) -> Iterator[Pair]:
    towns: dict[str, list[_Sign]] = defaultdict(list)
    for sign in block:
        towns[sign.town].append(sign)
    nowhere = towns.pop("", [])
    for here in towns.values():
        yield from _of_town(here) if len(here) <= CROWD else _anywhere(here, here)
    if nowhere:
        yield from _anywhere(nowhere, block)


def _of_town(here: list[_Sign]) -> Iterator[Pair]:
    """Few enough to look at each pair."""
    for a, b in combinations(here, 2):
        if _worth(a, b) or (a.url and a.url == b.url):
            yield pair(a.id, b.id)


def _worth(a: _Sign, b: _Sign) -> bool:
    """A word in common, and no later than doors and begin are apart; a wrong zone leaves the clock."""
    near = a.minute is None or b.minute is None or a.clock == b.clock or abs(a.minute - b.minute) <= LATEST
    return near and not a.words.isdisjoint(b.words)


def _anywhere(some: Iterable[_Sign], block: Iterable[_Sign]) -> Iterator[Pair]:
    """Pairs of `some` with all of `block` that share a telling word or the link."""
    index: dict[str, list[_Sign]] = defaultdict(list)
    for sign in block:
        for word in (*sign.words, *([sign.url] if sign.url else [])):
            index[word].append(sign)
    for sign in some:
        for word in (*sign.words, sign.url or ""):
            others = index.get(word, ())
            if len(others) <= CROWD:
                yield from (pair(sign.id, other.id) for other in others if other.id != sign.id)


def pair(a: str, b: str) -> Pair:
    """Two ids as one key."""
    return (a, b) if a < b else (b, a)


def same_print(a: Sighting, b: Sighting) -> bool:
    """Whether one source shows one card twice: nothing that people see differs."""
    return (
        a.source_id == b.source_id
        and a.when.start == b.when.start
        and fold(a.title) == fold(b.title)
        and (a.venue.line() if a.venue else None) == (b.venue.line() if b.venue else None)
        and (not a.url or not b.url or canonical(a.url) == canonical(b.url))
    )
