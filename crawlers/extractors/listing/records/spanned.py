"""Table rows that share the date of a row above: its cell spans them (`rowspan`, HTML 4.9.11), or theirs is empty.

Only copies records; which rows are records, and what they say, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from crawlers.extractors.listing.layout import rows
from crawlers.extractors.listing.layout.layout import Layout

if TYPE_CHECKING:
    from crawlers.extractors.listing.records.record import Record


def inherit(layout: Layout, records: Sequence[Record]) -> list[Record]:
    """The records, and after each table row those undated rows below that its date speaks for too."""
    if not any(record.item >= 0 and layout.tags[record.item] == "tr" for record in records):
        return list(records)
    dated = {record.item for record in records}
    return [row for record in records for row in [record, *_below(layout, record, dated)]]


def _below(layout: Layout, record: Record, dated: set[int]) -> list[Record]:
    if record.item < 0 or layout.tags[record.item] != "tr":
        return []
    cell = layout.child(record.item, record.clusters[0].block)
    position = rows.position(layout.nodes[record.item], layout.nodes[cell])
    left = rows.span(layout, cell) - 1
    found: list[Record] = []
    for row in rows.after(layout, record.item):
        if row in dated or not (left > 0 or rows.is_empty(layout.nodes[row], position)):
            break
        left -= 1
        if layout.last[row] > layout.first[row]:
            found.append(replace(record, first=layout.first[row], last=layout.last[row], item=row))
    return found
