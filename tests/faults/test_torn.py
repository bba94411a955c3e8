"""Files that a crash or a full disk left torn: what can be read counts, what cannot is named, nothing is lost."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.runfiles import pack, read_run
from pipeline.tombstones import Tombstones
from pitchradar import keep, work
from pitchradar.doctor import doctor
from tests.faults.ground import NOW, Ground, ground

TAILS = [b'{"kind": "uid", "ui', b"\xc3", b"\x00" * 512, b'{"kind": "uid"']
WRONG = [
    b"[]",
    b"null",
    b"\xff\xfe",
    b'{"kind": "uid", "uid": "x"}',
    b'{"kind": "decision", "decision": {"a": 7}}',
    b"\x00" * 99,
]
JUNK = [
    b'{"event": {"title": "x"',
    b"\xff\xff\n",
    b'{"event": 7}\n',
    b"[1, 2]\n",
    b'{"event": {"source_id": 1}}\n',
    b"7\n",
]


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("torn"), sources=2) as made:
        made.run(NOW)
        yield made


@pytest.fixture
def here(used: Ground, tmp_path: Path) -> Ground:
    return used.copied(tmp_path / "var")


@pytest.mark.parametrize("tail", TAILS)
def test_a_torn_last_line_of_the_ledger(here: Ground, tail: bytes) -> None:
    path, ledger = here.data / "ledger.jsonl", here.place.ledger
    uids, whole = ledger.uids(), path.read_bytes()
    path.write_bytes(whole + tail)
    assert (ledger.uids(), ledger.damaged()) == (uids, [])
    ledger.bury(Tombstones(frozenset({"x"})), NOW)
    assert path.read_bytes().startswith(whole + b'{"at"')
    assert (ledger.uids(), ledger.damaged()) == (uids, [])
    assert ledger.tombstones().ids == {"x"}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_damaged_line_in_the_ledger_is_said_and_nothing_after_it_is_lost(here: Ground, wrong: bytes) -> None:
    path, ledger = here.data / "ledger.jsonl", here.place.ledger
    uids = ledger.uids()
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([*lines[:3], wrong, *lines[3:]]))
    assert (ledger.uids(), ledger.damaged()) == (uids, [4])
    here.run(NOW + timedelta(days=1))
    with here.place.store() as store:
        assert [row["value"] for row in store.issues() if "ledger" in row["message"]] == ["ledger.jsonl, line 4"]
    (found,) = [row for row in doctor(here.config, here.data) if row["what"] == "ledger"]
    assert not found["ok"] and "line 4" in found["says"]


def test_only_what_is_new_in_a_sound_ledger_is_looked_through(here: Ground) -> None:
    path, ledger = here.data / "ledger.jsonl", here.place.ledger
    whole = path.read_bytes()
    told, mark = ledger.looked_through(None)
    assert told == [] and mark == ledger.looked_through(mark)[1]
    path.write_bytes(whole + b"[]\n")
    (behind,), nothing = ledger.looked_through(mark)
    assert (behind.value, nothing) == (f"ledger.jsonl, line {whole.count(10) + 1}", "")
    path.write_bytes(whole.replace(b'"kind": "uid"', b'"kind": "uid;', 1))  # as long as it was, but for a letter
    (inside,), _ = ledger.looked_through(mark)
    assert inside.value == "ledger.jsonl, line 1"


def test_a_lost_line_end_costs_one_entry(here: Ground) -> None:
    path, ledger = here.data / "ledger.jsonl", here.place.ledger
    lines, uids = path.read_bytes().split(b"\n"), list(ledger.uids().values())
    path.write_bytes(b"\n".join([*lines[:3], lines[3] + b"\x00" + lines[4], *lines[5:]]))
    assert list(ledger.uids().values()) == [*uids[:3], *uids[4:]]
    assert ledger.damaged() == [4]


@pytest.mark.parametrize("junk", JUNK)
def test_junk_in_a_run_file(here: Ground, junk: bytes) -> None:
    folder = next((here.data / "runs").iterdir())
    events = here.events()
    path = folder / "haus0.jsonl"
    path.write_bytes(junk.rstrip(b"\n") + b"\n" + path.read_bytes())
    runs = {run.report.source_id: run for run in read_run(folder)}
    assert len(runs["haus0"].events) == 8
    told = [issue.message for issue in runs["haus0"].issues if issue.stage == "ingest"]
    assert told == ["unreadable line in a run file", "damaged run file"]
    assert not runs["haus0"].report.complete
    work.ingest_run(here.place, folder.name, NOW)
    assert here.events() == events


LAST_LINE = "last line lost"
TEARS: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda data: b"",
    "cut in the middle": lambda data: data[: len(data) // 2],
    LAST_LINE: lambda data: data[: data.rstrip(b"\n").rfind(b"\n") + 1],
    "zeros in the middle": lambda data: data[: len(data) // 2] + bytes(64) + data[len(data) // 2 + 64 :],
}


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
@pytest.mark.parametrize("name", TEARS)
def test_a_torn_run_file_removes_nothing(here: Ground, name: str, packed: bool) -> None:
    for day in (1, 2, 3):
        here.show(8, shift=day)
        here.run(NOW + day * timedelta(days=1))
    events = here.events()
    for folder in sorted((here.data / "runs").iterdir())[1:]:
        path, tear = folder / "haus0.jsonl", TEARS[name]
        if packed and name == LAST_LINE:  # a packed file has no lines: it was torn before
            path.write_bytes(tear(path.read_bytes()))
            tear = bytes
        if packed:
            pack(path)
            path = folder / "haus0.jsonl.gz"
        path.write_bytes(tear(path.read_bytes()))
    (here.data / "snapshot.db").unlink()
    keep.rebuild(here.place, NOW + timedelta(days=4))
    assert {uid: event.listed for uid, event in here.events().items()} == dict.fromkeys(events, True)
    with here.place.store() as store:
        assert [row.get("cause") for row in store.history("haus0")] == [None, *3 * ["damaged run file"]]
        assert not store.states()["haus0"].validators
        assert any(row["message"] == "damaged run file" for row in store.issues())


@pytest.mark.parametrize("keep", [0, 1, 50, -2])
def test_a_report_that_is_cut_off(here: Ground, keep: int) -> None:
    folder = next((here.data / "runs").iterdir())
    path = folder / "haus0.report.json"
    path.write_bytes(path.read_bytes()[:keep])
    assert {run.report.source_id for run in read_run(folder)} == {"haus1"}


def test_a_report_that_was_not_renamed_yet(here: Ground) -> None:
    folder = next((here.data / "runs").iterdir())
    (folder / "haus0.report.json").rename(folder / ".haus0.report.json.part")
    assert {run.report.source_id for run in read_run(folder)} == {"haus1"}


def test_a_reader_that_holds_the_database(here: Ground) -> None:
    """A reader in the middle of a query neither stops a run nor sees half of it."""
    used = here.events()
    with closing(sqlite3.connect(here.data / "events.db", isolation_level=None)) as reader:
        reader.execute("begin")
        before = reader.execute("select count(*), max(data_version.value) from events, meta data_version").fetchone()
        here.show(7, shift=15)
        done = here.run(NOW + timedelta(days=1))
        here.show(8)
        assert done.result.changes
        assert (
            reader.execute("select count(*), max(data_version.value) from events, meta data_version").fetchone()
            == before
        )
    assert here.events() != used


def test_a_stale_lock_stops_nobody(here: Ground) -> None:
    (here.data / "lock").write_text(str(os.getpid()))
    with here.place.lock():
        pass
