"""Kind `gancio`: local agendas by `/api/events`; times are epoch seconds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from crawlers.extractors import native
from crawlers.extractors.html import decode
from crawlers.extractors.jsonload import loads
from crawlers.extractors.pagestate import at, objects
from pipeline.model import Follow, Page, RawEvent, Source


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """Events of an API answer or the calendar file; a page leads to the API."""
    if native.is_calendar(page):
        yield from native.calendar(page, source, "gancio")
    elif native.is_json(page):
        document = loads(decode(page))
        listed = objects(document if isinstance(document, list) else [document])
        yield from native.emitted((_record(one, page) for one in listed), page, source, kind="gancio", origin="API")
    else:
        yield native.feed(f"{native.site(page)}/api/events")


def _record(record: Mapping[str, Any], page: Page) -> dict[str, Any]:
    place = at(record, "place")
    online = bool(record.get("online_locations"))
    return {
        "id": record.get("id"),
        "title": record.get("title"),
        "url": f"{native.site(page)}/event/{record.get('slug') or record.get('id')}",
        "start": record.get("start_datetime"),
        "end": record.get("end_datetime"),
        "venue": {name: place.get(name) for name in ("name", "address", "latitude", "longitude")},
        "description": record.get("description"),
        "online": online if not place.get("address") else None,
    }
