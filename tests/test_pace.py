"""How often a source is looked at. Cases: tables/pace.toml."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.history import RunFacts
from pipeline.pace import longest, pace, shortest, within

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "pace.toml").read_text("utf-8"))
START = datetime(2026, 11, 1, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)


def run(letter: str, at: datetime) -> RunFacts:
    return RunFacts(at, 9, letter != "x", future=0 if letter == "f" else 9, new=9 * (letter == "f") + (letter == "n"))


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda case: case["name"])
def test_pace(case: dict[str, Any]) -> None:
    history = [run(letter, START + number * case["apart"] * HOUR) for number, letter in enumerate(case["runs"])]
    assert pace(case["every"] * HOUR, history) == case["is"] * HOUR


def test_within_the_bounds_of_todays_every() -> None:
    every = 24 * HOUR
    assert (within(every, HOUR), within(every, 13 * HOUR), within(every, 99 * HOUR)) == (
        shortest(every),
        13 * HOUR,
        longest(every),
    )
