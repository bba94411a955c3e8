"""One state of the store as readers will see it on one Berlin day: which events, how shown, what happened lately.

Reads the store once; after that everything is frozen. Renders nothing and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from operator import add

from feeds.bitset import from_flags
from feeds.carried import Carried
from feeds.filters import Choices
from feeds.moments import PAST, UNMOVED, ZONE, Move, berlin, moves, stored
from feeds.origins import Origins
from feeds.select import Index, Pick
from feeds.setting import Addresses, choices
from feeds.shown import Shown
from pipeline.config import Config
from pipeline.model import Change, Event
from pipeline.store import Store
from pipeline.store.former import former_titles
from pipeline.store.stored import Stored
from pipeline.store.told import SightingBlocks, blocks, seen_on


@dataclass(frozen=True, slots=True)
class Edition:
    """What is published: `index` holds the carried events in order, `shown` each of them by UID."""

    today: date
    version: int
    names: Choices
    index: Index
    shown: Mapping[str, Shown]
    changes: tuple[Change, ...]  # of carried events, the past 30 days, the oldest first
    over: int  # the bit set of what is over
    former: Mapping[str, str]  # titles of sources that are in the config no more, by id

    def mark(self, at: int) -> str:
        """What stands for all that the bytes of the event at a position depend on."""
        return self.index.columns.marks[at] + self.index.columns.origins[at]

    def marks(self) -> list[str]:
        """That of each."""
        return [*map(add, self.index.columns.marks, self.index.columns.origins)]

    def coming(self, events: Pick) -> Pick:
        """Those that are not over yet."""
        return events.without(self.over)

    def taking_place(self, events: Pick) -> Pick:
        """Those that are not over and were not cancelled: what people count as events to come."""
        return self.coming(events).without(self.index.holding("abgesagt", "ja"))

    def count(self, name: str, value: str) -> int:
        """How many events take place that have this value."""
        return len(self.taking_place(Pick(self.index, self.index.holding(name, value))))

    def gone(self, events: Pick) -> Pick:
        """Those that are over."""
        return events.without(~self.over)


class Showing(Mapping[str, Shown]):
    """{uid: how it is shown}, made when somebody asks."""

    def __init__(self, index: Index, moves: Mapping[str, Move], origins: Origins) -> None:
        self.index, self.moves, self.origins = index, moves, origins

    def __getitem__(self, uid: str) -> Shown:
        event, move = self.index.events[self.index.position(uid)], self.moves.get(uid, UNMOVED)
        before = stored(move.before) if move.before else None
        seen = self.origins.of(uid, event.url)
        told = {"unverified": seen.unverified, "unread": seen.unread}
        return Shown(event, move.lately, before, link=seen.page, source=seen.title, own=seen.own, **told)

    def __iter__(self) -> Iterator[str]:
        return iter(self.index.columns.uid)

    def __len__(self) -> int:
        return len(self.index.columns.uid)


def read(store: Store, config: Config, carried: Carried, *, now: datetime, lazily: bool = False) -> Edition:
    """The edition of the Berlin day of `now`, carried on from the last one: events that are as they were then are not
    decoded. `lazily` nothing else is read of them before somebody looks at one, and the store must be open then."""
    today = berlin(now).date()
    sightings = blocks(store)  # before the others: what changes meanwhile has changed at the next edition
    events = store.stored(today - PAST, lazily=lazily)
    changes = store.changes(since=datetime.combine(today - PAST, time(), ZONE))
    former = former_titles(store, config.sources)
    origins = Origins(partial(seen_on, store), config.sources, Addresses.of(config).event(""), former)
    made = _edition(events, carried, changes, choices(config), today, store.data_version(), origins, sightings)
    if not lazily:
        origins.learn(made.index.columns.uid)
    return made


def edition(
    events: Iterable[Event],
    changes: Iterable[Change],
    names: Choices,
    today: date,
    *,
    version: int = 0,
) -> Edition:
    """The same from plain data."""
    found = Stored.of(sorted(events, key=lambda event: event.uid))
    return _edition(found, Carried(), changes, names, today, version, Origins(), {})


def _edition(
    events: Stored,
    carried: Carried,
    changes: Iterable[Change],
    names: Choices,
    today: date,
    version: int,
    origins: Origins,
    sightings: SightingBlocks,
) -> Edition:
    some = events.only(carried.take(events, today))
    index = Index(some, carried.columns)
    told = tuple(change for change in changes if index.has(change.uid))
    moved = moves(told, today)
    carried.see(some, origins, sightings, moved)
    over = from_flags(bytes(map(today.toordinal().__gt__, carried.columns.last_day)))
    return Edition(today, version, names, index, Showing(index, moved, origins), told, over, origins.former)
