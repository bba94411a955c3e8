"""The events' own pages: read once, then again daily within 14 days of the event, else weekly; the rest is remembered.

What a page gave is kept ({address: {"due", "page", "start", "alone", "events"}}), so that a list event is filled up the
same way in a run that does not ask for it. An event that only its own page describes is "alone". What other code or
settings read stands until the page is read again, which is due at once.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import ValidationError

from crawlers.extractors.errors import Unreadable
from crawlers.fetching.answer import NO_PAGE, Answer
from crawlers.sites import page_key
from crawlers.trip import NOT_EVENTS, Trip, not_events
from pipeline import wire
from pipeline.localdays import DAY_APART, written_day
from pipeline.model import RawEvent

NEAR = timedelta(days=14)
WEEKLY = timedelta(days=6, hours=12)
GIVE_UP = 3  # failures in a row: the rest waits for the next run

Memory = dict[str, dict[str, Any]]


class Details:
    """Asks for those of the pages `wanted` that are due. Afterwards: `memory`, `changed`, `unread`, `gone`."""

    def __init__(self, trip: Trip, wanted: Iterable[str]) -> None:
        self.trip = trip
        self.wanted = list(wanted)
        self.memory = _remembered(trip, self.wanted)
        self.changed: set[str] = set()  # what these pages give is new or different
        self.unread: set[str] = set()  # came, but could not be read: to come in full next time
        self.gone: dict[str, int] = {}  # answered that there is no such page: the status
        self._failures = 0

    async def run(self, listed: Mapping[str, RawEvent]) -> None:
        """Ask for what is due; `listed`: {`page_key`: event} of the list pages that were read now."""
        for url in self._due():
            if self._failures >= GIVE_UP or not self.trip.may_ask():
                return
            await self._visit(url, listed.get(page_key(url)))

    def events(self, url: str) -> list[RawEvent]:
        """What a page gave, now or when it was last read."""
        return [wire.load(RawEvent, data) for data in self.memory.get(url, {}).get("events", ())]

    def forget_all_but(self, linked: Container[str]) -> None:
        """The list was read again: what it does not link any more is forgotten."""
        self.wanted = [url for url in self.wanted if url in linked]
        self.memory = {url: entry for url, entry in self.memory.items() if url in linked}

    def _due(self) -> list[str]:
        """Never read ones first, in list order; then by how long they have been due."""
        now = self.trip.started.isoformat()
        new = [url for url in self.wanted if url not in self.memory]
        due = [url for url in self.wanted if url in self.memory and self.memory[url].get("due", "") <= now]
        return new + sorted(due, key=lambda url: str(self.memory[url].get("due", "")))

    async def _visit(self, url: str, listed: RawEvent | None) -> None:
        answer = await self.trip.ask(url)
        if answer.cause:
            self._failed(url, answer)
            return
        self._failures = 0
        entry = self.memory.setdefault(url, {"events": []})
        if answer.page and not answer.unchanged:
            await self._read(url, entry, answer)
        start = _start([listed] if listed else [], self.trip) or _start(self.events(url), self.trip)  # the list's word
        entry |= {"start": start.isoformat() if start else None, "due": due(self.trip.started, start).isoformat()}

    async def _read(self, url: str, entry: dict[str, Any], answer: Answer) -> None:
        """Put what the page says in the place of what it said; where it cannot be read, that stands."""
        assert answer.page is not None
        try:
            events = await self.trip.read_own(answer.page)
        except Unreadable as unreadable:
            self.trip.note("info", "an event's own page gives nothing", answer.asked, unreadable.why)
            if entry["events"] or not not_events(unreadable).startswith(NOT_EVENTS):  # else the same bytes say no more
                self.unread.add(url)
            return
        found = [wire.dump(event) for event in _own(events, answer)]
        if found != entry["events"] or url not in self.trip.known.hashes:
            self.changed.add(url)
        entry |= {"events": found, "page": answer.final}

    def _failed(self, url: str, answer: Answer) -> None:
        if answer.status in NO_PAGE:
            self.gone[url] = answer.status
        else:
            self._failures += 1
        wait = WEEKLY if answer.status in NO_PAGE else DAY_APART
        entry = self.memory.setdefault(url, {"events": [], "page": answer.final, "start": None})
        entry["due"] = (self.trip.started + wait).isoformat()
        self.trip.note("info", f"an event's own page does not answer: {answer.cause}", url)


def _own(events: list[RawEvent], answer: Answer) -> list[RawEvent]:
    """The page's own events; what it shows of others has addresses of its own."""
    own = {page_key(answer.asked), page_key(answer.final)}
    mine = [event for event in events if event.url is None or page_key(event.url) in own]
    return mine or (events if len(events) == 1 else [])


def _remembered(trip: Trip, wanted: Iterable[str]) -> Memory:
    """What is known of these pages."""
    old = trip.old.details
    memory = {url: dict(old[url]) for url in wanted if url in old}
    if trip.known is trip.old:
        return memory
    return {url: entry | {"due": ""} for url, entry in memory.items() if _loads(entry)}


def _loads(entry: Mapping[str, Any]) -> bool:
    """Whether this program understands what another version of it wrote."""
    try:
        return all(wire.load(RawEvent, data) for data in entry["events"])
    except (ValidationError, KeyError, TypeError):
        return False


def due(now: datetime, start: date | None) -> datetime:
    """When a page read now is to be read again: daily from 14 days before the event until it is over, else weekly."""
    if start is None or start < now.date():
        return now + WEEKLY
    near = datetime.combine(start, now.timetz()) - NEAR
    return max(now + DAY_APART, min(now + WEEKLY, near))


def _start(events: list[RawEvent], trip: Trip) -> date | None:
    """The earliest day of these events that is not past."""
    today = trip.started.date()
    days = [day for event in events for day in map(written_day, trip.starts(event)) if day >= today]
    return min(days, default=None)
