"""What is worked out while a run is still crawled is what the ingest would work out, and is used only then."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from pipeline.ahead import Ahead
from pipeline.intake import Intake
from pipeline.run import ingest
from pipeline.runfiles import read_run
from pipeline.shelf import Shelf, intake_of
from pipeline.tombstones import Tombstones
from pitchradar import work
from pitchradar.demo import region_config
from pitchradar.demo.website import serving
from pitchradar.workplace import Workplace, workplace

NOW = datetime(2026, 11, 3, 5, tzinfo=UTC)
Prepared = dict[str, Intake | None]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a crawl of the demo region that nobody has ingested."""
    folder = tmp_path_factory.mktemp("crawled")
    with serving(NOW.date()) as region:
        place = workplace(region_config(folder, region, 8001), folder / "var")
        work.crawl(place, list(place.config.sources), NOW)
        yield folder


@pytest.fixture
def place(crawled: Path, tmp_path: Path) -> Workplace:
    copytree(crawled, tmp_path, dirs_exist_ok=True)
    return workplace(tmp_path / "config", tmp_path / "var")


def prepared(place: Workplace, now: datetime = NOW) -> tuple[Path, Ahead, Prepared]:
    """The run, and what is known of it ahead."""
    folder, ahead = next(place.runs.iterdir()), Ahead(place.config)
    return folder, ahead, {id: ahead.prepare(folder, id, now) for id in place.config.sources}


def used(place: Workplace, folder: Path, ahead: Ahead, known: Prepared, now: datetime = NOW) -> set[str]:
    """The sources whose prepared intake an ingest takes."""
    with place.store() as store:
        shelf = Shelf(store, place.ledger, now)
        found = {run.report.source_id: intake_of(run, shelf, place.config, now, ahead.take) for run in read_run(folder)}
    return {id for id, intake in found.items() if intake is known[id]}


def stored(place: Workplace, ahead: Ahead | None) -> list[str]:
    """All that an ingest of the run writes."""
    folder = next(place.runs.iterdir())
    with place.store() as store:
        ingest(folder, store, place.ledger, place.config, now=NOW, ahead=ahead)
    with sqlite3.connect(place.database) as db:
        return [*db.iterdump(), place.ledger.path.read_text("utf-8")]


def test_the_same_as_without(place: Workplace, crawled: Path, tmp_path: Path) -> None:
    other = workplace(tmp_path / "config", copytree(crawled / "var", tmp_path / "other"))
    _, ahead, known = prepared(place)
    assert sum(len(intake.sightings) for intake in known.values() if intake) > 30
    assert stored(place, ahead) == stored(other, None)


def test_all_new_sources_are_known_ahead(place: Workplace) -> None:
    folder, ahead, known = prepared(place)
    assert used(place, folder, ahead, known) == set(place.config.sources) != set()


def test_memory_is_bounded(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.ahead.MOST", 10)
    folder, ahead, known = prepared(place)
    brought = {run.report.source_id: len(run.events) for run in read_run(folder)}
    some = used(place, folder, ahead, known)
    assert 0 < sum(brought[id] for id in some) <= 10 and any(known[id] is None for id in known)


def test_not_of_another_moment(place: Workplace) -> None:
    folder, ahead, known = prepared(place)
    assert used(place, folder, ahead, known, NOW + timedelta(seconds=1)) == set()


def test_not_when_something_was_deleted_meanwhile(place: Workplace) -> None:
    folder, ahead, known = prepared(place)
    place.ledger.bury(Tombstones(frozenset({"uid"}), {"hash": None}, frozenset({"stadt"})), NOW)
    assert used(place, folder, ahead, known) == set()


def test_not_when_its_run_file_was_changed(place: Workplace) -> None:
    folder, ahead, known = prepared(place)
    path = folder / "stadt.jsonl"
    path.write_text(path.read_text("utf-8").partition("\n")[2], "utf-8")
    assert used(place, folder, ahead, known) == set(place.config.sources) - {"stadt"}


def test_not_of_a_source_that_is_known(place: Workplace) -> None:
    folder, ahead, known = prepared(place)
    stored(place, None)
    assert used(place, folder, ahead, known) == set()
