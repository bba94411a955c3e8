"""The list extractor on pages that mean harm or nothing: bounded work, no recursion, a named reason."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from crawlers.extractors.errors import Unreadable
from crawlers.extractors.listing import extract
from pipeline.model import Page, RawEvent, Source

ROW = "<tr><td>{}.12.2026</td><td>18 Uhr</td><td>Treffen {}</td></tr>"
HOSTILE = {
    "100,000 nested tags": "<div>" * 100_000 + "<p>3.12.2026 18 Uhr Treffen",
    "3,000 nested tables": "<table><tr><td>3.12.2026 Treffen" * 3_000,
    "10,000 rows": "<h1>Termine</h1><table>" + "".join(ROW.format(n % 28 + 1, n) for n in range(10_000)),
    "20,000 lines in one paragraph": "<p>" + "3.12.2026 Treffen<br>" * 20_000,
    "a tag with 100,000 attributes": "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">3.12.2026",
    "half a megabyte of digits and dots": "<p>" + "1." * 250_000,
    "small words in capitals": "<h1>Meetings</h1><p>The " + "OF THE " * 500 + "board</p><p>3.12.2026<p>10.12.2026",
    "two courses of 2,000 days": "<p>Kurs A<br>" + "3.12.2026<br>" * 2_000 + "<br>Kurs B<br>" + "4.12.2026<br>" * 2_000,
    "many words of links": "".join("<p>" + "mehr - info " * 12 + "x 3.12.2026</p>" for _ in range(1_000)),
}
SECONDS = 10.0  # CPU; far above what is needed, far below what a quadratic step would take


def page(body: bytes) -> Page:
    return Page("https://hub.example/termine", 200, {}, body, datetime(2026, 11, 20, tzinfo=UTC))


@pytest.mark.parametrize("name", HOSTILE)
def test_bounded(name: str) -> None:
    start = time.process_time()
    events = [raw for raw in extract(page(HOSTILE[name].encode()), Source("test", "")) if isinstance(raw, RawEvent)]
    assert time.process_time() - start < SECONDS
    assert all(raw.title and raw.when for raw in events)


@pytest.mark.parametrize("body", [b"", b"   \n", b"<!-- nothing -->"], ids=["empty", "blank", "comment"])
def test_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        list(extract(page(body), Source("test", "")))
    assert caught.value.why


def test_bad_selector() -> None:
    source = Source("test", "", select={"item": "div["})
    with pytest.raises(Unreadable, match="not a CSS selector"):
        list(extract(page(b"<p>3.12.2026 Treffen"), source))
