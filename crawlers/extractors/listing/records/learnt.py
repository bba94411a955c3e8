"""What earlier runs learnt of a source's list: how it was built, and the titles it had.

A list that is built as when it was last read well, or that still holds the events of then, is the source's list; what
else on the page has dates must be sure of itself. Knows tags only, no class names; is kept by `pipeline.learn`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crawlers.extractors.listing.layout.layout import Layout
from crawlers.extractors.listing.records.record import Group
from pipeline.learn import BUILDS, TITLES, mark

PAGE = "page"  # the build of a page that is one event
HALF = 0.5  # share of a list's titles that must be known


@dataclass(frozen=True, slots=True)
class Learnt:
    """`builds`: of the lists that gave events, the one that gave most first; `titles`: marks of theirs."""

    builds: tuple[str, ...] = ()
    titles: frozenset[str] = frozenset()

    @property
    def only_lists(self) -> bool:
        """Whether the page was its lists, and no event of its own."""
        return bool(self.builds) and PAGE not in self.builds

    def knows(self, build: str, titles: Iterable[str]) -> bool:
        """Whether a list is the known one: by how it is built, else by what it holds."""
        return build in self.builds or self.holds(titles)

    def holds(self, titles: Iterable[str]) -> bool:
        """Whether at least half of these titles, and two, are known."""
        known = [mark(title) in self.titles for title in titles] if self.titles else []
        return sum(known) > 1 and sum(known) >= HALF * len(known)


NOTHING_LEARNT = Learnt()


def learnt(structure: Mapping[str, Any]) -> Learnt:
    """From `CrawlState.structure`."""
    return Learnt(tuple(structure.get(BUILDS, ())), frozenset(structure.get(TITLES, ())))


def build(layout: Layout, group: Group) -> str:
    """How a list is built: the tags around it, and from it down to most of its dates ("html body main ul > li p")."""
    if not group.parent:
        return PAGE
    paths = Counter(layout.path(group.parent, record.clusters[0].block) for record in group.records)
    around = [layout.tags[block] for block in reversed(layout.chain(group.parent))]
    return f"{' '.join(around)} > {' '.join(reversed(paths.most_common(1)[0][0]))}"
