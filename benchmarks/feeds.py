"""What publishing 100,000 invented events costs beside icalendar and feedgen, what filters and searches cost, and what
the server answers beside a bare Datasette route.

Baselines are what one would write without stored parts: every feed from scratch. They are timed on a share of the work
and scaled, because in full they take hours.
"""

from __future__ import annotations

import asyncio
import dataclasses
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from pluggy import HookimplMarker

from benchmarks._measure import Figure, figure, options, tell
from benchmarks._scratch import naive_calendar, naive_newsfeeds, parsed_calendar, parsed_newsfeed
from feeds import edition as editions
from feeds import rss, shown
from feeds.carried import Carried
from feeds.datasette import application
from feeds.filters import parse
from feeds.parts import Parts
from feeds.press import Press
from feeds.publish import PublishReport, publish
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


def _ms(job: Callable[[], Any]) -> float:
    return round(1000 * timed(job)[0], 2)


def measure(count: int, ahead: int, runs: int) -> list[Figure]:
    """All figures for `count` events that begin within `ahead` days."""
    config = load(default_folder())
    with tempfile.TemporaryDirectory() as name, Store(Path(name) / "events.db") as store:
        folder, dice = Path(name), random.Random(7)
        events = [invented(i, dice, config, ahead) for i in range(count)]
        store.commit(Batch(NOW, events=tuple(events), sightings=tuple(map(seen, range(count), events))))
        figures = publishing(store, config, folder / "public", events, runs)
        carried = Carried(folder / "parts", choices(config))
        edition = editions.read(store, config, carried, now=NOW + timedelta(days=2))
        feeds, _ = catalogue(config, edition.names, edition.index, store.published())
        plain = dataclasses.replace(edition, shown={e.uid: shown.Shown(e) for e in edition.index.events})
        figures += against_scratch(plain, feeds, "ics", ("ics",), runs, at_least=40.0)
        figures += against_scratch(plain, feeds, "rss", ("atom", "rss"), runs, at_least=3.5)
        return [*figures, *filters(edition, carried.parts), *searching(count), *serving(folder, config, runs)]


def publishing(store: Store, config: Config, public: Path, events: list[Event], runs: int) -> list[Figure]:
    """A first publication, then: nothing changed, another hundredth of all events changed each time, and days on which
    nothing changed. They are told as shares of a full publication: the mean of the first and of one into a fresh folder
    at the end, for the pace of a machine wanders by a tenth meanwhile."""

    def published(now: datetime, folder: Path = public) -> tuple[float, PublishReport]:
        return timed(lambda: publish(store, config, folder, now=now))

    first, report = published(NOW)
    idle = [published(NOW) for _ in range(runs)]
    some: list[float] = []
    for run in range(runs):
        later = NOW + timedelta(hours=1 + run)
        changed = (dataclasses.replace(e, title=e.title + "!", last_changed=later) for e in events[run::100])
        store.commit(Batch(later, events=tuple(changed)))
        some.append(published(later)[0])
    days = [published(later + timedelta(days=1 + run))[0] for run in range(runs)]
    again, _ = published(later, public.parent / "again" / "public")
    full = (first + again) / 2
    aim = 0.05 if len(events) >= 100_000 else None  # of fewer events, more of it is writing files
    feeds = f"{len(report.feeds)} feeds, {sum(report.feeds.values()):,} places in them"
    return [
        figure(f"full publication of {len(events):,} events: {feeds}", [first, again], unit="s CPU"),
        figure("nothing changed, of a full one", [seconds / full for seconds, _ in idle], at_most=0.01),
        figure("files written then", [len(same.written) for _, same in idle], at_most=0, unit=""),
        figure("1 % changed, of a full one", [seconds / full for seconds in some], at_most=aim),
        figure("1 % changed", some, unit="s CPU"),
        figure("a new day, nothing changed, of a full one", [seconds / full for seconds in days]),
    ]


def against_scratch(
    edition: editions.Edition, feeds: list[Feed], form: str, forms: tuple[str, ...], runs: int, at_least: float
) -> list[Figure]:
    """All feeds in one form, or in the two of a newsfeed: every event rendered for the first time, feeds joined from
    stored parts, and everything from scratch. They take turns; from scratch is timed on 500 entries and scaled.
    """
    naive, parsed = (naive_calendar, parsed_calendar) if form == "ics" else (naive_newsfeeds, parsed_newsfeed)
    chosen = [(feed, edition.index.pick(feed.filter)) for feed in feeds]
    by_uid = {event.uid: event for event in edition.index.events}
    leads: list[tuple[float, float]] = []
    for _ in range(runs):
        parts = Parts()
        first, whole = timed(lambda parts=parts: _all(edition, parts, chosen, forms))
        stored, _again = timed(lambda parts=parts: _all(edition, parts, chosen, forms))
        entries = sum(data.count(b"\nBEGIN:VEVENT" if form == "ics" else b"<item>") for data in whole)
        ours = parsed(whole[0])[:500]
        share = [by_uid[str(row[0]).removeprefix(rss.TAG)] for row in ours]
        seconds, data = timed(lambda share=share: naive(share, edition.names))
        if parsed(data) != ours:
            raise AssertionError(f"{form}: not the same parsed result")
        scratch = seconds / len(share) * entries
        leads.append((scratch / stored, scratch / first))
    library = "calendars, icalendar" if form == "ics" else "RSS and Atom, feedgen"
    joined, rendered = zip(*leads, strict=True)
    return [
        figure(f"all {library} from scratch: times what joining stored parts takes", joined, at_least=at_least),
        figure("the same: times what rendering every part takes", rendered),
    ]


def _all(
    edition: editions.Edition, parts: Parts, chosen: list[tuple[Feed, Pick]], forms: tuple[str, ...]
) -> list[bytes]:
    """The feeds in the last of these forms."""
    press = Press(edition, Addresses("https://termine.example"), parts)
    return [[bytes(press.feed(feed, form, events)) for form in forms][-1] for feed, events in chosen]


def filters(edition: editions.Edition, parts: Parts) -> list[Figure]:
    """Any filter, after the publication has been read as the server reads it: asked for the first time, and again."""
    press = Press(edition, Addresses("https://termine.example"), parts)
    edition.index.prepare()
    edition.index.read(Searched(Words(), edition.marks(), press.text))
    edition.index.pick(parse([("q", "pitch")], edition.names))
    wanted = [parse((pair.split("=") for pair in each.replace("+", " ").split("&")), edition.names) for each in QUERIES]
    first, again = ([_ms(lambda one=one: edition.index.pick(one)) for one in wanted] for _ in range(2))
    return [
        Figure("the slowest of six filters", max(first), at_most=50, unit="ms CPU", runs=tuple(first)),
        Figure("asked again", max(again), at_most=50, unit="ms CPU", runs=tuple(again)),
    ]


def searching(count: int) -> list[Figure]:
    """Two words over `count` texts of 60 different ones, as often as words are in a language: learning where words are,
    then pairs of frequent, of usual and of rare words, and parts of words."""
    dice = random.Random(5)
    words = ["".join(dice.choices("enisratdhulcgmobwfkzvpj", k=dice.randint(4, 15))) for _ in range(20_000)]
    rarer = [*accumulate(1 / (rank + 10) for rank in range(len(words)))]
    texts = [" ".join({*dice.choices(words, cum_weights=rarer, k=65)}) for _ in range(count)]
    searched = Searched(Words(), [*map(str, range(count))], texts.__getitem__)
    learning = _ms(lambda: searched.holding("zz"))
    pairs = (words[:2], words[50:52], words[9000:9002], ["ki", "en"])
    took = [_ms(lambda a=a, b=b: searched.holding(a) & searched.holding(b)) for a, b in pairs]
    return [
        Figure("learning where words are, after the server's start", learning, unit="ms CPU"),
        Figure("two words: the slowest of four pairs", max(took), at_most=50, unit="ms CPU", runs=tuple(took)),
    ]


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


def serving(folder: Path, config: Config, runs: int, asked: int = 1000) -> list[Figure]:
    """A cached feed and a 304 against a bare Datasette route, in turns."""
    from datasette.plugins import pm

    pm.register(Bare, name="bare")
    app = application(folder, config).app()
    feed = "/feeds/owl.ics"
    ways = (("/bare", []), (feed, []), (feed, [(b"if-none-match", b"*")]))

    async def rates() -> list[list[float]]:
        for path, headers in ways:
            await per_second(app, path, headers, 20)
        return [[await per_second(app, path, headers, asked) for path, headers in ways] for _ in range(runs)]

    found = asyncio.run(rates())
    return [
        figure(
            "a published feed, of a bare Datasette route's rate", [one / bare for bare, one, _ in found], at_least=0.6
        ),
        figure("a 304, of that rate", [one / bare for bare, _, one in found], at_least=0.6),
    ]


def main() -> int:
    """Command line."""
    given = options(__doc__)
    return tell(measure(5_000 if given.quick else 100_000, 365, given.runs), given)


if __name__ == "__main__":
    raise SystemExit(main())
