"""A page that builds its list by scripts, in a real browser: what it may ask for, and what it must not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright import async_api

from crawlers.fetching import render
from crawlers.fetching.answer import Answer, Known
from crawlers.fetching.render import Browser
from crawlers.fetching.robotsdesk import RobotsDesk
from crawlers.polite import Clock, Hosts
from crawlers.runner import crawl
from pipeline.config import Settings
from pipeline.crawled import CrawlReport
from pipeline.model import Page, Source
from tests.loopback import Loopback, loopback

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
SHELL = """<!DOCTYPE html><html><head><title>Termine</title><link rel="preconnect" href="{other}"></head><body>
<div id="app"></div><img src="{other}/bild.png"><iframe src="{other}/rahmen"></iframe>
<script src="/app.js"></script></body></html>"""
SCRIPT = """
const ask = (url, more) => fetch(url, more).catch(() => null);
ask("{other}/zaehlen", {method: "POST", body: "x"});
ask("/geheim/api.json");
try { new WebSocket("{ws}/socket"); } catch (e) {}
ask("/api.json").then(answer => answer.json()).then(rows => {
  document.getElementById("app").innerHTML = "<h1>Termine</h1><ul>" + rows.map(row =>
    `<li><a href="/t/${row.id}">${row.name}</a> ${row.tag}, ${row.uhr} Uhr, Rathaus, 32257 Bünde</li>`
  ).join("") + "</ul>";
});"""
ROWS = [
    {"id": 1, "name": "Pitch Night für Gründer", "tag": "3.12.2026", "uhr": "18:00"},
    {"id": 2, "name": "Startup-Stammtisch", "tag": "10.12.2026", "uhr": "19:00"},
    {"id": 3, "name": "Gründungsberatung am Abend", "tag": "14.12.2026", "uhr": "17:00"},
]


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as running:
        yield running


def run(url: str, folder: Path, *, render: bool) -> tuple[CrawlReport, list[str]]:
    source = Source("seite", url, render=render, follow={"details": False})
    settings = Settings(allow_hosts=("127.0.0.0/8",), delay=0.05)
    (report,) = crawl([source], {}, folder, settings, now=NOW)
    lines = map(json.loads, (folder / "seite.jsonl").read_text().splitlines())
    return report, [line["event"]["title"] for line in lines if "event" in line]


def pages(other: str) -> dict[str, object]:
    script = SCRIPT.replace("{other}", other).replace("{ws}", other.replace("http:", "ws:"))
    return {
        "/robots.txt": "User-agent: *\nDisallow: /geheim/\n",
        "/termine": SHELL.replace("{other}", other),
        "/app.js": {"body": script, "headers": {"Content-Type": "text/javascript"}},
        "/api.json": {"body": json.dumps(ROWS), "headers": {"Content-Type": "application/json"}},
        "/geheim/api.json": {"body": "[]"},
    }


def test_a_page_of_scripts_is_read_and_asks_for_nothing_else(server: Loopback, tmp_path: Path) -> None:
    other = server.site({"*": "<p>nothing</p>"})
    site = server.site(pages(other))
    report, titles = run(f"{site}/termine", tmp_path, render=True)
    assert (report.cause, titles) == (None, [row["name"] for row in ROWS])
    assert server.paths(site) == ["/robots.txt", "/termine", "/app.js", "/api.json"]
    assert server.paths(other) == []


def test_without_rendering_it_says_what_it_needs(server: Loopback, tmp_path: Path) -> None:
    site = server.site(pages("http://127.0.0.1:9"))
    report, titles = run(f"{site}/termine", tmp_path, render=False)
    assert (titles, report.cause) == ([], "not an event page: needs JavaScript")


def test_a_page_that_never_rests_leaves_the_others_alone(server: Loopback, tmp_path: Path) -> None:
    script = "<script>setInterval(() => fetch('/x?' + Math.random()), 10)</script>"
    loop = f"<html><body><div id=app></div>{script}</body></html>"
    site = server.site({"/": loop, "*": "[]"})
    _, titles = run(site, tmp_path, render=True)
    assert titles == [] and len(server.paths(site)) < 40


class Same:
    """Answers every address with the same page."""

    clock: Clock
    hosts: Hosts
    robots: RobotsDesk

    def __init__(self) -> None:
        self.clock = self.hosts = self.robots = None  # type: ignore[assignment]

    async def get(self, url: str, known: Known, source: str = "") -> Answer:
        return Answer(url, url, 200, Page(url, 200, {"content-type": "text/html"}, b"<p>Termine</p>", NOW))


def test_a_browser_that_cannot_be_started_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drivers: list[object] = []

    def counted() -> object:
        drivers.append(None)
        return started()

    async def causes() -> list[str | None]:
        browser = Browser(Same())
        answers = [await browser.get(f"https://haus.example/{n}", Known()) for n in range(3)]
        await browser.close()
        return [answer.cause for answer in answers]

    started = async_api.async_playwright
    monkeypatch.setattr(async_api, "async_playwright", counted)
    monkeypatch.setattr(render, "CHROMIUM", "/nowhere/chromium")
    assert asyncio.run(causes()) == [render.FAILED] * 3
    assert len(drivers) == 1


def test_a_browser_that_crashed_is_started_anew() -> None:
    async def causes() -> list[str | None]:
        browser = Browser(Same())
        first = await browser.get("https://haus.example/1", Known())
        await browser._chromium.close()
        second = await browser.get("https://haus.example/2", Known())
        await browser.close()
        return [first.cause, second.cause]

    assert asyncio.run(causes()) == [None, None]
