"""`source accept`: a person's word on what is held, once; never a blank cheque."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pitchradar import catalogue, show
from tests.faults.ground import NOW, Ground, calendar, ground

DAY = timedelta(days=1)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Ground]:
    with ground(tmp_path, sources=1) as made:
        yield made


def row(here: Ground) -> dict[str, Any]:
    (found,) = catalogue.health(here.place)
    return found


def accept(here: Ground) -> None:
    catalogue.accept(here.place, catalogue.held(here.place, "haus0", NOW + DAY))


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
    assert here.cli("source", "accept", "haus0", "--yes").returncode == 0
    here.run(NOW + 2 * DAY)
    assert (row(here)["state"], row(here)["health"]) == ("ok", "green")


def test_a_word_that_was_not_needed_does_not_wait_for_the_next_trouble(here: Ground) -> None:
    here.run()
    here.show(0)
    here.run(NOW + DAY)
    accept(here)
    here.show(8)
    here.run(NOW + 2 * DAY)  # the site came back by itself
    here.show(0)
    here.run(NOW + 3 * DAY)
    assert row(here)["state"] == "held"


def test_an_outage_does_not_use_the_word_up(here: Ground) -> None:
    here.run()
    here.show(0)
    here.run(NOW + DAY)
    accept(here)
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
    accept(here)
    here.run(NOW + 5 * DAY)
    assert row(here)["health"] == "green"


def test_a_held_run_says_why_how_it_is_let_in_and_what_that_would_do(here: Ground, capsys: Any) -> None:
    here.run()
    here.show(0)
    done = here.run(NOW + DAY)
    assert done.result.sources[0].why == "8 of 8 events to come were not found"
    show.run(done, as_json=False)
    show.health(catalogue.health(here.place))
    told = capsys.readouterr().out
    assert told.count("haus0 is held: 8 of 8 events to come were not found;") == 2
    assert told.count("`pitchradar source accept haus0`") == 2
    asked = here.cli("source", "accept", "haus0", "--now", (NOW + DAY).isoformat(), input="n\n")
    assert "8 events leave, 0 are cancelled, 0 moved, 0 new" in asked.stdout and "nothing accepted" in asked.stdout
    accept(here)
    here.run(NOW + 2 * DAY)
    assert [event.listed for event in here.events().values()] == [False] * 8


def test_what_accepting_a_mass_cancellation_would_do(here: Ground) -> None:
    here.run()
    shown = calendar("haus0", 8)
    shown["body"] = shown["body"].replace("SUMMARY:", "STATUS:CANCELLED\r\nSUMMARY:")
    here.server.script(here.sites["haus0"], {"/": shown})
    here.run(NOW + DAY)
    found = catalogue.held(here.place, "haus0", NOW + DAY)
    assert found["why"] == "8 of 8 events cancelled at once"
    assert (found["leave"], found["cancelled"], found["moved"], found["new"]) == (0, 8, 0, 0)


def test_red_after_a_good_run_says_why(here: Ground, capsys: Any) -> None:
    here.run()
    here.server.script(here.sites["haus0"], {"/": calendar("haus0", 1)})
    days(here, 1, 4)
    show.health(catalogue.health(here.place))
    told = capsys.readouterr().out
    assert "haus0: its last run entered, but an alarm is open since" in told
    assert "7 of 8 events to come were not found" in told and "half of what was usual is back" in told
