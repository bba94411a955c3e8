"""`serve` shows the database that is there now, without what a person hid."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from pitchradar import decide, keep
from pitchradar.backup import backup, restore
from tests.faults.ground import NOW, Ground, ground
from tests.faults.test_subscribers import serving

DAY = timedelta(days=1)
ROWS = ("events", "sightings", "changes", "versions", "tags")  # tables that tell of single events


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("browsed"), sources=1) as made:
        made.run(NOW)
        yield made


@pytest.fixture
def here(used: Ground, tmp_path: Path) -> Ground:
    return used.copied(tmp_path / "var")


def ask(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def told(port: int) -> set[str]:
    """UIDs that Datasette shows; asked so often that each of its threads has answered."""
    for _ in range(12):
        shown = {row["uid"] for row in json.loads(ask(port, "/events/events.json?_shape=array&_size=max")[1])}
    return shown


def forget(here: Ground, uid: str, _: Path) -> None:
    decide.forget(here.place, uid, NOW)


def forget_and_restore(here: Ground, uid: str, archive: Path) -> None:
    backup(here.place, archive)
    decide.forget(here.place, uid, NOW)
    restore(here.config, here.data, archive)


def forget_and_rebuild(here: Ground, uid: str, _: Path) -> None:
    decide.forget(here.place, uid, NOW)
    keep.rebuild(here.place, NOW)


def restore_and_forget(here: Ground, uid: str, archive: Path) -> None:
    backup(here.place, archive)
    restore(here.config, here.data, archive)
    decide.forget(here.place, uid, NOW)


@pytest.mark.parametrize("change", [forget, forget_and_restore, forget_and_rebuild, restore_and_forget])
def test_a_running_server_shows_the_file_that_is_there(
    here: Ground, tmp_path: Path, change: Callable[[Ground, str, Path], None]
) -> None:
    with serving(here) as port:
        before = told(port)
        uid = min(before)
        assert ask(port, f"/termin/{quote(uid)}")[0] == 200
        change(here, uid, tmp_path / "b.tgz")
        assert told(port) == before - {uid}
        assert ask(port, f"/termin/{quote(uid)}")[0] == 404


def test_what_is_hidden_is_in_no_table(here: Ground) -> None:
    hidden = next(event for event in here.events().values() if event.title.startswith("Pitch Night"))
    with here.place.store() as store:
        rows = {name: list(store.db[name].rows_where("uid = ?", [hidden.uid])) for name in ROWS}
        keys = {name: store.db[name].pks for name in ROWS}
    decide.hide(here.place, hidden.uid, NOW)
    here.run(NOW + DAY)
    with serving(here) as port:
        for name in ROWS:
            assert rows[name], name
            status, text = ask(port, f"/events/{name}.json?_shape=array&_size=max")
            assert status == 200 and json.loads(text) and hidden.uid not in text, name
            for case in (name, name.upper()):
                key = ",".join(_encoded(str(rows[name][0][part])) for part in keys[name])
                for end in ("", ".json"):
                    assert ask(port, f"/events/{case}/{key}{end}")[0] == 404, (case, end)
        shown = next(uid for uid in here.events() if uid != hidden.uid)
        assert ask(port, f"/events/events/{_encoded(shown)}")[0] == 200
        assert hidden.title not in ask(port, "/events/sightings.json?_col=title&_shape=array&_size=max")[1]
        assert hidden.title not in ask(port, "/events/events?_search=Pitch")[1].replace("Pitch Night haus0-7", "")
        for closed in ("events_fts", "EVENTS_FTS/1", "events_fts_data", "crawl_states"):
            assert ask(port, f"/events/{closed}.json")[0] in (403, 404), closed


def _encoded(text: str) -> str:
    """As Datasette writes a key in an address."""
    return "".join(c if c.isalnum() or c in "_-" else f"~{ord(c):02X}" for c in text)
