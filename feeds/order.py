"""In which order a feed tells its events: the nearest first where room is short, the newest first in newsfeeds.

Knows positions only; renders nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from itertools import compress, count, islice, repeat
from operator import ge, itemgetter, lt

from feeds import rss
from feeds.edition import Edition
from feeds.select import Pick
from pipeline.model import Change

MAX_ITEMS = 250  # of a newsfeed: the newest, half a megabyte; readers keep the older ones themselves
FEW = 1000  # events whose order is found by sorting them
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
    def newest(self) -> Descending:
        """The positions of all events, the one that was published last first."""
        return Descending(self.columns.published)

    @cached_property
    def latest(self) -> Descending:
        """The positions of all events, the one that changed last first."""
        return Descending(self.columns.changed)


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
        moments = map(self._order.columns.changed.__getitem__, self._greatest(self._order.latest, 1))
        return next((datetime.fromtimestamp(moment, UTC) for moment in moments if moment), None)

    @cached_property
    def items(self) -> list[tuple[int, int]]:
        """What a newsfeed of them tells, the newest first: positions, and which of `happened` is told of the event, or
        PLAIN. What is of the same moment stays in the order of the index."""
        flags, published = self._events.flags, self._order.columns.published
        carried = [(published[at], at, PLAIN) for at in self._greatest(self._order.newest, MAX_ITEMS)]
        told = [(when, at, number) for number, (when, at, _) in enumerate(self._order.happened) if flags[at]]
        found = sorted([*told, *carried], key=itemgetter(0), reverse=True)[:MAX_ITEMS]
        return [(at, number) for _, at, number in found]

    def _greatest(self, order: Descending, most: int) -> list[int]:
        """The first of their positions in an order. Few are sorted; of many the first are soon met."""
        if len(self._events) < FEW:
            return sorted(self._events.positions(), key=order.values.__getitem__, reverse=True)[:most]
        holds, found = self._events.flags.__getitem__, list[int]()
        for some in order:
            found += islice(compress(some, map(holds, some)), most - len(found))
            if len(found) == most:
                break
        return found


class Descending:
    """Positions from the greatest value on, in two lists: few ask for more than an eighth; then the rest is sorted."""

    def __init__(self, values: Sequence[float]) -> None:
        self.values, some = values, sorted(values[::97])
        self._limit = some[-1 - len(some) // 8] if some else 0.0
        self._first = self._sorted(lt)

    def __iter__(self) -> Iterator[list[int]]:
        yield self._first
        yield self._others

    @cached_property
    def _others(self) -> list[int]:
        return self._sorted(ge)

    def _sorted(self, beyond: Callable[[float, float], bool]) -> list[int]:
        found = compress(count(), map(beyond, repeat(self._limit), self.values))
        return sorted(found, key=self.values.__getitem__, reverse=True)
