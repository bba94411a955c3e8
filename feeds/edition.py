"""One state of the store as readers will see it on one Berlin day: which events, how shown, what happened lately.

Reads the store once; after that everything is frozen. Renders nothing and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from feeds.bitset import bits
from feeds.cards import Cards
from feeds.facts import Card, card
from feeds.filters import Choices
from feeds.moments import PAST, ZONE, berlin, moved
from feeds.origins import Origins
from feeds.select import Index, Pick
from feeds.setting import Addresses, choices
from feeds.shown import Shown
from pipeline.config import Config
from pipeline.model import Change, Event
from pipeline.store import Store
from pipeline.store.stored import Stored
from pipeline.store.told import seen_on


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
    marks: Sequence[str]  # of each event in order everything its bytes depend on

    def coming(self, events: Pick) -> Pick:
        """Those that are not over yet."""
        return events.without(self.over)

    def gone(self, events: Pick) -> Pick:
        """Those that are over."""
        return events.without(~self.over)


class Showing(Mapping[str, Shown]):
    """{uid: how it is shown}, made when somebody asks."""

    def __init__(self, index: Index, moved: frozenset[str], origins: Origins) -> None:
        self.index, self.moved, self.origins = index, moved, origins

    def __getitem__(self, uid: str) -> Shown:
        event, moved = self.index.events[self.index.position(uid)], uid in self.moved
        seen = self.origins.of(uid, event.url)
        return Shown(event, moved, unverified=seen.unverified, link=seen.page, source=seen.title, own=seen.own)

    def __iter__(self) -> Iterator[str]:
        return (card.uid for card in self.index.cards)

    def __len__(self) -> int:
        return len(self.index.cards)


def read(store: Store, config: Config, cards: Cards, *, now: datetime, lazily: bool = False) -> Edition:
    """The edition of the Berlin day of `now`. An event whose card is known is not decoded; `lazily` it is not even
    read before somebody looks at it, and the store must be open then."""
    today = berlin(now).date()
    oldest = today - PAST
    events = store.stored(oldest, lazily=lazily)
    changes = store.changes(since=datetime.combine(oldest, time(), ZONE))
    found = cards.of(events)
    origins = Origins(seen_on(store, oldest), config.sources, Addresses.of(config).event(""))
    return _edition(events, found, changes, choices(config), today, version=store.data_version(), origins=origins)


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
    return _edition(found, [*map(card, found)], changes, names, today, version=version, origins=Origins())


def _edition(
    events: Stored,
    cards: Sequence[Card],
    changes: Iterable[Change],
    names: Choices,
    today: date,
    *,
    version: int,
    origins: Origins,
) -> Edition:
    order = carried(cards, today)
    some = events.only(order)
    index = Index(some, [cards[at] for at in order])
    told = tuple(change for change in changes if index.has(change.uid))
    lately = moved(told, today)
    shown, marks = Showing(index, lately, origins), origins.marks(index.cards, some.marks, lately)
    over = bits((at for at, one in enumerate(index.cards) if one.last_day < today.toordinal()), len(order))
    return Edition(today, version, names, index, shown, told, over, marks)


def carried(cards: Sequence[Card], today: date) -> list[int]:
    """What feeds may carry on the Berlin day `today`, by position: start-up-relevant, not hidden, the past 30 days and
    everything to come; in order of start. Of one start they stay in their order: that of their UIDs."""
    oldest = (today - PAST).toordinal()
    found = [at for at, one in enumerate(cards) if one.carried and one.last_day >= oldest]
    return sorted(found, key=[one.start for one in cards].__getitem__)
