"""The demo's websites: templates rendered for one day, served on loopback over real HTTP, each on its own address."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import groupby
from threading import Thread
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from pitchradar.demo.region import ZONE, Show, shows, sites

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = tuple("Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split())
TYPES = {"html": "text/html", "ics": "text/calendar", "xml": "application/rss+xml", "json": "application/json"}
INDEX = {
    "gruenderzentrum": "kalender.ics",
    "kammer": "termine.xml",
    "netzwerk": "events/index.html",
    "stammtisch": "datenstammtisch/events/index.html",
    "schnittstelle": "api/events.json",
}
BREAKS = "labor"  # on the second day
FIRST_ADDRESS = 11  # 127.0.0.11, 127.0.0.12 …


@dataclass(slots=True)
class Region:
    """The running sites; `second` switches all of them to the second day."""

    first_day: date
    shuffled: bool = False
    second: bool = False
    servers: dict[str, ThreadingHTTPServer] = field(default_factory=dict)

    def address(self, site: str) -> str:
        """Where a site answers, e.g. http://127.0.0.11:40123: on a port of its own, whichever was free; without a port
        before it is served."""
        port = f":{self.servers[site].server_address[1]}" if site in self.servers else ""
        return f"http://{self.host(site)}{port}"

    def host(self, site: str) -> str:
        """The loopback address of a site."""
        return f"127.0.0.{FIRST_ADDRESS + list(sites()).index(site)}"

    def index(self, site: str) -> str:
        """The address an operator would paste."""
        return f"{self.address(site)}/{INDEX.get(site, 'veranstaltungen/')}".removesuffix("index.html")

    def shows(self, site: str | None = None) -> list[Show]:
        """What is on today, at one site or anywhere."""
        return [show for show in shows(self.first_day, self.second) if site is None or site in show.sites]


@contextmanager
def serving(first_day: date, shuffled: bool = False) -> Iterator[Region]:
    """Serve every site on its own loopback address until the block ends."""
    region = Region(first_day, shuffled)
    try:
        for site in sites():
            region.servers[site] = ThreadingHTTPServer((region.host(site), 0), _handler(region, site))
        for server in region.servers.values():
            Thread(target=server.serve_forever, daemon=True).start()
        yield region
    finally:
        for server in region.servers.values():
            server.shutdown()
            server.server_close()


def _handler(region: Region, site: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = respond(region, site, self.path)
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if status == 200 and self.headers.get("If-None-Match") == tag:
                status, body = 304, b""
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", tag)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet: the demo prints what matters."""

    return Handler


def respond(region: Region, site: str, path: str) -> tuple[int, str, bytes]:
    """(status, content type, body) of one address of one site."""
    if path == "/robots.txt":
        return 200, "text/plain", b"User-agent: *\nAllow: /\n"
    if site == BREAKS and region.second:
        return 503, "text/html", b"<h1>Wartungsarbeiten</h1>"
    plain = path.split("?")[0].strip("/")
    listing = region.index(site).removeprefix(region.address(site)).strip("/")
    if plain == listing:
        return _page(region, site, f"{site}.{_form(listing)}", region.shows(site))
    if plain == "wp-json/tribe/events/v1/events" and site == "netzwerk":
        return _page(region, site, "netzwerk-rest.json", region.shows(site))
    detail = [show for show in region.shows(site) if plain.endswith(f"/{show.slug}")]
    if detail:
        return _page(region, site, "detail.html", detail)
    return 404, "text/html", b"<h1>Nicht gefunden</h1>"


def _form(listing: str) -> str:
    form = listing.rpartition(".")[2]
    return form if form in TYPES else "html"


def _page(region: Region, site: str, name: str, listed: Sequence[Show]) -> tuple[int, str, bytes]:
    form = name.rpartition(".")[2]
    text = _TEMPLATES.get_template(f"{name}.j2").render(
        shows=listed,
        site=site,
        title=sites()[site].split(" (")[0],
        base=region.address(site),
        today=region.first_day,
        stamp=datetime.combine(region.first_day, datetime.min.time(), UTC),
    )
    if region.shuffled and form == "html":
        text = shuffled(text)
    if form == "ics":
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return 200, TYPES[form], text.encode()


def shuffled(markup: str) -> str:
    """Class names and ids replaced by meaningless ones; what a script reads by id stays."""

    def rename(match: re.Match[str]) -> str:
        names = [f"x{hashlib.sha256(name.encode()).hexdigest()[:6]}" for name in match[2].split()]
        return f'{match[1]}="{" ".join(names)}"'

    return re.sub(r'(?<!<script )\b(class|id)="([^"]*)"', rename, markup)


def _short(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()][:2]}., {day.day}.{day.month}.{day:%y}"


def _long(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]}, {day.day}. {MONTHS[day.month - 1]} {day.year}"


def _uhr(moment: datetime) -> str:
    return f"{moment:%-H.%M} Uhr" if moment.minute else f"{moment:%-H} Uhr"


def _months(listed: Sequence[Show]) -> list[tuple[str, list[Show]]]:
    groups = groupby(listed, key=lambda show: f"{MONTHS[show.day.month - 1]} {show.day.year}")
    return [(name, list(members)) for name, members in groups]


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pitchradar.demo", "sites"), undefined=StrictUndefined, autoescape=True
    )
    filters: dict[str, Any] = {
        "short": _short,
        "long": _long,
        "uhr": _uhr,
        "numeric": lambda day: f"{day:%d.%m.%Y}",
        "month": lambda day: MONTHS[day.month - 1],
        "months": _months,
        "utc": lambda moment: moment.astimezone(UTC),
        "local": lambda moment: moment.astimezone(ZONE),
        "json": lambda value: json.dumps(value, ensure_ascii=False),
    }
    environment.filters.update(filters)
    return environment


_TEMPLATES = _environment()
