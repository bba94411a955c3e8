"""A database that is damaged, lost, too old or restored: same UIDs, same feeds, a clear word."""

from __future__ import annotations

import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.store import StorageError, upkeep
from pitchradar import decide, keep
from pitchradar.backup import backup, restore
from pitchradar.workplace import Busy
from tests.faults.ground import NOW, Ground, ground

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """Two days of use: the second day one event of each source had moved."""
    with ground(tmp_path_factory.mktemp("used"), sources=2) as made:
        made.run(NOW)
        made.show(8, shift=15)
        made.run(NOW + DAY)
        yield made


@pytest.fixture
def here(used: Ground, tmp_path: Path) -> Ground:
    return used.copied(tmp_path / "var")


def overwrite(path: Path) -> None:
    path.write_bytes(b"no database any more " * 500)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def wipe_the_middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    middle = len(data) // 4096 // 2 * 4096
    data[8192 : 8192 + middle] = bytes(middle)
    path.write_bytes(data)


def wrong_sum(path: Path) -> None:
    """A byte of the archive's check sum is another one."""
    data = bytearray(path.read_bytes())
    data[-6] ^= 0xFF
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def lose(path: Path) -> None:
    path.unlink()


DAMAGE: list[Callable[[Path], None]] = [overwrite, cut, wipe_the_middle, empty, lose]


@pytest.mark.parametrize("snapshot", [True, False], ids=["snapshot", "runs only"])
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_database_is_made_anew(here: Ground, damage: Callable[[Path], None], snapshot: bool) -> None:
    events = here.events()
    if not snapshot:
        (here.data / "snapshot.db").unlink()
    damage(here.data / "events.db")
    done = keep.rebuild_if_broken(here.place, NOW + DAY)
    assert done and done.snapshot is snapshot
    assert here.events() == events


def test_the_next_run_does_it_by_itself(here: Ground) -> None:
    events, feeds = here.events(), here.feeds()
    overwrite(here.data / "events.db")
    done = here.run(NOW + DAY + timedelta(hours=1))
    assert done.repaired and "rebuilt" in done.repaired
    assert here.events() == events
    assert here.feeds() == feeds


def test_rebuild_keeps_the_old_file_and_the_sequence(here: Ground) -> None:
    events = here.events()
    assert {event.sequence for event in events.values()} == {0, 1}
    done = keep.rebuild(here.place, NOW + DAY)
    assert done.aside and done.aside.exists() and ".before-rebuild-" in done.aside.name
    assert here.events() == events
    overwrite(here.data / "events.db")
    damaged = keep.rebuild(here.place, NOW + DAY)
    assert damaged.aside and ".corrupt-" in damaged.aside.name


def test_a_backup_overwrites_nothing(here: Ground, tmp_path: Path) -> None:
    archive = tmp_path / "backup.tar.gz"
    assert here.cli("backup", str(archive)).returncode == 0
    before = archive.read_bytes()
    told = here.cli("backup", str(archive))
    assert told.returncode == 2 and "is there already" in told.stderr
    assert archive.read_bytes() == before


def test_rebuild_refuses_while_a_run_works(here: Ground) -> None:
    with here.place.lock(), pytest.raises(Busy):
        keep.rebuild(here.place, NOW)


def test_dropped_runs_are_in_the_snapshot(here: Ground) -> None:
    events, later = here.events(), NOW + keep.RUNS_FOR + 5 * DAY
    with here.place.store() as store:
        keep.tidy(here.place, store, later)
    assert not list((here.data / "runs").iterdir())
    lose(here.data / "events.db")
    keep.rebuild(here.place, later)
    assert here.events() == events


@pytest.mark.parametrize("name", ["20261130T030000Z.bak", "20261130T030000Z-alt", "20261399T030000Z", "7Zwerge"])
def test_what_a_person_put_beside_the_runs_is_left_alone(here: Ground, name: str) -> None:
    events, beside = here.events(), here.data / "runs" / name
    shutil.copytree(next((here.data / "runs").iterdir()), beside)
    files = {path.name for path in beside.iterdir()}
    with here.place.store() as store:
        keep.tidy(here.place, store, NOW + keep.RUNS_FOR + 5 * DAY)
    assert list((here.data / "runs").iterdir()) == [beside]
    assert {path.name for path in beside.iterdir()} == files
    keep.rebuild(here.place, NOW + keep.RUNS_FOR + 5 * DAY)
    assert here.events() == events


def test_packed_runs_are_replayed(here: Ground) -> None:
    events = here.events()
    with here.place.store() as store:
        (next((here.data / "runs").iterdir()) / "crawl.err").write_text("said on its way out\n", "utf-8")
        keep.tidy(here.place, store, NOW + 10 * DAY)
    runs = [path.suffix for path in (here.data / "runs").rglob("*") if path.is_file()]
    assert runs and set(runs) == {".gz"}
    for name in ("snapshot.db", "events.db"):
        (here.data / name).unlink()
    keep.rebuild(here.place, NOW + 10 * DAY)
    assert here.events() == events


def test_backup_and_restore(here: Ground, tmp_path: Path) -> None:
    events, archive = here.events(), tmp_path / "backup.tar.gz"
    backup(here.place, archive)
    forgotten = next(iter(events))
    decide.forget(here.place, forgotten, NOW)
    overwrite(here.data / "events.db")
    restore(here.config, here.data, archive)
    assert here.events() == {uid: event for uid, event in events.items() if uid != forgotten}


def test_restore_on_a_new_machine(here: Ground, tmp_path: Path) -> None:
    archive, new = tmp_path / "backup.tar.gz", tmp_path / "new"
    backup(here.place, archive)
    restore(new / "config", new / "var", archive)
    moved = Ground(new / "config", new / "var", here.server, here.sites)
    assert moved.events() == here.events()
    assert moved.place.ledger.uids() == here.place.ledger.uids()
    assert set(moved.place.config.sources) == set(here.place.config.sources)
    keep.rebuild(moved.place, NOW + 2 * DAY)
    assert moved.events() == here.events()


def test_what_is_no_backup_is_refused(here: Ground, tmp_path: Path) -> None:
    before = here.events()
    text, outside, newer = (tmp_path / name for name in ("text", "outside.tar.gz", "newer.tar.gz"))
    text.write_bytes(b"no archive")
    database = tmp_path / "events.db"
    shutil.copy(here.data / "snapshot.db", database)
    with closing(sqlite3.connect(database)) as db:
        db.execute("pragma user_version = 999")
    for path, name in ((outside, "config/../../escaped.toml"), (newer, "events.db")):
        with tarfile.open(path, "w:gz") as archive:
            archive.add(database, name)
    torn = tmp_path / "torn.tar.gz"
    backup(here.place, torn)
    wrong_sum(torn)
    for path, error in ((text, ValueError), (outside, ValueError), (newer, StorageError), (torn, ValueError)):
        with pytest.raises(error):
            restore(here.config, here.data, path)
    assert here.events() == before
    assert not list(tmp_path.rglob("escaped.toml"))


def test_a_backup_is_never_larger_than_what_can_be_restored(
    here: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, none = tmp_path / "whole.tar.gz", tmp_path / "none.tar.gz"
    backup(here.place, whole)
    before = here.events()
    monkeypatch.setattr("pitchradar.backup.LARGEST", 20_000)
    for job in (lambda: backup(here.place, none), lambda: restore(here.config, here.data, whole)):
        with pytest.raises(ValueError, match=r"events\.db has \d+ bytes; a backup takes 20000 at most"):
            job()
    assert not none.exists() and here.events() == before


def test_a_locked_file_is_not_damaged(here: Ground) -> None:
    with sqlite3.connect(here.data / "events.db") as db:
        db.execute("begin immediate")
        assert not upkeep.is_damaged(here.data / "events.db")
        db.rollback()
