"""A file that is joined from rendered parts, some at a time: very large ones are never whole in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

AT_ONCE = 128  # parts: some hundred kilobytes


@dataclass(frozen=True, slots=True)
class Joined:
    """A frame of `head` and `tail`, in it the `parts`, `between` each two of them the same bytes."""

    head: bytes
    parts: Sequence[bytes] = ()
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
