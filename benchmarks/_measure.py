"""How things are measured: processor time of everything a job started, medians, and figures with their bounds.

Ratios are taken of runs that alternate with their peer, so that both meet the same other work on the machine.
"""

from __future__ import annotations

import argparse
import compileall
import ctypes
import json
import os
import platform
import resource
import statistics
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import psutil

T = TypeVar("T")
ROOT = Path(__file__).parent.parent
PACKAGES = ("pitchradar", "crawlers", "pipeline", "feeds", "benchmarks")
SLACK = 4.0  # of a quick run: it has less to do beside what every run costs, and other work on the machine
_PR_SET_CHILD_SUBREAPER = 36  # prctl(2): orphans of a job become ours, and with them the time they took


@dataclass(frozen=True)
class Figure:
    """One number, what it may be at most (or at least), and the spread of its runs."""

    what: str
    value: float
    at_most: float | None = None
    at_least: float | None = None
    unit: str = "ratio"
    runs: tuple[float, ...] = ()

    @property
    def holds(self) -> bool | None:
        """None for a figure without a bound."""
        return self.within(1.0)

    def within(self, slack: float) -> bool | None:
        """Whether the bounds hold with `slack` times the room; None without any."""
        if self.at_most is None and self.at_least is None:
            return None
        most = float("inf") if self.at_most is None else self.at_most * slack
        return (self.at_least or 0.0) / slack <= self.value <= most


@dataclass(frozen=True)
class Spent:
    """Seconds of a job: of processor time of it and all it started, and by the clock."""

    cpu: float
    wall: float


def figure(what: str, runs: Sequence[float], **bounds: Any) -> Figure:
    """The median of several runs."""
    return Figure(what, round(statistics.median(runs), 4), runs=tuple(round(run, 4) for run in runs), **bounds)


def spent(job: Callable[[], T]) -> tuple[T, Spent]:
    """The job's result and what it took, its children's children included."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    others = {child.pid for child in psutil.Process().children()}
    before, began = _cpu(), time.perf_counter()
    result = job()
    wall = time.perf_counter() - began
    _reap(others)
    return result, Spent(_cpu() - before, wall)


def _cpu() -> float:
    mine, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + children.ru_utime + children.ru_stime


def _reap(others: set[int]) -> None:
    """Wait for the orphans that the job left, so that their time is counted; `others` had been there before."""
    for child in psutil.Process().children():
        if child.pid not in others:
            with suppress(ChildProcessError):
                os.waitpid(child.pid, 0)


class Memory:
    """The most memory of this process's children while a block runs, in MB: proportional (shared pages are shared)."""

    def __enter__(self) -> Memory:
        self.most: dict[str, float] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.2):
            sizes = [size for child in psutil.Process().children(recursive=True) if (size := _size(child))]
            self._note("all", sum(pss for _, pss in sizes))
            self._note("crawling process", max((pss for name, pss in sizes if name), default=0.0))

    def _note(self, what: str, size: float) -> None:
        self.most[what] = max(self.most.get(what, 0.0), round(size, 1))


def _size(process: psutil.Process) -> tuple[bool, float] | None:
    try:
        return "crawlers.process" in process.cmdline(), process.memory_full_info().pss / 1e6
    except psutil.Error:  # it has just ended
        return None


def machine() -> dict[str, str]:
    """Where and with what the figures were taken."""
    model = next((line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if "model name" in line), "")
    names = ("scrapy", "lxml", "sqlite-utils", "distributed", "fastwarc")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return {"processor": f"{os.cpu_count()} × {model or platform.machine()}", "python": platform.python_version()} | {
        "libraries": versions
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text("utf-8", "replace").splitlines()


def options(doc: str | None, runs: int = 5) -> argparse.Namespace:
    """`--json`, `--quick` and `--runs` of every measurement."""
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--json", action="store_true", help="machine-readable figures")
    parser.add_argument("--quick", action="store_true", help=f"less work, once; fails beyond {SLACK:g} × a bound")
    parser.add_argument("--runs", type=int, default=runs)
    given = parser.parse_args()
    given.runs = 1 if given.quick else given.runs
    _compile()
    return given


def _compile() -> None:
    """The packages as bytecode, as pip leaves what it installs: else every process of a run compiles them again where
    PYTHONDONTWRITEBYTECODE is set."""
    for package in PACKAGES:
        compileall.compile_dir(ROOT / package, quiet=1)


def tell(figures: Iterable[Figure], given: argparse.Namespace) -> int:
    """Print the figures. 0: a bound that does not hold is said; in a quick run, 1 when one is missed by far."""
    found = list(figures)
    if given.json:
        print(json.dumps([asdict(one) | {"holds": one.holds} for one in found]))
    else:
        print(*map(_line, found), sep="\n")
    return int(given.quick and any(one.within(SLACK) is False for one in found))


def _line(one: Figure) -> str:
    bound = f" (≤ {one.at_most})" if one.at_most is not None else f" (≥ {one.at_least})" if one.at_least else ""
    mark = {True: "holds", False: "FALLS SHORT", None: ""}[one.holds]
    return f"{one.what:<75}{one.value:>10} {one.unit}{bound} {mark}"
