"""Every line of "iCalendar" in docs/feeds.md: the file is read back by other programs' eyes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import recurring_ical_events
import vobject
from feed_samples import BASE, NOW, TODAY, crowd, event, events, names, press, sample
from icalendar import Calendar

from feeds import checks, ical
from feeds.edition import edition
from feeds.filters import Filter
from feeds.joined import MAX_BYTES
from feeds.parts import Parts
from feeds.press import Press
from feeds.setting import ALL, Addresses, Feed
from feeds.shown import Shown
from pipeline.localdays import berlin_day
from pipeline.model import Change, When

FEED = Feed(ALL, "Startup-Termine", "Alle Termine", Filter(), "all")


def built(today=TODAY, wanted=None, chosen=None):
    maker = press(today, chosen)
    return bytes(maker.feed(FEED, "ics", maker.edition.index.pick(wanted or Filter())))


def vevents(data=None):
    return {str(v["uid"]).split("@")[0]: v for v in Calendar.from_ical(data or built()).walk("VEVENT")}


def only(**changes):
    """One rendered event, read back: a1 with other fields."""
    data = ical.part(Shown(replace(event("a1"), **changes)), names())
    return Calendar.from_ical(b"BEGIN:VCALENDAR\r\n" + data + b"END:VCALENDAR\r\n").walk("VEVENT")[0]


def lines(data):
    return data.replace(b"\r\n ", b"").decode().split("\r\n")


def test_file_bytes():
    data = built()
    checks.calendar(data)
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert not re.search(rb"[^\r]\n|\r[^\n]", data)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    for line in data.split(b"\r\n"):
        line.decode("utf-8")  # folded between characters, never inside one
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", data)


def test_head():
    head = lines(built())[:18]
    assert head[1:4] == ["PRODID:-//pitchradar//Startup-Termine//DE", "VERSION:2.0", "CALSCALE:GREGORIAN"]
    for line in (
        "NAME:Startup-Termine",
        "X-WR-CALNAME:Startup-Termine",
        "DESCRIPTION:Alle Termine",
        "X-WR-CALDESC:Alle Termine",
        "X-WR-TIMEZONE:Europe/Berlin",
        "COLOR:teal",
        "X-APPLE-CALENDAR-COLOR:#0b5563",
        "URL:https://termine.example/",
        "SOURCE;VALUE=URI:https://termine.example/feeds/startup-termine.ics",
        "LAST-MODIFIED:20261121T060000Z",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ):
        assert line in head
    assert "METHOD" not in built().decode()


@pytest.mark.parametrize("color, name", [("#0b5563", "teal"), ("#ff0000", "firebrick"), ("#4682b4", "steelblue")])
def test_color_has_a_css_name(color, name):
    assert ical.css_name(color) == name


def test_one_timezone_in_rule_form_even_when_empty():
    for data in (built(), built(chosen=[])):
        zones = Calendar.from_ical(data).walk("VTIMEZONE")
        assert len(zones) == 1 and b"RDATE" not in data and data.count(b"RRULE:FREQ=YEARLY") == 2
        zone = zones[0].to_tz()
        assert datetime(2031, 7, 1, tzinfo=zone).utcoffset() == timedelta(hours=2)
        assert datetime(2031, 12, 1, tzinfo=zone).utcoffset() == timedelta(hours=1)


def test_no_floating_times():
    for line in lines(built()[built().index(b"BEGIN:VEVENT") :]):
        if line.startswith(("DTSTART", "DTEND")):
            assert re.fullmatch(r"DT\w+(;TZID=Europe/Berlin:\d{8}T\d{6}|;VALUE=DATE:\d{8}|:\d{8}T\d{6}Z)", line)


def test_past_thirty_days_and_all_to_come_in_order():
    found = [str(v["uid"]) for v in Calendar.from_ical(built()).walk("VEVENT")]
    assert found[0] == "f1@pitchradar" and "f2@pitchradar" not in found and len(found) == 15
    assert "f1@pitchradar" not in built(date(2026, 12, 13)).decode()
    starts = [v["dtstart"].dt for v in Calendar.from_ical(built()).walk("VEVENT")]
    keys = [s if isinstance(s, datetime) else datetime(s.year, s.month, s.day, tzinfo=UTC) for s in starts]
    assert keys == sorted(keys)


def test_same_data_same_bytes_and_the_day_touches_no_stamp():
    assert built() == built()
    for early, late in zip(vevents(built()).values(), vevents(built(TODAY + timedelta(days=9))).values(), strict=True):
        for name in ("uid", "sequence", "dtstamp", "last-modified", "dtstart"):
            assert early[name] == late[name]


def test_too_large_keeps_the_nearest_and_says_so():
    many = crowd(1200)
    maker = press(chosen=many)
    data = bytes(maker.feed(FEED, "ics", maker.edition.index.pick()))
    checks.calendar(data)
    assert not maker.issues and 900_000 < len(data) <= MAX_BYTES
    kept = [str(v["uid"]) for v in Calendar.from_ical(data).walk("VEVENT")]
    first = next(i for i, e in enumerate(many) if berlin_day(e.when.start) >= TODAY)
    assert kept == [e.uid for e in many[first : first + len(kept)]]
    assert f"die nächsten {len(kept)} von 1200 Terminen" in str(Calendar.from_ical(data)["x-wr-caldesc"])


def test_uid_and_stamps_come_from_the_record():
    found = vevents()["a1"]
    assert found["uid"] == "a1@pitchradar" and found["sequence"] == 0
    assert found["dtstamp"].dt == found["last-modified"].dt == datetime(2026, 11, 15, 6, tzinfo=UTC)
    assert found["created"].dt == datetime(2026, 11, 10, 6, tzinfo=UTC)
    assert vevents()["b1"]["sequence"] == 1


def test_same_uid_in_every_filtered_feed_and_one_per_occurrence():
    narrow = vevents(built(wanted=Filter(region=("owl",))))
    assert narrow["a1"].to_ical() == vevents()["a1"].to_ical()
    assert {"s1", "s2"} <= set(vevents()) and "RRULE" not in str(vevents()["s1"].to_ical())


@pytest.mark.parametrize(
    "uid, start, end, note",
    [
        ("a1", "20261203T180000", "20261203T203000", ""),
        ("a2", "20261204", "20261206", ""),
        ("a3", "20261208T100000", "20261208T120000", "im Kalender stehen 2 Stunden"),
        ("c2", "20261216T180000", "20261218T000000", "Ende: Do., 17. Dezember 2026 (Uhrzeit nicht angegeben)"),
        ("d1", "20261218T180000", "20261218T200000", "im Kalender stehen 2 Stunden"),
        ("e1", "20271031T013000Z", "20271031T030000Z", ""),
    ],
)
def test_start_and_end(uid, start, end, note):
    found = vevents()[uid]
    assert found["dtstart"].to_ical().decode() == start and found["dtend"].to_ical().decode() == end
    assert type(found["dtstart"].dt) is type(found["dtend"].dt) and found["dtend"].dt > found["dtstart"].dt
    assert note in str(found["description"])


def test_single_all_day_event_ends_the_next_day():
    found = only(when=When(date(2026, 12, 4), None, True))
    assert (found["dtstart"].dt, found["dtend"].dt) == (date(2026, 12, 4), date(2026, 12, 5))
    assert found["dtstart"].params["VALUE"] == "DATE"


@pytest.mark.parametrize(
    "uid, state, lead, note",
    [
        ("a1", "CONFIRMED", "", ""),
        ("b1", "CANCELLED", "Abgesagt: ", "wurde abgesagt"),
        ("b2", "TENTATIVE", "Verschoben: ", "ein neuer Termin steht noch nicht fest"),
        ("b3", "TENTATIVE", "", "führt diesen Termin nicht mehr auf"),
        ("b4", "CONFIRMED", "Verschoben: ", "Ausgebucht."),
    ],
)
def test_status(uid, state, lead, note):
    found = vevents()[uid]
    assert found["status"] == state and note in str(found["description"])
    assert str(found["summary"]) == lead + event(uid).title


def test_moved_prefix_lasts_some_days_only():
    assert str(vevents(built(date(2026, 11, 27)))["b4"]["summary"]).startswith("Verschoben: ")
    assert not str(vevents(built(date(2026, 11, 28)))["b4"]["summary"]).startswith("Verschoben: ")


OLD, NEW = "2026-12-10T18:00:00+01:00", "2026-12-14T18:00:00+01:00"
ON_THIS_DAY, A_NEW_DAY = "wurde auf diesen Termin verschoben.", "hat einen neuen Termin."
THURSDAY = "Verschoben: bisher Do., 10. Dezember 2026, 18:00 Uhr."


def start(before, after):
    return {"when": ({"start": before, "end": None}, {"start": after, "end": None})}


MOVES = {
    "another day": (NEW, "scheduled", [("moved", start(OLD, NEW))], THURSDAY),
    "another hour": ("2026-12-10T19:00:00+01:00", "scheduled", [("moved", start(OLD, OLD[:11] + "19:00:00+01:00"))],
                     THURSDAY),
    "a day without an hour": (NEW, "scheduled", [("moved", start("2026-12-10", NEW))],
                              "Verschoben: bisher Do., 10. Dezember 2026."),
    "on a clock elsewhere": (NEW, "scheduled", [("moved", start("2026-12-10T17:00:00+00:00", NEW))], THURSDAY),
    "told by the page, too": (NEW, "rescheduled", [("moved", start(OLD, NEW))], THURSDAY),
    "told by the page later": (NEW, "rescheduled", [("moved", start(OLD, NEW)), ("rescheduled", {})], THURSDAY),
    "twice": (NEW, "scheduled", [("moved", start("2026-12-03T18:00:00+01:00", OLD)), ("moved", start(OLD, NEW))],
              THURSDAY),
    "put right since": ("2026-12-15T18:00:00+01:00", "scheduled",
                        [("moved", start(OLD, NEW)), ("corrected", start(NEW, "2026-12-15T18:00:00+01:00"))], THURSDAY),
    "no other day was seen": (NEW, "rescheduled", [("rescheduled", {"status": ("scheduled", "rescheduled")})],
                              A_NEW_DAY),
    "nothing is known of it": (NEW, "rescheduled", [], A_NEW_DAY),
    "the page says so no more": (NEW, "scheduled", [("rescheduled", {}), ("changed", {})], ON_THIS_DAY),
    "it is the old day again": (OLD, "scheduled", [("moved", start(OLD, NEW)), ("corrected", start(NEW, OLD))],
                                ON_THIS_DAY),
}  # fmt: skip


@pytest.mark.parametrize("case", MOVES)
def test_the_day_it_was_moved_from_is_told(case):
    at, status, happened, sentence = MOVES[case]
    one = replace(event("a1"), when=When(datetime.fromisoformat(at)), status=status)
    told = [Change(kind, one.uid, datetime(2026, 11, 18 + n, 6, tzinfo=UTC), fields)
            for n, (kind, fields) in enumerate(happened)]  # fmt: skip
    maker = Press(edition([one], told, names(), TODAY), Addresses(BASE), Parts())
    found = str(vevents(bytes(maker.feed(FEED, "ics", maker.edition.index.pick())))["a1"]["description"])
    assert found.split("\n")[0].endswith(sentence), found
    assert sum(map(found.count, (ON_THIS_DAY, A_NEW_DAY, "Verschoben: bisher"))) == 1


def test_the_day_it_was_moved_from_is_told_for_some_days_only():
    line = "Verschoben: bisher Mo., 7. Dezember 2026, 18:00 Uhr."
    assert str(vevents(built(date(2026, 11, 27)))["b4"]["description"]).startswith(line)
    assert "erschoben" not in str(vevents(built(date(2026, 11, 28)))["b4"]["description"])


def test_cancelled_can_be_left_out():
    assert "b1" not in vevents(built(wanted=Filter(abgesagt="weglassen")))


def test_texts_and_place():
    found = vevents()["a1"]
    assert str(found["location"]) == "Gründerhaus, Hafenstraße 1, 33602 Bielefeld"
    assert found["geo"].to_ical() == "52.0302;8.5325"
    assert str(found["url"]) == "https://gruenderhaus.example/pitch?id=1&lang=de"
    assert str(found["description"]).split("\n")[-1] == str(found["url"])
    assert "Anmeldung bis: Di., 1. Dezember 2026" in str(found["description"])
    assert "Preis: kostenlos" in str(found["description"])
    assert "erschlossen: das Jahr" in str(vevents()["a3"]["description"])
    assert len(str(vevents()["d2"]["summary"])) <= 255
    assert str(vevents()["d2"]["url"]) == "https://lang.example/%C3%BCmlaut"


def test_online():
    online, hybrid = vevents()["c1"], vevents()["c2"]
    assert str(online["location"]) == "Online" and "geo" not in online
    assert str(online["conference"]) == "https://webinar.example/raum?a=1"
    assert dict(online["conference"].params)["FEATURE"] == "VIDEO"
    assert str(hybrid["location"]) == "Hörsaal 1, Aachen (auch online)" and "conference" in hybrid


def test_subscriber_does_not_look_busy():
    for found in vevents().values():
        assert found["class"] == "PUBLIC" and found["transp"] == "TRANSPARENT"
        assert found["x-microsoft-cdo-busystatus"] == "FREE"
    for word in ("VALARM", "ATTENDEE:", "ATTENDEE;", "ORGANIZER", "PARTICIPANT", "VLOCATION"):
        assert not any(line.startswith((word, f"BEGIN:{word}")) for line in lines(built()))
    assert vevents()["a1"]["categories"].cats == ["Logistik", "Pitch", "Networking", "Finanzierung"]


def test_hostile_text_is_only_text():
    assert len(vevents()) == 15 and "javascript:" not in built().decode()
    found = vevents()["d1"]
    assert str(found["location"]) == "<img src=x onerror=alert(1)>, Weg;1, \\2, Köln ATTENDEE:mailto:x"
    assert str(found["description"]).startswith("Zeile 1\nEND:VEVENT\nBEGIN:VEVENT gnirts\n<script>")


@pytest.mark.parametrize(
    "broken",
    [{"uid": "ümlaut"}, {"uid": "a b"}, {"first_published": None, "last_changed": None}, {"when": When(date.max)}],
    ids=["uid not ascii", "uid with a blank", "never stored", "end of time"],
)
def test_broken_event_is_left_out_and_counted(broken):
    bad = replace(event("a3"), **broken)
    maker = press(chosen=[event("a1"), bad])
    data = bytes(maker.feed(FEED, "ics", maker.edition.index.pick()))
    assert list(vevents(data)) == ["a1"]
    assert [(i.level, i.stage) for i in maker.issues] == [("error", "publish")]
    checks.calendar(data)


def test_other_eyes_see_the_same_dates():
    found = recurring_ical_events.of(Calendar.from_ical(built())).between(TODAY, date(2028, 1, 1))
    assert {str(v["uid"]) for v in found} == {e.uid for e in sample().index.events if e.uid != "f1@pitchradar"}
    assert len(events()) == 18 and NOW.date() == TODAY


def test_vobject_reads_the_same():
    found = {str(v.uid.value): v for v in vobject.readOne(built().decode("utf-8")).vevent_list}
    assert set(found) == {event.uid for event in sample().index.events}
    for uid, mine in vevents().items():
        other = found[f"{uid}@pitchradar"]
        assert other.summary.value == str(mine["summary"])
        assert other.description.value == str(mine["description"])
        start, theirs = mine["dtstart"].dt, other.dtstart.value
        assert (theirs.astimezone(UTC) == start.astimezone(UTC)) if isinstance(start, datetime) else theirs == start


@pytest.mark.parametrize(
    ("price", "said"),
    [
        ("free", "Preis: kostenlos"),
        ("0 EUR", "Preis: kostenlos"),
        ("€ 0,00", "Preis: kostenlos"),
        ("0", "Preis: kostenlos"),
        ("0,50 Euro", "Preis: 0,50 Euro"),
        ("from 49.50 EUR", "Preis: ab 49,50 Euro"),
        ("12 € / 8 €", "Preis: 12 € / 8 €"),
        ("49.50 EUR", "Preis: 49,50 Euro"),
        ("30.00 EUR", "Preis: 30 Euro"),
        ("249 EUR", "Preis: 249 Euro"),
        ("0.00 EUR", "Preis: kostenlos"),
        ("Kosten: 249 €", "Preis: 249 €"),
        ("Eintritt: 5 €, ermäßigt 3 €", "Preis: 5 €, ermäßigt 3 €"),
    ],
)
def test_price_and_last_day_to_register_are_told_in_german(price, said):
    told = str(only(price=price, deadline=date(2026, 12, 1))["description"])
    assert said in told.splitlines()
    assert "Anmeldung bis: Di., 1. Dezember 2026" in told.splitlines()
