"""Written outages: what a source really has, what a crawl of it shows, and whether that is an incident. Seeded.

Shaped like 30 days of 831 public feeds: of 225 falls to zero 161 came back, half of those within a day; many of the
sources are small and run empty by themselves. The truth of an episode is known because it is made here:

    an incident is a stretch of at least three runs in which the reading is broken: the crawl fails, or it shows
    nothing, a tenth, or several times as many, and that is wrong by at least MISSED events.

A shorter stretch is an outage nobody need be woken for, and a source that is really empty is quiet.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pipeline.history import RunFacts

START = datetime(2026, 3, 2, 5, tzinfo=UTC)
MISSED = 4
RUNS = 3


@dataclass(frozen=True, slots=True)
class Episode:
    """Runs, the oldest first; `broken`: indices of the runs whose reading was broken."""

    kind: str
    runs: tuple[RunFacts, ...]
    broken: frozenset[int]

    @property
    def onset(self) -> int | None:
        """The first run of the first stretch that is an incident, or None."""
        for index in sorted(self.broken):
            if all(index + ahead in self.broken for ahead in range(RUNS)):
                return index
        return None


def really(dice: random.Random, days: int, level: int, *, ends: bool) -> list[int]:
    """What a calendar holds day by day: events pass, new ones come in batches; one that `ends` gets no new ones."""
    counts, now = [], level
    for day in range(days):
        now -= sum(dice.random() < 1 / 25 for _ in range(now))
        stopped = ends and day > days // 3
        if not stopped and dice.random() < 0.2:
            now += max(0, dice.randint(level - 2, level + 2) - now)
        if ends and stopped and dice.random() < 0.15:
            now = max(0, now - dice.randint(1, 2))
        counts.append(now)
    return counts


SHOWN = {
    "zero": lambda real, dice: (0, True),
    "failed": lambda real, dice: (0, False),
    "tenth": lambda real, dice: (real // 10, True),
    "flood": lambda real, dice: (real * dice.randint(4, 6) + 10, True),
}


def episode(kind: str, dice: random.Random) -> Episode:
    """One source over 40 runs or so, with one kind of trouble in the last third."""
    cause, length = {
        "blip": (dice.choice(["zero", "failed", "failed"]), dice.choice([1, 1, 1, 2])),
        "outage": (dice.choice(["zero", "failed", "tenth"]), dice.randint(3, 9)),
        "gone": (dice.choice(["zero", "zero", "failed", "tenth"]), 99),
        "flood": ("flood", dice.choice([1, 2, 4, 5])),
        "quiet": ("", 0),
        "small": (dice.choice(["zero", ""]), dice.choice([1, 2, 30])),
        "healthy": ("", 0),
    }[kind]
    level = dice.randint(1, 3) if kind == "small" else dice.choice([5, 6, 8, 12, 15, 25, 40, 80])
    days = dice.randint(34, 46)
    every = timedelta(hours=dice.choice([12, 24]))
    real = really(dice, days, level, ends=kind == "quiet")
    start = days - dice.randint(12, 16)
    runs, broken = [], set()
    for index, count in enumerate(real):
        found, ok = count, True
        if cause and start <= index < start + length:
            found, ok = SHOWN[cause](count, dice)
            if not ok or abs(count - found) >= MISSED:
                broken.add(index)
        runs.append(RunFacts(START + index * every + timedelta(minutes=dice.randint(0, 30)), found, ok))
    return Episode(kind, tuple(runs), frozenset(broken))


def episodes(seed: int = 1) -> Iterator[Episode]:
    """300 of them, in the proportions measured."""
    dice = random.Random(seed)
    shares = {"blip": 80, "outage": 40, "gone": 40, "quiet": 45, "small": 45, "flood": 20, "healthy": 30}
    for kind, number in shares.items():
        for _ in range(number):
            yield episode(kind, dice)
