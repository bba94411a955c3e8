"""A page that builds its list by scripts, in a real browser: what it may ask for, and what it must not."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.fetching import render
from crawlers.runner import crawl
from pipeline.config import Settings
from pipeline.crawled import CrawlReport
from pipeline.model import Source
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
LIST = """<h1>Termine</h1><ul>
<li><a href="/t/1">Pitch Night für Gründer</a> 3.12.2026, 18:00 Uhr, Rathaus, 32257 Bünde</li>
<li><a href="/t/2">Startup-Stammtisch</a> 10.12.2026, 19:00 Uhr, Rathaus, 32257 Bünde</li></ul>"""
NEXT = """<h1>Termine</h1><ul>
<li><a href="/t/3">Demo Day der Gründer</a> 14.1.2027, 17:00 Uhr, Rathaus, 32257 Bünde</li></ul>"""
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


def starts_of(folder: Path, monkeypatch: pytest.MonkeyPatch, then: str) -> Path:
    """A file with the process number of every start of chromium, whose start script asks `uname -m` first."""
    (folder / "bin").mkdir()
    script = folder / "bin" / "uname"
    told = f"echo $PPID >> {folder}/starts; {then}"
    script.write_text(f'#!/bin/sh\ncase "$*" in -m) {told};; esac\nexec /bin/uname "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}/bin:{os.environ['PATH']}")
    return folder / "starts"


def test_a_browser_that_cannot_be_started_is_tried_once(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = starts_of(tmp_path, monkeypatch, "kill $PPID")
    sources = [Source(f"seite{at}", f"{server.site({'/': LIST})}/", render=True) for at in range(3)]
    reports = crawl(sources, {}, tmp_path, Settings(allow_hosts=("127.0.0.0/8",), delay=0.05), now=NOW)
    assert [report.cause for report in reports] == [render.FAILED] * 3
    assert len(starts.read_text().split()) == 1


def test_a_browser_that_crashed_is_started_anew(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = starts_of(tmp_path, monkeypatch, "true")
    site = server.site({"/": LIST + '<a rel="next" href="/2">Weiter</a>', "/2": {"body": NEXT, "delay": 3}})

    def crash() -> None:
        while "/2" not in server.paths(site):
            time.sleep(0.02)
        os.kill(int(starts.read_text()), signal.SIGKILL)

    threading.Thread(target=crash, daemon=True).start()
    report, titles = run(f"{site}/", tmp_path, render=True)
    assert (report.cause, titles) == (None, ["Pitch Night für Gründer", "Startup-Stammtisch", "Demo Day der Gründer"])
    assert len(set(starts.read_text().split())) == 2
