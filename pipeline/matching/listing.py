"""One event as one page lists it, in the form that is compared: from a stored sighting or from plain JSON values.

Times are local to Berlin here, because two listings of one evening must agree on its day. Reads no page text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from pipeline.geo import presence
from pipeline.geo.gazetteer import City, Hints, gazetteer
from pipeline.geo.regions import distance_km
from pipeline.geo.towns import title_town
from pipeline.model import BERLIN, Moment, Sighting
from pipeline.places import find_city, online_mode
from pipeline.text import fold

_ZONE = ZoneInfo(BERLIN)
_POSTCODE = re.compile(r"^(?:D-)?\d{4,5}\s+")
_FIRST = re.compile(r"\s*[,(/–-]\s*")


class Listing(NamedTuple):
    """What is compared. `start`/`end`: aware datetime, date (all-day), or None; `online`: yes, no, hybrid or None."""

    title: str
    start: Moment | None = None
    end: Moment | None = None
    venue: str = ""
    city: str = ""
    url: str = ""
    organizer: str = ""
    online: str | None = None
    description: str = ""


def listing_of(data: Mapping[str, Any]) -> Listing:
    """A listing of the keys title, start, end, venue (or location), city, url, organizer; any may be missing."""
    venue = _text(data, "venue") or _text(data, "location")
    city = _text(data, "city")
    online = _mode(data.get("online")) or online_mode(venue, city, _text(data, "title"))
    return Listing(
        title=_text(data, "title"),
        start=_moment(data.get("start")),
        end=_moment(data.get("end")),
        venue="" if is_online(venue) else venue,
        city="" if is_online(city) else city,
        url=_text(data, "url"),
        organizer=_text(data, "organizer"),
        online=online,
        description=_text(data, "description"),
    )


def from_sighting(sighting: Sighting) -> Listing:
    """The same of a stored sighting, whose place and mode `normalise` has read already."""
    venue = sighting.venue
    place = ", ".join(part for part in (venue.name, venue.street) if part) if venue else ""
    city = (venue.city or "") if venue else ""
    return Listing(
        title=sighting.title,
        start=sighting.when.start,
        end=sighting.when.end,
        venue=place,
        city=city,
        url=sighting.url or "",
        organizer=sighting.organizer or "",
        online=sighting.online,
        description=sighting.description or "",
    )


def timed(moment: Moment | None) -> bool:
    """Whether a time of day is known. Midnight is what exports write for "no time"."""
    if not isinstance(moment, datetime):
        return False
    if moment.minute:
        return True
    return bool(moment.astimezone(_ZONE).hour)


def is_online(text: str) -> bool:
    """Whether a place says nothing but "online" ("Online via Zoom", "virtuell")."""
    return bool(text) and presence.says(text) == "yes"


class Place(NamedTuple):
    """A town: its one name, and where it lies (degrees; None: not in the gazetteer)."""

    name: str
    point: tuple[float, float] | None = None


@lru_cache(maxsize=20_000)
def town(city: str) -> Place | None:
    """The town a field means: "Cologne", "Köln-Deutz" and "50667 Koeln" are one. None for an empty one."""
    name = _POSTCODE.sub("", city).strip()
    for text in (name, _FIRST.split(name)[0]):
        found = find_city(text) if text else None
        if found:
            return _place(found)
    return Place(fold(name)) if fold(name) else None


@lru_cache(maxsize=60_000)
def town_in(title: str) -> Place | None:
    """The town a title names ("Gründerabend in Olpe"), or None."""
    found = title_town(title, Hints(), gazetteer())
    return _place(found.city) if found and found.city else None


def _place(city: City) -> Place:
    return Place(fold(city.part_of or city.name), (city.lat, city.lon))


def kilometres(a: Place, b: Place) -> float | None:
    """The distance of two towns; None when one of them is not in the gazetteer."""
    return distance_km(*a.point, *b.point) if a.point and b.point else None


def _mode(value: Any) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else None


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""


def _moment(value: Any) -> Moment | None:
    if not isinstance(value, str) or not value.strip():
        return None
    text = value.strip()
    try:
        if len(text) <= 10:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=_ZONE)


def wall(moment: datetime) -> datetime:
    """The clock as written, whatever the zone: what stays equal when an exporter names the wrong zone."""
    return moment.replace(tzinfo=UTC)
