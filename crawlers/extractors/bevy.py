"""Kind `bevy`: community chapters (`Globals.chapter_id`) by their event API."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from crawlers.extractors import native, values
from crawlers.extractors.html import decode
from crawlers.extractors.jsonload import loads
from crawlers.extractors.pagestate import at, objects
from pipeline.model import Follow, Page, RawEvent, Source

_CHAPTER = re.compile(r"Globals\.chapter_id\s*=\s*['\"]?(\d{1,9})")
_FIELDS = (
    "id,title,start_date_iso,end_date_iso,url,status,audience_type,is_test,description_short,venue_name,venue_address,"
    "venue_city,venue_zip_code,chapter"
)


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """Events of an API answer and its next page; a chapter's page leads to the API."""
    text = decode(page)
    if not native.is_json(page):
        match = _CHAPTER.search(text)
        if match:
            yield native.feed(
                f"{native.site(page)}/api/event_slim/for_chapter/{match[1]}/?status=Live&fields={_FIELDS}"
            )
        return
    document = loads(text)
    results = objects(document.get("results")) if isinstance(document, dict) else []
    records = (_record(record) for record in results if record.get("is_test") is not True)
    yield from native.emitted(records, page, source, kind="bevy", origin="API")
    url = values.link(page.url, at(document, "links").get("next"))
    if url and results:
        yield Follow(url, "page")


def _record(record: Mapping[str, Any]) -> dict[str, Any]:
    names = ("id", "title", "status", "url")
    return {
        **{name: record.get(name) for name in names},
        "start": record.get("start_date_iso") or record.get("start_date"),
        "end": record.get("end_date_iso") or record.get("end_date"),
        "venue": {
            "name": record.get("venue_name"),
            "street": record.get("venue_address"),
            "zip": record.get("venue_zip_code"),
            "city": record.get("venue_city"),
        },
        "description": record.get("description_short") or record.get("description"),
        "organizer": at(record, "chapter").get("title"),
        "audience_type": record.get("audience_type"),
    }
