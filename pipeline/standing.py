"""Which stored events stand as they are, because nothing they are made of has changed since they were put together.

An event follows from its sightings, people's decisions, the config and the code. The last three are its recipe; every
run remembers a digest of it. Under the same recipe an event whose sightings have not changed is the stored one. Pure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

from pipeline import codemark
from pipeline.config import Config
from pipeline.decided import about
from pipeline.defaults import default_folder
from pipeline.ledger import OWN
from pipeline.localdays import is_over
from pipeline.model import Cluster, Decision, Event, Sighting

MADE_WITH = "made_with"  # key of table `meta`
READ_WITH = ("simplemma", "pyahocorasick", "rapidfuzz", "pydantic")  # libraries that have a say in what an event says


def recipe_of(config: Config, decisions: Sequence[Decision], since: date) -> str:
    """What a run's events are made with, as it is remembered: "<first day of what is merged> <digest>"."""
    parts = (config.sources, config.regions, decisions)
    words = config.vocabulary.model_dump_json()  # its repr takes seven times as long
    digest = hashlib.sha256("\x1f".join([_code(), words, *map(repr, parts)]).encode())
    return f"{since.isoformat()} {digest.hexdigest()}"


@cache
def _code() -> str:
    """Changes with the code and the packaged data that make events, once per process."""
    return codemark.mark([Path(__file__).parent, *default_folder().glob("*.*")], READ_WITH)


def is_same_recipe(before: str | None, now: str) -> bool:
    """Whether the last run's events were made with the same, and of everything that is merged now."""
    since_before, _, digest_before = (before or "").partition(" ")
    since, _, digest = now.partition(" ")
    return digest_before == digest and since_before <= since


def at_rest(
    events: Iterable[Event], live: Mapping[str, Sighting], config: Config, said: Sequence[Decision], now: datetime
) -> set[str]:
    """Ids of the sightings of events that are over and were shown by a source that is not in the config any more: these
    stand under another recipe, too, as long as no person said (`said`) anything of them."""
    known = {OWN, *config.sources}
    orphans = {id for id, sighting in live.items() if sighting.source_id not in known}
    over = (event for event in events if not orphans.isdisjoint(event.sightings) and is_over(event.when, now))
    return {id for event in over if not about(event, said, ("hide", "edit", "tag")) for id in event.sightings}


class Standing:
    """Answers for every cluster of a run whether its stored event stands."""

    def __init__(
        self,
        events: Mapping[str, Event],
        clusters: Iterable[Cluster],
        live: Mapping[str, Sighting],
        same: Container[str],
    ) -> None:
        """`events` by UID and `clusters` as they are stored; `live`: sightings by id as they are now; `same`: ids of
        those that are as they are stored, but for when they were seen."""
        self._events, self._live, self._same = events, live, same
        self._clusters = {cluster.uid: cluster for cluster in clusters}

    def event(self, cluster: Cluster) -> Event | None:
        """The stored event of `cluster`; None when it must be put together."""
        if self._clusters.get(cluster.uid) != cluster or any(id not in self._same for id in cluster.sightings):
            return None
        return self._events.get(cluster.uid) if self._is_ageless(cluster) else None

    def _is_ageless(self, cluster: Cluster) -> bool:
        """When they were seen matters only between several, of which one carries a mark (`combine`)."""
        members = [self._live[id] for id in cluster.sightings]
        return len(members) == 1 or all(sighting.status == "scheduled" for sighting in members)
