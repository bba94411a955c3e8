"""Which lines belong to one event: repeated records, found by where the dates stand in the tree of blocks.

A record is the largest block that holds one date only (a card, a row, an item). Where there are no such blocks, a
part's lines are cut at the repeated title or date. Whether a record is an event is the matter of `worth`, what it says
of `fields`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain, pairwise
from statistics import median

from crawlers.extractors.listing.days.cluster import Cluster, Dates
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.records import spanned
from crawlers.extractors.listing.records.cards import Cards
from crawlers.extractors.listing.records.shape import PLAIN, Shapes

TAIL = 12  # lines the last record of a flat part may have
SECTION = 80  # lines of the last day of a programme
AHEAD = 6  # lines between a title and its date
MOST = 0.7  # share of the gaps that must hold a separator
TABLES = frozenset({"table", "tbody"})
HIDDEN = frozenset({"nav", "head", "foot", "dialog"})


@dataclass(slots=True)
class Record:
    """The lines `first`..`last` (exclusive) of one event; `item`: its block, -1 when it was cut from a flat part."""

    first: int
    last: int
    clusters: list[Cluster]
    item: int = -1


@dataclass(slots=True)
class Group:
    """Records that stand side by side in block `parent`."""

    parent: int
    records: list[Record]
    flat: bool = False


def find(layout: Layout, dates: Dates, shapes: Shapes, role: str = "event") -> list[Group]:
    """All groups of records, in page order; every firm date of this role is in exactly one of them."""
    live = [cluster for cluster in dates.clusters if _live(layout, cluster, role)]
    cells = [cluster for cluster in live if cluster.cell >= 0]
    live = [cluster for cluster in live if cluster.cell < 0]
    counts = Counter(chain.from_iterable(layout.chain(cluster.block) for cluster in live))
    items = _items(layout, live, counts, shapes)
    groups = []
    for parent in sorted(items, key=lambda block: layout.first[block]):
        groups.extend(_group(layout, shapes, parent, spanned.inherit(layout, items[parent])))
    return [*groups, *([_grid(layout, cells)] if cells else [])]


def _grid(layout: Layout, cells: list[Cluster]) -> Group:
    """The days of month grids: each is its cell."""
    days = [Record(layout.first[one.cell], layout.last[one.cell], [one], one.cell) for one in cells]
    parent = layout.enclosing(day.item for day in days)
    return Group(layout.parents[parent] if parent == days[0].item else parent, days)


def _live(layout: Layout, cluster: Cluster, role: str) -> bool:
    return cluster.firm and cluster.role == role and layout.zones[cluster.block] not in HIDDEN


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
        first, last = (layout.first[block], layout.last[block]) if block >= 0 else (cluster.first, cluster.last + 1)
        record = Record(first, last, [cluster], block)
        if block >= 0:
            placed[block] = record
        found[parent].append(record)
    return found


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
    return [Group(parent, _cut(layout, shapes, parent, records), flat=True)]


def _dated(shapes: Shapes, first: int, last: int) -> bool:
    """Whether an event's date stands in these lines: a deadline or the day of a post belongs to what it stands with."""
    return any(cluster.role == "event" for cluster in shapes.dates.within(first, last))


def _cut(layout: Layout, shapes: Shapes, parent: int, records: list[Record]) -> list[Record]:
    """Gives each record of a flat part the title above it or the lines below it."""
    bounds = [layout.first[parent], *(record.last for record in records)]
    before = [layout.lines[low : record.first] for low, record in zip(bounds, records, strict=False)]
    bottom = min(layout.last[parent], records[-1].last + TAIL)
    beyond = (one.first for one in shapes.dates.within(records[-1].last, bottom) if one.firm and one.role == "event")
    after = layout.lines[records[-1].last : next(beyond, bottom)]
    if parts := _parted(layout, parent, records):
        return parts
    level = _separator(shapes, before[1:] or [after])
    if level is not None and _title_first(shapes, records, before, after, level):
        return _by_title(shapes, records, before, after, level)
    return _by_date(layout, shapes, parent, records, before, after, level)


def _parted(layout: Layout, parent: int, records: list[Record]) -> list[Record]:
    """The records where one empty line, and only one, stands between each two of them; else none."""
    gaps = [layout.lines[one.last : two.first + 1] for one, two in pairwise(records)]
    empty = [[line.index for line in gap if line.apart] for gap in gaps]
    if not empty or any(len(found) != 1 for found in empty):
        return []
    top = max(layout.first[parent], records[0].first - AHEAD)
    first = next((line.index for line in reversed(layout.lines[top : records[0].first + 1]) if line.apart), top)
    while first + 1 < records[0].first and layout.lines[first].heading and not layout.lines[empty[0][0]].heading:
        first += 1  # the heading of the part
    bottom = min(layout.last[parent], records[-1].last + TAIL)
    last = next((line.index for line in layout.lines[records[-1].last : bottom] if line.apart), bottom)
    bounds = [first, *(found[0] for found in empty), last]
    return [Record(low, high, one.clusters) for one, (low, high) in zip(records, pairwise(bounds), strict=True)]


def _separator(shapes: Shapes, gaps: list[list[Line]]) -> int | None:
    """The highest rank that (nearly) every gap holds; a plain line only when nothing else does."""
    for level in range(1, PLAIN + 1):
        holding = sum(any(shapes.rank(line) == level and shapes.titleish(line) for line in gap) for gap in gaps)
        if holding and holding >= MOST * len(gaps):
            return level
    return None


def _title_first(
    shapes: Shapes, records: list[Record], before: list[list[Line]], after: list[Line], level: int
) -> bool:
    """Whether titles stand above their dates: the first date has one above, and nearer than the one below."""
    own = sum(not shapes.bare(_lines(shapes, record)) for record in records)
    if level == PLAIN and (own * 2 > len(records) or _stand_out(shapes, records)):
        return False
    if level == PLAIN and (_name_below(shapes, [*before[1:], after]) or {len(after)} == {*map(len, before[1:])}):
        return False
    if all(0 < shapes.layout.lines[record.first].heading < level for record in records):
        return False  # a date that is a heading heads what stands below it
    above = [_distance(shapes, list(reversed(gap)), level) for gap in before]
    below = [_distance(shapes, gap, level) for gap in [*before[1:], after]]
    if above[0] is None:
        return False
    if below[-1] is None:
        return True
    near = [distance for distance in above if distance is not None]
    far = [distance for distance in below if distance is not None]
    return median(near) <= median(far)


def _name_below(shapes: Shapes, gaps: list[list[Line]]) -> bool:
    """Whether below most dates comes a name and then a line with a time: what they head."""
    times = shapes.dates.times
    named = sum(
        len(gap) > 1
        and shapes.titleish(gap[0])
        and gap[0].index not in times
        and any(line.index in times for line in gap[1:])
        for gap in gaps
    )
    return named * 2 > len(gaps)


def _stand_out(shapes: Shapes, records: list[Record]) -> bool:
    """Whether the dates are set as headings are: they head what is plain."""
    heads = (_lines(shapes, record)[0] for record in records)
    return sum(line.bold or line.heading > 0 for line in heads) >= MOST * len(records)


def _distance(shapes: Shapes, lines: list[Line], level: int) -> int | None:
    """How many lines away the next separator is, among the first AHEAD lines."""
    for distance, line in enumerate(lines[:AHEAD]):
        if shapes.rank(line) == level and shapes.titleish(line) and not (level == PLAIN and shapes.begins_timed(line)):
            return distance
    return None


def _lines(shapes: Shapes, record: Record) -> list[Line]:
    return shapes.layout.lines[record.first : record.last]


def _by_title(
    shapes: Shapes, records: list[Record], before: list[list[Line]], after: list[Line], level: int
) -> list[Record]:
    cut = []
    for index, record in enumerate(records):
        titles = [line.index for line in before[index] if shapes.rank(line) == level and shapes.titleish(line)]
        first = titles[-1] if titles else record.first
        gap = before[index + 1] if index + 1 < len(records) else after
        last = next(
            (line.index for line in gap if shapes.rank(line) <= level), gap[-1].index + 1 if gap else record.last
        )
        cut.append(Record(first, max(last, record.last), record.clusters))
    return cut


def _by_date(
    layout: Layout,
    shapes: Shapes,
    parent: int,
    records: list[Record],
    before: list[list[Line]],
    after: list[Line],
    level: int | None,
) -> list[Record]:
    cut = []
    longest = max((len(gap) for gap in before[1:]), default=TAIL)
    if layout.tags[layout.lines[records[-1].first].block] == "dt" or layout.tags[parent] in TABLES:
        longest = TAIL  # what follows belongs to the last date: its list ends with it
    if section := _programme(layout, shapes, parent, records[-1]):
        after, longest = section, SECTION
    for index, record in enumerate(records):
        gap = before[index + 1] if index + 1 < len(records) else after[:longest]
        own = not shapes.bare(_lines(shapes, record))
        bare = next((at for at, line in enumerate(gap) if shapes.titleish(line)), 0)  # times, before what tells more
        head = layout.lines[record.first].heading if not own else 0
        several = not own and _are_several(shapes, gap, level)
        ends = (
            at
            for at, line in enumerate(gap)
            if not 0 < head < line.heading
            and not (several and shapes.rank(line) == level)
            and _begins_part(shapes, line, own, level, at <= bare)
        )
        last = record.last + next(ends, len(gap))
        cut.append(Record(record.first, last, record.clusters, record.item if last == record.last else -1))
    return cut


def _programme(layout: Layout, shapes: Shapes, parent: int, day: Record) -> list[Line]:
    """The lines below a day that is a heading, if several clock times stand there; else none."""
    below = layout.lines[day.last : min(layout.last[parent], day.last + SECTION)]
    timed = sum(line.index in shapes.dates.times for line in below)
    return below if layout.lines[day.first].heading and shapes.bare(_lines(shapes, day)) and timed > 1 else []


def _are_several(shapes: Shapes, gap: list[Line], level: int | None) -> bool:
    """Whether the lines below a day hold several titles, each with a clock time."""
    titles = sum(shapes.rank(line) == level and shapes.titleish(line) for line in gap)
    return 1 < titles <= sum(line.index in shapes.dates.times for line in gap)


def _begins_part(shapes: Shapes, line: Line, own: bool, level: int | None, first: bool) -> bool:
    """Whether a line after a date heads the next part of the page instead of telling more about the event."""
    if line.index in shapes.dates.headings:
        return True
    rank = shapes.rank(line)
    if rank > 6:
        return False
    return own or level is None or rank < level or not (first or rank > level)
