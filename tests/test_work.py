"""The main job against real loopback servers: the same site again, a run that dies half-way, one broken source."""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawlers.runner import Finished
from pipeline.ahead import Ahead
from pipeline.config import FeedSpec
from pipeline.crawled import CrawlReport
from pipeline.localdays import last_day
from pipeline.model import Source
from pipeline.store import Batch, StorageError
from pipeline.store.former import former_titles
from pitchradar import catalogue, show, work
from pitchradar.demo import region_config
from pitchradar.demo.website import Region, serving
from pitchradar.doctor import doctor
from pitchradar.workplace import Workplace, workplace
from tests.faults.ground import ground

NOW = datetime(2026, 11, 3, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def region() -> Iterator[Region]:
    with serving(NOW.date()) as running:
        yield running


@pytest.fixture
def place(region: Region, tmp_path: Path) -> Workplace:
    return workplace(region_config(tmp_path, region, 8001), tmp_path / "var")


def feeds(place: Workplace) -> dict[str, bytes]:
    """Every feed; the manifest beside them names the calendar day."""
    folder = place.public / "feeds"
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "index.json"}


def test_an_unchanged_region_changes_no_feed(place: Workplace) -> None:
    names = list(place.config.sources)
    first = work.run(place, names, NOW)
    before = feeds(place)
    again = work.run(place, names, NOW + timedelta(days=1))
    with place.store() as store:
        pages = [
            row["pages"] for row in store.db.query("select pages from runs where run_id = ?", [again.result.run_id])
        ]
    assert len(first.result.changes) > 30 and again.result.changes == ()
    assert pages and all(pages)
    assert feeds(place) == before


def test_a_run_that_dies_before_ingest_is_fetched_again_in_full(place: Workplace) -> None:
    names = ["stadt", "gruenderzentrum"]
    work.crawl(place, names, NOW)
    with place.store() as store:
        assert store.events() == [] and store.states() == {}
    done = work.run(place, names, NOW + timedelta(hours=1))
    assert {row.id: row.events for row in done.result.sources} == {"stadt": 4, "gruenderzentrum": 4}


def test_what_a_command_says_it_did_is_what_it_did(place: Workplace) -> None:
    work.run(place, ["stadt"], NOW - timedelta(days=15))
    work.run(place, ["stadt"], NOW)
    said = catalogue.expect(place.config.folder, place, "stadt")
    path = place.config.folder / "sources" / "owl.toml"
    proposal = f"expect = {catalogue.as_toml(said['expect'])}"
    assert said["written"] == str(path)
    assert proposal.startswith("expect = {events = [") and proposal in path.read_text("utf-8")


def test_a_source_that_left_the_config_and_comes_back(place: Workplace) -> None:
    names = ["stadt", "gruenderzentrum"]
    work.run(place, names, NOW)
    row = catalogue.leaving(place, "stadt", NOW)
    without = {id: source for id, source in place.config.sources.items() if id != "stadt"}
    less = replace(place, config=replace(place.config, sources=without))
    left = work.run(less, ["gruenderzentrum"], NOW + timedelta(days=1)).result.changes
    assert {change.kind for change in left} == {"not_listed"}
    assert all(change.evidence.endswith(": the source is not read any more") for change in left)
    with place.store() as store:
        gone = [one for one in store.sightings() if one.source_id == "stadt"]
        assert gone and not any(one.listed or one.missed for one in gone)
        assert store.event(left[0].uid).listed is False
        assert row["alone"] == sum(store.event(change.uid).startup_relevant for change in left) <= row["events"]
    page = (place.public / "termin" / f"{left[0].uid}.html").read_text("utf-8")
    assert "wird nicht mehr gelesen; ob er noch gilt" in page and "führt diesen Termin nicht mehr auf" not in page
    assert not any(b"nicht mehr gelesen: " in feed for name, feed in feeds(place).items() if "aenderungen" in name)
    title = place.config.sources["stadt"].title
    assert f">{title}</a>" in page and f"{title}, gelesen am" in page and ">stadt<" not in page
    with place.store() as store:
        assert former_titles(store, without) == {"stadt": title}
    back = work.run(place, names, NOW + timedelta(days=2)).result.changes
    assert {(change.kind, change.uid) for change in back} == {("returned", change.uid) for change in left}


def test_a_run_that_cannot_tell_its_operator_is_still_a_run(place: Workplace) -> None:
    settings = place.config.settings.model_copy(update={"webhook": "http://169.254.169.254/"})
    deaf = replace(place, config=replace(place.config, settings=settings))
    with deaf.store() as store:
        store.commit(Batch(NOW, sources=({"id": "stadt", "title": "Stadt", "alarm": 1, "alarm_since": "2026-11-01"},)))
    assert work.run(deaf, ["gruenderzentrum"], NOW).result.sources[0].state == "ok"
    assert (deaf.public / "betrieb.rss").exists()
    with deaf.store() as store:
        assert [row["message"] for row in store.issues() if row["stage"] == "notify"] == [
            "webhook: incidents could not be told"
        ]


def test_what_could_not_be_published_reaches_the_operator(place: Workplace) -> None:
    nowhere = FeedSpec("nah", "Nah", filter={"ort": "Nirgendwo"})
    wrong = replace(place, config=replace(place.config, feeds=(nowhere,)))
    work.run(wrong, ["gruenderzentrum"], NOW)
    assert "feeds.toml [nah]: Den Ort „Nirgendwo“ kennen wir nicht." in (wrong.public / "betrieb.rss").read_text(
        "utf-8"
    )


def test_a_run_that_is_ended_finishes_nothing_that_waits(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = []

    def prepare(ahead: Ahead, folder: Path, id: str, now: datetime) -> None:
        prepared.append(id)
        time.sleep(0.2)

    def crawl(sources: Sequence[Source], *_: Any, finished: Finished, **__: Any) -> list[CrawlReport]:
        for source in sources:
            finished(source.id)
        sys.exit(143)

    monkeypatch.setattr(Ahead, "prepare", prepare)
    with pytest.raises(SystemExit):
        work.run(place, list(place.config.sources), NOW, crawl_sources=crawl)
    assert len(prepared) <= 1


def test_ingesting_a_run_again_changes_nothing(place: Workplace) -> None:
    done = work.run(place, ["stadt"], NOW)
    assert work.ingest_run(place, done.result.run_id, NOW).changes == ()
    for name in ("..", ".", "nowhere"):
        with pytest.raises(ValueError, match="no run"):
            work.ingest_run(place, name, NOW)


def test_a_lost_database_is_made_anew_whoever_asks_first(place: Workplace) -> None:
    work.run(place, ["stadt"], NOW)
    before = feeds(place)
    with place.store() as store:
        known = {event.uid: event for event in store.events()}
    for path in place.data.glob("events.db*"):
        path.unlink()
    with pytest.raises(StorageError, match="rebuild"):
        work.publish(place, NOW)
    assert feeds(place) == before
    done = work.run(place, ["gruenderzentrum"], NOW + timedelta(hours=1))
    with place.store() as store:
        assert done.repaired and known.items() <= {event.uid: event for event in store.events()}.items()


def test_what_is_due(place: Workplace) -> None:
    work.run(place, ["stadt"], NOW)
    sources = list(place.config.sources.values())
    with place.store() as store:
        soon = {source.id for source in work.due(sources, store, NOW + timedelta(hours=2))}
        later = {source.id for source in work.due(sources, store, NOW + timedelta(hours=11))}
        store.pause("stadt", paused=True)
        paused = {source.id for source in work.due(sources, store, NOW + timedelta(hours=11))}
    everything = {source.id for source in sources}
    assert (soon, later, paused) == (everything - {"stadt"}, everything, everything - {"stadt"})


def test_a_crawler_that_names_no_contact_is_warned_of_at_every_run(tmp_path: Path, capsys: Any) -> None:
    with ground(tmp_path, sources=0) as here:
        show.run(here.run(), as_json=True)
        assert "contact" not in capsys.readouterr().err
        settings = here.config / "settings.toml"
        settings.write_text(settings.read_text().replace("post@radar.example", ""))
        show.run(here.run(), as_json=True)
        (told,) = (row["says"] for row in doctor(here.config, here.data) if row["what"] == "contact")
        assert told in capsys.readouterr().err and "contact is empty" in told


def test_what_is_over_stays_as_it_was_when_its_source_leaves_the_config(tmp_path: Path) -> None:
    with ground(tmp_path, sources=1) as here:
        here.run()
        before, later, place = here.events(), datetime(2026, 12, 5, 12, tzinfo=UTC), here.place
        work.run(replace(place, config=replace(place.config, sources={})), [], later)
        over = {uid: event for uid, event in before.items() if last_day(event.when) < later.date()}
        after = here.events()
        assert len(over) == 4 and {uid: after[uid] for uid in over} == over
        assert [event.listed for event in after.values()].count(False) == len(before) - len(over) == 4
