"""Records and fields by the operator's own selectors (`select = {…}`): they override any part of what is found."""

from __future__ import annotations

from collections.abc import Iterator

from crawlers.extractors.listing.context import Context
from crawlers.extractors.listing.fields import Fields
from crawlers.extractors.listing.records import Group, Record
from pipeline.model import Source

Found = tuple[Group, Record, Fields, float, list[str]]


def find(context: Context, source: Source) -> Iterator[Found]:
    """One record for each node that `select.item` names."""
    return iter(())
