"""Tells an operator of incidents: one word when one opens, one when it closes, to a web address or by e-mail.

What could not be told is an Issue, and is told after the next run. Every connection passes the gate: an address that is
not public needs its entry in `allow_hosts`. Nothing is followed, and no answer is read but its status.
"""

from __future__ import annotations

import json
import os
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

from crawlers.gate import Blocked, Gate, open_gate, public
from crawlers.settings import user_agent
from feeds.words import label, say
from pipeline.config import Settings
from pipeline.model import Issue
from pipeline.store import Store
from pipeline.text import clean
from pitchradar.workplace import Workplace

SECONDS = 20  # for one message, whatever the other side does
MAIL_PORTS = frozenset({25, 465, 587})
TLS_PORT = 465  # TLS from the first byte (RFC 8314, 3.3); other ports begin in the clear and may offer STARTTLS
PASSWORD = "PITCHRADAR_SMTP_PASSWORD"  # of the environment: settings are copied into backups

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class News:
    """What a channel has not been told yet: rows of table `sources` whose alarm opened, and of those it closed for."""

    opened: Rows
    closed: Rows
    at: datetime

    def subject(self) -> str:
        """One line."""
        return clean(say("notice_subject", opened=len(self.opened), closed=len(self.closed)))

    def text(self) -> str:
        """A line for each."""
        opened = (say("incident_open", source=row["title"], cause=label("cause", row["cause"])) for row in self.opened)
        closed = (say("incident_closed", source=row["title"], cause="") for row in self.closed)
        return "\n".join(map(clean, (*opened, *closed)))

    def as_json(self) -> dict[str, Any]:
        """`text` for people, the rest for programs."""
        names = {"id": "source", "title": "title", "url": "url", "cause": "cause", "alarm_since": "since"}
        opened = [{name: row[column] for column, name in names.items()} for row in self.opened]
        closed = [{"source": row["id"], "title": row["title"]} for row in self.closed]
        return {"text": f"{self.subject()}\n{self.text()}", "opened": opened, "closed": closed}


def notify(place: Workplace, store: Store, now: datetime) -> list[Issue]:
    """Tell every configured channel what it does not know yet; the Issues of those that could not be told."""
    settings = place.config.settings
    gate = open_gate(settings.allow_hosts)
    channels: dict[str, Callable[[Settings, Gate, News], None]] = {"webhook": _post, "mail": _mail}
    issues = []
    for name, send in channels.items():
        if not getattr(settings, name):
            continue
        try:
            _tell(place, store, name, partial(send, settings, gate), now)
        except (OSError, HTTPException, Blocked) as error:
            told = f"{type(error).__name__}: {error}"
            issues.append(Issue("warning", "notify", f"{name}: incidents could not be told", value=clean(told, 200)))
    return issues


def _tell(place: Workplace, store: Store, channel: str, send: Callable[[News], None], now: datetime) -> None:
    told: dict[str, str] = json.loads(store.meta(f"told:{channel}") or "{}")
    rows = {id: row for id, row in store.sources().items() if id in place.config.sources}
    alarms = {id: row["alarm_since"] for id, row in rows.items() if row["alarm"]}
    opened = [rows[id] for id, since in alarms.items() if told.get(id) != since]
    closed = [rows.get(id, {"id": id, "title": id}) for id in told if id not in alarms]
    if opened or closed:
        send(News(opened, closed, now))
        store.remember(f"told:{channel}", json.dumps(alarms, sort_keys=True))


def _post(settings: Settings, gate: Gate, news: News) -> None:
    """POST the news as JSON. Raises OSError, HTTPException or Blocked; any answer but 2xx is an OSError."""
    address = gate.url(settings.webhook)
    parts = urlsplit(address)
    secure, host = parts.scheme == "https", parts.hostname or ""
    port = parts.port or (443 if secure else 80)
    with _connected(host, port, gate.address) as stream:
        connection = HTTPConnection(host, port)
        connection.sock = _secured(stream, host) if secure else stream
        body = json.dumps(news.as_json(), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "User-Agent": user_agent(settings), "Connection": "close"}
        connection.request("POST", address.partition(parts.netloc)[2] or "/", body, headers)
        status = connection.getresponse().status
    if status // 100 != 2:
        raise OSError(f"http {status}")


def _mail(settings: Settings, gate: Gate, news: News) -> None:
    """Send the news as e-mail. Raises OSError (of which SMTPException is one) or Blocked."""
    host, _, port = settings.smtp.rpartition(":")

    def permitted(ip: str, number: int) -> None:
        if not (number in MAIL_PORTS and public(ip_address(ip))):
            gate.address(ip, number)

    with _connected(host.strip("[]"), int(port), permitted) as stream:
        server = _Server(_secured(stream, host) if int(port) == TLS_PORT else stream, host)
        server.ehlo_or_helo_if_needed()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if settings.smtp_user:
            if not isinstance(server.sock, ssl.SSLSocket):
                raise OSError("the mail server offers no encryption: no password is sent")
            server.login(settings.smtp_user, os.environ.get(PASSWORD, ""))
        server.send_message(_message(settings, news))
        server.quit()


class _Server(smtplib.SMTP):
    """A mail server over a connection that is open already."""

    def __init__(self, stream: socket.socket, host: str) -> None:
        self._stream = stream
        super().__init__(host, timeout=SECONDS)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._stream


def _message(settings: Settings, news: News) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.contact if "@" in settings.contact and "/" not in settings.contact else settings.mail
    message["To"] = settings.mail
    message["Subject"] = f"{clean(settings.name)}: {news.subject()}"
    message["Date"] = format_datetime(news.at)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic answers
    message.set_content(f"{news.text()}\n\npitchradar source health\n", cte="quoted-printable")
    return message


@contextmanager
def _connected(host: str, port: int, permitted: Callable[[str, int], None]) -> Iterator[socket.socket]:
    """A connection to the first address of a host; refused before it is opened, ended after SECONDS in all.

    TLS takes the connection out of the socket it is given: the end is kept by a second one.
    """
    *_, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    permitted(str(where[0]), port)
    with socket.create_connection((str(where[0]), port), timeout=SECONDS) as stream, stream.dup() as second:
        timer = Timer(SECONDS, second.shutdown, [socket.SHUT_RDWR])
        timer.start()
        try:
            yield stream
        finally:
            timer.cancel()


def _secured(stream: socket.socket, host: str) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(stream, server_hostname=host)
