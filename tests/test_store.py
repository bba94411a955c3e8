"""The store: all or nothing, read back as written, refuses what it cannot know."""

import json
import sqlite3
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlite_utils import Database

from feeds.words import TEMPLATES
from pipeline.crawled import CrawlState
from pipeline.model import Change, Event, Issue, Sighting, Venue, When
from pipeline.store import Batch, StorageError, Store
from pipeline.store.candidates import drop_candidates, read_candidates, write_candidates
from pipeline.store.erase import erase
from pipeline.store.former import former_titles, keeping_titles
from pipeline.store.incidents import incidents
from pipeline.store.rows import event_row, sighting_row
from pipeline.store.schema import MIGRATIONS
from pipeline.store.told import histories
from pipeline.store.upkeep import run_ids

NOW = datetime(2026, 11, 1, 6, tzinfo=UTC)
START = datetime(2026, 12, 3, 18, tzinfo=ZoneInfo("Europe/Berlin"))
TIMED = Event(
    "a@pitchradar",
    "Gründerabend",
    When(START, guessed=frozenset({"year"})),
    venue=Venue("Halle", city="Bünde"),
    industries=("logistik",),
    formats=("pitch",),
    startup_relevant=True,
    sightings=("s1",),
    evidence={"logistik": ("title: Logistik +2.0",)},
    first_published=NOW,
    last_changed=NOW,
)
WHOLE_DAY = replace(TIMED, uid="b@pitchradar", title="Messe", when=When(date(2026, 12, 5), date(2026, 12, 6), True))
SIGHTING = Sighting("haus", "https://haus.example/", "Gründerabend", When(START), NOW, NOW, id="s1")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "events.db")


def test_everything_comes_back_as_it_was(store: Store) -> None:
    state = CrawlState(validators={"https://haus.example/": {"etag": '"x"'}})
    change = Change("new", TIMED.uid, NOW, {"title": (None, "Gründerabend")}, "haus")
    store.commit(Batch(NOW, ((SIGHTING, TIMED.uid),), (TIMED, WHOLE_DAY), changes=(change,), states={"haus": state}))
    assert store.events() == [TIMED, WHOLE_DAY]
    assert store.sightings("haus") == [SIGHTING]
    assert store.clusters()[0].sightings == ("s1",)
    assert store.states() == {"haus": state}
    assert store.changes() == [change]
    assert store.data_version() == 1


def test_what_is_as_it_was_has_only_its_moment_written(store: Store) -> None:
    later = datetime(2026, 11, 2, 6, 0, 1, 5, tzinfo=UTC)
    store.commit(Batch(NOW, ((SIGHTING, TIMED.uid),)))
    store.commit(Batch(later, seen={"s1": later}))
    (row,) = store.db.query("select * from sightings")
    assert row == sighting_row(replace(SIGHTING, last_seen=later), TIMED.uid)
    assert store.sightings() == [replace(SIGHTING, last_seen=later)]
    store.db.execute("update sightings set data = json_set(data, '$.last_seen', ?)", ["2026-11-01T06:00:00Z"])
    assert store.sightings() == [replace(SIGHTING, last_seen=later)]  # as earlier versions wrote it: the column holds


def test_a_batch_that_fails_leaves_nothing(store: Store) -> None:
    store.commit(Batch(NOW, events=(TIMED,)))
    broken = Batch(NOW, events=(WHOLE_DAY,), sources=({"id": "haus", "no_such_column": 1},))
    with pytest.raises(StorageError):
        store.commit(broken)
    assert store.events() == [TIMED]
    assert store.data_version() == 1


def test_datasette_says_what_was_published_on_a_day(store: Store) -> None:
    days = [datetime(2026, 11, day, 5, tzinfo=UTC) for day in (1, 5, 9)]
    hidden = replace(WHOLE_DAY, hidden=True)
    store.commit(Batch(days[0], events=(TIMED, hidden)))
    store.commit(Batch(days[1], events=(replace(TIMED, title="Neuer Titel", status="cancelled"), WHOLE_DAY)))
    store.commit(Batch(days[2], dissolved=(TIMED,)))
    sql = tomllib.loads((TEMPLATES / "database.toml").read_text("utf-8"))["queries"]["stand_vom"]["sql"]

    def published(moment: str) -> list[tuple[str, str]]:
        return [(row["Titel"], row["Status"]) for row in store.db.query(sql, {"zeitpunkt": moment})]

    assert published("2026-10-31") == []
    assert published("2026-11-01") == published("2026-11-05T04:59:59") == [("Gründerabend", "scheduled")]
    assert published("2026-11-05") == [("Neuer Titel", "cancelled"), ("Messe", "scheduled")]
    assert published("2026-11-09") == [("Messe", "scheduled")]
    assert published("2026-12-07") == []


def test_a_year_ago_is_remembered_beyond_the_last_runs(store: Store) -> None:
    def row(days: int, **more: int) -> dict[str, object]:
        at = NOW - timedelta(days=days)
        facts = json.dumps({"at": at.isoformat(), "found": days})
        whole = {"run_id": str(days), "source_id": "haus", "at": at.isoformat(), "facts": facts}
        return {**whole, "ok": 1, "complete": 1, "cut": 0, "held": 0, "alarm": 0, **more}

    rows = [row(days) for days in (390, 370, 365, 340, 1)]
    store.commit(Batch(NOW, runs=(*rows, row(366, held=1), row(367, ok=0))))
    season = store.season("haus", NOW - timedelta(days=389), NOW - timedelta(days=341))
    assert [facts["found"] for facts in season] == [370, 365]


def test_removed_sources_are_no_rows_any_more(store: Store) -> None:
    rows = tuple({"id": id, "title": id, "alarm": 1} for id in ("haus", "hof"))
    store.commit(Batch(NOW, sources=rows))
    store.commit(Batch(NOW, configured=("hof",)))
    assert [row["id"] for row in store.health()] == ["hof"]


def test_titles_of_removed_sources_stay(store: Store) -> None:
    """In what order they leave, come back and leave again; one without a title is known by its id alone."""
    rows = tuple({"id": id, "title": title} for id, title in (("haus", "Haus"), ("hof", "Hof"), ("amt", "amt")))
    store.commit(Batch(NOW, sources=rows))
    store.pause("nie", paused=True)
    assert former_titles(store, ["haus", "hof", "amt", "nie"]) == {}
    assert former_titles(store, ["hof"]) == {"haus": "Haus"}  # as soon as it leaves the config
    for configured, titles in ((("hof",), {"haus": "Haus"}), ((), {"haus": "Haus", "hof": "Hof"})):
        store.commit(Batch(NOW, configured=configured, remembered=keeping_titles(store, configured)))
        assert former_titles(store, configured) == titles
    store.commit(Batch(NOW, sources=({"id": "haus", "title": "Neues Haus"},)))
    assert former_titles(store, ["haus"]) == {"hof": "Hof"}
    assert former_titles(store, []) == {"haus": "Neues Haus", "hof": "Hof"}


def test_search_follows_edits(store: Store) -> None:
    store.commit(Batch(NOW, events=(TIMED,)))
    store.commit(Batch(NOW, events=(replace(TIMED, title="Pitchabend"),)))
    found = list(
        store.db.query(
            "select title from events where rowid in (select rowid from events_fts where events_fts match ?)",
            ["pitchabend"],
        )
    )
    assert found == [{"title": "Pitchabend"}]
    assert not list(store.db.query("select rowid from events_fts where events_fts match 'grunderabend'"))


def test_the_same_issue_is_counted_not_repeated(store: Store) -> None:
    issue = Issue("warning", "normalise", "date not read", "haus")
    for _ in range(3):
        store.commit(Batch(NOW, issues=(issue,)))
    assert [row["count"] for row in store.issues()] == [3]


def test_lazily_read_events_are_those_that_are_stored(store: Store) -> None:
    store.commit(Batch(NOW, events=(WHOLE_DAY, TIMED)))
    whole, lazy = store.stored(), store.stored(lazily=True)
    assert [*whole] == [*lazy] == [TIMED, WHOLE_DAY] and whole.marks == lazy.marks
    assert [*lazy.only([1])] == [WHOLE_DAY] and lazy.only([1]).marks == lazy.marks[1:]
    store.commit(Batch(NOW, events=(replace(TIMED, title="Pitch-Abend"),)))
    later = store.stored(lazily=True)
    assert later.marks[0] != lazy.marks[0] and later.marks[1] == lazy.marks[1]


def test_an_older_database_gets_its_marks(tmp_path: Path) -> None:
    old, new = Database(tmp_path / "events.db"), [*map(event_row, (TIMED, WHOLE_DAY))]
    MIGRATIONS.apply(old, stop_before="marks")
    old.table("events").insert_all({name: value for name, value in row.items() if name != "mark"} for row in new)
    old.close()
    with Store(tmp_path / "events.db") as store:
        assert store.stored().marks == [row["mark"] for row in new]
        store.commit(Batch(NOW, events=(replace(TIMED, title="Pitch-Abend"),)))
        assert store.column("select rowid from events_fts where events_fts match 'grunderabend'") == []
        assert len(store.column("select rowid from events_fts where events_fts match 'pitch'")) == 1


def test_an_older_database_gets_its_last_days(tmp_path: Path) -> None:
    months = replace(SIGHTING, id="s2", when=When(date(2026, 9, 20), date(2027, 3, 1), all_day=True))
    rows = [sighting_row(sighting, TIMED.uid) for sighting in (SIGHTING, months)]
    old = Database(tmp_path / "events.db")
    MIGRATIONS.apply(old, stop_before="last_days")
    old.table("sightings").insert_all({name: row[name] for name in row if name != "last_day"} for row in rows)
    old.close()
    with Store(tmp_path / "events.db") as store:
        assert sorted(store.db.query("select * from sightings"), key=itemgetter("id")) == rows
        assert [store.sightings(since=date(*day)) for day in ((2026, 12, 4), (2027, 3, 2))] == [[months], []]


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "events.db"
    Store(path).close()
    with sqlite3.connect(path) as db:
        db.execute("pragma user_version = 999")
    with pytest.raises(StorageError, match="newer"):
        Store(path)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "events.db"
    path.write_text("no database, only text, and quite a lot of it " * 50)
    with pytest.raises(StorageError, match=r"events\.db"):
        Store(path)


USES: dict[str, Callable[[Store], object]] = {
    "events": lambda store: store.events(),
    "histories": lambda store: histories(store, ["a@pitchradar"]),
    "incidents": lambda store: incidents(store, NOW),
    "names of runs": run_ids,
    "candidates": read_candidates,
    "candidates found": lambda store: write_candidates(store, [], NOW),
    "candidates taken": lambda store: drop_candidates(store, ["haus.example"]),
    "deletion": lambda store: erase(store, ["s1"], [], {}),
    "issues": lambda store: store.issues(),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_every_use_of_a_broken_file_names_it(use: Callable[[Store], object], store: Store) -> None:
    use(store)
    for table in ("events", "sightings", "changes", "runs", "candidates", "issues"):
        store.db.execute(f"drop table {table}")
    with pytest.raises(StorageError, match=r"events\.db"):
        use(store)


@pytest.mark.parametrize(
    "words", [{'Abend "Offen"'}, {"https://haus.example/abend"}, {"https://neu.example/termine"}, {"Markttag"}]
)
def test_a_candidate_that_tells_of_what_is_deleted_goes_too(words: set[str], store: Store) -> None:
    names = "url site title kind cause score events relevant fresh overlap region".split()
    values = ("https://neu.example/termine", "neu.example", "Neu", "ics", None, 1.0, 1, 1, 1, 0, None)
    seen = {"evidence": ["1 event on https://haus.example/abend"], "titles": ['Abend "Offen"']}
    write_candidates(store, [dict(zip(names, values, strict=True)) | seen], NOW)
    erase(store, [], words, {})
    assert len(read_candidates(store)) == (words == {"Markttag"})
