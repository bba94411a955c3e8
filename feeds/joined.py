"""A file that is joined from rendered parts, some at a time: very large ones are never whole in memory. And which parts
are joined, where a reader can take only so much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Part = bytes | memoryview  # a rendered part; of the last publication, where it lies

AT_ONCE = 128  # parts: some hundred kilobytes
MAX_BYTES = 1_000_000  # of a feed: Google reads no more of a calendar
ROOM_FOR_NOTE = 500


@dataclass(frozen=True, slots=True)
class Joined:
    """A frame of `head` and `tail`, in it the `parts`, `between` each two of them the same bytes."""

    head: bytes
    parts: Sequence[Part] = ()
    tail: bytes = b""
    between: bytes = b""

    def frame(self) -> bytes:
        """The same without any part: what is whole with its frame is whole with its parts."""
        return self.head + self.tail

    def pieces(self) -> Iterator[bytes]:
        """All bytes in their order."""
        yield self.head
        for at in range(0, len(self.parts), AT_ONCE):
            if at:
                yield self.between
            yield self.between.join(self.parts[at : at + AT_ONCE])
        yield self.tail

    def __bytes__(self) -> bytes:
        return b"".join(self.pieces())


def fitting(nearest: Iterable[tuple[int, Part]], frame: int, between: int = 0) -> tuple[list[Part], bool]:
    """The parts that fit into 1 MB beside a frame and a note of these lengths, by position, and whether all did.

    `nearest`: positions and parts, what matters most first; a part is empty for a broken event. What does not fit is
    not even asked for.
    """
    kept: dict[int, Part] = {}
    room = MAX_BYTES - ROOM_FOR_NOTE - frame
    for at, part in nearest:
        room -= len(part) + between
        if room < 0:
            return [kept[at] for at in sorted(kept)], False
        if part:
            kept[at] = part
    return [kept[at] for at in sorted(kept)], True
