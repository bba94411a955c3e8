"""Cluster -> Event: the best values of its sightings, tagged, placed in regions, with people's edits on top. Pure.

Joins the stages merge (combine) and tag; a part of `run`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial

from pipeline.combine import combine, series_of
from pipeline.config import Config
from pipeline.decided import about
from pipeline.geo.regions import regions_of
from pipeline.ledger import OWN
from pipeline.model import Cluster, Decision, Event, Sighting, Source, Tags
from pipeline.replaced import replaced
from pipeline.tagged import Tagging
from pipeline.tagging.corrected import corrected

RANK = {"organizer": 3, "venue": 2, "platform": 1, "aggregator": 0}


class Assembler:
    """Builds events; holds what all of them need. `sightings` by id."""

    def __init__(
        self,
        config: Config,
        decisions: Sequence[Decision],
        sightings: Mapping[str, Sighting],
        tagging: Tagging | None = None,
    ) -> None:
        self.config = config
        self.sightings = sightings
        self.authority = authority(config)
        self.decisions = decisions
        self.series = {id: series_of(sighting) for id, sighting in sightings.items()}
        self.occurrences = Counter(self.series.values())
        self._tagging = tagging or Tagging(config)
        self._regions = lru_cache(4_000)(partial(regions_of, regions=self.config.regions))  # of the few venues

    def event(self, cluster: Cluster, stands: Event | None = None) -> Event:
        """One event as it is now; `diff` adds sequence and dates of change. `stands`: the stored event, where
        nothing of it can have changed but the series that others make it part of (`standing`)."""
        members = [self.sightings[id] for id in cluster.sightings]
        keys = (self.series[id] for id in cluster.sightings)
        series = next((key for key in keys if self.occurrences[key] > 1), None)
        if stands:
            return stands if stands.series == series else replaced(stands, series=series)
        event = combine(cluster, members, authority=self.authority, decisions=self.decisions)
        tags = self._tags(event, members)
        regions = self._regions(event.venue) or self._home(event, members)
        return replaced(
            event,
            industries=tags.industries,
            topics=tags.topics,
            formats=tags.formats or (tags.format,),
            kmu_fit=tags.kmu_fit,
            startup_relevant=tags.startup_relevant,
            language=event.language or tags.language,
            price=event.price or tags.price,
            audience=tags.audience,
            evidence=tags.evidence,
            regions=regions,
            series=series,
        )

    def _tags(self, event: Event, members: Sequence[Sighting]) -> Tags:
        tags = self._tagging.tags(event.title, event.description, event.organizer, self._sources(members))
        return corrected(tags, [*_own(members), *about(event, self.decisions, ("tag",))])

    def _sources(self, members: Iterable[Sighting]) -> list[Source]:
        known = self.config.sources
        return [known[sighting.source_id] for sighting in members if sighting.source_id in known]

    def _home(self, event: Event, members: Sequence[Sighting]) -> tuple[str, ...]:
        """Nothing says where: the sources' own region, unless the event is online only."""
        if event.online == "yes" or (event.venue and event.venue.city):
            return ()
        return tuple(sorted({source.region for source in self._sources(members) if source.region}))


def _own(members: Iterable[Sighting]) -> Iterable[Decision]:
    """Who adds an event by hand says by it that it belongs here."""
    return (Decision("tag", s.id, fields={"relevant": True}, at=s.first_seen) for s in members if s.source_id == OWN)


def authority(config: Config) -> dict[str, int]:
    """{source id: rank}: who knows best when sources differ."""
    return {id: RANK[source.authority] for id, source in config.sources.items()}
