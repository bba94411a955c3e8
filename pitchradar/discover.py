"""`pitchradar discover`: pages that may become sources, found where known events and sources lead. Adds none by itself.

Every request goes through the same crawl as a source's (gate, robots.txt, pauses), within a budget of requests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin

from crawlers.discover import Link, crowded, hint, host_of, inward, outward, sitemap
from pipeline.config import Config
from pipeline.model import Event, Source, stable_id
from pipeline.store.candidates import drop_candidates, read_candidates, write_candidates
from pipeline.tag import Tagger
from pitchradar import naming
from pitchradar.candidate import Row, marks, row
from pitchradar.completeness import estimates
from pitchradar.preview import Preview, preview
from pitchradar.probe import Trial, look_at
from pitchradar.workplace import Workplace

COST = 2  # requests for a look at a new site: robots.txt and the page
SEEDS = 0.4  # the share of the budget that goes into pages that lead on


@dataclass
class _Site:
    """What is known of one site before it is asked."""

    links: dict[str, int] = field(default_factory=dict)  # address -> how much it sounds of events
    evidence: list[str] = field(default_factory=list)

    def add(self, link: Link) -> None:
        """One more link to it."""
        self.links.setdefault(link.url, link.hint)
        if link.why not in self.evidence:
            self.evidence.append(link.why)

    @property
    def promise(self) -> tuple[int, int]:
        """For sorting: how much its addresses sound of events, and how many pages link it."""
        return max(self.links.values(), default=0), len(self.evidence)

    @property
    def best(self) -> str:
        """The address to look at first."""
        return min(self.links, key=lambda url: (-self.links[url], len(url)))


def discover(place: Workplace, now: datetime, budget: int) -> Row:
    """Look for candidates, keep them in table `candidates`; all that are kept, and how complete each region is."""
    with place.lock(), place.store() as store:
        events = store.events((now - timedelta(days=1)).date())
        shown = {one.id: one.source_id for one in store.sightings() if one.source_id in place.config.sources}
        sites, used, later = _sites(place, events, now, int(budget * SEEDS))
        rows = list(_probe(place.config, sites, events, later, budget - used))
        write_candidates(store, rows, now)
        drop_candidates(store, {host_of(source.url) for source in place.config.sources.values()})
        known = [one.as_json() for one in estimates(events, shown)]
        return {"candidates": read_candidates(store), "regions": known, "probed": len(rows)}


def _sites(
    place: Workplace, events: Sequence[Event], now: datetime, budget: int
) -> tuple[dict[str, _Site], int, datetime]:
    """Sites that known pages lead to and that are no source yet; requests used; when the last of them ended."""
    config = place.config
    covered = {host_of(source.url) for source in config.sources.values()}
    found: dict[str, _Site] = {}
    own = [url for event in events for url in [event.url] if url and host_of(url) not in covered and not crowded(url)]
    for url in own:
        found.setdefault(host_of(url), _Site()).add(Link(url, "", "page of a known event", max(2, hint(url))))
    inside = [event.url for event in events if event.url and host_of(event.url) in covered]
    seeds = list(dict.fromkeys([*(source.url for source in config.sources.values()), *inside, *own]))
    asked = seeds[: max(1, budget // COST)] if budget >= COST else []
    trials, used, later = look_at([_source(url) for url in asked], config.settings, now)
    for link in (link for trial in trials for page in trial.pages for link in outward(page)):
        if host_of(link.url) not in covered:
            found.setdefault(host_of(link.url), _Site()).add(link)
    return found, used, later


def _source(url: str) -> Source:
    return Source(id=f"{naming.source_id(url)}-{stable_id(url)[:6]}", url=url)


def _probe(
    config: Config, sites: Mapping[str, _Site], events: Sequence[Event], now: datetime, budget: int
) -> Iterator[Row]:
    """Look at the most promising sites: first what is linked, then what that page leads to, then the sitemap."""
    order = sorted(sites, key=lambda name: (tuple(-n for n in sites[name].promise), name))
    tried: dict[str, list[Preview]] = {name: [] for name in order}
    wanted = {name: sites[name].best for name in order}
    ready = Tagger(config.vocabulary)  # takes longer than a page
    while budget >= COST and wanted:
        now_asked = dict(list(wanted.items())[: budget // COST])
        trials, used, now = look_at([_source(url) for url in now_asked.values()], config.settings, now)
        budget -= max(used, 1)
        wanted = {name: url for name, url in wanted.items() if name not in now_asked}
        for name, trial in zip(now_asked, trials, strict=True):
            titled = replace(trial, source=replace(trial.source, title=naming.title(next(iter(trial.pages), None))))
            tried[name].append(preview(titled, config, now, tagger=ready))
            further = _further(trial, {one.source.url for one in tried[name]}) if len(tried[name]) < 3 else None
            if further and not tried[name][-1].events:
                wanted[name] = further
    known = marks(events)
    for name in order:
        if tried[name]:
            best = max(tried[name], key=lambda one: len(one.events))
            yield row(name, best, sites[name].evidence, known, config)


def _further(trial: Trial, asked: set[str]) -> str | None:
    """The next address of a site whose page shows no events."""
    links = [link for page in trial.pages for link in (*sitemap(page), *inward(page))]
    places = [*(link.url for link in links), urljoin(trial.source.url, "/sitemap.xml"), urljoin(trial.source.url, "/")]
    return next((url for url in places if url not in asked), None)
