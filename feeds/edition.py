"""One state of the store as readers will see it on one Berlin day: which events, how shown, what happened lately.

Reads the store once; after that everything is frozen. Renders nothing and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter

from feeds.filters import Choices
from feeds.moments import PAST, ZONE, berlin, carried, last_day, moved
from feeds.select import Index, Pick, bits
from feeds.setting import choices
from feeds.shown import Shown
from pipeline.config import Config
from pipeline.model import Change, Event, Source
from pipeline.store import Store
from pipeline.store.rows import Row


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an event was seen: the page, the title of the source, and whether nobody has checked any of its sources."""

    page: str | None = None
    title: str = ""
    unverified: bool = False


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
    stored: Mapping[str, str]  # {uid: hash of what is stored}

    def fingerprint(self, uid: str) -> tuple[str, ...]:
        """Everything the bytes of an event depend on, as texts that are the same in every process."""
        shown = self.shown[uid]
        return self.stored[uid], str(shown.moved), str(shown.unverified), shown.link or "", shown.source

    def coming(self, events: Pick) -> Pick:
        """Those that are not over yet."""
        return events.without(self.over)

    def gone(self, events: Pick) -> Pick:
        """Those that are over."""
        return events.without(~self.over)


def read(store: Store, config: Config, *, now: datetime) -> Edition:
    """The edition of the Berlin day of `now`."""
    today = berlin(now).date()
    oldest = today - PAST
    texts = {event.uid: (event, text) for event, text in store.stored(since=oldest)}
    events = carried((event for event, _ in texts.values()), today)
    changes = store.changes(since=datetime.combine(oldest, time(), ZONE))
    seen = origins(events, store.seen_on(oldest), config.sources)
    stored = {event.uid: digest(texts[event.uid][1]) for event in events}
    return edition(events, changes, choices(config), today, version=store.data_version(), seen=seen, stored=stored)


def edition(
    events: Sequence[Event],
    changes: Iterable[Change],
    names: Choices,
    today: date,
    *,
    version: int = 0,
    seen: Mapping[str, Origin] = NOWHERE,
    stored: Mapping[str, str] | None = None,
) -> Edition:
    """The same from plain data; `events` as `carried` gives them."""
    uids = {event.uid for event in events}
    told = tuple(change for change in changes if change.uid in uids)
    late = moved(told, today)
    shown = {e.uid: _shown(e, e.uid in late, seen.get(e.uid, UNKNOWN)) for e in events}
    over = bits((at for at, event in enumerate(events) if last_day(event) < today), len(events))
    marks = stored if stored is not None else {event.uid: digest(repr(event)) for event in events}
    return Edition(today, version, names, Index(events), shown, told, over, marks)


def _shown(event: Event, moved: bool, seen: Origin) -> Shown:
    return Shown(event, moved=moved, unverified=seen.unverified, link=seen.page, source=seen.title)


def digest(text: str) -> str:
    """A short text that stands for a long one."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def origins(events: Iterable[Event], seen: Iterable[Row], sources: Mapping[str, Source]) -> dict[str, Origin]:
    """{uid: where it was seen}. `seen`: rows as `Store.seen_on` gives them."""
    rows = {uid: list(group) for uid, group in groupby(seen, key=itemgetter("uid"))}
    return {event.uid: origin(event, rows.get(event.uid, ()), sources) for event in events}


def origin(event: Event, rows: Sequence[Row], sources: Mapping[str, Source]) -> Origin:
    """The source to name is the one whose address the event has, else the first that lists it; an event is unverified
    while nobody has looked at any of its sources. An event a person entered has none and needs no check."""
    if not rows:
        return UNKNOWN
    first = next((row for row in rows if event.url and row["url"] == event.url), rows[0])
    source = sources.get(first["source_id"])
    checked = any(row["source_id"] in sources and sources[row["source_id"]].verified for row in rows)
    return Origin(first["page"], source.title if source else "", not checked)
