"""`source add` on every site of the demo region and on every kind's written pages, over real loopback HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pipeline.config import Config
from pipeline.text import fold
from pitchradar import catalogue
from pitchradar.catalogue import Wish
from pitchradar.demo import region_config
from pitchradar.demo.region import sites
from pitchradar.demo.website import Region, serving
from pitchradar.probe import REQUESTS
from pitchradar.workplace import workplace
from tests.loopback import Loopback, loopback

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
KINDS = Path(__file__).parent / "kinds"
DEMO_KINDS = {
    "gruenderzentrum": "ics",
    "kammer": "rss",
    "inkubator": "schema_org",
    "hochschule": "schema_org",
    "netzwerk": "tec",
    "stammtisch": "meetup",
    "klub": "luma",
    "schnittstelle": "json",
}


@pytest.fixture(scope="module")
def region() -> Iterator[Region]:
    with serving(NOW.date()) as running:
        yield running


@pytest.fixture
def demo(region: Region, tmp_path: Path) -> Config:
    folder = region_config(tmp_path, region, 8001)
    (folder / "sources" / "owl.toml").write_text("")
    return workplace(folder, tmp_path / "var").config


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as running:
        yield running


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text('allow_hosts = ["127.0.0.0/8"]\ndelay = 0.05\n')
    return workplace(tmp_path / "config", tmp_path / "var").config


@pytest.mark.parametrize("site", sites())
def test_every_demo_site_is_understood(site: str, region: Region, demo: Config) -> None:
    found = catalogue.propose(demo, Wish(region.index(site)), NOW)
    starts = {(fold(event.title), event.when.start) for event in found.events}
    assert found.kind == DEMO_KINDS.get(site, "listing")
    assert {(fold(show.title), show.start) for show in region.shows(site)} <= starts
    assert found.requests <= REQUESTS and found.trouble is None and found.region is not None


@dataclass(frozen=True)
class Served:
    """A kind's page as it is pasted; `feed` is what answers at the better address that the page leads to."""

    kind: str
    case: str
    feed: str | None = None  # a case whose page is the better form
    told: str | None = None  # the kind that is written, when it is not the folder's


SERVED = [
    Served("ai1ec", "page", "ics/plain"),
    Served("bevy", "chapter_page", "bevy/api"),
    Served("calendarize", "list", "calendarize/feed"),
    Served("event_organiser", "page", "event_organiser/feed"),
    Served("eventbrite", "organiser_page", told="schema_org"),  # told by the host alone
    Served("eventbrite", "search_page"),
    Served("events_manager", "page", "ics/plain"),
    Served("gancio", "page", "gancio/api"),
    Served("hi_events", "organiser_page", "hi_events/api"),
    Served("ics", "plain"),
    Served("ics", "series"),
    Served("ics", "google_utc_series"),
    Served("json", "german_fields"),
    Served("json", "fullcalendar"),
    Served("localist", "page", "localist/api"),
    Served("luma", "calendar_page"),
    Served("mec", "list"),
    Served("meetup", "group_page"),
    Served("microformats", "hcalendar"),
    Served("mobilizon", "group_page", "ics/plain"),
    Served("my_calendar", "page", "ics/plain"),
    Served("nextcloud", "page", "ics/plain"),
    Served("odoo", "list"),
    Served("plone", "page", "ics/plain"),
    Served("pretix", "organiser", "pretix/calendar"),
    Served("pretix", "shop", "pretix/calendar"),
    Served("rss", "atom"),
    Served("rss", "event_module"),
    Served("rss", "json_feed"),
    Served("schema_org", "graph"),
    Served("schema_org", "item_list"),
    Served("schema_org", "microdata"),
    Served("sf_event_mgt", "list"),
    Served("tec", "calendar_page", "tec/rest"),
    Served("typo3_cal", "list", "ics/plain"),
]


@pytest.mark.parametrize("served", SERVED, ids=lambda one: f"{one.kind}/{one.case}")
def test_every_kind_is_found(served: Served, server: Loopback, config: Config) -> None:
    url, expected = site(server, served)
    found = catalogue.propose(config, Wish(url, "owl"), NOW)
    assert found.kind == (served.told or served.kind)
    days = [(fold(event.title), event.when.start.isoformat()[:10]) for event in found.events]
    missing = [raw for raw in expected if not any(is_told(raw, *day) for day in days)]
    assert not missing, days
    assert found.requests <= REQUESTS


def site(server: Loopback, served: Served) -> tuple[str, list[dict[str, Any]]]:
    """The page's address on loopback, and the raw events it must give."""
    case = KINDS / served.kind / served.case
    meta, told = told_of(case)
    pages = {path_of(meta["url"]): answer(case, meta)}
    for _, url in told.get("follows") or ():
        if served.feed:
            pages[path_of(url)] = answer(KINDS / served.feed, told_of(KINDS / served.feed)[0], also=meta["url"])
    if served.feed:
        told = told_of(KINDS / served.feed)[1]
    return server.site(pages) + path_of(meta["url"]), told["events"]


def told_of(case: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    return json.loads((case / "meta.json").read_text()), json.loads((case / "expected.json").read_text())


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def answer(case: Path, meta: dict[str, Any], also: str = "") -> dict[str, Any]:
    """The case's page with its hosts replaced by the loopback site's."""
    path = next(case.glob("page.*"))
    text = path.read_text("utf-8")
    for url in (meta["url"], also):
        host = urlsplit(url).netloc
        for name in (host, f"cms.{host}", host.replace("www.", "")):
            text = text.replace(f"https://{name}", "{here}") if host else text
    kinds = {".ics": "text/calendar", ".json": "application/json", ".xml": "application/rss+xml"}
    headers = {**meta.get("headers", {}), "Content-Type": kinds.get(path.suffix, "text/html; charset=utf-8")}
    return {"body": text, "headers": headers}


def is_told(raw: dict[str, Any], title: str, day: str) -> bool:
    """Whether an event of the preview is this raw one: marks such as "abgesagt" are cut off its title."""
    return title in fold(raw["title"]) and (not raw.get("start") or abs(days(raw["start"][:10]) - days(day)) <= 1)


def days(text: str) -> int:
    return date.fromisoformat(text[:10]).toordinal()
