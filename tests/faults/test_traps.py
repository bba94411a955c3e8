"""Sites without an end: calendars that go on for ever, session ids that make every address a new one, huge sitemaps."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers.discover import MAX_SITEMAP, sitemap
from crawlers.runner import crawl
from crawlers.settings import Plain
from crawlers.trip import PAGES
from pipeline.model import Page, Source
from tests.loopback import loopback

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HTML = """<html lang="de"><title>Termine</title><body><h1>Termine</h1><ul>
<li><h3>Pitch-Abend eins</h3><p>1. Dezember 2026, 18:00 Uhr</p></li>
<li><h3>Pitch-Abend zwei</h3><p>2. Dezember 2026, 18:00 Uhr</p></li></ul>%s</body></html>"""
NEWS = """<li><h3>Abend {path}</h3><p>3. Dezember 2026, 18:00 Uhr</p></li><li><h3>Treff {path}</h3>
<p>4. Dezember 2026, 18:00 Uhr</p></li>"""
DETAIL = "<li><a href='/%d'>Abend %d</a><p>5. Dezember 2026</p></li>"
# what every page of the site shows, and how many pages may be asked for
TRAPS: dict[str, tuple[str, int]] = {
    "next month for ever, nothing in it": ("<a rel='next' href='{path}1'>Weiter</a>", 5),
    "a session id in the query": ("<a rel='next' href='/?sid={path}1'>Weiter</a>", 5),
    "a session id in the path": ("<a rel='next' href='/;jsessionid={path}1'>Weiter</a>", 5),
    "tracking": ("<a rel='next' href='/?utm_source={path}1'>Weiter</a>", 5),
    "deeper and deeper": ("<a rel='next' href='x/'>Weiter</a>", 5),
    "a thousand pages at once": ("".join(f"<a rel='next' href='/{n}'>Weiter</a>" for n in range(1000)), PAGES),
    "something new on every page": (NEWS + "<a rel='next' href='{path}1'>Weiter</a>", PAGES),
    "a thousand details": ("<ul>" + "".join(DETAIL % (n, n) for n in range(1000)), PAGES),
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> list[int]:
    """How many pages of each site were asked for, robots.txt left out."""
    folder: Path = tmp_path_factory.mktemp("traps")
    settings = Plain("https://radar.example", "", 0.0, 10.0, ("127.0.0.0/8",))
    with loopback() as server:
        answers: list[dict[str, Any]] = [{"body": HTML % more, "echo": True} for more, _ in TRAPS.values()]
        sites = [server.site({"/robots.txt": {"status": 404}, "*": answer}) for answer in answers]
        reports = crawl([Source(f"n{at}", url + "/") for at, url in enumerate(sites)], {}, folder, settings, now=NOW)
        assert [report.cause for report in reports] == [None] * len(TRAPS)
        return [len(server.paths(site)) - 1 for site in sites]


@pytest.mark.parametrize("at", range(len(TRAPS)), ids=TRAPS)
def test_trap(asked: list[int], at: int) -> None:
    assert 1 <= asked[at] <= list(TRAPS.values())[at][1]


def test_a_sitemap_of_50_000() -> None:
    places = "".join(f"<url><loc>https://haus.example/termine/{n}</loc></url>" for n in range(50_000))
    body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    found = sitemap(Page("https://haus.example/sitemap.xml", 200, {}, body.encode(), NOW))
    assert len(found) == MAX_SITEMAP
