"""`source accept`: a person's word on what is held, once; never a blank cheque."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pitchradar import catalogue
from tests.faults.ground import NOW, Ground, calendar, ground

DAY = timedelta(days=1)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Ground]:
    with ground(tmp_path, sources=1) as made:
        yield made


def row(here: Ground) -> dict[str, Any]:
    (found,) = catalogue.health(here.place)
    return found


def days(here: Ground, first: int, last: int) -> None:
    for day in range(first, last + 1):
        here.run(NOW + day * DAY)


def test_nothing_to_accept_is_said_and_changes_nothing(here: Ground) -> None:
    said = here.cli("source", "accept", "haus0")
    assert said.returncode == 2 and "nothing is held" in said.stderr
    here.run()
    said = here.cli("source", "accept", "haus0")
    assert said.returncode == 2 and "nothing is held" in said.stderr
    here.show(0)
    here.run(NOW + DAY)
    assert row(here)["state"] == "held"


def test_what_is_held_is_released(here: Ground) -> None:
    here.run()
    here.show(0)
    here.run(NOW + DAY)
    assert here.cli("source", "accept", "haus0").returncode == 0
    here.run(NOW + 2 * DAY)
    assert (row(here)["state"], row(here)["health"]) == ("ok", "green")


def test_a_word_that_was_not_needed_does_not_wait_for_the_next_trouble(here: Ground) -> None:
    here.run()
    here.show(0)
    here.run(NOW + DAY)
    catalogue.accept(here.place, "haus0")
    here.show(8)
    here.run(NOW + 2 * DAY)  # the site came back by itself
    here.show(0)
    here.run(NOW + 3 * DAY)
    assert row(here)["state"] == "held"


def test_an_outage_does_not_use_the_word_up(here: Ground) -> None:
    here.run()
    here.show(0)
    here.run(NOW + DAY)
    catalogue.accept(here.place, "haus0")
    here.server.script(here.sites["haus0"], {"*": {"status": 503}, "/robots.txt": {"status": 404}})
    here.run(NOW + 2 * DAY)
    assert row(here)["state"] == "failed"
    here.show(0)
    here.run(NOW + 4 * DAY)
    assert row(here)["state"] == "ok"


def test_a_failed_source_has_nothing_to_accept(here: Ground) -> None:
    here.run()
    here.server.script(here.sites["haus0"], {"*": {"status": 404}})
    here.run(NOW + DAY)
    said = here.cli("source", "accept", "haus0")
    assert said.returncode == 2 and "http 404" in said.stderr and "pause" in said.stderr


def test_the_alarm_of_a_drop_that_released_itself_is_closed_by_a_person(here: Ground) -> None:
    here.run()
    here.server.script(here.sites["haus0"], {"/": calendar("haus0", 1)})
    days(here, 1, 4)
    assert (row(here)["state"], row(here)["health"]) == ("ok", "red")
    catalogue.accept(here.place, "haus0")
    here.run(NOW + 5 * DAY)
    assert row(here)["health"] == "green"
