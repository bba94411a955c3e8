"""One state of the store as readers will see it on one Berlin day: which events, how shown, what happened lately.

Reads the store once; after that everything is frozen. Renders nothing and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from feeds.filters import Choices
from feeds.moments import PAST, ZONE, berlin, carried, last_day, moved
from feeds.select import Index
from feeds.setting import choices
from feeds.shown import Shown
from pipeline.config import Config
from pipeline.model import Change, Event, Sighting, Source
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class Edition:
    """What is published: `index` holds the carried events in order, `shown` each of them by UID."""

    today: date
    version: int
    names: Choices
    index: Index
    shown: Mapping[str, Shown]
    changes: tuple[Change, ...]  # of carried events, the past 30 days, the oldest first
    past: frozenset[str]  # UIDs of what is over

    def coming(self, events: Iterable[Event]) -> list[Event]:
        """Those that are not over yet."""
        return [event for event in events if event.uid not in self.past]


def read(store: Store, config: Config, *, now: datetime) -> Edition:
    """The edition of the Berlin day of `now`."""
    today = berlin(now).date()
    oldest = today - PAST
    events = carried(store.events(since=oldest), today)
    changes = store.changes(since=datetime.combine(oldest, time(), ZONE))
    doubtful = unverified(events, store, config.sources)
    return edition(events, changes, choices(config), today, version=store.data_version(), doubtful=doubtful)


def edition(
    events: Sequence[Event],
    changes: Iterable[Change],
    names: Choices,
    today: date,
    *,
    version: int = 0,
    doubtful: frozenset[str] = frozenset(),
) -> Edition:
    """The same from plain data; `events` as `carried` gives them."""
    uids = {event.uid for event in events}
    told = tuple(change for change in changes if change.uid in uids)
    late = moved(told, today)
    shown = {e.uid: Shown(e, moved=e.uid in late, unverified=e.uid in doubtful) for e in events}
    past = frozenset(event.uid for event in events if last_day(event) < today)
    return Edition(today, version, names, Index(events), shown, told, past)


def unverified(events: Sequence[Event], store: Store, sources: Mapping[str, Source]) -> frozenset[str]:
    """UIDs of events that no checked source shows. Sightings are read only when some sources are checked, some not."""
    checked = {id for id, source in sources.items() if source.verified}
    if not checked:
        return frozenset(event.uid for event in events)
    if len(checked) == len(sources):
        return frozenset()
    owners = _owners(store.sightings())
    return frozenset(event.uid for event in events if not _checked(event, owners, checked))


def _owners(sightings: Iterable[Sighting]) -> Mapping[str, str]:
    return {sighting.id: sighting.source_id for sighting in sightings}


def _checked(event: Event, owners: Mapping[str, str], checked: set[str]) -> bool:
    return any(owners.get(id) in checked for id in event.sightings)
