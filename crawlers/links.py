"""Richer forms a page links: calendars, feeds, JSON. Looks at addresses only; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import html

from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import absolute, tree
from pipeline.model import Page

MAX_LINKS = 20_000

# type of <link rel="alternate"> -> (kind, score)
_TYPES: dict[str, tuple[str, float]] = {
    "text/calendar": ("ics", 0.88),
    "application/rss+xml": ("rss", 0.45),
    "application/atom+xml": ("rss", 0.45),
    "application/feed+json": ("rss", 0.45),
}
# addresses of whole calendars, however they are linked -> score
_CALENDARS: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"^webcal:"), 0.9),
    (re.compile(r"calendar\.google\.com/calendar/ical/.+/public/"), 0.92),
    (re.compile(r"/public-calendars/[\w-]+/?\?export"), 0.92),
    (re.compile(r"api2?\.(?:lu\.ma|luma\.com)/ics/get\?entity=calendar"), 0.95),
    (re.compile(r"ai1ec_exporter_controller.*export_events"), 0.9),
    (re.compile(r"/feed/(?:eo-events|my-calendar-ics|ics)\b"), 0.88),
    (re.compile(r"/ics_view\b|/events\.ics\b|/calendar\.ics\b|/feed/ics\b"), 0.85),
    (re.compile(r"[?&]ical=1\b"), 0.8),
    (re.compile(r"\.ics(?:$|\?)"), 0.75),
)
_COMMENTS = re.compile(r"/comments?/feed|kommentare|/oembed", re.IGNORECASE)
_EVENT_FEED = re.compile(r"event|termin|veranstaltung|kalender|calendar|agenda", re.IGNORECASE)
_ONE_EVENT = 0.2  # a link that saves a single event to a calendar


class Richer(NamedTuple):
    """A form that a page links. `score` 0..1: how sure it is the page's own list, in that kind."""

    kind: str
    score: float
    url: str
    evidence: str


def linked(page: Page) -> Iterator[Richer]:
    """Every richer form the page links; at most one calendar link per pattern."""
    try:
        root = tree(page)
    except Unreadable:
        return
    yield from _alternates(root, page)
    yield from _calendars(root, page)


def _alternates(root: html.HtmlElement, page: Page) -> Iterator[Richer]:
    for node in root.iter("link"):
        kind, score = _TYPES.get((node.get("type") or "").strip().lower(), ("", 0.0))
        url = _address(page, node.get("href"))
        if not kind or not url or "alternate" not in (node.get("rel") or "").lower() or _COMMENTS.search(url):
            continue
        if kind == "rss" and _EVENT_FEED.search(url + (node.get("title") or "")):
            score = 0.6
        yield Richer(kind, score, url, f"link rel=alternate type={node.get('type')}")


def _calendars(root: html.HtmlElement, page: Page) -> Iterator[Richer]:
    found: dict[str, list[tuple[float, str]]] = {}
    for number, node in enumerate(root.iter("a", "iframe")):
        href = (node.get("href") or node.get("src") or "").strip()
        rated = next(((score, rule.pattern) for rule, score in _CALENDARS if rule.search(href)), None)
        url = _address(page, href) if rated else None
        if rated and url and number < MAX_LINKS:
            found.setdefault(rated[1], []).append((rated[0], url))
    for pattern, links in found.items():
        several = len({url for _, url in links}) > 1
        score, url = links[0]
        yield Richer("ics", _ONE_EVENT if several else score, url, f"link like {pattern}")


def _address(page: Page, href: str | None) -> str | None:
    return absolute(page, re.sub(r"^webcals?:", "https:", (href or "").strip(), flags=re.IGNORECASE))
