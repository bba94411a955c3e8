"""Many alternatives as one quick pattern: how a table of words becomes something to look for. Holds no words itself.

A table is one text, its alternatives parted by "||"; each is a regular expression in lower case. Where they may stand
inside a word, all of them should begin with a letter (and look behind at their end): then most places are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

_PLAIN = re.compile("[a-zäöüß]{2}(?![?*{])")  # begins with a letter that must stand there


remembered = lru_cache(maxsize=512)  # what a text says: lists ask it of the same lines, and of lines that are alike


class Words:
    """Many alternatives as one pattern, looked for in lower case.

    Case-sensitive on purpose: then the pattern knows with which letters a hit can begin, and is four times as fast as
    one that ignores case.
    """

    __slots__ = ("_pattern", "among", "fullmatch", "search", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self._pattern = re.compile(source)
        self.among = self._pattern.search  # the first hit in a text that is in lower case already, asked once
        self.search: Callable[[str], re.Match[str] | None] = remembered(self._search)
        self.fullmatch: Callable[[str], re.Match[str] | None] = remembered(self._fullmatch)

    def _search(self, text: str) -> re.Match[str] | None:
        """The first hit; positions are those of `text`."""
        return self._pattern.search(text.lower())

    def match(self, text: str) -> re.Match[str] | None:
        """A hit at the beginning."""
        return self._pattern.match(text.lower())

    def _fullmatch(self, text: str) -> re.Match[str] | None:
        """A hit that is the whole text."""
        return self._pattern.fullmatch(text.lower())

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All hits."""
        return self._pattern.finditer(text.lower())

    def sub(self, new: str, text: str) -> str:
        """`text` in lower case with every hit replaced."""
        return self._pattern.sub(new, text.lower())


class Guarded:
    """A costly pattern of which every hit holds something that is quickly seen: only texts with that are looked at.

    `needs`: a pattern, or a few texts of which one must be there, which is quicker still.
    """

    __slots__ = ("_needs", "_pattern", "search")

    def __init__(self, pattern: Words | Guarded | re.Pattern[str], needs: str | tuple[str, ...]) -> None:
        self._needs: Callable[[str], object] = (
            re.compile(needs).search if isinstance(needs, str) else lambda lower: any(map(lower.__contains__, needs))
        )
        self._pattern = pattern
        self.search: Callable[[str], re.Match[str] | None] = remembered(self._search)

    def _search(self, text: str) -> re.Match[str] | None:
        """The first hit."""
        lower = text.lower()
        if not self._needs(lower):
            return None
        return self._pattern.among(lower) if isinstance(self._pattern, Words) else self._pattern.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """A hit at the beginning."""
        return self._pattern.match(text) if self._needs(text.lower()) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """A hit that is the whole text."""
        return self._pattern.fullmatch(text) if self._needs(text.lower()) else None


def words(table: str) -> Words:
    """Alternatives that stand as words of their own."""
    return Words(rf"(?<!\w)(?:{one_of(table)})(?!\w)")


def parts(table: str) -> Words:
    """Alternatives that may stand inside a word: German compounds."""
    return Words(one_of(table))


def beginnings(table: str) -> Words:
    """Alternatives that stand at the beginning of a word."""
    return Words(rf"\b(?:{one_of(table)})")


def one_of(table: str) -> str:
    """The alternatives of a table as a part of a pattern."""
    return alternatives(["".join(map(str.strip, part.split("\n"))) for part in table.split("||")])


def alternatives(listed: list[str]) -> str:
    """One pattern of all; those with the same first letters are put together, so that a letter is tried once."""
    groups: dict[str, list[str]] = {}
    for part in dict.fromkeys(listed):
        groups.setdefault(part[0] if _PLAIN.match(part) else part, []).append(part)
    return "|".join(
        f"{head}(?:{alternatives([part[1:] for part in same])})" if same[1:] else same[0]
        for head, same in groups.items()
    )
