"""What people type of events: kept as Event's own values, or refused with a sentence before anything is written."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipeline.config import default_folder
from pipeline.model import Decision, Event, Sighting, Venue, When
from pipeline.run import ingest
from pipeline.store import Batch
from pitchradar import corrections, decide, keep, work
from pitchradar.cli import app
from pitchradar.trace import trace
from pitchradar.workplace import Workplace, workplace

NOW = datetime(2026, 11, 3, 5, tzinfo=UTC)
TAGGED = {"kmu_fit": ("0",), "startup_relevant": ("no word",)}
EVENING = When(datetime(2026, 12, 3, 17, tzinfo=UTC), datetime(2026, 12, 3, 20, tzinfo=UTC))


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    place = workplace(default_folder(), tmp_path / "var")
    event = Event("1@pitchradar", "Pitch Night", EVENING, url="https://haus.example/1", online="yes", sightings=("s",))
    event = replace(event, evidence=TAGGED)
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


@pytest.mark.parametrize(("start", "over"), [("2026-11-02", True), ("2026-11-03T20:00", False), ("2026-11-03", False)])
def test_an_event_of_ones_own_that_is_over_is_warned_of(start: str, over: bool, place: Workplace) -> None:
    fields = {"title": "Abend", "start": start} | dict.fromkeys(("end", "where", "url", "organizer", "description"))
    told = decide.add(place, fields, NOW)
    assert ("it is over already" in " ".join(told)) is over and place.ledger.own()[-1].title == "Abend"


@pytest.mark.parametrize(
    ("city", "hour", "asked"), [("Halle", 17, True), ("Bünde", 19, True), ("Bünde", 17, False), (None, 17, False)]
)
def test_two_events_in_other_towns_or_at_other_hours_are_asked_about(
    city: str | None, hour: int, asked: bool, place: Workplace
) -> None:
    here = Event("3@pitchradar", "Abend", EVENING, venue=Venue(city="Bünde"))
    when = When(datetime(2026, 12, 3, hour, tzinfo=UTC))
    with place.store() as store:
        store.commit(Batch(NOW, events=(here, Event("4@pitchradar", "Pitch", when, venue=Venue(city=city)))))
    command = ["merge", "3", "4", "--config", str(default_folder()), "--data", str(place.data)]
    told = CliRunner().invoke(app, command, input="n\n").output
    assert ("Are they one event?" in told and "Pitch, 2026-12-03" in told) is asked
    assert len(place.ledger.decisions()) == (not asked)
    CliRunner().invoke(app, [*command, "--yes"])
    assert len(place.ledger.decisions()) == 1 + (not asked)


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


def taken_in(place: Workplace) -> dict[str, Event]:
    """What is stored after a run that crawled nothing."""
    run = place.runs / "empty"
    run.mkdir(parents=True, exist_ok=True)
    with place.store() as store:
        ingest(run, store, place.ledger, place.config, now=NOW)
        return {event.title: event for event in store.events()}


def test_an_event_of_ones_own_is_relevant_whatever_its_words(place: Workplace) -> None:
    own(place, title="Eigener Abend", start="2026-12-05T18:00", where="Stadthalle Bielefeld")
    event = taken_in(place)["Eigener Abend"]
    assert event.startup_relevant and event.evidence["startup_relevant"][0] == "a person, 2026-11-03"
    corrections.correct(place, event.uid, ["relevant=no"], NOW)
    assert not taken_in(place)["Eigener Abend"].startup_relevant


def test_events_of_different_days_are_merged_only_by_who_is_sure(place: Workplace) -> None:
    own(place, title="Lesung am Fluss", start="2026-12-13T18:00")
    own(place, title="Vortrag im Turm", start="2026-12-20T18:00")
    uids = [event.uid for title, event in taken_in(place).items() if title[:3] in ("Les", "Vor")]
    with pytest.raises(ValueError, match=r"2026-12-(13 and 2026-12-20|20 and 2026-12-13).*--yes"):
        decide.merge(place, *uids, NOW)
    assert place.ledger.decisions() == []
    with_yes = ["merge", *uids, "--yes", "--data", str(place.data)]
    said = CliRunner().invoke(app, with_yes).stdout
    assert f"pitchradar split {uids[0]}" in " ".join(said.split())
    with pytest.raises(ValueError, match="pitchradar split UID"):
        decide.undo(place, uids[0], None, NOW)


@pytest.mark.parametrize("runs_between", [False, True])
def test_a_split_takes_a_merge_back_before_and_after_the_next_run(place: Workplace, runs_between: bool) -> None:
    own(place, title="Lesung am Fluss", start="2026-12-13T18:00")
    own(place, title="Vortrag im Turm", start="2026-12-20T18:00")
    before = taken_in(place)
    uids = [before[title].uid for title in ("Lesung am Fluss", "Vortrag im Turm")]
    decide.merge(place, *uids, NOW, sure=True)
    if runs_between:
        assert {"Lesung am Fluss", "Vortrag im Turm"} - taken_in(place).keys()
    decide.split(place, uids[1], NOW)
    after = taken_in(place)
    assert [after[title].uid for title in ("Lesung am Fluss", "Vortrag im Turm")] == uids


def test_what_was_decided_is_published_without_a_run(place: Workplace) -> None:
    for title, day in (("Lesung am Fluss", 13), ("Vortrag im Turm", 20), ("Abend im Hof", 21), ("Abend im Tor", 22)):
        own(place, title=title, start=f"2026-12-{day}T18:00")
    work.publish(place, NOW)
    with place.store() as store:
        uids = {event.title: event.uid for event in store.events() if event.uid != "1@pitchradar"}
    decide.merge(place, uids["Lesung am Fluss"], uids["Vortrag im Turm"], NOW, sure=True)
    decide.hide(place, uids["Abend im Hof"], NOW)
    decide.edit(place, uids["Abend im Tor"], ["title=Abend im Turm"], NOW)
    work.publish(place, NOW + timedelta(hours=1))
    calendar = (place.public / "feeds" / "startup-termine.ics").read_text("utf-8")
    titles = ("Lesung am Fluss", "Vortrag im Turm", "Abend im Hof", "Abend im Tor", "Abend im Turm")
    assert sum(f"SUMMARY:{title}" in calendar for title in titles) == 2
    assert "SUMMARY:Abend im Turm" in calendar and "Abend im Hof" not in calendar
    assert decide.find(place, uids["Lesung am Fluss"]).uid == decide.find(place, uids["Vortrag im Turm"]).uid


def test_a_rebuild_tells_what_a_publication_told(place: Workplace) -> None:
    own(place, title="Abend im Hof", start="2026-12-13T18:00")
    work.publish(place, NOW)
    with place.store() as store:
        uid = next(event.uid for event in store.events() if event.title == "Abend im Hof")
    for hours in (1, 2):
        decide.edit(place, uid, [f"start=2026-12-1{hours}T18:00"], NOW + timedelta(hours=hours))
        work.publish(place, NOW + timedelta(hours=hours))
    told = decide.find(place, uid)
    keep.rebuild(place, NOW + timedelta(days=1))
    assert told.sequence == 2 and decide.find(place, uid) == told


def two_events(place: Workplace) -> None:
    """Another event beside the first, and what shows both."""
    other = Event("2@pitchradar", "Gründerabend", EVENING, sightings=("t",), evidence=TAGGED)
    seen = {
        "1@pitchradar": Sighting("haus", "https://haus.example/", "Pitch Night", EVENING, NOW, NOW, id="s"),
        "2@pitchradar": Sighting("kammer", "https://kammer.example/", "Gründerabend", EVENING, NOW, NOW, id="t"),
    }
    with place.store() as store:
        store.commit(Batch(NOW, events=(other,), sightings=tuple((seen[uid], uid) for uid in seen)))


def test_trace_shows_which_events_a_person_made_one(place: Workplace) -> None:
    two_events(place)
    decide.hide(place, "1", NOW)
    decide.merge(place, "1", "2", NOW + timedelta(hours=1))
    told = "2026-11-03 07:00 CET same: “Pitch Night” (1@pitchradar), “Gründerabend” (2@pitchradar)"
    assert trace(place, "1")["decided"] == ["2026-11-03 06:00 CET hide", told]
    command = ["trace", "2", "--config", str(default_folder()), "--data", str(place.data)]
    assert json.loads(CliRunner().invoke(app, [*command, "--json"]).stdout)["decided"] == [told]
    assert told in CliRunner().invoke(app, command).stdout


def test_trace_shows_what_a_person_took_apart(place: Workplace) -> None:
    two_events(place)
    both = Event("1@pitchradar", "Pitch Night", EVENING, sightings=("s", "t"), evidence=TAGGED)
    with place.store() as store:
        store.commit(Batch(NOW, events=(both,)))
    decide.split(place, "1", NOW)
    told = "2026-11-03 06:00 CET apart: “Pitch Night” (haus, sighting s), “Gründerabend” (kammer, sighting t)"
    assert trace(place, "1")["decided"] == trace(place, "2")["decided"] == [told]


def test_trace_names_by_its_id_what_is_stored_no_more(place: Workplace) -> None:
    place.ledger.decide(Decision("same", "9@pitchradar", "s"))
    assert trace(place, "1")["decided"] == ["same: 9@pitchradar, s"]


@pytest.mark.parametrize(
    ("price", "edit", "told"),
    [
        ("20 €", [], "price 20 €, "),
        (None, [], "price free (read in title and description), "),
        (None, ["price=free"], "price free, "),
    ],
)
def test_trace_shows_where_price_and_description_come_from(
    price: str | None, edit: list[str], told: str, place: Workplace
) -> None:
    text = "Wann: um sechs.\n" + "Wir reden. " * 30
    seen = Sighting(
        "haus", "https://haus.example/", "Pitch Night", EVENING, NOW, NOW, id="s", price=price, description=text
    )
    event = Event("1@pitchradar", "Pitch Night", EVENING, price=price or "free", sightings=("s",), evidence=TAGGED)
    with place.store() as store:
        store.commit(Batch(NOW, events=(event,), sightings=((seen, event.uid),)))
    if edit:
        decide.edit(place, "1", edit, NOW)
    sections = trace(place, "1")
    assert any(line.startswith(told) for line in sections["event"])
    assert ("    price: as given: 20 €" in sections["seen"]) is bool(price)
    begins = "    description: as given: Wann: um sechs. Wir reden. "
    assert [line for line in sections["seen"] if line.startswith(begins) and line.endswith(" Wir reden …")]
