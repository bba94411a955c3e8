"""Stored data that our own code cannot digest: the source it belongs to fails alone, and says where in the code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.faults.ground import NOW, Ground, ground

DAY = timedelta(days=1)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Ground]:
    with ground(tmp_path, sources=2) as made:
        made.run(NOW)
        yield made


def break_notes(here: Ground) -> None:
    with here.place.store() as store:
        (row,) = store.db.query("select data from crawl_states where source_id = 'haus0'")
        state = json.loads(row["data"])
        state["notes"]["shown"] = {"3.12.": ["yesterday", "today"]}
        store.db.execute("update crawl_states set data = ? where source_id = 'haus0'", [json.dumps(state)])
        store.db.conn.commit()


def break_history(here: Ground) -> None:
    with here.place.store() as store:
        store.db.execute("update runs set facts = json_set(facts, '$.at', 'never') where source_id = 'haus0'")
        store.db.conn.commit()


@pytest.mark.parametrize(("fault", "place"), [(break_notes, "showings.py:"), (break_history, "showings.py:")])
def test_its_source_fails_alone(here: Ground, fault: Callable[[Ground], Any], place: str) -> None:
    fault(here)
    before = here.events()
    here.show(9)
    done = here.run(NOW + DAY)
    assert done.result is not None
    assert {one.id: (one.state, one.cause) for one in done.result.sources} == {
        "haus0": ("failed", "program error"),
        "haus1": ("ok", None),
    }
    after = here.events()
    assert {uid: after[uid].listed for uid in before} == dict.fromkeys(before, True)
    assert len(after) == len(before) + 1
    with here.place.store() as store:
        (told,) = store.db.query("select message, value from issues where source_id = 'haus0' and stage = 'ingest'")
        row = next(row for row in store.health() if row["id"] == "haus0")
        kept = store.states()["haus0"]
    assert told["message"] == "program error" and place in told["value"]
    assert row["alarm"]
    assert kept.hashes and (fault is break_history or kept.notes["shown"] == {"3.12.": ["yesterday", "today"]})
