"""Which events a Filter means: an index of bit sets, built once per data version, answers any filter in milliseconds.

Bit i of a set stands for the i-th event. Knows nothing of addresses (`filters`) and renders nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import compress, repeat
from math import cos, radians
from operator import contains

from feeds.filters import OPEN, Filter, Spot
from feeds.moments import berlin
from feeds.words import is_day
from pipeline.model import Event
from pipeline.places import distance_km, find_city
from pipeline.text import fold

KM_PER_DEGREE = 110.5  # of latitude, rounded down: the square is never too small
EVENING = (16, 30)  # "abends": begins then or later, or on a weekend
_FREE = re.compile(r"\b(?:kostenlos\w*|kostenfrei\w*|gratis|umsonst|free|unentgeltlich|frei)\b|^0+(?: 0+)?(?: euro?)?$")
_AMOUNT = re.compile(r"[1-9]")
_BITS = bytes.maketrans(b"01", b"\x00\x01")


@lru_cache(maxsize=4096)
def is_free(price: str | None) -> bool | None:
    """Does the price say that it costs nothing? None when there is no price."""
    if not price:
        return None
    return bool(_FREE.search(fold(price))) and not _AMOUNT.search(price)


def is_evening(event: Event) -> bool:
    """Can people who work by day go there: begins at 16:30 or later, or on a Saturday or Sunday (Berlin time)."""
    start = event.when.start
    if is_day(start) or not isinstance(start, datetime):
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
    """(parameter, value) pairs that hold for an event."""
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


def _asked(wanted: Filter) -> Iterator[tuple[str, Sequence[str]]]:
    """The parameters whose values an event must have one of."""
    for name in ("region", "format", "thema", "online", "sprache"):
        if values := getattr(wanted, name):
            yield name, values
    for name in ("kostenlos", "abends", "passung"):
        if value := getattr(wanted, name):
            yield name, (str(value),)


def haystack(event: Event) -> str:
    """What `q` searches in, folded: title, organiser, place, description."""
    venue = event.venue.line() if event.venue else ""
    return fold(" ".join(filter(None, (event.title, event.organizer, venue, event.description))))


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


@dataclass(frozen=True)
class Pick:
    """Some of the events of an index, in its order. `chosen`: the bit set of their positions."""

    events: Sequence[Event]
    chosen: int

    def __len__(self) -> int:
        return self.chosen.bit_count()

    def __iter__(self) -> Iterator[Event]:
        return compress(self.events, self.flags)

    @cached_property
    def flags(self) -> bytes:
        """A byte 0 or 1 for every event of the index."""
        return f"{self.chosen:0{len(self.events)}b}"[::-1].encode().translate(_BITS)

    def positions(self) -> Iterator[int]:
        """Where they stand in the index."""
        return compress(range(len(self.events)), self.flags)

    def without(self, others: int) -> Pick:
        """The same but for a bit set of positions."""
        return Pick(self.events, self.chosen & ~others)


class Index:
    """The events of one data version, in the order given, ready to be filtered. The events must not be hidden ones."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = tuple(events)
        self.all = (1 << len(self.events)) - 1
        facts: dict[tuple[str, str], list[int]] = defaultdict(list)
        places: dict[tuple[float, float], list[int]] = defaultdict(list)
        for i, event in enumerate(self.events):
            for fact in _facts(event):
                facts[fact].append(i)
            if event.venue and event.venue.city:
                facts["ort", fold(event.venue.city)].append(i)
            if spot := spot_of(event):
                places[spot].append(i)
        size = len(self.events)
        self._facts = {fact: bits(found, size) for fact, found in facts.items()}
        self._places = sorted((spot, bits(found, size)) for spot, found in places.items())
        self._texts: Sequence[str] = ()
        self._at = {event.uid: i for i, event in enumerate(self.events)}

    def values(self, name: str) -> frozenset[str]:
        """Every value of a parameter that some event has."""
        return frozenset(value for key, value in self._facts if key == name and value)

    def count(self, name: str, value: str) -> int:
        """How many events have this value."""
        return self._facts.get((name, value), 0).bit_count()

    def pick(self, *filters: Filter) -> Pick:
        """The events that all filters let pass, in order."""
        found = self.all
        for wanted in filters:
            found &= self._matching(wanted)
        return Pick(self.events, found)

    def position(self, uid: str) -> int:
        """Where the event of this UID stands. KeyError when it is not there."""
        return self._at[uid]

    def holds(self, uid: str, wanted: Filter) -> bool:
        """Does a filter let this event pass?"""
        place = self._at.get(uid)
        return place is not None and bool(self._matching(wanted) >> place & 1)

    def _matching(self, wanted: Filter) -> int:
        left = self.all & self._industry(wanted)
        for name, values in _asked(wanted):
            left &= self._any(name, values)
        for name in ("branche", "thema", "format"):
            left &= ~self._any(name, wanted.ohne)
        if wanted.abgesagt == "weglassen":
            left &= ~self._any("abgesagt", ("ja",))
        if wanted.ort:
            left &= self._near(wanted.ort, wanted.umkreis)
        return self._search(wanted.q.split(), left) if wanted.q else left

    def _any(self, name: str, values: Iterable[str]) -> int:
        found = 0
        for value in values:
            found |= self._facts.get((name, value), 0)
        return found

    def _industry(self, wanted: Filter) -> int:
        """Events for every industry belong to each, unless the reader says `offen=nein`."""
        everybody = self._facts.get(("branche", OPEN), 0)
        if not wanted.branche:
            return self.all if wanted.offen == "ja" else self.all & ~everybody
        found = self._any("branche", wanted.branche)
        return found | everybody if wanted.offen == "ja" else found

    def _near(self, spots: Iterable[Spot], km: int) -> int:
        """Without a radius the town itself, by name; with one by distance as the crow flies."""
        found = 0
        for spot in spots:
            found |= self._facts.get(("ort", fold(spot.name)), 0)
            for (lat, lon), here in self._around(spot, km) if km else ():
                if distance_km(spot.lat, spot.lon, lat, lon) <= km:
                    found |= here
        return found

    def _around(self, spot: Spot, km: int) -> Iterator[tuple[tuple[float, float], int]]:
        """The places in the square around a circle: the few whose distance must be computed."""
        high = km / KM_PER_DEGREE
        wide = high / max(0.1, cos(radians(spot.lat)))
        first = bisect_left(self._places, spot.lat - high, key=_latitude)
        last = bisect_right(self._places, spot.lat + high, key=_latitude)
        return (place for place in self._places[first:last] if abs(place[0][1] - spot.lon) <= wide)

    def read(self, texts: Sequence[str]) -> None:
        """Take the texts to search in, as `haystack` makes them, one per event: then nobody waits for them."""
        self._texts = texts

    def _search(self, words: Iterable[str], left: int) -> int:
        """Those of `left` whose text holds every word. Looking at 100,000 texts takes 20 ms: no index is needed."""
        texts = self._texts = self._texts or [haystack(event) for event in self.events]
        found = list(Pick(self.events, left).positions())
        for word in words:
            found = list(compress(found, map(contains, map(texts.__getitem__, found), repeat(word))))
        return bits(found, len(texts))


def bits(positions: Iterable[int], size: int) -> int:
    """The set of these positions: bit i stands for the i-th of `size`."""
    row = bytearray(b"0" * (size + 1))
    for i in positions:
        row[size - i] = 49  # "1"
    return int(row, 2)


def _latitude(place: tuple[tuple[float, float], int]) -> float:
    return place[0][0]
