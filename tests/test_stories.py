"""Stories: `tests/stories/*.toml`, several days each. What a day must bring stands in the day itself."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from pipeline.model import Event
from pipeline.normalise import moment_json
from pitchradar import decide
from tests.story import Story, Told, found, kept, shown, sources_of

LATER = timedelta(days=50)  # a rebuild may come long after
STORIES = sorted((Path(__file__).parent / "stories").glob("*.toml"))
stories = pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)


def read(path: Path) -> dict[str, Any]:
    """One story."""
    return tomllib.loads(path.read_text("utf-8"))


@dataclass
class Played:
    """What came of a story, day by day; kept, because several tests look at it."""

    days: list[tuple[dict[str, Any], Told, Told]]  # as written, what came of it, and of the same run once more
    rebuilt: dict[str, Event]


@cache
def played(path: Path) -> Played:
    """A story from its first day to its last, and the database rebuilt from its stored runs."""
    with TemporaryDirectory() as folder:
        story = Story(sources_of(read(path)), Path(folder))
        days = [(day, story.play(day), story.again()) for day in read(path)["day"]]
        story.rebuild(days[-1][0]["at"] + LATER)
        return Played(days, story.events())


@stories
def test_story(path: Path) -> None:
    for number, (day, today, _) in enumerate(played(path).days, 1):
        for name, got, expected in checks(day, today):
            assert got == expected, f"{path.stem}, day {number}: {name}"


@stories
def test_the_same_run_again_changes_nothing(path: Path) -> None:
    for number, (_, today, again) in enumerate(played(path).days, 1):
        assert (shown(again), states(again)) == ([], states(today)), f"{path.stem}, day {number}"
        assert again.events == today.events, f"{path.stem}, day {number}"


@stories
def test_every_change_names_source_time_and_quote(path: Path) -> None:
    for day, today, _ in played(path).days:
        for change in today.result.changes:
            who, when, quote = re.findall(r"\A([\w ]+), ([^ ]+): (.+)\Z", change.evidence, re.DOTALL)[0]
            assert who in {*read(path)["source"], "a person"}
            assert datetime.fromisoformat(when) <= day["at"]
            assert quote.strip() and not re.fullmatch("[0-9a-f]{16}", quote), (
                f"{change.kind}: {quote} is a key, no quote"
            )


def test_an_event_that_became_part_of_another_is_found_under_both(tmp_path: Path) -> None:
    days = read(Path(__file__).parent / "stories" / "merge-appears-and-dissolves.toml")
    story = Story(sources_of(days), tmp_path)
    *_, together = [story.play(day) for day in days["day"][:-1]]
    (merged,) = [change for change in together.result.changes if change.kind == "merged"]
    before, after = merged.fields["uid"]
    assert before == merged.uid not in together.events
    assert decide.find(story.place, before).uid == after
    (returned,) = [change for change in story.play(days["day"][-1]).result.changes if change.kind == "returned"]
    assert returned.fields["uid"] == (after, before)
    assert decide.find(story.place, before).uid == before


@stories
def test_order_does_not_matter(path: Path, tmp_path: Path) -> None:
    other = Story(sources_of(read(path)), tmp_path, reverse=True)
    for day, today, _ in played(path).days:
        reverse = other.play(day)
        assert reverse.result.changes == today.result.changes
        assert reverse.events == today.events


@stories
def test_rebuilt_from_the_stored_runs(path: Path) -> None:
    last = played(path).days[-1][1].events
    rebuilt = played(path).rebuilt
    assert {uid: essence(event) for uid, event in rebuilt.items()} == {uid: essence(e) for uid, e in last.items()}


def checks(day: dict[str, Any], told: Told) -> Iterator[tuple[str, object, object]]:
    """(what, as it is, as the story says)."""
    yield "changes", shown(told), sorted(day["changes"])
    rows = {row.id: row for row in told.result.sources}
    yield "held", sorted(id for id, row in rows.items() if row.state == "held"), sorted(day.get("held", []))
    yield "rebuilt", told.rebuilt, sorted(day.get("rebuilt", []))
    for id, number in day.get("found", {}).items():
        yield f"found at {id}", rows[id].events, number
    for id, urls in day.get("recheck", {}).items():
        yield f"pages of {id} to look at again", [*told.states[id].recheck], urls
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


def test_edits_keep_their_uid_and_nothing_is_wrongly_cancelled() -> None:
    told = figures()
    assert told["edits"] >= 300
    assert told["kept"] / told["edits"] >= 0.98
    assert (told["false cancellations"], told["lost"]) == (0, 0)


def figures() -> dict[str, int]:
    """Over all stories: edits, those that kept their UID, cancellations nobody meant, events lost by a bad run."""
    sums = dict.fromkeys(("stories", "days", "edits", "kept", "bad runs", "false cancellations", "lost"), 0)
    for path in STORIES:
        sums["stories"] += 1
        for day, told, _ in played(path).days:
            edits = day.get("edits", [])
            meant = [text for text in day["changes"] if text.startswith("cancelled")]
            off = [text for text in shown(told) if text.startswith("cancelled")]
            bad = bool(told.result.sources) and all(is_bad(row.id, row.state, day) for row in told.result.sources)
            sums["days"] += 1
            sums["edits"] += len(edits)
            sums["kept"] += sum(kept(told, edit) for edit in edits)
            sums["false cancellations"] += sum((Counter(off) - Counter(meant)).values())
            sums["bad runs"] += bad
            sums["lost"] += sum(e.listed for uid, e in told.before.items() if bad and uid not in told.listed)
    return sums


def is_bad(id: str, state: str, day: dict[str, Any]) -> bool:
    """Whether a source's run failed, was held or was cut off."""
    return state != "ok" or (isinstance(day[id], dict) and bool(day[id].get("cut")))


def essence(event: Event) -> tuple[object, ...]:
    """What people see of an event."""
    return event.title, event.when, event.status, event.availability, event.listed, event.hidden, event.url, event.venue
