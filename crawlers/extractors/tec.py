"""Kind `tec`: The Events Calendar for WordPress, by its REST answer (tribe/events/v1) or a page that leads there.

REST knows no cancellation: each coming event's own page is asked for, whose JSON-LD has `eventStatus`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from crawlers.extractors import extents, native, schema_org, values
from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import decode
from crawlers.extractors.jsonload import loads
from crawlers.extractors.pagestate import objects
from pipeline.model import Follow, Page, RawEvent, Source

PER_PAGE = 50  # the most the plugin allows without a filter
BACK = timedelta(days=30)

_ROOT = re.compile(r"https?://[^\s\"'<>]{1,300}?/(?:wp-json|index\.php\?rest_route=)/tribe/events/v1/?")
_SINGLE = re.compile(r"<body\b[^>]{0,2000}\bsingle-tribe_events\b[^>]{0,2000}>")
_POST_ID = re.compile(r"\bpostid-(\d+)\b")
_OFFSET_ZONE = re.compile(r"UTC[+-]?\d*(?::\d+)?", re.IGNORECASE)


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """Events of a REST answer, its next page, the coming events' own pages; of a page its event or the REST address."""
    text = decode(page)
    if not text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        yield from _from_page(text, page, source)
        return
    document = loads(text)
    listed = _records(document)
    for position, record in enumerate(listed):
        raw = event(record, page, source, position)
        if raw is None:
            continue
        yield raw
        if raw.url and native.upcoming(raw, page):
            yield Follow(raw.url, "detail")
    url = values.link(page.url, document.get("next_rest_url")) if isinstance(document, dict) else None
    if url and listed:
        yield Follow(url, "page")


def _records(document: Any) -> list[Mapping[str, Any]]:
    if not isinstance(document, dict):
        raise Unreadable("not an answer of The Events Calendar")
    if "events" not in document:
        if document.get("code") == "event-archive-page-not-found":  # a page past the end: 404 with this code
            return []
        return [document] if "start_date" in document else []
    return objects(document["events"])


def endpoint(root: str, page: Page) -> str:
    """The REST address of a site's events from a month ago on; without `start_date` the answer is a default window."""
    since = (page.fetched_at - BACK).date().isoformat()
    joined = "&" if "?" in root else "?"
    return f"{root.rstrip('/')}/events/{joined}{urlencode({'start_date': since, 'per_page': PER_PAGE})}"


def root_of(text: str, page: Page) -> str | None:
    """The REST root a page names (its header, link or meta may point to another host); else the page's own."""
    named = page.headers.get("x-tec-api-root")
    match = _ROOT.search(text.replace("\\/", "/"))
    return values.link(page.url, named) or (match[0] if match else None)


def _from_page(text: str, page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    single = _SINGLE.search(text)
    if single:
        key = _POST_ID.search(single[0])
        for raw in schema_org.events(page, source)[0][:1]:
            yield replace(raw, kind="tec", key=key[1] if key else None)
        return
    root = root_of(text, page) or f"{native.site(page)}/wp-json/tribe/events/v1"
    yield Follow(endpoint(root, page), "feed")


def event(record: Mapping[str, Any], page: Page, source: Source, position: int = 0) -> RawEvent | None:
    """One REST record. `start_date` is local time in `timezone`; `utc_start_date` may be wrong and is not read."""
    title = values.text(record.get("title"), 300)
    start, end = values.moment(record.get("start_date")), values.moment(record.get("end_date"))
    if not title or start is None or record.get("status") not in (None, "publish"):
        return None
    start, end = extents.span(start, end, all_day=record.get("all_day") is True)
    zone = record.get("timezone")
    venue = _first(record.get("venue"))
    place = values.place(
        name=values.text(venue.get("venue")),
        street=values.text(venue.get("address")),
        postcode=values.text(venue.get("zip"), 12),
        city=values.text(venue.get("city"), 80),
        lat=venue.get("geo_lat"),
        lon=venue.get("geo_lng"),
    )
    return RawEvent(
        source_id=source.id,
        page=page.url,
        title=title,
        url=values.link(page.url, record.get("url")),
        key=values.text(record.get("id"), 40),
        start=start,
        end=end,
        # A site set to a bare offset ("UTC+0") still writes local times: then the source's zone is the better one.
        timezone=zone if isinstance(zone, str) and not _OFFSET_ZONE.fullmatch(zone) else None,
        where=values.where(place),
        place=place,
        description=values.prose(record.get("description")),
        organizer=values.text([one.get("organizer") for one in _all(record.get("organizer"))]),
        online="yes" if record.get("is_virtual") is True else None,
        price=values.text(record.get("cost"), 80),
        kind="tec",
        position=position,
        found={"start": f"REST start_date: {record.get('start_date')} {zone or ''}".strip()},
    )


def _all(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a field that is one object, a list of them, or [] when there is none."""
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, dict)]


def _first(value: Any) -> Mapping[str, Any]:
    return next(iter(_all(value)), {})
