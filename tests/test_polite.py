"""Robots, pauses, validators, bodies: the pure rules. Cases are in tables/polite.toml; requests: test_crawl*.py."""

from __future__ import annotations

import asyncio
import gzip
import tomllib
import zlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from crawlers import details, polite, sites
from crawlers.fetching import body, optout, retry_after, robots, validators
from crawlers.settings import Plain, user_agent
from pipeline.model import Page

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "polite.toml").read_text("utf-8"))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

Case = dict[str, Any]


def rows(name: str) -> Callable[[Callable[[Case], None]], Any]:
    return pytest.mark.parametrize("case", TABLE[name], ids=lambda case: "-".join(map(str, case.values()))[:60])


@rows("retry_after")
def test_how_long_a_server_wants_silence(case: Case) -> None:
    wait = retry_after.wait(case["value"], date=case.get("date"), now=NOW)
    assert (wait and wait.total_seconds()) == case.get("wait") or wait == timedelta(seconds=case.get("wait", -1))


@rows("backoff")
def test_backoff(case: Case) -> None:
    assert retry_after.backoff(case["failures"]) == timedelta(seconds=case["wait"])


@rows("robots")
def test_what_a_robots_txt_allows(case: Case) -> None:
    rules = robots.read(200, case["text"].encode())
    assert [path for path in case.get("yes", ()) if not rules.allows(f"https://x.example{path}")] == []
    assert [path for path in case.get("no", ()) if rules.allows(f"https://x.example{path}")] == []
    assert rules.delay == case.get("delay", 0.0)


@rows("robots_status")
def test_robots_status(case: Case) -> None:
    assert robots.read(case["status"], b"").allows("https://x.example/a") is case["open"]


def test_robots_longer_than_anybody_reads() -> None:
    text = "User-agent: *\nDisallow: /a\n" + "# filler\n" * 100_000 + "Disallow: /b\n"
    rules = robots.read(200, text.encode())
    assert not rules.allows("https://x.example/a")
    assert rules.allows("https://x.example/b")


@rows("due")
def test_when_an_events_own_page_is_read_again(case: Case) -> None:
    start = date.fromisoformat(case["start"]) if "start" in case else None
    assert details.due(NOW, start) - NOW == timedelta(hours=case["hours"])


@rows("site")
def test_which_addresses_are_of_one_site(case: Case) -> None:
    assert sites.same_site(case["a"], case["b"]) is case.get("same", False)


@rows("page")
def test_which_addresses_are_one_page(case: Case) -> None:
    assert (sites.page_key(case["a"]) == sites.page_key(case["b"])) is case.get("same", False)


@rows("host")
def test_which_ports_are_one_host(case: Case) -> None:
    assert polite.host_key(case["url"]) == case["key"]


# --- one host ---


def test_turns_are_apart_and_one_at_a_time() -> None:
    async def ask(host: polite.Host, starts: list[float], busy: list[int]) -> None:
        async with host.turn() as turn:
            starts.append(monotonic())
            turn.sent = starts[-1] if len(starts) > 1 else None
            busy.append(1)
            assert sum(busy) == 1
            await asyncio.sleep(0.01)
            busy.pop()

    async def run() -> list[float]:
        host, starts, busy = polite.Host(polite.Clock(NOW), 0.05), list[float](), list[int]()
        await asyncio.gather(*(ask(host, starts, busy) for _ in range(4)))
        return starts

    starts = asyncio.run(run())
    gaps = [later - earlier for earlier, later in pairwise(starts)]
    assert min(gaps) >= 0.05
    assert gaps[0] >= 0.06  # nobody knows when the first request left: counted from its end


def test_pauses_are_remembered_and_forgotten() -> None:
    hosts = polite.Hosts(polite.Clock(NOW), 0)
    late, past, absurd = (NOW + timedelta(**{unit: n}) for unit, n in (("hours", 1), ("hours", -1), ("days", 90)))
    hosts.remember([{"a.example": late.isoformat(), "b.example": past.isoformat()}, {"c.example": absurd.isoformat()}])
    hosts.remember([{"d.example": "junk", "e.example": "2026-11-23T00:00:00", "a.example": past.isoformat()}])
    assert hosts.paused("abcde") == {}
    names = [f"{letter}.example" for letter in "abcde"]
    assert hosts.paused(names) == {"a.example": late.isoformat(timespec="seconds")}
    with pytest.raises(polite.Paused):
        hosts.of("https://a.example/x").check()


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    host = polite.Host(polite.Clock(NOW), 0)
    long = host.pause(timedelta(hours=2))
    assert host.pause(timedelta(seconds=1)) == long


# --- validators ---


def test_validators_go_out_as_they_came_in() -> None:
    kept = validators.remember({"etag": 'W/"1"', "last-modified": "Sun, 22 Nov 2026 10:00:00 GMT"}, NOW)
    sent = validators.request_headers(kept, NOW + timedelta(days=1))
    assert sent == {"If-None-Match": 'W/"1"', "If-Modified-Since": "Sun, 22 Nov 2026 10:00:00 GMT"}


@pytest.mark.parametrize("etag", ['"a\r\nX: y"', "", "x" * 1000, '"ä"'])
def test_unusable_validators(etag: str) -> None:
    assert validators.remember({"etag": etag}, NOW) == {}


@pytest.mark.parametrize("days", [-1, 31])
def test_in_full_once_a_month_and_after_the_clock_went_back(days: int) -> None:
    kept = validators.remember({"etag": '"1"'}, NOW)
    assert validators.request_headers(kept, NOW + timedelta(days=days)) == {}


# --- bodies ---

TEXT = b"Termine " * 1000
packed = partial(gzip.compress, mtime=0)  # no clock in it: the bytes stand in the test's name


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT, ""),
        (TEXT, "identity"),
        (packed(TEXT), "gzip"),
        (packed(TEXT), "X-GZIP"),
        (packed(TEXT[:4000]) + packed(TEXT[4000:]), "gzip"),
        (packed(TEXT) + b"\0\0\0", "gzip"),
        (zlib.compress(TEXT), "deflate"),
        (zlib.compress(TEXT)[2:-4], "deflate"),
        (packed(zlib.compress(TEXT)), "deflate, gzip"),
    ],
)
def test_what_we_ask_for_is_unpacked(data: bytes, encoding: str) -> None:
    assert body.decode(data, encoding) == TEXT


@pytest.mark.parametrize(
    ("data", "encoding", "error"),
    [
        (packed(TEXT)[:-1], "gzip", body.CutOff),
        (packed(TEXT)[:-8], "gzip", body.CutOff),
        (packed(TEXT)[:40], "gzip", body.CutOff),
        (packed(TEXT)[:-6] + b"xxxxxx", "gzip", body.CutOff),
        (zlib.compress(TEXT)[:-5], "deflate", body.CutOff),
        (b"<html>", "gzip", body.CutOff),
        (TEXT, "br", body.Undecodable),
        (TEXT, "gzip, zstd", body.Undecodable),
        (packed(bytes(60_000_000)), "gzip", body.TooLarge),
        (packed(packed(bytes(60_000_000))), "gzip, gzip", body.TooLarge),
        (bytes(10_000_001), "", body.TooLarge),
    ],
)
def test_what_is_cut_off_unasked_or_too_large_is_refused(data: bytes, encoding: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        body.decode(data, encoding)


@pytest.mark.parametrize(
    ("data", "ends"),
    [
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", True),
        (b"\xef\xbb\xbfBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", False),
        (b'<?xml version="1.0"?><!-- x --><rss version="2.0"><channel></channel></rss>', True),
        (b'<?xml version="1.0"?>\n<rss version="2.0"><channel><item>', False),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed>', True),
        (b"<feed><entry>", False),
        (b"<!doctype html><html><body></body></html>\n", True),
        (b"<!doctype html><html><p>without its end tag, as HTML allows", None),
        (b"<ul><li>a fragment", None),
        (b"[1, 2", None),
    ],
)
def test_a_document_shows_whether_it_is_whole(data: bytes, ends: bool | None) -> None:
    assert body.ends_well(data) is ends


# --- the rest ---


@pytest.mark.parametrize(
    ("headers", "markup", "found"),
    [
        ({}, "<p>robots: noai</p>", ()),
        ({"tdm-reservation": "1"}, "", ("tdm-reservation: 1",)),
        ({"tdm-reservation": "0"}, "", ()),
        ({"x-robots-tag": "noindex, NoAI"}, "", ("robots: noai",)),
        ({}, '<meta name="robots" content="index, noimageai">', ("robots: noimageai",)),
        ({}, '<META NAME=tdm-reservation CONTENT=1 ><meta name="tdm-policy" content="/p.json">',
         ("tdm-policy: /p.json", "tdm-reservation: 1")),
    ],
)  # fmt: skip
def test_reservations_are_found(headers: dict[str, str], markup: str, found: tuple[str, ...]) -> None:
    assert optout.signals(Page("https://x.example/", 200, headers, markup.encode(), NOW)) == found


def test_the_user_agent_holds_only_what_a_header_may() -> None:
    agent = user_agent(Plain("https://radar.example", "büro@radar.example\r\nX: y", 1.0, 30.0))
    assert agent.startswith("pitchradar/")
    assert agent.endswith("(+https://radar.example; bro@radar.exampleX: y)")
