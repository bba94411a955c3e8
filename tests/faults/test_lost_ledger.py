"""A ledger that was deleted, emptied or cut: what people decided holds all the same, or nothing is published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.ledger import Ledger
from pitchradar import decide, keep
from pitchradar.backup import backup, restore
from pitchradar.doctor import doctor
from tests.faults.ground import NOW, Ground, ground

DAY = timedelta(days=1)
COPY = "ledger.copy.jsonl"


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """One event is hidden, another has a corrected title."""
    with ground(tmp_path_factory.mktemp("decided"), sources=2) as made:
        made.run(NOW)
        first, second = sorted(made.events())[:2]
        decide.hide(made.place, first, NOW)
        made.run(NOW + DAY)
        decide.edit(made.place, second, ["title=Berichtigt"], NOW + DAY)  # no run since
        yield made


@pytest.fixture
def here(used: Ground, tmp_path: Path) -> Ground:
    return used.copied(tmp_path / "var")


def lose(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


LOSSES: list[Callable[[Path], None]] = [lose, empty, cut]


def said(here: Ground) -> tuple[bool, str]:
    """What the doctor finds of the ledger."""
    (found,) = [row for row in doctor(here.config, here.data) if row["what"] == "ledger"]
    return found["ok"], found["says"]


@pytest.mark.parametrize("lost", LOSSES)
def test_what_was_decided_holds_and_the_ledger_is_whole_again(here: Ground, lost: Callable[[Path], None]) -> None:
    path = here.data / "ledger.jsonl"
    whole = path.read_bytes()
    lost(path)
    ok, says = said(here)
    assert not ok and COPY in says
    done = here.run(NOW + 2 * DAY)
    assert done.repaired and COPY in done.repaired
    assert path.read_bytes() == whole
    assert sum(event.hidden for event in here.events().values()) == 1
    assert "Berichtigt" in {event.title for event in here.events().values()}
    assert said(here)[0]


@pytest.mark.parametrize("lost", LOSSES)
def test_a_decision_after_the_loss_is_added_to_all_others(here: Ground, lost: Callable[[Path], None]) -> None:
    path, before = here.data / "ledger.jsonl", here.place.ledger.decisions()
    lost(path)
    decide.hide(here.place, max(here.events()), NOW + DAY)
    assert [decision.kind for decision in here.place.ledger.decisions()] == ["hide", "edit", "hide"]
    assert here.place.ledger.decisions()[:2] == before
    assert path.read_bytes() == (here.data / COPY).read_bytes()


def test_lines_written_into_a_new_ledger_stay(here: Ground) -> None:
    """An older version, which knows of no copy, wrote a decision after the loss."""
    path = here.data / "ledger.jsonl"
    last = path.read_bytes().splitlines(keepends=True)[-1].replace(b"Berichtigt", b"Zuletzt berichtigt")
    path.write_bytes(last)
    here.run(NOW + 2 * DAY)
    assert [decision.kind for decision in here.place.ledger.decisions()] == ["hide", "edit", "edit"]
    assert "Zuletzt berichtigt" in {event.title for event in here.events().values()}


@pytest.mark.parametrize("lost", [lose, empty])
def test_without_ledger_and_copy_nothing_is_published(here: Ground, lost: Callable[[Path], None]) -> None:
    feeds = here.feeds()
    (here.data / COPY).unlink()
    lost(here.data / "ledger.jsonl")
    ok, says = said(here)
    assert not ok and "restore" in says
    ended = here.cli("run", "--now", (NOW + 2 * DAY).isoformat())
    assert ended.returncode == 4 and "restore" in ended.stderr and "rebuild" in ended.stderr
    assert here.feeds() == feeds


def test_rebuild_goes_on_without_a_ledger(here: Ground) -> None:
    """Without any backup: the decisions are gone, the UIDs are not, also over another rebuild."""
    uids = set(here.events())
    for name in (COPY, "ledger.jsonl"):
        (here.data / name).unlink()
    keep.rebuild(here.place, NOW + 2 * DAY)
    assert set(here.events()) == uids == set(here.place.ledger.uids().values())
    here.run(NOW + 2 * DAY)
    assert said(here)[0]


def test_a_backup_after_the_loss_has_all(here: Ground, tmp_path: Path) -> None:
    lose(here.data / "ledger.jsonl")
    backup(here.place, tmp_path / "b.tgz")
    restore(here.config, tmp_path / "new", tmp_path / "b.tgz")
    assert [decision.kind for decision in Ledger(tmp_path / "new" / "ledger.jsonl").decisions()] == ["hide", "edit"]


def test_a_lost_database_and_a_lost_ledger(here: Ground) -> None:
    for name in ("events.db", "ledger.jsonl"):
        (here.data / name).unlink()
    here.run(NOW + 2 * DAY)
    assert sum(event.hidden for event in here.events().values()) == 1


def test_a_ledger_that_somebody_mended_by_hand_is_left_as_it_is(here: Ground) -> None:
    path = here.data / "ledger.jsonl"
    mended = path.read_bytes() + b"\n" + path.read_bytes().splitlines(keepends=True)[0]
    path.write_bytes(mended)
    here.run(NOW + 2 * DAY)
    assert path.read_bytes() == mended


def test_a_new_installation_lacks_nothing(tmp_path: Path) -> None:
    with ground(tmp_path) as new:
        assert said(new) == (True, "none yet; the first run makes it")
