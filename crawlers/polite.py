"""One host at a time: one connection, a pause between requests, and silence where the server asked for it.

Holds what is known of each host during a run. Pauses use real time; the moments that are remembered beyond the run
(`until`) are counted from the run's `now`. Fetches nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from time import monotonic
from urllib.parse import urlsplit

from crawlers.fetching.retry_after import CAP

_DEFAULT_PORTS = frozenset({None, 80, 443})


class Paused(Exception):
    """The host asked for silence until a moment that has not come."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"asked to wait until {until.isoformat(timespec='seconds')}")
        self.until = until


class Clock:
    """The run's `now`, moving on in real time."""

    def __init__(self, now: datetime) -> None:
        self._start = now
        self._zero = monotonic()

    def now(self) -> datetime:
        """An aware datetime."""
        return self._start + timedelta(seconds=monotonic() - self._zero)


@lru_cache(1_000)  # asked several times for each request
def host_key(url: str) -> str:
    """What counts as one host: its name for the usual ports (http and https are one site), else name:port."""
    parts = urlsplit(url)
    name = (parts.hostname or "").rstrip(".")
    return name if parts.port in _DEFAULT_PORTS else f"{name}:{parts.port}"


@dataclass
class Turn:
    """One request's turn at a host. `sent`: when the request had left, on the clock of `monotonic`; set where known."""

    sent: float | None = None


class Host:
    """One host during a run."""

    def __init__(self, clock: Clock, delay: float) -> None:
        self.delay = delay
        self.until: datetime | None = None
        self._clock = clock
        self._lock = asyncio.Lock()
        self._free_at = 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Turn]:
        """The only connection to this host, `delay` seconds after the last request had left; where that is not known,
        after its turn ended. Raises Paused."""
        async with self._lock:
            self.check()
            await asyncio.sleep(max(0.0, self._free_at - monotonic()))
            turn = Turn()
            try:
                yield turn
            finally:
                self._free_at = (turn.sent or monotonic()) + self.delay

    def check(self) -> None:
        """Raises Paused while the host wants no requests."""
        if self.until and self._clock.now() < self.until:
            raise Paused(self.until)

    def slow_down(self, delay: float) -> None:
        """At least `delay` seconds between requests from now on, counted from the one before, too."""
        if delay > self.delay:
            self._free_at += delay - self.delay
            self.delay = delay

    def pause(self, wait: timedelta) -> datetime:
        """No request for `wait`; a longer pause that was asked for before stays. Returns the end of it."""
        self.until = max(self._clock.now() + wait, self.until or datetime.min.replace(tzinfo=UTC))
        return self.until


class Hosts:
    """Every host of a run, shared by all sources."""

    def __init__(self, clock: Clock, delay: float) -> None:
        self._clock, self._delay = clock, delay
        self._hosts: dict[str, Host] = {}

    def of(self, url: str) -> Host:
        """The host of an address."""
        key = host_key(url)
        if key not in self._hosts:
            self._hosts[key] = Host(self._clock, self._delay)
        return self._hosts[key]

    def remember(self, pauses: Iterable[Mapping[str, str]]) -> None:
        """Take over earlier runs' pauses, {host key: ISO moment}; what is past, unreadable or absurd is dropped."""
        now = self._clock.now()
        for key, text in (item for one in pauses for item in one.items()):
            until = _moment(text)
            if until and now < until <= now + CAP:
                self.of(f"//{key}").pause(until - now)

    def paused(self, keys: Iterable[str]) -> dict[str, str]:
        """{host key: ISO moment} of those among `keys` that still want silence."""
        now = self._clock.now()
        found = {key: self._hosts[key].until for key in sorted(set(keys)) if key in self._hosts}
        return {key: until.isoformat(timespec="seconds") for key, until in found.items() if until and until > now}


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
