"""Where in its record each line stands: records that are built alike have the same spots.

What most of a list's records have at one spot, the others have there, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crawlers.extractors.listing.layout.layout import Layout
from crawlers.extractors.listing.layout.tags import WRAPPERS
from crawlers.extractors.listing.records.record import Record

Build = tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]]
Spot = tuple[tuple[str, ...], int, int]  # tags around a line, how many such lines stand before it, how many there are


def of(layout: Layout, records: Sequence[Record], parent: int) -> list[list[Spot]]:
    """Where in its record each line stands; records that are built alike have the same spots."""
    known: dict[Build, list[Spot]] = {}
    found = []
    for record in records:
        build = _build(layout, record)
        spots = known.get(build) if build else None
        if spots is None:
            spots = _of(layout, record, parent)
            if build:
                known[build] = spots
        found.append(spots)
    return found


def _build(layout: Layout, record: Record) -> Build | None:
    """The tags in a record's block and how they lie in each other, and in which of them its lines stand."""
    top = record.item
    blocks = [line.block for line in layout.lines[record.first : record.last]]
    if top < 0 or min(blocks) < top:
        return None  # not in a block of its own
    last = max(blocks) + 1
    nested = [parent - top for parent in layout.parents[top + 1 : last]]
    return tuple(layout.tags[top + 1 : last]), tuple(nested), tuple([block - top for block in blocks])


def _of(layout: Layout, record: Record, parent: int) -> list[Spot]:
    top = record.item if record.item >= 0 else parent
    paths = [
        tuple([tag for tag in layout.path(top, line.block) if tag not in WRAPPERS])
        for line in layout.lines[record.first : record.last]
    ]
    counts, before = Counter(paths), Counter[tuple[str, ...]]()
    spots = []
    for path in paths:
        spots.append((path, before[path], counts[path]))
        before[path] += 1
    return spots


def from_top(spot: Spot) -> Spot:
    """The spot whatever stands below it: one record may have a line more than another."""
    return (*spot[:2], 0)


def from_date(record: Record, spots: Sequence[Spot]) -> list[Spot]:
    """The spots by how far they stand from the record's date: a badge above it is not in all records."""
    date = record.clusters[0].last - record.first
    return [(spot[0], line - date, 0) for line, spot in enumerate(spots)]


def at(record: Record, spots: Sequence[Spot], line: int) -> Spot | None:
    """The spot of a line, if the line is one of the record."""
    return spots[line - record.first] if record.first <= line < record.last else None


def line(record: Record, spots: Sequence[Spot], usual: Spot | None) -> int:
    """The line that stands where it does in most records; -1 when there is none."""
    return record.first + spots.index(usual) if usual in spots else -1


def usual(spots: Sequence[Spot | None], share: float, fewest: int) -> Spot | None:
    """The spot that this share of the records has in common, and at least `fewest` of them."""
    counts = Counter(spot for spot in spots if spot is not None)
    if not counts:
        return None
    spot, count = counts.most_common(1)[0]
    return spot if count >= max(share * len(spots), fewest) else None
