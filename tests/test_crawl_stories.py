"""Sites over several crawls: what is asked again, when, and what is said of it. Cases: tables/crawl_stories.toml."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawlers.runner import crawl
from crawlers.settings import Plain
from pipeline.crawled import CrawlReport, CrawlState
from pipeline.marks import read_badge, split_title
from pipeline.model import Source
from pipeline.runfiles import SourceRun, read_run
from tests.loopback import Loopback, loopback

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "crawl_stories.toml").read_text("utf-8"))
STORIES = {f"story-{at}": story for at, story in enumerate(TABLE["story"])}
START = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAYS = [START + wait for wait in (timedelta(0), timedelta(hours=1), timedelta(hours=25), timedelta(days=9))]
SETTINGS = Plain("https://radar.example", "post@radar.example", 0.0, 5.0, ("127.0.0.0/8",))


@dataclass
class Day:
    """One source on one day."""

    address: str
    report: CrawlReport
    run: SourceRun
    lines: list[dict[str, Any]]
    paths: list[str]


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[dict[str, Day]]]:
    states: dict[str, CrawlState] = {}
    with loopback() as server:
        addresses = {name: server.site(pages_of(story)) for name, story in STORIES.items()}
        yield [one_day(server, addresses, states, at, tmp_path_factory.mktemp("run")) for at in range(len(DAYS))]


def pages_of(story: dict[str, Any], day: dict[str, Any] | None = None) -> dict[str, Any]:
    pages = {"/robots.txt": story.get("robots", {"status": 404}), **story["pages"], **((day or {}).get("pages") or {})}
    return {
        path: [filled(one) for one in (answer if isinstance(answer, list) else [answer])]
        for path, answer in pages.items()
    }


def filled(answer: Any) -> Any:
    return (
        {**answer, "body": TABLE["bodies"][answer["use"]]} if isinstance(answer, dict) and "use" in answer else answer
    )


def one_day(
    server: Loopback, addresses: dict[str, str], states: dict[str, CrawlState], at: int, folder: Path
) -> dict[str, Day]:
    """Change the sites as their stories say, crawl them all, keep their states."""
    for name, story in STORIES.items():
        day = story["day"][at] if at < len(story["day"]) else {}
        if "pages" in day:
            server.script(addresses[name], pages_of(story, day))
        if "recheck" in day:
            states[name] = replace(states[name], recheck=tuple(addresses[name] + path for path in day["recheck"]))
    before = len(server.seen)
    sources = [source_of(name, addresses[name], at) for name in STORIES]
    reports = {report.source_id: report for report in crawl(sources, states, folder, SETTINGS, now=DAYS[at])}
    states.update({name: report.state for name, report in reports.items()})
    runs = {run.report.source_id: run for run in read_run(folder)}
    paths = {name: [one.path for one in server.seen[before:] if addresses[name].endswith(one.host)] for name in STORIES}
    return {
        name: Day(addresses[name], reports[name], runs[name], page_lines(folder, name), paths[name]) for name in STORIES
    }


def source_of(name: str, address: str, at: int) -> Source:
    story = STORIES[name]
    days = [day.get("patches", {}) for day in story["day"]]
    return Source(name, f"{address}/", follow=story.get("follow", {}), patches=days[min(at, len(days) - 1)])


def page_lines(folder: Path, name: str) -> list[dict[str, Any]]:
    path = folder / f"{name}.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    return [line for line in lines if "page" in line]


ALL = [(name, at) for name, story in STORIES.items() for at in range(len(story["day"]))]


@pytest.mark.parametrize(("name", "at"), ALL, ids=[f"{STORIES[name]['name']} ({at + 1})" for name, at in ALL])
def test_story(days: list[dict[str, Day]], name: str, at: int, record_property: pytest.RecordProperty) -> None:
    wanted, day = STORIES[name]["day"][at], days[at][name]
    seen = observed(day)
    record_property("early requests", len(day.paths) if wanted.get("cause") == "retry-after" else 0)
    assert seen["cause"] == wanted.get("cause"), day.report
    assert seen["cut"] == wanted.get("cut", False)
    assert seen["complete"] == ("cause" not in wanted and not wanted.get("cut", False))
    expected = {key: value for key, value in wanted.items() if key in seen}
    assert {key: seen[key] for key in expected} == expected
    for title, text in wanted.get("filled", {}).items():
        event = next(event for event in day.run.events if event.title == title)
        assert text in " ".join([*event.when, event.start or ""])
        assert event.description


def observed(day: Day) -> dict[str, Any]:
    """What a day brought, in the words of the table."""
    notes = day.report.state.notes
    return {
        "cause": day.report.cause,
        "cut": day.report.cut,
        "complete": day.report.complete,
        "requests": [path for path in day.paths if path != "/robots.txt"],
        "titles": [event.title for event in day.run.events],
        "gone": [url.removeprefix(day.address) for url in sorted(day.run.gone)],
        "unchanged": sum(line["unchanged"] for line in day.lines),
        "not_modified": day.report.not_modified,
        "moved_to": str(notes.get("moved_to", "")).removeprefix(day.address),
        "parked": (notes.get("gone") or {}).get("park"),
        "opt_out": notes.get("opt_out"),
        "still": [url.removeprefix(day.address) for url in day.report.state.recheck],
        "off": [
            event.title
            for event in day.run.events
            if "cancelled" in (read_badge(event.status).status, split_title(event.title)[1].status)
        ],
    }


def test_robots_is_asked_once_a_day(days: list[dict[str, Day]]) -> None:
    asked = [sum(path == "/robots.txt" for path in day["story-6"].paths) for day in days]
    assert asked == [1, 0, 1, 1]


def test_states_do_not_grow(days: list[dict[str, Day]]) -> None:
    for name in STORIES:
        states = [day[name].report.state for day in days]
        assert len(states[-1].validators) <= 6
        assert len(states[-1].details) <= 4


def test_details_that_only_another_version_understands_are_forgotten(tmp_path: Path) -> None:
    pages = {"/": {"body": TABLE["bodies"]["list"]}, "/a": {"body": TABLE["bodies"]["a"]}}
    with loopback() as server:
        source = Source("s", f"{server.site(pages)}/")
        (first,) = crawl([source], {}, tmp_path / "1", SETTINGS, now=DAYS[0])
        details = {url: {**entry, "events": [{"name": "Pitch"}]} for url, entry in first.state.details.items()}
        state = replace(first.state, details=details, structure={"reader": "another"})
        (second,) = crawl([source], {"s": state}, tmp_path / "2", SETTINGS, now=DAYS[1])
    assert second.cause is None
    assert [entry["events"] for entry in second.state.details.values()] == [
        entry["events"] for entry in first.state.details.values()
    ]
