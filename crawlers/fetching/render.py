"""Pages that only scripts fill: shown to Debian's chromium, which itself may connect to nothing.

Every request of the page is stopped and either answered through the Fetcher (so gate, robots.txt, pauses and limits
are the same as for any request) or refused. Chromium's own network is a proxy that does not exist, for what is not
stopped there (WebRTC, prefetching). Scripts of strangers run in it: no cookies are kept, nothing is clicked or sent.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from crawlers.fetching import validators
from crawlers.fetching.answer import Answer, Known
from crawlers.fetching.fetch import Asking
from pipeline.model import BERLIN, Page

CHROMIUM = "/usr/bin/chromium"
NOWHERE = "http://127.0.0.1:9"  # the discard port: nobody listens, and nothing may go around it
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
WANTED = frozenset({"script", "xhr", "fetch"})  # what can bring events; pictures, styles and frames cannot
LIMIT = 25  # further requests of one page
LONGEST = 60.0  # seconds a page has, the pauses between its requests among them
SETTLE = 0.5  # seconds after the last answer in which scripts write what they got

MISSING = "no browser"
FAILED = "not rendered"


@dataclass
class _Showing:
    """One page in the browser: what it may still ask for."""

    page: Page
    source: str
    left: int = LIMIT


class Browser:
    """Asks like the Fetcher, and returns pages as their scripts leave them.

    Started with its first page, and anew when it has crashed; where it cannot be started, no other page tries again.
    """

    def __init__(self, fetcher: Asking) -> None:
        self.fetcher = fetcher
        self.clock, self.hosts, self.robots = fetcher.clock, fetcher.hosts, fetcher.robots
        self._starting = asyncio.Lock()
        self._driver: Any = None
        self._chromium: Any = None
        self._broken = ""  # why it cannot be started

    async def get(self, url: str, known: Known, source: str = "") -> Answer:
        """What came of asking for `url`. Asked for in full every time: what scripts fetch may change by itself."""
        answer = await self.fetcher.get(url, Known(failures=known.failures), source)
        if answer.page is None or not _is_html(answer.page):
            return answer
        try:
            async with asyncio.timeout(LONGEST):
                body = await self._shown(_Showing(answer.page, source))
        except ImportError:
            return _failed(answer, MISSING, "render = true needs the extra `browser`")
        except (OSError, self._error()) as error:  # OSError: TimeoutError too
            return _failed(answer, FAILED, str(error)[:200] or "the page did not come to rest")
        digest = validators.body_hash(body)
        page = replace(answer.page, body=body)
        return replace(
            answer, page=page, hash=digest, unchanged=known.hashes.get(url) == digest, validators={}, partial=False
        )

    async def close(self) -> None:
        """Ends the browser."""
        if self._chromium:
            with suppress(self._error()):  # it may have crashed
                await self._chromium.close()
        if self._driver:
            await self._driver.stop()
        self._chromium = self._driver = None

    def _error(self) -> type[Exception]:
        """What the driver raises; without it nothing of the kind can happen."""
        try:
            from playwright.async_api import Error
        except ImportError:
            return TimeoutError
        return Error

    async def _started(self) -> Any:
        async with self._starting:
            if self._broken:
                raise OSError(self._broken)
            if self._chromium is None or not self._chromium.is_connected():
                try:
                    self._chromium = await self._launched()
                except (OSError, self._error()) as error:
                    self._broken = str(error)
                    raise
            return self._chromium

    async def _launched(self) -> Any:
        from playwright.async_api import async_playwright

        if self._driver is None:
            self._driver = await async_playwright().start()
        return await self._driver.chromium.launch(
            executable_path=CHROMIUM, args=list(ARGUMENTS), proxy={"server": NOWHERE}
        )

    async def _shown(self, showing: _Showing) -> bytes:
        chromium = await self._started()
        context = await chromium.new_context(
            service_workers="block", accept_downloads=False, locale="de-DE", timezone_id=BERLIN
        )
        try:
            await context.route("**/*", lambda route: self._answer(route, showing))
            await context.route_web_socket("**/*", lambda socket: socket.close())
            tab = await context.new_page()
            await tab.goto(showing.page.url, wait_until="load", timeout=LONGEST * 1000)
            await tab.wait_for_load_state("networkidle", timeout=LONGEST * 1000)
            await asyncio.sleep(SETTLE)
            text: str = await tab.content()
        finally:
            with suppress(self._error()):
                await context.close()
        return text.encode("utf-8", "replace")

    async def _answer(self, route: Any, showing: _Showing) -> None:
        """The page itself, what its scripts ask for, or a refusal."""
        request = route.request
        page: Page | None = None
        if request.is_navigation_request():
            page = showing.page if request.url == showing.page.url and request.frame.parent_frame is None else None
        elif request.resource_type in WANTED and request.method == "GET" and showing.left > 0:
            showing.left -= 1
            page = (await self.fetcher.get(request.url, Known(), showing.source)).page
        with suppress(self._error()):  # the page may be gone by now
            if page is None:
                await route.abort("blockedbyclient")
            else:
                await route.fulfill(status=200, headers=_headers(page), body=page.body)


def _headers(page: Page) -> dict[str, str]:
    """Only what a browser needs to understand the body: no cookies, no policies, no hints to connect elsewhere."""
    kind = page.headers.get("content-type") or "text/html"
    return {"content-type": kind, "access-control-allow-origin": "*"}


def _is_html(page: Page) -> bool:
    kind = page.headers.get("content-type", "html").lower()
    return "html" in kind


def _failed(answer: Answer, cause: str, why: str) -> Answer:
    return Answer(answer.asked, answer.final, answer.status, cause=cause, why=why, hosts=answer.hosts)
