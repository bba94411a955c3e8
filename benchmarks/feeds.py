"""Measures the reader's side on many invented events: publishing, filters. `python -m benchmarks.feeds --help`.

Prints one JSON object. Baselines are what one would write without stored parts: icalendar and feedgen, every feed from
scratch. They are timed on a share of the work and scaled, because in full they take hours.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from pluggy import HookimplMarker

from benchmarks._scratch import naive_calendar, naive_newsfeeds, parsed_calendar, parsed_newsfeed
from feeds import edition as editions
from feeds import rss, shown
from feeds.carried import Carried
from feeds.datasette import application
from feeds.filters import parse
from feeds.parts import Parts
from feeds.press import Press
from feeds.publish import publish
from feeds.searched import Searched, Words
from feeds.select import Pick
from feeds.setting import Addresses, Feed, catalogue, choices
from pipeline.config import Config, default_folder, load
from pipeline.model import Event, Sighting, Venue, When
from pipeline.store import Batch, Store

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TOWNS = [("Bielefeld", 52.03, 8.53), ("Köln", 50.94, 6.96), ("Hamburg", 53.55, 9.99), ("München", 48.14, 11.58)]
WORDS = "Gründer Pitch Abend Netzwerk Mittelstand Förderung Logistik Software Energie Treffen Kapital Idee".split()
QUERIES = [
    "branche=logistik",
    "branche=logistik,handel&region=owl&offen=nein",
    "ort=Bielefeld&umkreis=100",
    "format=pitch&abends=ja&kostenlos=ja",
    "q=mittelstand+kapital",
    "ohne=workshop&passung=2&sprache=de",
]


def invented(i: int, dice: random.Random, config: Config, ahead: int) -> Event:
    """Event number i, some minutes to `ahead` days from now."""
    names = choices(config)
    city, lat, lon = dice.choice(TOWNS)
    house = dice.randrange(500)
    start = NOW + timedelta(minutes=dice.randrange(ahead * 24 * 60))
    there = Venue(
        f"Haus {house}", f"Allee {house}", "33602", city, None, lat + house % 20 / 100, lon + house // 20 / 100
    )
    return Event(
        uid=f"{i:016x}@pitchradar",
        title=" ".join(dice.choices(WORDS, k=5)),
        when=When(start, start + timedelta(hours=2)),
        venue=there,
        url=f"https://veranstalter.example/termin/{i}",
        description=" ".join(dice.choices(WORDS, k=60)),
        organizer="Wirtschaftsförderung",
        industries=(dice.choice(list(names.industries)),) if dice.random() > 0.65 else (),
        formats=(dice.choice(list(names.formats)),),
        regions=(dice.choice(list(names.regions)),),
        kmu_fit=dice.randrange(3),
        startup_relevant=True,
        language="de",
        price=dice.choice(["kostenlos", "20 €", None]),
        first_published=NOW - timedelta(minutes=i % 40_000),
        last_changed=NOW - timedelta(minutes=i % 40_000),
    )


def seen(i: int, event: Event) -> tuple[Sighting, str]:
    """Event number i on a list of thirty, of one of 300 sources."""
    page = f"https://veranstalter.example/liste/{i // 30}"
    source = f"quelle-{i // 30 % 300}"
    return Sighting(source, page, event.title, event.when, NOW, NOW, id=f"s{i}", url=event.url), event.uid


def timed(job: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of CPU and result: neither other programs on the machine nor waiting for the disk count."""
    start = time.process_time()
    result = job()
    return time.process_time() - start, result


def measure(count: int, ahead: int, folder: Path) -> dict[str, Any]:
    """All figures for `count` events that begin within `ahead` days."""
    config, dice = load(default_folder()), random.Random(7)
    events = [invented(i, dice, config, ahead) for i in range(count)]
    with Store(folder / "events.db") as store:
        store.commit(Batch(NOW, events=tuple(events), sightings=tuple(map(seen, range(count), events))))
        full, report = timed(lambda: publish(store, config, folder / "public", now=NOW))
        again, idle = timed(lambda: publish(store, config, folder / "public", now=NOW))
        later = NOW + timedelta(hours=1)
        changed = tuple(dataclasses.replace(e, title=e.title + "!", last_changed=later) for e in events[: count // 100])
        store.commit(Batch(later, events=changed))
        some, third = timed(lambda: publish(store, config, folder / "public", now=later))
        midnight, day = timed(lambda: publish(store, config, folder / "public", now=later + timedelta(days=1)))
        carried = Carried(folder / "parts", choices(config))
        edition = editions.read(store, config, carried, now=later)
        feeds, _ = catalogue(config, edition.names, edition.index, store.published())
    figures: dict[str, Any] = {"events": count, "feeds": len(report.feeds), "carried": sum(report.feeds.values())}
    figures["publish"] = {
        "full_s": full, "unchanged_s": again, "unchanged_written": len(idle.written), "unchanged_share": again / full,
        "one_percent_s": some, "one_percent_rendered": third.rendered, "one_percent_written": len(third.written),
        "one_percent_share": some / full,
        "next_day_s": midnight, "next_day_written": len(day.written), "next_day_share": midnight / full,
    }  # fmt: skip
    plain = dataclasses.replace(edition, shown={e.uid: shown.Shown(e) for e in edition.index.events})
    for form, forms in (("ics", ("ics",)), ("rss", ("atom", "rss"))):
        figures["+".join(forms)] = against_scratch(plain, feeds, form, forms)
    return figures | filters(edition, carried.parts) | searching(count) | serving(folder, config)


def against_scratch(
    edition: editions.Edition, feeds: list[Feed], form: str, forms: tuple[str, ...], rounds: int = 3
) -> dict[str, Any]:
    """All feeds in one form, or in the two of a newsfeed: every event rendered for the first time, feeds joined from
    stored parts, and everything from scratch. Rounds take turns and the median counts; from scratch is timed on 500
    entries and scaled.
    """
    naive, parsed = (naive_calendar, parsed_calendar) if form == "ics" else (naive_newsfeeds, parsed_newsfeed)
    chosen = [(feed, edition.index.pick(feed.filter)) for feed in feeds]
    by_uid, found = {event.uid: event for event in edition.index.events}, {"first": [], "stored": [], "scratch": []}
    for _ in range(rounds):
        parts = Parts()
        first, whole = timed(lambda parts=parts: _all(edition, parts, chosen, forms))
        stored, _again = timed(lambda parts=parts: _all(edition, parts, chosen, forms))
        entries = sum(data.count(b"\nBEGIN:VEVENT" if form == "ics" else b"<item>") for data in whole)
        ours = parsed(whole[0])[:500]
        share = [by_uid[str(row[0]).removeprefix(rss.TAG)] for row in ours]
        scratch, data = timed(lambda share=share: naive(share, edition.names))
        if parsed(data) != ours:
            raise AssertionError(f"{form}: not the same parsed result")
        for name, seconds in (("first", first), ("stored", stored), ("scratch", scratch / len(share) * entries)):
            found[name].append(seconds)
    first, stored, scratch = (statistics.median(found[name]) for name in ("first", "stored", "scratch"))
    return {
        "entries": entries, "first_s": first, "stored_s": stored, "scratch_s": scratch,
        "times_first": scratch / first, "times_stored": scratch / stored,
    }  # fmt: skip


def _all(
    edition: editions.Edition, parts: Parts, chosen: list[tuple[Feed, Pick]], forms: tuple[str, ...]
) -> list[bytes]:
    """The feeds in the last of these forms."""
    press = Press(edition, Addresses("https://termine.example"), parts)
    return [[bytes(press.feed(feed, form, events)) for form in forms][-1] for feed, events in chosen]


def filters(edition: editions.Edition, parts: Parts) -> dict[str, Any]:
    """Milliseconds per filter, after the publication has been read as the server reads it."""
    press = Press(edition, Addresses("https://termine.example"), parts)
    edition.index.prepare()
    edition.index.read(Searched(Words(), edition.marks(), press.text))
    seconds, _ = timed(lambda: edition.index.pick(parse([("q", "pitch")], edition.names)))
    found: dict[str, Any] = {"first_search_ms": round(seconds * 1000)}
    for query in QUERIES:
        wanted = parse((pair.split("=") for pair in query.replace("+", " ").split("&")), edition.names)
        first, _ = timed(lambda wanted=wanted: edition.index.pick(wanted))
        seconds, picked = timed(lambda wanted=wanted: edition.index.pick(wanted))
        found[query] = {"ms": round(seconds * 1000, 2), "first_ms": round(first * 1000, 1), "events": len(picked)}
    return {"filters": found}


def searching(count: int) -> dict[str, Any]:
    """Milliseconds for two words over `count` texts of 60 different ones, as often as words are in a language: learning
    where words are, then pairs of frequent, of usual and of rare words, and parts of words."""
    dice = random.Random(5)
    words = ["".join(dice.choices("enisratdhulcgmobwfkzvpj", k=dice.randint(4, 15))) for _ in range(20_000)]
    rarer = [*accumulate(1 / (rank + 10) for rank in range(len(words)))]
    texts = [" ".join({*dice.choices(words, cum_weights=rarer, k=65)}) for _ in range(count)]
    searched = Searched(Words(), [*map(str, range(count))], texts.__getitem__)
    found = {"first_search_ms": round(timed(lambda: searched.holding("zz"))[0] * 1000)}
    for name, pair in {
        "frequent": words[:2],
        "usual": words[50:52],
        "rare": words[9000:9002],
        "part": ["ki", "en"],
    }.items():
        seconds, _ = timed(lambda pair=pair: searched.holding(pair[0]) & searched.holding(pair[1]))
        found[f"two_{name}_ms"] = round(seconds * 1000, 1)
    return {"searching": found}


class Bare:
    """A Datasette plugin with the smallest route there can be."""

    @staticmethod
    @HookimplMarker("datasette")
    def register_routes() -> list[Any]:
        """One route, one word."""
        from datasette.utils.asgi import Response

        async def word() -> Any:
            return Response.text("x")

        return [(r"^/bare$", word)]


async def per_second(app: Any, path: str, headers: list[tuple[bytes, bytes]], rounds: int) -> float:
    """Requests per second, without a network."""
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
             "headers": headers, "http_version": "1.1", "scheme": "http", "server": ("127.0.0.1", 80)}  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        return

    start = time.process_time()
    for _ in range(rounds):
        await app(dict(scope), receive, send)
    return rounds / (time.process_time() - start)


def serving(folder: Path, config: Config, rounds: int = 1000) -> dict[str, Any]:
    """A cached feed and a 304 against a bare Datasette route."""
    from datasette.plugins import pm

    pm.register(Bare, name="bare")
    app = application(folder, config).app()

    async def rates() -> dict[str, Any]:
        feed, known = "/feeds/owl.ics", [(b"if-none-match", b"*")]
        await per_second(app, feed, [], 20)
        await per_second(app, "/bare", [], 20)
        return {
            "bare_per_s": await per_second(app, "/bare", [], rounds),
            "feed_per_s": await per_second(app, feed, [], rounds),
            "not_modified_per_s": await per_second(app, feed, known, rounds),
        }

    return asyncio.run(rates())


def main() -> None:
    """Command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=100_000)
    options.add_argument("--ahead", type=int, default=365, help="days over which they are spread")
    given = options.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        print(json.dumps(measure(given.events, given.ahead, folder), indent=1))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
