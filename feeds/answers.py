"""Answers of one publication that are kept for the next who asks: as many as there is room for, by bytes.

Anybody may ask for any filter: the number of answers has no end, so their size must have one. Safe to use from threads.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from feeds.http import Resource

ROOM = 64_000_000  # bytes
EACH = 4_000  # bytes that an answer takes beside what it says: its key is a filter with texts in it


class Answers:
    """Answers by key. Those that nobody has asked for the longest make room for new ones."""

    def __init__(self, room: int = ROOM) -> None:
        self._room, self._used = room, 0
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, Resource] = OrderedDict()

    def get(self, key: Hashable) -> Resource | None:
        """The answer kept for this key."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Hashable, found: Resource) -> None:
        """Remember an answer; one that is larger than all the room is not."""
        if _size(found) > self._room:
            return
        with self._lock:
            if key in self._kept:
                self._used -= _size(self._kept.pop(key))
            self._kept[key] = found
            self._used += _size(found)
            while self._used > self._room:
                _, oldest = self._kept.popitem(last=False)
                self._used -= _size(oldest)

    def clear(self) -> None:
        """Forget all: there is a new publication."""
        with self._lock:
            self._kept.clear()
            self._used = 0


def _size(found: Resource) -> int:
    return EACH + len(found.body) + len(found.packed or b"")
