"""Every line of "RSS, Atom, JSON Feed" in docs/feeds.md."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import feedparser
import pytest
from feed_samples import BASE, TODAY, crowd, event, names, press
from feedgen.feed import FeedGenerator
from lxml import etree

from benchmarks import _scratch as scratch
from feeds import rss
from feeds.edition import edition
from feeds.filters import Filter
from feeds.joined import MAX_BYTES
from feeds.parts import Parts
from feeds.press import Press, changes_feed
from feeds.setting import ALL, Addresses, Feed
from pipeline.localdays import berlin_day
from pipeline.model import Change, When

FEED = Feed(ALL, "Startup-Termine", "Alle Termine", Filter(), "all")
EV = "{http://purl.org/rss/1.0/modules/event/}"
ATOM = "{http://www.w3.org/2005/Atom}"


def built(form, wanted=None, feed=FEED, today=TODAY):
    maker = press(today)
    return bytes(maker.feed(feed, form, maker.edition.index.pick(wanted or Filter())))


def parsed(form, **more):
    found = feedparser.parse(built(form, **more))
    assert not found.bozo, found.bozo_exception
    return found


def item(form, uid):
    return next(e for e in parsed(form).entries if e.id.endswith(f":{uid}@pitchradar"))


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_dated_by_first_publication_and_titled_by_the_events_date(form):
    found = item(form, "a1")
    assert found.published_parsed[:5] == (2026, 11, 10, 6, 0)
    assert found.title == "Do., 3. Dezember 2026, 18:00 Uhr: Pitch-Abend Logistik (Bielefeld)"
    assert found.link == "https://gruenderhaus.example/pitch?id=1&lang=de"


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_event_module(form):
    found = item(form, "a1")
    assert found.ev_startdate == "2026-12-03T18:00:00+01:00" and found.ev_enddate == "2026-12-03T20:30:00+01:00"
    assert found.ev_location == "Gründerhaus, Hafenstraße 1, 33602 Bielefeld"
    assert item(form, "a2").ev_startdate == "2026-12-04"


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_guid_is_a_tag_uri_that_never_changes(form):
    ids = [e.id for e in parsed(form).entries]
    assert len(set(ids)) == len(ids) and all(i.startswith("tag:pitchradar.example,2026:") for i in ids)
    assert "tag:pitchradar.example,2026:a1@pitchradar" in ids
    assert set(ids) <= {e.id for e in parsed(form, today=date(2026, 11, 23)).entries} | {ids[-1]}


def test_guid_is_no_permalink():
    guids = etree.fromstring(built("rss")).findall(".//guid")
    assert guids and {g.get("isPermaLink") for g in guids} == {"false"}


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_extra_items_for_cancelled_and_moved(form):
    extra = [e for e in parsed(form).entries if e.id.count("/")]
    assert [e.title.split(":")[0] for e in extra] == ["Verschoben", "Abgesagt"]
    assert "bisher Mo., 7. Dezember 2026, 18:00–21:00 Uhr, jetzt Mo., 14. Dezember 2026" in extra[0].content[0].value
    assert extra[1].published_parsed[:3] == (2026, 11, 20)


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_the_day_it_was_moved_from_is_told_once_in_each_item(form):
    own, extra = item(form, "b4"), next(e for e in parsed(form).entries if ":b4@pitchradar/moved/" in e.id)
    assert "Verschoben: bisher Mo., 7. Dezember 2026, 18:00 Uhr." in own.content[0].value
    assert own.content[0].value.count("7. Dezember") == extra.content[0].value.count("bisher Mo., 7. Dezember") == 1


def test_rss_channel():
    channel = etree.fromstring(built("rss")).find("channel")
    own = channel.find(f"{ATOM}link")
    assert own.get("rel") == "self" and own.get("href") == "https://termine.example/feeds/startup-termine.rss"
    assert channel.findtext("language") == "de" and channel.findtext("ttl") == "360"
    assert channel.findtext("lastBuildDate") == "Sat, 21 Nov 2026 06:00:00 +0000"
    assert channel.findtext("link") == "https://termine.example/"


def test_categories_carry_their_scheme():
    atom = {(t.term, t.scheme, t.label) for t in item("atom", "a1").tags}
    assert ("logistik", "urn:pitchradar:branche:wz2008", "Logistik") in atom
    assert ("pitch", "urn:pitchradar:format", "Pitch") in atom
    assert ("Pitch", "urn:pitchradar:format") in {(t.term, t.scheme) for t in item("rss", "a1").tags}


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_content_is_clean_html(form):
    content = item(form, "d1").content[0].value
    assert "<script" not in content and "<img" not in content and "<svg" not in content and "javascript" not in content
    raw = etree.fromstring(built(form))
    encoded = raw.find(".//{http://purl.org/rss/1.0/modules/content/}encoded")
    assert encoded is None if form == "atom" else encoded.text.startswith("<p>")
    assert "&lt;script&gt;alert(2)" in content


def test_json_feed():
    data = json.loads(built("json"))
    assert data["version"] == "https://jsonfeed.org/version/1.1" and len(data["items"]) == 15
    assert data["feed_url"] == "https://termine.example/feeds/startup-termine.json"
    found = next(i for i in data["items"] if i["id"].endswith(":a1@pitchradar"))
    keys = "title start end all_day location city url status online organizer description".split()
    assert [key for key in keys if key not in found] == []
    assert (found["start"], found["end"]) == ("2026-12-03T18:00:00+01:00", "2026-12-03T20:30:00+01:00")
    assert found["title"] == "Pitch-Abend Logistik" and found["date_published"] == "2026-11-10T06:00:00+00:00"
    days = next(i for i in data["items"] if i["id"].endswith(":a2@pitchradar"))
    assert (days["start"], days["end"], days["all_day"]) == ("2026-12-04", "2026-12-05", True)
    assert b"</script>" not in built("json")


def test_too_large_json_keeps_the_nearest_and_says_so():
    many = crowd(1200)
    maker = press(chosen=many)
    everything = maker.edition.index.pick()
    found = maker.feed(FEED, "json", everything)
    data, first = json.loads(bytes(found)), next(i for i, e in enumerate(many) if berlin_day(e.when.start) >= TODAY)
    kept = [item["_pitchradar"]["uid"] for item in data["items"]]
    assert 900_000 < len(bytes(found)) <= MAX_BYTES and kept == [e.uid for e in many[first : first + len(kept)]]
    assert data["_pitchradar"] == {"events": 1200, "carried": len(kept)}
    assert data["description"].startswith(f"Alle Termine Gekürzt: die nächsten {len(kept)} von 1200 Terminen")


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_change_feed(form):
    titles = [e.title for e in parsed(form, feed=changes_feed()).entries]
    assert titles[0].startswith("Verschoben: Mo., 14. Dezember")
    assert titles[1].startswith("Abgesagt: Mi., 9. Dezember")
    assert [t for t in titles if t.startswith("Neu: ")] == [
        "Neu: Di., 8. Dezember 2026, 10:00 Uhr: Startup Meetup KI (Gütersloh)",
        "Neu: Do., 3. Dezember 2026, 18:00 Uhr: Pitch-Abend Logistik (Bielefeld)",
    ]


def day(number):
    return {"start": f"2026-12-{number:02}T18:00:00+01:00", "end": f"2026-12-{number:02}T20:30:00+01:00"}


def told(after, *happened):
    """Titles and texts of the change feed, the oldest first, when these things happened to `a1`, one a day."""
    changes = [Change(kind, after.uid, datetime(2026, 11, 10 + n, 6, tzinfo=UTC), fields)
               for n, (kind, fields) in enumerate(happened)]  # fmt: skip
    maker = Press(edition([after], changes, names(), TODAY), Addresses(BASE), Parts())
    found = feedparser.parse(bytes(maker.feed(changes_feed(), "atom", maker.edition.index.pick())))
    return [(e.title, e.content[0].value) for e in reversed(found.entries) if ":woche/" not in e.id]


def test_what_was_told_of_a_day_stays_told():
    """A second date does not go back into the item of the first."""
    moved = replace(event("a1"), when=When(*(datetime.fromisoformat(day(12)[key]) for key in ("start", "end"))))
    new, first, second = told(
        moved, ("new", {}), ("moved", {"when": [day(10), day(11)]}), ("corrected", {"when": [day(11), day(12)]})
    )
    assert new[0].startswith("Neu (inzwischen geändert): Do., 10. Dezember 2026")
    assert first[0].startswith("Verschoben (inzwischen geändert): Fr., 11. Dezember 2026")
    assert "jetzt Fr., 11. Dezember" in first[1] and "Inzwischen gilt: Sa., 12. Dezember" in first[1]
    assert second[0].startswith("Berichtigt: Sa., 12. Dezember 2026") and "Verschoben" not in second[0]
    assert "wurde auf diesen Termin verschoben" not in second[1] and "wurde auf diesen Termin verschoben" in first[1]


def test_a_cancelled_event_is_not_just_new():
    off = replace(event("a1"), status="cancelled")
    new, cancelled = told(off, ("new", {}), ("cancelled", {"status": ["scheduled", "cancelled"]}))
    assert new[0].startswith("Neu (inzwischen abgesagt): Do., 3. Dezember") and "Inzwischen abgesagt." in new[1]
    assert cancelled[0].startswith("Abgesagt: Do., 3. Dezember")
    assert told(off, ("new", {}))[0][0].startswith("Neu (abgesagt): Do., 3. Dezember")
    back = replace(off, status="scheduled")
    off_then, _ = told(back, ("cancelled", {"status": ["scheduled", "cancelled"]}),
                       ("returned", {"status": ["cancelled", "scheduled"]}))  # fmt: skip
    assert off_then[0].startswith("Abgesagt (findet doch statt): ")


def test_what_is_back_in_a_list_was_never_cancelled():
    off = ("cancelled", {"status": ["scheduled", "cancelled"]})
    gone, back = ("not_listed", {"listed": [True, False]}), ("returned", {"listed": [False, True]})
    assert [title.split(":")[0] for title, _ in told(event("a1"), gone, back)] == [
        "Nicht mehr aufgeführt",
        "Wieder aufgeführt",
    ]
    (parted,) = told(event("a1"), ("returned", {"uid": ["a2@pitchradar", "a1@pitchradar"]}))
    assert parted[0].startswith("Wieder ein eigener Termin: Do.")
    both = ("returned", {"status": ["cancelled", "scheduled"], "listed": [False, True]})
    assert told(event("a1"), off, both)[1][0].startswith("Findet doch statt: Do.")
    cancelled = replace(event("a1"), status="cancelled")
    assert [title.split(":")[0] for title, _ in told(cancelled, off, gone, back)] == ["Abgesagt"]
    assert [title.split(":")[0] for title, _ in told(cancelled, gone, back, off)] == [
        "Nicht mehr aufgeführt (inzwischen abgesagt)",
        "Wieder aufgeführt (inzwischen abgesagt)",
        "Abgesagt",
    ]


def test_a_correction_does_not_lead_the_title_of_the_event():
    fields = {"when": [day(2), day(3)]}
    for kind, lead in (("moved", "Verschoben: "), ("corrected", "Do., ")):
        happened = Change(kind, "a1@pitchradar", datetime(2026, 11, 20, tzinfo=UTC), fields)
        shown = edition([event("a1")], [happened], names(), TODAY).shown["a1@pitchradar"]
        assert rss.headline(shown).startswith(lead)


def test_weekly_digest_of_whole_weeks():
    found = parsed("atom", feed=changes_feed(), today=date(2026, 11, 23)).entries
    weeks = [e for e in found if "/woche/" in e.id or ":woche/" in e.id]
    assert [e.title for e in weeks] == [
        "Wochenüberblick KW 47/2026: 0 neu, 1 verschoben, 1 abgesagt",
        "Wochenüberblick KW 46/2026: 2 neu, 0 verschoben, 0 abgesagt",
    ]
    # Of the end of the week, in Berlin: a publication of early Monday dates nothing ahead.
    assert [e.published for e in weeks] == ["2026-11-22T23:00:00+00:00", "2026-11-15T23:00:00+00:00"]


def test_the_libraries_say_the_same():
    """Our own writing of an event against icalendar's and feedgen's."""
    maker = press(chosen=[event("a1")])
    everything, names = maker.edition.index.pick(), maker.edition.names
    ours, theirs = bytes(maker.feed(FEED, "ics", everything)), scratch.naive_calendar([event("a1")], names)
    assert scratch.parsed_calendar(ours) == scratch.parsed_calendar(theirs)
    for form, written in (("rss", FeedGenerator.rss_str), ("atom", FeedGenerator.atom_str)):
        theirs = scratch.parsed_newsfeed(scratch.naive_newsfeed([event("a1")], names, written))
        found = scratch.parsed_newsfeed(bytes(maker.feed(FEED, form, everything)))
        assert [row[:5] for row in found] == [row[:5] for row in theirs]


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_same_data_same_bytes(form):
    assert built(form) == built(form) and built(form, feed=changes_feed()) == built(form, feed=changes_feed())
