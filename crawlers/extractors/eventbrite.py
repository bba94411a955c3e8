"""Kind `eventbrite`: organiser, search and event pages, by `window.__SERVER_DATA__` or their JSON-LD.

The same event is shown under several national hosts: its key is the number at the end of its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from crawlers.extractors import native, schema_org
from crawlers.extractors.html import decode
from crawlers.extractors.pagestate import assigned, at, objects
from pipeline.model import Follow, Page, RawEvent, Source

_KEY = re.compile(r"-(?:tickets|registration|billets|entradas)?-?(\d{9,})(?:[/?#]|$)")
_LISTS = (("search_data", "events", "results"), ("view_data", "events", "future_events"), ("events",), ("jsonld",))


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """Events of the page's data, else of its JSON-LD. A page of neither gives nothing."""
    data = assigned(decode(page), "window.__SERVER_DATA__")
    records = [record for path in _LISTS for record in objects(at(data, *path[:-1]).get(path[-1]))]
    dated = [_record(record) for record in records if "start_date" in record or "start" in record]
    found = list(native.emitted(dated, page, source, kind="eventbrite", origin="page data"))
    found = found or [_keyed(raw) for raw in schema_org.events(page, source)[0]]
    yield from found


def _keyed(raw: RawEvent) -> RawEvent:
    match = _KEY.search(raw.url or "")
    return replace(raw, kind="eventbrite", key=match[1] if match else raw.key, url=_bare(raw.url))


def _bare(url: object) -> str | None:
    """The address without `?aff=…`: who led the visitor there is no part of it."""
    return url.partition("?")[0] if isinstance(url, str) else None


def _record(record: Mapping[str, Any]) -> dict[str, Any]:
    venue = at(record, "primary_venue") or at(record, "venue")
    address = at(venue, "address")
    sales, tickets = at(record, "event_sales_status"), at(record, "ticket_availability")
    price = at(tickets, "minimum_ticket_price")
    shown_end = record.get("hide_end_date") is not True
    name = record.get("name")
    return {
        "id": str(record.get("eid") or record.get("id") or "") or None,
        "title": at(record, "name").get("text") or name,
        "url": _bare(record.get("url")),
        "start": record.get("start") or _joined(record.get("start_date"), record.get("start_time")),
        "end": (record.get("end") or _joined(record.get("end_date"), record.get("end_time"))) if shown_end else None,
        "timezone": record.get("timezone"),
        "venue": {
            "name": venue.get("name"),
            "street": address.get("address_1"),
            "postal_code": address.get("postal_code"),
            "city": address.get("city"),
            "latitude": address.get("latitude"),
            "longitude": address.get("longitude"),
        },
        "description": record.get("summary"),
        "organizer": at(record, "primary_organizer").get("name") or at(record, "organizer").get("name"),
        "online": record.get("is_online_event") or record.get("online_event"),
        "status": "cancelled" if record.get("is_cancelled") is True else record.get("status"),
        "availability": "sold out" if tickets.get("is_sold_out") is True else sales.get("sales_status"),
        "price": "0 EUR" if tickets.get("is_free") is True else price.get("display"),
    }


def _joined(day: object, time: object) -> str | None:
    """Local date and time, which the page keeps apart."""
    return " ".join(str(part) for part in (day, time) if part) or None
