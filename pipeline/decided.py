"""What people decided: which decisions are about an event, and which sightings are one, as pairs of their ids. Pure.

UIDs come and go with merging; a decision that names UIDs is read as being about the sightings they stand for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from pipeline.matching.blocks import Pair, pair
from pipeline.model import Cluster, Decision, Event, Sighting
from pipeline.uids import members_of, minted_from


@dataclass(slots=True)
class Decided:
    """`together`, `apart`: pairs; `alone`: sightings that no other source's sighting may join."""

    together: set[Pair] = field(default_factory=set)
    apart: set[Pair] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)


def about(event: Event, decisions: Sequence[Decision], kinds: Collection[str]) -> list[Decision]:
    """Decisions of these kinds on this event, the oldest first: by its UID, or one that a sighting of it once had."""
    found = [decision for decision in decisions if decision.kind in kinds]
    if not found:
        return []
    names = {event.uid, *event.sightings, *map(minted_from, event.sightings)}
    return [decision for decision in found if decision.a in names]


def decided(decisions: Sequence[Decision], stored: Sequence[Cluster], by_id: Mapping[str, Sighting]) -> Decided:
    """All decisions in their order: of two words on one pair the later holds."""
    result = Decided()
    relevant = [decision for decision in decisions if decision.kind in ("same", "apart")]
    if not relevant:
        return result
    members = members_of(stored, by_id)
    for decision in relevant:
        if decision.kind == "same":
            _join(result, set(_meant(decision, members)))
        else:
            _part(result, decision, members)
    return result


def _join(result: Decided, pairs: set[Pair]) -> None:
    result.together |= pairs
    result.apart -= pairs
    result.alone -= {id_ for pair in pairs for id_ in pair}


def _part(result: Decided, decision: Decision, members: Callable[[str], list[str]]) -> None:
    """A split that names no sightings can only be kept for the one that holds the UID: it stays alone."""
    pairs = set(_meant(decision, members))
    result.apart |= pairs
    result.together -= pairs
    if not decision.b and not decision.fields.get("sightings"):
        alone = set(members(decision.a)[:1])
        result.alone |= alone
        result.together = {pair for pair in result.together if alone.isdisjoint(pair)}


def _meant(decision: Decision, members: Callable[[str], list[str]]) -> Iterator[Pair]:
    """The pairs a decision is about: a's with b's, and all of `fields["sightings"]` with each other."""
    named = [id_ for name in decision.fields.get("sightings", ()) for id_ in members(name)]
    across = product(members(decision.a), members(decision.b)) if decision.b else ()
    for a, b in (*across, *combinations(named, 2)):
        if a != b:
            yield pair(a, b)
