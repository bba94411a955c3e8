"""In which order a feed tells its events: the nearest first where room is short, the newest first in newsfeeds.

Knows positions only; renders nothing.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from itertools import compress, islice
from operator import itemgetter

from feeds import rss
from feeds.edition import Edition
from feeds.select import Pick
from pipeline.model import Change

MAX_ITEMS = 250  # of a newsfeed: the newest, half a megabyte; readers keep the older ones themselves
FEW = 3000  # events whose order is found by sorting them
PLAIN = -1  # of an event nothing is told but itself


class Order:
    """The order of all events of an edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.columns = edition, edition.index.columns

    @cached_property
    def happened(self) -> list[tuple[float, int, Change]]:
        """What happened that newsfeeds tell: when, to which event, what."""
        told = [change for change in self.edition.changes if change.kind in rss.TOLD]
        return [(change.at.timestamp(), self.edition.index.position(change.uid), change) for change in told]

    @cached_property
    def newest(self) -> array[int]:
        """The positions of all events, the one that was published last first."""
        return _descending(self.columns.published, range(len(self.columns.published)))

    @cached_property
    def latest(self) -> array[int]:
        """The positions of all events, the one that changed last first."""
        return _descending(self.columns.changed, self.newest)  # most have not changed since

    @cached_property
    def rank(self) -> array[int]:
        """Of each event, which place it has in `newest`."""
        rank = array("I", bytes(self.newest.itemsize * len(self.newest)))
        for place, at in enumerate(self.newest):
            rank[at] = place
        return rank


class Turns:
    """In which order these events are told."""

    def __init__(self, order: Order, events: Pick) -> None:
        self._order, self._events = order, events

    def nearest(self) -> Iterator[int]:
        """Positions: what is to come, then what is over, the latest first."""
        coming, over = self._sides
        yield from coming.positions()
        yield from over.latest()

    @cached_property
    def _sides(self) -> tuple[Pick, Pick]:
        return self._order.edition.coming(self._events), self._order.edition.gone(self._events)

    @cached_property
    def changed(self) -> datetime | None:
        """When the latest of them last changed; None without any."""
        flags = self._events.flags
        at = next((at for at in self._order.latest if flags[at]), None) if self._events else None
        moment = 0.0 if at is None else self._order.columns.changed[at]
        return datetime.fromtimestamp(moment, UTC) if moment else None

    @cached_property
    def items(self) -> list[tuple[int, int]]:
        """What a newsfeed of them tells, the newest first: positions, and which of `happened` is told of the event, or
        PLAIN. What is of the same moment stays in the order of the index."""
        flags, published = self._events.flags, self._order.columns.published
        carried = [(published[at], at, PLAIN) for at in self._newest()]
        told = [(when, at, number) for number, (when, at, _) in enumerate(self._order.happened) if flags[at]]
        found = sorted([*told, *carried], key=itemgetter(0), reverse=True)[:MAX_ITEMS]
        return [(at, number) for _, at, number in found]

    def _newest(self) -> list[int]:
        """Positions of those that were published last. Few are sorted; of many the first are soon met."""
        newest, flags = self._order.newest, self._events.flags
        if len(self._events) < FEW:
            places = sorted(map(self._order.rank.__getitem__, self._events.positions()))
            return [*map(newest.__getitem__, places[:MAX_ITEMS])]
        return [*islice(compress(newest, map(flags.__getitem__, newest)), MAX_ITEMS)]


def _descending(values: Sequence[float], positions: Iterable[int]) -> array[int]:
    """Positions from the greatest value on; an array, for the numbers of a list lie all over the memory."""
    return array("I", sorted(positions, key=values.__getitem__, reverse=True))
