"""A source's report written, also of a crawl that broke off; the pages of a crawl as lines, and read back.

What stands in a report is put together in `summary`; it is read by `pipeline.runfiles`. Imports no Scrapy.
"""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipeline import wire
from pipeline.crawled import CrawlReport, CrawlState
from pipeline.model import Issue, Page
from pipeline.runfiles import REPORT
from pipeline.wholefile import write_lines

PAGES = ".pages.jsonl"


def failed(source_id: str, run_id: str, state: CrawlState, cause: str, why: str, at: datetime) -> CrawlReport:
    """The report of a crawl that broke off by our own fault; everything is asked for again next time."""
    issue = Issue("error", "fetch", cause, source_id, value=why[:300] or None)
    after = replace(state, failures=state.failures + 1)
    return CrawlReport(source_id, run_id, at, at, cause=cause, errors=(cause,), issues=(issue,), state=after)


def write_report(folder: Path, report: CrawlReport) -> None:
    """Write `<source>.report.json`."""
    write_lines(folder / f"{report.source_id}{REPORT}", [wire.dump_json(report)])


def read_pages(folder: Path, source_id: str) -> list[Page]:
    """The pages of a crawl with `bodies`, in the order they were asked for; [] when there are none."""
    path = folder / f"{source_id}{PAGES}"
    if not path.exists():
        return []
    entries = (json.loads(line) for line in path.read_text("utf-8").split("\n") if line)
    return [
        Page(
            entry["url"],
            entry["status"],
            entry["headers"],
            base64.b64decode(entry["body"]),
            datetime.fromisoformat(entry["fetched_at"]),
        )
        for entry in entries
    ]


def page_line(page: Page) -> str:
    """A page as a line of `<source>.pages.jsonl`."""
    body = base64.b64encode(page.body).decode("ascii")
    fetched_at = page.fetched_at.isoformat()
    entry = {"url": page.url, "status": page.status, "headers": dict(page.headers), "body": body}
    return json.dumps(entry | {"fetched_at": fetched_at})
