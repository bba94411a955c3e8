"""Joins feeds from rendered parts: any feed, any form, rendering only what has never been rendered before.

An event that cannot be rendered is left out of every form and reported once; the feed lives on. Writes nothing.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from itertools import compress, islice
from operator import itemgetter

from feeds import changes, ical, jsonfeed, newsfeed, rss
from feeds.edition import Edition
from feeds.facts import haystack
from feeds.joined import Joined, Part
from feeds.moments import EPOCH
from feeds.newsfeed import Entry
from feeds.parts import Parts, Shelf
from feeds.select import Pick
from feeds.setting import CHANGES, Addresses, Feed
from feeds.shown import Shown
from feeds.words import say
from pipeline.model import Change, Issue
from pipeline.store.stored import digest

READ_BACK = 100  # calendar parts that the library parses again in one go; of more, every 100th
SAMPLE = 100
MAX_ITEMS = 500  # of a newsfeed: the newest; readers keep the older ones themselves
FEW = 3000  # events whose order is found by sorting them
NEWS = ("json", "rss", "atom")  # forms made of the same Entry
SOME = 128  # parts that are looked up in one go
PLAIN = -1  # of an event nothing is told but itself
_BROKEN = b""


class Press:
    """Renders the feeds of one edition. `issues` grows with every event that had to be left out."""

    def __init__(self, edition: Edition, addresses: Addresses, parts: Parts) -> None:
        self.edition, self._columns = edition, edition.index.columns
        self.addresses = addresses
        self.issues: list[Issue] = []
        self.parts, self._names = parts, digest(repr(edition.names))
        self._events = parts.shelf(f"events/{self._names}", edition.marks)
        self._entry: tuple[str, Entry] | None = None  # of the event that is being rendered
        self._chosen: tuple[int, list[tuple[int, int]]] | None = None  # the last answer of `_items`
        self._split: tuple[int, tuple[Pick, Pick]] | None = None  # the last answer of `_sides`
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
        flags = events.flags
        latest = next((self._columns.changed[at] for at in self._latest if flags[at]), 0.0)
        return datetime.fromtimestamp(latest, UTC) if latest else None

    def ics(self, feed: Feed, events: Pick, query: str = "") -> Joined:
        """The calendar."""
        head = self._head(feed, "ics", query)
        return ical.feed(head, self._nearest("ics", events), len(events), self.newest(events))

    def json(self, feed: Feed, events: Pick, query: str = "") -> Joined:
        """The JSON feed; that of everything is complete: on plain web space the subscribe page counts in it."""
        head = self._head(feed, "json", query)
        if feed.group != "all":
            return jsonfeed.feed(head, self._nearest("json", events), len(events))
        return jsonfeed.complete(
            head, [part for part in self._made("json", [*events.positions()]) if part], len(events)
        )

    def rss(self, feed: Feed, events: Pick, query: str = "") -> Joined:
        """The RSS feed: the newest first, with an extra item for each cancellation and new date."""
        return newsfeed.rss(self._channel(feed, "rss", events, query), self._news("rss", events))

    def atom(self, feed: Feed, events: Pick, query: str = "") -> Joined:
        """The Atom feed of the same items."""
        return newsfeed.atom(self._channel(feed, "atom", events, query), self._news("atom", events))

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
        coming, over = self._sides(events)
        for order in (coming.positions, over.latest):
            left = iter(order())
            while some := [*islice(left, SOME)]:
                yield some, self._made(form, some)

    def _sides(self, events: Pick) -> tuple[Pick, Pick]:
        """What is to come, and what is over; calendar and JSON ask the same."""
        known = self._split
        if known is None or known[0] != events.chosen:
            known = self._split = events.chosen, (self.edition.coming(events), self.edition.gone(events))
        return known[1]

    def _channel(self, feed: Feed, form: str, events: Pick, query: str = "") -> newsfeed.Channel:
        own = f"{rss.TAG}feed/{feed.name}" + (f"?{query}" if query else "")
        address, page = self.addresses.feed(feed.name, form, query), self.addresses.page(query)
        return newsfeed.Channel(own, feed.title, feed.text or feed.title, address, page, self.newest(events) or EPOCH)

    def _news(self, form: str, events: Pick) -> list[Part]:
        items = self._items(events)
        plain = iter(self._made(form, [at for at, told in items if told == PLAIN]))
        made = [next(plain) if told == PLAIN else self._change(form, told) for _, told in items]
        return [part for part in made if part]

    def _items(self, events: Pick) -> list[tuple[int, int]]:
        """What a newsfeed of these events tells, the newest first: positions, and which of `_happened` is told
        of the event, or PLAIN. What is of the same moment stays in the order of the index. All forms of a feed tell
        the same."""
        known = self._chosen  # a server has several threads: none may get what another has just asked for
        if known is None or known[0] != events.chosen:
            flags, published = events.flags, self._columns.published
            carried = [(published[at], at, PLAIN) for at in self._newest_of(events)]
            told = [(when, at, number) for number, (when, at, _) in enumerate(self._happened) if flags[at]]
            found = sorted([*told, *carried], key=itemgetter(0), reverse=True)[:MAX_ITEMS]
            known = self._chosen = events.chosen, [(at, number) for _, at, number in found]
        return known[1]

    def _newest_of(self, events: Pick) -> list[int]:
        """Positions of those that were published last. Few are sorted; of many the first are soon met."""
        if len(events) < FEW:
            return [
                self._newest[place] for place in sorted(map(self._rank.__getitem__, events.positions()))[:MAX_ITEMS]
            ]
        return [*islice(compress(self._newest, map(events.flags.__getitem__, self._newest)), MAX_ITEMS)]

    @cached_property
    def _rank(self) -> array[int]:
        """Of each event, which place it has in `_newest`."""
        rank = array("I", bytes(self._newest.itemsize * len(self._newest)))
        for place, at in enumerate(self._newest):
            rank[at] = place
        return rank

    @cached_property
    def _newest(self) -> array[int]:
        """The positions of all events, the one that was published last first."""
        return _descending(self._columns.published)

    @cached_property
    def _latest(self) -> array[int]:
        """The positions of all events, the one that changed last first."""
        return _descending(self._columns.changed)

    @cached_property
    def _happened(self) -> list[tuple[float, int, Change]]:
        """What happened that newsfeeds tell: when, to which event, what."""
        told = [change for change in self.edition.changes if change.kind in rss.TOLD]
        return [(change.at.timestamp(), self.edition.index.position(change.uid), change) for change in told]

    @cached_property
    def _told(self) -> Shelf:
        """The extra items of what happened."""
        marks = self.edition.marks
        return self.parts.shelf(f"told/{self._names}", [digest(marks[at] + repr(one)) for _, at, one in self._happened])

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
            items = [jsonfeed.dumped(changes.json_item(entry)) for entry in entries]
            return jsonfeed.complete(self._head(feed, form), items)
        channel = newsfeed.Channel(f"{rss.TAG}feed/{CHANGES}", feed.title, feed.text, address, page, latest)
        if form == "rss":
            return newsfeed.rss(channel, [newsfeed.rss_item(entry) for entry in entries])
        return newsfeed.atom(channel, [newsfeed.atom_entry(entry) for entry in entries])

    def _made(self, form: str, positions: Sequence[int]) -> list[Part]:
        """The parts of many events; empty ones of broken events."""
        found = self._events.each(form, positions)
        return [self._part(form, at) if part is None else part for at, part in zip(positions, found, strict=True)]

    def _part(self, form: str, at: int) -> Part:
        """The part of the event at a position in a form; empty for a broken event."""
        for each in NEWS if form in NEWS[1:] else ():  # who needs one of these needs the others, too
            self._stored(self._events, each, at, at)
        return self._stored(self._events, form, at, at)

    def _change(self, form: str, told: int) -> Part:
        """The extra item of what happened to an event."""
        _, at, change = self._happened[told]
        return self._stored(self._told, form, told, at, change)

    def _stored(self, shelf: Shelf, form: str, place: int, at: int, change: Change | None = None) -> Part:
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
        names, shown = self.edition.names, self.edition.shown[self._columns.uid[at]]
        if form == "text":
            return haystack(shown.event).encode()
        if form == "ics":
            self._calendars += 1
            often = self._calendars <= READ_BACK or self._calendars % SAMPLE == 0
            return ical.part(shown, names, read_back=often)
        if form == "json":
            return jsonfeed.item(shown, names, self._said(shown))
        write = newsfeed.rss_item if form == "rss" else newsfeed.atom_entry
        return write(rss.change_entry(shown, change, names) if change else self._said(shown))

    def _said(self, shown: Shown) -> Entry:
        """What RSS, Atom and JSON say of an event: made once for the three."""
        known = self._entry
        if known is None or known[0] != shown.event.uid:
            known = self._entry = shown.event.uid, rss.entry(shown, self.edition.names)
        return known[1]


def changes_feed() -> Feed:
    """The feed of what happened to all events."""
    from feeds.filters import Filter

    name = say("all_feed")
    return Feed(CHANGES, say("changes_feed", name=name), say("changes_feed_text", name=name), Filter(), "changes")


def _descending(values: Sequence[float]) -> array[int]:
    """Positions from the greatest value on; an array, for the numbers of a list lie all over the memory."""
    return array("I", sorted(range(len(values)), key=values.__getitem__, reverse=True))
