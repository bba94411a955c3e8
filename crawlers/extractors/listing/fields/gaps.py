"""Records of a list that only say that on their day there is none: "30.1. fällt aus", "No seminar (Easter)"."""

from __future__ import annotations

from collections.abc import Sequence

from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.records.record import Record
from crawlers.extractors.listing.wording.changes import NONE
from crawlers.extractors.listing.wording.words import EVENT
from pipeline.marks import read_badge


def kept(context: Context, found: Sequence[tuple[Record, Fields]]) -> list[int]:
    """The places of the records without those that say so, and without those that have no name where most have one and
    do not take place."""
    places = [place for place, (record, fields) in enumerate(found) if not _is_none(context, record, fields)]
    borrowed = [place for place in places if found[place][1].borrowed]
    if len(borrowed) * 2 >= len(places):
        return places
    off = {place for place in borrowed if _is_off(found[place][1])}
    return [place for place in places if place not in off]


def _is_none(context: Context, record: Record, fields: Fields) -> bool:
    lines = context.layout.lines[record.first : record.last] if fields.borrowed else []
    return any(map(NONE.fullmatch, (fields.title, *map(context.shapes.rest, lines))))


def _is_off(fields: Fields) -> bool:
    return not EVENT.search(fields.title) and read_badge(fields.status).status == "cancelled"
