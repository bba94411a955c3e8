"""The scheduler with a clock of its own: what was missed is caught up once, over restarts, jumps and summer time."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from pitchradar import schedule
from pitchradar.schedule import Service
from tests.faults.ground import NOW, Ground, ground

HOUR = timedelta(hours=1)
# (hours after the first run, is a new run expected), with the default interval of 12 hours
MOMENTS = {
    "seven days away are one run": [(0, True), (1, False), (168, True), (169, False)],
    "a clock that goes back asks again, once, and loses nothing": [(0, True), (-48, True), (-47, False), (0, True)],
    "a clock that jumped to the next year and back": [(0, True), (8760, True), (1, True), (2, False)],
}
SUMMER = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 in Berlin, for the first time; an hour later for the second


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Ground]:
    with ground(tmp_path, events=2, sources=1) as made:
        yield made


@pytest.mark.parametrize("name", MOMENTS)
def test_missed_runs_are_caught_up_once(here: Ground, name: str) -> None:
    for number, (hours, expected) in enumerate(MOMENTS[name], 1):
        service = Service(here.config, here.data)  # a restart before every tick
        at: datetime = NOW + hours * HOUR
        assert service.tick(at) is expected, number
        assert service.tick(at + timedelta(minutes=5)) is False, number
    assert len([event for event in here.events().values() if event.listed]) == 2
    log = (here.data / "log" / "pitchradar.log").read_text("utf-8").splitlines()
    assert len(log) == 2 * sum(expected for _, expected in MOMENTS[name])


def test_summer_time_ends_once(here: Ground) -> None:
    service = Service(here.config, here.data)
    ticks = [service.tick(SUMMER + minutes * timedelta(minutes=1)) for minutes in range(0, 181, 30)]
    assert ticks == [True] + [False] * 6


def test_a_database_that_no_run_can_mend_is_tried_once_an_hour(here: Ground) -> None:
    """One of a newer version is refused, not moved aside: only a person can help."""
    service = Service(here.config, here.data)
    assert service.tick(NOW) is True
    with sqlite3.connect(here.data / "events.db") as raw:
        raw.execute("PRAGMA user_version = 9999")
    ticks = [service.tick(NOW + minutes * timedelta(minutes=1)) for minutes in range(5, 80, 5)]
    assert ticks == [True] + [False] * 11 + [True] + [False] * 2


def test_a_run_that_begins_while_the_service_ends_is_ended(here: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    service, started, runs = Service(here.config, here.data), subprocess.Popen, []

    def told_to_end(*args: Any, **kwargs: Any) -> subprocess.Popen[bytes]:
        service.end()
        runs.append(started(*args, **kwargs))
        return runs[-1]

    monkeypatch.setattr(schedule.subprocess, "Popen", told_to_end)
    service.tick(NOW)
    assert [run.returncode == 0 for run in runs] == [False]
    assert service.tick(NOW) is False


def test_a_long_run_and_missed_ticks_are_one() -> None:
    """The job as it is set up: never twice at a time, late ones still run, several late ones are one."""
    scheduler = BackgroundScheduler(timezone=UTC)
    schedule.plan(scheduler, lambda: None)
    (job,) = scheduler.get_jobs()
    assert (job.max_instances, job.coalesce, job.misfire_grace_time) == (1, True, schedule.GRACE_SECONDS)
    assert job.trigger.timezone == UTC
