"""Kind `mobilizon`: a group's calendar file, or an answer of the GraphQL API (`searchEvents`, a group's events)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from crawlers.extractors import ics_platforms, native
from crawlers.extractors.html import decode
from crawlers.extractors.jsonload import loads
from crawlers.extractors.pagestate import at, objects
from pipeline.model import Follow, Page, RawEvent, Source


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """Events of an answer or of the calendar file; a group's page leads to the file."""
    if native.is_json(page):
        data = at(loads(decode(page)), "data")
        found = [one for part in data.values() for one in _elements(part)]
        yield from native.emitted(map(_record, found), page, source, kind="mobilizon", origin="GraphQL")
        return
    yield from ics_platforms.extract(page, replace(source, kind="mobilizon"))


def _elements(part: Any) -> list[Mapping[str, Any]]:
    if not isinstance(part, dict):
        return []
    return (
        objects(part.get("elements"))
        or _elements(part.get("organizedEvents"))
        or ([part] if "beginsOn" in part else [])
    )


def _record(record: Mapping[str, Any]) -> dict[str, Any]:
    address = at(record, "physicalAddress")
    lon, _, lat = str(address.get("geom") or "").partition(";")
    host = at(record, "attributedTo") or at(record, "organizerActor")
    return {
        "id": record.get("uuid") or record.get("id"),
        "title": record.get("title"),
        "url": record.get("url"),
        "start": record.get("beginsOn"),
        "end": record.get("endsOn"),
        "venue": {
            "name": address.get("description"),
            "street": address.get("street"),
            "zip": address.get("postalCode"),
            "city": address.get("locality"),
            "lat": lat,
            "lon": lon,
        },
        "description": record.get("description"),
        "organizer": host.get("name"),
        "status": record.get("status"),
        "online": at(record, "options").get("isOnline"),
        "language": record.get("language"),
    }
