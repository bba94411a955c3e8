"""Stories: `tests/stories/*.toml`, several days each. What a day must bring stands in the day itself."""

import tomllib
from pathlib import Path

import pytest

from tests.story import Story, shown, sources_of

STORIES = sorted((Path(__file__).parent / "stories").glob("*.toml"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_story(path: Path, tmp_path: Path) -> None:
    told = tomllib.loads(path.read_text("utf-8"))
    story = Story(sources_of(told), tmp_path)
    before: set[str] = set()
    for number, day in enumerate(told["day"], 1):
        today = story.play(day)
        where = f"{path.stem}, day {number}"
        assert shown(today) == sorted(day["changes"]), where
        held = sorted(row.id for row in today.result.sources if row.state == "held")
        assert held == sorted(day.get("held", [])), where
        if "events" in day:
            assert sum(event.listed for event in today.events.values()) == day["events"], where
        for text in day.get("sequence", {}):
            found = [event.sequence for event in today.events.values() if event.title == text]
            assert found == [day["sequence"][text]], f"{where}: {text}"
        if day.get("keeps", True):
            assert before <= today.events.keys(), where
        before = set(today.events)
        again = story.play({**day, **{id: [] for id in story.sources if isinstance(day.get(id), str | list)}})
        if not day.get("held"):
            assert shown(again) == [], f"{where}, the same run again"
