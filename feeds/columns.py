"""The events of an index, column by column: those that stay from one edition to the next are taken over in runs.

Pure; chooses nothing.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from feeds.facts import Card
from feeds.runs import runs

Row = TypeVar("Row", list[Any], "array[Any]", bytes)
_ARRAYS = {"start": "d", "first_day": "i", "last_day": "i", "published": "d", "changed": "d", "lat": "d", "lon": "d"}
NOWHERE = 99.0  # degrees of an event whose place is not known: no circle reaches there


class Columns(NamedTuple):
    """For each event its mark in the store, one of where it was seen ("": not known yet), the fields of its Card, and
    of every fact a byte 0 or 1."""

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
    city: list[str | None]
    lat: array[float]
    lon: array[float]
    facts: dict[str, bytes]

    @classmethod
    def of(cls, marks: Sequence[str] = (), cards: Sequence[Card] = ()) -> Columns:
        """The columns of these cards."""
        *rows, spots, facts = zip(*cards, strict=True) if cards else [()] * len(Card._fields)
        lat, lon = zip(*(spot or (NOWHERE, NOWHERE) for spot in spots), strict=True) if cards else ((), ())
        return cls.read([marks, [""] * len(marks), *rows, lat, lon, _flags(facts)])

    @classmethod
    def read(cls, kept: Iterable[Any]) -> Columns:
        """From what was kept of them. ValueError when it is none."""
        *rows, facts = zip(cls._fields, kept, strict=True)
        made = (array(_ARRAYS[name], row) if name in _ARRAYS else [*row] for name, row in rows)
        return cls._make([*made, facts[1]])

    def cards(self) -> list[Card]:
        """The same row by row; the facts stay where they are."""
        values: tuple[Any, ...] = self
        *rows, lat, lon, _ = values[2:]
        spots = [None if spot[0] == NOWHERE else spot for spot in zip(lat, lon, strict=True)]
        return [Card._make((*row, ())) for row in zip(*rows, spots, strict=True)]

    def then(self, more: Columns, order: Sequence[int]) -> Columns:
        """These events and more of them, in an order of positions; some are left out."""
        pieces, mine, new = runs(order), tuple[Any, ...](self), tuple[Any, ...](more)
        rows = [_taken(old + other, pieces) for old, other in zip(mine[:-1], new[:-1], strict=True)]
        nothing, none_new, facts = bytes(len(self.marks)), bytes(len(more.marks)), {}
        for name in {**self.facts, **more.facts}:
            row = self.facts.get(name, nothing) + more.facts.get(name, none_new)
            facts[name] = _taken(row, pieces)
        return Columns._make([*rows, {name: row for name, row in facts.items() if 1 in row}])


def _taken(row: Row, pieces: Sequence[slice]) -> Row:
    if isinstance(row, list):
        return [*chain.from_iterable(map(row.__getitem__, pieces))]
    found = b"".join(map(row.__getitem__, pieces))
    return array(row.typecode, found) if isinstance(row, array) else found


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
