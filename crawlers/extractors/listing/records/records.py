"""Which lines belong to one event: repeated records, found by where the dates stand in the tree of blocks.

A record is the largest block that holds one date only (a card, a row, an item). Where there are no such blocks, a
part's lines are cut (`cut`). Whether a record is an event is the matter of `worth`, what it says of `fields`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain, pairwise

from crawlers.extractors.listing.days.cluster import Cluster, Dates
from crawlers.extractors.listing.layout.layout import Layout
from crawlers.extractors.listing.layout.tags import FURNITURE
from crawlers.extractors.listing.records import cut, spanned
from crawlers.extractors.listing.records.cards import Cards
from crawlers.extractors.listing.records.record import Group, Record
from crawlers.extractors.listing.records.shape import Shapes

A_NAME = 20  # characters in front of a date that name what it is about
HIDDEN = FURNITURE | {"head"}


def find(layout: Layout, dates: Dates, shapes: Shapes, role: str = "event") -> list[Group]:
    """All groups of records, in page order; every firm date of this role is in exactly one of them."""
    live = [cluster for cluster in dates.clusters if _live(layout, cluster, role)]
    cells = [cluster for cluster in live if cluster.cell >= 0]
    live = [cluster for cluster in live if cluster.cell < 0]
    counts = Counter(chain.from_iterable(layout.chain(cluster.block) for cluster in live))
    items = _items(layout, live, counts, shapes)
    groups = []
    for parent in sorted(items, key=lambda block: layout.first[block]):
        for records in _by_zone(layout, items[parent]):
            groups.extend(_group(layout, shapes, parent, spanned.inherit(layout, records)))
    return [*groups, *([_grid(layout, cells)] if cells else [])]


def _by_zone(layout: Layout, records: list[Record]) -> list[list[Record]]:
    """The records side by side in one block, those in a side column apart: they are another list."""
    zones: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        zones[layout.zones[record.clusters[0].block]].append(record)
    return [*zones.values()]


def _grid(layout: Layout, cells: list[Cluster]) -> Group:
    """The days of month grids: each is its cell."""
    days = [Record(layout.first[one.cell], layout.last[one.cell], [one], one.cell) for one in cells]
    parent = layout.enclosing(day.item for day in days)
    return Group(layout.parents[parent] if parent == days[0].item else parent, days)


def _live(layout: Layout, cluster: Cluster, role: str) -> bool:
    return cluster.firm and not cluster.part and cluster.role == role and layout.zones[cluster.block] not in HIDDEN


def _items(layout: Layout, live: list[Cluster], counts: Counter[int], shapes: Shapes) -> dict[int, list[Record]]:
    """Records by the block that lists them."""
    whole = _whole(layout, live, counts, shapes)
    found: dict[int, list[Record]] = defaultdict(list)
    placed: dict[int, Record] = {}
    for cluster in live:
        block, parent = _place(layout, cluster, counts, whole)
        if block >= 0 and block in placed:
            placed[block].clusters.append(cluster)
            continue
        if term := _term(layout, shapes, cluster, block, found[parent][-1:]):
            term.clusters.append(cluster)
            term.last = layout.last[block]
            continue
        first, last = cluster.first, cluster.last + 1
        if block >= 0:
            first, last = layout.first[block], _end(layout, shapes, cluster, block)
        record = Record(first, last, [cluster], block)
        if block >= 0:
            placed[block] = record
        found[parent].append(record)
    return found


def _end(layout: Layout, shapes: Shapes, cluster: Cluster, block: int) -> int:
    """Where a record in a block ends: with it, or before a heading of the rank of its own, or a higher one, below which
    another day is told."""
    rank = min((line.heading for line in layout.lines[layout.first[block] : cluster.first] if line.heading), default=0)
    told = [one.first for one in shapes.dates.within(cluster.last + 1, layout.last[block]) if one.role == "event"]
    below = layout.lines[cluster.last + 1 : max(told, default=0) + 1] if rank else []
    return next((line.index for line in below if 0 < line.heading <= rank), layout.last[block])


def _term(layout: Layout, shapes: Shapes, cluster: Cluster, block: int, above: list[Record]) -> Record | None:
    """The record of the term right above, which is a bare date, if another date stands in what describes it behind its
    name: "3. Dezember" / "Fortbildung (ausgebucht, Zusatztermin am 20. Januar)"."""
    described = block >= 0 and layout.tags[block] == "dd" and above and above[0].item >= 0
    if not described or layout.tags[above[0].item] != "dt" or above[0].last != layout.first[block]:
        return None
    behind = cluster.first > layout.first[block] or cluster.lead.start >= A_NAME
    return above[0] if behind and shapes.bare(layout.lines[above[0].first : above[0].last]) else None


def _place(layout: Layout, cluster: Cluster, counts: Counter[int], whole: set[int]) -> tuple[int, int]:
    """(the record's block, the block that lists it); -1 for the first when the date shares its block with others."""
    around = layout.chain(cluster.block)
    tops = [index for index, block in enumerate(around) if block in whole or counts[block] == 1]
    if not tops:
        return -1, cluster.block
    top = max(tops)
    parent = around[min(top + 1, len(around) - 1)]
    if layout.tags[parent] == "tr":  # a table's cells are one list
        parent = layout.parents[parent]
    return around[top], parent


def _whole(layout: Layout, live: list[Cluster], counts: Counter[int], shapes: Shapes) -> set[int]:
    """Blocks that are one record although they hold several dates: rows, cards that say more, days with a programme."""
    inside: dict[int, list[Cluster]] = defaultdict(list)
    for cluster in live:
        for block in (block for block in layout.chain(cluster.block)[:-1] if counts[block] > 1):
            inside[block].append(cluster)
    cards = Cards(layout, shapes, counts, live)
    return {block for block, held in inside.items() if cards.whole(block, held)}


def _group(layout: Layout, shapes: Shapes, parent: int, records: list[Record]) -> list[Group]:
    records.sort(key=lambda record: record.first)
    gaps = sum(
        one.last < two.first and not _dated(shapes, one.last, two.first)  # other dates are other lists
        for one, two in pairwise(records)
    )
    bare = sum(shapes.bare(layout.lines[record.first : record.last]) for record in records)
    heads = sum(record.last - record.first == 1 and layout.lines[record.first].heading > 0 for record in records)
    if bare * 2 < len(records) and heads * 2 < len(records) and gaps * 2 < len(records):
        return [Group(parent, records)]
    return [Group(parent, cut.records(layout, shapes, parent, records), flat=True)]


def _dated(shapes: Shapes, first: int, last: int) -> bool:
    """Whether an event's date stands in these lines: a deadline or the day of a post belongs to what it stands with."""
    return any(cluster.role == "event" for cluster in shapes.dates.within(first, last))
