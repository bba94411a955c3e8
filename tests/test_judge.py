"""The judge on written histories: which runs are held, when an alarm is open, and why. A line is a test."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.history import RunFacts, facts_of, propose_bounds
from pipeline.judge import judge

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "judge.toml").read_text("utf-8"))
ROWS = [pytest.param(row, id=row["name"]) for part in TABLE.values() for row in part["rows"]]
START = datetime(2026, 9, 1, 5, tzinfo=UTC)


def counts(text: str) -> Iterator[int]:
    for word in text.split():
        count, _, times = word.partition("x")
        yield from [int(count)] * int(times or 1)


def runs(row: Mapping[str, Any]) -> list[RunFacts]:
    every = timedelta(hours=row.get("every", 24))
    found = [
        RunFacts(START + index * every, 0 if count == -1 else abs(count), count >= 0)
        for index, count in enumerate(counts(row["found"]))
    ]
    return [*found[:-1], replace(found[-1], **row.get("facts", {}))]


@pytest.mark.parametrize("row", ROWS)
def test_a_history_is_held_and_alarms_as_its_line_says(row: Mapping[str, Any]) -> None:
    facts = runs(row)
    verdicts = [judge(facts[:index], run, expect=row.get("expect")) for index, run in enumerate(facts)]
    tail = verdicts[-len(row["held"]) :]
    assert "".join("H" if verdict.held else "." for verdict in tail) == row["held"]
    assert "".join("A" if verdict.alarm else "." for verdict in tail) == row["alarm"]
    assert (verdicts[-1].cause or "") == row.get("cause", verdicts[-1].cause or "")
    assert verdicts[-1].admits == row.get("admits", verdicts[-1].admits)
    assert all(verdict.why for verdict in verdicts)


def test_dead_domain_after_five_days_without_a_name() -> None:
    facts = [RunFacts(START + timedelta(days=day), 30) for day in range(5)]
    facts += [RunFacts(START + timedelta(days=day), 0, ok=False, cause="dns") for day in range(5, 10)]
    assert judge(facts[:-1], facts[-1]).cause == "dead domain"


def test_quiet_as_last_year() -> None:
    year = [RunFacts(START - timedelta(days=days), 2 if 350 < days < 380 else 40) for days in range(380, 0, -4)]
    assert not judge(year, RunFacts(START, 1)).held
    assert judge(year[30:], RunFacts(START, 1)).held


def test_quiet_as_last_year_where_the_history_is_shorter() -> None:
    busy = [RunFacts(START - timedelta(hours=12 * at), 40) for at in range(400, 0, -1)]
    season = [RunFacts(START - timedelta(days=365 + days), 2) for days in (10, 0, -10)]
    assert judge(busy, RunFacts(START, 1)).held
    assert not judge(busy, RunFacts(START, 1), season=season).held


def test_bounds_follow_from_healthy_runs() -> None:
    later = START + timedelta(days=14)
    history = [
        RunFacts(at, found, ok, with_time=0.95)
        for at, found, ok in ((START, 12, True), (later, 30, True), (later, 0, False))
    ]
    assert propose_bounds([history[0], RunFacts(later - timedelta(hours=1), 30)]) == {}  # not two weeks yet
    assert propose_bounds(history) == {"events": [6, 60], "with_time": 0.85}
    assert propose_bounds(history[2:]) == {}
    assert propose_bounds([*history[:2], RunFacts(later, 0, held=True)]) == {"events": [6, 60], "with_time": 0.85}


def test_facts_of_json_need_little_and_ignore_what_they_do_not_know() -> None:
    facts = facts_of({"at": "2026-11-01T05:00:00Z", "found": 3, "ok": True, "moon": "full", "moved": None})
    assert facts == RunFacts(datetime(2026, 11, 1, 5, tzinfo=UTC), 3)


@given(st.lists(st.tuples(st.integers(0, 90), st.booleans()), max_size=40), st.integers(0, 90))
def test_verdict_depends_on_the_facts_alone(past: list[tuple[int, bool]], found: int) -> None:
    history = [RunFacts(START + timedelta(days=day), count, ok) for day, (count, ok) in enumerate(past)]
    run = RunFacts(START + timedelta(days=99), found)
    verdict = judge(history, run)
    assert verdict == judge(tuple(history), run)
    assert verdict.admits == "all" or verdict.held


@given(st.lists(st.integers(0, 3), max_size=30))
def test_small_feeds_are_never_held(past: list[int]) -> None:
    facts = [RunFacts(START + timedelta(days=day), count) for day, count in enumerate(past)]
    assert not any(judge(facts[:index], run).held for index, run in enumerate(facts))
