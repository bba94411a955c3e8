"""Web servers on loopback for measurements: nginx with files, and slow ones that answer after a while or never.

Every site has an address of its own in 127.0.0.0/8, all on one port.
"""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

CONFIG = """worker_processes 1; daemon off; error_log {folder}/error.log; pid {folder}/nginx.pid;
events {{ worker_connections 4096; }}
http {{
  log_format bytes '$bytes_sent $status $uri'; access_log {folder}/access.log bytes; types {{ text/html html; }}
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; charset utf-8; keepalive_requests 100000;
  server {{ listen {port} backlog=4096; root {folder}/sites/$server_addr; index index.html; }}
}}
"""


def address(number: int) -> str:
    """The loopback address of a site."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


@dataclass
class Served:
    """A running nginx. `sent()`: (bytes with headers, requests) since the last call."""

    folder: Path
    port: int
    _read: int = 0

    def url(self, site: int) -> str:
        return f"http://{address(site)}:{self.port}/"

    def sent(self) -> tuple[int, int]:
        lines = (self.folder / "access.log").read_text("utf-8").splitlines()
        new, self._read = lines[self._read :], len(lines)
        return sum(int(line.split(" ")[0]) for line in new), len(new)


@contextmanager
def nginx(folder: Path, sites: Mapping[int, Mapping[str, bytes]]) -> Iterator[Served]:
    """Serve {site: {path: body}} until the block ends."""
    if shutil.which("nginx") is None:
        raise SystemExit("this measurement needs nginx (Debian: apt-get install nginx-light)")
    for site, found in sites.items():
        place = folder / "sites" / address(site)
        place.mkdir(parents=True)
        for path, body in found.items():
            (place / (path.lstrip("/") or "index.html")).write_bytes(body)
    port = free_port()
    (folder / "nginx.conf").write_text(CONFIG.format(folder=folder, port=port))
    process = subprocess.Popen(
        ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL
    )
    try:
        _wait(port)
        yield Served(folder, port)
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(100):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)


@dataclass
class Slow:
    """A server whose answers take `latency` seconds; hosts in `dead` take the request and never answer."""

    pages: Mapping[str, bytes]
    latency: float
    dead: frozenset[str] = frozenset()
    port: int = 0
    answered: list[tuple[float, str]] = field(default_factory=list)  # (monotonic, host): when an answer was sent
    asked: list[tuple[float, str]] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode()
                self.asked.append((time.monotonic(), host))
                await asyncio.sleep(3600 if host in self.dead else self.latency)
                body = self.pages.get(path)
                status = "200 OK" if body else "404 Not Found"
                head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body or b'')}\r\n\r\n"
                writer.write(head.encode() + (body or b""))
                await writer.drain()
                self.answered.append((time.monotonic(), host))
        writer.close()


@contextmanager
def slow(server: Slow) -> Iterator[Slow]:
    """Run it in a thread until the block ends."""
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    async def run() -> None:
        sockets = (await asyncio.start_server(server.serve, "0.0.0.0", 0, backlog=4096)).sockets
        server.port = sockets[0].getsockname()[1]
        ready.set()

    listening = loop.create_task(run())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(_ended(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        assert listening.done()


async def _ended() -> None:
    """What hangs is cancelled."""
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
