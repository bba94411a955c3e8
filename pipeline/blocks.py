"""Which pairs of sightings are worth comparing: those of one day and one town that could be one event. Pure.

Never decides; only keeps 100,000 sightings from being compared each with each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import combinations

from pipeline.concepts import GENERIC, STOP
from pipeline.links import canonical
from pipeline.listing import day, town
from pipeline.model import Sighting
from pipeline.text import fold

CROWD = 60  # a word shared by more sightings of one day says nothing


def candidates(sightings: Sequence[Sighting]) -> set[tuple[str, str]]:
    """Pairs of ids, the smaller first."""
    days: dict[date, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        days[day(sighting.when.start)].append(sighting)
    found: set[tuple[str, str]] = set()
    for block in days.values():
        if len(block) > 1:
            found.update(_of_day(block))
    return found


def _of_day(block: list[Sighting]) -> Iterator[tuple[str, str]]:
    towns: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in block:
        place = town(sighting.venue.city) if sighting.venue and sighting.venue.city else None
        towns[place.name if place else ""].append(sighting)
    said = {sighting.id: _telling(sighting.title) for sighting in block}
    nowhere = towns.pop("", [])
    for here in towns.values():
        yield from _of_town(here, said)
    if nowhere:
        yield from _anywhere(nowhere, block, said)


def _of_town(town: list[Sighting], said: dict[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Few enough to look at each pair: a shared word, minute or link is enough."""
    if len(town) > CROWD:
        yield from _anywhere(town, town, said)
        return
    for a, b in combinations(town, 2):
        if said[a.id] & said[b.id] or _same_minute(a, b) or (a.url and a.url == b.url):
            yield _pair(a, b)


def _same_minute(a: Sighting, b: Sighting) -> bool:
    timed = isinstance(a.when.start, datetime) and isinstance(b.when.start, datetime)
    return not timed or a.when.start == b.when.start


def _anywhere(
    some: Iterable[Sighting], block: Iterable[Sighting], said: dict[str, frozenset[str]]
) -> Iterator[tuple[str, str]]:
    """Pairs of `some` with all of `block` that share a telling word or the link."""
    index: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in block:
        for word in said[sighting.id]:
            index[word].append(sighting)
        if sighting.url:
            index[canonical(sighting.url)].append(sighting)
    for sighting in some:
        for word in (*said[sighting.id], canonical(sighting.url)):
            others = index.get(word, ())
            if len(others) <= CROWD:
                yield from (_pair(sighting, other) for other in others if other.id != sighting.id)


def _telling(title: str) -> frozenset[str]:
    """Beginnings of the words, so that endings and compounds meet."""
    said = fold(title).split()
    telling = frozenset(word[:6] for word in said if len(word) >= 4 and word not in STOP and word not in GENERIC)
    return telling or frozenset(word[:6] for word in said)


def _pair(a: Sighting, b: Sighting) -> tuple[str, str]:
    return (a.id, b.id) if a.id < b.id else (b.id, a.id)


def same_print(a: Sighting, b: Sighting) -> bool:
    """Whether one source shows one card twice: nothing that people see differs."""
    return (
        a.source_id == b.source_id
        and a.when.start == b.when.start
        and fold(a.title) == fold(b.title)
        and (a.venue.line() if a.venue else None) == (b.venue.line() if b.venue else None)
        and (not a.url or not b.url or canonical(a.url) == canonical(b.url))
    )
