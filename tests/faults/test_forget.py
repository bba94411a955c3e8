"""Deleted on request: nothing of the event is left in any file, and no edit of its source brings it back."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.learn import TITLES, mark
from pipeline.model import Event
from pitchradar import decide, keep
from pitchradar.backup import backup, restore
from tests.faults.ground import NOW, Ground, ground, item

DAY = timedelta(days=1)
NAME, LATER = "Zwiebelquartett", "Schnittlauchquartett"  # words that stand in no file of the program
LINK = "https://haus.example/zwiebelquartett"


def page(
    *, title: str = NAME, uid: str = "secret", day: int = 20, hour: str = "18", link: str = LINK
) -> dict[str, object]:
    """A calendar of eight plain events and the one that is to be forgotten."""
    plain = "".join(item(f"plain-{at}", "Gründerabend", at + 1, 0) for at in range(8))
    one = item(uid, title, day, 0).replace("T180000", f"T{hour}0000")
    one = one.replace("END:VEVENT", f"URL:{link}\r\nEND:VEVENT") if link else one
    body = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//haus//DE\r\n{plain}{one}END:VCALENDAR\r\n"
    return {"/": {"body": body, "headers": {"Content-Type": "text/calendar; charset=utf-8"}}}


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """Five days of use: an older title, packed runs, a snapshot, published feeds."""
    with ground(tmp_path_factory.mktemp("used"), sources=1) as made:
        made.server.script(made.sites["haus0"], page())
        made.run(NOW)
        made.server.script(made.sites["haus0"], page(title=LATER))
        made.run(NOW + DAY)
        made.run(NOW + 5 * DAY)
        yield made


@pytest.fixture
def here(used: Ground, tmp_path: Path) -> Ground:
    return used.copied(tmp_path / "var")


def secret(here: Ground) -> Event:
    """The event to forget."""
    (found,) = [event for event in here.events().values() if LATER in event.title or NAME in event.title]
    return found


def learnt(here: Ground) -> set[str]:
    """The marks of titles by which the source's list is known again."""
    with here.place.store() as store:
        return set(store.states()["haus0"].structure[TITLES])


def telling(folder: Path) -> list[str]:
    """Files that still say one of its words, packed or not, in any case."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        data = (gzip.decompress(data) if path.suffix == ".gz" else data).lower()
        if any(word.lower().encode() in data for word in (NAME, LATER)):
            found.append(str(path.relative_to(folder)))
    return found


def test_nothing_of_it_is_left_in_any_file(here: Ground) -> None:
    spread = telling(here.data)
    assert {"events.db", "snapshot.db", "ledger.jsonl", "public/feeds/startup-termine.ics"} <= set(spread)
    assert any(name.endswith("haus0.jsonl.gz") for name in spread)
    decide.edit(here.place, secret(here).uid, [f"description={NAME}"], NOW)
    title = secret(here).title
    assert mark(title) in learnt(here)
    decide.forget(here.place, secret(here).uid, NOW + 5 * DAY)
    assert telling(here.data) == []
    assert learnt(here) and mark(title) not in learnt(here)
    assert len(here.events()) == 8


EDITS = {
    "as it was": page(title=LATER),
    "as it was once": page(),
    "another title": page(title=f"{NAME} spielt auf"),
    "another day": page(title=LATER, day=21),
    "another hour and id": page(title=LATER, uid="new", hour="20"),
    "another id and link": page(title=LATER, uid="new", link="https://haus.example/x"),
    "another title, id and no link": page(title=f"{NAME} spielt auf", uid="new", link=""),
}


@pytest.mark.parametrize("edited", EDITS.values(), ids=EDITS)
def test_no_edit_brings_it_back(here: Ground, edited: dict[str, object]) -> None:
    decide.forget(here.place, secret(here).uid, NOW + 5 * DAY)
    before = set(here.events())
    here.server.script(here.sites["haus0"], edited)
    here.run(NOW + 6 * DAY)
    assert set(here.events()) == before
    assert telling(here.data) == []


def test_a_new_event_at_the_old_address_is_a_new_event(here: Ground) -> None:
    decide.forget(here.place, secret(here).uid, NOW + 5 * DAY)
    here.server.script(here.sites["haus0"], page(title="Wintergrillen", day=28))
    here.run(NOW + 29 * DAY)  # the day after the forgotten one
    assert "Wintergrillen secret" in {event.title for event in here.events().values()}


@pytest.mark.parametrize("snapshot", [True, False], ids=["snapshot", "runs only"])
def test_a_rebuild_does_not_know_it(here: Ground, snapshot: bool) -> None:
    decide.forget(here.place, secret(here).uid, NOW + 5 * DAY)
    before = here.events()
    if not snapshot:
        (here.data / "snapshot.db").unlink()
    (here.data / "events.db").unlink()
    done = keep.rebuild(here.place, NOW + 6 * DAY)
    assert done.snapshot is snapshot
    assert here.events() == before
    assert telling(here.data) == []


def test_an_older_backup_does_not_bring_it_back(here: Ground, tmp_path: Path) -> None:
    archive = tmp_path / "backup.tar.gz"
    backup(here.place, archive)
    decide.forget(here.place, secret(here).uid, NOW + 5 * DAY)
    before = set(here.events())
    restore(here.config, here.data, archive)
    for path in here.data.glob("events.db.before-restore*"):
        path.unlink()
    assert set(here.events()) == before
    assert telling(here.data) == []
