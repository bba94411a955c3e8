"""Invented German event pages, the same for the same seed: twelve shapes of list, about 79 KB each, on many sites.

A site is a list page (`/`) of one shape and its events' own pages (`/termin-N.html`). Nothing in them is real.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from benchmarks._frame import page

FIRST_DAY = datetime(2026, 12, 14)  # so far from NOW of the measurements that an event's own page is due weekly
SIZE = 79_000  # bytes of a page, as the median of event pages on the web
SITES, DETAILS = 100, 19  # 2,000 pages
MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
DAYS = "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split()
WHAT = (
    "Gründerabend|Pitch Night|Start-up-Stammtisch|Demo Day|Gründungssprechtag|Workshop Geschäftsmodell|Chorprobe".split(
        "|"
    )
)
WHOM = "Nordlicht Funkenflug Kompass Rückenwind Leuchtturm Stellwerk Katapult Spielraum Wellenbrecher".split()
WHERE = (
    ("Haus der Wirtschaft", "Marktplatz 2", "32423", "Minden"),
    ("Alte Weberei", "Wallstraße 9", "33602", "Bielefeld"),
    ("Speicher 7", "Hafenkai 1", "20457", "Hamburg"),
    ("Rathaus", "Kirchplatz 4", "32257", "Bünde"),
)
WORDS = (
    "wir Abend Menschen Region und Ideen sprechen über zeigen erste Wege die andere gegangen sind mit Fragen an "
    "Kapital für Betriebe im Gespräch danach Getränke Anmeldung ist nicht nötig Eintritt frei dabei "
    "schiefging lernen Beispiel"
).split()


@dataclass(frozen=True)
class Show:
    """One invented event."""

    number: int
    title: str
    start: datetime
    end: datetime
    where: tuple[str, str, str, str]
    text: str

    @property
    def path(self) -> str:
        return f"/termin-{self.number}.html"

    @property
    def day(self) -> str:
        return f"{DAYS[self.start.weekday()]}, {self.start.day}. {MONTHS[self.start.month - 1]} {self.start.year}"

    @property
    def short(self) -> str:
        return f"{DAYS[self.start.weekday()][:2]}., {self.start:%d.%m.%Y}"

    @property
    def clock(self) -> str:
        return f"{self.start:%H:%M} – {self.end:%H:%M} Uhr"

    @property
    def place(self) -> str:
        return "{}, {}, {} {}".format(*self.where)

    @property
    def linked(self) -> str:
        return f'<a href="{self.path}">{escape(self.title)}</a>'

    @property
    def structured(self) -> dict[str, object]:
        name, street, code, town = self.where
        address = {"@type": "PostalAddress", "streetAddress": street, "postalCode": code, "addressLocality": town}
        return {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": self.title,
            "startDate": f"{self.start:%Y-%m-%dT%H:%M}:00+01:00",
            "endDate": f"{self.end:%Y-%m-%dT%H:%M}:00+01:00",
            "url": self.path,
            "location": {"@type": "Place", "name": name, "address": address},
            "description": self.text,
        }


def shows(site: int, count: int = DETAILS) -> list[Show]:
    """The events of a site, by start."""
    dice = random.Random(f"site {site}")
    found = []
    for number in range(count):
        day = FIRST_DAY + timedelta(days=4 * number + dice.randrange(4), hours=dice.randrange(9, 20))
        title = f"{dice.choice(WHAT)} {dice.choice(WHOM)} {site}-{number}"
        end = day + timedelta(hours=dice.choice((1, 2, 3)))
        found.append(Show(number, title, day, end, dice.choice(WHERE), _text(dice, 30)))
    return found


def pages(site: int, details: int = DETAILS, size: int = SIZE) -> Iterator[tuple[str, bytes]]:
    """(path, body) of a site's list page and of its events' own pages."""
    listed = shows(site, details)
    shape = SHAPES[site % len(SHAPES)]
    yield "/", _whole(f"Veranstaltungen {site}", shape(listed), random.Random(f"page {site}"), size)
    for show in listed:
        body = f"<h1>{escape(show.title)}</h1><p>{show.day}, {show.clock}</p><p>{show.place}</p><p>{show.text}</p>"
        dice = random.Random(f"page {site} {show.number}")
        yield show.path, _whole(show.title, (_markup([show]) if site % 2 else "") + body, dice, size)


def _text(dice: random.Random, words: int) -> str:
    return " ".join(dice.choices(WORDS, k=words)).capitalize() + "."


def _whole(title: str, content: str, dice: random.Random, size: int) -> bytes:
    return page(title, content, lambda count: _text(dice, count), dice, size)


def _markup(listed: list[Show]) -> str:
    return f'<script type="application/ld+json">{json.dumps([show.structured for show in listed])}</script>'


def _each(form: str, before: str = "", after: str = "") -> Callable[[list[Show]], str]:
    """A shape whose items are one after the other; `form` is filled with a show `s`."""
    return lambda listed: before + "".join(form.format(s=show) for show in listed) + after


def _by_month(listed: list[Show]) -> str:
    found, month = "", ""
    for show in listed:
        now = f"{MONTHS[show.start.month - 1]} {show.start.year}"
        found += f"<h2>{now}</h2>" if now != month else ""
        found += f"<p>{show.start:%d.%m.} {show.start:%H:%M} Uhr: {show.linked}, {show.place}</p>"
        month = now
    return found


def _microdata(listed: list[Show]) -> str:
    return "".join(
        f'<div itemscope itemtype="https://schema.org/Event"><h3 itemprop="name">{escape(show.title)}</h3>'
        f'<time itemprop="startDate" datetime="{show.start:%Y-%m-%dT%H:%M}">{show.short} {show.clock}</time>'
        f'<a itemprop="url" href="{show.path}">mehr</a><p itemprop="location">{show.place}</p><p>{show.text}</p></div>'
        for show in listed
    )


def _boxes(listed: list[Show]) -> str:
    return "".join(
        f'<div class="tile"><div class="date"><span>{show.start:%d}</span>'
        f"<span>{MONTHS[show.start.month - 1][:3]}</span><span>{show.start.year}</span></div>"
        f"<h3>{show.linked}</h3><p>{show.clock}</p><p>{show.place}</p></div>"
        for show in listed
    )


SHAPES: tuple[Callable[[list[Show]], str], ...] = (
    _each('<div class="card"><h3>{s.linked}</h3><p>{s.day}</p><p>{s.clock}</p><p>{s.place}</p><p>{s.text}</p></div>'),
    _each("<tr><td>{s.short}</td><td>{s.clock}</td><td>{s.linked}</td><td>{s.place}</td></tr>", "<table>", "</table>"),
    _each("<li>{s.short}, {s.clock}: {s.linked}, {s.place}</li>", "<ul>", "</ul>"),
    _each("<dt>{s.day}, {s.clock}</dt><dd>{s.linked}<br>{s.place}<br>{s.text}</dd>", "<dl>", "</dl>"),
    lambda listed: _markup(listed) + _each("<div><h3>{s.linked}</h3><p>{s.short} {s.clock}</p></div>")(listed),
    _microdata,
    _boxes,
    _by_month,
    _each("<article><time>{s.short} {s.clock}</time><h2>{s.linked}</h2><address>{s.place}</address></article>"),
    _each("<p><strong>{s.day}</strong><br>{s.clock}<br>{s.linked}<br>{s.place}</p>"),
    _each("<details><summary>{s.short}: {s.title}</summary><p>{s.clock}, {s.place}</p>{s.linked}</details>"),
    _each(
        '<section class="row"><p>{s.short}<br>{s.clock}</p><div><h4>{s.linked}</h4>{s.text} {s.place}</div></section>'
    ),
)
