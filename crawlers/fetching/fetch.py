"""The one way to a page: gate, pause, robots, conditional request, redirects, decompression, and a named cause when it
fails. Every fetch path goes through `Fetcher.get`, which never raises for what a stranger's server does.

It reads no pages, and keeps nothing beyond the run: what must be remembered is in the answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response

from crawlers.fetching import body, retry_after, validators
from crawlers.fetching.answer import WAITING, Answer, Known, Trail
from crawlers.fetching.causes import FAILURES, cause, explain
from crawlers.fetching.robotsdesk import RobotsDesk
from crawlers.fetching.sending import SENT
from crawlers.gate import Gate
from crawlers.polite import Clock, Hosts, Paused, host_key
from pipeline.model import Page

Download = Callable[[Request], Awaitable[Response]]
Log = Callable[[Mapping[str, Any]], None]

MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
GOOD = frozenset({200, 203})
# Seconds after the deadline when a download that does not end by itself (a hanging name lookup) is cancelled.
LATE = 0.5
ACCEPT = (
    "text/html,application/xhtml+xml,text/calendar,application/rss+xml,application/atom+xml,application/json,*/*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Manners:
    """How this installation asks: its name, and seconds."""

    agent: str
    timeout: float
    max_bytes: int = body.MAX_BYTES


class Asking(Protocol):
    """A way to ask: the Fetcher, or a browser that asks through it."""

    clock: Clock
    hosts: Hosts
    robots: RobotsDesk

    async def get(self, url: str, known: Known, source: str = "") -> Answer:
        """What came of asking for `url`; never raises for what a server does."""


class Fetcher:
    """Fetches for all sources of a run. `download` sends one request, `log` gets one record for each."""

    def __init__(self, download: Download, gate: Gate, clock: Clock, hosts: Hosts, manners: Manners, log: Log) -> None:
        self.clock, self.hosts = clock, hosts
        self.robots = RobotsDesk(self._ask_robots, clock)
        self._download, self._gate, self._manners, self._log = download, gate, manners, log

    async def get(self, url: str, known: Known, source: str = "") -> Answer:
        """What came of asking for `url`: a page, "unchanged", or a named cause."""
        trail = Trail(url, known, source)
        try:
            return await self._walk(trail)
        except Paused as paused:
            return trail.failed(WAITING, str(paused))
        except body.Undecodable as encoding:
            return trail.failed("not an event page: unknown content encoding", str(encoding))
        except FAILURES as error:
            return trail.failed(cause(error), explain(error))

    async def _walk(self, trail: Trail) -> Answer:
        url = trail.asked
        for _ in range(MAX_REDIRECTS + 1):
            url = self._gate.url(url)
            trail.at(url, host_key(url))
            rules = await self.robots.rules(url, trail.source)
            self.hosts.of(url).slow_down(rules.delay)
            if not rules.allows(url):
                return trail.failed(rules.cause, rules.why or "disallowed")
            response = await self._send(
                url, trail.conditions(url, self.clock.now()), trail.source, trail.known.failures
            )
            target = _target(response)
            if target is None:
                return self._answer(trail, response)
            trail.redirected(response.status)
            url = target
        return trail.failed("redirect loop")

    async def _ask_robots(self, url: str, source: str) -> tuple[int, bytes]:
        """Status and body of a robots.txt, of an error the status alone; (404, b"") when it redirects more than five
        times (RFC 9309 2.3.1.2). Raises CutOff also for an encoding nobody asked for."""
        for _ in range(MAX_REDIRECTS + 1):
            url = self._gate.url(url)
            response = await self._send(url, {}, source, 0)
            target = _target(response)
            if target is None:
                return response.status, self._rules(response) if 200 <= response.status < 300 else b""
            url = target
        return 404, b""

    def _rules(self, response: Response) -> bytes:
        try:
            return body.decode(response.body, _headers(response).get("content-encoding", ""), self._manners.max_bytes)
        except body.Undecodable as encoding:
            raise body.CutOff(f"unknown content encoding {encoding}") from encoding

    async def _send(self, url: str, conditions: Mapping[str, str], source: str, failures: int) -> Response:
        """One request, when its host's turn has come; a 429 or 503 silences the host before anybody else has a turn."""
        host = self.hosts.of(url)
        async with host.turn() as turn:
            response = await self._logged(url, conditions, source)
            turn.sent = response.meta.get(SENT)
            if response.status in retry_after.STATUSES:
                headers = _headers(response)
                wait = retry_after.wait(headers.get("retry-after"), date=headers.get("date"), now=self.clock.now())
                host.pause(retry_after.backoff(failures) if wait is None else wait)
            return response

    async def _logged(self, url: str, conditions: Mapping[str, str], source: str) -> Response:
        record: dict[str, Any] = {
            "at": self.clock.now().isoformat(timespec="milliseconds"),
            "source": source,
            "url": url,
        }
        start = monotonic()
        try:
            response = await asyncio.wait_for(
                self._download(self._request(url, conditions)), self._manners.timeout + LATE
            )
            record |= {"status": response.status, "bytes": len(response.body)}
            return response
        except FAILURES as error:
            record["cause"] = cause(error)
            raise
        finally:
            self._log(record | {"seconds": round(monotonic() - start, 3)})

    def _request(self, url: str, conditions: Mapping[str, str]) -> Request:
        headers = {
            "User-Agent": self._manners.agent,
            "Accept": ACCEPT,
            "Accept-Language": "de,en;q=0.6",
            "Accept-Encoding": body.ACCEPT_ENCODING,
            **conditions,
        }
        meta = {"download_timeout": self._manners.timeout, "download_maxsize": self._manners.max_bytes}
        return Request(url, headers=headers, meta=meta, dont_filter=True)

    def _answer(self, trail: Trail, response: Response) -> Answer:
        if response.status == 304 and trail.conditional:
            return trail.unchanged(304)
        if response.status not in GOOD:
            return trail.failed(f"http {response.status}", status=response.status)
        headers, now = _headers(response), self.clock.now()
        data = body.decode(response.body, headers.get("content-encoding", ""), self._manners.max_bytes)
        if not data.strip():
            return trail.failed("empty body", status=response.status)
        page = Page(trail.final, response.status, headers, data, now)
        return trail.arrived(page, len(response.body), validators.remember(headers, now), "partial" in response.flags)


def _target(response: Response) -> str | None:
    """Where a redirect leads, in full; None for any other answer. Raises ValueError when it cannot be read."""
    location = response.headers.get("Location")
    if response.status not in REDIRECTS or not location:
        return None
    return urljoin(response.url, location.decode("utf-8", "replace").strip())


def _headers(response: Response) -> dict[str, str]:
    """Header fields by lower-case name; repeated ones joined (RFC 9110 5.3)."""
    pairs = ((name, response.headers.getlist(name)) for name in response.headers)
    return {
        name.decode("latin-1").lower(): ", ".join(value.decode("latin-1") for value in values) for name, values in pairs
    }
