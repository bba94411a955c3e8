"""Which things there are, in which order, and where each stood last time. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

_BESIDE, _BELOW = "\x1e", "\x1f"


def joined(*rows: Sequence[str]) -> str:
    """A text of the keys of things, each of which may be made of texts in several rows."""
    return _BESIDE.join(map(_BELOW.join, rows))


class Keys(NamedTuple):
    """The keys of `size` things, `joined`. Where these were known `before`, `came` tells of each at which position; of
    those that were not there a position beyond the others'."""

    text: str
    size: int
    before: str = ""
    came: Sequence[int] = ()

    @classmethod
    def of(cls, keys: Sequence[str]) -> Keys:
        """Of things of which nothing else is known."""
        return cls(joined(keys), len(keys))

    def found(self, others: Keys) -> Sequence[int]:
        """Of each thing its position among others, or a position beyond the last."""
        if self.before == others.text:
            return self.came
        places = dict(zip(others.each(), range(others.size), strict=False))
        return [*map(places.get, self.each(), repeat(others.size))]

    def each(self) -> list[tuple[str, ...]]:
        """The key of each."""
        return [*zip(*(row.split(_BELOW) for row in self.text.split(_BESIDE)), strict=True)][: self.size]
