"""Other ways to look at a choice of events than the list: a month on a sheet, a map of dots. Arranges; renders nothing.

The map is drawn from coordinates alone: a grain for every larger town, the names of the largest, a dot per place of
events; no tiles from elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from math import cos, radians, sqrt
from operator import itemgetter
from typing import Any
from urllib.parse import quote

from feeds import shown as show
from feeds import words
from feeds.edition import Edition
from feeds.facts import Card
from feeds.filters import FilterError
from feeds.select import Pick
from feeds.words import refuse, say
from pipeline.geo.gazetteer import City, gazetteer
from pipeline.localdays import berlin_day
from pipeline.model import Event
from pipeline.places import find_city
from pipeline.text import clean

KINDS = ("liste", "monat", "karte")
MAX_NAME = 80  # characters of a title in a cell
PER_DAY = 4  # events shown in a day's cell
AHEAD = 24  # months one can leaf through
WIDTH = 640.0  # of the map's coordinates
LEAST = 0.9  # degrees of latitude the map shows at least
WIDER = 1.2  # how much wider than high it is at least
GRAINS = 500  # towns that are drawn beneath
NAMES = 14  # of them named, where there is room
LETTER, BESIDE = 10.0, 7.0  # room for a letter of a name, and between a town and its name, in the map's units
_LINE = 20.0
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class View:
    """How the events are shown. `month`: its first day; None: that of the publication."""

    kind: str = "liste"
    month: date | None = None


def view(kind: str, month: str) -> View:
    """The view of an address's `ansicht` and `monat`. Raises FilterError."""
    if kind not in ("", *KINDS):
        raise FilterError(refuse("unknown_value", name="ansicht", value=kind[:40]), "ansicht", KINDS)
    found = _MONTH.fullmatch(month)
    if month and not (found and 1 <= int(found[2]) <= 12 and 2000 <= int(found[1]) < 3000):
        raise FilterError(refuse("month", value=month[:40]), "monat")
    return View(kind or "liste", date(int(found[1]), int(found[2]), 1) if found else None)


def switch(query: str, chosen: str) -> list[dict[str, Any]]:
    """The links between the views of one filter; `query` is the filter in canonical form."""
    return [{"name": say(f"view_{kind}"), "href": address(query, kind), "current": kind == chosen} for kind in KINDS]


def address(query: str, kind: str, month: date | None = None) -> str:
    """The query of a view, to stand behind the page's path."""
    parts = [query, "" if kind == "liste" else f"ansicht={kind}", f"monat={month:%Y-%m}" if month else ""]
    return "?" + "&".join(filter(None, parts)) + "#termine"


# ---- a month ---------------------------------------------------------------------------------------------------------


def month_sheet(edition: Edition, chosen: Pick, wanted: View, query: str) -> dict[str, Any]:
    """The days of a month, each with its events, and the ways to the months around it. Empty outside what is known."""
    here = edition.today.replace(day=1)
    first = min(max(wanted.month or _next(edition, chosen.cards()), _step(here, -1)), _step(here, AHEAD))
    after = _step(first, 1)
    by_day: dict[date, list[Event]] = {}
    for at in chosen.positions():
        card = edition.index.cards[at]
        start, end = date.fromordinal(card.first_day), date.fromordinal(card.last_day)
        for day in _days(max(start, first), min(end, after - timedelta(days=1))):
            by_day.setdefault(day, []).append(edition.index.events[at])
    return {
        "name": f"{words.words()['months'][first.month - 1]} {first.year}",
        "weekdays": words.words()["weekdays"],
        "days": [_cell(edition, day, by_day.get(day, [])) for day in _days(first, after - timedelta(days=1))],
        "hits": len({event.uid for found in by_day.values() for event in found}),
        "before": address(query, "monat", _step(first, -1)) if first >= here else "",
        "after": address(query, "monat", after) if first < _step(here, AHEAD) else "",
    }


def _next(edition: Edition, cards: Iterable[Card]) -> date:
    """The month of the next event to come; that of the publication when there is none."""
    today = edition.today.toordinal()
    coming = (max(card.first_day, today) for card in cards if card.last_day >= today)
    return date.fromordinal(next(coming, today)).replace(day=1)


def _step(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def _cell(edition: Edition, day: date, events: list[Event]) -> dict[str, Any]:
    rows = [_row(edition, event, day) for event in events[:PER_DAY]]
    return {
        "number": day.day,
        "iso": day.isoformat(),
        "column": day.weekday() + 1 if day.day == 1 else 0,
        "weekday": words.words()["weekdays_long"][day.weekday()],
        "today": day == edition.today,
        "past": day < edition.today,
        "rows": rows,
        "more": len(events) - len(rows),
    }


def _row(edition: Edition, event: Event, day: date) -> dict[str, Any]:
    start = event.when.start
    begins = isinstance(start, datetime) and berlin_day(start) == day
    return {
        "clock": words.clock(start) if begins and isinstance(start, datetime) else "",
        "title": clean(event.title, MAX_NAME + 1)
        if len(event.title) <= MAX_NAME
        else clean(event.title, MAX_NAME) + "…",
        "marks": show.marks(edition.shown[event.uid]),
        "status": event.status,
        "href": f"/termin/{quote(event.uid, safe='@')}",
    }


# ---- a map -----------------------------------------------------------------------------------------------------------


def chart(cards: Iterable[Card], query: str) -> dict[str, Any]:
    """Dots and town names in a frame around the events, and the same as a list: town, number, address of its events."""
    placed = [(card.city, card.spot) for card in cards if card.spot and not card.online]
    counts = Counter((round(lat, 2), round(lon, 2)) for _, (lat, lon) in placed)
    towns = Counter(city for city, _ in placed if city)
    frame = _Frame.around(list(counts))
    dots = [{**frame.at(lat, lon), "r": round(min(22.0, 4 + 2 * sqrt(n)), 1)} for (lat, lon), n in counts.items()]
    ground = list(islice((city for city in _towns() if frame.holds(city.lat, city.lon)), GRAINS))
    return {
        "width": WIDTH,
        "height": frame.height,
        "dots": sorted(dots, key=lambda dot: (-dot["r"], dot["x"], dot["y"])),
        "ground": "".join("M{x} {y}h0".format(**frame.at(city.lat, city.lon)) for city in ground),
        "towns": _named(dict.fromkeys([*_known(sorted(towns.items(), key=_most)), *ground]), frame),
        "beside": BESIDE,
        "list": [{"name": t, "hits": n, "href": _near(query, t)} for t, n in sorted(towns.items(), key=_most)],
        "hits": len(placed),
    }


def _most(town: tuple[str, int]) -> tuple[int, str]:
    return -town[1], town[0]


def _near(query: str, town: str) -> str:
    """The same filter in one town; "" for a town that no filter knows."""
    if not find_city(town):
        return ""
    kept = [part for part in query.split("&") if part and part.partition("=")[0] not in ("ort", "umkreis")]
    return "?" + "&".join([*kept, f"ort={quote(town, safe='')}"])


@cache
def _towns() -> Sequence[City]:
    """German towns, the largest first."""
    return gazetteer().places()


def _known(towns: Iterable[tuple[str, int]]) -> Iterator[City]:
    """Where the towns lie that have events."""
    return (city for name, _ in towns if (city := find_city(name)))


def _named(towns: Iterable[City], frame: _Frame) -> list[dict[str, Any]]:
    """The towns with their names, the first ones first, none over another."""
    found: list[dict[str, Any]] = []
    for town in towns:
        spot: dict[str, Any] = {"name": town.name, **frame.at(town.lat, town.lon)}
        fits = spot["x"] + BESIDE + LETTER * len(town.name) < WIDTH and _LINE < spot["y"] < frame.height - _LINE
        if fits and not any(_overlap(spot, other) for other in found):
            found.append(spot)
        if len(found) == NAMES:
            break
    return found


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    left, right = sorted((one, other), key=itemgetter("x"))
    return bool(abs(one["y"] - other["y"]) < _LINE and right["x"] - left["x"] < LETTER * (len(left["name"]) + 2))


@dataclass(frozen=True, slots=True)
class _Frame:
    """A part of the globe on a flat sheet: degrees of longitude shrink with the cosine of the middle latitude."""

    south: float
    north: float
    west: float
    east: float

    @classmethod
    def around(cls, spots: list[tuple[float, float]]) -> _Frame:
        """A frame with a margin around places; without any, around all of Germany."""
        places = spots or [(city.lat, city.lon) for city in _towns()]
        lats, lons = [lat for lat, _ in places], [lon for _, lon in places]
        middle, across = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        half = max(LEAST / 2, (max(lats) - min(lats)) * 0.58)
        shrink = cos(radians(middle))
        wide = max(half * WIDER / shrink, (max(lons) - min(lons)) * 0.58)
        half = max(half, wide * shrink / WIDER / 1.4)
        return cls(middle - half, middle + half, across - wide, across + wide)

    @property
    def scale(self) -> float:
        """Units of the sheet per degree of longitude."""
        return WIDTH / (self.east - self.west)

    @property
    def height(self) -> float:
        """Of the sheet, in its units."""
        shrink = cos(radians((self.south + self.north) / 2))
        return round((self.north - self.south) * self.scale / shrink, 1)

    def at(self, lat: float, lon: float) -> dict[str, float]:
        """Where a place lies on the sheet."""
        y = (self.north - lat) / (self.north - self.south) * self.height
        return {"x": round((lon - self.west) * self.scale, 1), "y": round(y, 1)}

    def holds(self, lat: float, lon: float) -> bool:
        """Does the place lie on the sheet?"""
        return self.south < lat < self.north and self.west < lon < self.east
