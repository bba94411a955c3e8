"""What a source would give: its events as they would stand in the calendar, and which of them would be published.

Runs the pipeline's stages on one crawl without a database; stores nothing, fetches nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pipeline.assemble import Assembler
from pipeline.config import Config
from pipeline.intake import normalised
from pipeline.localdays import first_day, is_over
from pipeline.model import Cluster, Event, RawEvent, Sighting, Source
from pipeline.normalise import Context, as_json
from pipeline.runfiles import SourceRun
from pipeline.tag import Tagger
from pipeline.tagged import Tagging
from pitchradar.probe import Trial

Row = dict[str, Any]

# cause of a failed crawl -> what the operator can do about it
ADVICE = {
    "dns": "no such host name, or no network here; look for a typing error",
    "refused": "nobody listens at this address; look for a typing error, or try again later",
    "http 404": "there is no page at this address; look for the one it has now",
    "http 410": "the page was taken away for good; look for another one of this site",
    "(robots.txt)": "its robots.txt could not be had, and without it nothing is asked; it often passes: try later",
    "robots": "its robots.txt keeps this program out; ask the site's owner",
    "blocked address": "only public addresses at ports 80 and 443 are asked; allow_hosts in settings.toml opens others",
    "needs JavaScript": "only a browser can show this page: render = true with the extra `browser` (--render)",
    "login page": "the page asks for a login; only public pages can be sources",
    "consent page": "a consent page stands before it; look for a calendar file or feed of the site",
    "bot wall": "the site turns programs away; ask its owner, or look for a calendar file or feed",
    "maintenance": "the site is under maintenance; try again later",
    "parked domain": "the domain is parked: there is no site any more",
    "retry-after": "the site asked for silence; try again later",
}
NOTHING = (
    "no events found; where you see some, write the source's entry by hand, with select = {…} for where they are "
    "(docs/sources.md)"
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What one source gives, without anything being stored. `tried`: every way it was read, the best first;
    `unmatched`: sentences on its selectors that name nothing."""

    source: Source
    run: SourceRun
    events: tuple[Event, ...]
    sightings: tuple[Sighting, ...]
    now: datetime
    tried: tuple[Row, ...] = ()
    requests: int = 0
    region: str | None = None
    written: str | None = None
    unmatched: tuple[str, ...] = ()

    @property
    def kind(self) -> str | None:
        """How it is read: as configured, else as most events were."""
        kinds = [sighting.kind for sighting in self.sightings]
        return self.source.kind or (max(sorted(set(kinds)), key=kinds.count) if kinds else None)

    @property
    def rows(self) -> list[Row]:
        """The columns a terminal has room for."""
        return [_shown(event) for event in self.details()]

    def details(self) -> list[Row]:
        """Every event with its JSON keys, its tags, and whether a feed would carry it."""
        pairs = zip(self.events, self.sightings, strict=True)
        return [{**as_json(sighting), **_tags(event), **self._published(event)} for event, sighting in pairs]

    def _published(self, event: Event) -> Row:
        if is_over(event.when, self.now):
            return {"published": "no: over"}
        return {"published": "yes" if event.startup_relevant else "no: not about start-ups"}

    @property
    def trouble(self) -> str | None:
        """Why there is nothing to take, and what can be done; None when there are events."""
        if self.events:
            return None
        cause = self.run.report.cause
        advice = next((text for mark, text in ADVICE.items() if cause and mark in cause), None)
        if cause is None:
            return f"{self.source.url}: {NOTHING}"
        return f"{self.source.url}: {cause}{f' ({advice})' if advice else ''}"

    def headline(self) -> list[str]:
        """What was fetched and how it was read."""
        upcoming = sum(not is_over(event.when, self.now) for event in self.events)
        shown = sum(row["published"] == "yes" for row in self.details())
        return [
            f"{self.source.url}: kind {self.kind or 'none'}, {len(self.events)} events, {upcoming} to come, "
            f"{shown} would be published",
            *([f"failed: {self.run.report.cause}"] if self.run.report.cause and self.events else []),
            *(
                f"  tried {row['kind'] or 'as found'} {row['url']} ({row['why']}): {row['events']} events"
                for row in self.tried[1:]
            ),
            *self.unmatched,
        ]

    def as_json(self) -> Row:
        """For scripts: everything."""
        report = self.run.report
        return {
            "id": self.source.id,
            "title": self.source.title,
            "url": self.source.url,
            "kind": self.kind,
            "region": self.region,
            "pages": report.pages,
            "requests": self.requests,
            "cause": report.cause,
            "events": self.details(),
            "tried": list(self.tried),
            "unmatched": list(self.unmatched),
            "written": self.written,
        }


def preview(trial: Trial, config: Config, now: datetime, *, tagger: Tagger | None = None) -> Preview:
    """The events of one crawl as the pipeline understands them. `tagger`: one already built for the config."""
    sightings = _sightings(trial.run.events, trial.source, config, now)
    known = replace(config, sources={**config.sources, trial.source.id: trial.source})
    mine = [replace(one, source_id=trial.source.id, id=str(number)) for number, one in enumerate(sightings)]
    assembler = Assembler(known, (), {one.id: one for one in mine}, Tagging(known, tagger))
    events = tuple(assembler.event(Cluster(one.id, (one.id,))) for one in mine)
    return Preview(trial.source, trial.run, events, tuple(mine), now)


def weigher(config: Config, now: datetime) -> Callable[[Source, Sequence[RawEvent]], float]:
    """How much a source says: events still to come count, with a time, a place, a stable id each a little more."""

    def weigh(source: Source, raws: Sequence[RawEvent]) -> float:
        found = _sightings(raws, source, config, now)
        coming = [one for one in found if not is_over(one.when, now)]
        return sum(map(_worth, coming)) + 0.001 * sum(map(_worth, found))

    return weigh


def _worth(one: Sighting) -> float:
    place = bool(one.venue and one.venue.line()) or one.online == "yes"
    return one.confidence + 0.25 * (not one.when.all_day) + 0.25 * place + 0.25 * bool(one.key) + 0.1 * bool(one.url)


def _sightings(raws: Sequence[RawEvent], source: Source, config: Config, now: datetime) -> list[Sighting]:
    """As a run would take them in, by day."""
    found, _, _ = normalised(raws, source, Context.of(source, config, now))
    return sorted(found, key=lambda one: (first_day(one.when), one.position))


def _shown(event: Row) -> Row:
    state = "" if event["status"] == "scheduled" else event["status"]
    return {
        "start": event["start"][:16].replace("T", " "),
        "title": event["title"],
        "location": event["location"],
        "state": state,
        "sure": event["confidence"],
        "published": event["published"],
    }


def _tags(event: Event) -> Row:
    return {
        "startup_relevant": event.startup_relevant,
        "format": event.formats[0] if event.formats else None,
        "industries": list(event.industries),
        "kmu_fit": event.kmu_fit,
        "regions": list(event.regions),
    }
