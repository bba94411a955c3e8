"""Kind `rss`: RSS, Atom, JSON Feed, and other XML whose records carry a title and a date.

A feed's publication date is no event date. The event's date comes from an event module, from fields of known meaning,
or from the item's own words. Reading those words is the pipeline's work; here they are only cut out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

import feedparser

from crawlers.extractors import extents, values
from crawlers.extractors.errors import Unreadable
from crawlers.extractors.feed_text import date_lines, is_news, leads, place
from crawlers.extractors.html import decode
from crawlers.extractors.jsonload import loads
from crawlers.extractors.markup import guarded, referring, to_records
from crawlers.extractors.records import events
from pipeline.model import Follow, Page, RawEvent, Source

SHARE = 0.5  # of the items: a feed in which most items lead with a date is a calendar

# The names feedparser gives to elements of modules: RSS event module (ev), xCal, Google data, WordPress.
_START = (
    "ev_startdate",
    "xcal_dtstart",
    "cal_dtstart",
    "startdate",
    "start_date",
    "event_start",
    "eventdate",
    "ecal_startdate",
    "mec_startdate",
    "s_startdate",
    "gd_starttime",
)
_END = (
    "ev_enddate",
    "xcal_dtend",
    "cal_dtend",
    "enddate",
    "end_date",
    "event_end",
    "ecal_enddate",
    "mec_enddate",
    "s_enddate",
    "gd_endtime",
)
_START_HOUR, _END_HOUR = "mec_starthour", "mec_endhour"  # beside the day
_PUBLISHED_IS_START = frozenset({"sf_event_mgt"})  # kinds whose `pubDate` is the event's start
_WHERE = (
    "ev_location",
    "mec_location",
    "xcal_location",
    "cal_location",
    "location",
    "venue",
    "event_location",
    "where",
)
_HOST = ("ev_organizer", "xcal_organizer", "organizer")


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """The dated items of a feed. Raises Unreadable: "not a feed", "cut off", "nested too deeply"."""
    text = decode(page).lstrip("\ufeff \t\r\n")
    if text[:1] in "{[":
        items = _json_items(loads(text))
    else:
        root = guarded(text)
        if root.lower() not in {"rss", "feed", "rdf"}:
            yield from events(to_records(text), page, source, kind="rss", origin=f"XML <{root}>")
            return
        items = _items(text)
    yield from from_items(items, page, source)


def from_items(items: list[Mapping[str, Any]], page: Page, source: Source) -> Iterator[RawEvent]:
    """Events of a feed's items: dates in fields first, else in the words; of a feed of posts only dated titles."""
    calendar = sum(map(leads, map(_words, items))) >= SHARE * len(items)
    found = [raw for at, item in enumerate(items) if (raw := _event(item, page, source, at, calendar))]
    uses = Counter(raw.key for raw in found)
    for raw in found:  # the dates of a series may have one id
        several = raw.key and uses[raw.key] > 1
        yield replace(raw, key=f"{raw.key}#{raw.start or ' '.join(raw.when)}") if several else raw


def _items(text: str) -> list[Mapping[str, Any]]:
    parsed = feedparser.parse(
        referring(text).encode("utf-8", "replace"), resolve_relative_uris=False, sanitize_html=False
    )
    if not parsed.version and not parsed.entries:
        raise Unreadable("not a feed")
    return list(parsed.entries)


def _json_items(document: Any) -> list[Mapping[str, Any]]:
    """JSON Feed (https://jsonfeed.org/version/1.1) in the names feedparser uses."""
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        raise Unreadable("not a JSON feed")
    names = {"url": "link", "content_html": "summary", "content_text": "summary", "id": "id", "title": "title"}
    items = [item for item in document["items"] if isinstance(item, dict)]
    return [{**item, **{new: item[old] for old, new in names.items() if item.get(old)}} for item in items]


def _words(item: Mapping[str, Any]) -> tuple[str, str]:
    """Title and text: the summary, or the whole text where only that leads with a date."""
    content = item.get("content")  # feedparser's is a list: the same text in several forms
    texts = (item.get("summary"), content[0] if content and isinstance(content, list) else content)
    bodies = [body[:5_000] for body in map(values.prose, texts) if body] or [""]
    body = next((body for body in bodies if leads(("", body))), bodies[0]) if len(bodies) > 1 else bodies[0]
    return values.text(item.get("title"), 300) or "", body


def _event(item: Mapping[str, Any], page: Page, source: Source, position: int, calendar: bool) -> RawEvent | None:
    title, body = _words(item)
    begins, ends = (_told(item, names, hour) for names, hour in ((_START, _START_HOUR), (_END, _END_HOUR)))
    start = values.moment(begins)
    if source.kind in _PUBLISHED_IS_START:
        start = start or _published(item, source.timezone)
    end = values.moment(ends) if start else None
    when: tuple[str, ...] = ()
    if start is None:
        when = extents.written(begins, ends) or date_lines(title, body, calendar)
    if not title or not (start or when) or (not start and is_news(title)):
        return None
    if start:
        start, end = extents.span(start, end)
    return RawEvent(
        source_id=source.id,
        page=page.url,
        title=title,
        url=values.link(page.url, item.get("link")),
        key=values.text(values.first((item.get("id"), item.get("guid"))), 300),
        when=when,
        start=start,
        end=end,
        where=values.text(_field(item, _WHERE)) or _postal(item) or place(body, when),
        place=_geo(item),
        description=body or None,
        organizer=values.text(_field(item, _HOST)),
        kind="rss",
        position=position,
        confidence=0.95 if start else 0.8 if calendar else 0.7,
        found={"start": f"feed item: {start or ' | '.join(when)}"[:300]},
    )


def _published(item: Mapping[str, Any], zone: str) -> str | None:
    """The publication date (RFC 822) in the source's zone, for systems that put the event's start there."""
    try:
        moment = parsedate_to_datetime(str(item.get("published", "")))
        return (moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return None


def _field(item: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((text for name in names if (text := values.text(item.get(name)))), None)


def _told(item: Mapping[str, Any], names: tuple[str, ...], hour: str) -> str | None:
    """A day or an instant, with the hour that stands in a field of its own."""
    day = _field(item, names)
    return " ".join(filter(None, (day, _field(item, (hour,))))) if day else None


def _postal(item: Mapping[str, Any]) -> str | None:
    return values.line(values.text(item.get("street")), values.text(item.get("city")))


def _geo(item: Mapping[str, Any]) -> dict[str, Any]:
    return values.place(lat=item.get("geo_lat"), lon=item.get("geo_long"))
