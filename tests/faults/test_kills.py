"""Killed at any moment: no half feed is ever readable, the database stays whole, the next run mends what is left.

`KILLS` (default 3) kills of a run with a reader of the feeds beside it; `make faults` asks for many more.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.store import upkeep
from tests.faults.ground import NOW, Ground, ground, is_whole

KILLS = int(os.environ.get("KILLS", "3"))
TERMS = int(os.environ.get("TERMS", "2"))
DEADLINE = 10.0  # seconds that SIGTERM may take


@dataclass
class Reader(threading.Thread):
    """Reads every feed again and again, as subscribers do."""

    folder: Path
    reads: int = 0
    halves: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.going = True

    def run(self) -> None:
        while self.going:
            for path in [*self.folder.glob("*.ics"), *self.folder.glob("*.rss"), *self.folder.glob("[!i]*.json")]:
                data = path.read_bytes()
                self.reads += 1
                if not is_whole(path.name, data):
                    self.halves.append(f"{path.name}: {len(data)} bytes")
            time.sleep(0.01)

    __hash__ = threading.Thread.__hash__


@contextmanager
def reading(here: Ground) -> Iterator[Reader]:
    reader = Reader(here.data / "public" / "feeds")
    reader.start()
    yield reader
    reader.going = False
    reader.join()


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("kills"), events=20) as made:
        made.run(NOW)
        yield made


def start(here: Ground, at: int) -> subprocess.Popen[str]:
    """A run that has something to change: another number of events, another time of the first."""
    here.show(20 - at % 3, shift=at % 60)
    now = (NOW + timedelta(days=1, minutes=at)).isoformat()
    command = here.command("run", "--now", now, *here.sites)
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def children(pid: int) -> set[int]:
    """All processes below one."""
    below: set[int] = set()
    todo = [pid]
    while todo:
        with suppress(OSError):  # one has just ended
            for file in Path(f"/proc/{todo.pop()}/task").glob("*/children"):
                found = {int(number) for number in file.read_text().split()} - below
                below |= found
                todo += found
    return below


def alive(pids: set[int]) -> set[int]:
    def lives(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False

    return {pid for pid in pids if lives(pid)}


def left(below: set[int]) -> set[int]:
    """Those of them that still live after the time they have to end."""
    deadline = time.monotonic() + DEADLINE
    while alive(below) and time.monotonic() < deadline:
        time.sleep(0.05)
    return alive(below)


def seconds_of_a_run(here: Ground) -> float:
    began = time.monotonic()
    assert start(here, 0).wait(60) == 0
    return time.monotonic() - began


def test_killed_at_random_moments(here: Ground, record_property: pytest.RecordProperty) -> None:
    dice, length = random.Random(8), seconds_of_a_run(here)
    with reading(here) as reader:
        for at in range(KILLS):
            process = start(here, at + 1)
            time.sleep(dice.uniform(0.2, 1.05) * length)
            below = children(process.pid)
            process.kill()
            process.communicate()
            assert not upkeep.is_damaged(here.data / "events.db"), at
            assert not left(below), f"kill {at}: processes left behind"
        assert start(here, KILLS + 1).wait(60) == 0
    record_property("kills", KILLS)
    record_property("reads of feeds during kills", reader.reads)
    record_property("half feeds read", len(reader.halves))
    assert reader.halves == []
    assert reader.reads >= 50 * KILLS
    check(here, KILLS + 1)


def check(here: Ground, at: int) -> None:
    """After a whole run nothing is left of the broken ones, and the feeds are those of a fresh publication."""
    files = [path for path in (here.data / "public").rglob("*") if path.is_file()]
    assert not [path for path in files if path.suffix in (".tmp", ".part")]
    assert all(path.stat().st_size for path in files)
    assert len({event.uid for event in here.events().values() if event.listed}) >= 20 - at % 3


def test_told_to_end(here: Ground, record_property: pytest.RecordProperty) -> None:
    dice, length = random.Random(9), seconds_of_a_run(here)
    for at in range(TERMS):
        process = start(here, at + 100)
        time.sleep(dice.uniform(0.3, 0.9) * length)
        below, began = children(process.pid), time.monotonic()
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=DEADLINE)
        assert time.monotonic() - began < DEADLINE
        assert process.returncode in (0, 128 + signal.SIGTERM, -signal.SIGTERM), said
        assert "Traceback" not in said
        assert not left(below)
        assert not upkeep.is_damaged(here.data / "events.db")
    record_property("told to end", TERMS)
    assert not list((here.data / "public").rglob("*.tmp"))


@pytest.mark.parametrize("command", ["serve", "schedule"])
def test_services_end_when_told(here: Ground, command: str) -> None:
    arguments = ["--port", "0"] if command == "serve" else []
    process = subprocess.Popen(here.command(command, *arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(4)
    assert process.poll() is None
    below, began = children(process.pid), time.monotonic()
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(DEADLINE)
    finally:
        process.kill()
    assert time.monotonic() - began < DEADLINE
    assert process.returncode == 128 + signal.SIGTERM
    assert not left(below)


def test_a_scheduler_may_be_told_to_end_again_and_again(here: Ground) -> None:
    process = subprocess.Popen(here.command("schedule"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    time.sleep(4)
    while process.poll() is None:
        process.send_signal(signal.SIGTERM)
        time.sleep(0.001)
    _, said = process.communicate(timeout=DEADLINE)
    assert process.returncode in (128 + signal.SIGTERM, -signal.SIGTERM) and "Traceback" not in said


def test_two_runs_at_once(here: Ground) -> None:
    first = start(here, 200)
    while not (here.data / "lock").exists() or not children(first.pid):
        time.sleep(0.05)
    second = here.cli("run")
    assert second.returncode == 3 and "another run" in second.stderr
    assert first.wait(60) == 0
