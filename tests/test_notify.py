"""Operators are told of incidents: once when one opens, once when it closes; by feed, web address and e-mail."""

from __future__ import annotations

import json
import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from feeds import operator
from pipeline.model import Issue, Source
from pipeline.store import Batch, Store
from pitchradar import notify as channels
from pitchradar.notify import notify
from pitchradar.workplace import Workplace
from tests.story import DEFAULTS

NOW = datetime(2026, 11, 22, 5, tzinfo=UTC)
HAUS = Source(id="haus", url="https://haus.example/", title="Haus der Gründer")


class _Post(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, json.loads(body)))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Silent."""


class _Mailbox(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"220 post.example\r\n")
        for line in self.rfile:
            if line.upper().startswith(b"DATA"):
                self.wfile.write(b"354 go\r\n")
                self.server.got.append(self._message())
            self.wfile.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")

    def _message(self) -> str:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines).decode()


@contextmanager
def running(server: Any, status: int = 204) -> Iterator[Any]:
    server.got, server.status = [], status
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def web() -> Iterator[Any]:
    with running(HTTPServer(("127.0.0.1", 0), _Post)) as server:
        yield server


@pytest.fixture
def post() -> Iterator[Any]:
    with running(socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mailbox)) as server:
        yield server


def place(folder: Path, **settings: Any) -> Workplace:
    changed = DEFAULTS.settings.model_copy(update={"allow_hosts": ("127.0.0.0/8",), **settings})
    return Workplace(replace(DEFAULTS, settings=changed, sources={HAUS.id: HAUS}), folder)


def judged(store: Store, day: int, *, alarm: bool, since: int = 0) -> None:
    """One run of the source, as a day leaves it in the tables."""
    at = NOW + timedelta(days=day)
    verdict = {"held": alarm, "alarm": alarm, "cause": "redesigned" if alarm else None, "why": "0 events, 40 are usual"}
    run = {"run_id": str(day), "source_id": HAUS.id, "at": at.isoformat(), "facts": json.dumps({"verdict": verdict})}
    whole = {**run, "ok": 1, "complete": 1, "cut": 0, "held": int(alarm), "alarm": int(alarm)}
    opened = (NOW + timedelta(days=since)).isoformat() if alarm else None
    row = {"id": HAUS.id, "title": HAUS.title, "url": HAUS.url, "alarm": int(alarm), "alarm_since": opened}
    store.commit(Batch(at, runs=(whole,), sources=({**row, "cause": verdict["cause"]},)))


def week(where: Workplace, alarms: str) -> list[Issue]:
    """A run a day ("A": the alarm is open); what notifying said."""
    issues: list[Issue] = []
    with where.store() as store:
        for day, mark in enumerate(alarms):
            judged(store, day, alarm=mark == "A", since=alarms.rfind(".", 0, day) + 1)
            issues += notify(where, store, NOW + timedelta(days=day))
    return issues


def test_a_web_address_is_told_once_of_each(web: Any, tmp_path: Path) -> None:
    where = place(tmp_path, webhook=f"http://127.0.0.1:{web.server_port}/hook?key=1")
    assert week(where, ".AAA..A.") == []
    told = [(path, len(body["opened"]), len(body["closed"])) for path, body in web.got]
    assert told == [("/hook?key=1", 1, 0), ("/hook?key=1", 0, 1)] * 2
    first = web.got[0][1]
    assert first["opened"][0]["source"] == "haus" and first["opened"][0]["cause"] == "redesigned"
    assert "Störung: Haus der Gründer (zeigt anderes als sonst)" in first["text"]


def test_a_mailbox_is_told_once_of_each(post: Any, tmp_path: Path) -> None:
    where = place(tmp_path, mail="betrieb@radar.example", smtp=f"127.0.0.1:{post.server_address[1]}")
    assert week(where, ".AA..") == []
    opened, closed = (message_from_string(text, policy=policy.default) for text in post.got)
    assert opened["To"] == "betrieb@radar.example" and "Störungen: 1 neu, 0 behoben" in opened["Subject"]
    assert "Störung: Haus der Gründer" in opened.get_content()
    assert "Wieder in Ordnung: Haus der Gründer" in closed.get_content()


def test_what_could_not_be_told_is_an_issue_and_told_later(web: Any, tmp_path: Path) -> None:
    where = place(tmp_path, webhook=f"http://127.0.0.1:{web.server_port}/")
    web.status = 500
    issues = week(where, ".AA")
    assert {(issue.level, issue.stage, issue.value) for issue in issues} == {("warning", "notify", "OSError: http 500")}
    web.status = 200
    with where.store() as store:
        assert notify(where, store, NOW) == []
    assert [len(body["opened"]) for _, body in web.got] == [1, 1, 1]


REFUSED = {
    "webhook": {"webhook": "http://127.0.0.1:9/"},
    "metadata address": {"webhook": "http://169.254.169.254/"},
    "another port": {"webhook": "https://8.8.8.8:8443/"},
    "mail": {"mail": "a@radar.example", "smtp": "127.0.0.1:25"},
}


@pytest.mark.parametrize("settings", REFUSED.values(), ids=REFUSED)
def test_the_gate_stands_before_every_message(settings: dict[str, str], tmp_path: Path) -> None:
    issues = week(place(tmp_path, allow_hosts=(), **settings), ".A")
    assert [str(issue.value).partition(":")[0] for issue in issues] == ["Blocked"]


def test_no_password_goes_over_an_open_line(post: Any, tmp_path: Path) -> None:
    port = post.server_address[1]
    where = place(tmp_path, mail="a@radar.example", smtp=f"127.0.0.1:{port}", smtp_user="radar")
    assert ["no password is sent" in str(issue.value) for issue in week(where, ".A")] == [True]
    assert post.got == []


def test_a_message_ends_in_time_also_over_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `wrap_socket` does it: the connection lives on in another socket."""
    monkeypatch.setattr(channels, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host, port = silent.getsockname()
        with channels._connected(host, port, lambda ip, number: None) as stream:
            wrapped = socket.socket(fileno=stream.detach())
            wrapped.settimeout(5)
            with wrapped:
                assert wrapped.recv(1) == b""


def test_the_operators_feed(tmp_path: Path) -> None:
    where = place(tmp_path)
    week(where, ".AA..A")
    with where.store() as store:
        secret = Issue("error", "ingest", "unreadable line in a run file", "haus", value="<b>mein Geheimnis</b>")
        gone = Issue("error", "fetch", "dns", "removed")
        store.commit(Batch(NOW, issues=(secret, gone)))
        assert operator.write(store, where.config, where.public, now=NOW + timedelta(days=5))
        assert not operator.write(store, where.config, where.public, now=NOW + timedelta(days=5))
    text = (where.public / "betrieb.rss").read_text("utf-8")
    assert text.count("Störung: Haus der Gründer (zeigt anderes als sonst)") == 2
    assert text.count("Wieder in Ordnung: Haus der Gründer") == 1
    assert text.count("<item>") == 4
    assert "unreadable line in a run file" in text and "Geheimnis" not in text


def test_a_long_incident_is_announced_once(tmp_path: Path) -> None:
    where, seen = place(tmp_path), []
    with where.store() as store:
        for day, mark in enumerate("." + "A" * 40 + "." * 32):
            judged(store, day, alarm=mark == "A", since=1)
            operator.write(store, where.config, where.public, now=NOW + timedelta(days=day))
            seen.append(set(re.findall("<guid.*?>(.*?)</guid>", (where.public / "betrieb.rss").read_text("utf-8"))))
    assert [len(guids) for guids in seen] == [0] + [1] * 40 + [2] * 31 + [0] and len(set().union(*seen)) == 2
