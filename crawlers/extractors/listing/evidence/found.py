"""What a page is found to say: a record, the list that it stands in, its fields, and why it is taken for an event."""

from __future__ import annotations

from typing import NamedTuple

from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.records.record import Group, Record


class Found(NamedTuple):
    """`confidence`: 0.1..1.0; `why`: the names of the evidence that counted."""

    group: Group
    record: Record
    fields: Fields
    confidence: float
    why: list[str]
