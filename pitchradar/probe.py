"""Looks at an address that is no source yet: one page, the better forms it leads to, and which of them says most.

Asks for at most `REQUESTS` addresses, robots.txt among them, through the same crawl as every source. Stores nothing.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from crawlers.detect import Detection, detect, extract
from crawlers.extractors import MODULES
from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import tree
from crawlers.extractors.listing import chosen
from crawlers.fetching import robots
from crawlers.fetching.robotsdesk import origin_of
from crawlers.fingerprints import READS_PAGES
from crawlers.report import read_pages
from crawlers.runner import crawl
from crawlers.settings import CrawlSettings
from pipeline import runfiles
from pipeline.crawled import CrawlState
from pipeline.model import Page, RawEvent, Source
from pipeline.runfiles import SourceRun, read_run

REQUESTS = 5
WORTH = 0.4  # detections below this lead to one event's calendar file, or to nothing
FORMS = frozenset({"ics", "rss", "json"})  # kinds whose address is the file itself, not the page that links it
MARGIN = 1.02  # how much more another form must say to be preferred to the page people see

Weigh = Callable[[Source, Sequence[RawEvent]], float]


@dataclass(frozen=True, slots=True)
class Trial:
    """One way to read an address: the source as it would be written, and what came of it."""

    source: Source
    run: SourceRun
    pages: tuple[Page, ...] = ()
    why: str = "the page itself"
    worth: float = 0.0


@dataclass(frozen=True, slots=True)
class Probe:
    """All that was tried, the best first, and how many requests it took."""

    trials: tuple[Trial, ...]
    requests: int
    pages: tuple[Page, ...] = ()  # of the address itself

    @property
    def best(self) -> Trial:
        """The one to take."""
        return self.trials[0]


def look(source: Source, settings: CrawlSettings, now: datetime, *, whole: bool = False) -> Trial:
    """Crawl one source as it stands; `whole`: with all its pages and details."""
    asked = source if whole else _short(source, 1)
    ((_, run, pages),), _ = _crawl([(asked, CrawlState())], settings, now)
    return Trial(source, run, tuple(pages))


def unmatched(trial: Trial) -> Iterator[str]:
    """A sentence for each of the source's selectors that names nothing on any of its pages."""
    select, found = trial.source.select, []
    for page in trial.pages:
        with suppress(Unreadable):
            found.append(chosen.unmatched(tree(page), select))
    more = f" and {len(found) - 1} more pages" if len(found) > 1 else ""
    for part in sorted(set.intersection(*found)) if found else ():
        yield f'select: {part} = "{select[part]}" matches nothing on {trial.pages[0].url}{more}'


def look_at(sources: Sequence[Source], settings: CrawlSettings, now: datetime) -> tuple[list[Trial], int, datetime]:
    """One page of each source: (what they gave, in their order; requests used; when the crawl ended)."""
    if not sources:
        return [], 0, now
    answers, used = _crawl([(_short(source, 1), CrawlState()) for source in sources], settings, now)
    trials = [Trial(source, run, tuple(pages)) for source, (_, run, pages) in zip(sources, answers, strict=True)]
    return trials, used, max(trial.run.report.ended for trial in trials)


def explore(source: Source, settings: CrawlSettings, now: datetime, weigh: Weigh) -> Probe:
    """Fetch the address, then what it leads to; `weigh` says how much a list of events is worth."""
    ((_, run, pages),), used = _crawl([(_short(source, 1), CrawlState())], settings, now)
    if not pages:
        return Probe((Trial(source, run),), used)  # the report says why
    page = pages[0]
    itself = _itself(source, run, page)
    weighed = [_weighed(trial, weigh) for trial in (itself, *_unasked(itself, page))]
    asked = list(_affordable(_leads(source, run, page), run.report.state, REQUESTS - used))
    if asked:
        later = run.report.ended + _wait(run.report.state, page.url, settings.delay)
        answers, more = _crawl([(lead.asked, run.report.state) for lead in asked], settings, later)
        used += more
        weighed += [
            _weighed(Trial(lead.written, one, tuple(got), lead.why), weigh)
            for lead, (_, one, got) in zip(asked, answers, strict=True)
        ]
    return Probe(tuple(sorted(weighed, key=lambda trial: -trial.worth)), used, (page,))


def _weighed(trial: Trial, weigh: Weigh) -> Trial:
    bonus = MARGIN if trial.why == "the page itself" else 1.0
    return replace(trial, worth=bonus * weigh(trial.source, trial.run.events))


def _itself(source: Source, run: SourceRun, page: Page) -> Trial:
    """The pasted page, with the kind that reads it written down where that changes nothing."""
    kind = source.kind or _kind(page, source, len(run.events))
    return Trial(replace(source, kind=kind), run, (page,))


def _kind(page: Page, source: Source, events: int) -> str | None:
    try:
        kind, _, _ = extract(page, source)
        _, again, _ = extract(page, replace(source, kind=kind))
    except Unreadable:
        return None
    return kind if len(again) >= events else None


def _unasked(itself: Trial, page: Page) -> Iterator[Trial]:
    """Platforms that the page may be of, read from the very page: costs no request."""
    for one in _platforms(detect(page)):
        if one.endpoint is None and one.kind != itself.source.kind:
            chosen = replace(itself.source, kind=one.kind)
            events = _events(page, chosen)
            if events:
                yield Trial(chosen, replace(itself.run, events=tuple(events)), (page,), one.evidence)


def _events(page: Page, source: Source) -> list[RawEvent]:
    try:
        return extract(page, source)[1]
    except Unreadable:
        return []


@dataclass(frozen=True, slots=True)
class _Lead:
    written: Source  # what would stand in the config
    asked: Source  # what is asked for now
    why: str


def _leads(source: Source, run: SourceRun, page: Page) -> Iterator[_Lead]:
    """Better forms, the surest first; where there are none and a readable page says nothing, the pages it links."""
    found = detect(page)
    seen = {page.url, source.url}
    for one in found:
        if one.endpoint and one.endpoint not in seen and one.score >= WORTH and one.kind in MODULES:
            seen.add(one.endpoint)
            asked = replace(source, kind=one.kind, url=one.endpoint)
            yield _Lead(asked if one.kind in FORMS else replace(source, kind=one.kind), _short(asked, 1), one.evidence)
    if not run.events and run.report.cause is None and seen <= {page.url, source.url}:
        kinds = [one.kind for one in _platforms(found) if one.endpoint is None]
        again = replace(source, kind=next(iter(kinds), source.kind))
        yield _Lead(again, _short(again, REQUESTS, details=True), "the pages that it links")


def _platforms(found: Iterable[Detection]) -> list[Detection]:
    return [one for one in found if one.kind not in FORMS | READS_PAGES and one.kind in MODULES and one.score >= WORTH]


def _affordable(leads: Iterable[_Lead], state: CrawlState, left: int) -> Iterator[_Lead]:
    """As many leads as there are requests left for; a new origin costs its robots.txt too."""
    known = set(state.notes.get("robots") or {})
    for number, lead in enumerate(leads):
        origin = origin_of(lead.asked.url)
        cost = 1 + (origin not in known)
        if cost > left:
            return
        pages = int(lead.asked.follow.get("pages") or 1)
        spent = min(left, pages) if pages > 1 else cost
        known.add(origin)
        left -= spent
        asked = replace(lead.asked, id=f"{lead.asked.id}-{number}", follow={**lead.asked.follow, "pages": spent})
        yield replace(lead, asked=asked)


def _short(source: Source, pages: int, *, details: bool = False) -> Source:
    return replace(source, follow={**source.follow, "pages": pages, "details": details})


def _wait(state: CrawlState, url: str, delay: float) -> timedelta:
    """The next request to this host comes from a process of its own, which does not know of the last one."""
    entry = (state.notes.get("robots") or {}).get(origin_of(url)) or {}
    pause = max(delay, robots.parse(entry.get("text", "")).delay)
    time.sleep(pause)
    return timedelta(seconds=pause)


def _crawl(
    asked: Sequence[tuple[Source, CrawlState]], settings: CrawlSettings, now: datetime
) -> tuple[list[tuple[Source, SourceRun, list[Page]]], int]:
    """(source, what it gave, its pages) in their order, and the number of requests that this took."""
    states = {source.id: CrawlState(notes={"robots": state.notes.get("robots") or {}}) for source, state in asked}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        crawl([source for source, _ in asked], states, folder, settings, now=now, bodies=True)
        runs = {run.report.source_id: run for run in read_run(folder)}
        log = folder / runfiles.REQUESTS
        count = log.read_text("utf-8").count("\n") if log.exists() else 0
        return [(source, runs[source.id], read_pages(folder, source.id)) for source, _ in asked], count
