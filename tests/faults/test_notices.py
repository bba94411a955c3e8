"""What a site says to people is shown to them: moved for good, gone for good, rights reserved. Acted on once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pitchradar import catalogue, work
from tests.faults.ground import NOW, Ground, calendar, ground

DAY = timedelta(days=1)


def due(here: Ground, days: int) -> list[str]:
    with here.place.store() as store:
        return [source.id for source in work.due(here.place.config.sources.values(), store, NOW + days * DAY)]


@pytest.mark.parametrize("status", [410, 451])
def test_gone_three_times_is_parked(tmp_path: Path, status: int) -> None:
    with ground(tmp_path, events=3, sources=2) as here:
        here.run(NOW)
        before = here.events()
        here.server.script(here.sites["haus0"], {"*": {"status": status}, "/robots.txt": {"status": 404}})
        for day in range(1, 4):
            assert due(here, day) == ["haus0", "haus1"]
            here.run(NOW + day * DAY)
        assert due(here, 9) == ["haus1"]
        assert here.events() == before
        (row,) = [row for row in catalogue.health(here.place) if row["id"] == "haus0"]
        assert row["health"] == "paused" and row["notice"] == f"http {status}, 3 times in a row"
        catalogue.pause(here.place, "haus0", paused=False)
        here.server.script(here.sites["haus0"], {"/": calendar("haus0", 3)})
        assert due(here, 9) == ["haus0", "haus1"]
        here.run(NOW + 9 * DAY)
        assert [row["notice"] for row in catalogue.health(here.place)] == [None, None]


def test_moved_and_reserved_is_shown_not_stored(tmp_path: Path) -> None:
    with ground(tmp_path, events=3, sources=1) as here:
        answer = calendar("haus0", 3)
        answer["headers"]["X-Robots-Tag"] = "noai"
        moved = {"status": 301, "headers": {"Location": "/neu.ics"}}
        here.server.script(here.sites["haus0"], {"/": moved, "/neu.ics": answer})
        files = {path: path.read_bytes() for path in here.config.rglob("*.toml")}
        here.run(NOW)
        told = here.cli("source", "health", "--json").stdout
        assert f"moved for good to {here.sites['haus0']}/neu.ics; reserved: robots: noai" in told
        assert len(here.events()) == 3
        assert {path: path.read_bytes() for path in here.config.rglob("*.toml")} == files
