"""Feeds as one would write them without stored parts: icalendar and feedgen, every feed from scratch; and read back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import feedparser
from feedgen.feed import FeedGenerator
from icalendar import Calendar
from icalendar import Event as VEvent

from feeds import ical, rss, shown
from feeds.filters import Choices
from pipeline.model import Event


def naive_calendar(events: list[Event], names: Choices) -> bytes:
    """A calendar straight from the library, with what ours says of each event."""
    calendar = Calendar()
    calendar.add("prodid", "x")
    calendar.add("version", "2.0")
    for event in events:
        told, vevent = shown.Shown(event), VEvent()
        start, end, note = ical.bounds(event)
        vevent.add("uid", event.uid)
        vevent.add("dtstamp", event.last_changed)
        vevent.add("last-modified", event.last_changed)
        vevent.add("created", event.first_published)
        vevent.add("sequence", event.sequence)
        vevent.add("dtstart", start)
        vevent.add("dtend", end)
        vevent.add("summary", shown.title(told))
        vevent.add("description", ical.description(told, names, note))
        vevent.add("location", shown.place(event))
        vevent.add("status", ical.status(event))
        vevent.add("categories", shown.tag_names(event, names))
        vevent.add("url", told.url)
        calendar.add_component(vevent)
    return bytes(calendar.to_ical())


def naive_newsfeeds(events: list[Event], names: Choices) -> bytes:
    """RSS and Atom straight from the library, with what ours say of each event; the RSS of them."""
    naive_newsfeed(events, names, FeedGenerator.atom_str)
    return naive_newsfeed(events, names, FeedGenerator.rss_str)


def naive_newsfeed(events: list[Event], names: Choices, written: Callable[[FeedGenerator], bytes]) -> bytes:
    """One of the two."""
    feed = FeedGenerator()
    feed.id("x")
    feed.title("x")
    feed.description("x")
    feed.link(href="https://x.example")
    for event in events:
        entry, item = rss.entry(shown.Shown(event), names), feed.add_entry(order="append")
        item.guid(entry.guid)
        item.title(entry.title)
        item.link(href=entry.link)
        item.description(entry.summary)
        item.content(entry.html, type="html")
        item.published(entry.published)
        item.updated(entry.updated)
        for tag in entry.categories:
            item.category(term=tag.name, scheme=tag.scheme)
    return bytes(written(feed))


def parsed_calendar(data: bytes) -> list[tuple[Any, ...]]:
    """What a reader sees of a calendar."""
    return [
        (
            *(str(v[name]) for name in ("uid", "summary", "description", "location", "status", "url", "sequence")),
            *(v[name].dt for name in ("dtstart", "dtend", "dtstamp")),
            tuple(v["categories"].cats),
        )
        for v in Calendar.from_ical(data).walk("VEVENT")
    ]


def parsed_newsfeed(data: bytes) -> list[tuple[Any, ...]]:
    """What a reader sees of a newsfeed."""
    return [
        (e.id, e.title, e.link, e.published_parsed, e.content[0].value, tuple(tag.term for tag in e.tags))
        for e in feedparser.parse(data).entries
    ]
