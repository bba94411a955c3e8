"""Kind `hi_events`: an organiser's public API; times are UTC, the event's zone stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from crawlers.extractors import native, values
from crawlers.extractors.html import decode
from crawlers.extractors.jsonload import loads
from crawlers.extractors.pagestate import at, objects
from pipeline.model import Follow, Page, RawEvent, Source

_ORGANISER = re.compile(r"^/events/(\d+)(?:/|$)")


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """Events of an API answer and its next page; an organiser's page leads to the API."""
    if not native.is_json(page):
        match = _ORGANISER.match(urlsplit(page.url).path)
        if match:
            yield native.feed(f"{native.site(page)}/api/public/organizers/{match[1]}/events")
        return
    document = loads(decode(page))
    data = document.get("data") if isinstance(document, dict) else None
    listed = objects(data) or ([data] if isinstance(data, dict) else [])
    yield from native.emitted((_record(one, page) for one in listed), page, source, kind="hi_events", origin="API")
    url = values.link(page.url, at(document, "links").get("next") or at(document, "meta").get("next_page_url"))
    if url and listed:
        yield Follow(url, "page")


def _record(record: Mapping[str, Any], page: Page) -> dict[str, Any]:
    settings = at(record, "settings")
    place = at(settings, "location_details") or at(record, "location_details")
    return {
        "id": record.get("id"),
        "title": record.get("title"),
        "url": f"{native.site(page)}/event/{record.get('id')}/{record.get('slug') or ''}",
        "start": record.get("start_date"),
        "end": record.get("end_date"),
        "timezone": record.get("timezone"),
        "venue": {
            "name": place.get("venue_name"),
            "street": place.get("address_line_1"),
            "zip": place.get("zip_or_postal_code"),
            "city": place.get("city"),
        },
        "description": record.get("description_preview") or record.get("description"),
        "organizer": at(record, "organizer").get("name"),
        "online": settings.get("is_online_event"),
        "status": record.get("status"),
    }
