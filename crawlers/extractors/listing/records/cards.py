"""Blocks with several dates that are one record all the same: rows, cards that say more, days with their programme.

Looks at one block and its siblings; which dates then make up a record is decided in `records`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import pairwise

from crawlers.extractors.listing.days import dayheads
from crawlers.extractors.listing.days.cluster import Cluster, covers
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.layout.tags import WRAPPERS
from crawlers.extractors.listing.records.shape import LONGEST_TITLE, PLAIN, Shapes, tells_mark

FEW = 6  # dates one record may hold
MOST = 0.7  # share of the siblings that must have one date in the same place
DATE_BELOW = 2  # lines
SENTENCE = 10  # characters before a day in a sentence
ITEMS = frozenset({"tr", "li", "article", "section", "details"})


class Cards:
    """Decides which blocks with several dates are one record."""

    def __init__(self, layout: Layout, shapes: Shapes, counts: Counter[int], live: list[Cluster]) -> None:
        self.layout = layout
        self.shapes = shapes
        self.counts = counts
        self.siblings: dict[tuple[int, str], list[int]] = defaultdict(list)
        for block in counts:
            self.siblings[layout.parents[block], layout.tags[block]].append(block)
        self.starts = [cluster.first for cluster in live]
        self.live = live

    def whole(self, block: int, inside: list[Cluster]) -> bool:
        layout, shapes = self.layout, self.shapes
        if not block or shapes.bare(layout.span(block)):
            return block > 0 and self.one_cell(block, inside)
        if layout.tags[block] in ITEMS and _programme(inside) and not (self.is_page(block) or self.are_spans(inside)):
            return True
        if sum(layout.tags[one.block] == "dt" for one in inside) > 1:
            return False  # a list of terms
        if len(inside) > FEW or (len({one.lead.key for one in inside}) == 1 and dayheads.are_several(layout, inside)):
            return False
        dated = [layout.lines[index] for cluster in inside for index in range(cluster.first, cluster.last + 1)]
        if layout.tags[block] == "tr":
            if self.lays_out(block, inside) or len({shapes.dates.columns.body(one.first) for one in inside}) > 1:
                return False
            return sum(shapes.titleish(line) for line in dated) <= 1
        if self.one_place(block, inside) or self.one_title(block, inside, dated) or self.one_day(block, inside):
            return True
        return self.one_headed(block, inside)

    def is_page(self, block: int) -> bool:
        """Whether it is the one article that a page consists of, and no item of a list."""
        layout = self.layout
        alone = layout.tags.count("article") == 1 and layout.tags[block] == "article"
        return alone and any(line.heading == 1 for line in layout.span(block))

    def are_spans(self, inside: list[Cluster]) -> bool:
        """Whether all dates are spans in parts of their own, each below a heading alike: exhibitions side by side."""
        around = self.layout.enclosing(cluster.block for cluster in inside)
        parts = [self.layout.child(around, cluster.block) for cluster in inside]
        ranks = {self.layout.lines[self.layout.first[part]].heading for part in parts}
        apart = len(set(parts)) == len(parts) and around not in parts
        return apart and len(ranks) == 1 and min(ranks) > 0 and all(cluster.span() for cluster in inside)

    def lays_out(self, row: int, inside: list[Cluster]) -> bool:
        """Whether a table's row lays out the page: tables of its own in it, or parts with a date and a title each."""
        layout, shapes = self.layout, self.shapes
        if any("tr" in layout.path(row, cluster.block) for cluster in inside):
            return True
        around = layout.enclosing(cluster.block for cluster in inside)
        parts = {layout.child(around, cluster.block) for cluster in inside} - {around}
        if around != row and not parts:
            gaps = [layout.lines[one.last + 1 : two.first] for one, two in pairwise(inside)]
            return all(any(map(shapes.titleish, gap)) for gap in gaps)  # all in one cell, each with a name of its own
        return sum(not shapes.bare(layout.span(part)) for part in parts) >= 2

    def twins(self, block: int) -> list[int]:
        """The siblings of the same tag that hold dates too."""
        same = self.siblings[self.layout.parents[block], self.layout.tags[block]]
        return [other for other in same if other != block]

    def one_title(self, block: int, inside: list[Cluster], dated: list[Line]) -> bool:
        """Bare dates under one title: its occurrences."""
        rests = {self.shapes.rest(line) for line in dated if self.shapes.rank(line) == PLAIN}
        same = len(dated) > 1 and len(rests) == 1 and all(self.shapes.rank(line) == PLAIN for line in dated)
        if not (same or all(self.shapes.told_apart(line) for line in dated)) or not self.twins(block):
            return False
        gaps = [self.layout.lines[one.last + 1 : two.first] for one, two in pairwise(inside)]
        heads = sum(self.shapes.heads(line) for line in self.layout.span(block))
        told = [any(map(self.tells, gap)) for gap in gaps]
        marked = [any(tells_mark(line.text) for line in gap) for gap in gaps]  # "entfällt" stands where a title would
        return heads <= 2 and not (any(told) and all(map(max, told, marked)))

    def tells(self, line: Line) -> bool:
        """Whether a line could be a title, or is too long for one: a paragraph of its date's own."""
        return len(line.text) > LONGEST_TITLE or self.shapes.titleish(line)

    def one_cell(self, block: int, inside: list[Cluster]) -> bool:
        """Several days in one part of a block, in which most siblings have one: a row of a course's evenings."""
        path, twins = self.layout.path(block, inside[0].block), self.twins(block)
        if not path or len(inside) > FEW or len({cluster.block for cluster in inside}) > 1 or len(twins) < 2:
            return False
        others = [self.within(twin) for twin in twins]
        same = sum(
            len(one) == 1 and self.layout.path(twin, one[0].block) == path
            for twin, one in zip(twins, others, strict=True)
        )
        return same >= MOST * len(twins)

    def one_place(self, block: int, inside: list[Cluster]) -> bool:
        """Most siblings have one date in the same place, and so has this block: its other dates are asides."""
        twins = self.twins(block)
        return len(twins) >= 2 and any(self.same_place(block, inside, twins, skip) for skip in (frozenset(), WRAPPERS))

    def one_day(self, block: int, inside: list[Cluster]) -> bool:
        """One day, first in short and then with its time, and so in all siblings, or first without its year, and one
        day in each of the siblings: cards that open."""
        twins = self.twins(block)
        if len({cluster.lead.key for cluster in inside}) > 1:
            return False
        if len(twins) >= 2 and inside[0].lead.year == 0 < inside[-1].lead.year:
            return all(len({cluster.lead.key for cluster in self.within(twin)}) == 1 for twin in twins)
        return bool(twins) and all(map(_short_and_whole, [inside, *map(self.within, twins)]))

    def one_headed(self, block: int, inside: list[Cluster]) -> bool:
        """Its only heading opens it, as one opens a sibling, its date stands at that, and all other days are in the
        middle of sentences: a card that tells of other times."""
        twins = [twin for twin in self.twins(block) if self._is_headed(twin, self.within(twin))]
        return bool(twins) and self._is_headed(block, inside) and all(map(self._is_told, inside[1:]))

    def _is_headed(self, block: int, inside: list[Cluster]) -> bool:
        lines = self.layout.span(block)
        heads = [line for line in lines if line.heading]
        if not inside or len(heads) != 1 or heads[0].heading == 1:
            return False
        first, last = sorted((heads[0].index, inside[0].first))
        return first == lines[0].index and last - first <= DATE_BELOW

    def _is_told(self, cluster: Cluster) -> bool:
        line = self.layout.lines[cluster.first]
        return cluster.lead.start >= SENTENCE and line.text[-1] in ".!?" and len(line.pieces) == 1

    def same_place(self, block: int, inside: list[Cluster], twins: list[int], skip: frozenset[str]) -> bool:
        own = self.places(block, inside, skip)
        if any(len(keys) > 2 for keys in own.values()):
            return False
        others = [self.places(twin, self.within(twin), skip) for twin in twins[:20]]
        return any(
            len(keys) == 1 and sum(len(other.get(path, ())) == 1 for other in others) >= MOST * len(others)
            for path, keys in own.items()
        )

    def within(self, block: int) -> list[Cluster]:
        low = bisect_left(self.starts, self.layout.first[block])
        return self.live[low : bisect_left(self.starts, self.layout.last[block])]

    def places(
        self, block: int, inside: list[Cluster], skip: frozenset[str]
    ) -> dict[tuple[str, ...], set[tuple[int, int]]]:
        """Which days stand at which path of tags below `block`, without the tags to `skip`."""
        found: dict[tuple[str, ...], set[tuple[int, int]]] = defaultdict(set)
        for cluster in inside:
            path = self.layout.path(block, cluster.block)
            found[tuple(tag for tag in path if tag not in skip)].add(cluster.lead.key)
        return found


def _short_and_whole(inside: list[Cluster]) -> bool:
    days = {cluster.lead.key for cluster in inside}
    return len(days) == 1 and len(inside) > 1 and sum(cluster.timed for cluster in inside) == 1


def _programme(inside: list[Cluster]) -> bool:
    """The first date is a span of days and holds all others: an event with its programme."""
    span = inside[0].span()
    if span is None or inside[0].first == inside[-1].first:
        return False
    return covers(span, (cluster.lead for cluster in inside[1:]))
