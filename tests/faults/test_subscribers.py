"""Thousands of subscribers ask at once whether anything changed, while a publication works: answered, in time, whole.

Short in `make test`; `make faults` asks 10,000 times and holds the time against the target, on an idle machine.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import quantiles

import pytest

from tests.faults.ground import NOW, Ground, ground

FULL = os.environ.get("FAULTS") == "full"
ASKED, CONNECTIONS = (10_000, 20) if FULL else (400, 20)
PAUSE = 0.02  # seconds between two questions of one connection: 10,000 then last as long as a run and its publication
SECONDS, P99 = 30.0, 0.1
FEEDS = [f"/feeds/{name}.{form}" for name in ("startup-termine", "owl") for form in ("ics", "rss", "json")]


@contextmanager
def serving(here: Ground, before: Sequence[str] = ()) -> Iterator[int]:
    """The port of `pitchradar serve`; `before`: what its command line begins with."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
    process = subprocess.Popen([*before, *here.command("serve", "--port", str(port))], stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(15)


class Client:
    """One subscriber with a connection that stays open; remembers the last ETag of each feed."""

    def __init__(self, port: int) -> None:
        self.port, self.etags = port, dict[str, str]()

    async def poll(self, times: int, seen: list[tuple[int, float]]) -> None:
        """Ask so often; (status, seconds) of each answer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        for at in range(times):
            path, began = FEEDS[at % len(FEEDS)], time.perf_counter()
            known = f"If-None-Match: {self.etags[path]}\r\n" if path in self.etags else ""
            writer.write(f"GET {path} HTTP/1.1\r\nHost: radar.example\r\n{known}\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            fields = {name.lower(): value for name, _, value in (line.partition(": ") for line in head.split("\r\n"))}
            status = int(head.split(" ")[1])
            if status != 304:
                await reader.readexactly(int(fields["content-length"]))
            self.etags[path] = fields["etag"]
            seen.append((status, time.perf_counter() - began))
            await asyncio.sleep(PAUSE)
        writer.close()


async def ask(port: int, total: int) -> list[tuple[int, float]]:
    """`total` requests over all connections, after one of each feed that fills their memories."""
    clients = [Client(port) for _ in range(CONNECTIONS)]
    await asyncio.gather(*(client.poll(len(FEEDS), []) for client in clients))
    seen: list[tuple[int, float]] = []
    await asyncio.gather(*(client.poll(total // CONNECTIONS, seen) for client in clients))
    return seen


@pytest.mark.parametrize("publishing", [False, True], ids=["quiet", "while publishing"])
def test_subscribers(tmp_path: Path, publishing: bool, record_property: pytest.RecordProperty) -> None:
    with ground(tmp_path, events=20) as here:
        here.run(NOW)
        with serving(here) as port:
            here.show(19, shift=30)
            command = here.command("run", "--now", (NOW + timedelta(days=1)).isoformat(), *here.sites)
            run = subprocess.Popen(command, stdout=subprocess.DEVNULL) if publishing else None
            began = time.monotonic()
            seen = asyncio.run(ask(port, ASKED))
            took = time.monotonic() - began
            assert run is None or run.wait(120) == 0
    statuses, slowest = Counter(status for status, _ in seen), quantiles([took for _, took in seen], n=100)[-1]
    name = "while publishing" if publishing else "quiet"
    record_property(f"conditional requests, {name}", len(seen))
    record_property(f"  seconds for them, {name}", round(took, 1))
    record_property(f"  p99 in ms, {name}", round(1000 * slowest, 1))
    assert len(seen) == ASKED and set(statuses) <= {200, 304}
    assert statuses[304] >= 0.9 * ASKED
    assert not FULL or (took <= SECONDS and slowest < P99)
