"""Cluster -> Event: the best values of its sightings, tagged, placed in regions, with people's edits on top. Pure.

Joins the stages merge (combine) and tag; a part of `run`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pipeline import dates, places
from pipeline.config import Config
from pipeline.merge import combine
from pipeline.model import Cluster, Decision, Event, Moment, Sighting, Source, Tags, When, stable_id
from pipeline.tag import Tagger, tagger
from pipeline.text import fold


class Assembler:
    """Builds events; holds what all of them need."""

    def __init__(self, config: Config, decisions: Sequence[Decision], sightings: Mapping[str, Sighting]) -> None:
        self.config = config
        self.sightings = sightings
        self.tagger: Tagger = tagger(config.vocabulary)
        self.authority = {id: source.authority for id, source in config.sources.items()}
        self.edits = _edits(decisions)
        self.hidden = {decision.a for decision in decisions if decision.kind == "hide"}
        self.series = Counter(_series_key(sighting) for sighting in sightings.values())

    def event(self, cluster: Cluster) -> Event:
        """One event as it stands now; `diff` adds sequence and dates of change."""
        members = [self.sightings[id] for id in cluster.sightings]
        event = combine(cluster, members, authority=self.authority)
        event = _edited(event, self.edits.get(cluster.uid, {}))
        tags = self._tags(event, members)
        regions = places.regions_of(event.venue, self.config.regions) or self._home(event, members)
        return replace(
            event,
            industries=tags.industries,
            topics=tags.topics,
            formats=tags.formats or (tags.format,),
            kmu_fit=tags.kmu_fit,
            startup_relevant=tags.startup_relevant or any(s.relevant == "always" for s in self._sources(members)),
            language=event.language or tags.language,
            price=event.price or tags.price,
            audience=tags.audience,
            evidence=tags.evidence,
            regions=regions,
            hidden=cluster.uid in self.hidden,
            series=self._series(members),
        )

    def _tags(self, event: Event, members: Sequence[Sighting]) -> Tags:
        priors: dict[str, Any] = {}
        for source in self._sources(members):
            priors.update(source.tags)
        return self.tagger.tag(event.title, event.description or "", event.organizer or "", priors=priors)

    def _sources(self, members: Iterable[Sighting]) -> list[Source]:
        known = self.config.sources
        return [known[sighting.source_id] for sighting in members if sighting.source_id in known]

    def _home(self, event: Event, members: Sequence[Sighting]) -> tuple[str, ...]:
        """Nothing says where: the sources' own region, unless the event is online only."""
        if event.online == "yes" or (event.venue and event.venue.city):
            return ()
        return tuple(sorted({source.region for source in self._sources(members) if source.region}))

    def _series(self, members: Sequence[Sighting]) -> str | None:
        keys = [_series_key(sighting) for sighting in members]
        repeated = [key for key in keys if self.series[key] > 1]
        return stable_id("series", *repeated[0]) if repeated else None

    def quotes(self, clusters: Iterable[Cluster]) -> dict[str, str]:
        """{uid: which source said what, and when}: the evidence of a change."""
        found = {}
        for cluster in clusters:
            newest = max((self.sightings[id] for id in cluster.sightings), key=lambda s: (s.last_seen, s.id))
            said = newest.found.get("status") or newest.found.get("when") or newest.url or newest.page
            found[cluster.uid] = f"{newest.source_id}, {newest.last_seen.isoformat()}: {said}"
        return found


def _series_key(sighting: Sighting) -> tuple[str, str]:
    return sighting.source_id, fold(sighting.title)


def _edits(decisions: Iterable[Decision]) -> dict[str, dict[str, Any]]:
    edits: dict[str, dict[str, Any]] = {}
    for decision in decisions:
        if decision.kind == "edit":
            edits.setdefault(decision.a, {}).update(decision.fields)
    return edits


def _edited(event: Event, fields: Mapping[str, Any]) -> Event:
    """A person's values replace those of all sources."""
    if not fields:
        return event
    plain = {name: value for name, value in fields.items() if name not in ("start", "end", "location")}
    if "location" in fields:
        plain["venue"] = places.read_venue(fields["location"])
    start = _moment(fields.get("start"), event.when.start)
    end = _moment(fields.get("end"), event.when.end)
    if start is not None and ("start" in fields or "end" in fields):
        plain["when"] = When(start, end, not isinstance(start, datetime), event.when.tz)
    return replace(event, **plain)


def _moment(text: str | None, otherwise: Moment | None) -> Moment | None:
    return (dates.iso(text, "Europe/Berlin") or otherwise) if text else otherwise
