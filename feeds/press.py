"""Joins feeds from rendered parts: any feed, any form, rendering only what has never been rendered before.

An event that cannot be rendered is left out of every form and reported once; the feed lives on. Writes nothing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from pathlib import Path

from feeds import changes, ical, jsonfeed, newsfeed, rss
from feeds.edition import Edition
from feeds.moments import EPOCH, newest
from feeds.newsfeed import Entry
from feeds.parts import Parts
from feeds.setting import CHANGES, Addresses, Feed
from feeds.shown import Shown
from feeds.words import say
from pipeline.model import Change, Event, Issue

READ_BACK = 1000  # calendar parts that the library parses again in one go; of more, every 50th
SAMPLE = 50
KEPT = 5000  # entries that wait for their other forms
MAX_ITEMS = 500  # of a newsfeed: the newest; readers keep the older ones themselves
_SOURCES = ("ical.py", "shown.py", "rss.py", "newsfeed.py", "jsonfeed.py", "changes.py", "words.py", "moments.py")
_TEXTS = ("words.toml", "entry.html")


class Press:
    """Renders the feeds of one edition. `issues` grows with every event that had to be left out."""

    def __init__(self, edition: Edition, addresses: Addresses, parts: Parts) -> None:
        self.edition = edition
        self.addresses = addresses
        self.parts = parts
        self.issues: list[Issue] = []
        self._state = _hash(renderer(), repr(edition.names))
        self._keys: dict[str, str] = {}
        self._made: dict[str, dict[str, bytes | None]] = defaultdict(dict)
        self._entries: dict[str, Entry] = {}
        self._calendars = 0
        self._broken: set[str] = set()
        self._rank: list[Event | Change] | None = None
        self._forms: Mapping[str, Callable[[Feed, Sequence[Event], str], bytes]] = {
            "ics": self.ics,
            "rss": self.rss,
            "atom": self.atom,
            "json": self.json,
        }

    def feed(self, feed: Feed, form: str, events: Sequence[Event], query: str = "") -> bytes:
        """The bytes of a feed in one form. `query`: what its own address carries."""
        if feed.group == "changes":
            return self._changes(feed, form)
        return self._forms[form](feed, events, query)

    def ics(self, feed: Feed, events: Sequence[Event], query: str = "") -> bytes:
        """The calendar."""
        info = ical.Head(
            feed.title, feed.text, self.addresses.feed(feed.name, "ics", query), self.addresses.page(query), feed.color
        )
        return ical.feed(info, events, lambda event: self._part("ics", event), self.edition.past)

    def json(self, feed: Feed, events: Sequence[Event], query: str = "") -> bytes:
        """The JSON feed, complete."""
        made = [part for event in events if (part := self._part("json", event))]
        address = self.addresses.feed(feed.name, "json", query)
        return jsonfeed.feed(feed.title, feed.text, address, self.addresses.page(query), made)

    def rss(self, feed: Feed, events: Sequence[Event], query: str = "") -> bytes:
        """The RSS feed: the newest first, with an extra item for each cancellation and new date."""
        return newsfeed.rss(self._channel(feed, "rss", events, query), self._news("rss", events))

    def atom(self, feed: Feed, events: Sequence[Event], query: str = "") -> bytes:
        """The Atom feed of the same items."""
        return newsfeed.atom(self._channel(feed, "atom", events, query), self._news("atom", events))

    def _channel(self, feed: Feed, form: str, events: Iterable[Event], query: str = "") -> newsfeed.Channel:
        own = f"{rss.TAG}feed/{feed.name}" + (f"?{query}" if query else "")
        address, page = self.addresses.feed(feed.name, form, query), self.addresses.page(query)
        return newsfeed.Channel(own, feed.title, feed.text or feed.title, address, page, newest(events) or EPOCH)

    def _news(self, form: str, events: Sequence[Event]) -> list[bytes]:
        wanted = {event.uid for event in events}
        newest_first = (what for what in self._ranked() if what.uid in wanted)
        made = (self._item(form, what) for what in islice(newest_first, MAX_ITEMS))
        return [part for part in made if part]

    def _ranked(self) -> list[Event | Change]:
        """All events and what happened to them, the newest first; sorted once for all feeds."""
        if self._rank is None:
            told = [change for change in self.edition.changes if change.kind in rss.TOLD]
            all_: list[Event | Change] = [*self.edition.index.events, *told]
            self._rank = sorted(all_, key=_dated, reverse=True)
        return self._rank

    def _item(self, form: str, what: Event | Change) -> bytes | None:
        if isinstance(what, Event):
            return self._part(form, what)
        kind, event = _hash(repr((what.kind, what.at, what.fields))), self.edition.shown[what.uid].event
        return self._part(f"{form}/{kind}", event, what)

    def _changes(self, feed: Feed, form: str) -> bytes:
        """What is new, moved or cancelled, and a digest of every whole week."""
        entries = changes.entries(self.edition, self.addresses.page())[:MAX_ITEMS]
        latest = max((entry.updated for entry in entries), default=EPOCH)
        address, page = self.addresses.feed(CHANGES, form), self.addresses.page()
        if form == "json":
            items = [jsonfeed.dumped(changes.json_item(entry)) for entry in entries]
            return jsonfeed.feed(feed.title, feed.text, address, page, items)
        channel = newsfeed.Channel(f"{rss.TAG}feed/{CHANGES}", feed.title, feed.text, address, page, latest)
        if form == "rss":
            return newsfeed.rss(channel, [newsfeed.rss_item(entry) for entry in entries])
        return newsfeed.atom(channel, [newsfeed.atom_entry(entry) for entry in entries])

    def _part(self, form: str, event: Event, change: Change | None = None) -> bytes | None:
        """The part of an event (or of what happened to it) in a form; None for a broken event."""
        known = self._made[form]
        if event.uid not in known:
            known[event.uid] = self._stored(form, self.edition.shown[event.uid], change)
        return known[event.uid]

    def _stored(self, form: str, shown: Shown, change: Change | None) -> bytes | None:
        uid = shown.event.uid
        if uid in self._broken:
            return None
        if uid not in self._keys:
            self._keys[uid] = _hash(self._state, *self.edition.fingerprint(uid))
        try:
            return self.parts.get(f"{form}:{self._keys[uid]}", lambda: self._render(form, shown, change))
        except (ValueError, TypeError, OverflowError) as error:
            self._broken.add(uid)
            self.issues.append(ical.broken(shown, error))
            return None

    def _render(self, form: str, shown: Shown, change: Change | None) -> bytes:
        names = self.edition.names
        if form == "ics":
            self._calendars += 1
            often = self._calendars <= READ_BACK or self._calendars % SAMPLE == 0
            return ical.part(shown, names, read_back=often)
        if form == "json":
            return jsonfeed.item(shown, names, self._entry(shown))
        write = newsfeed.rss_item if form.startswith("rss") else newsfeed.atom_entry
        return write(rss.change_entry(shown, change, names) if change else self._entry(shown))

    def _entry(self, shown: Shown) -> Entry:
        """What RSS, Atom and JSON say of an event: made once for the three."""
        uid = shown.event.uid
        if uid not in self._entries:
            if len(self._entries) >= KEPT:
                self._entries.clear()
            self._entries[uid] = rss.entry(shown, self.edition.names)
        return self._entries[uid]


def changes_feed() -> Feed:
    """The feed of what happened to all events."""
    from feeds.filters import Filter

    name = say("all_feed")
    return Feed(CHANGES, say("changes_feed", name=name), say("changes_feed_text", name=name), Filter(), "changes")


def _dated(what: Event | Change) -> tuple[datetime, str]:
    return (what.first_published or EPOCH if isinstance(what, Event) else what.at), what.uid


@cache
def renderer() -> str:
    """Changes whenever the code or the words that render a part change: no old part outlives its renderer."""
    room = Path(__file__).parent
    files = [*(room / name for name in _SOURCES), *(room / "templates" / name for name in _TEXTS)]
    return _hash(*(path.read_text("utf-8") for path in files))


def _hash(*texts: str) -> str:
    return hashlib.blake2b("\x1f".join(texts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
