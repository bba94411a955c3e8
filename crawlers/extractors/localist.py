"""Kind `localist`: university and city calendars by `/api/2/events`; every instance of an event is one date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from crawlers.extractors import native
from crawlers.extractors.html import decode
from crawlers.extractors.jsonload import loads
from crawlers.extractors.pagestate import at, objects
from pipeline.model import Follow, Page, RawEvent, Source

DAYS = 365
PER_PAGE = 100

_PAGE = re.compile(r"([?&]page=)\d+")


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """Events of an API answer and its next page; a calendar's page leads to the API."""
    if not native.is_json(page):
        yield native.feed(f"{native.site(page)}/api/2/events?days={DAYS}&pp={PER_PAGE}")
        return
    document = loads(decode(page))
    listed = objects(document.get("events")) if isinstance(document, dict) else []
    records = (record for one in listed for record in _dates(at(one, "event") or one))
    yield from native.emitted(records, page, source, kind="localist", origin="API")
    paging = at(document, "page")
    current, total = paging.get("current"), paging.get("total")
    if listed and isinstance(current, int) and isinstance(total, int) and current < total:
        yield Follow(_page(page.url, current + 1), "page")


def _page(url: str, number: int) -> str:
    if _PAGE.search(url):
        return _PAGE.sub(rf"\g<1>{number}", url)
    return f"{url}{'&' if '?' in url else '?'}page={number}"


def _dates(event: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    instances = objects(event.get("event_instances"))
    geo = at(event, "geo")
    for instance in (at(one, "event_instance") or one for one in instances):
        several = f"#{instance.get('id')}" if len(instances) > 1 else ""
        yield {
            "id": f"{event.get('id')}{several}",
            "title": event.get("title"),
            "url": event.get("localist_url") or event.get("url"),
            "start": instance.get("start"),
            "end": instance.get("end"),
            "all_day": instance.get("all_day"),
            "venue": {
                "name": event.get("location_name") or event.get("location"),
                "street": geo.get("street") or event.get("address"),
                "zip": geo.get("zip"),
                "city": geo.get("city"),
                "latitude": geo.get("latitude"),
                "longitude": geo.get("longitude"),
            },
            "description": event.get("description_text") or event.get("description"),
            "status": event.get("status"),
            "online": event.get("experience"),
            "price": "0 EUR" if event.get("free") is True else event.get("ticket_cost"),
        }
