"""robots.txt for every origin of a run: asked once, shared by all sources, kept for a day (RFC 9309 2.4).

How it is fetched is given in (`ask`); what it says is read by `robots`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from crawlers.fetching import robots
from crawlers.fetching.causes import FAILURES, cause, explain
from crawlers.fetching.robots import Rules
from crawlers.polite import Clock
from pipeline.causes import UNREAD

Ask = Callable[[str, str], Awaitable[tuple[int, bytes]]]
Memory = Mapping[str, Mapping[str, str]]  # {origin: {"at": ISO, "text": robots.txt}}; "" allows everything

FRESH = timedelta(hours=24)
OF_THE_FILE = frozenset({"cut off", "too large"})  # causes that say nothing of the host's other pages
KEPT = 20_000  # characters of a robots.txt that are worth remembering from run to run


class RobotsDesk:
    """The rules of every origin that is asked during a run."""

    def __init__(self, ask: Ask, clock: Clock) -> None:
        self._ask, self._clock = ask, clock
        self._rules: dict[str, Rules] = {}
        self._tasks: dict[str, asyncio.Task[Rules]] = {}  # of origins that are being asked
        self._memory: dict[str, Mapping[str, str]] = {}

    def remember(self, memories: Iterable[Memory]) -> None:
        """Take over what earlier runs read, where it is less than a day old; the newest wins."""
        for origin, entry in (item for one in memories for item in one.items()):
            if self._fresh(entry) and entry.get("at", "") > self._memory.get(origin, {}).get("at", ""):
                self._memory[origin] = entry

    def memory(self, origins: Iterable[str]) -> dict[str, dict[str, str]]:
        """What to remember of these origins for the next run."""
        return {origin: dict(self._memory[origin]) for origin in sorted(set(origins)) if origin in self._memory}

    async def rules(self, url: str, source: str) -> Rules:
        """The rules that hold for `url`. Raises Paused while its host wants silence."""
        origin = origin_of(url)
        if origin in self._rules:
            return self._rules[origin]
        if origin not in self._tasks:
            self._tasks[origin] = asyncio.ensure_future(self._kept(origin, source))
        return await asyncio.shield(self._tasks[origin])

    async def _kept(self, origin: str, source: str) -> Rules:
        try:
            return self._rules.setdefault(origin, await self._load(origin, source))
        finally:
            del self._tasks[origin]

    async def _load(self, origin: str, source: str) -> Rules:
        if origin in self._memory:
            return robots.parse(self._memory[origin].get("text", ""))
        try:
            status, data = await self._ask(f"{origin}/robots.txt", source)
        except FAILURES as error:
            named = cause(error)
            ending = UNREAD if named in OF_THE_FILE else ""
            return robots.keep_out(f"robots.txt: {explain(error)}", f"{named}{ending}")
        rules = robots.read(status, data)
        if rules.open and len(rules.text or "") <= KEPT:
            self._memory[origin] = {"at": self._clock.now().isoformat(timespec="seconds"), "text": rules.text or ""}
        return rules

    def _fresh(self, entry: Mapping[str, str]) -> bool:
        try:
            age = self._clock.now() - datetime.fromisoformat(entry.get("at", ""))
        except (ValueError, TypeError):
            return False
        return timedelta(0) <= age <= FRESH


def origin_of(url: str) -> str:
    """scheme://host:port, what a robots.txt holds for (RFC 9309 2.3)."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "", "", ""))
