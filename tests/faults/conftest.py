"""`make faults`: after the run, the fault model row by row with the cases that showed it, and what was counted.

A test counts with `record_property(name, number)`: the numbers of one name are added up. Memory is that of all
processes of the run together, each page of it counted once (PSS).
"""

from __future__ import annotations

import ctypes
import gc
import os
import threading
import time
import tomllib
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

ROWS = tomllib.loads((Path(__file__).parent / "rows.toml").read_text("utf-8"))["row"]
WATCH = pytest.StashKey["Watch"]()
EVERY = 2.0  # seconds between two looks at the memory


class Watch(threading.Thread):
    """The most memory that this process and all below it had together, in kB, and how long they worked."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak, self.began = 0, time.monotonic()

    def run(self) -> None:
        while True:
            self.peak = max(self.peak, sum(map(_kilobytes, _family(os.getpid()))))
            time.sleep(EVERY)


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    found, todo = [], [pid]
    while todo:
        found.append(todo.pop())
        with suppress(OSError):  # one has just ended
            for file in Path(f"/proc/{found[-1]}/task").glob("*/children"):
                todo += map(int, file.read_text().split())
    return found


def _kilobytes(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def pytest_configure(config: pytest.Config) -> None:
    """Watch the run, once: not in the workers of xdist."""
    if os.environ.get("FAULTS") == "full" and not hasattr(config, "workerinput"):
        config.stash[WATCH] = Watch()
        config.stash[WATCH].start()


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """What a module's tests left free goes back, or the memory of the test runner would hide the program's."""
    if os.environ.get("FAULTS") == "full" and nextitem and nextitem.path != item.path:
        gc.collect()
        ctypes.CDLL(None).malloc_trim(0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table of a full run."""
    watch = config.stash.get(WATCH, None)
    if watch is None:
        return
    kinds = {word: terminalreporter.getreports(word) for word in ("passed", "failed", "error", "skipped")}
    terminalreporter.section("fault model")
    for row in ROWS:
        found = {word: sum(_shows(row, one.nodeid) for one in reports) for word, reports in kinds.items()}
        bad = found["failed"] + found["error"]
        result = "FAILED" if bad else "ok" if found["passed"] else "no case"
        skipped = f", {found['skipped']} skipped" if found["skipped"] else ""
        cases = found["passed"] + bad
        terminalreporter.write_line(f"{row['fault']:<56} {cases:>4} cases  {result}{skipped}  ({row['target']})")
    totals: Counter[str] = Counter()
    for one in (report for reports in kinds.values() for report in reports if getattr(report, "when", "") == "call"):
        totals.update(dict(one.user_properties))
    terminalreporter.section("counted")
    for name, number in sorted(totals.items()):
        terminalreporter.write_line(f"{name:<40} {number:>10,}")
    seconds = time.monotonic() - watch.began
    terminalreporter.write_line(f"{'whole run':<40} {seconds:>10.0f} s, at most {watch.peak / 1e6:.2f} GB together")


def _shows(row: dict[str, list[str]], test: str) -> bool:
    return any(mark in test for mark in row["shown_by"])
