"""Events as JSON Feed 1.1 (jsonfeed.org), each item with the keys all of pitchradar's JSON has beside the standard's.

An item is rendered once; a feed is a head and such items. It obeys the same limit as a calendar; how many events it has
and how many of them it carries stands in its head.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from feeds import checks, rss
from feeds import shown as show
from feeds.facts import is_evening, is_free, point_of
from feeds.filters import Choices
from feeds.ical import Head
from feeds.joined import COMMA, Joined, Nearest, fitting, listed
from feeds.newsfeed import Entry
from feeds.shown import Shown, clean
from feeds.words import say
from pipeline.model import Event

VERSION = "https://jsonfeed.org/version/1.1"
_TAIL = b"\n]}\n"


def keys(event: Event) -> dict[str, Any]:
    """The keys of every JSON output of the house; null when unknown, `end` of an all-day event is its last day."""
    return {
        "title": clean(event.title, show.MAX_TITLE),
        "start": rss.w3c(event.when.start),
        "end": rss.w3c(event.when.end) if event.when.end else None,
        "all_day": event.when.all_day,
        "location": clean(event.venue.line() or "") or None if event.venue else None,
        "city": clean(event.venue.city or "") or None if event.venue else None,
        "url": show.safe_url(event.url),
        "status": event.status,
        "online": event.online,
        "organizer": clean(event.organizer or "") or None,
        "description": show.body(event) or None,
    }


def item(shown: Shown, names: Choices, entry: Entry) -> bytes:
    """One item as JSON text, with the comma behind it. `title` is the plain one; `content_html` tells date, place and
    state in words. `entry`: what the newsfeeds say of the same event."""
    event = shown.event
    made = {
        "id": entry.guid,
        **keys(event),
        "url": shown.url,
        "summary": entry.title,
        "content_html": entry.html,
        "date_published": rss.entry_date(event.first_published),
        "date_modified": rss.entry_date(event.last_changed),
        "tags": show.tag_names(event, names),
        "language": event.language,
        "_pitchradar": _more(shown),
    }
    optional = ("language", "date_published", "date_modified")
    rendered = dumped({key: value for key, value in made.items() if value is not None or key not in optional})
    checks.json_item(rendered)
    return rendered + COMMA


def _more(shown: Shown) -> dict[str, Any]:
    """What a program may want to filter by."""
    event = shown.event
    lat, lon = point_of(event) or (None, None)
    return {
        "uid": event.uid,
        "sequence": event.sequence,
        "industries": event.industries,
        "topics": event.topics,
        "formats": event.formats,
        "regions": event.regions,
        "kmu_fit": event.kmu_fit,
        "availability": event.availability,
        "listed": event.listed,
        "deadline": rss.w3c(event.deadline) if event.deadline else None,
        "price": clean(event.price or "") or None,
        "free": is_free(event.price),
        "evening": is_evening(event),
        "lat": lat,
        "lon": lon,
        "series": event.series,
        "guessed": sorted(event.when.guessed),
        "source": shown.source or None,
        "unverified": shown.unverified,
    }


def dumped(data: Any) -> bytes:
    """Compact JSON that may also stand inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("</", "<\\/").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode()


def feed(info: Head, nearest: Nearest, count: int) -> Joined:
    """A JSON feed of events in their order; at most 1 MB, as `ical.feed`."""
    kept, whole = fitting(nearest, len(_head(info, count, count)) + len(_TAIL))
    note = "" if whole else say("shortened", kept=len(kept), all=count)
    return listed(_head(info, count, len(kept), note), kept, _TAIL)


def told(info: Head, items: Iterable[Any]) -> Joined:
    """A JSON feed of what are no events."""
    return listed(_head(info), [dumped(item) + COMMA for item in items], _TAIL)


def _head(info: Head, count: int | None = None, carried: int = 0, note: str = "") -> bytes:
    made = {
        "version": VERSION,
        "title": info.name,
        "description": " ".join(filter(None, (info.text, note))),
        "home_page_url": info.page,
        "feed_url": info.address,
        "language": "de",
        "authors": [{"name": "pitchradar"}],
        **({} if count is None else {"_pitchradar": {"events": count, "carried": carried}}),
    }
    return dumped(made)[:-1] + b',"items":[\n'
