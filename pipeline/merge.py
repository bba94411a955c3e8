"""All live sightings -> clusters: the same real-world event, whoever lists it, under a UID that is for ever. Pure.

Blocks by day, a scored comparison inside a block (`pipeline.match`), joining without chains of doubt: a cluster takes a
sighting only if no member excludes it. One source's sightings stay apart unless they are one card printed twice.
What people decided always holds. Values are chosen in `combine` (`pipeline.combine`), not here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.blocks import candidates, same_print
from pipeline.combine import combine
from pipeline.listing import Listing, from_sighting
from pipeline.match import Match, compare, score
from pipeline.model import Cluster, Decision, Sighting
from pipeline.profile import Profile, profile
from pipeline.uids import give_uids, members_of

__all__ = ["Listing", "Match", "combine", "compare", "merge"]

KEEPS = 0.35  # what was one event stays one down to this score, so that a small edit does not tear it apart

Pair = tuple[str, str]


@dataclass(slots=True)
class _Bonds:
    """What is known of pairs: scores, and who may never be together."""

    profiles: Mapping[str, Profile]
    sources: Mapping[str, str]
    prints: set[Pair]
    apart: set[Pair]
    scores: dict[Pair, float] = field(default_factory=dict)

    def score(self, a: str, b: str) -> float:
        """0 for a pair that may not be together, else how sure it is."""
        pair = (a, b) if a < b else (b, a)
        if pair not in self.scores:
            self.scores[pair] = self._score(pair)
        return self.scores[pair]

    def _score(self, pair: Pair) -> float:
        if pair in self.apart:
            return 0.0
        if pair in self.prints:
            return 1.0
        if self.sources[pair[0]] == self.sources[pair[1]]:
            return 0.0
        return score(self.profiles[pair[0]], self.profiles[pair[1]])


def merge(
    sightings: Sequence[Sighting],
    stored: Sequence[Cluster],
    decisions: Sequence[Decision],
    *,
    authority: Mapping[str, int],
) -> list[Cluster]:
    """The clusters of all `sightings`, ordered by UID. `authority`: {source id: rank}, the higher knows better.

    Deterministic and independent of the order of `sightings`; merging its own result again changes nothing.
    """
    ordered = sorted(sightings, key=lambda s: (s.first_seen, s.id))
    by_id = {sighting.id: sighting for sighting in ordered}
    together, apart = _decided(decisions, stored, by_id)
    found = candidates(ordered)
    bonds = _Bonds(
        profiles={id_: profile(from_sighting(by_id[id_])) for id_ in {id_ for pair in found for id_ in pair}},
        sources={sighting.id: sighting.source_id for sighting in ordered},
        prints={pair for pair in found if same_print(by_id[pair[0]], by_id[pair[1]])},
        apart=apart,
    )
    groups = _Groups(by_id, together)
    known = {member: cluster.uid for cluster in stored for member in cluster.sightings}
    for _, a, b in sorted(_bonded(found, bonds, known)):
        groups.join(a, b, bonds)
    return give_uids(groups.all(), stored, by_id)


def _bonded(pairs: Iterable[Pair], bonds: _Bonds, known: Mapping[str, str]) -> Iterator[tuple[float, str, str]]:
    """The pairs that are one event, the surest first."""
    for a, b in pairs:
        sure = bonds.score(a, b)
        if sure >= 0.5 or (sure >= KEEPS and a in known and known[a] == known.get(b)):
            yield -sure, a, b


class _Groups:
    """Disjoint groups of sighting ids that grow only where nobody objects."""

    def __init__(self, ids: Iterable[str], together: Iterable[Pair]) -> None:
        self._of = {id_: [id_] for id_ in ids}
        self._decided = set(together)
        for a, b in sorted(self._decided):
            self._unite(a, b)

    def join(self, a: str, b: str, bonds: _Bonds) -> None:
        """Unite the groups of `a` and `b` unless one member excludes another or most of them are in doubt."""
        left, right = self._of[a], self._of[b]
        if left is right:
            return
        scores = [
            1.0 if (x, y) in self._decided or (y, x) in self._decided else bonds.score(x, y)
            for x in left
            for y in right
        ]
        if min(scores) > 0.0 and sum(scores) / len(scores) >= 0.5:
            self._unite(a, b)

    def _unite(self, a: str, b: str) -> None:
        left, right = self._of[a], self._of[b]
        if left is not right:
            left.extend(right)
            self._of.update(dict.fromkeys(right, left))

    def all(self) -> list[list[str]]:
        """Every group once."""
        return list({id(group): group for group in self._of.values()}.values())


def _decided(
    decisions: Sequence[Decision], stored: Sequence[Cluster], by_id: Mapping[str, Sighting]
) -> tuple[set[Pair], set[Pair]]:
    """Pairs that people put together or apart; of two words on one pair the later holds."""
    together: set[Pair] = set()
    apart: set[Pair] = set()
    relevant = [decision for decision in decisions if decision.kind in ("same", "apart")]
    if not relevant:
        return together, apart
    members = members_of(stored, by_id)
    for decision in relevant:
        pairs = set(_pairs(members(decision.a), members(decision.b) if decision.b else None))
        yes, no = (together, apart) if decision.kind == "same" else (apart, together)
        yes |= pairs
        no -= pairs
    return together, apart


def _pairs(left: Sequence[str], right: Sequence[str] | None) -> Iterator[Pair]:
    """All pairs across; inside `left` when there is no right."""
    others: Mapping[str, Sequence[str]] = defaultdict(lambda: left if right is None else right)
    for a in left:
        for b in others[a]:
            if a != b:
                yield (a, b) if a < b else (b, a)
