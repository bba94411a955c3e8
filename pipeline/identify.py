"""This run's sightings of one source + the stored ones -> the same event keeps its id after any edit. Pure.

Unchanged sightings first, the rest by the best total score over all leftovers (`sameness` and `assign` in
`pipeline.matching`). Knows nothing of other sources (that is `merge`) and never cancels anything.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.localdays import DAY_APART, berlin_day, is_over
from pipeline.matching.assign import assign
from pipeline.matching.links import canonical
from pipeline.matching.sameness import THRESHOLD, Context, base_key, candidates, context, own_names, score
from pipeline.model import Sighting, stable_id
from pipeline.replaced import replaced
from pipeline.text import fold

GONE_AFTER = 3  # absences until an event is "not listed any more" (never "cancelled")
PERSISTENT = 0.2  # share of ids found again below which a source's ids are made anew at each fetch

BEYOND_DOUBT = 6.0  # points from which a pair that shares an id or link of its own needs no rival

Print = tuple[object, ...]
Matched = dict[int, int]  # {index in fresh: index in stored}


@dataclass(frozen=True, slots=True)
class Identified:
    """`sightings`: all of this run, with ids; `again`: those that were stored before; `missing`: stored, to come, not
    found now."""

    sightings: tuple[Sighting, ...]
    again: tuple[Sighting, ...]
    missing: tuple[Sighting, ...]


def identify(
    fresh: Sequence[Sighting],
    stored: Sequence[Sighting],
    *,
    now: datetime,
    complete: bool,
    volatile: bool = False,
) -> Identified:
    """Give every fresh sighting the id of the stored one it is, or a new one. Both lists are of ONE source.

    `complete`: the whole listing was read (only then is anything missing); `volatile`: ignore `Sighting.key`.
    The order of `fresh` and `stored` does not matter. A card printed twice comes out once.
    """
    once = _once(sorted(fresh, key=_order))
    new, old = list(once.values()), sorted(stored, key=lambda s: (s.first_seen, s.id))
    matched = _unchanged(list(once), old)
    if len(matched) < min(len(new), len(old)):
        known = context(new, old, now, volatile)
        matched |= _by_name(new, old, matched, known)
        matched |= _edited(new, old, matched, known)
    given = {index: old[position] for index, position in matched.items()}
    ids = _new_ids([s for index, s in enumerate(new) if index not in given], {s.id for s in old}, volatile)
    unseen = iter(ids)
    sightings = tuple(
        _kept(sighting, given[index], now) if index in given else replaced(sighting, id=next(unseen))
        for index, sighting in enumerate(new)
    )
    found = {sighting.id for sighting in given.values()}
    missing = tuple(s for s in old if s.id not in found and not is_over(s.when, now)) if complete else ()
    again = tuple(sighting for index, sighting in enumerate(sightings) if index in given)
    return Identified(sightings, again, missing)


def absent(missing: Sequence[Sighting], fresh: Sequence[Sighting], *, now: datetime) -> tuple[Sighting, ...]:
    """The missing of a complete run with their absence counted; after the third they are not listed any more.

    Counts once a day, and not beyond the latest start the listing shows: there it is only noted.
    """
    expected = {sighting.id for sighting in _within_reach(missing, fresh)}
    return tuple(_count(s, now) if s.id in expected else _noted(s, now) for s in missing)


def _within_reach(missing: Iterable[Sighting], fresh: Sequence[Sighting]) -> tuple[Sighting, ...]:
    """Those of the missing that the listing would show: what lies behind its latest start cannot be missed.

    A listing that shows nothing at all has no horizon: there everything is missed.
    """
    latest = max((berlin_day(sighting.when.start) for sighting in fresh), default=None)
    return tuple(sighting for sighting in missing if latest is None or berlin_day(sighting.when.start) <= latest)


def _noted(sighting: Sighting, now: datetime) -> Sighting:
    return sighting if sighting.missed_at else replaced(sighting, missed_at=now)


def _count(sighting: Sighting, now: datetime) -> Sighting:
    if sighting.missed_at is not None and now - sighting.missed_at < DAY_APART:
        return sighting
    missed = sighting.missed + 1
    return replaced(sighting, missed=missed, missed_at=now, listed=sighting.listed and missed < GONE_AFTER)


def volatile_keys(fresh: Sequence[Sighting], stored: Sequence[Sighting]) -> bool:
    """Whether the source makes new ids at each fetch: the events are the same, hardly an id is."""
    keys = {_plain(s): s.key for s in stored if s.key}
    again = [(s.key, keys[_plain(s)]) for s in fresh if s.key and _plain(s) in keys]
    same = sum(1 for now, before in again if now == before)
    return len(again) >= 3 and same < PERSISTENT * len(again)


def _plain(sighting: Sighting) -> tuple[str, object]:
    return fold(sighting.title), sighting.when.start


def _order(sighting: Sighting) -> tuple[str, ...]:
    """A fixed order of the fresh ones, so that the page's order never decides."""
    parts = (sighting.when.start.isoformat(), fold(sighting.title), sighting.key, sighting.url, sighting.hash)
    return tuple(part or "" for part in (*parts, sighting.title, f"{sighting.position:06}"))


def _once(fresh: Iterable[Sighting]) -> dict[Print, Sighting]:
    """By print, without cards printed twice: nothing that identifies them differs; the fuller one stays."""
    kept: dict[Print, Sighting] = {}
    for sighting in fresh:
        print_ = _print(sighting)
        if print_ not in kept or _fullness(sighting) > _fullness(kept[print_]):
            kept[print_] = sighting
    return kept


def _fullness(sighting: Sighting) -> int:
    return len(sighting.description or "") + sum(
        10 for value in (sighting.venue, sighting.url, sighting.when.end) if value
    )


def _print(sighting: Sighting) -> Print:
    place = fold(sighting.venue.line() or "") if sighting.venue else ""
    return base_key(sighting), canonical(sighting.url), fold(sighting.title), sighting.when.start, place


def _unchanged(new: Sequence[Print], old: Sequence[Sighting]) -> Matched:
    """What shows the same id, link, title, start and place as before."""
    waiting: dict[Print, list[int]] = defaultdict(list)
    for position, sighting in enumerate(old):
        waiting[_print(sighting)].append(position)
    matched: Matched = {}
    for index, print_ in enumerate(new):
        positions = waiting.get(print_)
        if positions:
            matched[index] = positions.pop(0)
    return matched


def _by_name(new: Sequence[Sighting], old: Sequence[Sighting], matched: Matched, known: Context) -> Matched:
    """What carries an id or link of its own and is beyond doubt the same: spares scoring it against all others."""
    left = _left(old, set(matched.values()))
    named = {name: position for position in left for name in own_names(old[position], known)}
    found: Matched = {}
    used: set[int] = set()
    for index in _left(new, matched):
        positions = {named[name] for name in own_names(new[index], known) if name in named}
        if len(positions) == 1:
            position = positions.pop()
            if position not in used and score(new[index], old[position], known) >= BEYOND_DOUBT:
                used.add(position)
                found[index] = position
    return found


def _edited(new: Sequence[Sighting], old: Sequence[Sighting], matched: Matched, known: Context) -> Matched:
    """The best assignment of what is left on both sides."""
    left, right = _left(new, matched), _left(old, set(matched.values()))
    scores: dict[tuple[int, int], float] = {}
    for a, b in candidates([new[i] for i in left], [old[i] for i in right], known.volatile):
        points = score(new[left[a]], old[right[b]], known)
        if points >= THRESHOLD:
            scores[left[a], right[b]] = points
    return dict(assign(scores))


def _left(side: Sequence[Sighting], gone: Container[int]) -> list[int]:
    return [index for index in range(len(side)) if index not in gone]


def _kept(sighting: Sighting, before: Sighting, now: datetime) -> Sighting:
    """A clock that went back makes nothing older than it was."""
    seen = max(now, before.last_seen)
    return replaced(
        sighting, id=before.id, first_seen=before.first_seen, last_seen=seen, listed=True, missed=0, missed_at=None
    )


def _new_ids(sightings: Sequence[Sighting], taken: set[str], volatile: bool) -> list[str]:
    """Deterministic: from the source, the event's name there, and its first start; a number tells equal ones apart."""
    urls = Counter(canonical(sighting.url) for sighting in sightings)
    used = set(taken)
    ids: list[str] = []
    for sighting in sightings:
        url = canonical(sighting.url)
        name = ("" if volatile else sighting.key) or (url if urls[url] == 1 else "") or fold(sighting.title)
        parts = (sighting.source_id, name, _utc(sighting))
        candidate, attempt = stable_id(*parts), 1
        while candidate in used:
            attempt += 1
            candidate = stable_id(*parts, attempt)
        used.add(candidate)
        ids.append(candidate)
    return ids


def _utc(sighting: Sighting) -> str:
    start = sighting.when.start
    return start.astimezone(UTC).isoformat() if isinstance(start, datetime) else start.isoformat()
