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
    names = _names(event)
    return [decision for decision in found if decision.a in names]


def grouping(events: Collection[Event], decisions: Sequence[Decision]) -> list[Decision]:
    """Decisions that make one event of several, or several of one, and name one of `events` or a sighting of theirs;
    the oldest first."""
    found = [decision for decision in decisions if decision.kind in ("same", "apart")]
    names = {name for event in events for name in _names(event)} if found else set()
    return [one for one in found if not names.isdisjoint((one.a, one.b or "", *one.fields.get("sightings", ())))]


def _names(event: Event) -> frozenset[str]:
    """What decisions may call an event: its UID, its sightings, the UIDs that these would have alone."""
    return frozenset((event.uid, *event.sightings, *map(minted_from, event.sightings)))


def decided(decisions: Sequence[Decision], stored: Sequence[Cluster], by_id: Mapping[str, Sighting]) -> Decided:
    """All decisions in their order: of two words on one pair the later holds; a split takes back a whole merge."""
    result = Decided()
    relevant = [decision for decision in decisions if decision.kind in ("same", "apart")]
    if not relevant:
        return result
    members = members_of(stored, by_id)
    merges: list[set[Pair]] = []
    for decision in relevant:
        pairs = set(_meant(decision, members))
        if decision.kind == "same":
            merges.append(pairs)
            result.apart -= pairs
            result.alone -= {id_ for pair in pairs for id_ in pair}
        else:
            result.apart |= pairs
            alone = _alone(decision, members)
            result.alone |= alone
            merges = [{p for p in merge if alone.isdisjoint(p)} for merge in merges if merge.isdisjoint(pairs)]
    result.together = set().union(*merges)
    return result


def _alone(decision: Decision, members: Callable[[str], list[str]]) -> set[str]:
    """A split that names no sightings can only be kept for the one that holds the UID: it stays alone."""
    named = decision.b or decision.fields.get("sightings")
    return set() if named else set(members(decision.a)[:1])


def _meant(decision: Decision, members: Callable[[str], list[str]]) -> Iterator[Pair]:
    """The pairs a decision is about: a's with b's, and all of `fields["sightings"]` with each other."""
    named = [id_ for name in decision.fields.get("sightings", ()) for id_ in members(name)]
    across = product(members(decision.a), members(decision.b)) if decision.b else ()
    for a, b in (*across, *combinations(named, 2)):
        if a != b:
            yield pair(a, b)
