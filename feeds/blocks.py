"""A file that is only appended to, and a CRC-32 of each of its blocks: what is not as it was written is not given out.

A block is looked at when somebody first asks for a piece of it. Knows nothing of what the pieces are.
"""

from __future__ import annotations

import mmap
import os
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from operator import floordiv
from pathlib import Path

from isal.isal_zlib import crc32

from feeds.joined import Part

BLOCK = 1 << 16  # bytes


class Sums:
    """The CRC-32 of each block of so many bytes."""

    def __init__(self, size: int = 0, kept: bytes = b"") -> None:
        self.size, self.rows = size, array("I", kept)
        if len(self.rows) != -(-size // BLOCK):
            raise ValueError("other blocks")

    def add(self, part: Part) -> None:
        """Another part lies behind the others."""
        while part:
            room = BLOCK - self.size % BLOCK
            if room == BLOCK:
                self.rows.append(0)
            piece, part = part[:room], part[room:]
            self.rows[-1] = crc32(piece, self.rows[-1])
            self.size += len(piece)


class Blocks:
    """What lies in a file, as far as its sums reach. `rotten`: somebody asked for what is not as it was written."""

    def __init__(self, data: memoryview, sums: Sums) -> None:
        if len(data) < sums.size:
            raise ValueError("the file is shorter than it was")
        self.data, self.sums = data[: sums.size], sums
        # Behind the last block there is nothing that could rot.
        self._sound, self.rotten = {len(sums.rows)}, False

    def __len__(self) -> int:
        return len(self.data)

    def pieces(self, starts: Sequence[int], ends: Sequence[int]) -> Sequence[memoryview | None]:
        """The bytes from each of these starts to its end; None where a block they lie in is not as it was written."""
        found = [*map(self.data.__getitem__, map(slice, starts, ends))]
        blocks = {*map(floordiv, chain(starts, ends), repeat(BLOCK))}
        short = max(map(len, found), default=0) <= BLOCK  # such a piece lies in two blocks at most
        if short and self._are_sound(blocks):
            return found
        return [
            piece if self._are_sound({*range(start // BLOCK, -(-end // BLOCK))}) else None
            for piece, start, end in zip(found, starts, ends, strict=True)
        ]

    def _are_sound(self, blocks: set[int]) -> bool:
        return all(map(self._is_sound, blocks - self._sound))

    def _is_sound(self, block: int) -> bool:
        sound = crc32(self.data[block * BLOCK : (block + 1) * BLOCK]) == self.sums.rows[block]
        self._sound.update([block] * sound)
        self.rotten |= not sound
        return sound


def read(path: Path, sums: Sums) -> Blocks:
    """The file, where it lies. OSError, ValueError when it is not what these are the sums of."""
    with path.open("rb") as file:
        return Blocks(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)), sums)


def append(path: Path, sums: Sums, parts: Iterable[Part]) -> None:
    """Write the parts behind what the sums reach to, safe on the disk; then the sums reach beyond them."""
    if not sums.size:
        path.unlink(missing_ok=True)  # a server may still look into the old one
    with path.open("r+b" if sums.size else "xb") as file:
        file.seek(sums.size)
        file.truncate()
        file.writelines(_summed(sums, parts))
        file.flush()
        os.fsync(file.fileno())


def _summed(sums: Sums, parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        sums.add(part)
        yield part
