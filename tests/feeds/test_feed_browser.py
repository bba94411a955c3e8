"""The pages in a real browser, by axe, and the calendar through another program's library (ical.js, xmllint)."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
import urllib.request
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from feed_samples import NOW, sample
from lxml import html
from playwright.sync_api import expect, sync_playwright

from feeds.moments import instant, last_berlin_day
from feeds.publish import publish
from feeds.words import TEMPLATES
from pipeline.localdays import berlin_day
from pipeline.text import fold

CHROMIUM = Path("/usr/bin/chromium")
TOOLS = Path(__file__).parent.parent / "browser"
AXE = TOOLS / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = Path(__file__).parent.parent.parent / "artefacts"
PAGES = ["/", "/?region=owl&branche=logistik", "/?q=gibtesnicht", "/termin/a1@pitchradar", "/termin/d1@pitchradar",
         "/termin/nix", "/einbetten?region=owl", "/?branche=raketen", "/?ansicht=monat&monat=2026-12",
         "/?ansicht=karte", "/zahlen"]  # fmt: skip
DATABASE = ["/events", "/events/events", "/events/events/a1@pitchradar", "/events/naechste_30_tage?branche=",
            "/events/sources"]  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PORTRAITS = {"start": "/", "event": "/termin/a1@pitchradar", "hostile": "/termin/d1@pitchradar",
             "cancelled": "/termin/b1@pitchradar", "month": "/?ansicht=monat&monat=2026-12", "map": "/?ansicht=karte",
             "figures": "/zahlen", "embedded": "/einbetten?region=owl"}  # fmt: skip
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def needed(*things):
    """Skip visibly without them; under CI nothing may skip."""
    missing = [str(thing) for thing in things if not Path(shutil.which(str(thing)) or str(thing)).exists()]
    if missing and os.environ.get("PITCHRADAR_NO_SKIP"):
        pytest.fail(f"missing: {missing}")
    if missing:
        pytest.skip(f"missing: {', '.join(missing)}")


@pytest.fixture(scope="module")
def browser():
    """One for all; its driver tidies up early, or it would hold twice the memory of what it drives."""
    needed(CHROMIUM)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NODE_OPTIONS", "--max-old-space-size=48")
        playwright = sync_playwright().start()
    try:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield found
        found.close()
    finally:
        playwright.stop()


@pytest.fixture
def open_page(browser, served):
    opened = []

    def open_one(path, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        opened.append(context)
        page = context.new_page()
        page.troubles, page.hosts = [], set()
        page.on("console", lambda message: page.troubles.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: page.hosts.add(request.url.split("/")[2]))
        page.goto(served + path)
        return page

    yield open_one
    for context in opened:
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_no_barriers(open_page, path, scheme):
    needed(AXE)
    page = open_page(path, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
    assert barriers(page, [*RULES, "best-practice"]) == []


@pytest.mark.browser
@pytest.mark.parametrize("path", DATABASE)
def test_no_barriers_in_the_database(open_page, path):
    """Datasette's own pages, with our style and script beside theirs."""
    needed(AXE)
    page = open_page(path, bypass_csp=True)
    assert barriers(page, RULES) == []
    assert len(page.hosts) == 1 and page.context.cookies() == []


def barriers(page, rules):
    """What axe-core finds against these rules: (rule, elements)."""
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("(tags) => axe.run({runOnly: {type: 'tag', values: tags}})", rules)
    assert len(found["passes"]) > 10
    return [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found["violations"]]


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("name", PORTRAITS)
def test_reflow_and_picture(open_page, name, width):
    page = open_page(PORTRAITS[name], width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    PICTURES.mkdir(exist_ok=True)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=str(PICTURES / f"{name}-{width}-{scheme}.png"), full_page=True)


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_filling_the_form(open_page, scripts):
    page = open_page("/", java_script_enabled=scripts)
    for group in ("Weitere Auswahl",) if scripts else ("Branche", "Region", "Weitere Auswahl"):
        page.locator("summary", has_text=group).click()
    page.get_by_role("checkbox", name="Logistik, Transport").check()
    page.get_by_role("checkbox", name="Ostwestfalen-Lippe").check()
    page.get_by_label("nur kostenlose").check()
    page.get_by_role("button", name="Anzeigen").click()
    assert "branche=logistik" in page.url and "region=owl" in page.url and "kostenlos=ja" in page.url
    assert ("ort=" in page.url) is not scripts
    assert page.locator("#treffer").inner_text() == "3 kommende Termine"
    assert page.get_by_role("checkbox", name="Logistik, Transport").is_checked()
    assert page.troubles == []


@pytest.mark.browser
def test_copying_the_address(open_page):
    page = open_page("/?region=owl", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopieren").click()
    page.wait_for_function("document.getElementById('kopiert').textContent !== ''")
    assert page.evaluate("navigator.clipboard.readText()").endswith("/feeds/owl.ics")
    assert page.locator("#kopiert").inner_text() == "Die Adresse ist kopiert."


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_talks_to_nobody_else(open_page, served, path):
    page = open_page(path)
    assert page.hosts == {served.split("/")[2]}
    assert page.context.cookies() == [] and page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert [text for text in page.troubles if "Content Security Policy" in text] == []


@pytest.fixture
def plain_web_space(house):
    """The published folder behind a web server that knows nothing of us."""
    store, config, public = house
    publish(store, config, public, now=NOW)
    handler = partial(QuietHandler, directory=str(public))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class QuietHandler(SimpleHTTPRequestHandler):
    """Does not write a line per request."""

    def log_message(self, *_):
        return


@pytest.mark.browser
def test_static_page_filters_in_the_browser(browser, plain_web_space):
    context = browser.new_context()
    page = context.new_page()
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(plain_web_space)
    page.clock.set_fixed_time(NOW)
    page.locator("summary", has_text="Weitere Auswahl").click()
    page.get_by_role("checkbox", name="Logistik, Transport").check()
    page.get_by_role("checkbox", name="nur kostenlose").check()
    hits = page.locator("#treffer")
    expect(hits).to_have_text("4 kommende Termine")
    page.get_by_role("checkbox", name="ohne branchenübergreifende").check()
    expect(hits).to_have_text("1 kommender Termin")
    assert (
        page.locator("#liste a", has_text="Pitch-Abend Logistik").get_attribute("href") == "termin/a1@pitchradar.html"
    )
    page.get_by_role("button", name="Anzeigen").focus()
    for ort, umkreis, told in (
        ("bielefeld", "", "1 kommender Termin"),
        ("Herford", "25", "1 kommender Termin"),
        ("Köln", "40", "0 kommende Termine"),
    ):
        page.get_by_label("Ort", exact=True).fill(ort)
        page.get_by_label("Umkreis").select_option(umkreis)
        page.get_by_role("button", name="Anzeigen").click()
        expect(hits).to_contain_text(told)
    page.get_by_label("Ort", exact=True).fill("Atlantis")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.get_by_role("alert")).to_contain_text("In „Atlantis“ ist zurzeit nichts bekannt")
    assert errors == []
    context.close()


STATIC = [  # (address, hits, calendar, chosen boxes, is it one of its own)
    ("?branche=handwerk&offen=nein", "0", "startup-termine", ["handwerk", "nein"], False),
    ("?branche=Handwerk", None, "handwerk", ["handwerk"], True),
    ("?branche=energie&offen=nein", "0", "startup-termine", ["energie", "nein"], False),
    ("?region=owl&utm_source=brief", None, "owl", ["owl"], True),
    ("?format=pitch&region=nordrhein-westfalen", None, "pitch-nrw", ["nordrhein-westfalen", "pitch"], True),
    ("?q=PITCH%20Häppchen", "1", "startup-termine", [], False),
    ("?kostenlos=nein&ansicht=monat", None, "startup-termine", [], False),
    ("?ort=bielefeld&umkreis=5", None, "startup-termine", [], False),
    ("?abends=ja&online=nein&sprache=de&passung=2", None, "startup-termine", ["2", "de", "ja", "nein"], False),
    ("?ohne=pitch&abgesagt=weglassen&passung=1", None, "startup-termine", ["pitch", "weglassen"], False),
]  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize(("query", "count", "calendar", "chosen", "own"), STATIC)
def test_static_page_obeys_its_address(browser, plain_web_space, served, query, count, calendar, chosen, own):
    """It shows as many as the server does for the same address, and the calendar of them, or says there is none."""
    with urllib.request.urlopen(f"{served}/{quote(query, safe='?=&%')}") as answer:
        told = html.document_fromstring(answer.read().decode()).xpath("string(//*[@id='treffer'])")
    page = browser.new_page()
    page.clock.set_fixed_time(NOW)
    page.goto(f"{plain_web_space}/{query}")
    expected = re.search(r"\d+", told)[0] if "Zurzeit kein" not in told else "0"
    assert count in (None, expected)
    expect(page.locator("#treffer")).to_have_text(re.compile(rf"^{expected} kommende"))
    assert sorted(page.eval_on_selector_all("form input:checked", "all => all.map((each) => each.value)")) == chosen
    assert page.locator("#adresse").input_value().endswith(f"/feeds/{calendar}.ics")
    for link in page.locator(".subscribe a").all():
        assert f"{calendar}." in link.get_attribute("href")
    assert page.locator("#ohne-kalender").is_visible() is not own
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?branche=quatsch", "Den Wert „quatsch“ gibt es beim Filter „branche“ nicht."),
        ("?farbe=rot", "Den Filter „farbe“ gibt es nicht."),
        ("?umkreis=40", "Zu „umkreis“ gehört ein „ort“."),
    ],
)
def test_static_page_refuses_what_it_cannot_apply(browser, plain_web_space, query, told):
    page = browser.new_page()
    page.goto(f"{plain_web_space}/{query}")
    expect(page.locator("#fehler")).to_contain_text(told)
    assert page.locator("#liste li").count() == 0 and not page.locator(".buttons, .qr, #adresse").first.is_visible()
    page.get_by_role("checkbox", name="Ostwestfalen-Lippe").check()
    expect(page.locator("#fehler")).to_be_hidden()
    assert page.url.endswith("/?region=owl") and page.locator("#adresse").is_visible()
    page.close()


@pytest.mark.browser
def test_keyboard_reaches_the_content_first(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Zum Inhalt"


def test_the_page_folds_words_as_the_server_does():
    """All letters of Latin, Greek and Cyrillic script and what stands between them, and words as people write them."""
    needed("node")
    script = re.search(r"const PLAIN = .*?\.trim\(\);", (TEMPLATES / "assets/plain.js").read_text("utf-8"), re.DOTALL)[
        0
    ]
    told = [chr(code) for code in range(0x20, 0x500) if chr(code) != "\u0345"]
    told += [
        "Ba\u0308ckerei",
        "Größe_2",
        " Co-Working  Café ",
        "STRAẞE",
        "ŁÓDŹ",
        "İzmir",
        "ΟΔΟΣ",
        "ﬁrst",
        "1️⃣",
        "KI\xad-Tag",
    ]
    script += 'console.log(JSON.stringify(JSON.parse(require("fs").readFileSync(0, "utf8")).map(fold)))'
    done = subprocess.run(["node", "-e", script], input=json.dumps(told), capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [fold(text) for text in told]


def test_ical_js_reads_the_same(served, tmp_path):
    needed("node", TOOLS / "node_modules" / "ical.js")
    target = tmp_path / "feed.ics"
    subprocess.run(["curl", "-s", "-o", target, f"{served}/feeds/startup-termine.ics"], check=True)
    told = subprocess.run(["node", TOOLS / "read_calendar.mjs", target], check=True, capture_output=True, text=True)
    found = {row["uid"]: row for row in map(json.loads, told.stdout.splitlines())}
    assert set(found) == {event.uid for event in sample().index.events}
    for event in sample().index.events:
        row, start = found[event.uid], event.when.start
        if isinstance(start, datetime):
            assert datetime.fromisoformat(row["start"]).astimezone(UTC) == instant(start)
        else:
            assert row["start"] == berlin_day(start).isoformat() and row["end"] > last_berlin_day(event).isoformat()


@pytest.mark.parametrize("name", ["owl.rss", "owl.atom", "aenderungen.rss", "aenderungen.atom"])
def test_xmllint_reads_it(served, tmp_path, name):
    needed("xmllint")
    subprocess.run(["curl", "-s", "-o", tmp_path / name, f"{served}/feeds/{name}"], check=True)
    subprocess.run(["xmllint", "--noout", "--nonet", tmp_path / name], check=True)
