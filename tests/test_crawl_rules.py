"""Rules of a visit that no server is needed for: filling up, events only their own page tells."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from crawlers.extractors.errors import Unreadable
from crawlers.fetching.answer import Answer, Known, Trail
from crawlers.fetching.robotsdesk import RobotsDesk
from crawlers.parsing import reading
from crawlers.parsing.doorclean import safe_address
from crawlers.parsing.fillup import fill
from crawlers.parsing.reading import Reading
from crawlers.polite import Clock, Hosts
from crawlers.visit import Visit, visit
from pipeline.crawled import CrawlState
from pipeline.model import Follow, Page, RawEvent, Source
from pipeline.occurrences import starts

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "crawl_fillup.toml").read_text("utf-8"))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SITE = Source("s", "https://verein.example/")


def event(fields: Mapping[str, Any]) -> RawEvent:
    return RawEvent("s", SITE.url, **{**fields, "when": tuple(fields.get("when", ()))})


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda case: case["name"])
def test_an_events_own_page_fills_gaps_and_no_more(case: dict[str, Any]) -> None:
    site = replace(SITE, **case.get("source", {}))
    filled = fill(event(case["list"]), [event(own) for own in case["own"]], partial(starts, source=site, as_of=NOW))
    found = {name: getattr(filled, name) for name in case["is"]}
    assert {
        name: list(value) if isinstance(value, tuple) else value or type(case["is"][name])()
        for name, value in found.items()
    } == case["is"]


class Site:
    """Stands for the Fetcher: answers from {address: body or bare status}; remembers what was asked for."""

    def __init__(self, pages: Mapping[str, str], now: datetime) -> None:
        self.clock = Clock(now)
        self.hosts = Hosts(self.clock, 0)
        self.robots = RobotsDesk(self._no_robots, self.clock)
        self.asked: list[str] = []
        self._pages = pages

    async def get(self, url: str, known: Known, source: str = "") -> Answer:
        self.asked.append(url)
        trail = Trail(url, known, source)
        text = self._pages.get(url) or "404"
        if text.isdigit():
            return trail.failed(f"http {text}", status=int(text))
        return trail.arrived(Page(url, 200, {}, text.encode(), self.clock.now()), len(text), {}, False)

    async def _no_robots(self, url: str, source: str) -> tuple[int, bytes]:
        return 404, b""


async def read(page: Page, source: Source) -> tuple[str, list[RawEvent], list[Follow]]:
    """A line "event TITLE" is an event, a line "detail PATH" a wish, a line "broken WHY" that nothing can be read."""
    lines = [line.partition(" ") for line in page.body.decode().splitlines()]
    for why in (rest for word, _, rest in lines if word == "broken"):
        raise Unreadable(why)
    events = [RawEvent(source.id, page.url, rest) for word, _, rest in lines if word == "event"]
    return "lines", events, [Follow(SITE.url + rest, "detail") for word, _, rest in lines if word == "detail"]


def crawl(pages: Mapping[str, str], state: CrawlState, days: int) -> tuple[Visit, Site]:
    site = Site({SITE.url + path: text for path, text in pages.items()}, NOW + timedelta(days=days))
    return asyncio.run(visit(SITE, state, site, read)), site


def seen(done: Visit) -> dict[str, list[str]]:
    return {
        "titles": [event.title for event in done.events if event.status != "gone"],
        "gone": [str(event.url).removeprefix(SITE.url) for event in done.events if event.status == "gone"],
        "unchanged": [line["page"].removeprefix(SITE.url) for line in done.page_lines if line["unchanged"]],
    }


def test_events_that_only_their_own_pages_tell() -> None:
    pages = {"": "detail a\ndetail b\n", "a": "event A", "b": "event B"}
    done, site = crawl(pages, CrawlState(), 0)
    assert seen(done) == {"titles": ["A", "B"], "gone": [], "unchanged": []}

    done, site = crawl(pages, done.state, 1)  # nothing is due: both are as they were
    assert site.asked == [SITE.url]
    assert seen(done) == {"titles": [], "gone": [], "unchanged": ["", "a", "b"]}

    done, site = crawl(pages | {"": "detail b\ndetail c\n", "c": "event C"}, done.state, 2)  # a left, c is new
    assert [url.removeprefix(SITE.url) for url in site.asked] == ["", "c"]
    assert seen(done) == {"titles": ["C"], "gone": [], "unchanged": ["b"]}

    done, site = crawl(pages | {"": "detail b\ndetail c\n", "b": "", "c": "event C, new room"}, done.state, 20)
    assert seen(done) == {"titles": ["C, new room"], "gone": ["b"], "unchanged": [""]}
    assert done.complete

    done, site = crawl(pages | {"": "detail c\n", "c": "410"}, done.state, 40)
    assert seen(done) == {"titles": [], "gone": ["c"], "unchanged": []}
    assert done.page_lines[-1] == {"page": SITE.url + "c", "status": 410, "unchanged": False, "hash": "", "cut": False}


class Conditional(Site):
    """Answers 304 for what is as it was."""

    async def get(self, url: str, known: Known, source: str = "") -> Answer:
        answer = await super().get(url, known, source)
        return replace(answer, status=304, page=None) if answer.unchanged else answer


async def read_linked(page: Page, source: Source) -> tuple[str, list[RawEvent], list[Follow]]:
    """A line "page PATH" is a wish, a line "detail PATH" one with an event of the same name, other lines are titles."""
    lines = [line.partition(" ") for line in page.body.decode().splitlines()]
    follows = [Follow(SITE.url + path, word) for word, _, path in lines if word in ("page", "detail")]
    linked = [RawEvent(source.id, page.url, one.url, url=one.url) for one in follows if one.why == "detail"]
    return "lines", linked or [RawEvent(source.id, page.url, page.body.decode(), url=page.url)], follows


@pytest.mark.parametrize(("budget", "again"), [(6, ["", "more"]), (5, [""]), (4, [])])
def test_pages_that_are_read_after_all_count_towards_the_budget(budget: int, again: list[str]) -> None:
    """Both pages of a list are as they were, their events' own pages are not. What had no room comes in full later."""
    pages = {"": "detail a\npage more", "more": "detail b"}
    source = replace(SITE, follow={"pages": budget})

    def crawled(state: CrawlState, day: int, word: str) -> tuple[Visit, list[str]]:
        now = {SITE.url + path: text for path, text in (pages | {"a": f"A {word}", "b": f"B {word}"}).items()}
        site = Conditional(now, NOW + timedelta(days=day))
        done = asyncio.run(visit(source, state, site, read_linked))
        return done, [url.removeprefix(SITE.url) for url in site.asked]

    first, _ = crawled(CrawlState(), 0, "before")
    done, asked = crawled(first.state, 8, "after")
    assert asked == ["", "more", "a", "b", *again] and done.complete
    last, asked = crawled(done.state, 9, "after")
    assert asked == ["", "more"]
    assert {event.url for visited in (done, last) for event in visited.events} == {SITE.url + "a", SITE.url + "b"}


@pytest.mark.parametrize(
    ("answer", "left"), [("403", False), ("404", False), ("408", True), ("429", True), ("500", True)]
)
def test_a_second_look_that_was_put_off_comes_next_time(answer: str, left: bool) -> None:
    """ "Too many requests" says nothing of a page."""
    state = CrawlState(recheck=(SITE.url + "gone",))
    done, site = crawl({"": "event A", "gone": answer}, state, 0)
    assert site.asked == [SITE.url, SITE.url + "gone"]
    assert done.state.recheck == (state.recheck if left else ())


@pytest.mark.parametrize("why", ["bot wall", "program error: KeyError", "took too long", "cut off"])
def test_an_own_page_that_cannot_be_read_says_nothing(why: str) -> None:
    pages = {"": "detail a\n", "a": "event A"}
    first, _ = crawl(pages, CrawlState(), 0)
    done, site = crawl(pages | {"a": f"broken {why}"}, first.state, 8)
    assert site.asked == [SITE.url, SITE.url + "a"]
    assert seen(done) == {"titles": [], "gone": [], "unchanged": ["", "a"]}
    assert done.state.details[SITE.url + "a"]["events"] == first.state.details[SITE.url + "a"]["events"]
    done, site = crawl({"": "detail a\n", "a": "event A"}, done.state, 16)
    assert SITE.url + "a" in site.asked
    assert done.state.details[SITE.url + "a"]["events"] == first.state.details[SITE.url + "a"]["events"]


@pytest.mark.parametrize(("why", "kept"), [("took too long", False), ("cut off", False), ("no events", True)])
def test_what_cannot_be_read_comes_in_full_next_time(why: str, kept: bool) -> None:
    """But for a page that has never said anything: the same bytes would be no event page either."""
    pages = {"": "detail a\ndetail b\n", "a": "event A", "b": "event B"}
    first, _ = crawl(pages | {"b": f"broken {why}"}, CrawlState(), 0)
    assert (SITE.url + "b" in first.state.hashes) is kept
    second, _ = crawl(pages | {"a": f"broken {why}"}, first.state, 8)
    assert SITE.url + "a" not in second.state.hashes


def test_marks_of_platforms_are_looked_for_until_three_pages_in_a_row_had_none() -> None:
    """A folder's own pages are then read as lists; another folder, and one whose pages gave nothing, start anew."""
    kinds: list[tuple[str, str | None]] = []

    async def noted(page: Page, source: Source) -> Reading:
        kinds.append((page.url.removeprefix(SITE.url), source.kind))
        return reading.read(page, source)

    own = "<h1>Pitch Night</h1><p>{0}. Dezember 2026, 19 Uhr, Rathaus</p>"
    days = {f"e/{day}": own.format(day) for day in range(2, 8)} | {"e/8": "<h1>Leer</h1><p>Bald mehr.</p>"}
    days |= {f"e/{day}": own.format(day) for day in (9, 10)} | {"f/11": own.format(11)}
    items = "".join(f'<li><a href="/{at}">Pitch Night</a>: {at[2:]}.12.2026</li>' for at in days)
    pages = {"": f"<h1>Termine</h1><ul>{items}</ul>", **days}
    site = Site({SITE.url + at: f"<html><body>{text}</body></html>" for at, text in pages.items()}, NOW)
    done = asyncio.run(visit(SITE, CrawlState(), site, noted))
    assert kinds[1:] == [
        *((f"e/{day}", None) for day in (2, 3, 4)),
        *((f"e/{day}", "listing") for day in (5, 6, 7, 8)),
        *((f"e/{day}", None) for day in (9, 10)),
        ("f/11", None),
    ]
    timed = [event.url for event in done.events if any("19 Uhr" in text for text in event.when)]
    assert timed == [SITE.url + at for at in days if at != "e/8"]  # each has its hour from its own page


@pytest.mark.parametrize(
    "url",
    [None, "", "javascript:alert(1)", "data:text/html,x", "https://a@b.example/", "https://x.example/a b", "http://[::1",
     "https://x.example/\u202e", "//x.example/", "https://x.example/" + "a" * 2000, "https://x.example\\@y.example/"],
)  # fmt: skip
def test_addresses_that_are_not_written(url: str | None) -> None:
    assert safe_address(url) is None
