"""The events of an index, column by column: those that stay from one edition to the next are taken over in runs.

Pure; chooses nothing.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from feeds.facts import Card

Row = TypeVar("Row", list[Any], "array[Any]", bytes)
Place = tuple[str | None, tuple[float, float] | None]  # a town, and degrees
_ARRAYS = {"start": "d", "first_day": "i", "last_day": "i", "published": "d", "changed": "d", "place": "I"}


class Columns(NamedTuple):
    """For each event its mark in the store, one of where it was seen ("": not known yet), the fields of its Card, the
    number of its place among all `places` (some of which may be nobody's any more), and of every fact a byte 0 or 1."""

    marks: list[str]
    origins: list[str]
    uid: list[str]
    start: array[float]
    first_day: array[int]
    last_day: array[int]
    published: array[float]
    changed: array[float]
    url: list[str | None]
    online: list[bool]
    place: array[int]
    places: list[Place]
    facts: dict[str, bytes]

    @classmethod
    def of(cls, marks: Sequence[str] = (), cards: Sequence[Card] = ()) -> Columns:
        """The columns of these cards."""
        *rows, cities, spots, facts = zip(*cards, strict=True) if cards else [()] * len(Card._fields)
        here = [*zip(cities, spots, strict=True)]
        numbers = _numbered(here)
        return cls.read([marks, [""] * len(marks), *rows, map(numbers.__getitem__, here), numbers, _flags(facts)])

    @classmethod
    def read(cls, kept: Iterable[Any]) -> Columns:
        """From what was kept of them. ValueError when it is none."""
        *rows, facts = zip(cls._fields, kept, strict=True)
        made = (array(_ARRAYS[name], row) if name in _ARRAYS else [*row] for name, row in rows)
        return cls._make([*made, facts[1]])

    def cards(self) -> list[Card]:
        """The same row by row; the facts stay where they are."""
        here = map(self.places.__getitem__, self.place)
        rows = zip(*self[2 : self._fields.index("place")], here, strict=True)
        return [Card._make((*row, *place, ())) for *row, place in rows]

    def then(self, more: Columns, order: Sequence[slice]) -> Columns:
        """These events and behind them more, of which some are taken, in an order."""
        numbers = _numbered(self.places + more.places)
        here = array("I", map(numbers.__getitem__, map(more.places.__getitem__, more.place)))
        mine, new = tuple[Any, ...](self), tuple[Any, ...](more._replace(place=here))
        rows = [_taken(old + other, order) for old, other in zip(mine[:-2], new[:-2], strict=True)]
        nothing, none_new, facts = bytes(len(self.marks)), bytes(len(more.marks)), {}
        for name in {**self.facts, **more.facts}:
            row = self.facts.get(name, nothing) + more.facts.get(name, none_new)
            facts[name] = _taken(row, order)
        return Columns._make([*rows, [*numbers], {name: row for name, row in facts.items() if 1 in row}])


def _taken(row: Row, order: Sequence[slice]) -> Row:
    if isinstance(row, list):
        return [*chain.from_iterable(map(row.__getitem__, order))]
    found = b"".join(map(row.__getitem__, order))
    return array(row.typecode, found) if isinstance(row, array) else found


def _numbered(places: Iterable[Place]) -> dict[Place, int]:
    return {place: number for number, place in enumerate(dict.fromkeys(places))}


def _flags(facts: Iterable[Sequence[str]]) -> dict[str, bytes]:
    """{fact: a byte 0 or 1 for each event}."""
    every = [*facts]
    found: dict[str, bytearray] = {}
    for at, some in enumerate(every):
        for each in some:
            if each not in found:
                found[each] = bytearray(len(every))
            found[each][at] = 1
    return {each: bytes(row) for each, row in found.items()}
