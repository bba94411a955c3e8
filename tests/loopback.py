"""A real HTTP server on loopback for tests: many sites, each with an address of its own, answers scripted as data.

A site is {path: answer or list of answers (one per request, the last one repeated)}. An answer is a dict:
status, headers, body (str or bytes), times (that often), gzip (compress it), keep (so many bytes of that),
no_length (the connection's end is the body's end), long_header (characters), raw (sent as it is, then the connection
ends), trickle (seconds between single bytes), delay (seconds before the answer), etag (304 when it is sent back),
since (304 when the Last-Modified of `headers` is sent back), echo (put the asked path in place of {path}).
Every request is kept in `Loopback.seen`.
"""

from __future__ import annotations

import gzip
import itertools
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

Answer = Mapping[str, Any]
Site = Mapping[str, Any]

_NEXT = itertools.count(2)
_LOCK = threading.Lock()


@dataclass(frozen=True)
class Seen:
    """One request as it came in."""

    at: float  # time.monotonic()
    host: str  # the address it came to
    path: str
    headers: Mapping[str, str]  # lower-case names


@dataclass
class Loopback:
    """Running sites. `seen` holds every request, in order of arrival."""

    seen: list[Seen] = field(default_factory=list)
    open_now: dict[str, int] = field(default_factory=dict)
    most_open: dict[str, int] = field(default_factory=dict)
    _listeners: list[socket.socket] = field(default_factory=list)
    _sites: dict[str, dict[str, list[Answer]]] = field(default_factory=dict)
    _served: dict[tuple[str, str], int] = field(default_factory=dict)

    def site(self, pages: Site, *, tls: ssl.SSLContext | None = None, at: tuple[str, int] | None = None) -> str:
        """Serve a site, on an address of its own or `at` (host, port); returns e.g. "http://127.0.0.7:40123"."""
        listener = _listen_at(*at) if at else _listen()
        host, port = listener.getsockname()[:2]
        key = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self.script(key, pages)
        self._listeners.append(listener)
        threading.Thread(target=self._accept, args=(listener, key, tls), daemon=True).start()
        return f"{'https' if tls else 'http'}://{key}"

    def script(self, where: str, pages: Site) -> None:
        """Replace what a site (its address, or host:port) answers."""
        key = where.rpartition("/")[2]
        here = {"{here}": f"http://{key}", "{port}": key.rpartition(":")[2]}
        self._sites[key] = {path: [_filled(one, here) for one in _as_list(answers)] for path, answers in pages.items()}
        self._served = {place: count for place, count in self._served.items() if place[0] != key}

    def requests(self, where: str) -> list[Seen]:
        """What came to a site."""
        return [one for one in self.seen if one.host == where.rpartition("/")[2]]

    def paths(self, where: str) -> list[str]:
        """The paths that were asked for, in order."""
        return [one.path for one in self.requests(where)]

    def close(self) -> None:
        """Stop listening."""
        for listener in self._listeners:
            listener.close()

    def _accept(self, listener: socket.socket, key: str, tls: ssl.SSLContext | None) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._connection, args=(connection, key, tls), daemon=True).start()

    def _connection(self, connection: socket.socket, key: str, tls: ssl.SSLContext | None) -> None:
        with _LOCK:
            self.open_now[key] = self.open_now.get(key, 0) + 1
            self.most_open[key] = max(self.most_open.get(key, 0), self.open_now[key])
        try:
            with tls.wrap_socket(connection, server_side=True) if tls else connection as stream:
                while self._serve(stream, key):
                    pass
        except OSError:
            pass
        finally:
            with _LOCK:
                self.open_now[key] -= 1

    def _serve(self, stream: socket.socket, key: str) -> bool:
        """One request and its answer; False when the connection is to end."""
        head = _head(stream)
        if not head.isascii() or " " not in head.decode("ascii"):
            stream.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" if head else b"")
            return False
        request, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        path = request.split(" ")[1]
        with _LOCK:
            self.seen.append(Seen(time.monotonic(), key, path, headers))
        return _send(stream, _echoed(self._pick(key, path), path), headers)

    def _pick(self, key: str, path: str) -> Answer:
        pages = self._sites[key]
        answers = (
            pages.get(path) or pages.get(path.partition("?")[0]) or pages.get("*") or [{"status": 404, "headers": {}}]
        )
        with _LOCK:
            count = self._served.get((key, path), 0)
            self._served[key, path] = count + 1
        return answers[min(count, len(answers) - 1)]


@contextmanager
def loopback() -> Iterator[Loopback]:
    """A server for the length of a test."""
    server = Loopback()
    try:
        yield server
    finally:
        server.close()


def _listen() -> socket.socket:
    """A listening socket on the next free address of 127.0.0.0/8: Scrapy and browsers tell sites apart by host."""
    with _LOCK:
        number = next(_NEXT)
    address = f"127.0.{number // 250}.{number % 250 + 2}"
    return socket.create_server((address, 0), backlog=64)


def _listen_at(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=64)


def closed_port() -> str:
    """An address where nobody listens."""
    listener = _listen()
    host, port = listener.getsockname()
    listener.close()
    return f"http://{host}:{port}"


def _as_list(answers: Any) -> list[Any]:
    return list(answers) if isinstance(answers, list) else [answers]


def _filled(answer: Any, here: Mapping[str, str]) -> Answer:
    """The answer with the site's own address put in; a bare text is a body."""
    found: dict[str, Any] = {"body": answer} if isinstance(answer, str | bytes) else dict(answer)
    if isinstance(found.get("body"), str):
        found["body"] = _put(found["body"], here).encode()
    found["headers"] = {name: _put(value, here) for name, value in found.get("headers", {}).items()}
    return found


def _put(text: str, here: Mapping[str, str]) -> str:
    for mark, value in here.items():
        text = text.replace(mark, value)
    return text


def _echoed(answer: Answer, path: str) -> Answer:
    return {**answer, "body": answer["body"].replace(b"{path}", path.encode())} if answer.get("echo") else answer


def _head(stream: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = stream.recv(65_536)
        if not chunk:
            return b""
        data += chunk
        if data.startswith(b"\x16"):  # a TLS handshake
            return data
    return data.partition(b"\r\n\r\n")[0]


def _send(stream: socket.socket, answer: Answer, asked: Mapping[str, str]) -> bool:
    time.sleep(answer.get("delay", 0))
    if "raw" in answer:
        raw = answer["raw"]
        _write(stream, raw.encode("latin-1") if isinstance(raw, str) else raw, answer.get("trickle"))
        stream.shutdown(socket.SHUT_RDWR)
        return False
    status, headers, body = answer.get("status", 200), dict(answer["headers"]), _body(answer)
    if answer.get("gzip"):
        body, headers["Content-Encoding"] = gzip.compress(body, 1)[: answer.get("keep")], "gzip"
    if "etag" in answer:
        headers["ETag"] = answer["etag"]
        if asked.get("if-none-match") == answer["etag"]:
            status, body = 304, b""
    if answer.get("since") and asked.get("if-modified-since") == headers["Last-Modified"]:
        status, body = 304, b""
    announced = _fields(headers, answer, status, len(body))
    known = status in HTTPStatus._value2member_map_
    reason = HTTPStatus(status).phrase if known else "Unknown"
    stream.sendall(f"HTTP/1.1 {status} {reason}\r\n{announced}\r\n".encode("latin-1"))
    _write(stream, body, answer.get("trickle"))
    whole = int(headers.get("Content-Length", "0")) <= len(body)
    return headers.get("Connection") != "close" and whole and not answer.get("no_length")


def _body(answer: Answer) -> bytes:
    body: bytes = answer.get("body", b"")
    return body * int(answer.get("times", 1))


def _fields(headers: dict[str, str], answer: Answer, status: int, length: int) -> str:
    headers.setdefault("Content-Type", "text/html; charset=utf-8")
    if status not in (204, 304) and not answer.get("no_length"):
        headers.setdefault("Content-Length", str(length))
    if "long_header" in answer:
        headers["X-Long"] = "x" * answer["long_header"]
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items())


def _write(stream: socket.socket, data: bytes, pause: float | None) -> None:
    if pause is None:
        stream.sendall(data)
        return
    for byte in data:
        stream.sendall(bytes([byte]))
        time.sleep(pause)
