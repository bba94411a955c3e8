"""What is known of a source's runs: the facts of one run, and what its healthy past says is normal. Pure.

Facts are counts only; they are stored as JSON and may be as few as `at`, `found`, `ok`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil
from statistics import median
from typing import Any

WINDOW = 5  # healthy runs that say what is normal
YEAR = timedelta(days=365)
SEASON = timedelta(days=24)
LONG_ENOUGH = timedelta(days=14)  # of healthy runs, before bounds are proposed
SMALL = 10  # events: larger sources do not run empty, they break
FEW = 4  # a source with fewer events may well have none tomorrow


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One run of one source. `found`: future events shown; `ok`: the listing was read to its end. None: not known."""

    at: datetime
    found: int = 0
    ok: bool = True
    future: int | None = None  # stored events still to come before this run
    lost: int | None = None  # of those, not found now although the listing reaches that far
    moved: int | None = None  # of those, found at another time
    cancelled: int | None = None  # of those, newly marked as cancelled
    new: int | None = None
    with_date: float | None = None  # share of the cards whose date was read
    with_time: float | None = None  # share of the events with a time of day
    same_day: float | None = None  # share of the found that fall on their most frequent day
    recognised: float | None = None  # share of the stored, still to come, found again
    shift: int | None = None  # minutes most of the moved were moved by
    volatile: bool = False  # the source's ids are made anew at each fetch
    cause: str | None = None  # why the crawl failed, in the crawler's words
    released: bool = False  # a person accepted this run
    held: bool = False  # the judge's word on it, for those who look back; the judge itself replays


def facts_of(data: Mapping[str, Any]) -> RunFacts:
    """The facts of plain JSON values; unknown keys are ignored. Raises ValueError without a readable `at`."""
    known = {f.name for f in fields(RunFacts)}
    values = {name: value for name, value in data.items() if name in known and value is not None}
    return RunFacts(**{**values, "at": datetime.fromisoformat(str(data["at"]).replace("Z", "+00:00"))})


@dataclass(frozen=True, slots=True)
class Normal:
    """What the healthy past of a source expects of its next run."""

    runs: Sequence[RunFacts]  # the healthy ones, the oldest first
    since: int = 0  # index of the first one at today's level: a drop that was released starts a new one
    season: Sequence[RunFacts] = ()  # good runs of about a year ago, where `runs` does not reach that far
    refills: int = 0  # how often the source was empty and showed events again at its next run

    @property
    def window(self) -> Sequence[RunFacts]:
        """The runs that say what is normal today."""
        return self.runs[max(self.since, len(self.runs) - WINDOW) :]

    @property
    def typical(self) -> float:
        """The median number of events found in the last healthy runs."""
        return median(run.found for run in self.window) if self.window else 0.0

    @property
    def most(self) -> int:
        """The most that a healthy run ever found: back to it is no flood, but a new semester."""
        return max((run.found for run in self.runs), default=0)

    @property
    def coming(self) -> float:
        """How many should be found now: the last count, less where the list is running down as its events pass."""
        counts = [run.found for run in self.window]
        if not counts:
            return 0.0
        steps = [after - before for before, after in pairwise(counts)]
        trend = min(0, ceil(median(steps))) if len(steps) >= 2 else 0
        return max(0.0, min(self.typical, counts[-1]) + trend)

    def seasonal(self, at: datetime, found: int) -> bool:
        """Whether it was as quiet at this time last year."""
        earlier = (*self.season, *self.runs)
        return any(abs((at - run.at) - YEAR) <= SEASON and run.found <= found + FEW for run in earlier)

    @property
    def runs_empty(self) -> bool:
        """Whether it is a small source that has been empty before, more than once, and filled again by itself."""
        return self.typical < SMALL and self.refills >= 2

    def share(self, name: str) -> float | None:
        """The median of an optional share over the last healthy runs that know it."""
        values = [value for run in self.window if (value := getattr(run, name)) is not None]
        return median(values) if values else None


def refills(runs: Sequence[RunFacts]) -> int:
    """How often a complete run was empty and the next one was not."""
    return sum(1 for before, after in pairwise(runs) if before.ok and not before.found and after.found)


def propose_bounds(history: Sequence[RunFacts]) -> dict[str, Any]:
    """Bounds for `source expect`, from healthy runs: {"events": [low, high], "with_time": share}.

    Half the lowest and twice the highest count: wide enough for a season, narrow enough for a redesign.
    """
    healthy = [run for run in history if run.ok and not run.held]
    if not healthy or healthy[-1].at - healthy[0].at < LONG_ENOUGH:
        return {}
    low, high = (pick(run.found for run in healthy) for pick in (min, max))
    bounds: dict[str, Any] = {"events": [low // 2 if low >= FEW else 0, max(2 * high, high + 5)]}
    times = [run.with_time for run in healthy if run.with_time is not None]
    return {**bounds, "with_time": round(max(0.0, min(times) - 0.1), 2)} if times else bounds
