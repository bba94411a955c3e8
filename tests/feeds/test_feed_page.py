"""Every line of "The subscribe page" in docs/feeds.md that needs no browser."""

from __future__ import annotations

import ast
import dataclasses
import json
import re
import urllib.error
import urllib.request
from datetime import date, datetime
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from feed_samples import BASE, NOW, SOURCE, config, event, press
from icalendar import Calendar
from lxml import html

from feeds import evidence, shown, views
from feeds import page as pages
from feeds.datasette import defused
from feeds.facts import card
from feeds.moments import ZONE
from feeds.publish import publish
from feeds.setting import Addresses
from feeds.words import TEMPLATES
from pipeline.model import Venue, When
from pipeline.store import Batch

TITLE = config().sources[SOURCE].title


@pytest.fixture
def page(served):
    def opened(path):
        with urllib.request.urlopen(served + path, timeout=20) as answer:
            found = html.document_fromstring(answer.read().decode("utf-8"))
            found.set("data-csp", answer.headers["content-security-policy"])
            return found

    return opened


def text(node):
    return " ".join(node.text_content().split())


def test_form_works_without_javascript(page):
    form = page("/").xpath("//form")[0]
    assert form.get("method") == "get" and form.xpath(".//button[@type='submit']")
    names = {field.get("name") for field in form.xpath(".//input|.//select")}
    expected = "branche region ort umkreis format thema online sprache kostenlos abends passung offen abgesagt ohne q"
    assert names == set(expected.split())
    for field in form.xpath(".//input|.//select"):
        assert field.xpath("ancestor::label") or form.xpath(f".//label[@for='{field.get('id')}']")


def test_the_address_is_the_filter(page):
    found = page("/?region=owl&branche=logistik&ort=&umkreis=&kostenlos=ja")
    chosen = found.xpath("//input[@type='checkbox'][@checked]/@value")
    assert chosen == ["logistik", "owl", "ja"]
    assert text(found.xpath("//*[@role='status'][@id='treffer']")[0]) == "3 kommende Termine"
    address = found.xpath("//input[@id='adresse']/@value")[0]
    assert parse_qs(urlsplit(address).query) == {"branche": ["logistik"], "region": ["owl"], "kostenlos": ["ja"]}
    assert urlsplit(address).path == "/feeds/logistik-owl.ics"


def test_a_form_shows_what_its_own_reader_typed(page):
    for typed in ("KI Bielefeld", "bielefeld ki"):  # one filter
        assert page(f"/?{urlencode({'q': typed})}").xpath("//input[@name='q']/@value") == [typed]


def test_events_for_every_industry_are_counted_apart(page):
    found = page("/?region=owl&branche=logistik")
    (note,) = found.xpath("//*[@id='treffer']/following-sibling::p[@class='open']")
    all_of_them, open_ones = (
        int(re.search(r"\d+", text(part))[0]) for part in (found.get_element_by_id("treffer"), note)
    )
    without = page(note.xpath("a/@href")[0].partition("#")[0])
    assert f"{all_of_them - open_ones} kommende" in text(without.get_element_by_id("treffer"))
    assert "branchenübergreifend" in text(note)
    for path in ("/", "/?region=owl", "/?branche=logistik&offen=nein", "/?branche=branchenuebergreifend"):
        assert not page(path).xpath("//p[@class='open']")


def test_known_filter_gives_the_known_address(page):
    assert page("/?region=owl").xpath("//input[@id='adresse']/@value")[0].endswith("/feeds/owl.ics")


def test_a_button_per_client(page, served):
    links = page("/?region=owl").xpath("//section[@class='subscribe']//a/@href")
    ics, host = f"{served}/feeds/owl.ics", urlsplit(served).netloc
    by_host = {urlsplit(link).netloc or urlsplit(link).scheme: link for link in links}
    for outlook in ("outlook.office.com", "outlook.live.com"):
        parts = urlsplit(by_host[outlook])
        assert parts.path == "/calendar/0/addfromweb" and parse_qs(parts.query)["url"] == [ics]
        assert parse_qs(parts.query)["name"] == ["Startup-Termine Ostwestfalen-Lippe"]
    assert parse_qs(urlsplit(by_host["calendar.google.com"]).query)["cid"] == [f"webcal://{host}/feeds/owl.ics"]
    assert f"webcal://{host}/feeds/owl.ics" in links
    assert {f"{served}/feeds/owl.{form}" for form in ("ics", "rss", "atom", "json")} <= set(links)
    assert page("/").xpath("//figure//svg[@role='img']/title")


def test_preview(page):
    rows = page("/").xpath("//li[contains(@class,'event')]")
    cancelled = next(row for row in rows if "Demo Day" in text(row))
    assert "Abgesagt" in text(cancelled) and "Haus der Kammer, Köln" in text(cancelled)
    assert cancelled.xpath(".//time/@datetime") == ["2026-12-09T17:00:00+01:00"]
    assert cancelled.xpath(".//a/@href") == ["/termin/b1@pitchradar", "https://kammer.example/demo"]
    assert "ungeprüft" in text(cancelled) and "Handwerk" in text(cancelled)


def test_help_for_every_client(page):
    said = text(page("/").xpath("//section[@class='help']")[0])
    clients = ["Microsoft 365", "klassisch", "Outlook.com", "Google", "iPhone", "Thunderbird", "RSS", "IT-Abteilung"]
    for word in (*clients, "Import", "Änderungen kommen erst nach Stunden an", "Beenden:"):
        assert word in said
    assert len(page("/").xpath("//section[@class='help']/details")) == 8


@pytest.mark.parametrize("path", ["/", "/?region=owl", "/termin/a1@pitchradar", "/termin/d1@pitchradar"])
def test_nothing_from_elsewhere_and_nothing_inline(page, path):
    found = page(path)
    loaded = found.xpath(
        "//script/@src|//link[not(@rel='alternate')]/@href|//img/@src|//iframe/@src|//*[@srcset]/@srcset"
    )
    assert loaded and all(not urlsplit(address).netloc for address in loaded)
    assert not found.xpath("//style|//*[@style]|//script[not(@src)][not(@type='application/ld+json')]")
    assert not [a for node in found.iter() if isinstance(node.tag, str) for a in node.attrib if a.startswith("on")]
    assert "default-src 'none'" in found.get("data-csp") and "unsafe" not in found.get("data-csp")
    assert found.get("lang") == "de" and found.xpath("//meta[@name='viewport']")


def test_legal_links(page):
    assert page("/").xpath("//footer//a[text()='Impressum']/@href") == ["/impressum"]
    assert not page("/").xpath("//footer//a[text()='Datenschutz']")


def test_event_page(page, served):
    found = page("/termin/a1@pitchradar")
    said = text(found.xpath("//main")[0])
    assert "Do., 3. Dezember 2026, 18:00–20:30 Uhr" in said and "„Logistik“ im Titel" in said
    assert "zuerst gesehen So., 22. November 2026" in said and "ungeprüft" in said and "Neu" in said
    data = json.loads(found.xpath("//script[@type='application/ld+json']/text()")[0])
    assert data["@type"] == "Event" and data["startDate"] == "2026-12-03T18:00:00+01:00"
    assert data["location"]["address"]["postalCode"] == "33602" and data["isAccessibleForFree"] is True
    assert found.xpath("//a[text()='Fehler melden']/@href")[0].startswith("mailto:post@termine.example?subject=")


def test_event_page_of_a_cancelled_and_of_a_hostile_event(page):
    cancelled = page("/termin/b1@pitchradar")
    data = json.loads(cancelled.xpath("//script[@type='application/ld+json']/text()")[0])
    assert data["eventStatus"] == "https://schema.org/EventCancelled"
    assert "Status: bisher findet statt, jetzt abgesagt." in text(cancelled.xpath("//main")[0])
    hostile = page("/termin/d1@pitchradar")
    assert text(hostile.xpath("//h1")[0]).startswith("</title><script>alert(1)</script> ]]> {{ 7*7 }}")
    assert len(hostile.xpath("//script")) == 2 and not hostile.xpath("//img|//*[@onload]")


def test_event_page_says_from_when_it_was_moved(page):
    said = text(page("/termin/b4@pitchradar").xpath("//main")[0])
    assert "Verschoben: bisher Mo., 7. Dezember 2026, 18:00 Uhr." in said and "auf diesen Termin" not in said


def test_event_page_traces_where_it_came_from(page):
    said = text(page("/termin/a1@pitchradar").xpath("//details[@class='trace']")[0])
    for part in ("a1@pitchradar", "gelesen als list", "Beginn", "Zeile 3: „3. Dezember“", "Startup-Termine", "OWL"):
        assert part in said
    assert "build" not in said and "article p" not in said


@pytest.mark.parametrize(
    "said, shown",
    [
        (evidence.reason("title: lieferketten +2.0"), "„lieferketten“ im Titel"),
        (evidence.reason("together 88%"), "zusammen 88 % sicher"),
        (evidence.reason("a person, 2026-12-01: not this"),
         "von einem Menschen entschieden (Di., 1. Dezember 2026): gehört nicht dazu"),
        (evidence.reason("der Text nennt keine Branche"), "der Text nennt keine Branche"),
        (evidence.quote("when", "line 5: 3.12., 18 Uhr"), "Zeile 5: „3.12., 18 Uhr“"),
        (evidence.quote("start", "ICS DTSTART: 20270108"), "ICS DTSTART: „20270108“"),
        (evidence.quote("price", "as given: 20 €: ermäßigt 5 €"), "Angabe: „20 €: ermäßigt 5 €“"),
        (evidence.quote("status", "https://a.example/x: ABGESAGT"), "https://a.example/x: „ABGESAGT“"),
        (evidence.quote("confidence", "time, round time, place"), "Uhrzeit, runde Uhrzeit, Ort"),
        (evidence.told("kammer, 2026-11-30T09:58:21+00:00: h2: Abgesagt", {}),
         "kammer, gelesen am Mo., 30. November 2026, 10:58 Uhr – Überschrift: „Abgesagt“"),
        (evidence.told("kammer, 2026-11-30T09:58:21+00:00: not in the listing for the 3. time", {}),
         "kammer, gelesen am Mo., 30. November 2026, 10:58 Uhr – zum 3. Mal nicht in der Liste"),
        (evidence.told("kammer, 2026-11-30T09:58:21+00:00: the source is not read any more", {}),
         "kammer, gelesen am Mo., 30. November 2026, 10:58 Uhr – die Quelle wird nicht mehr gelesen"),
        (evidence.told("kammer, 2026-11-30T09:58:21+00:00: "
                       "https://a.example/x: the event's own page is gone (404 or 410) while the list is healthy", {}),
         "kammer, gelesen am Mo., 30. November 2026, 10:58 Uhr – "
         "die eigene Seite des Termins gibt es nicht mehr: https://a.example/x"),
        (evidence.told("a person, 2026-11-30T09:58:21+00:00: edit", {}),
         "von einem Menschen entschieden (Mo., 30. November 2026, 10:58 Uhr)"),
        (evidence.told("", {}), ""),
    ],
)  # fmt: skip
def test_evidence_is_told_in_german(said, shown):
    assert said == shown


def test_figures(page):
    found = page("/zahlen")
    assert [text(h) for h in found.xpath("//section[table]/h2")][:3] == [
        "Termine je Kalenderwoche", "Termine je Region", "Termine je Branche",
    ]  # fmt: skip
    weeks = found.xpath("//section[@aria-labelledby='figures_week']//tr")
    assert text(weeks[3]) == "KW 49 (ab 30.11.)2"  # one on Thursday, one on Friday; the first row is the head
    assert "Quellen, die jemand ansehen sollte" in text(found.xpath("//main")[0])


def test_embedded_list(page):
    found = page("/einbetten?region=owl&kostenlos=ja")
    assert "frame-ancestors *" in found.get("data-csp") and not found.xpath("//header|//footer|//form")
    assert len(found.xpath("//li[contains(@class,'event')]")) == 3 and found.xpath("//base/@target") == ["_blank"]
    assert found.xpath("//a[text()='Kalender abonnieren']/@href") == ["/?kostenlos=ja&region=owl"]


def test_month_view(page):
    found = page("/?region=owl&ansicht=monat&monat=2026-12")
    cells = found.xpath("//ol[@class='sheet']/li")
    assert len(cells) == 31 and "c2" in cells[0].get("class")  # 1 December 2026 is a Tuesday
    assert [text(name) for name in cells[2].xpath(".//a")] == ["Pitch-Abend Logistik"]
    assert cells[2].xpath(".//a/@href") == ["/termin/a1@pitchradar"]
    assert found.xpath("//a[@rel='next']/@href") == ["/?region=owl&ansicht=monat&monat=2027-01#termine"]
    assert found.xpath("//nav//a[@aria-current='page']/text()") == ["Monat"]
    assert found.xpath("//form//input[@type='hidden'][@name='ansicht']/@value") == ["monat"]
    assert not page("/?ansicht=monat&monat=2999-01").xpath("//a[@rel='next']")


def test_what_ends_at_midnight_ends_on_its_day():
    """ "18–24 Uhr" is no event of two days; one that ends an hour later is."""
    start = datetime(2026, 12, 4, 18, tzinfo=ZONE)
    until = {"a1": datetime(2026, 12, 5, tzinfo=ZONE), "a2": datetime(2026, 12, 5, 1, tzinfo=ZONE)}
    chosen = [dataclasses.replace(event(uid), when=When(start, end)) for uid, end in until.items()]
    edition = press(date(2026, 12, 5), chosen).edition
    clocks = {e.uid: pages.row(edition.shown[e.uid], edition, Addresses(BASE), None)["clock"] for e in chosen}
    assert clocks == {"a1@pitchradar": "18:00 Uhr", "a2@pitchradar": "bis 5.12."}
    assert [e.uid for e in edition.coming(edition.index.pick())] == ["a2@pitchradar"]
    days = views.month_sheet(edition, edition.index.pick(), views.View("monat", date(2026, 12, 1)), "")["days"]
    assert [len(day["rows"]) for day in days[3:6]] == [2, 1, 0]


def test_map_and_the_same_as_a_list(page):
    found = page("/?ansicht=karte&region=owl")
    assert found.xpath("//svg[@role='img']/title[@id='karte-titel']") and found.xpath("//circle[@class='dot']")
    towns = {text(row.xpath("a")[0]): row.xpath("a/@href")[0] for row in found.xpath("//ul[@class='places']/li")}
    assert towns["Bielefeld"] == "/?region=owl&ort=Bielefeld"
    assert not found.xpath("//figure[@class='map']//image")


@pytest.mark.parametrize(
    "path", ["/", "/?branche=logistik&offen=nein&kostenlos=ja", "/?ansicht=karte&q=frankfurt", "/zahlen"]
)
def test_one_event_is_told_in_the_singular(page, path):
    found = page(path)
    told = [text(found), *found.xpath("//@aria-label")]
    assert not [part for part in told if re.search(r"\b1 (kommende )?(Termine|weitere )", part)]


@pytest.mark.parametrize("town", "Bielefeld Hameln Würzburg Dresden Kiel Aachen Ulm Schwerin".split())
def test_every_name_lies_on_the_map(town):
    venue = Venue(city=town)
    drawn = views.chart([card(dataclasses.replace(event("a1"), venue=venue))], "")
    ends = {name["name"]: name["x"] + views.BESIDE + views.LETTER * len(name["name"]) for name in drawn["towns"]}
    assert town in ends and max(ends.values()) <= views.WIDTH


def test_towns_that_have_events_are_named_before_larger_ones():
    """Lemgo lies between larger towns that nobody goes to."""
    placed = [Venue(city="Lemgo"), Venue(city="Bielefeld"), Venue(city="Paderborn")]
    cards = [card(dataclasses.replace(event("a1"), uid=f"m{n}@x", venue=each)) for n, each in enumerate(placed)]
    assert {"Lemgo", "Bielefeld", "Paderborn"} <= {name["name"] for name in views.chart(cards, "")["towns"]}


def test_a_town_in_the_name_of_a_house_is_not_said_again():
    for venue, said in (
        (Venue("Stadthalle Bielefeld", city="Bielefeld"), "Stadthalle Bielefeld"),
        (Venue("Halle Süd", city="Bielefeld"), "Halle Süd, Bielefeld"),
        (Venue("Stadthalle Bielefeld", postcode="33602", city="Bielefeld"), "Stadthalle Bielefeld, 33602 Bielefeld"),
    ):
        assert shown.place(dataclasses.replace(event("a1"), venue=venue, online="no")) == said


def test_event_without_a_page_links_to_where_it_was_seen(page, served):
    """The source's title names the link."""
    row = next(
        row for row in page("/").xpath("//li[contains(@class,'event')]") if "e1@" in "".join(row.xpath(".//a/@href"))
    )
    link = row.xpath(".//p[@class='source']/a")[0]
    assert link.get("href") == "https://a.example/liste" and text(link).startswith(TITLE)
    with urllib.request.urlopen(f"{served}/feeds/startup-termine.ics?q=nachtschicht", timeout=20) as answer:
        (event,) = Calendar.from_ical(answer.read()).walk("VEVENT")
    assert str(event["url"]) == str(event["description"]).split("\n")[-1] == "https://a.example/liste"


def refused(address):
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(address, timeout=20)
    assert error.value.code == 400
    return html.document_fromstring(error.value.read().decode("utf-8"))


def test_wrong_filter_is_explained_on_a_page(served):
    assert "raketen" in text(refused(f"{served}/?branche=raketen").xpath("//*[@role='alert']")[0])


@pytest.mark.parametrize("wrong", ["ort=Nirgendwoheim&umkreis=25", "ort=&umkreis=25", "farbe=rot&ort=Nirgendwoheim"])
def test_a_form_that_cannot_be_applied_keeps_what_was_typed(served, wrong):
    found = refused(f"{served}/?region=owl&kostenlos=ja&{wrong}")
    assert found.xpath("//input[@type='checkbox'][@checked]/@value") == ["owl", "ja"]
    assert found.xpath("//input[@name='ort']/@value")[0] == parse_qs(wrong).get("ort", [""])[0]
    assert found.xpath("//select/option[@selected]/@value") == parse_qs(wrong).get("umkreis", [])
    assert found.xpath("//section[@aria-labelledby='abo']//*[@role='alert']")  # where the form leads to
    assert not found.xpath("//*[@id='treffer' or @id='adresse' or @id='liste' or @class='buttons' or @class='qr']")
    assert not found.xpath("//link[@rel='alternate']")


def test_allowed_values_are_told_by_their_names(served):
    told = text(refused(f"{served}/?branche=quatsch").xpath("//*[@role='alert']")[0])
    assert "; Bau & Immobilien (ConTech/PropTech) (bau_immobilien); " in told


def test_counts_do_not_contradict_each_other(page):
    """Every number is of events that take place; those for every industry and cancelled ones are counted apart."""
    found = page("/")
    hits = text(found.get_element_by_id("treffer"))
    on, off = (int(number) for number in re.fullmatch(r"(\d+) kommende Termine, dazu (\d+) abgesagter?", hits).groups())
    assert f"{on} kommende" in text(page("/zahlen")) and page("/?abgesagt=weglassen").xpath("//*[@id='treffer']")
    assert text(page("/?abgesagt=weglassen").get_element_by_id("treffer")) == f"{on} kommende Termine"
    box = found.xpath("//label[.//input[@name='branche'][@value='logistik']]/span[@class='count']")[0]
    feed = found.xpath("//li[.//a[contains(@href, '/feeds/logistik.ics')]]//span[@class='count']")[0]
    narrow = page("/?branche=logistik")
    every = int(re.search(r"\d+", text(narrow.xpath("//p[@class='open']")[0]))[0])
    assert text(feed) == f"{text(box)} + {every}" and f": {every}" in text(box.xpath("ancestor::details")[0])
    assert text(narrow.get_element_by_id("treffer")).startswith(f"{int(text(box)) + every} kommende")
    everything = found.xpath("//li[.//a[contains(@href, '/feeds/startup-termine.ics')]]//span[@class='count']")[0]
    assert text(everything) == str(on) and off


def test_static_page_needs_no_server(house):
    store, config, public = house
    publish(store, config, public, now=NOW)
    found = html.document_fromstring((public / "index.html").read_text("utf-8"))
    for address in found.xpath("//link[not(@rel='alternate')]/@href|//script/@src"):
        assert (public / address).exists()
    assert "default-src 'none'" in found.xpath("//meta[@http-equiv]/@content")[0]
    feeds = {urlsplit(a).path.rpartition("/")[2] for a in found.xpath("//section[@class='catalogue']//a/@href")}
    assert {"startup-termine.ics", "owl.ics", "logistik.rss", "logistik-owl.json"} <= feeds
    assert all((public / "feeds" / name).exists() for name in feeds)
    form = found.xpath("//form")[0]
    assert "hidden" in form.attrib and (public / form.get("data-static")).exists()


def test_plain_web_space_has_a_page_per_event(house):
    store, config, public = house
    publish(store, config, public, now=NOW)
    titles = html.document_fromstring((public / "index.html").read_text("utf-8")).xpath(
        "//ol//*[@class='name']/a/@href"
    )
    assert titles and all(address.startswith("termin/") and (public / address).exists() for address in titles)
    path = public / "termin/a1@pitchradar.html"
    found = html.document_fromstring(path.read_text("utf-8"))
    for address in found.xpath("//head/link/@href|//script/@src"):
        assert (path.parent / address).exists()
    assert "„Logistik“ im Titel" in text(found) and found.xpath("//a[text()='Alle Termine']/@href") == ["../"]
    store.commit(Batch(NOW, events=(dataclasses.replace(store.event("a1@pitchradar"), hidden=True),)))
    publish(store, config, public, now=NOW)
    assert not path.exists() and (public / "termin/a2@pitchradar.html").exists()


@pytest.mark.parametrize(
    "cell, safe",
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("+49 521", "'+49 521"), ("-3", "-3"), ("a=b", "a=b"), ("+2,5", "+2,5")],
)
def test_csv_cells_are_no_formulas(cell, safe):
    assert defused(f'h\r\n"{cell}"\r\n'.encode()).decode().splitlines()[1].strip('"') == safe


def constants(tree):
    """String constants that are no docstrings."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docs
    ]


def test_german_texts_live_in_templates():
    """A sentence in Python would escape the one place where words are looked after."""
    for path in sorted(TEMPLATES.parent.glob("*.py")):
        found = constants(ast.parse(path.read_text("utf-8")))
        assert not [text for text in found if re.search("[äöüßÄÖÜ]|[a-z] [A-Z][a-z]{3}.* ", text)], path.name
