"""The events of an index, column by column: those that stay from one edition to the next are taken over in runs.

Pure; chooses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

from feeds.facts import Card
from feeds.runs import runs


class Columns(NamedTuple):
    """For each event its mark in the store, one of where it was seen ("": not known yet), the fields of its Card, and
    of every fact a byte 0 or 1."""

    marks: list[str]
    origins: list[str]
    uid: list[str]
    start: list[float]
    first_day: list[int]
    last_day: list[int]
    published: list[float]
    changed: list[float]
    url: list[str | None]
    online: list[bool]
    city: list[str | None]
    spot: list[tuple[float, float] | None]
    facts: dict[str, bytes]

    @classmethod
    def of(cls, marks: Sequence[str] = (), cards: Sequence[Card] = ()) -> Columns:
        """The columns of these cards."""
        *rows, facts = zip(*cards, strict=True) if cards else [()] * len(Card._fields)
        return cls._make([[*marks], [""] * len(marks), *map(list, rows), _flags(facts)])

    def cards(self) -> list[Card]:
        """The same row by row; the facts stay where they are."""
        lists: tuple[Any, ...] = self
        return [Card._make((*row, ())) for row in zip(*lists[2:-1], strict=True)]

    def then(self, more: Columns, order: Sequence[int]) -> Columns:
        """These events and more of them, in an order of positions; some are left out."""
        pieces, mine, new = runs(order), tuple[Any, ...](self), tuple[Any, ...](more)
        lists = [
            [*chain.from_iterable(map((old + other).__getitem__, pieces))]
            for old, other in zip(mine[:-1], new[:-1], strict=True)
        ]
        nothing, none_new, facts = bytes(len(self.marks)), bytes(len(more.marks)), {}
        for name in {**self.facts, **more.facts}:
            row = self.facts.get(name, nothing) + more.facts.get(name, none_new)
            facts[name] = b"".join(map(row.__getitem__, pieces))
        return Columns._make([*lists, {name: row for name, row in facts.items() if 1 in row}])


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
