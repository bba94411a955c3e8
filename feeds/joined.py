"""A file that is joined from rendered parts, some at a time: very large ones are never whole in memory. And which parts
are joined, where a reader can take only so much."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

Part = bytes | memoryview  # a rendered part; of the last publication, where it lies
Nearest = Iterable[tuple[Sequence[int], Sequence[Part]]]  # positions and parts, some at a time, what matters most first

PIECE = 1 << 20  # bytes, about
AT_ONCE = 1024  # parts: the system writes no more of them in one go
MAX_BYTES = 1_000_000  # of a feed: Google reads no more of a calendar
ROOM_FOR_NOTE = 500
COMMA = b",\n"  # behind each item of a JSON list


@dataclass(frozen=True)
class Joined:
    """A frame of `head` and `tail`, in it the `parts`."""

    head: bytes
    parts: Sequence[Part] = ()
    tail: bytes = b""

    def frame(self) -> bytes:
        """The same without any part: what is whole with its frame is whole with its parts."""
        return self.head + self.tail

    @cached_property
    def size(self) -> int:
        """Bytes."""
        return sum(map(len, self._all()))

    def pieces(self) -> Iterator[Sequence[Part]]:
        """All parts in their order, so many at a time that they are about a PIECE; never more than AT_ONCE."""
        parts = self._all()
        at_once = min(AT_ONCE, len(parts) * PIECE // (self.size or 1) + 1)
        for at in range(0, len(parts), at_once):
            yield parts[at : at + at_once]

    def __bytes__(self) -> bytes:
        return b"".join(self._all())

    def _all(self) -> list[Part]:
        return [self.head, *self.parts, self.tail]


def listed(head: bytes, items: Sequence[Part], tail: bytes) -> Joined:
    """A JSON list of items: behind the last stands no comma."""
    last = [part[: -len(COMMA)] for part in items[-1:]]
    return Joined(head, [*items[:-1], *last], tail)


def fitting(nearest: Nearest, frame: int) -> tuple[list[Part], bool]:
    """The parts that fit into 1 MB beside a frame and a note of these lengths, by position, and whether all did.

    A part is empty for a broken event. What does not fit is hardly asked for.
    """
    places: list[int] = []
    kept: list[Part] = []
    room, whole = MAX_BYTES - ROOM_FOR_NOTE - frame, True
    for positions, parts in nearest:
        ends = [*accumulate(map(len, parts))]
        fit = bisect_right(ends, room)
        places += positions[:fit]
        kept += parts[:fit]
        room, whole = room - ends[-1], fit == len(ends)
        if not whole:
            break
    order = sorted(range(len(places)), key=places.__getitem__)
    return [kept[at] for at in order if kept[at]], whole
