"""Which UID a group of sightings carries: minted once from its oldest sighting, kept for ever. Pure.

A UID belongs to the oldest sighting that is left of the cluster it stood for. Where clusters merge, the oldest UID
stays; where one splits, the part with the oldest sighting keeps it and the others get their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline.model import Cluster, Sighting, stable_id

Age = tuple[object, str]


def uid_of(sighting: Sighting, attempt: int = 0) -> str:
    """The UID minted from one sighting (RFC 7986, 5.3: globally unique, no personal data, no host of the machine)."""
    return minted_from(sighting.id, attempt)


def minted_from(id_: str, attempt: int = 0) -> str:
    """`uid_of`, where only the id of the sighting is at hand."""
    parts = ("uid", id_, attempt) if attempt else ("uid", id_)
    return f"{stable_id(*parts)}@pitchradar"


def uid_by_sighting(clusters: Iterable[Cluster]) -> dict[str, str]:
    """{sighting id: UID of its cluster}."""
    return {id_: cluster.uid for cluster in clusters for id_ in cluster.sightings}


def give_uids(
    groups: Iterable[Sequence[str]], stored: Sequence[Cluster], by_id: Mapping[str, Sighting]
) -> list[Cluster]:
    """The groups as clusters with their UIDs, ordered by UID; members the oldest first."""
    clusters = [sorted(group, key=lambda id_: _age(by_id[id_])) for group in groups]
    clusters.sort(key=lambda group: _age(by_id[group[0]]))
    claims = _claims(stored, by_id)
    named: list[tuple[str | None, Sequence[str]]] = []
    for group in clusters:
        uids = [claims[id_] for id_ in group if id_ in claims]
        named.append((min(uids)[1] if uids else None, group))
    taken = {uid for uid, _ in named if uid} | {cluster.uid for cluster in stored}
    result = [Cluster(uid or _mint(by_id[group[0]], taken), tuple(group)) for uid, group in named]
    return sorted(result, key=lambda cluster: cluster.uid)


def _claims(stored: Sequence[Cluster], by_id: Mapping[str, Sighting]) -> dict[str, tuple[Age, str]]:
    """{sighting: (age, UID)} for the oldest sighting left of each stored cluster."""
    claims: dict[str, tuple[Age, str]] = {}
    for cluster in stored:
        left = [by_id[id_] for id_ in cluster.sightings if id_ in by_id]
        if left:
            oldest = min(left, key=_age)
            claims[oldest.id] = min(claims.get(oldest.id, (_age(oldest), cluster.uid)), (_age(oldest), cluster.uid))
    return claims


def _mint(sighting: Sighting, taken: set[str]) -> str:
    """A new UID, which is put into `taken`."""
    attempt = 0
    while (uid := uid_of(sighting, attempt)) in taken:
        attempt += 1
    taken.add(uid)
    return uid


def _age(sighting: Sighting) -> Age:
    return sighting.first_seen, sighting.id


def members_of(stored: Sequence[Cluster], by_id: Mapping[str, Sighting]) -> Callable[[str], list[str]]:
    """A lookup: the live sightings, the oldest first, that a UID or a sighting id in a decision stands for.

    A UID stands for the sightings it had when stored and for the one it was minted from: that one outlives merging.
    """
    minted = {uid_of(sighting): id_ for id_, sighting in by_id.items()}
    clusters = {cluster.uid: cluster.sightings for cluster in stored}

    def members(name: str) -> list[str]:
        if name in by_id:
            return [name]
        if name in clusters:
            return sorted((id_ for id_ in clusters[name] if id_ in by_id), key=lambda id_: _age(by_id[id_]))
        return [minted[name]] if name in minted else []

    return members
