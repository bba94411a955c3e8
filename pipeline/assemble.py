"""Cluster -> Event: the best values of its sightings, tagged, placed in regions, with people's edits on top. Pure.

Joins the stages merge (combine) and tag; a part of `run`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from typing import Any

from pipeline import places
from pipeline.combine import combine, series_of
from pipeline.config import Config
from pipeline.decided import about
from pipeline.geo.gazetteer import gazetteer
from pipeline.model import Cluster, Decision, Event, Sighting, Source, Tags
from pipeline.replaced import replaced
from pipeline.tag import Tagger, tagger
from pipeline.tagging.corrected import corrected
from pipeline.tagging.lexicon import open_dictionary

RANK = {"organizer": 3, "venue": 2, "platform": 1, "aggregator": 0}


def warmed_tagger(config: Config) -> Tagger:
    """The tagger, with places and dictionary read too: takes a second, for who has to wait for a crawl anyway."""
    gazetteer(config.folder)
    open_dictionary()
    return tagger(config.vocabulary)


class Assembler:
    """Builds events; holds what all of them need. `sightings` by id; `ready`: a tagger that is built already."""

    def __init__(
        self,
        config: Config,
        decisions: Sequence[Decision],
        sightings: Mapping[str, Sighting],
        ready: Tagger | None = None,
    ) -> None:
        self.config = config
        self.sightings = sightings
        self.authority = authority(config)
        self.decisions = decisions
        self.series = {id: series_of(sighting) for id, sighting in sightings.items()}
        self.occurrences = Counter(self.series.values())
        self._ready = ready
        self._regions = lru_cache(4_000)(partial(places.regions_of, regions=self.config.regions))  # of the few venues

    @cached_property
    def tagger(self) -> Tagger:
        """Built by the first event that is put together: it takes most of a second."""
        return self._ready or tagger(self.config.vocabulary)

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
        priors: dict[str, Any] = {}
        for source in self._sources(members):
            priors.update(source.tags)
        if any(source.relevant == "always" for source in self._sources(members)):
            priors["relevant"] = "always"
        organizer = event.organizer or self._host(members)
        tags = self.tagger.tag(event.title, event.description or "", organizer, priors=priors)
        return corrected(tags, about(event, self.decisions, ("tag",)))

    def _host(self, members: Iterable[Sighting]) -> str:
        """Whose calendar it stands in, for the tagger alone: nobody says that this is who invites."""
        titles = (source.title for source in self._sources(members) if source.authority == "organizer")
        return next(titles, "")

    def _sources(self, members: Iterable[Sighting]) -> list[Source]:
        known = self.config.sources
        return [known[sighting.source_id] for sighting in members if sighting.source_id in known]

    def _home(self, event: Event, members: Sequence[Sighting]) -> tuple[str, ...]:
        """Nothing says where: the sources' own region, unless the event is online only."""
        if event.online == "yes" or (event.venue and event.venue.city):
            return ()
        return tuple(sorted({source.region for source in self._sources(members) if source.region}))


def authority(config: Config) -> dict[str, int]:
    """{source id: rank}: who knows best when sources differ."""
    return {id: RANK[source.authority] for id, source in config.sources.items()}
