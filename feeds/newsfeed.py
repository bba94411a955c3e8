"""Events and changes as RSS 2.0 and Atom: entries rendered once, feeds joined from feedgen's head and such entries.

The two are built apart (RSS wants content:encoded and categories with a domain, Atom schemes and text types). An entry
is written by us: feedgen takes ten times as long. Does not choose events and writes no file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from html import escape
from typing import Any

from feedgen.feed import FeedGenerator

from feeds import checks
from feeds.joined import Joined, Part

EV = "http://purl.org/rss/1.0/modules/event/"
TTL = 360  # minutes
_EPOCH = datetime.fromtimestamp(0, UTC)  # stands for a feed's moment while its head is made
_GIVEN = ("id", "name", "text", "address", "page")
_VALUE = re.compile(r"\{(\w+)\}")


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


def rss_item(entry: Entry) -> bytes:
    """`<item>…</item>` with the prefixes of `rss`. ValueError when no XML can hold it."""
    return _checked(
        "item",
        _element("title", entry.title),
        _element("link", entry.link),
        _element("description", escape(entry.summary, quote=False)),  # RSS takes a description for HTML
        _element("content:encoded", entry.html),
        _element("guid", entry.guid, isPermaLink="false"),
        *map(_rss_category, entry.categories),
        _element("pubDate", format_datetime(entry.published)),
        *(_element(f"ev:{name}", text) for name, text in entry.ev),
    )


def atom_entry(entry: Entry) -> bytes:
    """`<entry>…</entry>` with the prefixes of `atom`. ValueError when no XML can hold it."""
    return _checked(
        "entry",
        _element("id", entry.guid),
        _element("title", entry.title),
        _element("updated", entry.updated.isoformat()),
        f"<author>{_element('name', entry.author)}</author>" if entry.author else "",
        _element("content", entry.html, type="html"),
        _empty("link", href=entry.link, rel="alternate") if entry.link else "",
        _element("summary", entry.summary),
        *map(_atom_category, entry.categories),
        _element("published", entry.published.isoformat()),
        *(_element(f"ev:{name}", text) for name, text in entry.ev),
    )


@cache  # there are as many as there are words for tags
def _rss_category(tag: Category) -> str:
    return _element("category", tag.name, domain=tag.scheme)


@cache
def _atom_category(tag: Category) -> str:
    return _empty("category", term=tag.term, scheme=tag.scheme, label=tag.name)


def _element(name: str, text: str | None, **attributes: str) -> str:
    return f"<{name}{_attributes(attributes)}>{escape(text, quote=False)}</{name}>" if text else ""


def _empty(name: str, **attributes: str) -> str:
    return f"<{name}{_attributes(attributes)}/>"


def _attributes(given: dict[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in given.items())


def _checked(name: str, *children: str) -> bytes:
    made = f"<{name}>{''.join(children)}</{name}>\n".encode()
    checks.element(made)
    return made


def rss(channel: Channel, items: Sequence[Part]) -> Joined:
    """A whole RSS feed of rendered items, in the order given."""
    return _joined("rss", channel, format_datetime(stamp(channel.changed)), items)


def atom(channel: Channel, entries: Sequence[Part]) -> Joined:
    """A whole Atom feed of rendered entries, in the order given."""
    return _joined("atom", channel, stamp(channel.changed).isoformat(), entries)


def _joined(form: str, channel: Channel, changed: str, items: Sequence[Part]) -> Joined:
    """The head of all feeds is one, but for some values."""
    given = {name: getattr(channel, name) for name in _GIVEN} | {"changed": changed}
    head, tail = _frame(form)
    return Joined(_VALUE.sub(lambda value: escape(given[value[1]]), head).encode(), items, tail)


@cache
def _frame(form: str) -> tuple[str, bytes]:
    """Everything before the first item, with names in the place of a channel's values; and after the last."""
    feed = FeedGenerator()
    feed.id("{id}")
    feed.title("{name}")
    feed.link(href="{page}", rel="alternate")
    feed.language("de")
    feed.generator("pitchradar")
    feed.ttl(TTL)
    feed.register_extension("ev", _Spaces, atom=form == "atom", rss=form == "rss")
    feed.updated(_EPOCH)
    feed.lastBuildDate(_EPOCH)
    feed.link(href="{address}", rel="self", type=f"application/{form}+xml")
    if form == "rss":
        feed.description("{text}")
        feed.link(href="{page}")
        written, end, changed = feed.rss_str().decode(), "</channel>", format_datetime(_EPOCH)
    else:
        feed.subtitle("{text}")
        feed.author(name="pitchradar")
        written, end, changed = feed.atom_str().decode(), "</feed>", _EPOCH.isoformat()
    head, _, tail = written.replace(changed, "{changed}").rpartition(end)
    return head + "\n", (end + tail).encode()


class _Spaces:
    """Declares the event module's prefix at the root: feedgen asks a feed's extensions these three things."""

    def extend_ns(self) -> dict[str, str]:
        """{prefix: namespace}."""
        return {"ev": EV}

    def extend_rss(self, feed: Any) -> Any:
        """Nothing to add."""
        return feed

    extend_atom = extend_rss


def stamp(moment: datetime) -> datetime:
    """feedgen writes the offset it is given: UTC, whole seconds."""
    return moment.astimezone(UTC).replace(microsecond=0)
