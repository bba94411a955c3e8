"""A file that is joined from rendered parts, without being joined: very large ones are never whole in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat


@dataclass(frozen=True, slots=True)
class Joined:
    """A frame of `head` and `tail`, in it the `parts`, `between` each two of them the same bytes."""

    head: bytes
    parts: Sequence[bytes]
    tail: bytes
    between: bytes = b""

    def frame(self) -> bytes:
        """The same without any part: what is whole with its frame is whole with its parts."""
        return self.head + self.tail

    def pieces(self) -> list[bytes]:
        """All bytes in their order."""
        divided = chain.from_iterable(zip(repeat(self.between), self.parts, strict=False)) if self.between else ()
        return [self.head, *(islice(divided, 1, None) if self.between else self.parts), self.tail]

    def __bytes__(self) -> bytes:
        return b"".join(self.pieces())
