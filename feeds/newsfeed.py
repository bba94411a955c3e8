"""Events and changes as RSS 2.0 and Atom: entries rendered once by feedgen, feeds joined from a head and such entries.

The two are built apart (RSS wants content:encoded and categories with a domain, Atom schemes and text
types). Does not choose events and writes no file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

EV = "http://purl.org/rss/1.0/modules/event/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
ATOM = "http://www.w3.org/2005/Atom"
TTL = 360  # minutes
_RSS_MAP: Any = {"ev": EV, "content": CONTENT, "atom": ATOM}
_ATOM_MAP: Any = {None: ATOM, "ev": EV}


@dataclass(frozen=True, slots=True)
class Category:
    """A tag: id, where the id comes from (a URI), and its German name."""

    term: str
    scheme: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a newsfeed. `guid`: a tag: URI; `ev`: elements of the RSS event module, by name."""

    guid: str
    title: str
    html: str
    summary: str
    published: datetime
    updated: datetime
    link: str | None = None
    author: str | None = None
    categories: tuple[Category, ...] = ()
    ev: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Channel:
    """What a newsfeed says about itself. `id`: a tag: URI; `address`: its own; `page`: explains it."""

    id: str
    name: str
    text: str
    address: str
    page: str
    changed: datetime


class EventModule:
    """RSS 1.0 event module: ev:startdate, ev:enddate, ev:location, ev:organizer, ev:type as children of an entry."""

    def __init__(self) -> None:
        self.values: Sequence[tuple[str, str]] = ()

    def extend_rss(self, entry: Any) -> Any:
        """The item with the event's elements."""
        for name, text in self.values:
            etree.SubElement(entry, f"{{{EV}}}{name}").text = text
        return entry

    extend_atom = extend_rss


def _entry(entry: Entry) -> FeedEntry:
    item = FeedEntry()
    item.guid(entry.guid, permalink=False)
    item.title(entry.title)
    item.published(entry.published)
    item.updated(entry.updated)
    if entry.link:
        item.link(href=entry.link, rel="alternate")
    item.register_extension("ev", EventModule)
    item.ev.values = entry.ev
    return item


def rss_item(entry: Entry) -> bytes:
    """`<item>…</item>` with the prefixes of `rss`."""
    item = _entry(entry)
    item.description(escape(entry.summary, quote=False))  # RSS takes a description for HTML
    item.content(entry.html, type="html")
    for category in entry.categories:
        item.category(term=category.name, scheme=category.scheme)
    return _inner(item.rss_entry(), "rss", _RSS_MAP)


def atom_entry(entry: Entry) -> bytes:
    """`<entry>…</entry>` with the prefixes of `atom`."""
    item = _entry(entry)
    item.summary(entry.summary)
    item.content(entry.html, type="html")
    if entry.author:
        item.author(name=entry.author)
    for category in entry.categories:
        item.category(term=category.term, scheme=category.scheme, label=category.name)
    return _inner(item.atom_entry(), "feed", _ATOM_MAP)


def _inner(element: Any, root: str, spaces: Any) -> bytes:
    """The element as text without the namespaces its feed declares anyway."""
    name = f"{{{ATOM}}}{root}" if root == "feed" else root
    parent = etree.Element(name, nsmap=spaces)
    parent.append(element)
    etree.cleanup_namespaces(parent, top_nsmap=spaces, keep_ns_prefixes=[p for p in spaces if p])
    whole = etree.tostring(parent, encoding="utf-8")
    return whole[whole.index(b">") + 1 : whole.rindex(b"</")] + b"\n"


def _channel(channel: Channel) -> FeedGenerator:
    feed = FeedGenerator()
    feed.id(channel.id)
    feed.title(channel.name)
    feed.link(href=channel.page, rel="alternate")
    feed.language("de")
    feed.generator("pitchradar")
    feed.updated(channel.changed)
    feed.ttl(TTL)
    return feed


def rss(channel: Channel, items: Sequence[bytes]) -> bytes:
    """A whole RSS feed of rendered items, in the order given."""
    feed = _channel(channel)
    feed.description(channel.text)
    feed.link(href=channel.address, rel="self", type="application/rss+xml")
    feed.link(href=channel.page)
    feed.register_extension("ev", _Spaces, atom=False)
    feed.lastBuildDate(channel.changed)
    return _joined(feed.rss_str(), b"</channel>", items)


def atom(channel: Channel, entries: Sequence[bytes]) -> bytes:
    """A whole Atom feed of rendered entries, in the order given."""
    feed = _channel(channel)
    feed.subtitle(channel.text)
    feed.author(name="pitchradar")
    feed.link(href=channel.address, rel="self", type="application/atom+xml")
    feed.register_extension("ev", _Spaces, rss=False)
    return _joined(feed.atom_str(), b"</feed>", entries)


class _Spaces:
    """Declares the event module's prefix at the root: feedgen asks a feed's extensions these three things."""

    def extend_ns(self) -> dict[str, str]:
        """{prefix: namespace}."""
        return {"ev": EV}

    def extend_rss(self, feed: Any) -> Any:
        """Nothing to add."""
        return feed

    extend_atom = extend_rss


def _joined(empty: bytes, closing: bytes, items: Sequence[bytes]) -> bytes:
    at = empty.rindex(closing)
    return b"".join([empty[:at], b"\n", *items, empty[at:]])


def stamp(moment: datetime) -> datetime:
    """feedgen writes the offset it is given: UTC, whole seconds."""
    return moment.astimezone(UTC).replace(microsecond=0)
