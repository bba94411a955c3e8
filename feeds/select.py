"""Which events a Filter means: an index of bit sets, built once per data version, answers any filter in milliseconds.

Bit i of a set stands for the i-th event. Knows nothing of addresses (`filters`) and renders nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress

from feeds.bitset import flags, from_flags, scattered
from feeds.columns import Columns
from feeds.facts import Card, fact, haystack
from feeds.filters import Filter, Spot
from feeds.searched import Searched, Words
from pipeline.filterwords import OPEN
from pipeline.geo.gazetteer import NEAR_KM
from pipeline.geo.regions import distance_km
from pipeline.model import Event
from pipeline.text import fold

FEW = 8  # one of so many
KM_PER_DEGREE = 110.5  # of latitude, rounded down: no place of a circle lies beyond


def _asked(wanted: Filter) -> Iterator[tuple[str, Sequence[str]]]:
    """The parameters whose values an event must have one of."""
    for name in ("region", "format", "thema", "online", "sprache"):
        if values := getattr(wanted, name):
            yield name, values
    for name in ("kostenlos", "abends", "passung"):
        if value := getattr(wanted, name):
            yield name, (str(value),)


@dataclass(frozen=True)
class Pick:
    """Some of the events of an index, in its order. `chosen`: the bit set of their positions."""

    index: Index
    chosen: int

    def __len__(self) -> int:
        return self.chosen.bit_count()

    def __iter__(self) -> Iterator[Event]:
        return map(self.index.events.__getitem__, self.positions())  # those that are not chosen need not be read

    def cards(self) -> Iterator[Card]:
        """What is known of each without reading it."""
        return compress(self.index.cards, self.flags)

    @cached_property
    def flags(self) -> bytes:
        """A byte 0 or 1 for every event of the index."""
        return flags(self.chosen, len(self.index.events))

    def positions(self) -> Iterator[int]:
        """Where they stand in the index."""
        few = len(self) * FEW < len(self.flags)
        return scattered(self.flags) if few else compress(range(len(self.flags)), self.flags)

    def latest(self) -> Iterator[int]:
        """The same, the last one first."""
        return reversed([*self.positions()])

    def without(self, others: int) -> Pick:
        """The same but for a bit set of positions."""
        left = self.chosen & ~others
        return self if left == self.chosen else Pick(self.index, left)


class Index:
    """The events of one data version, in the order given, ready to be filtered. The events must not be hidden ones."""

    def __init__(self, events: Sequence[Event], columns: Columns) -> None:
        self.events, self.columns = events, columns
        self.all = (1 << len(events)) - 1
        self._sets: dict[str, int] = {}  # of the facts that were asked for
        self._texts: Searched | None = None
        self._at = dict(zip(columns.uid, range(len(events)), strict=True))

    @cached_property
    def cards(self) -> list[Card]:
        """What is known of each event without reading it, but for its facts."""
        return self.columns.cards()

    @cached_property
    def _places(self) -> list[tuple[str, tuple[float, float] | None]]:
        """Of each place the folded name of its town, and its degrees."""
        return [(fold(city or ""), spot) for city, spot in self.columns.places]

    def prepare(self) -> None:
        """Make now what only some filters ask for: a server does not want to when it is asked."""
        for name in ("cards", "_places"):
            getattr(self, name)
        for each in self.columns.facts:
            self._holding(each)

    def count(self, name: str, value: str) -> int:
        """How many events have this value."""
        return self.holding(name, value).bit_count()

    def holding(self, name: str, value: str) -> int:
        """The bit set of the events that have this value."""
        return self._holding(fact(name, value))

    def pick(self, *filters: Filter) -> Pick:
        """The events that all filters let pass, in order."""
        found = self.all
        for wanted in filters:
            found &= self._matching(wanted)
        return Pick(self, found)

    def has(self, uid: str) -> bool:
        """Is the event of this UID here?"""
        return uid in self._at

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
            found |= self._holding(fact(name, value))
        return found

    def _holding(self, each: str) -> int:
        if each not in self._sets:
            self._sets[each] = from_flags(self.columns.having(each))
        return self._sets[each]

    def _industry(self, wanted: Filter) -> int:
        """Events for every industry belong to each, unless the reader says `offen=nein`."""
        everybody = self._holding(fact("branche", OPEN))
        if not wanted.branche:
            return self.all if wanted.offen == "ja" else self.all & ~everybody
        found = self._any("branche", wanted.branche)
        return found | everybody if wanted.offen == "ja" else found

    def _near(self, spots: Iterable[Spot], km: int) -> int:
        """The town itself, by name: another of its name lies farther away, if it is known where. With a radius also
        what lies around it."""
        near = bytearray(len(self._places))
        for spot in spots:
            name = fold(spot.name)
            for place, (town, at) in enumerate(self._places):
                reach = max(km, NEAR_KM) if town == name else km
                near[place] |= _within(at, spot, reach) if at else town == name
        return from_flags(bytes(map(near.__getitem__, self.columns.place)))

    def read(self, texts: Searched) -> None:
        """Take the texts to search in, as `haystack` makes them, in the order of the events."""
        self._texts = texts

    def _search(self, words: Iterable[str], left: int) -> int:
        if self._texts is None:
            self._texts = Searched(Words(), self.columns.uid, lambda at: haystack(self.events[at]))
        for word in words:
            left &= self._texts.holding(word)
        return left


def _within(at: tuple[float, float], spot: Spot, km: float) -> bool:
    return abs(at[0] - spot.lat) * KM_PER_DEGREE <= km and distance_km(spot.lat, spot.lon, *at) <= km
