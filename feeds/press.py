"""Joins feeds from rendered parts: any feed, any form, rendering only what has never been rendered before.

An event that cannot be rendered is left out of every form and reported once; the feed lives on. Writes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import chain, compress, islice

from feeds import changes, ical, jsonfeed, newsfeed, rss
from feeds.edition import Edition
from feeds.facts import haystack
from feeds.joined import Joined
from feeds.moments import EPOCH
from feeds.newsfeed import Entry
from feeds.parts import Parts
from feeds.select import Pick
from feeds.setting import CHANGES, Addresses, Feed
from feeds.shown import Shown
from feeds.state import code
from feeds.words import say
from pipeline.model import Change, Issue

READ_BACK = 250  # calendar parts that the library parses again in one go; of more, every 100th
SAMPLE = 100
MAX_ITEMS = 500  # of a newsfeed: the newest; readers keep the older ones themselves
NEWS = ("json", "rss", "atom")  # forms made of the same Entry
_UNSEEN, _BROKEN = None, b""


class Press:
    """Renders the feeds of one edition. `issues` grows with every event that had to be left out."""

    def __init__(self, edition: Edition, addresses: Addresses, parts: Parts) -> None:
        self.edition = edition
        self.addresses = addresses
        self.parts = parts
        self.issues: list[Issue] = []
        self._state = _hash(code(), repr(edition.names))
        events = edition.index.events
        self._rows: Mapping[str, list[bytes | None]] = {f: [_UNSEEN] * len(events) for f in ("ics", "text", *NEWS)}
        self._told: dict[tuple[str, int], bytes] = {}
        self._entry: tuple[str, Entry] | None = None  # of the event that is being rendered
        self._calendars = 0
        self._broken: set[str] = set()
        self._keys = [_hash(self._state, mark) for mark in edition.marks]

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
        return next((self.edition.index.events[at].last_changed for at in self._latest if flags[at]), None)

    def ics(self, feed: Feed, events: Pick, query: str = "") -> Joined:
        """The calendar."""
        head = self._head(feed, "ics", query)
        return ical.feed(head, self._nearest("ics", events), len(events), self.newest(events))

    def json(self, feed: Feed, events: Pick, query: str = "") -> Joined:
        """The JSON feed; that of everything is complete: on plain web space the subscribe page counts in it."""
        head = self._head(feed, "json", query)
        if feed.group != "all":
            return jsonfeed.feed(head, self._nearest("json", events), len(events))
        self._fill("json", [*events.positions()])
        return jsonfeed.complete(head, [*filter(None, compress(self._rows["json"], events.flags))], len(events))

    def rss(self, feed: Feed, events: Pick, query: str = "") -> Joined:
        """The RSS feed: the newest first, with an extra item for each cancellation and new date."""
        return newsfeed.rss(self._channel(feed, "rss", events, query), self._news("rss", events))

    def atom(self, feed: Feed, events: Pick, query: str = "") -> Joined:
        """The Atom feed of the same items."""
        return newsfeed.atom(self._channel(feed, "atom", events, query), self._news("atom", events))

    def texts(self) -> list[str]:
        """What can be searched, one text per event of the index; remembered like the other parts."""
        everything = range(len(self._keys))
        self._fill("text", everything)
        return [self._part("text", at).decode() for at in everything]

    def keep_texts(self) -> None:
        """Render those that are new; the others will be needed by whoever searches."""
        for at, key in enumerate(self._keys):
            if not self.parts.keep(f"text:{key}"):
                self._part("text", at)

    def _head(self, feed: Feed, form: str, query: str = "") -> ical.Head:
        address, page = self.addresses.feed(feed.name, form, query), self.addresses.page(query)
        return ical.Head(feed.title, feed.text, address, page, feed.color)

    def _nearest(self, form: str, events: Pick) -> Iterator[tuple[int, bytes]]:
        """Positions and parts: what is to come, then what is over, the latest first."""
        row, coming, over = self._rows[form], self.edition.coming(events), self.edition.gone(events)
        for at in chain(coming.positions(), reversed([*over.positions()])):
            yield at, row[at] or self._part(form, at)

    def _channel(self, feed: Feed, form: str, events: Pick, query: str = "") -> newsfeed.Channel:
        own = f"{rss.TAG}feed/{feed.name}" + (f"?{query}" if query else "")
        address, page = self.addresses.feed(feed.name, form, query), self.addresses.page(query)
        return newsfeed.Channel(own, feed.title, feed.text or feed.title, address, page, self.newest(events) or EPOCH)

    def _news(self, form: str, events: Pick) -> list[bytes]:
        flags = events.flags
        ranked, positions = self._ranked
        newest_first = compress(ranked, map(flags.__getitem__, positions))
        made = (
            self._change(form, at, change) if change else self._part(form, at)
            for at, change in islice(newest_first, MAX_ITEMS)
        )
        return [part for part in made if part]

    @cached_property
    def _latest(self) -> list[int]:
        """The positions of all events, the one that changed last first."""
        changed = [card.changed for card in self.edition.index.cards]
        return sorted(range(len(changed)), key=changed.__getitem__, reverse=True)

    @cached_property
    def _ranked(self) -> tuple[list[tuple[int, Change | None]], list[int]]:
        """All events and what happened to them by position, the newest first, and the positions alone; sorted once
        for all feeds."""
        index = self.edition.index
        known = [(card.published, card.uid, at, None) for at, card in enumerate(index.cards)]
        told = [(c.at.timestamp(), c.uid, index.position(c.uid), c) for c in self.edition.changes if c.kind in rss.TOLD]
        ranked = sorted((*known, *told), key=lambda row: row[:2], reverse=True)
        return [(at, change) for *_, at, change in ranked], [at for *_, at, _ in ranked]

    def _changes(self, feed: Feed, form: str) -> Joined:
        """What is new, moved or cancelled, and a digest of every whole week."""
        entries = changes.entries(self.edition, self.addresses.page())[:MAX_ITEMS]
        latest = max((entry.updated for entry in entries), default=EPOCH)
        address, page = self.addresses.feed(CHANGES, form), self.addresses.page()
        if form == "json":
            items = [jsonfeed.dumped(changes.json_item(entry)) for entry in entries]
            return jsonfeed.complete(self._head(feed, form), items)
        channel = newsfeed.Channel(f"{rss.TAG}feed/{CHANGES}", feed.title, feed.text, address, page, latest)
        if form == "rss":
            return newsfeed.rss(channel, [newsfeed.rss_item(entry) for entry in entries])
        return newsfeed.atom(channel, [newsfeed.atom_entry(entry) for entry in entries])

    def _fill(self, form: str, positions: Sequence[int]) -> None:
        """Have the parts of many events ready; those that are not stored are rendered."""
        row = self._rows[form]
        for at, part in zip(positions, self.parts.each([f"{form}:{self._keys[at]}" for at in positions]), strict=True):
            row[at] = part
        for at in positions:
            if row[at] is _UNSEEN or self._broken:
                row[at] = self._stored(form, at)

    def _part(self, form: str, at: int) -> bytes:
        """The part of the event at a position in a form; empty for a broken event."""
        row = self._rows[form]
        found = row[at]
        if found is _UNSEEN:
            forms = NEWS if form in ("rss", "atom") else (form,)  # who needs one of these needs the others, too
            for each in forms:
                self._rows[each][at] = self._stored(each, at)
            found = row[at]
        return found or _BROKEN

    def _change(self, form: str, at: int, change: Change) -> bytes:
        """The extra item of what happened to an event."""
        key = f"{form}/{_hash(repr((change.kind, change.at, change.fields)))}", at
        if key not in self._told:
            self._told[key] = self._stored(*key, change)
        return self._told[key]

    def _stored(self, form: str, at: int, change: Change | None = None) -> bytes:
        uid = self.edition.index.cards[at].uid
        if uid in self._broken:
            return _BROKEN
        key = f"{form}:{self._keys[at]}"
        try:
            return self.parts.get(key, lambda: self._render(form, uid, change))
        except (ValueError, TypeError, OverflowError) as error:
            self._broken.add(uid)
            self.issues.append(ical.broken(self.edition.shown[uid], error))
            return _BROKEN

    def _render(self, form: str, uid: str, change: Change | None) -> bytes:
        names, shown = self.edition.names, self.edition.shown[uid]
        if form == "text":
            return haystack(shown.event).encode()
        if form == "ics":
            self._calendars += 1
            often = self._calendars <= READ_BACK or self._calendars % SAMPLE == 0
            return ical.part(shown, names, read_back=often)
        if form == "json":
            return jsonfeed.item(shown, names, self._said(shown))
        write = newsfeed.rss_item if form.startswith("rss") else newsfeed.atom_entry
        return write(rss.change_entry(shown, change, names) if change else self._said(shown))

    def _said(self, shown: Shown) -> Entry:
        """What RSS, Atom and JSON say of an event: made once for the three."""
        uid = shown.event.uid
        if self._entry is None or self._entry[0] != uid:
            self._entry = uid, rss.entry(shown, self.edition.names)
        return self._entry[1]


def changes_feed() -> Feed:
    """The feed of what happened to all events."""
    from feeds.filters import Filter

    name = say("all_feed")
    return Feed(CHANGES, say("changes_feed", name=name), say("changes_feed_text", name=name), Filter(), "changes")


def _hash(*texts: str) -> str:
    return hashlib.blake2b("\x1f".join(texts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
