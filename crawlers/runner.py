"""A crawl as one call: all sources in one Scrapy process of its own, run files out.

Starts the process, passes its progress on, and sees to it that every source has a report, even when the process dies.
It imports no Scrapy, and can be called any number of times.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from crawlers import manifest, report
from crawlers.manifest import Manifest
from crawlers.parsing import readers
from crawlers.settings import CrawlSettings, plain
from pipeline import wire
from pipeline.crawled import CrawlReport, CrawlState
from pipeline.model import Source
from pipeline.text import clean

ERRORS = "crawl.err"  # what the process said on its way out
PATIENCE = 5  # seconds the process gets to end when it is told to


def crawl(
    sources: Sequence[Source],
    states: Mapping[str, CrawlState],
    folder: Path,
    settings: CrawlSettings,
    *,
    now: datetime,
    progress: Callable[[str], None] | None = None,
    bodies: bool = False,
    quarantine: Path | None = None,
) -> list[CrawlReport]:
    """Crawl all sources; one report per source, in their order. Files appear in the run folder `folder`.

    `now` is the moment of everything stored; pauses use real time. `progress` gets one short line per finished source;
    `bodies` keeps the pages too (`report.read_pages`); pages that no worker survives go to `quarantine`.
    A source that fails has a report with its cause: nothing is raised for it. Raises OSError
    when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mine = {source.id: states[source.id] for source in sources if source.id in states}
    plan = Manifest(
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
    if sources:
        _run(manifest.write(plan), progress or (lambda _: None))
    return [_report(plan, source) for source in sources]


def _run(path: Path, progress: Callable[[str], None]) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "crawlers.process", str(path)]
    with (path.parent / ERRORS).open("wb") as errors:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
            text=True,
            process_group=0,
        )
        try:
            for line in process.stdout or ():
                progress(_text(line))
            process.wait()
        finally:
            _end(process)


def _text(line: str) -> str:
    try:
        return str(json.loads(line)["text"])
    except (ValueError, KeyError, TypeError):
        return line.strip()


def _end(process: subprocess.Popen[str]) -> None:
    """No crawling process outlives its call, nor do its parsing workers: they are one process group."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    with suppress(ProcessLookupError):  # all have ended by themselves
        os.killpg(process.pid, signal.SIGKILL)
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()


def _report(plan: Manifest, source: Source) -> CrawlReport:
    """A source's report as written; one that says so when there is none."""
    try:
        return wire.load_json(CrawlReport, (plan.folder / f"{source.id}.report.json").read_bytes())
    except (OSError, ValidationError):
        why = f"the crawling process ended before this source was finished{_last_words(plan.folder)}"
        lost = report.failed(source.id, plan.run_id, plan.state(source), "program error", why, plan.now)
        report.write_report(plan.folder, lost)
        return lost


def _last_words(folder: Path) -> str:
    """The last line of its standard error, for the operator; "" when it said nothing."""
    try:
        lines = (folder / ERRORS).read_text("utf-8", "replace").strip().splitlines()
    except OSError:
        return ""
    return f": {clean(lines[-1], 200)}" if lines else ""
