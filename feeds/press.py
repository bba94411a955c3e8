"""Joins feeds from rendered parts: any feed, any form, rendering only what has never been rendered before.

An event that cannot be rendered is left out of every form and reported once; the feed lives on. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, partial
from itertools import islice

from feeds import changes, ical, jsonfeed, newsfeed, rows, rss
from feeds.edition import Edition
from feeds.facts import haystack
from feeds.filters import Filter
from feeds.history import History
from feeds.joined import Joined, Part
from feeds.moments import EPOCH
from feeds.newsfeed import Entry
from feeds.order import MAX_ITEMS, PLAIN, Order, Turns
from feeds.parts import Parts
from feeds.rendered import RenderedParts
from feeds.select import Pick
from feeds.setting import CHANGES, Addresses, Feed
from feeds.shown import Shown
from feeds.words import say
from pipeline.model import Change, Issue
from pipeline.store.stored import digest

READ_BACK = 10  # calendar parts that the library parses again in one go; of more, every 100th
SAMPLE = 100
_NEWS = ("json", "rss", "atom")  # made of the same Entry
# Who needs one of these needs the others, too.
TOGETHER: Mapping[str, Sequence[str]] = {"rss": _NEWS, "atom": _NEWS, "rows": ("text",)}
SOME = 128  # parts that are looked up in one go
_BROKEN = b""


class Press:
    """Renders the feeds of one edition. `issues` grows with every event that had to be left out."""

    def __init__(self, edition: Edition, addresses: Addresses, parts: Parts) -> None:
        self.edition, self._columns, self._order = edition, edition.index.columns, Order(edition)
        self.addresses = addresses
        self.issues: list[Issue] = []
        self.parts, self._events = parts, parts.events(len(edition.index.events))
        self._shown: tuple[int, Shown] | None = None  # the event that is being rendered
        self._entry: tuple[str, Entry] | None = None  # of it
        self._asked: tuple[int, Turns] | None = None
        self._calendars = 0
        self._broken: set[str] = set()

    def feed(self, feed: Feed, form: str, events: Pick, query: str = "") -> Joined:
        """A feed in one form; `events` are of the edition's index. `query`: what its address carries."""
        if feed.group == "changes":
            return self._changes(feed, form)
        made: Mapping[str, Callable[[Feed, Pick, str], Joined]] = {
            "ics": self.ics,
            "rss": self.rss,
            "atom": self.atom,
            "json": self.json,
        }
        return made[form](feed, events, query)

    def newest(self, events: Pick) -> datetime | None:
        """When the latest of them last changed; None without any."""
        return self._turns(events).changed

    def _turns(self, events: Pick) -> Turns:
        known = self._asked  # a server has several threads: none may get what another has just asked for
        if known is None or known[0] != events.chosen:  # the forms of a feed ask for the same one after the other
            known = self._asked = events.chosen, Turns(self._order, events)
        return known[1]

    def ics(self, feed: Feed, events: Pick, query: str = "") -> Joined:
        """The calendar."""
        head = self._head(feed, "ics", query)
        return ical.feed(head, self._nearest("ics", events), len(events), self.newest(events))

    def json(self, feed: Feed, events: Pick, query: str = "") -> Joined:
        """The JSON feed."""
        head = self._head(feed, "json", query)
        return jsonfeed.feed(head, self._nearest("json", events), len(events))

    def rss(self, feed: Feed, events: Pick, query: str = "") -> Joined:
        """The RSS feed: the newest first, with an extra item for each cancellation and new date."""
        return newsfeed.rss(self._channel(feed, "rss", events, query), self._news("rss", events))

    def atom(self, feed: Feed, events: Pick, query: str = "") -> Joined:
        """The Atom feed of the same items."""
        return newsfeed.atom(self._channel(feed, "atom", events, query), self._news("atom", events))

    def rows(self) -> Joined:
        """A row of every event of the edition, for the subscribe page on plain web space."""
        return rows.file(self._events.whole("rows", partial(self._part, "rows")))

    def text(self, at: int) -> str:
        """What can be searched of the event at a position; remembered like the other parts."""
        return str(self._part("text", at), "utf-8")

    def keep_texts(self) -> None:
        """Render those that are new; the others will be needed by whoever searches."""
        for at in self._events.lacking("text"):
            self._part("text", at)

    def _head(self, feed: Feed, form: str, query: str = "") -> ical.Head:
        address, page = self.addresses.feed(feed.name, form, query), self.addresses.page(query)
        return ical.Head(feed.title, feed.text, address, page, feed.color)

    def _nearest(self, form: str, events: Pick) -> Iterator[tuple[list[int], list[Part]]]:
        """Positions and parts, some at a time: what is to come, then what is over, the latest first."""
        order = self._turns(events).nearest()
        while some := [*islice(order, SOME)]:
            yield some, self._made(form, some)

    def _channel(self, feed: Feed, form: str, events: Pick, query: str = "") -> newsfeed.Channel:
        own = f"{rss.TAG}feed/{feed.name}" + (f"?{query}" if query else "")
        address, page = self.addresses.feed(feed.name, form, query), self.addresses.page(query)
        return newsfeed.Channel(own, feed.title, feed.text or feed.title, address, page, self.newest(events) or EPOCH)

    def _news(self, form: str, events: Pick) -> list[Part]:
        items = self._turns(events).items
        plain = iter(self._made(form, [at for at, told in items if told == PLAIN]))
        made = [next(plain) if told == PLAIN else self._change(form, told) for _, told in items]
        return _whole(made)

    @cached_property
    def _told(self) -> RenderedParts:
        """The extra items of what happened."""
        keys = [digest(self.edition.mark(at) + repr(one)) for _, at, one in self._order.happened]
        return self.parts.shelf("told", keys)

    @cached_property
    def _past(self) -> History:
        """What happened to each event."""
        return History(self.edition.changes)

    @cached_property
    def _history(self) -> list[Entry]:
        """What the change feed tells in each of its forms."""
        return changes.entries(self.edition, self.addresses.page(), MAX_ITEMS)

    def _changes(self, feed: Feed, form: str) -> Joined:
        """What is new, moved or cancelled, and a digest of every whole week."""
        entries = self._history
        latest = max((entry.updated for entry in entries), default=EPOCH)
        address, page = self.addresses.feed(CHANGES, form), self.addresses.page()
        if form == "json":
            return jsonfeed.told(self._head(feed, form), map(changes.json_item, entries))
        channel = newsfeed.Channel(f"{rss.TAG}feed/{CHANGES}", feed.title, feed.text, address, page, latest)
        if form == "rss":
            return newsfeed.rss(channel, [newsfeed.rss_item(entry) for entry in entries])
        return newsfeed.atom(channel, [newsfeed.atom_entry(entry) for entry in entries])

    def _made(self, form: str, positions: Sequence[int]) -> list[Part]:
        """The parts of many events; empty ones of broken events."""
        return self._events.each(form, positions, partial(self._part, form))

    def _part(self, form: str, at: int) -> Part:
        """The part of the event at a position in a form; empty for a broken event."""
        for each in TOGETHER.get(form, ()):
            self._stored(self._events, each, at, at)
        return self._stored(self._events, form, at, at)

    def _change(self, form: str, told: int) -> Part:
        """The extra item of what happened to an event."""
        _, at, change = self._order.happened[told]
        return self._stored(self._told, form, told, at, change)

    def _stored(self, shelf: RenderedParts, form: str, place: int, at: int, change: Change | None = None) -> Part:
        """What lies at a place of a shelf, about the event at a position."""
        if self._columns.uid[at] in self._broken:
            return _BROKEN
        try:
            return shelf.get(form, place, lambda: self._render(form, at, change))
        except (ValueError, TypeError, OverflowError) as error:
            self._broken.add(self._columns.uid[at])
            self._events.leave_out(at)
            self.issues.append(ical.broken(self.edition.shown[self._columns.uid[at]], error))
            return _BROKEN

    def _render(self, form: str, at: int, change: Change | None) -> bytes:
        names, shown = self.edition.names, self._look_at(at)
        if form == "text":
            return haystack(shown.event).encode()
        if form == "rows":
            return rows.row(shown, self.text(at))
        if form == "ics":
            self._calendars += 1
            often = self._calendars <= READ_BACK or self._calendars % SAMPLE == 0
            return ical.part(shown, names, read_back=often)
        if form == "json":
            return jsonfeed.item(shown, names, self._said(shown))
        write = newsfeed.rss_item if form == "rss" else newsfeed.atom_entry
        return write(rss.change_entry(shown, change, names, self._past) if change else self._said(shown))

    def _look_at(self, at: int) -> Shown:
        known = self._shown  # most events are rendered in several forms, one after the other
        if known is None or known[0] != at:
            known = self._shown = at, self.edition.shown[self._columns.uid[at]]
        return known[1]

    def _said(self, shown: Shown) -> Entry:
        """What RSS, Atom and JSON say of an event: made once for the three."""
        known = self._entry
        if known is None or known[0] != shown.event.uid:
            known = self._entry = shown.event.uid, rss.entry(shown, self.edition.names)
        return known[1]


def changes_feed() -> Feed:
    """The feed of what happened to all events."""
    name = say("all_feed")
    return Feed(CHANGES, say("changes_feed", name=name), say("changes_feed_text", name=name), Filter(), "changes")


def _whole(parts: Iterable[Part]) -> list[Part]:
    """Without those of broken events."""
    return [part for part in parts if part]
