"""`discover` on a small loopback web: a known source leads to sites that list events, to others, and to traps."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.discover import outward, sitemap
from pipeline.model import Page
from pitchradar import work
from pitchradar.completeness import chapman
from pitchradar.discover import discover
from pitchradar.workplace import workplace
from tests.loopback import loopback

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def page(*rows: str, links: str = "") -> str:
    items = "".join(f'<li><a href="/t/{n}">{row}, Rathaus, 32257 Bünde</li>' for n, row in enumerate(rows))
    return f"<html><head><title>Termine</title></head><body><h1>Termine</h1><ul>{items}</ul>{links}</body></html>"


KNOWN = (
    "Pitch Night für Gründer</a> 3.12.2026, 18:00 Uhr",
    "Startup-Stammtisch</a> 10.12.2026, 19:00 Uhr",
    "Gründerfrühstück</a> 12.12.2026, 9:00 Uhr",
)
NEW = (
    "Pitch Night für Gründer</a> 3.12.2026, 18:00 Uhr",
    "Startup Demo Day</a> 4.12.2026, 18:00 Uhr",
    "Gründungsworkshop: Geschäftsmodell für Startups</a> 8.12.2026, 17:00 Uhr",
)


def test_discover_finds_what_known_pages_lead_to(tmp_path: Path) -> None:
    with loopback() as server:
        hub = server.site(
            {"/": "<html><body><a href='/events/'>Veranstaltungen</a></body></html>", "/events/": page(*NEW)}
        )
        locations = "<urlset xmlns='x'><url><loc>{here}/kalender</loc></url></urlset>"
        mapped = server.site({"/": "<p>Willkommen</p>", "/sitemap.xml": locations, "/kalender": page(*NEW[1:])})
        closed = server.site({"/robots.txt": "User-agent: *\nDisallow: /", "/": page(*NEW)})
        bakery = server.site({"*": "<p>Brot</p>"})
        links = "".join(f'<a href="{url}/">Partner {n}</a>' for n, url in enumerate((hub, mapped, closed, bakery)))
        city = server.site({"/": page(*KNOWN, links=links)})
        config = tmp_path / "config"
        (config / "sources").mkdir(parents=True)
        (config / "settings.toml").write_text('allow_hosts = ["127.0.0.0/8"]\ndelay = 0.05\n')
        (config / "sources" / "herford.toml").write_text(f'[stadt]\nurl = "{city}/"\nfollow = {{ details = false }}\n')
        place = workplace(config, tmp_path / "var")
        work.run(place, ["stadt"], NOW)
        before = (config / "sources" / "herford.toml").read_text()
        found = discover(place, NOW, 40)
        requests = len(server.seen)
        assert (config / "sources" / "herford.toml").read_text() == before
        taken = f'[hub]\nurl = "{hub}/events/"\n'
        (config / "sources" / "herford.toml").write_text(before + taken)
        later = discover(workplace(config, tmp_path / "var"), NOW, 0)
        rows = {row["url"]: row for row in found["candidates"]}
    assert {row["url"] for row in later["candidates"]} == rows.keys() - {f"{hub}/events/"}
    first = rows[f"{hub}/events/"]
    assert (first["events"], first["overlap"], first["region"], first["fresh"]) == (3, 1, "herford", 2)
    assert city in first["evidence"][0] and found["candidates"][0] == first
    assert rows[f"{mapped}/kalender"]["events"] == 2
    assert rows[f"{closed}/"]["cause"] == "robots" and rows[f"{closed}/"]["events"] == 0
    assert all(row["score"] == 0 for row in rows.values() if row["site"] in bakery)
    assert requests <= 45
    (herford,) = [row for row in found["regions"] if row["region"] == "herford"]
    assert (herford["known"], herford["total"]) == (3, None) and "cannot say" in herford["sure"]


@pytest.mark.parametrize(
    ("first", "second", "both", "total", "low", "high"),
    [
        (20, 15, 10, 29.5, 26.1, 40.3),  # by hand: 21*16/11 - 1; seen 25, variance 27.1…
        (10, 10, 10, 10.0, 10.0, 10.0),
        (5, 4, 0, 29.0, 13.7, 94.0),
    ],
)
def test_chapman(first: int, second: int, both: int, total: float, low: float, high: float) -> None:
    found = chapman(first, second, both)
    assert found[0] == pytest.approx(total, abs=0.1)
    assert found[1] <= found[0] <= found[2] and found[1] >= first + second - both
    assert found[1:] == pytest.approx((low, high), abs=3)


def test_what_is_no_address_spoils_no_sitemap() -> None:
    text = "<urlset><url><loc>http://[events/</loc></url><url><loc>https://hub.example/events/</loc></url></urlset>"
    found = sitemap(Page("https://hub.example/sitemap.xml", 200, {}, text.encode(), NOW))
    assert [link.url for link in found] == ["https://hub.example/events/"]


def test_an_address_with_several_fragments_is_one_link() -> None:
    body = "".join(f'<a href="https://hub.example/events/{part}">Events</a>' for part in ("#mai", "#juni", ""))
    found = list(outward(Page("https://stadt.example/", 200, {}, f"<html><body>{body}</body></html>".encode(), NOW)))
    assert [link.url for link in found] == ["https://hub.example/events/"]
