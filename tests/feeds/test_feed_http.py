"""Every line of "HTTP" in docs/feeds.md, against a running server on loopback."""

from __future__ import annotations

import asyncio
import dataclasses
import gzip
import http.client
import json
import random
import re
import tomllib
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import datasette
import pytest
from datasette.filters import Filters
from feed_samples import NOW
from icalendar import Calendar

from feeds import datasette as datasette_plugin
from feeds.answers import EACH, Answers
from feeds.http import resource
from feeds.publish import publish
from feeds.server import Site
from feeds.translated import phrases
from feeds.words import TEMPLATES
from pipeline.config import ConfigError

MAIN = "/feeds/startup-termine.ics"
TYPES = {
    "ics": "text/calendar; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


@pytest.fixture
def ask(served):
    def asked(path, method="GET", **headers):
        connection = http.client.HTTPConnection(urlsplit(served).netloc, timeout=20)
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        answer.data = answer.read()
        connection.close()
        return answer

    return asked


@pytest.mark.parametrize("form", TYPES)
def test_feed_headers(ask, form):
    found = ask(f"/feeds/owl.{form}")
    assert found.status == 200 and found.headers["content-type"] == TYPES[form]
    assert found.headers["content-disposition"] == f'inline; filename="owl.{form}"'
    assert found.headers["x-content-type-options"] == "nosniff"
    assert found.headers["cache-control"] == "public, max-age=900"
    assert found.headers["vary"] == "Accept-Encoding"
    assert found.headers["access-control-allow-origin"] == "*"
    assert found.headers["last-modified"] == "Sat, 21 Nov 2026 06:00:00 GMT"
    assert found.headers["set-cookie"] is None


def test_never_200_with_less_than_a_whole_calendar(ask):
    for path in (
        MAIN,
        "/feeds/pitch-nrw.ics",
        "/feeds/startup-termine.ics?region=rheinland",
        "/feeds/ki-daten-owl.ics",
    ):
        found = ask(path)
        assert found.status == 200 and len(Calendar.from_ical(found.data).walk("VTIMEZONE")) == 1
        assert int(found.headers["content-length"]) == len(found.data)


def test_an_own_page_is_the_file_of_its_path(ask, house):
    assert "Musterhaus" in ask("/impressum").data.decode()
    _, config, public = house
    update = {"datenschutz": "/recht/datenschutz.html?x#y", "logo": "/logo.png", "barrierefreiheit": "/../events.db"}
    site = Site(public, public, dataclasses.replace(config, settings=config.settings.model_copy(update=update)))
    for name in ("recht/datenschutz.html", "logo.png", "other.html"):
        (public / name).parent.mkdir(parents=True, exist_ok=True)
        (public / name).write_text(name)
    answers = {path: site.answer("GET", path, "", {}) for path in (*site.own, "/other.html", "/../events.db")}
    assert {path: (found.status, found.headers["content-type"]) for path, found in answers.items()} == {
        "/impressum": (404, "text/plain; charset=utf-8"),
        "/recht/datenschutz.html": (200, "text/html; charset=utf-8"),
        "/logo.png": (200, "image/png"),
        "/other.html": (404, "text/plain; charset=utf-8"),
        "/../events.db": (404, "text/plain; charset=utf-8"),
    }


def test_head_is_a_get_without_body(ask):
    got, head = ask(MAIN), ask(MAIN, "HEAD")
    assert head.data == b"" and head.status == 200
    drop = {"date"}
    assert {k: v for k, v in head.headers.items() if k not in drop} == {
        k: v for k, v in got.headers.items() if k not in drop
    }


def conditions(etag):
    return [
        ({"If_None_Match": f'"{etag}"'}, 304),
        ({"If_None_Match": f'W/"{etag}"'}, 304),
        ({"If_None_Match": f'"x", W/"y,z", "{etag}"'}, 304),
        ({"If_None_Match": "*"}, 304),
        ({"If_None_Match": '"x"'}, 200),
        ({"If_None_Match": ""}, 200),
        ({"If_None_Match": '"x"', "If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 200),
        ({"If_None_Match": f'"{etag}"', "If_Modified_Since": "Thu, 01 Jan 2026 00:00:00 GMT"}, 304),
        ({"If_Modified_Since": "Sat, 21 Nov 2026 06:00:00 GMT"}, 304),
        ({"If_Modified_Since": "Sat, 21 Nov 2026 05:59:59 GMT"}, 200),
        ({"If_Modified_Since": "gestern"}, 200),
        ({"If_Modified_Since": "Sat, 21 Nov 2026 06:00:00"}, 304),
    ]


@pytest.mark.parametrize("i", range(12))
def test_conditional_requests(ask, i):
    headers, status = conditions(ask(MAIN).headers["etag"].strip('"'))[i]
    found = ask(MAIN, **headers)
    assert found.status == status and bool(found.data) == (status == 200)
    assert found.headers["etag"] and found.headers["last-modified"] and found.headers["cache-control"]


@pytest.mark.parametrize(
    "header, packed",
    [("gzip", True), ("br, gzip;q=0.5", True), ("*", True), ("identity", False), ("gzip;q=0", False), ("", False)],
)
def test_gzip_only_when_asked_for(ask, header, packed):
    found = ask(MAIN, Accept_Encoding=header)
    assert (found.headers["content-encoding"] == "gzip") is packed
    body = gzip.decompress(found.data) if packed else found.data
    assert body == ask(MAIN, Accept_Encoding="identity").data
    assert ask(MAIN, Accept_Encoding=header, If_None_Match=found.headers["etag"]).status == 304


@pytest.mark.parametrize("on", [True, False])
def test_gzip_can_be_left_to_a_server_in_front(house, on):
    store, config, public = house
    publish(store, config, public, now=NOW)
    settings = config.settings.model_copy(update={"gzip": on})
    site = Site(public, public.parent / "events.db", dataclasses.replace(config, settings=settings))
    for path, query in ((MAIN, ""), (MAIN, "region=owl"), ("/", "")):
        found = site.answer("GET", path, query, {"accept-encoding": "gzip"})
        assert (found.status, "content-encoding" in found.headers) == (200, on)
        assert found.headers["vary"] == "Accept-Encoding"


def test_same_bytes_for_everybody(ask):
    plain = ask(MAIN)
    for headers in ({"Accept": "text/html"}, {"User_Agent": "Mozilla/5.0"}, {"Cookie": "a=b"}, {"Authorization": "x"}):
        found = ask(MAIN, **headers)
        assert found.data == plain.data and found.headers["cache-control"] == "public, max-age=900"


@pytest.mark.parametrize(
    "path, status, sentence",
    [
        ("/feeds/nix.ics", 404, "Diesen Feed gibt es nicht."),
        ("/feeds/startup-termine.pdf", 404, "gibt es"),
        ("/feeds/nix.ics?branche=logistik", 404, "Diesen Feed gibt es nicht."),
        ("/feeds/%2e%2e%2fevents.ics", 404, "Diesen Feed gibt es nicht."),
        ("/feeds/owl.ics?branche=raketen", 400, "Erlaubt sind: Maschinenbau"),
        ("/feeds/owl.ics?farbe=rot", 400, "Den Filter „farbe“ gibt es nicht."),
        ("/feeds/owl.rss?umkreis=9", 400, "gehört ein „ort“"),
        ("/feeds/owl.ics?" + "q=a&" * 900, 400, "zu lang"),
        ("/?branche=raketen", 400, "gibt es beim Filter „branche“ nicht"),
        ("/?ansicht=kugel", 400, "Erlaubt sind: liste, monat, karte"),
        ("/?ansicht=monat&monat=2026-13", 400, "ist kein Monat"),
        ("/termin/nix", 404, "Diesen Termin gibt es nicht."),
        ("/termin/f4@pitchradar", 410, "Dieser Termin wurde entfernt."),
        ("/nirgendwo", 404, "Diese Seite gibt es hier nicht."),
        ("/events/nirgendwo", 404, "Diese Seite gibt es hier nicht."),
        ("/assets/..", 404, "gibt es"),
        ("/-/versions", 404, "gibt es"),
        ("/-/metadata.json", 404, "gibt es"),
        ("/-/plugins", 404, "gibt es"),
    ],
)
def test_a_sentence_in_german_never_an_empty_200(ask, path, status, sentence):
    found = ask(path)
    assert found.status == status and sentence in found.data.decode("utf-8")


def test_renamed_is_301(ask):
    found = ask("/feeds/ki_daten.ics?kostenlos=ja")
    assert found.status == 301 and found.headers["location"] == "ki-daten.ics?kostenlos=ja"


def test_only_reading(ask):
    found = ask(MAIN, "POST")
    assert found.status == 405 and found.headers["allow"] == "GET, HEAD"


def test_any_filter_in_one_address(ask):
    path = "/feeds/logistik-bielefeld.ics?branche=logistik&ort=Bielefeld&umkreis=40&offen=nein"
    found = Calendar.from_ical(ask(path).data)
    assert [str(v["uid"]) for v in found.walk("VEVENT")] == ["a1@pitchradar"]
    assert "Logistik" in str(found["x-wr-calname"]) and "40 km um Bielefeld" in str(found["x-wr-calname"])
    narrowed = json.loads(ask("/feeds/owl.json?kostenlos=ja").data)["items"]
    assert {i["_pitchradar"]["uid"] for i in narrowed} == {"a1@pitchradar", "s1@pitchradar", "s2@pitchradar"}
    assert ask("/feeds/logistik-owl.ics").status == 200


def test_a_filter_keeps_its_events_under_the_name_of_a_feed(house):
    """Around Bielefeld there is more than in a feed that is called like the town; any other filter narrows that."""
    store, config, public = house
    feed = dataclasses.replace(config.feeds[0], id="bielefeld", filter={"ort": "Bielefeld"})
    config = dataclasses.replace(config, feeds=(feed,))
    publish(store, config, public, now=NOW)
    site = Site(public, public.parent / "events.db", config)

    def uids(query):
        found = Calendar.from_ical(site.answer("GET", "/feeds/bielefeld.ics", query, {}).body)
        return {str(event["uid"]).split("@")[0] for event in found.walk("VEVENT")}

    assert uids("") == {"a1", "b4"}
    assert uids("ort=Bielefeld&umkreis=20") == {"s1", "a1", "a3", "b4", "s2"}
    assert uids("kostenlos=ja") == {"a1"}


def test_what_is_published_can_be_asked(ask):
    found = ask("/feeds/index.json")
    assert found.status == 200 and found.headers["content-type"] == "application/json; charset=utf-8"
    assert "owl" in {feed["name"] for feed in json.loads(found.data)["feeds"]}
    rows = ask("/feeds/auswahl.json", accept_encoding="gzip")
    assert (rows.status, rows.headers["content-type"]) == (200, "application/json; charset=utf-8")
    assert (rows.headers["access-control-allow-origin"], rows.headers["content-encoding"]) == ("*", "gzip")
    assert ask("/feeds/auswahl.json", if_none_match=rows.headers["etag"]).status == 304
    assert len(json.loads(gzip.decompress(rows.data))) == 15


def test_robots(ask):
    rules = ask("/robots.txt").data.decode()
    assert "Allow: /feeds/" in rules and "Disallow: /events" in rules


def test_database_is_read_only_and_free_of_formulas(ask):
    csv = ask("/events/events.csv?_col=title&uid__exact=d1@pitchradar").data.decode()
    assert "<script>" in csv and "\n=" not in csv
    assert ask("/events?sql=select+1").status == 403
    for name in ("naechste_30_tage?branche=", "aenderungen_der_woche", "stille_quellen", "nur_eine_quelle"):
        assert ask(f"/events/{name}").status == 200
    assert ask("/events/stand_vom?zeitpunkt=2026-12-01").status == 200
    assert "Die nächsten 30 Tage nach Branche" in ask("/events").data.decode()


def test_every_table_and_column_is_explained_in_german(ask):
    tables = tomllib.loads((TEMPLATES / "database.toml").read_text("utf-8"))["tables"]
    found = json.loads(ask("/events.json").data)
    for table in [*found["tables"], *found["views"]]:
        if not table.get("hidden"):
            told = tables[table["name"]]
            shown = json.loads(ask(f"/events/{table['name']}.json?_size=1").data)["columns"]
            assert told["title"] and told["description"] and set(told["columns"]) == set(shown), table["name"]
    page = ask("/events").data.decode()
    assert "Fertige Fragen" in page and "Was ansteht" in page and ">Queries<" not in page


def test_datasette_takes_none_of_our_pages_for_its_own():
    """From Python 3.12 on it looks for these beside a plugin's module, too, before it looks into its own folder."""
    assert [name for name in ("templates", "static") if (TEMPLATES.parent / name).exists()] == []


def test_phrases_are_those_of_datasettes_templates():
    """Another version's may be others: then this says which."""
    folder = Path(datasette.__file__).parent / "templates"
    for name, known in phrases().items():
        if name != "lookups":
            text = (folder / name).read_text("utf-8")
            assert [phrase for phrase in known if phrase not in text] == [], name
    told = {display for _, display, _ in Filters([]).lookups()}
    assert {word for word in told if re.search("[a-z]", word)} == set(phrases()["lookups"])


def test_the_database_browser_speaks_german(ask):
    table = ask("/events/events?city__contains=Biele&_size=1").data.decode()
    assert "Was in den Spalten steht" in table and ">enthält</option>" in table and "Diese Zeilen als" in table
    row = ask("/events/events/a1@pitchradar").data.decode()
    asked = ask("/events/naechste_30_tage?branche=").data.decode()
    english = r"\b(?:rows?|This data|Search|Apply|Next page|advanced|Queries took|Custom|hide|contains</)\b"
    for page in (table, row, asked):
        body = re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)
        assert '<html lang="de">' in page and re.findall(english, body) == []


def test_questions_can_be_asked(ask):
    axes = {row["axis"] for row in json.loads(ask("/events/tags.json?_shape=array&_size=max").data)}
    for name, query in tomllib.loads((TEMPLATES / "database.toml").read_text("utf-8"))["queries"].items():
        assert ask(f"/events/{name}?zeitpunkt=2026-11-22&branche=").status == 200
        assert set(re.findall(r"axis = '(\w+)'", query["sql"])) <= axes


def test_rows_of_the_database_lead_to_the_public_page(ask):
    for path in ("/events/events/a1@pitchradar", "/events/changes?uid__exact=a1@pitchradar"):
        assert 'href="/termin/a1@pitchradar"' in ask(path).data.decode()


def test_answers_that_nobody_asks_for_make_room():
    def said(size):
        return resource(random.Random(size).randbytes(size), TYPES["ics"])

    answers = Answers(room=3 * EACH + 40_000)
    for name in ("first", "second"):
        answers.keep(name, said(15_000))
    answers.get("first")
    answers.keep("third", said(16_000))
    assert [name for name in ("first", "second", "third") if answers.get(name)] == ["first", "third"]
    answers.keep("third", said(20_000))
    answers.keep("too large", said(60_000))
    assert (answers.get("too large"), answers.get("first") is None) == (None, False)


def test_the_next_publication_takes_the_memory_of_the_last(house):
    store, config, public = house
    site = Site(public, public.parent / "events.db", config)
    for days in (0, 1):
        publish(store, config, public, now=NOW + timedelta(days=days))
        assert site.quick("GET", "/feeds/logistik.ics", "", {}) is None
        assert site.answer("GET", "/feeds/logistik.ics", "", {}).status == 200
        assert site.quick("GET", "/feeds/logistik.ics", "", {}).status == 200


def test_a_new_config_counts_from_its_publication_on(house):
    """A new name and a removed source are seen without a restart; a config that cannot be read changes nothing."""
    store, old, public = house
    now = {"config": old}

    def again():
        if now["config"] is None:
            raise ConfigError(["settings.toml:1: unreadable"])
        return now["config"]

    def asked(path):
        return asyncio.run(served.client.get(path)).text

    publish(store, old, public, now=NOW)
    served = datasette_plugin.application(public.parent, old, again)
    assert "Startkalender" in asked("/") and "Startkalender" in asked("/events")
    now["config"] = new = dataclasses.replace(old, settings=old.settings.model_copy(update={"name": "Abendkalender"}))
    assert "Abendkalender" not in asked("/")
    publish(store, new, public, now=NOW)
    assert "Abendkalender" in asked("/") and "Abendkalender" in asked("/events")
    now["config"] = None
    publish(store, old, public, now=NOW)
    assert "Abendkalender" in asked("/")
