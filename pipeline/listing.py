"""One event as one page lists it, in the form that is compared: from a stored sighting or from plain JSON values.

Times are local to Berlin here, because two listings of one evening must agree on its day. Reads no page text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.concepts import EXONYMS
from pipeline.model import BERLIN, Moment, Sighting
from pipeline.text import fold

_ZONE = ZoneInfo(BERLIN)
_ONLINE = frozenset("online virtuell virtual remote zoom teams webinar webex livestream digital internet web".split())


@dataclass(frozen=True, slots=True)
class Listing:
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


def from_json(data: Mapping[str, Any]) -> Listing:
    """A listing of the keys title, start, end, venue (or location), city, url, organizer; any may be missing."""
    venue = _text(data, "venue") or _text(data, "location")
    city = _text(data, "city")
    online = data.get("online")
    if online is None and (is_online(venue) or is_online(city)):
        online = "yes"
    return Listing(
        title=_text(data, "title"),
        start=_moment(data.get("start")),
        end=_moment(data.get("end")),
        venue="" if is_online(venue) else venue,
        city="" if is_online(city) else city,
        url=_text(data, "url"),
        organizer=_text(data, "organizer"),
        online=_mode(online),
        description=_text(data, "description"),
    )


def from_sighting(sighting: Sighting) -> Listing:
    """The same of a stored sighting; a midnight that no source said stays what `normalise` made of it."""
    venue = sighting.venue
    place = ", ".join(part for part in (venue.name, venue.street) if part) if venue else ""
    city = (venue.city or "") if venue else ""
    return Listing(
        title=sighting.title,
        start=sighting.when.start,
        end=sighting.when.end,
        venue="" if is_online(place) else place,
        city="" if is_online(city) else city,
        url=sighting.url or "",
        organizer=sighting.organizer or "",
        online=sighting.online,
        description=sighting.description or "",
    )


def day(moment: Moment) -> date:
    """The local calendar day."""
    return moment.astimezone(_ZONE).date() if isinstance(moment, datetime) else moment


def timed(moment: Moment | None) -> bool:
    """Whether a time of day is known. Midnight is what exports write for "no time"."""
    if not isinstance(moment, datetime):
        return False
    local = moment.astimezone(_ZONE)
    return bool(local.hour or local.minute)


def is_online(text: str) -> bool:
    """Whether a place says nothing but "online" ("Online via Zoom", "virtuell")."""
    said = fold(text).split()
    return bool(said) and any(word in _ONLINE for word in said) and len(said) <= 4


@lru_cache(maxsize=20_000)
def city_key(city: str) -> str:
    """One form of a town's name: "Cologne", "Köln-Deutz" and "Koeln (Deutz)" are one; "" for none."""
    said = fold(city.partition("(")[0].partition(",")[0].partition("/")[0]).split()
    while said and (said[0].isdigit() or said[0] in {"d", "de"}):
        said = said[1:]
    if not said:
        return ""
    first = EXONYMS.get(said[0], said[0])
    if first in {"bad", "st", "sankt", "neu", "gross", "klein", "schloss", "markt", "hohen", "burg"} and len(said) > 1:
        return f"{first} {said[1]}"
    return first


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
