"""Stories: `tests/stories/*.toml`, several days each. What a day must bring stands in the day itself."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Event
from pipeline.normalise import moment_json
from tests.story import Story, Told, found, kept, shown, sources_of

STORIES = sorted((Path(__file__).parent / "stories").glob("*.toml"))
stories = pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)


def read(path: Path) -> dict[str, Any]:
    """One story."""
    return tomllib.loads(path.read_text("utf-8"))


@stories
def test_story(path: Path, tmp_path: Path) -> None:
    told = read(path)
    story = Story(sources_of(told), tmp_path)
    for number, day in enumerate(told["day"], 1):
        today = story.play(day)
        for name, got, expected in checks(day, today):
            assert got == expected, f"{path.stem}, day {number}: {name}"
        again = story.again()
        assert (shown(again), states(again)) == ([], states(today)), f"{path.stem}, day {number}: the same run again"
        assert again.events == today.events, f"{path.stem}, day {number}: the same run again"


def checks(day: dict[str, Any], told: Told) -> Iterator[tuple[str, object, object]]:
    """(what, as it is, as the story says)."""
    yield "changes", shown(told), sorted(day["changes"])
    rows = {row.id: row for row in told.result.sources}
    yield "held", sorted(id for id, row in rows.items() if row.state == "held"), sorted(day.get("held", []))
    for id, cause in day.get("cause", {}).items():
        yield f"cause of {id}", rows[id].cause, cause
    yield "edits", [edit for edit in day.get("edits", []) if not kept(told, edit)], []
    if "events" in day:
        yield "events", len(told.listed), day["events"]
    if day.get("keeps", True):
        yield "gone", sorted(told.before[uid].title for uid in told.before.keys() - told.events.keys()), []
    for name, value in (("sequence", lambda e: e.sequence), ("status", lambda e: e.status), ("start", start)):
        for title, expected in day.get(name, {}).items():
            yield f"{name} of {title}", [value(event) for event in found(told.events, title)], [expected]
    yield "hidden", sorted(e.title for e in told.events.values() if e.hidden), sorted(day.get("hidden", []))


def start(event: Event) -> str | None:
    """When it begins, as local ISO text without the offset."""
    text = moment_json(event.when.start)
    return text and text[:16]


def states(told: Told) -> list[tuple[str, str]]:
    """What became of each source."""
    return [(row.id, row.state) for row in told.result.sources]


@stories
def test_order_does_not_matter(path: Path, tmp_path: Path) -> None:
    told = read(path)
    one, other = (Story(sources_of(told), tmp_path / str(reverse), reverse) for reverse in (False, True))
    for day in told["day"]:
        first, second = one.play(day), other.play(day)
        assert first.result.changes == second.result.changes
        assert first.events == second.events


@stories
def test_rebuilt_from_the_stored_runs(path: Path, tmp_path: Path) -> None:
    told = read(path)
    story = Story(sources_of(told), tmp_path)
    for day in told["day"]:
        story.play(day)
    before = {uid: essence(event) for uid, event in story.events().items()}
    story.rebuild(told["day"][-1]["at"])
    assert {uid: essence(event) for uid, event in story.events().items()} == before


def essence(event: Event) -> tuple[object, ...]:
    """What people see of an event."""
    return event.title, event.when, event.status, event.availability, event.listed, event.hidden, event.url, event.venue
