"""Sets of positions as whole numbers: bit i stands for the i-th of some things."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ONE = re.compile(b"\x01")
_BITS = bytes.maketrans(b"01", b"\x00\x01")


def from_flags(row: bytes | bytearray) -> int:
    """The set of the positions where a byte 1 stands among bytes 0."""
    return sum(int.from_bytes(row[bit::8], "little") << bit for bit in range(8))


def flags(chosen: int, size: int) -> bytes:
    """A byte 0 or 1 for each of `size` positions."""
    return f"{chosen:0{size}b}"[::-1].encode().translate(_BITS)


def scattered(row: bytes) -> Iterator[int]:
    """The positions where a byte 1 stands; those between cost nothing."""
    return map(re.Match.start, _ONE.finditer(row))
