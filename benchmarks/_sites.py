"""Invented sites over some weeks: what they really hold, how they list it, and how their pages go wrong. Seeded.

The truth is known because it is made here: an event takes place unless its site says that it is cancelled or takes its
page away. Trouble never changes the truth, only what a crawl is shown.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = date(2027, 3, 1)
FEW = 4  # cards: what all of them say is said on purpose
AHEAD = 70  # days that an event is announced before it begins
FORMS = "Pitch-Abend|Gründerfrühstück|Demo Day|Innovationsforum|Sprechtag|Workshop|Investorentreffen|Barcamp".split("|")
SUBJECTS = "Logistik Pflege Holz Energie Robotik Handwerk Lebensmittel Textil Bau Wasser Finanzen Sensorik".split()
HOUSES = "Kontor Speicher Weberei Gaswerk Kranhalle Orangerie Spinnerei Lokschuppen".split()
WEEKDAYS = "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split()
FAILURES = ("http 503", "timeout", "refused", "dns", "http 403", "http 404", "tls")

Script = dict[str, Any]  # of a day of a story (tests/story.py)


@dataclass
class Show:
    """An event. `off`: from then on its card says so; `away`: from then on neither card nor page is there."""

    number: int
    title: str
    house: str
    start: datetime
    off: date | None = None
    away: date | None = None

    @property
    def announced(self) -> date:
        return self.start.date() - timedelta(days=AHEAD - self.number % 30)

    def takes_place(self, today: date) -> bool:
        """Whether nothing that the site said by then speaks against it."""
        return not any(day and day <= today for day in (self.off, self.away))


@dataclass
class Site:
    """A source. `days[i]`: the trouble of its i-th day, "" for none; `rebuilt`: from then on all addresses are new."""

    id: str
    city: str  # its own, so that no two sites' events are one
    form: str
    shows: Sequence[Show]
    days: Sequence[str]
    rebuilt: date | None = None
    shown: frozenset[int] = frozenset()  # numbers of the events on the newest page that could be fetched

    def script(self, now: datetime, pending: Sequence[str]) -> Script:
        """What a crawl is shown at a moment; `pending`: pages that it looks at once more."""
        trouble = self.days[(now.date() - FIRST).days]
        script = TROUBLES[trouble](self, self.listed(now), now)
        if "page" in script and trouble not in SHOWING:
            self.shown = frozenset()
        here = {self.address(show, now.date()) for show in self.shows if not (show.away and show.away <= now.date())}
        over = {self.address(show, now.date()) for show in self.shows if show.start <= now and show.number % 3 == 0}
        everything = trouble in GONE_TOO
        return script | {"gone": [url for url in pending if everything or url not in here or url in over]}

    def page(self, shows: Sequence[Show], now: datetime) -> str:
        """The listing, as this site writes it."""
        self.shown = frozenset(show.number for show in shows)
        return FORMS_OF_PAGES[self.form](self, shows, now.date())

    def address(self, show: Show, today: date) -> str:
        """The event's own page."""
        folder = "veranstaltung" if self.rebuilt and self.rebuilt <= today else "termin"
        return f"https://{self.id}.example/{folder}/{show.number}"

    def listed(self, now: datetime) -> list[Show]:
        """What a healthy listing shows: announced, not begun, not taken away."""
        today = now.date()
        return [s for s in self.shows if s.announced <= today and s.start > now and not (s.away and s.away <= today)]


def site(id: str, city: str, level: int, trouble: str, days: int, dice: random.Random) -> Site:
    """A site with about `level` events to come, in trouble of one kind during the last third of the days."""
    every = AHEAD * 0.8 / level
    names = list(product(FORMS, SUBJECTS))
    dice.shuffle(names)
    shows, day = [], -5.0
    while day < days + AHEAD:
        day += dice.uniform(0.3, 1.7) * every
        number = len(shows) + 1
        form, subject = names[number % len(names)] if number % 5 else ("Stammtisch", "Gründung")
        start = datetime.combine(FIRST + timedelta(days=round(day)), datetime.min.time(), BERLIN)
        show = Show(number, f"{form} {subject}", dice.choice(HOUSES), start.replace(hour=dice.choice((9, 14, 18, 19))))
        if dice.random() < 0.06:
            setattr(show, dice.choice(("off", "away")), start.date() - timedelta(days=dice.randint(1, 20)))
        shows.append(show)
    plan = [""] * days
    begin = days - dice.randint(days // 4, days // 3)
    for index in range(begin, min(days, begin + dice.choice(LENGTHS[trouble]))):
        plan[index] = dice.choice(KINDS[trouble])
    if trouble in ("short", "long"):  # one trouble of one kind
        plan = [day and plan[begin] for day in plan]
    rebuilt = FIRST + timedelta(days=begin) if trouble == "rebuilt" else None
    return Site(id, city, dice.choice(tuple(FORMS_OF_PAGES)), shows, plan, rebuilt)


def _cards(site: Site, shows: Sequence[Show], today: date) -> str:
    linked = site.form == "linked"
    return _html(
        "".join(
            f"<article class='karte'><h3>{_name(site, show, today, linked)}</h3>"
            f"<p>{WEEKDAYS[show.start.weekday()]}, {show.start:%d.%m.%Y}, {show.start:%H:%M} Uhr</p>"
            f"<p>{show.house}, {site.city}</p></article>"
            for show in shows
        )
    )


def _name(site: Site, show: Show, today: date, linked: bool) -> str:
    title = show.title if show.off is None or today < show.off else f"ABGESAGT: {show.title}"
    return f"<a href='{site.address(show, today)}'>{title}</a>" if linked else title


def _html(content: str) -> str:
    return (
        f"<html lang=de><head><title>Termine</title></head><body><h1>Termine</h1><main>{content}</main></body></html>"
    )


def _ics(site: Site, shows: Sequence[Show], today: date) -> str:
    parts = [
        f"BEGIN:VEVENT\r\nUID:{site.id}-{show.number}\r\nDTSTART:{show.start.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\n"
        f"SUMMARY:{show.title}\r\nLOCATION:{show.house}\\, {site.city}\r\nURL:{site.address(show, today)}\r\n"
        f"STATUS:{'CANCELLED' if show.off and show.off <= today else 'CONFIRMED'}\r\nEND:VEVENT\r\n"
        for show in shows
    ]
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//\r\n{''.join(parts)}END:VCALENDAR\r\n"


def _jsonld(site: Site, shows: Sequence[Show], today: date) -> str:
    told = [
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": show.title,
            "startDate": show.start.isoformat(),
            "url": site.address(show, today),
            "location": {"@type": "Place", "name": show.house, "address": {"addressLocality": site.city}},
            "eventStatus": f"https://schema.org/Event{'Cancelled' if show.off and show.off <= today else 'Scheduled'}",
        }
        for show in shows
    ]
    return _html(f"<script type='application/ld+json'>{json.dumps(told)}</script>")


FORMS_OF_PAGES: Mapping[str, Callable[[Site, Sequence[Show], date], str]] = {
    "linked": _cards,
    "plain": _cards,
    "ics": _ics,
    "jsonld": _jsonld,
}


def _healthy(site: Site, listed: Sequence[Show], now: datetime) -> Script:
    return {"page": site.page(listed, now)}


def _failed(site: Site, listed: Sequence[Show], now: datetime) -> Script:
    return {"cause": FAILURES[len(site.id + site.form + site.shows[0].title) % len(FAILURES)]}


def _empty(site: Site, listed: Sequence[Show], now: datetime) -> Script:
    return {"page": _ics(site, (), now.date()) if site.form == "ics" else _html("<p>Derzeit keine Termine.</p>")}


def _login(site: Site, listed: Sequence[Show], now: datetime) -> Script:
    return {"page": _html("<form><label>Kennwort <input type=password></label><button>Anmelden</button></form>")}


def _unreadable(site: Site, listed: Sequence[Show], now: datetime) -> Script:
    """Rebuilt so that a script fills in the dates."""
    return {
        "page": _html("".join(f"<div class=x><b>{show.title}</b><i data-d={show.number}></i></div>" for show in listed))
    }


def _tenth(site: Site, listed: Sequence[Show], now: datetime) -> Script:
    return {"page": site.page(listed[: len(listed) // 10], now)}


def _half(site: Site, listed: Sequence[Show], now: datetime) -> Script:
    return {"page": site.page(listed[: len(listed) // 2], now), "cut": True}


def _later(site: Site, listed: Sequence[Show], now: datetime) -> Script:
    """The listing opens on its last page."""
    return {"page": site.page(listed[-max(1, len(listed) // 4) :], now)}


def _stamped(site: Site, listed: Sequence[Show], now: datetime) -> Script:
    """A template puts the mark on every card; on a few cards it would be the site's word."""
    if len(listed) < FEW:
        return _healthy(site, listed, now)
    marked = [Show(s.number, s.title, s.house, s.start, off=now.date()) for s in listed]
    return {"page": site.page(marked, now)}


def _shifted(site: Site, listed: Sequence[Show], now: datetime) -> Script:
    """A server that lost its time zone."""
    return {"page": site.page([Show(s.number, s.title, s.house, s.start + timedelta(hours=2)) for s in listed], now)}


def _one_day(site: Site, listed: Sequence[Show], now: datetime) -> Script:
    """A template that prints today's date in every card."""
    start = now.astimezone(BERLIN).replace(hour=20, minute=0, second=0, microsecond=0)
    return {"page": site.page([Show(s.number, s.title, s.house, start) for s in listed], now)}


def _stranger(site: Site, listed: Sequence[Show], now: datetime) -> Script:
    """A new owner's calendar under the old address."""
    strangers = [
        Show(s.number + 500, f"Yoga am Morgen {s.number}", "Park", s.start + timedelta(days=1)) for s in listed
    ]
    return {"page": site.page(strangers, now)}


TROUBLES: Mapping[str, Callable[[Site, Sequence[Show], datetime], Script]] = {
    "": _healthy,
    "failed": _failed,
    "empty": _empty,
    "emptied": _empty,
    "login": _login,
    "unreadable": _unreadable,
    "tenth": _tenth,
    "half": _half,
    "later": _later,
    "stamped": _stamped,
    "shifted": _shifted,
    "one day": _one_day,
    "stranger": _stranger,
}
SHOWING = {"", "tenth", "half", "later", "stamped", "shifted", "one day", "stranger"}  # cards, be they wrong
GONE_TOO = {"emptied", "stranger"}  # every event's own page answers 404
BLIND = ("failed", "failed", "empty", "emptied", "login", "unreadable", "tenth")
ODD = ("half", "later", "stamped", "shifted", "one day", "stranger")
KINDS: Mapping[str, Sequence[str]] = {
    "short": (*BLIND, *ODD),
    "long": BLIND,
    "flapping": ("", *BLIND),
    "healthy": ("",),
    "rebuilt": ("",),
}
LENGTHS: Mapping[str, Sequence[int]] = {
    "short": (1, 1, 1, 2, 2),
    "long": (3, 4, 6, 99),
    "flapping": (99,),
    "healthy": (1,),
    "rebuilt": (1,),
}
