"""`pitchradar discover --warc`: hosts in web archives that publish start-up events in regions of ours.

Every archive is a part of the work, done in a process of its own (`python -m pitchradar.archive PART`) on this machine
or on a worker of a cluster; its pages are read one by one in a limited worker of that process. Asks no server.
"""

from __future__ import annotations

import json
import pickle
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path

from crawlers import child
from crawlers.archive import pages
from crawlers.detect import extract
from crawlers.discover import host_of
from crawlers.extractors import MAX_EVENTS
from crawlers.extractors.errors import Unreadable
from crawlers.parsing.pool import Pool
from crawlers.parsing.reading import MODULES
from crawlers.runner import Progress
from pipeline.config import Config
from pipeline.crawled import CrawlReport
from pipeline.model import Page, Source, stable_id
from pipeline.runfiles import SourceRun
from pipeline.store.candidates import read_candidates, write_candidates
from pipeline.tag import Tagger
from pitchradar import naming, scale
from pitchradar.candidate import EVIDENCE, Mark, Row, coming, marks, row
from pitchradar.preview import preview
from pitchradar.probe import Trial
from pitchradar.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Part:
    """One archive, and what its finds are judged by. `covered`: sites that have a source already."""

    path: str
    config: Config
    known: frozenset[Mark]
    covered: frozenset[str]


@dataclass(slots=True)
class Survey:
    """What an archive gave. `pages`: read; `lost`: pages no reader survived; `seconds` of processor time."""

    path: str
    records: int = 0
    pages: int = 0
    lost: int = 0
    seconds: float = 0.0
    failed: str | None = None
    rows: list[Row] = field(default_factory=list)

    def add(self, found: tuple[Row | None, float]) -> None:
        """One page's answer."""
        candidate, seconds = found
        self.seconds += seconds
        self.rows += [candidate] if candidate else []


def survey_all(
    place: Workplace, paths: Sequence[Path], now: datetime, progress: Progress, engine: scale.Engine | None = None
) -> Row:
    """Look through archives, keep what is found in table `candidates`: all candidates, and the figures of the work."""
    with place.lock(), place.store() as store:
        known = marks(store.events((now - timedelta(days=1)).date()))
        covered = frozenset(host_of(source.url) for source in place.config.sources.values())
        parts = [Part(str(path.absolute()), place.config, known, covered) for path in paths]
        surveys = sorted(_surveys(parts, progress, engine), key=lambda one: one.path)
        write_candidates(store, by_site(candidate for one in surveys for candidate in one.rows), now)
        return {"candidates": read_candidates(store), "archives": [_told(one) for one in surveys]}


def _surveys(parts: Sequence[Part], progress: Progress, engine: scale.Engine | None) -> Iterator[Survey]:
    if engine is None:
        yield from (survey(part, progress) for part in parts)
        return
    for done in engine.each(survey, parts, progress):
        yield done.result or Survey(done.part.path, failed=done.failed)


def by_site(rows: Iterable[Row]) -> Iterator[Row]:
    """One row per site: its best page, with the evidence of all."""
    order = sorted(rows, key=lambda one: (one["site"], -one["score"], one["url"]))
    for _, group in groupby(order, key=lambda one: one["site"]):
        best, *others = group
        evidence = dict.fromkeys(why for one in (best, *others) for why in one["evidence"])
        yield best | {"evidence": list(evidence)[:EVIDENCE]}


def _told(one: Survey) -> Row:
    figures = {name: value for name, value in asdict(one).items() if name != "rows"}
    per_second = round(one.records / one.seconds) if one.seconds else None
    return figures | {"sites": len({found["site"] for found in one.rows}), "records_per_core_second": per_second}


def survey(part: Part, progress: Progress) -> Survey:
    """Look through one archive in a process of its own; what ends that process is the survey's `failed`."""
    result = Survey(part.path)
    with tempfile.TemporaryDirectory(prefix="pitchradar-warc-") as name:
        argument, errors = Path(name) / "part", Path(name) / "errors"
        argument.write_bytes(pickle.dumps(part))
        heard: list[Row] = []
        status = child.run("pitchradar.archive", argument, errors, lambda line: heard.append(json.loads(line)))
        if status or not heard:
            result.failed = f"the reading process ended early{child.last_words(errors)}"
        else:
            result = Survey(**heard[-1])
    progress(f"{Path(part.path).name}: {result.failed or f'{result.records} records, {len(result.rows)} finds'}")
    return result


def main(argument: Path) -> None:
    """The reading process: prints the survey as one JSON line."""
    child.end_with_parent()
    part = _part(argument)
    result = Survey(part.path)
    with Pool((*MODULES, "pitchradar.archive"), workers=1) as pool:
        try:
            for page in pages(Path(part.path), lambda: _count(result)):
                if (host := host_of(page.url)) and host not in part.covered:
                    _read(pool, page, argument, result)
        except OSError as error:
            result.failed = f"{type(error).__name__}: {error}"
    result.seconds = round(result.seconds + time.process_time(), 3)
    print(json.dumps(asdict(result)), flush=True)


def _count(result: Survey) -> None:
    result.records += 1


def _read(pool: Pool, page: Page, argument: Path, result: Survey) -> None:
    """One at a time: a worker of the cluster is busy with one core, and as many of them as there are cores."""
    future = pool.submit(look, page, argument)
    result.pages += 1
    if future.exception() is None:
        result.add(future.result())
    else:
        result.lost += 1


def look(page: Page, argument: Path) -> tuple[Row | None, float]:
    """In the limited worker: the page as a candidate, None when it lists nothing for us; seconds that took."""
    began = time.process_time()
    part = _part(argument)
    return candidate(page, part, _tagger(argument)), time.process_time() - began


def candidate(page: Page, part: Part, ready: Tagger) -> Row | None:
    """A page that lists start-up events in our regions, to come on the day it was archived."""
    source = Source(stable_id(page.url), page.url)
    try:
        _, events, _ = extract(page, source)
    except Unreadable:
        return None
    if not events:
        return None
    at = page.fetched_at
    run = SourceRun(CrawlReport(source.id, "", at, at, complete=True), tuple(events[:MAX_EVENTS]))
    found = preview(Trial(source, run, (page,)), part.config, at, tagger=ready)
    ours = [event for event in coming(found) if event.startup_relevant and event.regions]
    if not ours:
        return None
    evidence = f"{Path(part.path).name}, {at:%Y-%m-%d}: {len(ours)} start-up events on {page.url}"
    titled = replace(found, source=replace(source, title=naming.title(page)))
    return row(host_of(page.url), titled, [evidence], part.known, part.config)


@cache
def _part(argument: Path) -> Part:
    part: Part = pickle.loads(argument.read_bytes())
    return part


@cache
def _tagger(argument: Path) -> Tagger:
    return Tagger(_part(argument).config.vocabulary)


if __name__ == "__main__":
    from pitchradar.archive import main as run  # under its own name, or the workers could not find what they are sent

    run(Path(sys.argv[1]))
