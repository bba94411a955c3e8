"""All live sightings -> clusters: the same real-world event, whoever lists it, under a UID that is for ever. Pure.

Blocks by day, a scored comparison inside a block (`pipeline.matching.match`), joining without chains of doubt: a
cluster takes a sighting only if no member excludes it. One source's sightings stay apart unless they are one card
printed twice. What people decided always holds. Values are chosen in `pipeline.combine`, not here.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from pipeline.calm import calm
from pipeline.decided import Decided, decided
from pipeline.matching.blocks import Pair, candidates, pair, same_print
from pipeline.matching.listing import from_sighting
from pipeline.matching.match import score
from pipeline.matching.profile import Profile, profile
from pipeline.model import Cluster, Decision, Sighting
from pipeline.uids import give_uids, uid_by_sighting

KEEPS = 0.35  # what was one event stays one down to this score, so that a small edit does not tear it apart


@dataclass(slots=True)
class _Bonds:
    """What is known of pairs: scores, and who may never be together."""

    by_id: Mapping[str, Sighting]
    decided: Decided
    known: Mapping[str, str]  # {sighting: UID} as stored
    followed: Mapping[str, Sighting]
    profiles: dict[str, Profile] = field(default_factory=dict)
    scores: dict[Pair, float] = field(default_factory=dict)

    def score(self, a: str, b: str) -> float:
        """0 for a pair that may not be together, else how sure it is."""
        ids = pair(a, b)
        if ids not in self.scores:
            self.scores[ids] = self._score(ids)
        return self.scores[ids]

    def _score(self, ids: Pair) -> float:
        if ids in self.decided.together:
            return 1.0
        if ids in self.decided.apart:
            return 0.0
        a, b = self.by_id[ids[0]], self.by_id[ids[1]]
        if a.source_id == b.source_id:
            return 1.0 if same_print(a, b) else 0.0
        if not self.decided.alone.isdisjoint(ids):
            return 0.0
        if ids[0] in self.known and self.known[ids[0]] == self.known.get(ids[1]):
            a, b = self.followed.get(a.id, a), self.followed.get(b.id, b)
        return score(self._profile(a), self._profile(b))

    def _profile(self, sighting: Sighting) -> Profile:
        if self.by_id[sighting.id] is not sighting:
            return profile(from_sighting(sighting))
        known = self.profiles.get(sighting.id)
        if known is None:
            known = self.profiles[sighting.id] = profile(from_sighting(sighting))
        return known


@calm()
def merge(
    sightings: Sequence[Sighting],
    stored: Sequence[Cluster],
    decisions: Sequence[Decision],
    *,
    authority: Mapping[str, int],
    on_time: Container[str] = frozenset(),
) -> list[Cluster]:
    """The clusters of all `sightings`, ordered by UID. `authority`: {source id: rank}, the higher knows better;
    `on_time`: ids of those that begin when they did as they were stored.

    Deterministic and independent of the order of `sightings`; merging its own result again changes nothing.
    """
    ordered = sorted(sightings, key=lambda s: (s.first_seen, s.id))
    by_id = {sighting.id: sighting for sighting in ordered}
    known = uid_by_sighting(stored)
    followed = dict(_followed(stored, by_id, authority, on_time))
    bonds = _Bonds(by_id, decided(decisions, stored, by_id), known, followed)
    groups = _Groups(by_id, bonds.decided.together)
    for _, a, b in sorted(_bonded(candidates(ordered) | _stored_pairs(stored, by_id), bonds, known)):
        groups.join(a, b, bonds)
    return give_uids(groups.all(), stored, by_id)


def _stored_pairs(stored: Iterable[Cluster], by_id: Container[str]) -> set[Pair]:
    """Pairs that were one event: they are compared again, also when one of them has moved to another day."""
    left = ([id_ for id_ in cluster.sightings if id_ in by_id] for cluster in stored if len(cluster.sightings) > 1)
    return {pair(a, b) for ids in left for a, b in combinations(ids, 2)}


def _followed(
    stored: Iterable[Cluster], by_id: Mapping[str, Sighting], authority: Mapping[str, int], on_time: Container[str]
) -> Iterator[tuple[str, Sighting]]:
    """The sightings that better sources left behind when they moved what is one event, as if they had followed: in time
    as long as they begin when they did, in place as long as they were not seen since."""
    for cluster in stored:
        members = [by_id[id_] for id_ in cluster.sightings if id_ in by_id]
        rank = max((authority.get(s.source_id, 0) for s in members), default=0)
        best = [s for s in members if authority.get(s.source_id, 0) == rank]
        if len(best) == len(members) or len({s.when.start for s in best}) > 1:
            continue
        better = max(best, key=lambda s: s.last_seen)
        for lesser in (s for s in members if s not in best):
            if better.last_seen > lesser.last_seen and better.venue != lesser.venue:
                yield lesser.id, replace(lesser, when=better.when, venue=better.venue)
            elif lesser.id in on_time and better.when.start != lesser.when.start:
                yield lesser.id, replace(lesser, when=better.when)


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
        for a, b in sorted(together):
            self._unite(a, b)

    def join(self, a: str, b: str, bonds: _Bonds) -> None:
        """Unite the groups of `a` and `b` unless one member excludes another or most of them are in doubt."""
        left, right = self._of[a], self._of[b]
        if left is right:
            return
        scores = [bonds.score(x, y) for x in left for y in right]
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
