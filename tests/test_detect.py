"""What a page is taken for: its form, its platform, its richer forms, and walls that are no event pages."""

from __future__ import annotations

import time
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.detect import detect, extract, form
from crawlers.extractors.errors import Unreadable
from pipeline.model import Page, Source

WALLS = tomllib.loads((Path(__file__).parent / "tables" / "walls.toml").read_text())["page"]
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)

FORMS = [
    (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "ics"),
    (b"\xef\xbb\xbfBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "ics"),
    (b'<?xml version="1.0"?>\n<rss version="2.0"></rss>', "rss"),
    (b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>", "rss"),
    (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-"><html></html>', "html"),
    (b' \n[{"title": 1}]', "json"),
    (b"<!DOCTYPE html><html></html>", "html"),
    (b"Nur Text", "html"),
    (b" \r\n", "empty"),
]

LINKS = [
    (
        '<link rel="alternate" type="text/calendar" href="/events/?ical=1">',
        "ics",
        "https://haus.example/events/?ical=1",
    ),
    ('<a href="webcal://haus.example/alle.ics">Abo</a>', "ics", "https://haus.example/alle.ics"),
    (
        '<link rel="alternate" type="application/rss+xml" href="/termine.rss">',
        "rss",
        "https://haus.example/termine.rss",
    ),
    (
        '<link rel="alternate" type="application/feed+json" href="/events.json">',
        "rss",
        "https://haus.example/events.json",
    ),
    (
        '<link rel="alternate" href="https://haus.example/wp-json/tribe/events/v1/">',
        "tec",
        "https://haus.example/wp-json/tribe/events/v1/events/?start_date=2026-10-21&per_page=50",
    ),
    (
        '<meta name="x" content="app-argument=luma://calendar/cal-Xy12AbCd">',
        "luma",
        "https://api.lu.ma/ics/get?entity=calendar&id=cal-Xy12AbCd",
    ),
    (
        '<iframe src="https://calendar.google.com/calendar/embed?src=a%40group.calendar.google.com"></iframe>',
        "google_calendar",
        "https://calendar.google.com/calendar/ical/a%40group.calendar.google.com/public/basic.ics",
    ),
]

HOSTILE = [
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 200_000 + b"END:VCALENDAR\r\n",
    b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 100_000,
    b'<?xml version="1.0"?><rss ' + b'a="b" ' * 100_000 + b"></rss>",
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss><item><title>&x;</title></item></rss>',
    b'<html><script type="application/ld+json">' + b'{"@graph":[' * 50_000 + b"</script></html>",
    b'<html><script type="application/ld+json">' + b'"a"a' * 20_000 + b"</script></html>",
    b'<html><script type="application/ld+json">' + b"/*" * 200_000 + b"</script></html>",
    b"<html><body " + b'a="b" ' * 100_000 + b"></body></html>",
    b"<html><body>" + b"<div itemscope itemprop=x>" * 20_000 + b"</body></html>",
    b"<html><body>" + b"<script a" * 200_000,
    b"<html><body>" + b"<h1 a<!-" * 200_000,
    b'[{"title":"a","start":"2026-12-01T10:00:00"}' + b',{"b":[1]}' * 100_000 + b"]",
]


def page(body: bytes | str, url: str = "https://haus.example/termine") -> Page:
    return Page(url, 200, {}, body if isinstance(body, bytes) else body.encode(), AT)


@pytest.mark.parametrize(("body", "shape"), FORMS)
def test_a_body_shows_its_form(body: bytes, shape: str) -> None:
    assert form(page(body)) == shape


@pytest.mark.parametrize(("head", "kind", "endpoint"), LINKS)
def test_richer_forms_are_found(head: str, kind: str, endpoint: str) -> None:
    found = detect(page(f"<html><head>{head}</head><body><p>Termine</p></body></html>"))
    assert (kind, endpoint) in [(one.kind, one.endpoint) for one in found]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@pytest.mark.parametrize("wall", WALLS, ids=[wall["name"] for wall in WALLS])
def test_a_page_without_events_says_why(wall: dict[str, str]) -> None:
    try:
        cause = "" if extract(page(wall["html"]), Source("x", "https://haus.example/termine"))[1] == [] else "events"
    except Unreadable as error:
        cause = error.why
    assert cause == wall["cause"]


@pytest.mark.parametrize("body", HOSTILE, ids=lambda body: body[:40].decode())
def test_hostile_input_ends_soon(body: bytes) -> None:
    begun = time.process_time()
    try:
        events = extract(page(body), Source("x", "https://haus.example/termine"))[1]
    except Unreadable:
        events = []
    assert len(events) <= 1
    assert time.process_time() - begun < 5
