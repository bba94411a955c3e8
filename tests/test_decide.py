"""What people type of events: kept as Event's own values, or refused with a sentence before anything is written."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipeline.config import default_folder
from pipeline.model import Event, Sighting, When
from pipeline.store import Batch
from pitchradar import decide
from pitchradar.cli import app
from pitchradar.workplace import Workplace, workplace

NOW = datetime(2026, 11, 3, 5, tzinfo=UTC)
EVENING = When(datetime(2026, 12, 3, 17, tzinfo=UTC), datetime(2026, 12, 3, 20, tzinfo=UTC))


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    place = workplace(default_folder(), tmp_path / "var")
    event = Event("1@pitchradar", "Pitch Night", EVENING, url="https://haus.example/1", online="yes", sightings=("s",))
    with place.store() as store:
        store.commit(Batch(NOW, events=(event,)))
    place.ledger.mint([(event.uid, Sighting("haus", event.url or "", event.title, EVENING, NOW, NOW, id="s"))], NOW)
    return place


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("title=  Pitch  Abend ", {"title": "Pitch Abend"}),
        ("url=", {"url": None}),
        ("url=https://haus.example/2", {"url": "https://haus.example/2"}),
        ("price=", {"price": None}),
        ("language=en", {"language": "en"}),
        ("location=", {"venue": None}),
        ("location=Online via Zoom", {"venue": None, "online": "yes"}),
    ],
)
def test_an_edit_is_kept_as_values_of_the_event(typed: str, fields: dict[str, Any], place: Workplace) -> None:
    decide.edit(place, "1", [typed], NOW)
    assert place.ledger.decisions()[-1].fields == fields


@pytest.mark.parametrize(
    "typed",
    [
        "title=",
        "title= \t",
        "url=javascript:alert(1)",
        "url=haus",
        "language=Deutsch",
        "start=morgen",
        "status=weg",
        "x=1",
    ],
)
def test_what_is_no_value_is_refused(typed: str, place: Workplace) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        decide.edit(place, "1", [typed], NOW)
    assert place.ledger.decisions() == []


def test_an_event_that_ends_on_a_day_is_moved_with_it(place: Workplace) -> None:
    school = Event("2@pitchradar", "Winter School", When(datetime(2027, 1, 11, 8, tzinfo=UTC), date(2027, 1, 15)))
    with place.store() as store:
        store.commit(Batch(NOW, events=(school,)))
    decide.edit(place, "2", ["start=2027-01-18T09:00"], NOW)
    assert place.ledger.decisions()[-1].fields["when"]["end"] == "2027-01-22"


def own(place: Workplace, **fields: str) -> Sighting:
    empty = dict.fromkeys(("end", "where", "url", "organizer", "description"))
    decide.add(place, {"title": "Abend", "start": "2026-12-04", **empty, **fields}, NOW)
    return place.ledger.own()[-1]


def test_a_place_that_nobody_knows_is_a_name(place: Workplace) -> None:
    venue = own(place, where="Hinterzimmer").venue
    assert venue and venue.line() == "Hinterzimmer"


def test_an_event_of_ones_own_may_be_online(place: Workplace) -> None:
    added = own(place, where="Online via Zoom")
    assert (added.venue, added.online, added.when.start) == (None, "yes", date(2026, 12, 4))


@pytest.mark.parametrize("fields", [{"title": " "}, {"url": "haus"}, {"start": "bald"}, {"end": "2026-12-03"}])
def test_an_event_of_ones_own_is_checked_too(fields: dict[str, str], place: Workplace) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        own(place, **fields)
    assert place.ledger.own() == []


def test_what_changes_nothing_is_said(place: Workplace) -> None:
    senseless = (
        lambda: decide.merge(place, "1", "1", NOW),
        lambda: decide.split(place, "1", NOW),
        lambda: decide.undo(place, "1", None, NOW),
    )
    for one in senseless:
        with pytest.raises(ValueError, match="Pitch Night"):
            one()
    assert place.ledger.decisions() == []


def test_only_what_was_said_of_one_event_is_taken_back(place: Workplace) -> None:
    decide.hide(place, "1", NOW)
    decide.edit(place, "1", ["title=Pitch Night Süd"], NOW)
    with pytest.raises(ValueError, match="hide, edit, tag"):
        decide.undo(place, "1", "merge", NOW)
    assert "hide of 2026" in decide.undo(place, "1", "hide", NOW)[0]
    assert [decision.kind for decision in place.ledger.decisions()] == ["edit"]


def test_a_correction_is_answered_as_json(place: Workplace) -> None:
    done = CliRunner().invoke(app, ["tag", "1", "+handel", "--json", "--data", str(place.data)])
    answer = {"uid": "1@pitchradar", "title": "Pitch Night", "fields": {"industries": ["handel"]}}
    assert json.loads(done.stdout) == answer
