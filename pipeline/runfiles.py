"""The seam between crawl and pipeline: `runs/<run>/<source>.jsonl` and `<source>.report.json`, read back.

A line that cannot be read is an Issue, not the end of the run; a source without a report has not finished: left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from pipeline import wire
from pipeline.crawled import CrawlReport
from pipeline.model import Issue, RawEvent

REPORT = ".report.json"
GONE = "gone"  # RawEvent.status of a page that answered 404 or 410


@dataclass(frozen=True, slots=True)
class SourceRun:
    """What one crawl of one source brought."""

    report: CrawlReport
    events: tuple[RawEvent, ...] = ()
    unchanged: frozenset[str] = frozenset()  # pages whose sightings were seen now
    gone: frozenset[str] = frozenset()  # addresses of events whose own page is gone
    issues: tuple[Issue, ...] = field(default=())


def read_run(folder: Path) -> Iterator[SourceRun]:
    """Every source of a run folder that has a report, by source id."""
    for path in sorted(folder.glob(f"*{REPORT}")):
        try:
            report = wire.load_json(CrawlReport, path.read_bytes())
        except ValidationError:
            continue  # written atomically: a broken one is no report of ours
        yield _read_source(report, path.with_name(path.name.removesuffix(REPORT) + ".jsonl"))


def _read_source(report: CrawlReport, path: Path) -> SourceRun:
    events: list[RawEvent] = []
    unchanged, gone, issues = set(), set(), list(report.issues)
    lines = path.read_text("utf-8").split("\n") if path.exists() else []
    for line in filter(None, lines):
        try:
            data = json.loads(line)
            if "event" not in data:
                unchanged.update([data["page"]] if data.get("unchanged") else [])
                continue
            event = wire.load(RawEvent, data["event"])
        except (ValueError, KeyError, TypeError):
            issues.append(Issue("error", "ingest", "unreadable line in a run file", report.source_id, value=line[:200]))
            continue
        if event.status == GONE:
            gone.add(event.url or event.page)
        else:
            events.append(event)
    return SourceRun(report, tuple(events), frozenset(unchanged), frozenset(gone), tuple(issues))
