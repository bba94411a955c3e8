"""What strangers' servers do wrong, each on its own loopback site, all in one run. Cases: tables/crawl_faults.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers.runner import crawl
from crawlers.settings import Plain
from pipeline.crawled import CrawlReport
from pipeline.model import Source
from pipeline.runfiles import read_run
from tests.loopback import Loopback, closed_port, loopback

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "crawl_faults.toml").read_text("utf-8"))
CASES = [{"id": f"case-{at}", **case} for at, case in enumerate(TABLE["case"])]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SETTINGS = Plain("https://radar.example", "post@radar.example", 0.0, 4.0, ("127.0.0.0/8",))


@dataclass
class Run:
    """One crawl over all cases."""

    server: Loopback
    folder: Path
    addresses: dict[str, str]
    reports: dict[str, CrawlReport]
    progress: list[str]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder, progress = tmp_path_factory.mktemp("run"), list[str]()
    with loopback() as server:
        addresses = {case["id"]: address(server, case) for case in CASES}
        sources = [Source(id, url) for id, url in addresses.items()]
        reports = crawl(sources, {}, folder, SETTINGS, now=NOW, progress=progress.append)
        yield Run(server, folder, addresses, {report.source_id: report for report in reports}, progress)


def address(server: Loopback, case: dict[str, Any]) -> str:
    """Start the case's site."""
    where = case.get("address", "http")
    if where == "closed":
        return closed_port() + "/"
    if where not in {"http", "https"}:
        return str(where)
    pages = {path: filled(answer) for path, answer in case["pages"].items()}
    return server.site(pages).replace("http", where, 1) + "/"


def filled(answer: Any) -> Any:
    """An answer with its body put in."""
    return (
        {**answer, "body": TABLE["bodies"][answer["use"]]} if isinstance(answer, dict) and "use" in answer else answer
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_each_fault_has_its_cause(run: Run, case: dict[str, Any]) -> None:
    report = run.reports[case["id"]]
    healthy = "cause" not in case
    assert (report.cause, report.events, report.complete) == (case.get("cause"), case.get("events", 0), healthy), report
    if "requests" in case:
        assert run.server.paths(run.addresses[case["id"]].rstrip("/")) == case["requests"]


def test_every_source_has_its_files(run: Run) -> None:
    runs = {one.report.source_id: one for one in read_run(run.folder)}
    assert set(runs) == set(run.addresses)
    for name, one in runs.items():
        assert len(one.events) == run.reports[name].events
        assert not [issue for issue in one.issues if issue.stage == "ingest"]


def test_every_failure_names_itself_once(run: Run) -> None:
    for report in run.reports.values():
        assert [issue.message for issue in report.issues if issue.level == "warning"] == [report.cause][
            : bool(report.cause)
        ]


def test_progress_is_a_short_line_per_source(run: Run) -> None:
    assert len(run.progress) == len(CASES)
    assert max(map(len, run.progress)) < 80


def test_the_healthy_do_not_wait_for_the_broken(run: Run) -> None:
    order = [line.partition(":")[0] for line in run.progress]
    slow = {case["id"] for case in CASES if case.get("cause") == "timeout"}
    assert set(order[-len(slow) :]) == slow


def test_scrapy_keeps_quiet(run: Run) -> None:
    assert (run.folder / "crawl.log").read_text("utf-8") == ""
    assert (run.folder / "crawl.err").read_text("utf-8") == ""
