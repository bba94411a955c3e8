"""One state of the store as readers will see it on one Berlin day: which events, how shown, what happened lately.

Reads the store once; after that everything is frozen. Renders nothing and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from feeds.bitset import bits
from feeds.cards import Cards
from feeds.facts import Card, card
from feeds.filters import Choices
from feeds.moments import PAST, ZONE, berlin, moved
from feeds.select import Index, Pick
from feeds.setting import Addresses, choices
from feeds.shown import Shown
from pipeline.config import Config
from pipeline.ledger import OWN
from pipeline.model import Change, Event, Source
from pipeline.store import Store
from pipeline.store.rows import Row
from pipeline.store.stored import Stored, digest


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an event was seen: the page, the title of the source, and whether nobody has checked any of its sources.
    `own`: our page of an event that has no other."""

    page: str | None = None
    title: str = ""
    unverified: bool = False
    own: str | None = None


UNKNOWN = Origin()
NOWHERE: Mapping[str, Origin] = {}


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

    def __init__(self, index: Index, moved: frozenset[str], seen: Mapping[str, Origin]) -> None:
        self.index, self.moved, self.seen = index, moved, seen

    def __getitem__(self, uid: str) -> Shown:
        event, seen = self.index.events[self.index.position(uid)], self.seen.get(uid, UNKNOWN)
        moved = uid in self.moved
        return Shown(event, moved, unverified=seen.unverified, link=seen.page, source=seen.title, own=seen.own)

    def __iter__(self) -> Iterator[str]:
        return (card.uid for card in self.index.cards)

    def __len__(self) -> int:
        return len(self.index.cards)

    def marks(self, marks: Sequence[str]) -> list[str]:
        """Of each event in order a text, the same in every process, that stands for everything that is shown of it;
        `marks`: one of the event alone."""
        tails = {uid: _tail(self.seen.get(uid, UNKNOWN), uid in self.moved) for uid in {*self.seen, *self.moved}}
        plain = _tail(UNKNOWN, False)
        return [mark + tails.get(card.uid, plain) for card, mark in zip(self.index.cards, marks, strict=True)]


@lru_cache(maxsize=100_000)
def _tail(seen: Origin, moved: bool) -> str:
    return digest(repr((seen, moved)))[:16]


def read(store: Store, config: Config, cards: Cards, *, now: datetime, lazily: bool = False) -> Edition:
    """The edition of the Berlin day of `now`. An event whose card is known is not decoded; `lazily` it is not even
    read before somebody looks at it, and the store must be open then."""
    today = berlin(now).date()
    oldest = today - PAST
    events = store.stored(oldest, lazily=lazily)
    changes = store.changes(since=datetime.combine(oldest, time(), ZONE))
    found = cards.of(events)
    seen = origins(found, store.seen_on(oldest), config)
    return _edition(events, found, changes, choices(config), today, version=store.data_version(), seen=seen)


def edition(
    events: Iterable[Event],
    changes: Iterable[Change],
    names: Choices,
    today: date,
    *,
    version: int = 0,
    seen: Mapping[str, Origin] = NOWHERE,
) -> Edition:
    """The same from plain data."""
    found = Stored.of(sorted(events, key=lambda event: event.uid))
    return _edition(found, [*map(card, found)], changes, names, today, version=version, seen=seen)


def _edition(
    events: Stored,
    cards: Sequence[Card],
    changes: Iterable[Change],
    names: Choices,
    today: date,
    *,
    version: int,
    seen: Mapping[str, Origin],
) -> Edition:
    order = carried(cards, today)
    some = events.only(order)
    index = Index(some, [cards[at] for at in order])
    told = tuple(change for change in changes if index.has(change.uid))
    shown = Showing(index, moved(told, today), seen)
    over = bits((at for at, one in enumerate(index.cards) if one.last_day < today.toordinal()), len(order))
    return Edition(today, version, names, index, shown, told, over, shown.marks(some.marks))


def carried(cards: Sequence[Card], today: date) -> list[int]:
    """What feeds may carry on the Berlin day `today`, by position: start-up-relevant, not hidden, the past 30 days and
    everything to come; in order of start. Of one start they stay in their order: that of their UIDs."""
    oldest = (today - PAST).toordinal()
    found = [at for at, one in enumerate(cards) if one.carried and one.last_day >= oldest]
    return sorted(found, key=[one.start for one in cards].__getitem__)


def origins(cards: Iterable[Card], seen: Iterable[Row], config: Config) -> dict[str, Origin]:
    """{uid: where it was seen}. `seen`: rows as `Store.seen_on` gives them."""
    rows = {uid: list(group) for uid, group in groupby(seen, key=itemgetter("uid"))}
    addresses = Addresses.of(config)
    return {
        one.uid: origin(one.url, rows[one.uid], config.sources, f"{addresses.event(one.uid)}.html")
        for one in cards
        if one.uid in rows
    }


def origin(url: str | None, rows: Sequence[Row], sources: Mapping[str, Source], own: str = "") -> Origin:
    """The source to name is the one whose address the event has, else the first that lists it; an event is unverified
    while nobody has looked at any of its sources. An event a person entered needs no check; where that person named no
    page, newsfeeds link to `own`, ours."""
    first = next((row for row in rows if url and row["url"] == url), rows[0])
    source, entered = sources.get(first["source_id"]), any(row["source_id"] == OWN for row in rows)
    checked = entered or any(row["source_id"] in sources and sources[row["source_id"]].verified for row in rows)
    page = first["page"] or None
    return Origin(page, source.title if source else "", not checked, None if url or page or not entered else own)
