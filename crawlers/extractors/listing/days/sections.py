"""Days told in texts that each have a heading of their own: a letter's sections, an article that announces several
evenings. Sets `firm` of their clusters, so that they can begin records."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection
from itertools import pairwise

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.wording.words import AHEAD, is_generic

FEWEST = 2  # sections of one rank
LONGEST = 6  # lines of a section
LONGEST_NAME = 80  # characters of a line in bold that is a heading
BOLD = 7  # the rank of such a line


def _heads(line: Line) -> bool:
    return line.heading > 0 or (line.bold and len(line.text) <= LONGEST_NAME)


def mark(layout: Layout, clusters: list[Cluster], times: Collection[int]) -> None:
    """Makes firm the one day of each section, if an hour stands there too and several sections of that rank have
    one. `times`: the lines with clock times."""
    heads = [line.index for line in layout.lines if _heads(line) and line.zone == "main"]
    starts = [one.first for one in clusters]
    found: dict[int, list[Cluster]] = defaultdict(list)
    for head, below in pairwise([*heads, len(layout.lines)]):
        rank, text = layout.lines[head].heading or BOLD, layout.lines[head].text
        named = rank > 1 and not (is_generic(text) or AHEAD.match(text))
        between = clusters[bisect_left(starts, head) : bisect_left(starts, below)] if named else []
        inside = [one for one in between if one.role == "event"]
        if len({one.lead.key for one in inside}) != 1 or inside[0].first - head > LONGEST:
            continue
        exact = any(one.timed for one in inside) or any(at in times for at in range(head, below))
        if exact and not any(one.several or one.struck for one in inside):
            found[rank].append(inside[0])
    for days in found.values():
        if len(days) >= FEWEST:
            for day in days:
                day.firm = True
