"""What an operator can show: requests to a host, also of packed runs, and figures for monitoring."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from pitchradar import decide, keep
from pitchradar.records import requests
from pitchradar.workplace import Workplace
from tests.faults.ground import NOW, ground
from tests.story import DEFAULTS


def test_requests_and_figures(tmp_path: Path) -> None:
    with ground(tmp_path, events=3, sources=2) as here:
        here.run(NOW)
        address = here.sites["haus1"].removeprefix("http://")
        asked = [entry["url"].partition(address)[2] for entry in requests(here.place, address)]
        assert asked == here.server.paths(address) == ["/robots.txt", "/"]
        with here.place.store() as store:
            keep.tidy(here.place, store, NOW + timedelta(days=5))
        assert len(list(requests(here.place, address.partition(":")[0]))) == 2
        assert json.loads(here.cli("requests", "nobody.example", "--json").stdout) == []
        figures = dict(line.rsplit(" ", 1) for line in (here.data / "metrics.prom").read_text().splitlines())
        assert figures['pitchradar_source_events{source="haus1"}'] == "3"
        assert figures['pitchradar_source_red{source="haus1"}'] == "0"
        assert float(figures["pitchradar_last_run_timestamp_seconds"]) == NOW.timestamp()


def test_the_oldest_run_comes_first(tmp_path: Path) -> None:
    names = ("20261121T050000Z", "20261121T050000Z-2", "20261121T050000Z-10", "20261122T050000Z")
    for name in reversed(names):
        (tmp_path / "runs" / name).mkdir(parents=True)
        (tmp_path / "runs" / name / "requests.jsonl").write_text(f'{{"url": "https://haus.example/{name}"}}\n')
    asked = requests(Workplace(DEFAULTS, tmp_path), "haus.example")
    assert [entry["url"].rpartition("/")[2] for entry in asked] == [*names]


def test_answered_and_refused_requests_are_one_table(tmp_path: Path) -> None:
    with ground(tmp_path, events=3, sources=1) as here:
        here.run(NOW)
        address = here.sites["haus0"].removeprefix("http://")
        here.server.script(address, {"*": {"raw": b""}, "/robots.txt": {"status": 404}})
        here.run(NOW + timedelta(days=1))
        told = here.cli("requests", address)
        assert told.returncode == 0, told.stderr
        assert "200" in told.stdout and "reset" in told.stdout
        told = here.cli("requests", "nobody.example")
        assert (told.returncode, told.stdout) == (0, "no stored run asked nobody.example for anything\n")


def test_where_nothing_is_due_the_failed_ones_are_named(tmp_path: Path) -> None:
    with ground(tmp_path, events=3, sources=3) as here:
        here.server.script(here.sites["haus1"], {"*": {"status": 404}})
        here.run(NOW)
        told = here.cli("run", "--now", (NOW + timedelta(hours=1)).isoformat())
        assert told.stdout.startswith(
            "no source is due; the next one is haus0, 2026-11-22 18:00 CET; "
            "1 failed last time; named ones are asked at once: haus1\n"
        )


def test_trace_speaks_in_words(tmp_path: Path) -> None:
    """What moved and what was decided, by the clock on the wall; no braces, no time without a zone."""
    with ground(tmp_path, events=3, sources=1) as here:
        here.run(NOW)
        here.show(3, shift=30)
        here.run(NOW + timedelta(days=1))
        (uid,) = [uid for uid, event in here.events().items() if event.sequence]
        decide.edit(here.place, uid, ["title=Abend", "location=Stadthalle, 33602 Bielefeld"], NOW + timedelta(days=1))
        told = here.cli("trace", uid).stdout
        assert "2026-11-22 06:00 CET new (" in told
        moved = "2026-11-23 06:00 CET moved: when 2026-12-01T18:00:00+01:00 → 2026-12-01T18:30:00+01:00 ("
        assert moved in told
        assert "2026-11-23 06:00 CET edit online no; title Abend; venue Stadthalle, 33602 Bielefeld" in told
        assert "first 2026-11-22 06:00 CET, last 2026-11-23 06:00 CET" in told
        assert "{" not in told
