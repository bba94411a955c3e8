"""How often a source is looked at: its `every`, more often while it has news, less often while it has none. Pure.

News are new, moved, cancelled and missing events; what a first run finds is none. Half of `every` is the shortest pace,
but not below an hour, and twice `every` the longest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from pipeline.history import RunFacts

FACTOR = 2
SHORTEST = timedelta(hours=1)
BUSY_RUNS, BUSY_NEWS = 4, 3  # so many of the last healthy runs brought news
QUIET_RUNS, QUIET_FOR = 6, timedelta(days=14)  # so many and for so long without any
REACH = 80  # runs that are looked at


def pace(every: timedelta, history: Sequence[RunFacts]) -> timedelta:
    """The time from the start of a source's last run, which `history` ends with, to its next."""
    healthy = [run for run in history[-REACH:] if run.ok]
    if len(healthy) >= BUSY_RUNS and sum(map(_has_news, healthy[-BUSY_RUNS:])) >= BUSY_NEWS:
        return shortest(every)
    last = max((at for at, run in enumerate(healthy) if _has_news(run)), default=0)
    quiet = healthy[last:]
    if len(quiet) > QUIET_RUNS and quiet[-1].at - quiet[0].at >= QUIET_FOR:
        return longest(every)
    return every


def within(every: timedelta, wait: timedelta) -> timedelta:
    """A pace found under another `every`, brought within the bounds of today's."""
    return min(max(wait, shortest(every)), longest(every))


def _has_news(run: RunFacts) -> bool:
    """Whether a run that knew earlier ones found something changed."""
    return bool(run.future and any((run.new, run.moved, run.cancelled, run.lost)))


def shortest(every: timedelta) -> timedelta:
    """The pace of a busy source."""
    return max(every / FACTOR, min(every, SHORTEST))


def longest(every: timedelta) -> timedelta:
    """The pace of a quiet source."""
    return every * FACTOR
