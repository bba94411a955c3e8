"""Mutated pages of every kind: read, or refused with a reason; clean at the door; in bounded time. No other exception.

`FUZZ` (default 60): examples per kind; `make faults` takes many more.
"""

from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from crawlers.extractors.errors import Unreadable
from crawlers.parsing.reading import read
from pipeline import wire
from pipeline.dates import read as read_dates
from pipeline.localdays import can_end
from pipeline.model import BERLIN, Page, RawEvent, Source
from pipeline.normalise import Context, normalise
from tests.faults.mutations import JUNK, mutated

KINDS = Path(__file__).parent.parent / "kinds"
CASES = {kind.name: sorted(meta.parent for meta in kind.glob("*/meta.json")) for kind in sorted(KINDS.iterdir())}
FUZZ = int(os.environ.get("FUZZ", "60"))
SECONDS = 5.0  # of processor time for one page; a worker has 20
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FIRST = settings(
    max_examples=FUZZ, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
CALENDAR = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-TIMEZONE:%s\nBEGIN:VEVENT\nUID:1\nDTSTART:20261203T180000\nSUMMARY:Abend\n"
    "END:VEVENT\nEND:VCALENDAR"
)
LD = '<!doctype html><html lang="de"><title>Termine</title><script type="application/ld+json">%s</script></html>'
# What fell out once: (kind, body). A zone 99 hours away; numbers that no float can hold; half a surrogate pair by its
# number; a zone longer than a file name; a script of one line, where addresses were looked for at every letter; lines
# full of dates, each held against each.
FOUND = {
    "zone": (None, LD % '{"@type": "Event", "startDate": "2026-12-03T18:00", "endDate": "2026-12-03T20:00+99:99"}'),
    "number": ("json", '[{"title": "Abend", "start": %s}]' % ("9" * 400)),
    "place": ("json", '[{"title": "Abend", "start": "2026-12-03", "lat": %s, "latitude": "nan"}]' % ("9" * 400)),
    "time zone": ("ics", CALENDAR % ("x" * 999)),
    "surrogate": ("rss", "<rss version='2.0'><channel><item><title>&#xD800;</title></item></channel></rss>"),
    "surrogate attribute": ("rss", "<termine><termin name='&#55296;' datum='2026-12-03'/><a></termine>"),
    "one line": ("mobilizon", "<html><script>" + "a" * 500_000 + "</script></html>"),
    "dates": (None, "<html><h1>Termine</h1><p>" + "3.12. " * 2_000 + "</p></html>"),
}  # fmt: skip


def load(case: Path) -> tuple[Page, Source]:
    meta = json.loads((case / "meta.json").read_text("utf-8"))
    body, url = next(case.glob("page.*")).read_bytes(), meta["url"]
    page = Page(url, 200, meta.get("headers", {}), body, NOW)
    return page, Source("test", url, kind=meta.get("kind"), timezone=meta.get("timezone", BERLIN))


def digest(page: Page, source: Source) -> list[RawEvent]:
    """All that a crawl and a pipeline do with a page until its events are understood."""
    began = time.process_time()
    try:
        _, events, _ = read(page, source)
    except Unreadable as error:
        assert error.why
        events = []
    for event in events:
        normalise(event, source, Context(NOW))
    assert time.process_time() - began < SECONDS
    return events


def unclean(event: RawEvent) -> list[str]:
    """Characters that should have ended at the door."""
    return [char for char in json.loads(wire.dump_json(event))["title"] if char < " " or char in "\x7f\u202e\u2066"]


@pytest.mark.parametrize("kind", CASES)
def test_pages(kind: str) -> None:
    @FIRST
    @given(st.sampled_from(CASES[kind]), st.integers(0, 1 << 32), st.integers(1, 4), st.booleans())
    def check(case: Path, seed: int, times: int, told: bool) -> None:
        page, source = load(case)
        bad = Page(page.url, 200, page.headers, mutated(page.body, seed, times), NOW)
        for event in digest(bad, source if told else Source("test", page.url)):
            assert not unclean(event)

    check()


@pytest.mark.parametrize("name", FOUND)
def test_what_fell_out_once(name: str) -> None:
    kind, body = FOUND[name]
    digest(
        Page("https://haus.example/", 200, {}, body.encode(), NOW), Source("test", "https://haus.example/", kind=kind)
    )


PIECES = st.sampled_from(
    """3.12. 3.12.2026 31.02.2026 2026-12-03 12/3/2026 Do. Donnerstag Dezember Dez 18 18:00 Uhr 18-20 bis – | , ab jeden
    ersten und KW 49 heute morgen 24:00 99.99.9999 0.0.0 MEZ UTC +99:99 am/pm p.m. ½ ٣ ³ geb. Anmeldeschluss abgesagt
    1.1.1 3./4./5.12. 18.30h 2026/27 WS Q4 1999999999""".split()
)


@FIRST
@given(st.lists(st.one_of(PIECES, st.text(max_size=20), st.sampled_from([str(one) for one in JUNK])), max_size=30))
def test_dates(pieces: list[str]) -> None:
    began = time.process_time()
    reading = read_dates([" ".join(pieces)], as_of=NOW)
    assert time.process_time() - began < 1.0  # 0.2 s, and room for a machine that collects garbage
    assert reading.occurrences or reading.reason
    assert all(when.end is None or can_end(when.start, when.end, when.tz) for when in reading.occurrences)


FIELDS = st.fixed_dictionaries(
    {},
    optional={name: st.one_of(st.none(), st.text(max_size=60), PIECES) for name in ("start", "end", "timezone", "where",
              "description", "status", "availability", "deadline", "price", "language", "url", "key")},
)  # fmt: skip


@FIRST
@given(st.text(max_size=80), st.lists(st.text(max_size=40), max_size=3), FIELDS)
def test_raw_events(title: str, when: list[str], fields: dict[str, Any]) -> None:
    raw = RawEvent("test", "https://haus.example/", title, when=tuple(when), **fields)
    found = normalise(raw, Source("test", raw.page), Context(NOW))
    assert found.sightings or found.issues or not title.strip()
