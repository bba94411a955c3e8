"""CPU time of a page's first reading: one lxml parse, extruct, our reading of marked-up pages and plain lists.

    python benchmarks/extract.py [FOLDER] [--pages N] [--shuffle]

Without FOLDER it writes pages of about 79 KB, each with 20 events in words of its own: every page is read once only,
so nothing remembered from another reading of the same page helps. "known": the source's entry names its kind, as
`source add` writes it. `--shuffle` renames every class and id first: the events must stay the same (exit 1 if not).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import extruct
from lxml import html

from benchmarks._frame import page
from crawlers import detect
from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import forget
from crawlers.extractors.listing import extract
from pipeline.model import Page, RawEvent, Source

NOW = datetime(2026, 11, 20, tzinfo=UTC)
SIZE = 79_000
WARM_UP = 3  # pages read before the first that counts: imports, tables, what is loaded once per process
CARD = (
    '<div class="card"><div class="date"><span>{day:02}</span><span>{month}</span></div>'
    '<h3><a href="/e/{n}">{title}</a></h3><p>{hour}:00 – {end}:30 Uhr</p><p>{place}</p><p>{text}</p></div>'
)
SYLLABLES = (
    "ba be bo da di du fa fi ga ge ha he ka ko la li lo ma mi na no ra ri ro sa se so ta ti to wa we za zu".split()
)
TOWNS = ("32423 Minden", "33602 Bielefeld", "33098 Paderborn", "32756 Detmold", "33330 Gütersloh")
MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni")
NAMES = re.compile(rb"(\b(?:class|id)\s*=\s*)([\"'])(.*?)\2", re.IGNORECASE | re.DOTALL)


def words(dice: random.Random, count: int) -> str:
    """Words that no other page has, the first with a capital."""
    return " ".join("".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(count)).capitalize()


def card(dice: random.Random, n: int, halls: list[str]) -> dict[str, Any]:
    """What one event says: title, date and time, one of the page's places, two sentences."""
    return {
        "n": dice.randrange(10**6),
        "day": dice.randint(1, 28),
        "month": dice.choice(MONTHS),
        "hour": dice.randint(9, 19),
        "end": 20,
        "title": f"Treffen {words(dice, 3)}",
        "place": dice.choice(halls),
        "text": f"{words(dice, 11)}. {words(dice, 11)}.",
    }


def marked_up(cards: list[dict[str, Any]]) -> str:
    """The same events as JSON-LD."""
    found = [
        {
            "@type": "Event",
            "name": one["title"],
            "startDate": f"2027-{MONTHS.index(one['month']) + 1:02}-{one['day']:02}T{one['hour']:02}:00:00+01:00",
            "url": f"https://hub.example/e/{one['n']}",
            "location": {"@type": "Place", "name": one["place"]},
            "description": one["text"],
        }
        for one in cards
    ]
    block = json.dumps({"@context": "https://schema.org", "@graph": found}, ensure_ascii=False)
    return f'<script type="application/ld+json">{block}</script>'


def written(seed: int, *, structured: bool = False) -> bytes:
    """A page of SIZE bytes with 20 cards; `structured`: JSON-LD too."""
    dice = random.Random(seed)
    halls = [f"Haus {words(dice, 1)}, {words(dice, 1)}straße 2, {town}" for town in TOWNS]
    cards = [card(dice, n, halls) for n in range(20)]
    listed = "".join(CARD.format(**one) for one in cards)
    markup = marked_up(cards) if structured else ""
    content = f"<h1>Veranstaltungen</h1>{listed}"
    return page("Veranstaltungen", content, partial(words, dice), dice, SIZE, head=markup)


def shuffled(body: bytes, seed: int = 1) -> bytes:
    """The page with every class name and id replaced by a random one."""
    dice = random.Random(seed)
    return NAMES.sub(lambda match: match[1] + match[2] + b"x%d" % dice.randrange(10**9) + match[2], body)


def events(body: bytes) -> list[tuple[str, tuple[str, ...], str | None]]:
    """What the extractor finds, without order of discovery or reasons."""
    page = Page("https://hub.example/termine/", 200, {}, body, NOW)
    try:
        found = [raw for raw in extract(page, Source("bench", page.url)) if isinstance(raw, RawEvent)]
    except Unreadable:
        return []
    return [(raw.title, raw.when, raw.where) for raw in found]


def read(body: bytes, kind: str | None) -> int:
    """How many events the page gives when read as a crawl reads it."""
    page = Page("https://hub.example/termine/", 200, {"content-type": "text/html; charset=utf-8"}, body, NOW)
    try:
        return len(detect.extract(page, Source("bench", page.url, kind=kind))[1])
    except Unreadable:
        return 0


def milliseconds(work: Callable[[bytes], object], body: bytes) -> float:
    """Milliseconds of CPU of one first reading."""
    forget()
    start = time.process_time()
    work(body)
    return (time.process_time() - start) * 1000


def report(name: str, bodies: list[bytes], work: Callable[[bytes], object]) -> None:
    """One line: the median and the slowest page."""
    for body in bodies[:WARM_UP]:
        work(body)
    times = [milliseconds(work, body) for body in bodies[WARM_UP:]]
    print(f"{name:<34}{statistics.median(times):8.2f} ms median {max(times):8.2f} ms slowest")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--shuffle", action="store_true")
    given = parser.parse_args()
    count = given.pages + WARM_UP
    files = sorted(given.folder.rglob("*.htm*"))[:count] if given.folder else []
    plain = [file.read_bytes() for file in files] or [written(seed) for seed in range(count)]
    print(f"{given.pages} pages, median {statistics.median(map(len, plain)) / 1000:.0f} KB")
    if given.shuffle:
        changed = sum(events(body) != events(shuffled(body)) for body in plain)
        print(f"shuffled names: {changed} of {len(plain)} pages give other events")
        return 1 if changed else 0
    report("one lxml parse", plain, html.document_fromstring)
    if not files:
        marked = [written(count + seed, structured=True) for seed in range(2 * count)]
        report("marked-up page, extruct", marked[:count], lambda body: extruct.extract(body, "https://hub.example/"))
        report("marked-up page, kind known", marked[:count], partial(read, kind="schema_org"))
        report("marked-up page, kind unknown", marked[count:], partial(read, kind=None))
    report("plain list, list extractor alone", plain, events)
    more = plain if files else [written(10 * count + seed) for seed in range(count)]
    report("plain list, read as in a crawl", more, partial(read, kind="listing"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
