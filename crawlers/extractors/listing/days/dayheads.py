"""Days that only head events which say the day again: "Freitag, 4. Dezember" above cards with their dates."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.layout.layout import Layout
from crawlers.extractors.listing.layout.tags import WRAPPERS

ROW = frozenset({"tr"})
A_PAIR = 2  # events of one day


def heads(layout: Layout, clusters: list[Cluster]) -> list[Cluster]:
    """Days that only head events which say the day again, on a page where one heads several."""
    days = [[*same] for _, same in groupby(clusters, key=lambda one: (one.lead.key, one.role))]
    shapes = {_steps(layout, day[0], day[1]) for day in days if len(day) > A_PAIR and _heads(layout, *day)}
    return [day[0] for day in days if len(day) > 1 and _steps(layout, day[0], day[1]) in shapes] if shapes else []


def _heads(layout: Layout, head: Cluster, *below: Cluster) -> bool:
    """Whether a day stands above blocks that each say it again."""
    around, sides = parted(layout, below)
    beside = layout.child(layout.common(around, head.block), head.block)
    unlike = layout.path(around, head.block) != layout.path(around, below[0].block)
    return not head.timed and unlike and beside not in sides and are_several(layout, below)


def are_several(layout: Layout, day: Sequence[Cluster]) -> bool:
    """Whether one day stands several times in equal words and places, each in a block that says more than the day."""
    around, sides = parted(layout, day)
    words = {(one.timed, one.several, one.lead.year > 0, one.lead.weekday) for one in day}
    if len(words) > 1 or len(sides) < max(len(day), A_PAIR) or around in sides or layout.tags[around] in ROW:
        return False
    paths = {way(layout, around, one.block) for one in day}
    shown = {layout.child(around, one.block): one.last - one.first + 1 for one in day}
    return len(paths) == 1 and all(layout.last[side] - layout.first[side] > shown[side] for side in sides)


def parted(layout: Layout, day: Sequence[Cluster]) -> tuple[int, set[int]]:
    """The block around dates, and its blocks in which they stand."""
    around = layout.enclosing(one.block for one in day)
    return around, {layout.child(around, one.block) for one in day}


def _steps(layout: Layout, one: Cluster, other: Cluster) -> tuple[tuple[str, ...], ...]:
    """The ways from what holds both dates to each of them."""
    around = layout.common(one.block, other.block)
    return way(layout, around, one.block), way(layout, around, other.block)


def way(layout: Layout, top: int, block: int) -> tuple[str, ...]:
    """The tags between two blocks, without those that only wrap."""
    return tuple(tag for tag in layout.path(top, block) if tag not in WRAPPERS)
