"""What is done with a page in a worker process: read, and cleaned before it goes anywhere. Imports no Scrapy.

`Reader` is the crawl's side of it: it hands pages to the pool and keeps those that broke a worker in quarantine.
"""

from __future__ import annotations

import asyncio
from typing import Any

from crawlers.extractors import MAX_EVENTS
from crawlers.extractors.errors import Unreadable
from crawlers.parsing.doorclean import cleaned
from crawlers.parsing.pool import Pool, lost
from crawlers.parsing.quarantine import Quarantine
from pipeline.mistakes import BROKEN, where
from pipeline.model import Follow, Page, RawEvent, Source

Reading = tuple[str, list[RawEvent], list[Follow]]

MODULES = (
    "crawlers.parsing.reading",
    "crawlers.detect",
    "crawlers.extractors.listing",
    "crawlers.extractors.schema_org",
    "crawlers.extractors.ics",
)


def read(page: Page, source: Source) -> Reading:
    """(kind, cleaned events, follows) of a page; one event more than MAX_EVENTS says that there are too many.

    Raises Unreadable. Imported here: the crawling process, which only hands pages on, needs no extractors.
    """
    from crawlers.detect import extract

    kind, events, follows = extract(page, source)
    return kind, [cleaned(event) for event in events[: MAX_EVENTS + 1]], follows


class Reader:
    """Reads pages in workers. A page that is known to break them is not tried again by the same code."""

    def __init__(self, pool: Pool, quarantine: Quarantine) -> None:
        self._pool, self._quarantine = pool, quarantine
        self.waiting = 0  # pages that are handed over and not yet read
        self._started: asyncio.Task[Any] | None = None

    async def __call__(self, page: Page, source: Source) -> Reading:
        """The page's reading. Raises Unreadable, also for a page that took too much, or that our own code fails on."""
        if known := self._quarantine.cause(page):
            raise Unreadable(known)
        self.waiting += 1
        try:
            await self._begun()
            done = asyncio.wrap_future(self._pool.submit(read, page, source))
            await asyncio.wait([done])
        finally:
            self.waiting -= 1
        error = done.exception()
        if error is None:
            return done.result()
        if isinstance(error, Unreadable):
            raise error
        cause = lost(error) or f"{BROKEN}: {where(error)}"
        self._quarantine.keep(page, source.id, cause)
        raise Unreadable(cause) from error

    async def _begun(self) -> None:
        """Wait for the workers in a thread: meanwhile pages are on their way."""
        if self._started is None:
            self._started = asyncio.create_task(asyncio.to_thread(self._pool.submit, len, ()))
        await self._started
