"""What filters may ask of one event, and its card: what must be known to order and choose it without reading it whole.

Pure; chooses nothing and renders no format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from feeds.moments import berlin, instant, last_berlin_day
from pipeline.filterwords import OPEN
from pipeline.localdays import berlin_day
from pipeline.model import Event
from pipeline.places import find_city
from pipeline.text import fold

EVENING = (16, 30)  # "abends": begins then or later, or on a weekend
_FREE = re.compile(r"\b(?:kostenlos\w*|kostenfrei\w*|gratis|umsonst|free|unentgeltlich|frei)\b|^0+(?: 0+)?(?: euro?)?$")
_AMOUNT = re.compile(r"[1-9]")


class Card(NamedTuple):
    """An event in an index. Moments are seconds since 1970, 0 when unknown; days are ordinals, in Berlin; `facts`:
    "parameter=value", all but towns; `spot`: degrees of the venue or its town."""

    uid: str
    start: float
    first_day: int
    last_day: int
    published: float
    changed: float
    online: bool  # and nowhere else
    city: str | None
    spot: tuple[float, float] | None
    facts: Sequence[str]


def is_carried(event: Event) -> bool:
    """Do feeds carry it, as long as it is not too long ago?"""
    return event.startup_relevant and not event.hidden


def card(event: Event) -> Card:
    """The card of an event."""
    return Card(
        uid=event.uid,
        start=instant(event.when.start).timestamp(),
        first_day=berlin_day(event.when.start).toordinal(),
        last_day=last_berlin_day(event).toordinal(),
        published=event.first_published.timestamp() if event.first_published else 0.0,
        changed=event.last_changed.timestamp() if event.last_changed else 0.0,
        online=event.online == "yes",
        city=event.venue.city if event.venue else None,
        spot=spot_of(event),
        facts=tuple(fact(*pair) for pair in _facts(event)),
    )


def fact(name: str, value: str) -> str:
    """A parameter and a value in one; the same object for the same text, for there are few and many have them."""
    return intern(f"{name}={value}")


@lru_cache(maxsize=4096)
def is_free(price: str | None) -> bool | None:
    """Does the price say that it costs nothing? None when there is no price."""
    if not price:
        return None
    return bool(_FREE.search(fold(price))) and not _AMOUNT.search(price)


def is_evening(event: Event) -> bool:
    """Can people who work by day go there: begins at 16:30 or later, or on a Saturday or Sunday (Berlin time)."""
    start = event.when.start
    if not isinstance(start, datetime):
        return start.weekday() >= 5
    here = berlin(start)
    return here.weekday() >= 5 or (here.hour, here.minute) >= EVENING


def presence(event: Event) -> str:
    """How one takes part, as `online` names it: ja, nein, hybrid; "" when unknown. A place without a word is `nein`."""
    if event.online:
        return {"yes": "ja", "no": "nein", "hybrid": "hybrid"}[event.online]
    return "nein" if event.venue and event.venue.line() else ""


def industries(event: Event) -> tuple[str, ...]:
    """The industries an event names; none: it is for all."""
    return tuple(name for name in event.industries if name != OPEN)


def _facts(event: Event) -> Iterator[tuple[str, str]]:
    """(parameter, value) pairs that hold for an event; towns, of which there are many, are asked of its card."""
    for name in industries(event) or (OPEN,):
        yield "branche", name
    for group, values in (("region", event.regions), ("format", event.formats), ("thema", event.topics)):
        for value in values:
            yield group, value
    free = is_free(event.price)
    yield "kostenlos", "" if free is None else ("ja" if free else "nein")
    yield "abends", "ja" if is_evening(event) else "nein"
    yield "online", presence(event)
    yield "sprache", event.language or ""
    yield "abgesagt", "ja" if event.status == "cancelled" else ""
    for fit in range(1, event.kmu_fit + 1):
        yield "passung", str(fit)


def haystack(event: Event) -> str:
    """What `q` searches in: the folded words of title, organiser, place and description, each once: a word of `q` has
    no space, so that more would only be more to look through."""
    venue = event.venue.line() if event.venue else ""
    text = fold(" ".join(filter(None, (event.title, event.organizer, venue, event.description))))
    return " ".join(dict.fromkeys(text.split()))


def point_of(event: Event) -> tuple[float, float] | None:
    """Latitude and longitude of the venue in degrees; None where they are not known, or lie nowhere on the globe."""
    venue = event.venue
    if venue is None or venue.lat is None or venue.lon is None:
        return None
    on_globe = abs(venue.lat) <= 90 and abs(venue.lon) <= 180  # what is not a number is neither
    return (float(venue.lat), float(venue.lon)) if on_globe else None


def spot_of(event: Event) -> tuple[float, float] | None:
    """Coordinates of the venue, or of its town."""
    point = point_of(event)
    if point or event.venue is None or not event.venue.city:
        return point
    city = find_city(event.venue.city)
    return (city.lat, city.lon) if city else None
