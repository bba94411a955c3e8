"""The events of an index, column by column: those that stay from one edition to the next are taken over in runs.

Pure; chooses nothing.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest
from typing import Any, NamedTuple, TypeVar

from feeds.facts import Card

Row = TypeVar("Row", list[Any], "array[Any]", bytes)
Place = tuple[str | None, tuple[float, float] | None]  # a town, and degrees
_BIT = [bytes(byte >> bit & 1 for byte in range(256)) for bit in range(8)]
_ARRAYS = {"start": "d", "first_day": "i", "last_day": "i", "published": "d", "changed": "d", "place": "I"}


class Columns(NamedTuple):
    """For each event its mark in the store, one of where it was seen ("": not known yet), the fields of its Card, the
    number of its place among all `places`, and a bit for each of the `facts`: of each eight there is a row of `flags`.
    Some places and facts may be nobody's any more."""

    marks: list[str]
    origins: list[str]
    uid: list[str]
    start: array[float]
    first_day: array[int]
    last_day: array[int]
    published: array[float]
    changed: array[float]
    online: list[bool]
    place: array[int]
    places: list[Place]
    facts: list[str]
    flags: list[bytes]

    @classmethod
    def of(cls, marks: Sequence[str] = (), cards: Sequence[Card] = (), known: Sequence[str] = ()) -> Columns:
        """The columns of these cards. Their facts begin with those that are known."""
        *rows, cities, spots, facts = zip(*cards, strict=True) if cards else [()] * len(Card._fields)
        here = [*zip(cities, spots, strict=True)]
        numbers = _numbered(here)
        places = map(numbers.__getitem__, here), numbers
        return cls.read([marks, [""] * len(marks), *rows, *places, *_flags(facts, known)])

    @classmethod
    def read(cls, kept: Iterable[Any]) -> Columns:
        """From what was kept of them. ValueError when it is none."""
        rows = zip(cls._fields, kept, strict=True)
        return cls._make(array(_ARRAYS[name], row) if name in _ARRAYS else [*row] for name, row in rows)

    def having(self, fact: str) -> bytes:
        """A byte for each event: 1 for those of which this fact holds, else 0."""
        if fact not in self.facts:
            return bytes(len(self.marks))
        row, bit = divmod(self.facts.index(fact), 8)
        return self.flags[row].translate(_BIT[bit])

    def cards(self) -> list[Card]:
        """The same row by row; the facts stay where they are."""
        here = map(self.places.__getitem__, self.place)
        rows = zip(*self[2 : self._fields.index("place")], here, strict=True)
        return [Card._make((*row, *place, ())) for *row, place in rows]

    def then(self, more: Columns, order: Sequence[slice]) -> Columns:
        """These events and behind them more, which know the facts of these: of all some are taken, in an order."""
        numbers = _numbered(self.places + more.places)
        here = array("I", map(numbers.__getitem__, map(more.places.__getitem__, more.place)))
        mine, new = tuple[Any, ...](self), tuple[Any, ...](more._replace(place=here))
        rows = [_taken(old + other, order) for old, other in zip(mine[:-3], new[:-3], strict=True)]
        both = zip_longest(self.flags, more.flags, fillvalue=bytes(len(self.marks)))
        flags = [_taken(old + other, order) for old, other in both]
        return Columns._make([*rows, [*numbers], more.facts, flags])


def _taken(row: Row, order: Sequence[slice]) -> Row:
    if isinstance(row, list):
        return [*chain.from_iterable(map(row.__getitem__, order))]
    found = b"".join(map(row.__getitem__, order))
    return array(row.typecode, found) if isinstance(row, array) else found


def _numbered(places: Iterable[Place]) -> dict[Place, int]:
    return {place: number for number, place in enumerate(dict.fromkeys(places))}


def _flags(facts: Sequence[Sequence[str]], known: Iterable[str]) -> tuple[list[str], list[bytes]]:
    """All facts, and of each eight a row with a byte for each event."""
    numbers = {fact: number for number, fact in enumerate(dict.fromkeys(chain(known, *facts)))}
    rows = [bytearray(len(facts)) for _ in range(0, len(numbers), 8)]
    for at, some in enumerate(facts):
        for number in map(numbers.__getitem__, some):
            rows[number // 8][at] |= 1 << number % 8
    return [*numbers], [*map(bytes, rows)]
