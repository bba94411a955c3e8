"""When a source's crawl may begin: not while many pages wait to be read, or each would bring one more.

With pauses between requests pages come slowly, and hundreds of sources are under way at once; without, a few keep the
readers busy, and more would only fill memory. Knows no pages.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

AT_ONCE = 300  # sources under way; bounds memory and open files, far above what politeness lets be busy
WAITING = 24  # pages for two readers: more are no gain
GAP = 0.001  # seconds between two sources: what the first ones bring is seen before the next begins
LOOK = 0.05  # seconds until the next look at what waits


class Readers(Protocol):
    """What an entrance looks at."""

    @property
    def waiting(self) -> int:
        """Pages that are not yet read."""


class Entrance:
    """Lets sources in one after the other, in the order they came."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers
        self._door, self._room = asyncio.Lock(), asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def passed(self) -> AsyncIterator[None]:
        """While a source is under way."""
        async with self._room:
            async with self._door:
                await asyncio.sleep(GAP)
                while self._readers.waiting > WAITING:
                    await asyncio.sleep(LOOK)
            yield
