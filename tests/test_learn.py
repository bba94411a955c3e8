"""What a crawl remembers of how a list is built helps the reading of the next one. Stories: stories/rebuilt-*.toml."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.runner import crawl
from crawlers.settings import Plain
from pipeline.crawled import CrawlState
from pipeline.learn import BUILD, BUILDS, TITLES, mark, repaired
from pipeline.model import RawEvent, Source
from pipeline.runfiles import read_run
from tests.loopback import Loopback, loopback

NOW = datetime(2026, 11, 3, 8, tzinfo=UTC)
SETTINGS = Plain("https://radar.example", "post@radar.example", 0.0, 5.0, ("127.0.0.0/8",))
EVENTS = """<ul><li><h3>Pitch Nord</h3><p>Do., 03.12.2026, 18:00 Uhr</p><p>Kontor, Hafenstraße 3</p></li>
<li><h3>Abend der Patente</h3><p>Mi., 09.12.2026, 09:00 Uhr</p><p>Werkhof, Ringstraße 12</p></li></ul>"""
NEWS = """<dl><dt>Neue Lampen im Foyer</dt><dd>Mo, 26.10.</dd><dt>Das Team wächst</dt><dd>Di, 27.10.</dd>
<dt>Der Aufzug fährt wieder</dt><dd>Mi, 28.10.</dd><dt>Besuch aus Bremen</dt><dd>Fr, 30.10.</dd></dl>"""
PAGE = f"<html lang=de><body><h1>Termine</h1>{EVENTS}<div>{NEWS}</div></body></html>"
LIST = "html body ul > li p"


@pytest.mark.parametrize(
    ("structure", "only"),
    [
        ({}, False),
        ({BUILDS: [LIST]}, True),
        ({BUILDS: ["html body table > tr td"], TITLES: [mark("Pitch Nord"), mark("Abend der Patente")]}, True),
        ({BUILDS: ["html body table > tr td"], TITLES: [mark("Flohmarkt")]}, False),
    ],
)
def test_the_known_list_wins_over_the_news_beside_it(
    structure: dict[str, list[str]], only: bool, tmp_path: Path
) -> None:
    with loopback() as server:
        events = crawled(server, structure, tmp_path)
    builds = {event.found[BUILD] for event in events}
    assert LIST in builds and (builds == {LIST}) is only


def crawled(server: Loopback, structure: dict[str, list[str]], folder: Path) -> tuple[RawEvent, ...]:
    source = Source("haus", server.site({"/": PAGE}) + "/", follow={"details": False})
    (report,) = crawl([source], {"haus": CrawlState(structure=structure)}, folder, SETTINGS, now=NOW)
    assert {name: report.state.structure[name] for name in structure} == structure
    return tuple(next(iter(read_run(folder))).events)


@pytest.mark.parametrize(
    ("before", "after", "future", "recognised", "told"),
    [
        (["ul > li"], ["table > tr"], 4, 1.0, True),
        (["ul > li"], ["table > tr"], 4, 0.25, False),  # hardly any known event: the judge's case
        (["ul > li"], ["table > tr"], 1, 1.0, False),  # one event proves nothing
        (["ul > li", "table > tr"], ["table > tr"], 4, 1.0, False),  # was known
        ([], ["table > tr"], 4, 1.0, False),
        (["ul > li"], [], 4, 1.0, False),
    ],
)
def test_a_repair_is_told(before: list[str], after: list[str], future: int, recognised: float, told: bool) -> None:
    issues = repaired(Source("haus", "https://haus.example/"), {BUILDS: before}, {BUILDS: after}, future, recognised)
    assert [issue.level for issue in issues] == ["info"] * told
