"""Joins feeds from rendered parts: any feed, any form, rendering only what has never been rendered before.

An event that cannot be rendered is left out of every form and reported once; the feed lives on. Writes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from pathlib import Path

from feeds import changes, ical, jsonfeed, newsfeed, rss
from feeds.edition import Edition
from feeds.moments import EPOCH, newest
from feeds.parts import Parts
from feeds.setting import CHANGES, Addresses, Feed
from feeds.shown import Shown
from feeds.words import say
from pipeline.model import Change, Event, Issue

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
        names = self.edition.names
        return ical.feed(info, events, lambda e: self._part("ics", e, lambda s: ical.part(s, names)), self.edition.past)

    def json(self, feed: Feed, events: Sequence[Event], query: str = "") -> bytes:
        """The JSON feed, complete."""
        names = self.edition.names
        made = self._parts("json", events, lambda s: jsonfeed.item(s, names))
        address = self.addresses.feed(feed.name, "json", query)
        return jsonfeed.feed(feed.title, feed.text, address, self.addresses.page(query), list(made.values()))

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
        write = newsfeed.rss_item if form == "rss" else newsfeed.atom_entry
        names = self.edition.names
        if isinstance(what, Event):
            return self._part(form, what, lambda s: write(rss.entry(s, names)))
        kind, event = _hash(repr((what.kind, what.at, what.fields))), self.edition.shown[what.uid].event
        return self._part(f"{form}/{kind}", event, lambda s: write(rss.change_entry(s, what, names)))

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

    def _parts(self, form: str, events: Sequence[Event], render: Callable[[Shown], bytes]) -> dict[str, bytes]:
        made = ((event.uid, self._part(form, event, render)) for event in events)
        return {uid: part for uid, part in made if part}

    def _part(self, form: str, event: Event, render: Callable[[Shown], bytes]) -> bytes | None:
        if event.uid in self._broken:
            return None
        shown = self.edition.shown[event.uid]
        key = self._keys.get(event.uid) or self._keys.setdefault(event.uid, _hash(self._state, *fingerprint(shown)))
        try:
            return self.parts.get(f"{form}:{key}", lambda: render(shown))
        except (ValueError, TypeError, OverflowError) as error:
            self._broken.add(event.uid)
            self.issues.append(ical.broken(shown, error))
            return None


def changes_feed() -> Feed:
    """The feed of what happened to all events."""
    from feeds.filters import Filter

    name = say("all_feed")
    return Feed(CHANGES, say("changes_feed", name=name), say("changes_feed_text", name=name), Filter(), "changes")


def _dated(what: Event | Change) -> tuple[datetime, str]:
    return (what.first_published or EPOCH if isinstance(what, Event) else what.at), what.uid


def fingerprint(shown: Shown) -> tuple[str, ...]:
    """Everything the bytes of an event depend on, as texts that are the same in every process."""
    event, when = shown.event, shown.event.when
    values = (
        shown.moved, shown.unverified, shown.link, event.uid, event.sequence, event.title, when.start, when.end,
        when.all_day, sorted(when.guessed), event.venue, event.online, event.url, event.description, event.organizer,
        event.industries, event.topics, event.formats, event.regions, event.kmu_fit, event.status, event.availability,
        event.listed, event.deadline, event.language, event.price, event.series, event.first_published,
        event.last_changed,
    )  # fmt: skip
    return tuple(map(str, values))


@cache
def renderer() -> str:
    """Changes whenever the code or the words that render a part change: no old part outlives its renderer."""
    room = Path(__file__).parent
    files = [*(room / name for name in _SOURCES), *(room / "templates" / name for name in _TEXTS)]
    return _hash(*(path.read_text("utf-8") for path in files))


def _hash(*texts: str) -> str:
    return hashlib.blake2b("\x1f".join(texts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
