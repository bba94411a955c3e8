"""One state of the store as readers will see it on one Berlin day: which events, how shown, what happened lately.

Reads the store once; after that everything is frozen. Renders nothing and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter

from feeds import facts
from feeds.facts import Card, card
from feeds.filters import Choices
from feeds.moments import PAST, ZONE, berlin, moved
from feeds.parts import Parts
from feeds.select import Index, Pick, bits
from feeds.setting import choices
from feeds.shown import Shown
from feeds.state import code
from pipeline.config import Config
from pipeline.model import Change, Event, Source
from pipeline.store import Store
from pipeline.store.rows import Row
from pipeline.store.stored import Stored


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an event was seen: the page, the title of the source, and whether nobody has checked any of its sources."""

    page: str | None = None
    title: str = ""
    unverified: bool = False


UNKNOWN = Origin()
NOWHERE: Mapping[str, Origin] = {}
SEPARATOR = "\x1f"


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
    marks: Sequence[str]  # of each event everything its bytes depend on

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
        return Shown(event, moved=uid in self.moved, unverified=seen.unverified, link=seen.page, source=seen.title)

    def __iter__(self) -> Iterator[str]:
        return (card.uid for card in self.index.cards)

    def __len__(self) -> int:
        return len(self.index.cards)

    def mark(self, uid: str, stored: str) -> str:
        """A text, the same in every process, of everything that is shown of an event; `stored`: one of the event."""
        seen = self.seen.get(uid, UNKNOWN)
        return SEPARATOR.join((stored, str(uid in self.moved), str(seen.unverified), seen.page or "", seen.title))


def read(store: Store, config: Config, parts: Parts, *, now: datetime) -> Edition:
    """The edition of the Berlin day of `now`. An event whose card lies among the parts is not decoded."""
    today = berlin(now).date()
    oldest = today - PAST
    events = store.stored(since=oldest)
    marks = [*map(digest, events.texts)]
    changes = store.changes(since=datetime.combine(oldest, time(), ZONE))
    cards = _cards(events, marks, parts)
    seen = origins(cards, store.seen_on(oldest), config.sources)
    return _edition(events, cards, marks, changes, choices(config), today, version=store.data_version(), seen=seen)


def _cards(events: Stored, marks: Sequence[str], parts: Parts) -> list[Card]:
    """The card of each event, those that are new made now."""
    keys = [f"card/{code()}:{mark}" for mark in marks]
    known = [*parts.each(keys)]
    events.decode([at for at, part in enumerate(known) if part is None])

    def made(at: int) -> bytes:
        return parts.get(keys[at], lambda: facts.written(card(events[at])))

    return facts.read(made(at) if part is None else part for at, part in enumerate(known))


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
    found = Stored.of([*events])
    marks = [digest(repr(event)) for event in found]
    return _edition(found, [*map(card, found)], marks, changes, names, today, version=version, seen=seen)


def _edition(
    events: Stored,
    cards: Sequence[Card],
    marks: Sequence[str],
    changes: Iterable[Change],
    names: Choices,
    today: date,
    *,
    version: int,
    seen: Mapping[str, Origin],
) -> Edition:
    order = carried(cards, today)
    index = Index(events.only(order), [cards[at] for at in order])
    told = tuple(change for change in changes if index.has(change.uid))
    shown = Showing(index, moved(told, today), seen)
    over = bits((at for at, one in enumerate(index.cards) if one.last_day < today.toordinal()), len(order))
    return Edition(
        today, version, names, index, shown, told, over, [shown.mark(cards[at].uid, marks[at]) for at in order]
    )


def carried(cards: Sequence[Card], today: date) -> list[int]:
    """What feeds may carry on the Berlin day `today`, by position: start-up-relevant, not hidden, the past 30 days and
    everything to come; in order of start and UID."""
    oldest = (today - PAST).toordinal()
    found = [(one.start, one.uid, at) for at, one in enumerate(cards) if one.carried and one.last_day >= oldest]
    return [at for *_, at in sorted(found)]


def digest(text: str) -> str:
    """A short text that stands for a long one."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def origins(cards: Iterable[Card], seen: Iterable[Row], sources: Mapping[str, Source]) -> dict[str, Origin]:
    """{uid: where it was seen}. `seen`: rows as `Store.seen_on` gives them."""
    rows = {uid: list(group) for uid, group in groupby(seen, key=itemgetter("uid"))}
    return {one.uid: origin(one.url, rows[one.uid], sources) for one in cards if one.uid in rows}


def origin(url: str | None, rows: Sequence[Row], sources: Mapping[str, Source]) -> Origin:
    """The source to name is the one whose address the event has, else the first that lists it; an event is unverified
    while nobody has looked at any of its sources. An event a person entered has none and needs no check."""
    first = next((row for row in rows if url and row["url"] == url), rows[0])
    source = sources.get(first["source_id"])
    checked = any(row["source_id"] in sources and sources[row["source_id"]].verified for row in rows)
    return Origin(first["page"], source.title if source else "", not checked)
