"""CPU time a page: one lxml parse, extruct, and our list extractor, on written pages or on any folder of pages.

    python benchmarks/extract.py [FOLDER] [--pages N] [--shuffle]

Without FOLDER it builds list pages of about 79 KB. `--shuffle` renames every class and id first: the events must stay
the same (the script says so, exit 1 if not).
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import extruct
from lxml import html

from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import forget
from crawlers.extractors.listing import extract
from pipeline.model import Page, RawEvent, Source

NOW = datetime(2026, 11, 20, tzinfo=UTC)
SIZE = 79_000
RUNS = 7
CARD = (
    '<div class="card"><div class="date"><span>{day:02}</span><span>{month}</span></div>'
    '<h3><a href="/e/{n}">Treffen {n}</a></h3><p>{hour}:00 – {end}:30 Uhr</p>'
    "<p>Haus der Wirtschaft, Marktplatz 2, 32423 Minden</p><p>{text}</p></div>"
)
FILLER = "Wir sprechen über Wege, die andere gegangen sind, und über das, was dabei schiefging. "
MONTHS = ("Jan", "Feb", "März", "April", "Mai", "Juni")
NAMES = re.compile(rb"(\b(?:class|id)\s*=\s*)([\"'])(.*?)\2", re.IGNORECASE | re.DOTALL)


def written(seed: int) -> bytes:
    """A list page of SIZE bytes: a menu, 20 cards, scripts and styles as real pages carry them."""
    dice = random.Random(seed)
    cards = "".join(
        CARD.format(
            n=n, day=dice.randint(1, 28), month=dice.choice(MONTHS), hour=dice.randint(9, 19), end=20, text=FILLER * 2
        )
        for n in range(20)
    )
    menu = "".join(f'<li class="item-{n}"><a href="/m/{n}">Menüpunkt {n}</a></li>' for n in range(80))
    body = f"<nav><ul>{menu}</ul></nav><main><h1>Veranstaltungen</h1>{cards}</main><footer>© 2026 Hub</footer>"
    script = "<script>" + "var x = 1; " * ((SIZE - len(body.encode())) // 11) + "</script>"
    return (
        f"<!DOCTYPE html><html><head><title>Veranstaltungen</title>{script}</head><body>{body}</body></html>".encode()
    )


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


def milliseconds(work: Callable[[], object]) -> float:
    """The best of RUNS, in milliseconds of CPU."""
    best = float("inf")
    for _ in range(RUNS):
        forget()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000


def report(name: str, bodies: Iterable[bytes], work: Callable[[bytes], object]) -> None:
    """One line: the median and the slowest page."""
    times = [milliseconds(partial(work, body)) for body in bodies]
    print(f"{name:<22}{statistics.median(times):8.2f} ms median {max(times):8.2f} ms slowest")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--pages", type=int, default=10)
    parser.add_argument("--shuffle", action="store_true")
    given = parser.parse_args()
    files = sorted(given.folder.rglob("*.htm*"))[: given.pages] if given.folder else []
    bodies = [file.read_bytes() for file in files] or [written(seed) for seed in range(given.pages)]
    print(f"{len(bodies)} pages, median {statistics.median(map(len, bodies)) / 1000:.0f} KB")
    if given.shuffle:
        changed = sum(events(body) != events(shuffled(body)) for body in bodies)
        print(f"shuffled names: {changed} of {len(bodies)} pages give other events")
        return 1 if changed else 0
    report("one lxml parse", bodies, html.document_fromstring)
    report("extruct", bodies, lambda body: extruct.extract(body, "https://hub.example/"))
    report("list extractor", bodies, events)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
