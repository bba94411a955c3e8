"""diff: what counts as a change, and when SEQUENCE rises."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pipeline.diff import diff
from pipeline.model import Event, Venue, When

BERLIN = ZoneInfo("Europe/Berlin")
DAY1, DAY2 = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)
START = datetime(2026, 12, 3, 18, tzinfo=BERLIN)
EVENT = Event("e1@pitchradar", "Pitch Night", When(START), venue=Venue("Halle", city="Bielefeld"))
STORED = diff([EVENT], {}, now=DAY1)[0][0]

CASES: list[tuple[str, dict[str, Any], list[str], int]] = [
    ("nothing", {}, [], 0),
    ("title", {"title": "Pitch Nacht"}, ["changed"], 0),
    ("start", {"when": When(START.replace(hour=19))}, ["moved"], 1),
    ("end", {"when": When(START, START.replace(hour=21))}, ["changed"], 1),
    ("hour lost", {"when": When(START.date(), all_day=True)}, ["changed"], 1),
    ("hour lost, another day", {"when": When(START.date().replace(day=4), all_day=True)}, ["moved"], 1),
    ("place", {"venue": Venue("Saal", city="Bielefeld")}, ["moved"], 1),
    ("more of the place", {"venue": Venue("Halle, Raum 3", "Ring 1", "33602", "Bielefeld", "DE-NW")}, ["changed"], 0),
    ("another room too", {"venue": Venue("Foyer", "Ring 1", "33602", "Bielefeld")}, ["moved"], 1),
    ("less of the place", {"venue": Venue(city="Bielefeld")}, ["changed"], 0),
    ("no place any more", {"venue": None}, ["changed"], 0),
    ("the same town only, and another house", {"venue": Venue("Foyer", postcode="33602")}, ["moved"], 1),
    ("another town only", {"venue": Venue(city="Gütersloh")}, ["moved"], 1),
    ("the place in other letters", {"venue": Venue("HALLE", city="Bielefeld")}, ["changed"], 0),
    ("online", {"online": "yes"}, ["moved"], 1),
    ("in person, as it was", {"online": "no"}, ["changed"], 0),
    ("later, in person as it was", {"when": When(START.replace(hour=19)), "online": "no"}, ["moved", "changed"], 1),
    ("cancelled", {"status": "cancelled"}, ["cancelled"], 1),
    ("postponed", {"status": "postponed"}, ["postponed"], 1),
    ("new date by the note alone", {"status": "rescheduled"}, ["rescheduled"], 1),
    ("new date", {"status": "rescheduled", "when": When(START.replace(day=10))}, ["moved"], 1),
    ("sold out", {"availability": "sold_out"}, ["sold_out"], 0),
    ("not listed", {"listed": False}, ["not_listed"], 0),
    ("tags", {"industries": ("logistik",)}, ["changed"], 0),
    ("cancelled and renamed", {"status": "cancelled", "title": "X"}, ["cancelled", "changed"], 1),
    ("sightings", {"sightings": ("a", "b")}, [], 0),
    ("same instant in another zone's words", {"when": When(START.astimezone(UTC))}, [], 0),
]


@pytest.mark.parametrize(("name", "edit", "kinds", "sequence"), CASES, ids=[case[0] for case in CASES])
def test_each_edit_makes_its_changes(name: str, edit: dict[str, Any], kinds: list[str], sequence: int) -> None:
    (after,), changes = diff([replace(EVENT, **edit)], {EVENT.uid: STORED}, now=DAY2)
    assert [change.kind for change in changes] == kinds
    assert after.sequence == sequence
    assert after.first_published == DAY1
    assert after.last_changed == (DAY2 if kinds else DAY1)
    assert diff([after], {EVENT.uid: after}, now=DAY2)[1] == []


def test_what_was_cancelled_and_left_its_list_returns_once() -> None:
    away = replace(STORED, status="cancelled", listed=False)
    _, (change,) = diff([STORED], {EVENT.uid: away}, now=DAY2)
    assert (change.kind, set(change.fields)) == ("returned", {"status", "listed"})


SPAN = When(START, START.replace(hour=21))
LATER = [
    ("the hour comes", {"when": When(START.date(), all_day=True)}, {}, ["changed"]),
    ("hours of two days", {"when": When(START.date(), START.date().replace(day=4), all_day=True)},
     {"when": When(START, START.replace(day=4, hour=16))}, ["changed"]),
    ("hours of one of two days", {"when": When(START.date(), START.date().replace(day=4), all_day=True)},
     {"when": SPAN}, ["moved"]),
    ("another end", {"when": SPAN}, {"when": When(START, START.replace(hour=22))}, ["moved"]),
    ("the note of a new date is taken away", {"status": "rescheduled"}, {}, ["changed"]),
    ("a street written out", {"venue": Venue("Halle", "Hafenstr. 3", city="Bielefeld")},
     {"venue": Venue("Halle", "Hafenstraße 3", city="Bielefeld")}, ["changed"]),
    ("takes place after all", {"status": "postponed"}, {}, ["returned"]),
    ("has its new date", {"status": "postponed"}, {"when": When(START.replace(day=10))}, ["moved"]),
    ("takes place after all, later", {"status": "cancelled"}, {"when": When(START.replace(day=10))},
     ["returned", "moved"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "first", "then", "kinds"), LATER, ids=[case[0] for case in LATER])
def test_what_came_before_decides_what_is_told(
    name: str, first: dict[str, Any], then: dict[str, Any], kinds: list[str]
) -> None:
    before = replace(STORED, **first)
    (after,), changes = diff([replace(EVENT, **then)], {EVENT.uid: before}, now=DAY2)
    assert ([change.kind for change in changes], after.sequence) == (kinds, int("venue" not in first))


def test_new_event_starts_at_zero() -> None:
    (event,), (change,) = diff([EVENT], {}, now=DAY1)
    assert (event.sequence, event.first_published, change.kind) == (0, DAY1, "new")


def test_the_hour_that_autumn_repeats_is_itself_in_another_zone() -> None:
    twice = replace(EVENT, when=When(datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN)))
    stored = replace(STORED, when=When(datetime.fromisoformat("2026-10-25T02:30:00+01:00")))
    (after,), changes = diff([replace(twice, title="Pitch Nacht")], {EVENT.uid: stored}, now=DAY2)
    assert ([change.kind for change in changes], after.sequence) == (["changed"], 0)
    moved = replace(twice, when=When(datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)))
    assert diff([moved], {EVENT.uid: stored}, now=DAY2)[0][0].sequence == 1  # an hour earlier, by the same clock
