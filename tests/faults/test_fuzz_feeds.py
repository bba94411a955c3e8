"""Any event in any feed and page: well-formed, and nothing of a stranger runs. Any filter: an answer or a sentence."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from typing import Any

import icalendar
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from feeds import eventpage, page
from feeds.checks import CHECKS
from feeds.edition import Edition, edition
from feeds.filters import FilterError, parse
from feeds.parts import Parts
from feeds.press import Press, changes_feed
from feeds.select import Filter
from feeds.setting import Addresses, Feed
from pipeline.config import default_folder, load
from pipeline.model import Change, Event, Venue, When
from tests.feeds.feed_samples import BASE, TODAY, names

FUZZ = int(os.environ.get("FUZZ", "60"))
SOME = settings(
    max_examples=FUZZ, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
CONFIG = load(default_folder())
AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
FEED = Feed("alle", "Alle", "Termine", Filter(), "named")
EVIL = st.sampled_from(
    ["\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\r\n", "<script>alert(1)</script>", "</script><img src=x onerror=x()>",
     "]]><!--", "&lt;b&gt;", "{{7*7}}", "\x00\x0b\x1b[2J", "\ufffe", "\u202e", "javascript:x()", "á" * 99,
     "%s%n", "\\n\\,;:", "x" * 2000, " ", "=1+1", "😀" * 80]
)  # fmt: skip
TEXT = st.lists(st.one_of(EVIL, st.text(max_size=30)), min_size=1, max_size=3).map("".join)
MAYBE = st.one_of(st.none(), TEXT)
DAYS = st.dates(date(2026, 11, 1), date(2029, 12, 31))
INSTANTS = st.datetimes(datetime(2026, 11, 1), datetime(2029, 12, 31), timezones=st.just(UTC))
WHEN = st.one_of(
    st.builds(When, DAYS, st.none(), st.just(True)),
    st.builds(When, INSTANTS, st.none()),
    st.tuples(INSTANTS, INSTANTS).map(lambda pair: When(min(pair), max(pair))),
    st.tuples(DAYS, DAYS).map(lambda pair: When(min(pair), max(pair), all_day=True)),
)
DEGREES = st.one_of(st.none(), st.floats())
VENUES = st.one_of(st.none(), st.builds(Venue, MAYBE, MAYBE, MAYBE, MAYBE, st.none(), DEGREES, DEGREES))
EVENTS = st.builds(
    Event,
    uid=st.integers(0, 999).map(lambda number: f"{number}@pitchradar"),
    title=TEXT,
    when=WHEN,
    sequence=st.integers(0, 9),
    venue=VENUES,
    url=MAYBE,
    description=MAYBE,
    organizer=MAYBE,
    formats=st.sampled_from([(), ("pitch",), ("<b>",)]),
    status=st.sampled_from(["scheduled", "cancelled", "postponed", "rescheduled"]),
    startup_relevant=st.just(True),
    price=MAYBE,
    language=st.sampled_from([None, "de", "<i>"]),
    first_published=st.just(AT),
    last_changed=st.just(AT),
    conflicts=st.sampled_from([{}, {"title": ("a: <b>", "b: \x1b")}]),
)


def published(events: list[Event], text: str) -> Edition:
    unique = list({event.uid: event for event in events}.values())
    told = [Change("moved", event.uid, AT, {"title": (text, event.title)}, text) for event in unique]
    return edition(unique, told, names(), TODAY, version=1)


@SOME
@given(st.lists(EVENTS, min_size=1, max_size=4), TEXT)
def test_feeds(events: list[Event], text: str) -> None:
    made = published(events, text)
    press = Press(made, Addresses(BASE), Parts())
    for feed in (FEED, changes_feed()):
        for form in ("ics", "rss", "atom", "json") if feed is FEED else ("rss", "atom", "json"):
            data = bytes(press.feed(feed, form, made.index.pick(Filter())))
            CHECKS[form](data)
            assert b"UID:evil" not in data.split(b"\r\n")
            _links_are_safe(form, data)
    parsed = icalendar.Calendar.from_ical(bytes(press.feed(FEED, "ics", made.index.pick(Filter()))))
    assert len(parsed.walk("VEVENT")) + len(press.issues) == len(made.index.events)


def _links_are_safe(form: str, data: bytes) -> None:
    if form in ("rss", "atom"):
        links = [f"{node.text} {node.get('href')}" for node in etree.fromstring(data).iter("{*}link")]
        assert not [link for link in links if "javascript" in link]
    if form == "json":
        assert not [item for item in json.loads(data)["items"] if "javascript" in str(item.get("url"))]


@SOME
@given(st.lists(EVENTS, min_size=1, max_size=3), TEXT)
def test_pages(events: list[Event], text: str) -> None:
    made = published(events, text)
    _is_harmless(page.index(made, CONFIG, [FEED], Filter()))
    _is_harmless(page.embedded(made, CONFIG, Filter()))
    for shown in made.shown.values():
        told = [change for change in made.changes if change.uid == shown.event.uid]
        _is_harmless(eventpage.page(shown, [], told, [FEED], CONFIG, made.names, former={}))
        json.loads(eventpage.json_ld(shown, Addresses(BASE)))


def _is_harmless(data: bytes) -> None:
    root = html.document_fromstring(data.decode("utf-8"))
    assert not [node for node in root.iter("script") if node.get("type") != "application/ld+json" and node.text]
    assert not [name for node in root.iter() for name in node.attrib if name.startswith("on")]
    links = [value for node in root.iter() for name, value in node.attrib.items() if name in ("href", "src", "action")]
    assert not [link for link in links if link.strip().lower().startswith(("javascript:", "data:text", "vbscript:"))]


NAMES = st.one_of(st.sampled_from("branche region ort umkreis format thema online q ohne passung abends".split()), TEXT)
VALUES = st.one_of(
    TEXT, st.sampled_from(["logistik", "owl,rheinland", "Bielefeld", "50", "ja", "-1", "' or 1=1 --", "%00"])
)


@SOME
@given(st.lists(st.tuples(NAMES, VALUES), max_size=6))
def test_filters(pairs: list[tuple[str, Any]]) -> None:
    made = published([], "")
    try:
        wanted = parse(pairs, names())
    except FilterError as error:
        assert not [char for char in str(error) if char < " " or char == "\x7f"]
        return
    assert not list(made.index.pick(wanted))
    page.index(made, CONFIG, [FEED], wanted)
