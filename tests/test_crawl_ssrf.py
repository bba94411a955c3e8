"""Nobody leads the crawler to an address of ours: directly, by redirect, robots.txt, next page, event page or feed.

A server stands on several loopback addresses; the operator's `allow_hosts` names single other sites.
Cases: tables/crawl_ssrf.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.runner import crawl
from crawlers.settings import Plain
from pipeline.config import Settings
from pipeline.crawled import CrawlReport
from pipeline.model import Source
from pitchradar.probe import look
from tests.loopback import Loopback, loopback

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "crawl_ssrf.toml").read_text("utf-8"))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DIRECT, NAMES, LED = TABLE["direct"]["urls"], TABLE["names"]["urls"], TABLE["led"]["targets"]
LINKING = ("list", "cal", "data", "feed")  # pages that name an address, in links, markup, or what a parser might load
LD = """<html lang="de"><title>Termine</title><script type="application/ld+json">{"@context": "%s", "@id": "%s",
"@type": "Event", "name": "Pitch-Abend", "startDate": "2026-12-01T18:00", "url": "%s", "image": "%s"}</script>
<link rel="stylesheet" href="%s"><img src="%s"><iframe src="%s"></iframe><p>Pitch-Abend</p></html>"""
RSS = """<?xml version="1.0"?><?xml-stylesheet href="%s"?><!DOCTYPE rss SYSTEM "%s"><rss version="2.0"><channel>
<title>Termine</title><item><title>Pitch-Abend am 1.12.2026</title><link>%s</link><enclosure url="%s"/></item>
</channel></rss>"""
LIST = """<html lang="de"><title>Termine</title><body><h1>Termine</h1><ul>
<li><a href='%s'>Pitch-Abend eins</a><p>1. Dezember 2026, 18:00 Uhr</p></li>
<li><a href='/b'>Pitch-Abend zwei</a><p>2. Dezember 2026, 18:00 Uhr</p></li></ul>%s</body></html>"""
ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261101T080000Z\r\n"
    "DTSTART:20261203T170000Z\r\nSUMMARY:Geheim\r\nURL:%s\r\nATTACH:%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@dataclass
class Run:
    """One crawl; `secret` is the server that must not be asked."""

    server: Loopback
    secrets: list[str]
    reports: dict[str, CrawlReport]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with loopback() as server:
        secret = server.site({"*": ICS % ("x", "x")})
        port = int(secret.rpartition(":")[2])
        secrets = [secret, server.site({"*": ICS % ("x", "x")}, at=("127.0.0.1", port))]
        names = {"{secret}": secret.removeprefix("http://"), "{port}": str(port)}
        site = server.site(trap_site([put(target, names) for target in LED]))
        sources = [Source(f"direct-{at}", put(url, names)) for at, url in enumerate(DIRECT)]
        sources += [Source(f"name-{at}", put(url, names)) for at, url in enumerate(NAMES)]
        for at in range(len(LED)):
            sources += [Source(f"{way}-{at}", f"{site}/{way}/{at}") for way in ("redirect", "hops", *LINKING)]
        robots = [server.site(robots_site(put(target, names))) for target in LED]
        sources += [Source(f"robots-{at}", url + "/") for at, url in enumerate(robots)]
        doors = tuple(url.removeprefix("http://") for url in (site, *robots))
        settings = Plain("https://radar.example", "", 0.0, 3.0, doors)
        reports = crawl(sources, {}, tmp_path_factory.mktemp("run"), settings, now=NOW)
        yield Run(server, secrets, {report.source_id: report for report in reports})


def put(text: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        text = text.replace(name, value)
    return text


def trap_site(targets: list[str]) -> dict[str, object]:
    """One allowed site that leads to every target in every way."""
    pages: dict[str, object] = {"/b": "<html><body>Pitch-Abend zwei</body></html>"}
    for at, target in enumerate(targets):
        head = {"Location": target}
        pages[f"/redirect/{at}"] = {"status": 302, "headers": head}
        pages[f"/hops/{at}"] = {"status": 301, "headers": {"Location": f"/redirect/{at}"}}
        extra = f"<a rel='next' href='{target}'>Weiter</a><link rel='canonical' href='{target}'>"
        feed = f"<link rel='alternate' type='text/calendar' href='{target}'><base href='{target}'>"
        pages[f"/list/{at}"] = LIST % (target, extra + feed)
        pages[f"/data/{at}"] = LD.replace("%s", target)
        pages[f"/feed/{at}"] = {"body": RSS.replace("%s", target), "headers": {"Content-Type": "application/rss+xml"}}
        pages[f"/cal/{at}"] = {"body": ICS % (target, target), "headers": {"Content-Type": "text/calendar"}}
    return pages


def robots_site(target: str) -> dict[str, object]:
    return {"/robots.txt": {"status": 302, "headers": {"Location": target}}, "/": ICS % ("x", "x")}


@pytest.mark.parametrize("at", range(len(DIRECT)), ids=DIRECT)
def test_directly(run: Run, at: int) -> None:
    report = run.reports[f"direct-{at}"]
    assert report.cause == "blocked address", report
    assert report.events == 0


@pytest.mark.parametrize("at", range(len(NAMES)), ids=NAMES)
def test_by_name(run: Run, at: int) -> None:
    assert run.reports[f"name-{at}"].cause in {"dns", "blocked address"}


@pytest.mark.parametrize("way", ["redirect", "hops", "robots"])
@pytest.mark.parametrize("at", range(len(LED)), ids=LED)
def test_by_redirect(run: Run, way: str, at: int) -> None:
    report = run.reports[f"{way}-{at}"]
    assert report.cause == "blocked address", report
    assert report.events == 0


@pytest.mark.parametrize("way", LINKING)
@pytest.mark.parametrize("at", range(len(LED)), ids=LED)
def test_by_links(run: Run, way: str, at: int) -> None:
    assert run.reports[f"{way}-{at}"].pages >= 1


def test_nobody_was_asked(run: Run, record_property: pytest.RecordProperty) -> None:
    hits = [path for secret in run.secrets for path in run.server.paths(secret)]
    record_property("SSRF tries", len(run.reports))
    record_property("SSRF hits", len(hits))
    assert hits == []


@pytest.mark.parametrize("url", ["http://{secret}/", "http://2130706433:{port}/", "http://[::ffff:127.0.0.1]:{port}/"])
def test_an_address_that_is_only_tried(run: Run, url: str) -> None:
    """What `source add`, `source check` and `discover` do with an address that somebody sent in."""
    address = put(
        url, {"{secret}": run.secrets[0].removeprefix("http://"), "{port}": run.secrets[0].rpartition(":")[2]}
    )
    trial = look(Source("tried", address), Settings(timeout=3), NOW)
    assert trial.run.report.cause == "blocked address"
    assert run.server.paths(run.secrets[0]) == []


def test_a_blocked_address_is_asked_for_once(run: Run) -> None:
    asked = [one.path for one in run.server.seen if one.path.startswith("/redirect/")]
    assert len(asked) == 2 * len(LED)
