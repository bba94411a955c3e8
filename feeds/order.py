"""In which order a feed tells its events: the nearest first where room is short, the newest first in newsfeeds.

Knows positions only; renders nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from itertools import compress, count, islice
from operator import itemgetter

from feeds import rss
from feeds.edition import Edition
from feeds.select import Pick
from pipeline.model import Change

MAX_ITEMS = 250  # of a newsfeed: the newest, half a megabyte; readers keep the older ones themselves
ENOUGH = 10  # times as many as are wanted: the first of so many are found among the foremost of all
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
    def newest(self) -> list[int]:
        """The positions of an eighth of all events, those that were published last; the last one first."""
        return _foremost(self.columns.published)

    @cached_property
    def latest(self) -> list[int]:
        """The positions of an eighth of all events, those that changed last; the last one first."""
        return _foremost(self.columns.changed)


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
        changed = self._order.columns.changed
        moments = map(changed.__getitem__, self._greatest(changed, self._order.latest, 1))
        return next((datetime.fromtimestamp(moment, UTC) for moment in moments if moment), None)

    @cached_property
    def items(self) -> list[tuple[int, int]]:
        """What a newsfeed of them tells, the newest first: positions, and which of `happened` is told of the event, or
        PLAIN. What is of the same moment stays in the order of the index."""
        flags, published = self._events.flags, self._order.columns.published
        carried = [(published[at], at, PLAIN) for at in self._greatest(published, self._order.newest, MAX_ITEMS)]
        told = [(when, at, number) for number, (when, at, _) in enumerate(self._order.happened) if flags[at]]
        found = sorted([*told, *carried], key=itemgetter(0), reverse=True)[:MAX_ITEMS]
        return [(at, number) for _, at, number in found]

    def _greatest(self, values: Sequence[float], foremost: list[int], most: int) -> list[int]:
        """The positions of their greatest values, the greatest first. Of many some are soon met among the foremost of
        all; few are sorted."""
        if len(self._events) >= most * ENOUGH:
            found = [*islice(filter(self._events.flags.__getitem__, foremost), most)]
            if len(found) == most:
                return found
        return sorted(self._events.positions(), key=values.__getitem__, reverse=True)[:most]


def _foremost(values: Sequence[float]) -> list[int]:
    """The positions of the greatest values, the greatest first: about an eighth of all, more where many are equal."""
    some = sorted(values[::97])
    limit = some[-1 - len(some) // 8] if some else 0.0
    found = compress(count(), map(limit.__le__, values))
    return sorted(found, key=values.__getitem__, reverse=True)
