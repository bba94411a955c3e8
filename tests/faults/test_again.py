"""The same again: ten runs over a region that does not change leave every feed as it is, and ask in a way that is
answered by 304 wherever a site offers it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.faults.ground import NOW, Ground, calendar, ground

RUNS, SITES = 10, 10


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("again"), events=3, sources=SITES) as made:
        for number, (id, address) in enumerate(made.sites.items()):
            answer = calendar(id, 3) | ({"etag": f'"{id}"'} if number % 2 else {})
            if not number % 2:
                answer["headers"] = {**answer["headers"], "Last-Modified": "Sun, 22 Nov 2026 04:00:00 GMT"}
                answer["since"] = True
            made.server.script(address, {"/": answer})
        yield made


def test_ten_identical_runs(here: Ground, record_property: pytest.RecordProperty) -> None:
    here.run(NOW)
    feeds, events = here.feeds(), here.events()
    for number in range(1, RUNS + 1):
        before = len(here.server.seen)
        done = here.run(NOW + number * timedelta(minutes=65))  # all within one day of the calendar
        assert done.result.changes == () and done.published.written == ()
        asked = [one for one in here.server.seen[before:] if one.path == "/"]
        assert len(asked) == SITES
        assert all({"if-none-match", "if-modified-since"} & set(one.headers) for one in asked)
    assert here.feeds() == feeds
    assert here.events() == events
    with here.place.store() as store:
        rows = list(
            store.db.query(
                "select pages, not_modified from runs where at > ?", [(NOW + timedelta(minutes=30)).isoformat()]
            )
        )
    answered = sum(row["not_modified"] for row in rows) / sum(row["pages"] for row in rows)
    record_property("answered by 304, in %", round(100 * answered))
    assert answered >= 0.95
