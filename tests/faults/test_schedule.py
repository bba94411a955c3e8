"""The scheduler with a clock of its own: what was missed is caught up once, also over a restart."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from pitchradar.schedule import Service
from tests.faults.ground import NOW, ground

HOUR = timedelta(hours=1)
# (hours after the first run, is a new run expected): seven days away are one run
MOMENTS = [(0, True), (1, False), (168, True), (169, False)]


def test_missed_runs_are_caught_up_once(tmp_path: Path) -> None:
    with ground(tmp_path, events=2, sources=1) as here:
        for number, (hours, expected) in enumerate(MOMENTS, 1):
            service = Service(here.config, here.data)  # a restart before every tick
            at: datetime = NOW + hours * HOUR
            assert service.tick(at) is expected, number
            assert service.tick(at + timedelta(minutes=5)) is False, number
        runs = [path for path in (here.data / "runs").iterdir() if path.is_dir()]
        assert len(runs) == sum(expected for _, expected in MOMENTS)
    log = (here.data / "log" / "pitchradar.log").read_text("utf-8").splitlines()
    assert len(log) == 2 * len(runs)
