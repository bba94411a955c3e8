"""What an operator can show: requests to a host, also of packed runs, and figures for monitoring."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from pitchradar import keep
from pitchradar.records import requests
from tests.faults.ground import NOW, ground


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
