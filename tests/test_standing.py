"""Events that stand as they are: the database is, byte for byte, as if all of them had been put together again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import NOTHING, Tags
from pipeline.standing import MADE_WITH
from pipeline.store import Store
from pipeline.tag import Tagger
from pitchradar import decide
from tests.story import DEFAULTS, Story, sources_of
from tests.test_histories import EDIT, FIRST, OUTCOMES, SOURCES, STYLES, TITLES, House, world
from tests.test_stories import STORIES, read, stories


def forget(store: Store) -> None:
    """The next ingest knows of no earlier one, and puts every event together."""
    with store.transaction():
        store.db.execute("delete from meta where key = ?", [MADE_WITH])


def rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every table's content."""
    names = [name for name in store.db.table_names() if not name.startswith(("events_fts", "_sqlite"))]
    return {name: sorted(store.db.execute(f"select * from [{name}]").fetchall(), key=repr) for name in names}


@stories
def test_stories_end_as_if_all_were_put_together(path: Path, tmp_path: Path) -> None:
    few = Story(sources_of(read(path)), tmp_path / "few")
    all_ = Story(sources_of(read(path)), tmp_path / "all")
    for number, day in enumerate(read(path)["day"], 1):
        forget(all_.store)
        assert few.play(day).result == all_.play(day).result
        assert rows(few.store) == rows(all_.store), f"day {number}"
        forget(all_.store)
        few.again(), all_.again()
        assert rows(few.store) == rows(all_.store), f"day {number}, the same run again"
    assert (few.folder / "ledger.jsonl").read_bytes() == (all_.folder / "ledger.jsonl").read_bytes()


class Counting(Tagger):
    """A tagger that counts the events it is shown."""

    asked = 0

    def tag(self, title: str, text: str = "", organizer: str = "", *, priors: Mapping[str, Any] = NOTHING) -> Tags:
        """One more."""
        self.asked += 1
        return super().tag(title, text, organizer, priors=priors)


def test_only_what_changed_is_put_together(tmp_path: Path) -> None:
    tagger, told = Counting(DEFAULTS.vocabulary), read(STORIES[0].with_name("portal-mark-left-behind.toml"))
    story = Story(sources_of(told), tmp_path, tagger=tagger)
    first, edit, _ = told["day"]
    calm = {"at": first["at"] + timedelta(hours=8), "verein": [], "portal": []}
    asked = []
    for day in (first, calm, edit):
        before = tagger.asked
        story.play(day)
        asked.append(tagger.asked - before)
    assert asked == [4, 0, 1]


ACTS = ("nothing", "nothing", "hide", "edit", "tags", "source gone")
PACES = (1, 1, 2, 20, 70)  # days: events of two weeks of December pass, and after 60 days they are merged no more
DAYS = st.lists(
    st.tuples(
        st.sampled_from(PACES),
        st.lists(EDIT, max_size=1),
        st.fixed_dictionaries({id: st.sampled_from(OUTCOMES) for id in SOURCES}),
        st.sampled_from(ACTS),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(DAYS, st.sampled_from(STYLES))
def test_histories_end_as_if_all_were_put_together(days: Sequence[tuple[int, Any, Any, str]], style: str) -> None:
    truths, number = world(), 0
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        few, all_ = House(Path(one), style), House(Path(two), style)
        for pace, edits, outcomes, act in [(0, [], dict.fromkeys(SOURCES, "good"), "nothing"), *days]:
            number += pace
            for kind, which in edits:
                truths[which].edit(kind)
            for house in (few, all_):
                say(house, act, number)
                house.crawl(number, truths, outcomes)
            forget(all_.store)
            assert few.ingest(number) == all_.ingest(number)
            assert rows(few.store) == rows(all_.store)


def say(house: House, act: str, number: int) -> None:
    """What people do before a run: a word on the first event, or another config."""
    sources = house.place.config.sources
    uid = min(house.events(), default="")
    if act == "hide":
        decide.hide(house.place, uid, FIRST + timedelta(days=number))
    elif act == "edit":
        decide.edit(house.place, uid, [f"title={TITLES[number % len(TITLES)]}"], FIRST + timedelta(days=number))
    elif act == "tags":
        changed = {id: replace(source, tags={"industries": ["logistik"]}) for id, source in sources.items()}
        house.place = replace(house.place, config=replace(house.place.config, sources=changed))
    elif act == "source gone":
        house.place = replace(house.place, config=replace(house.place.config, sources={"haus": sources["haus"]}))
