"""Publishing: which feeds there are, whole files or the previous ones, same data same bytes, nothing rendered twice."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import resource
import subprocess
import sys
from datetime import timedelta

import feedparser
import pytest
from feed_samples import HERE, NOW, SOURCE, crowd, event, press

from feeds import files, rows
from feeds.carried import Carried
from feeds.checks import CHECKS
from feeds.edition import read
from feeds.filters import Filter
from feeds.joined import Joined
from feeds.press import Press, changes_feed
from feeds.publish import publish
from feeds.setting import ALL, CHANGES, FORMS, Addresses, Feed, choices
from feeds.words import TEMPLATES
from pipeline.ledger import OWN
from pipeline.model import Change, Sighting
from pipeline.store import Batch
from pipeline.store.former import FORMER, keeping_titles


def tree(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_feeds_there_are(house):
    store, config, public = house
    report = publish(store, config, public, now=NOW)
    assert report.feeds["startup-termine"] == 15 and report.feeds["owl"] == 7
    assert {"logistik", "ki-daten", "handwerk", "finanzen"} <= set(report.feeds) and "biotech" not in report.feeds
    for name in report.feeds:
        for form in FORMS:
            data = (public / f"feeds/{name}.{form}").read_bytes()
            CHECKS[form](data)
    assert (public / "index.html").exists() and (public / "feeds/aenderungen.atom").exists()


@pytest.mark.parametrize("golden", sorted((HERE / "golden").iterdir()), ids=lambda path: path.name)
def test_golden_files(golden):
    """What readers get, byte for byte. After a wanted change: look at the difference, then copy the new file over."""
    maker = press()
    feed = changes_feed() if golden.stem == CHANGES else Feed(ALL, "Startup-Termine", "Alle", Filter(), "all")
    assert bytes(maker.feed(feed, golden.suffix[1:], maker.edition.index.pick())) == golden.read_bytes()


def test_again_writes_and_renders_nothing(house):
    store, config, public = house
    publish(store, config, public, now=NOW)
    before = tree(public)
    report = publish(store, config, public, now=NOW + timedelta(hours=3))
    assert (report.written, report.rendered) == ((), 0) and tree(public) == before


IN_ANOTHER_PROCESS = """
import sys
from datetime import datetime
from pathlib import Path
from feed_samples import config
from feeds.publish import publish
from pipeline.store import Store
with Store(Path(sys.argv[1])) as store:
    for now in sys.argv[3:]:
        report = publish(store, config(), Path(sys.argv[2]), now=datetime.fromisoformat(now))
        print(len(report.written), report.rendered)
"""


def test_another_process_writes_and_renders_nothing(house):
    """Each night's run is a process of its own: what is remembered must be known to it by the same names."""
    store, config, public = house
    publish(store, config, public, now=NOW)
    moments = [(NOW + timedelta(hours=hours)).isoformat() for hours in (3, 24)]  # the day after everything is looked at
    command = [sys.executable, "-c", IN_ANOTHER_PROCESS, store.path, public, *moments]
    done = subprocess.run(
        command, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(HERE)}, check=True
    )
    again, tomorrow = (line.split() for line in done.stdout.splitlines())
    assert again == ["0", "0"] and tomorrow[1] == "0"


def test_one_change_renders_one_event(house):
    store, config, public = house
    publish(store, config, public, now=NOW)
    later = NOW + timedelta(hours=1)
    new = dataclasses.replace(event("c1"), title="Webinar: Patentrecht", last_changed=later)
    store.commit(Batch(later, events=(new,), changes=(Change("changed", new.uid, later),)))
    report = publish(store, config, public, now=later)
    assert report.rendered == 7  # once in each form, its page, its row, and its text to search in
    assert "feeds/startup-termine.ics" in report.written and "feeds/owl.ics" not in report.written


def test_what_earlier_versions_left_is_removed(house):
    store, config, public = house
    publish(store, config, public, now=NOW)
    former = [public / "feeds/owl.ics.gz", public.parent / "parts/cards.0", public.parent / "parts/index"]
    for path in former:
        path.write_bytes(b"of yore")
    publish(store, config, public, now=NOW + timedelta(days=1))
    assert not [path for path in former if path.exists()]


def test_published_feed_stays_when_empty(house):
    store, config, public = house
    publish(store, config, public, now=NOW)
    gone = tuple(dataclasses.replace(e, hidden=True) for e in store.events())
    store.commit(Batch(NOW, events=gone))
    report = publish(store, config, public, now=NOW)
    assert report.feeds["owl"] == 0 and b"VTIMEZONE" in (public / "feeds/owl.ics").read_bytes()


def test_what_left_a_feed_changes_its_date(house):
    """Who only knows dates must not be told 304 when an event is gone and nothing newer came."""
    store, config, public = house

    def date():
        rows = json.loads((public / "feeds/index.json").read_bytes())["feeds"]
        return next(row["changed"] for row in rows if row["name"] == "owl")

    publish(store, config, public, now=NOW)
    assert date() == "2026-11-21T06:00:00+00:00"
    store.commit(Batch(NOW, events=(dataclasses.replace(event("s1"), hidden=True),)))
    publish(store, config, public, now=NOW + timedelta(hours=1))
    assert date() == "2026-11-22T10:00:00+00:00"


def test_a_digest_changes_the_date_of_the_change_feed(house):
    """A week ends without any news: who only knows dates must not be told 304."""
    store, config, public = house
    found = []
    for days in (0, 1, 2):
        publish(store, config, public, now=NOW + timedelta(days=days))
        rows = json.loads((public / "feeds/index.json").read_bytes())["feeds"]
        date = next(row["changed"] for row in rows if row["name"] == "aenderungen")
        found.append((date, (public / "feeds/aenderungen.rss").read_text("utf-8").count("woche/")))
    monday = (NOW + timedelta(days=1)).isoformat(timespec="seconds")
    assert found == [("2026-11-21T06:00:00+00:00", 1), (monday, 2), (monday, 2)]


def test_renamed_feed_is_moved_and_removed_one_is_gone(house):
    store, config, public = house
    publish(store, config, public, now=NOW)
    first, second, *rest = config.feeds
    renamed = dataclasses.replace(config, feeds=(dataclasses.replace(first, id="neuer-name"), *rest))
    publish(store, renamed, public, now=NOW)
    publish(store, renamed, public, now=NOW)
    left = json.loads((public / "feeds/index.json").read_bytes())
    assert left["moved"] == {first.id: "neuer-name"} and left["gone"] == [second.id]
    assert not (public / f"feeds/{first.id}.ics").exists() and not (public / f"feeds/{second.id}.ics").exists()


def test_a_publication_that_fails_changes_nothing(house):
    store, config, public = house
    publish(store, config, public, now=NOW)
    (public / "index.html").unlink()
    (public / "index.html").mkdir()
    before = tree(public)
    with pytest.raises(IsADirectoryError):
        publish(store, config, public, now=NOW + timedelta(days=3))
    assert tree(public) == before
    (public / "index.html").rmdir()
    publish(store, config, public, now=NOW + timedelta(days=3))
    assert tree(public) != before


def test_file_that_fails_its_check_leaves_the_old_one(tmp_path):
    target = tmp_path / "a.ics"
    target.write_bytes(b"old")
    with pytest.raises(files.Refused, match="not one whole VCALENDAR"):
        files.put(target, b"<html>", CHECKS["ics"])
    assert tree(tmp_path) == {"a.ics": b"old"}


@pytest.mark.parametrize(
    "form, data",
    [
        ("ics", b"BEGIN:VCALENDAR\r\nX:1\nY:2\r\nEND:VCALENDAR\r\n"),
        ("ics", b"BEGIN:VCALENDAR\r\n" + b"X:" + b"a" * 80 + b"\r\nEND:VCALENDAR\r\n"),
        ("ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n"),
        ("rss", b"<rss><channel></rss>"),
        ("atom", b"<html/>"),
        ("json", b"[]"),
        ("json", b"{"),
        ("rows", b"{}"),
        ("rows", b"[,]"),
    ],
)
def test_checks_refuse_what_no_reader_reads(form, data):
    with pytest.raises(ValueError):
        CHECKS[form](data)


def test_broken_event_is_an_issue_and_the_feeds_live_on(house):
    store, config, public = house
    store.commit(Batch(NOW, events=(dataclasses.replace(event("a1"), uid="kaputt ü"),)))
    report = publish(store, config, public, now=NOW)
    assert [i.value for i in report.issues if i.level == "error"] == ["'kaputt \\xfc'"]
    assert report.feeds["startup-termine"] == 16
    assert (public / "feeds/startup-termine.ics").read_bytes().count(b"\r\nBEGIN:VEVENT\r\n") == 15
    assert len(json.loads((public / rows.NAME).read_bytes())) == 15


def test_a_row_of_every_event(house):
    """Each once, in order, with the keys that the docs name and the page's script asks for."""
    store, config, public = house
    report = publish(store, config, public, now=NOW)
    data = (public / rows.NAME).read_bytes()
    found = json.loads(data)
    assert rows.NAME in report.written and len(data) < (public / "feeds/startup-termine.json").stat().st_size / 3
    assert [row["uid"] for row in found] == list(press().edition.index.columns.uid)
    docs = (HERE.parent.parent / "docs/feeds.md").read_text("utf-8").partition("## The rows of all events")[2]
    named = {
        key
        for line in re.findall(r"^\| (`.*?) \|", docs.partition("\n## ")[0], re.M)
        for key in re.findall(r"\w+", line)
    }
    script = (TEMPLATES / "assets/plain.js").read_text("utf-8")
    assert {key for row in found for key in row} == named == set(re.findall(r"\bitem\.(\w+)", script)) | {"lat", "lon"}
    assert not [row for row in found for value in row.values() if value in (None, "", [])]


def test_a_row_says_what_filters_ask():
    maker = press()
    (row,) = [row for row in json.loads(bytes(maker.rows())) if row["uid"] == "a1@pitchradar"]
    assert row == {
        "uid": "a1@pitchradar",
        "summary": "Do., 3. Dezember 2026, 18:00 Uhr: Pitch-Abend Logistik (Bielefeld)",
        "day": "2026-12-03",
        "link": "https://gruenderhaus.example/pitch?id=1&lang=de",
        "city": "Bielefeld",
        "lat": 52.0302,
        "lon": 8.5325,
        "industries": ["logistik"],
        "topics": ["finanzierung"],
        "formats": ["pitch", "networking"],
        "regions": ["owl"],
        "kmu_fit": 2,
        "free": True,
        "evening": True,
        "online": "nein",
        "language": "de",
        "text": maker.text(maker.edition.index.position("a1@pitchradar")),
    }


def test_all_rows_however_many():
    many = crowd(1200)
    assert [row["uid"] for row in json.loads(bytes(press(chosen=many).rows()))] == [each.uid for each in many]
    assert json.loads(bytes(press(chosen=[]).rows())) == []


def test_what_a_person_entered_needs_no_check_and_is_linked(house):
    """An event that was added by hand is seen on no page and in no source of the config."""
    store, config, public = house
    entered = dataclasses.replace(event("a1"), uid="hand@pitchradar", url=None)
    sighting = Sighting(OWN, "", entered.title, entered.when, NOW, NOW, id="si-hand")
    store.commit(Batch(NOW, events=(entered,), sightings=((sighting, entered.uid),)))
    publish(store, config, public, now=NOW)
    items = json.loads((public / "feeds/startup-termine.json").read_bytes())["items"]
    (item,) = [item for item in items if item["_pitchradar"]["uid"] == entered.uid]
    assert item["_pitchradar"]["unverified"] is False and "ungeprüft" not in item["content_html"]
    rss = feedparser.parse((public / "feeds/startup-termine.rss").read_bytes())
    (entry,) = [entry for entry in rss.entries if entry.id.endswith(":hand@pitchradar")]
    assert entry.link == "https://termine.example/termin/hand@pitchradar.html"  # that address plain web space has, too


def test_a_source_that_is_taken_out_keeps_its_title(house):
    """Before and after the next run, and when there was no title to keep."""
    store, config, public = house
    title, one = config.sources[SOURCE].title, "termin/a1@pitchradar.html"
    store.commit(Batch(NOW, sources=({"id": SOURCE, "title": title},)))
    others = {id: source for id, source in config.sources.items() if id != SOURCE}
    without = dataclasses.replace(config, sources=others)
    publish(store, config, public, now=NOW)
    assert title in (public / one).read_text("utf-8")
    publish(store, without, public, now=NOW)
    left = (public / one).read_text("utf-8")
    assert title in left and f">{SOURCE}<" not in left
    store.commit(Batch(NOW, configured=tuple(others), remembered=keeping_titles(store, others)))
    report = publish(store, without, public, now=NOW)
    assert report.rendered == 0 and (public / one).read_text("utf-8") == left
    store.commit(Batch(NOW, remembered={FORMER: "{}"}))
    publish(store, without, public, now=NOW)
    page = (public / one).read_text("utf-8")
    assert title not in page and f">{SOURCE}<" in page


def test_missing_legal_links_are_told(house):
    store, config, public = house
    report = publish(store, config, public, now=NOW)
    assert {i.value for i in report.issues if i.level == "warning"} == {"datenschutz", "barrierefreiheit"}


def test_torn_parts_are_rendered_again(house):
    store, config, public = house
    publish(store, config, public, now=NOW)
    before = tree(public)
    for path in (public.parent / "parts").iterdir():
        path.write_bytes(path.read_bytes()[:100])
    assert publish(store, config, public, now=NOW).rendered > 0 and tree(public) == before


def test_another_press_takes_the_same_parts(house):
    """Also of fewer events: each stands elsewhere then."""
    store, config, public = house
    publish(store, config, public, now=NOW)
    for fewer in (0, 3):
        store.commit(Batch(NOW, dissolved=tuple(store.events()[:fewer])))
        carried, anew = (Carried(folder, choices(config)) for folder in (public.parent / "parts", None))
        made = []
        for one in (carried, anew):
            maker = Press(read(store, config, one, now=NOW), Addresses.of(config), one.parts)
            feed = Feed(ALL, "Startup-Termine", "Alle", Filter(), "all")
            made.append({form: bytes(maker.feed(feed, form, maker.edition.index.pick())) for form in FORMS})
        assert made[0] == made[1]
        assert carried.parts.rendered == 0 < anew.parts.rendered


def test_parts_that_rotted_are_rendered_again(house):
    """A part whose bytes are not those that were read back once is not joined into anything."""
    store, config, public = house
    publish(store, config, public, now=NOW)
    before = tree(public)
    (data,) = (public.parent / "parts").glob("parts.?")
    data.write_bytes(data.read_bytes().replace(b"BEGIN:VEVENT", b"BEGIN:VEVENX", 1))
    report = publish(store, config, public, now=NOW + timedelta(days=1))
    assert report.rendered and "feeds/finanzen.ics" not in report.written
    assert not [
        name for name, old in before.items() if name.endswith(".ics") and b"VEVENX" in (public / name).read_bytes()
    ]
    publish(store, config, public, now=NOW + timedelta(days=2))
    assert not publish(store, config, public, now=NOW + timedelta(days=3)).rendered


def test_a_joined_feed_is_as_whole_as_its_frame(tmp_path):
    joined = Joined(b'{"version":"1","items":[', [b"1,", b"2"], b"]}")
    assert bytes(joined) == b'{"version":"1","items":[1,2]}' and bytes(Joined(b"a", [], b"b")) == b"ab"
    target = tmp_path / "a.json"
    assert files.put(target, joined, CHECKS["json"]) and target.read_bytes() == bytes(joined)
    assert not files.put(target, joined, CHECKS["json"])
    with pytest.raises(files.Refused):
        files.put(target, Joined(b'{"version":"1",[', [b"1"], b"]}"), CHECKS["json"])
    assert target.read_bytes() == bytes(joined)


def test_a_feed_of_very_many_parts_is_written_whole(tmp_path):
    """The system takes no more than a thousand of them in one go, and a long one is a piece of its own."""
    parts = [*(b"%d," % number for number in range(5000)), b" " * (3 << 20)]
    target, joined = tmp_path / "a.json", Joined(b"[", parts, b"0]")
    assert files.put(target, joined) and target.read_bytes() == b"[" + b"".join(parts) + b"0]"
    assert not files.put(target, joined)
    assert files.put(target, Joined(b"[", [*parts[:-2], b"4998,", parts[-1]], b"0]"))


def test_a_file_that_was_written_in_part_is_none(tmp_path):
    """The system may take less than it was given, and says so by a number only."""
    target = tmp_path / "a.json"
    target.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(OSError, match="incompletely"):
            files.put(target, Joined(b"[", [b"1" * 2000], b"]"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert tree(tmp_path) == {"a.json": b"old"}
