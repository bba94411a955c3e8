"""The one generic spider: every due source of a run, each in its own coroutine, all in one Scrapy process.

A source is data; what is asked for is decided by `crawlers.visit`, and how by `crawlers.fetching.fetch`. Here they
meet Scrapy: visits run side by side, and a finished one, its files written, is an item.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TextIO

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult

from crawlers import report, summary
from crawlers.entrance import Entrance
from crawlers.fetching.fetch import Asking, Fetcher, Manners
from crawlers.fetching.render import Browser
from crawlers.gate import guard, open_gate
from crawlers.manifest import Manifest
from crawlers.parsing.pool import Pool
from crawlers.parsing.quarantine import Quarantine
from crawlers.parsing.reading import Reader
from crawlers.polite import Clock, Hosts
from crawlers.settings import user_agent
from crawlers.visit import visit
from pipeline.crawled import CrawlReport
from pipeline.mistakes import BROKEN, where
from pipeline.model import Source
from pipeline.runfiles import REQUESTS


@dataclass(frozen=True, slots=True)
class Finished:
    """One source's end, in a short line."""

    source: str
    text: str


class SourceSpider(Spider):
    """Crawls the sources of a manifest; `pool` reads the pages."""

    name = "source"
    manifest: Manifest
    pool: Pool

    async def start(self) -> AsyncIterator[Any]:
        """Yields a Finished for every source, in the order they end, its files written."""
        clock = Clock(self.manifest.now)
        log_file = self.manifest.folder / REQUESTS
        with log_file.open("a", encoding="utf-8", buffering=1) as log:
            fetcher, reader = self._fetcher(clock, log), self._reader()
            entrance, browser = Entrance(reader), Browser(fetcher)
            jobs = [
                self._one(source, browser if source.render else fetcher, reader, entrance)
                for source in self.manifest.sources
            ]
            try:
                for job in asyncio.as_completed(jobs):
                    yield await job
            finally:
                await browser.close()

    def _reader(self) -> Reader:
        folder = self.manifest.quarantine or self.manifest.folder / "quarantine"
        return Reader(self.pool, Quarantine(folder, self.manifest.code))

    def _fetcher(self, clock: Clock, log: TextIO) -> Fetcher:
        settings = self.manifest.settings
        hosts = Hosts(clock, settings.delay)
        gate = open_gate(settings.allow_hosts)
        from twisted.internet import reactor  # only now is it the one Scrapy installed

        guard(reactor, gate)
        manners = Manners(user_agent(settings), settings.timeout)
        fetcher = Fetcher(self._download, gate, clock, hosts, manners, _writer(log))
        states = self.manifest.states.values()
        hosts.remember(state.retry_after for state in states)
        fetcher.robots.remember(state.notes.get("robots") or {} for state in states)
        return fetcher

    async def _download(self, request: Request) -> Response:
        """By the handler itself: who has a turn at a host is decided (`polite`), and nobody listens to the signals that
        the engine and its downloader send for each request."""
        engine = self.crawler.engine
        assert engine is not None
        return await engine.downloader.handlers.download_request_async(request)

    async def _one(self, source: Source, fetcher: Asking, reader: Reader, entrance: Entrance) -> Finished:
        """One source is one unit of failure: whatever goes wrong in it ends it alone. What it brought is written before
        another one may begin in its place, or it would wait in memory for a slow disk."""
        plan = self.manifest
        async with entrance.passed():
            state = plan.state(source)
            try:
                done = await visit(source, state, fetcher, reader, plan.code, bodies=plan.bodies)
                told = summary.of(done, plan.run_id, fetcher.clock.now())
                await self._written(source, summary.write, plan.folder, done, told, bodies=plan.bodies)
            except Exception as error:
                why = where(error)
                self.logger.error("%s: %s", source.id, why)
                told = report.failed(source.id, plan.run_id, state, BROKEN, why, fetcher.clock.now())
                await self._written(source, report.write_report, plan.folder, told)
        return Finished(source.id, line(told))

    async def _written(self, source: Source, write: Callable[..., None], *what: Any, **how: Any) -> None:
        """Beside the loop: the disk may be slow, and other hosts have their turns."""
        try:
            await asyncio.to_thread(write, *what, **how)
        except OSError as error:
            self.logger.error("%s: %s", source.id, error)


class Lines:
    """Item pipeline: says on standard output which source is finished."""

    def process_item(self, item: Finished) -> Finished:
        """One line per source: `{"source", "text"}`."""
        print(json.dumps(asdict(item)), flush=True)
        return item


class Quiet(LogFormatter):
    """Scrapy says nothing of single pages and items; our own reports do."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override]
        """Nothing."""
        return None

    def scraped(self, item: Any, response: Any, spider: Spider) -> LogFormatterResult:
        """Only for the debug level, which is off; `Lines` tells of an item."""
        return {"level": 0, "msg": "finished", "args": {}}


def line(done: CrawlReport) -> str:
    """A finished source in one short line."""
    if done.cause:
        return f"{done.source_id}: {done.cause}"
    what = f"{done.events} events" if done.events or not done.not_modified else "unchanged"
    return f"{done.source_id}: {what}, {done.pages} pages{', cut' if done.cut else ''}"


def _writer(log: TextIO) -> Callable[[Mapping[str, Any]], None]:
    def write(record: Mapping[str, Any]) -> None:
        log.write(json.dumps(record, ensure_ascii=False) + "\n")

    return write
