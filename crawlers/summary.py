"""A finished visit as `<source>.jsonl`, `<source>.report.json` and, on request, the pages themselves.

The report is written last: a source that has one is finished. Says nothing about what the lines mean.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from crawlers.report import PAGES, page_line, write_report
from crawlers.visit import Visit
from pipeline import wire
from pipeline.crawled import CrawlReport
from pipeline.model import RawEvent
from pipeline.wholefile import write_lines

MAX_ERRORS = 20


def of(visit: Visit, run_id: str, ended: datetime) -> CrawlReport:
    """The report of a visit that ended, well or not."""
    trip = visit.trip
    failed = [f"{answer.cause}: {answer.asked}" for answer in trip.answers if answer.cause]
    return CrawlReport(
        source_id=trip.source.id,
        run_id=run_id,
        started=trip.started,
        ended=ended,
        complete=visit.complete,
        cut=visit.cut,
        cause=visit.walk.cause,
        pages=sum(1 for answer in trip.answers if answer.cause is None),
        not_modified=sum(1 for answer in trip.answers if answer.unchanged and answer.status == 304),
        bytes=sum(answer.bytes for answer in trip.answers),
        events=len(visit.events),
        errors=tuple(dict.fromkeys(failed))[:MAX_ERRORS],
        issues=tuple(trip.issues),
        state=visit.state,
    )


def write(folder: Path, visit: Visit, report: CrawlReport, *, bodies: bool) -> None:
    """Write a visit's files; `bodies`: also every page, for `read_pages`."""
    name = visit.trip.source.id
    if bodies:
        write_lines(folder / f"{name}{PAGES}", map(page_line, visit.pages))
    lines = [*map(_event, visit.events), *map(json.dumps, visit.page_lines)]
    write_lines(folder / f"{name}.jsonl", lines)
    write_report(folder, replace(report, lines=len(lines)))


def _event(event: RawEvent) -> str:
    return f'{{"event": {wire.dump_json(event)}}}'
