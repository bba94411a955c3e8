"""Finds the texts that hold a word, also inside longer ones ("gruender" in "gruenderszene"), without reading them all.

Works on folded texts by their position and answers with a bit set. Knows no event and no filter.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

FREQUENT = 1000  # texts: the bit set of such a word is kept


def bits(positions: Iterable[int], size: int) -> int:
    """The set of these positions: bit i stands for the i-th of `size`."""
    row = bytearray(size // 8 + 1)
    for i in positions:
        row[i >> 3] |= 1 << (i & 7)
    return int.from_bytes(row, "little")


class Lookup:
    """Which words stand in which texts. A word asked for has no blank, so it lies within one word of a text."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._where: dict[str, array[int]] = {}
        for i, text in enumerate(texts):
            for word in set(text.split()):
                if word not in self._where:
                    self._where[word] = array("I")
                self._where[word].append(i)
        self._frequent: dict[str, int] = {}

    def find(self, wanted: str) -> int:
        """The texts that hold `wanted`."""
        found, rare = 0, array("I")
        for word in (word for word in self._where if wanted in word):
            where = self._where[word]
            if len(where) < FREQUENT:
                rare.extend(where)
            else:
                found |= self._known(word)
        if len(rare) > len(self.texts):  # a syllable of thousands of words: it is found early in most texts
            return bits((i for i, text in enumerate(self.texts) if wanted in text), len(self.texts))
        return found | bits(rare, len(self.texts))

    def _known(self, word: str) -> int:
        if word not in self._frequent:
            self._frequent[word] = bits(self._where[word], len(self.texts))
        return self._frequent[word]
