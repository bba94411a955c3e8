"""`source add`, `check` and `save` as an operator meets them: what is written, what is not, and what is said."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.store import Batch
from pitchradar import catalogue, naming
from pitchradar.workplace import workplace
from tests.loopback import Loopback, loopback
from tests.test_kinds import load, read

PAGE = """<!DOCTYPE html><html><head><title>Gründerhaus Bünde – Termine</title><style>li{color:red}</style></head><body>
<nav><a href="/">Start</a><a href="/kontakt">Kontakt</a></nav><!-- Redaktion -->
<main><h1>Termine</h1><ul>
<li><a href="/a">Pitch Night für Gründer</a> 3.12.2026, 18:00 Uhr, Rathaus, Bahnhofstraße 15, 32257 Bünde</li>
<li><a href="/b">Startup-Stammtisch</a> 10.12.2026, 19:00 Uhr, Rathaus, Bahnhofstraße 15, 32257 Bünde</li>
<li><a href="/c">Gründungsberatung</a> 14.12.2026, 10:00 Uhr, Rathaus, Bahnhofstraße 15, 32257 Bünde</li>
</ul></main><script>var a = 1;</script><footer>Gründerhaus, seit 1998</footer></body></html>"""
TROUBLE: dict[str, tuple[dict[str, Any], str]] = {
    "robots": ({"/robots.txt": "User-agent: *\nDisallow: /", "/": PAGE}, "robots"),
    "no robots.txt": (
        {"/robots.txt": {"status": 500}, "/": PAGE},
        "http 500 (robots.txt) (its robots.txt could not be had",
    ),
    "javascript": ({"/": '<html><body><div id="root"></div><script src="/app.js"></script></body></html>'}, "--render"),
    "login": ({"/": '<html><body>Bitte anmelden <input type="password"></body></html>'}, "login"),
    "nothing": ({"/": "<html><body><h1>Rezepte</h1><p>Man nehme Mehl.</p></body></html>"}, "no events"),
    "broken": ({"/": {"status": 500}}, "http 500"),
}


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as running:
        yield running


@pytest.fixture
def config(tmp_path: Path) -> Path:
    folder = tmp_path / "config"
    (folder / "sources").mkdir(parents=True)
    (folder / "settings.toml").write_text('allow_hosts = ["127.0.0.0/8"]\ndelay = 0.05\n')
    (folder / "sources" / "herford.toml").write_text('# runbook\n[alt]  # old\nurl = "https://alt.example/"\n')
    return folder


def source(*arguments: str | Path, config: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return pitchradar("source", *arguments, "--config", config, "--now", "2026-11-20T09:00:00+00:00", stdin=stdin)


def pitchradar(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pitchradar.cli", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=120)


def test_a_yes_writes_and_a_no_does_not(server: Loopback, config: Path) -> None:
    url = server.site({"/": PAGE})
    path = config / "sources" / "herford.toml"
    before = path.read_text()
    refused = source("add", url, "--city", "Bünde", config=config, stdin="n\n")
    assert refused.returncode == 0 and path.read_text() == before and "Pitch" in refused.stdout
    done = source("add", url, "--yes", "--json", config=config)
    answer = json.loads(done.stdout)
    assert (answer["kind"], answer["region"], len(answer["events"])) == ("listing", "herford", 3)
    assert answer["title"] == "Gründerhaus Bünde – Termine" and answer["requests"] <= 5
    assert path.read_text().startswith(before) and f'url = "{url}"' in path.read_text()
    again = source("add", url, "--yes", config=config)
    assert again.returncode == 2 and answer["id"] in again.stderr


def test_a_page_that_leads_to_a_known_calendar_is_a_source_already(server: Loopback, config: Path) -> None:
    calendar = (Path(__file__).parent / "kinds" / "ics" / "plain" / "page.ics").read_text()
    url = server.site({"/": PAGE.replace("</main>", '<a href="/k.ics">Kalender</a></main>'), "/k.ics": calendar})
    assert source("add", url, "--region", "herford", "--yes", config=config).returncode == 0
    again = source("add", url.rstrip("/"), "--region", "herford", "--yes", config=config)
    assert again.returncode == 2 and "is a source already" in again.stderr


@pytest.mark.parametrize("name", TROUBLE)
def test_trouble_is_named(name: str, server: Loopback, config: Path) -> None:
    site, word = TROUBLE[name]
    before = (config / "sources" / "herford.toml").read_text()
    done = source("add", server.site(site), "--region", "herford", "--yes", "--json", config=config)
    assert done.returncode == 1 and word in done.stderr and "Traceback" not in done.stderr
    assert json.loads(done.stdout)["written"] is None
    assert (config / "sources" / "herford.toml").read_text() == before


@pytest.mark.parametrize(
    ("select", "says"),
    [
        ('{ item = "li", title = "a" }', []),
        ('{ item = "li.event", title = "h3" }', ['item = "li.event"']),
        ('{ item = "li", title = "h3", where = "p" }', ['title = "h3"', 'where = "p"']),
        ('{ title = "h3" }', ['title = "h3"']),
    ],
)
def test_a_selector_that_matches_nothing_is_named(select: str, says: list[str], server: Loopback, config: Path) -> None:
    url = server.site({"/": PAGE})
    (config / "sources" / "herford.toml").write_text(f'[haus]\nurl = "{url}/"\nkind = "listing"\nselect = {select}\n')
    told = json.loads(source("check", "haus", "--json", config=config).stdout)["unmatched"]
    assert told == [f"select: {one} matches nothing on {url}/" for one in says]
    assert all(line in source("check", "haus", config=config).stdout for line in told)


def test_an_address_that_nobody_may_ask_for(config: Path) -> None:
    (config / "settings.toml").write_text("")
    done = source("check", "http://127.0.0.1:9/", config=config)
    assert done.returncode == 1 and "allow_hosts" in done.stderr


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hub.example/termine", "https://hub.example/termine"),
        (" http://hub.example/?m=12 ", "http://hub.example/?m=12"),
        ("webcal://hub.example/a.ics", "webcal://hub.example/a.ics"),
        ("gründerhaus.example", "https://gründerhaus.example"),
        ("hub.example:8443/termine", "https://hub.example:8443/termine"),
        ("localhost:8000/termine", "http://localhost:8000/termine"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("[::1]:8000/?m=12", "http://[::1]:8000/?m=12"),
        ("termine", None),
        ("hub:8000", None),
        ("3.12.2026", None),
        ("hub.example termine", None),
    ],
)
def test_an_address_may_lack_its_scheme(typed: str, meant: str | None) -> None:
    assert naming.address(typed) == meant


@pytest.mark.parametrize("command", ["add", "check"])
@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://haus.example/termine", "must begin with https://"),
        ("file:///etc/passwd", "must begin with https://"),
        ("http://anna:geheim@haus.example/", "carries a user name or password"),
    ],
)
def test_what_can_never_be_crawled_is_not_a_blocked_address(command: str, url: str, says: str, config: Path) -> None:
    done = source(command, url, config=config)
    assert done.returncode == 2 and says in done.stderr
    assert "allow_hosts" not in done.stderr and "geheim" not in done.stdout + done.stderr


@pytest.mark.parametrize("command", ["add", "check"])
def test_a_failure_is_told_once_and_with_what_it_means(command: str, config: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    done = source(command, f"http://127.0.0.1:{port}/", config=config)
    assert done.returncode == 1 and "nobody listens" in done.stderr
    assert (done.stdout + done.stderr).count("refused") == 1


def test_what_is_no_address_is_told(config: Path) -> None:
    done = source("add", "termine", config=config)
    assert done.returncode == 2 and "no address" in done.stderr


def test_an_unknown_region_is_told_before_anything_is_asked_for(server: Loopback, config: Path) -> None:
    url = server.site({"/": PAGE})
    done = source("add", url, "--region", "herfort", "--yes", config=config)
    assert done.returncode == 2 and "herford" in done.stderr and server.paths(url) == []


def test_a_saved_case_says_the_same_and_is_smaller(server: Loopback, config: Path, tmp_path: Path) -> None:
    url = server.site({"/": (Path(__file__).parent / "kinds/schema_org/graph/page.html").read_text() + "<!-- x -->"})
    done = source("save", url, "--to", tmp_path / "cases", config=config)
    (case,) = (path.parent for path in (tmp_path / "cases").glob("*/*/meta.json"))
    page, mine, expected = load(case)
    assert done.returncode == 0 and case.parent.name == "schema_org"
    assert read(page, mine) == expected and len(expected["events"]) == 2
    assert b"<!-- x -->" not in page.body


def test_bounds_are_answered_as_json_and_written(config: Path) -> None:
    path = config / "sources" / "herford.toml"
    healthy_run(config, "2026-11-19T05:00:00+00:00", 6)
    healthy_run(config, "2026-11-19T05:05:00+00:00", 6)
    done = pitchradar("source", "expect", "alt", "--config", config, "--data", config.parent / "var")
    assert done.returncode == 2 and "two weeks" in done.stderr and "expect" not in path.read_text()
    healthy_run(config, "2026-12-03T05:00:00+00:00", 6)
    done = pitchradar("source", "expect", "alt", "--json", "--config", config, "--data", config.parent / "var")
    assert json.loads(done.stdout) == {"id": "alt", "expect": {"events": [3, 12]}, "written": str(path)}
    assert "expect = {events = [3, 12]}" in path.read_text()


def healthy_run(config: Path, at: str, found: int) -> None:
    run = {"run_id": at, "source_id": "alt", "at": at, "ok": 1, "complete": 1, "cut": 0, "held": 0, "alarm": 0}
    row = {**run, "found": found, "facts": json.dumps({"at": at, "found": found, "ok": True})}
    seen = {"id": "alt", "state": "ok", "events": found, "last_run": at, "last_ok": at, "paused": 0}
    with workplace(config, config.parent / "var").store() as store:
        store.commit(Batch(datetime.fromisoformat(at), runs=(row,), sources=(seen,)))


def test_a_source_that_never_showed_an_event_is_told(config: Path) -> None:
    place = workplace(config, config.parent / "var")
    healthy_run(config, "2026-11-19T05:00:00+00:00", 0)
    assert [row["notice"] for row in catalogue.health(place)] == ["never showed an event"]
    healthy_run(config, "2026-11-20T05:00:00+00:00", 2)
    assert [row["notice"] for row in catalogue.health(place)] == [None]


def test_a_paused_source_says_so_and_is_crawled_only_with_a_word(server: Loopback, config: Path) -> None:
    url = server.site({"/": PAGE})
    (config / "sources" / "herford.toml").write_text(f'[haus]\nurl = "{url}"\n')
    where = ("--config", config, "--data", config.parent / "var")
    pitchradar("source", "pause", "haus", *where)
    (row,) = json.loads(pitchradar("source", "list", "--json", *where).stdout)
    assert row["state"] == "paused"
    done = pitchradar("run", "haus", *where)
    assert "haus is paused; it was crawled because it was named" in done.stdout and server.paths(url)
    pitchradar("source", "pause", "haus", "--resume", *where)
    assert "paused" not in pitchradar("run", "haus", *where).stdout


def test_a_source_that_its_entry_pauses_is_resumed_there(config: Path) -> None:
    (config / "sources" / "herford.toml").write_text('[alt]\nurl = "https://alt.example/"\npaused = true\n')
    done = pitchradar("source", "pause", "alt", "--resume", "--config", config, "--data", config.parent / "var")
    assert done.returncode == 2 and "paused = true" in done.stderr


ENTRIES = """# Sources: Kreis Herford

[haus]  # the old one
title = \"\"\"
Haus\"\"\"
url = "https://haus.example/"
# The calendar is empty every August; that is normal.

# --- the others

[alt]\r
url = "https://alt.example/"

[haus.follow]
pages = 2
"""
WITHOUT = """# Sources: Kreis Herford

# Taken out by `source remove`; without the # before these lines it is a source again.
# [haus]  # the old one
# title = \"\"\"
# Haus\"\"\"
# url = "https://haus.example/"
# # The calendar is empty every August; that is normal.

# --- the others

[alt]\r
url = "https://alt.example/"

# [haus.follow]
# pages = 2
"""


def test_a_source_that_is_taken_out_leaves_its_lines_as_comments(config: Path) -> None:
    path = config / "sources" / "herford.toml"
    path.write_text(ENTRIES, "utf-8", newline="")
    remove = ("source", "remove", "haus", "--config", config, "--data", config.parent / "var")
    refused = pitchradar(*remove, stdin="n\n")
    assert refused.returncode == 0 and "0 events to come" in refused.stdout
    (unsaid,) = [json.loads(pitchradar(*remove, "--json").stdout)]
    assert unsaid == {"id": "haus", "file": str(path), "events": 0, "alone": 0, "removed": False}
    assert path.read_bytes().decode() == ENTRIES
    assert "next `pitchradar run`" in pitchradar(*remove, "--yes").stdout
    assert path.read_bytes().decode() == WITHOUT
    again = pitchradar(*remove)
    assert again.returncode == 2 and "no such source: haus" in again.stderr


@pytest.mark.parametrize("command", ["check", "save"])
def test_what_is_neither_a_source_nor_an_address_is_told(command: str, config: Path) -> None:
    done = source(command, "atl", config=config)
    assert done.returncode == 2 and '"alt"' in done.stderr
