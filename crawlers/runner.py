"""A crawl as one call: all sources in one Scrapy process of its own, run files out.

Starts the process, passes its progress on, and sees to it that every source has a report, even when the process dies.
It imports no Scrapy, and can be called any number of times.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from pydantic import ValidationError

from crawlers import child, manifest, report
from crawlers.manifest import Manifest
from crawlers.parsing import readers
from crawlers.settings import CrawlSettings, plain
from pipeline import wire
from pipeline.crawled import CrawlReport, CrawlState
from pipeline.model import Source
from pipeline.runfiles import REPORT

ERRORS = "crawl.err"  # what the process said on its way out

Progress = Callable[[str], None]
Finished = Callable[[str], None]  # told a source's id when its files are in the run folder


class Crawl(Protocol):
    """A way to crawl: in one process (`crawl`), or on several workers (`pitchradar.scale`)."""

    def __call__(
        self,
        sources: Sequence[Source],
        states: Mapping[str, CrawlState],
        folder: Path,
        settings: CrawlSettings,
        *,
        now: datetime,
        progress: Progress | None = None,
        finished: Finished | None = None,
        quarantine: Path | None = None,
    ) -> list[CrawlReport]:
        """One report per source, in their order; run files in `folder`."""


def crawl(
    sources: Sequence[Source],
    states: Mapping[str, CrawlState],
    folder: Path,
    settings: CrawlSettings,
    *,
    now: datetime,
    progress: Progress | None = None,
    finished: Finished | None = None,
    bodies: bool = False,
    quarantine: Path | None = None,
) -> list[CrawlReport]:
    """Crawl all sources; one report per source, in their order. Files appear in the run folder `folder`.

    `now` is the moment of everything stored; pauses use real time. `progress` gets one short line per finished source,
    `finished` its id; `bodies` keeps the pages too (`report.read_pages`); pages that no worker survives go to
    `quarantine`. A source that fails has a report with its cause: nothing is raised for it. Raises OSError when the
    folder cannot be written.
    """
    plan = planned(sources, states, folder, settings, now=now, bodies=bodies, quarantine=quarantine)
    if sources:
        heard = partial(_heard, progress or (lambda _: None), finished or (lambda _: None))
        child.run("crawlers.process", manifest.write(plan), plan.folder / ERRORS, heard)
    return reports(plan)


def planned(
    sources: Sequence[Source],
    states: Mapping[str, CrawlState],
    folder: Path,
    settings: CrawlSettings,
    *,
    now: datetime,
    bodies: bool = False,
    quarantine: Path | None = None,
) -> Manifest:
    """What is to be done, as one value; the run folder is there."""
    folder.mkdir(parents=True, exist_ok=True)
    mine = {source.id: states[source.id] for source in sources if source.id in states}
    return Manifest(
        folder.name,
        folder.absolute(),
        now,
        plain(settings),
        tuple(sources),
        mine,
        bodies,
        readers.code(),
        quarantine.absolute() if quarantine else None,
    )


def reports(plan: Manifest, lost: Mapping[str, str] | None = None) -> list[CrawlReport]:
    """Every source's report as written; one that says so when there is none. `lost`: {source id: why}."""
    return [_report(plan, source, (lost or {}).get(source.id)) for source in plan.sources]


def _heard(progress: Progress, finished: Finished, line: str) -> None:
    try:
        told = json.loads(line)
        source, text = str(told["source"]), str(told["text"])
    except (ValueError, KeyError, TypeError):
        progress(line.strip())
        return
    progress(text)
    finished(source)


def _report(plan: Manifest, source: Source, why: str | None) -> CrawlReport:
    try:
        return wire.load_json(CrawlReport, (plan.folder / f"{source.id}{REPORT}").read_bytes())
    except (OSError, ValidationError):
        end = f"the crawling process ended before this source was finished{child.last_words(plan.folder / ERRORS)}"
        lost = report.failed(source.id, plan.run_id, plan.state(source), "program error", why or end, plan.now)
        report.write_report(plan.folder, lost)
        return lost
