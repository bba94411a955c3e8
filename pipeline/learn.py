"""What a healthy run teaches of how its source is built, and whether a redesigned page was read well again. Pure.

Which list of a page is the known one is asked in the list extractor; whether a run is healthy, in `judge`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.model import Issue, RawEvent, Sighting, Source, stable_id
from pipeline.text import fold

BUILDS, TITLES = "builds", "titles"  # keys of CrawlState.structure
BUILD = "build"  # key of RawEvent.found: how the list is built that the event stands in
MOST_BUILDS = 6
MOST_TITLES = 40
RECOGNISED = 0.5  # share of the known events to come that a rebuilt page must still show
LEAST = 2  # known events without which nothing can be checked
REBUILT = "the page was rebuilt; its list was learnt anew"


def build_of(raw: RawEvent) -> str:
    """How the list is built that an event was read from; for what is no list, the kind that read it."""
    return raw.found.get(BUILD) or raw.kind


def mark(title: str) -> str:
    """A title as it is remembered: to be known again, not to be read; what people have forgotten is not kept here."""
    return stable_id(fold(title))


def learn(raws: Iterable[RawEvent], listed: Sequence[Sighting]) -> dict[str, Any]:
    """What to remember of a healthy run: the builds, the commonest first, and marks of the next titles."""
    builds = Counter(build_of(raw) for raw in raws if build_of(raw))
    coming = sorted(listed, key=lambda sighting: (str(sighting.when.start), sighting.title))
    titles = dict.fromkeys(mark(sighting.title) for sighting in coming)
    return {BUILDS: [build for build, _ in builds.most_common(MOST_BUILDS)], TITLES: list(titles)[:MOST_TITLES]}


def repaired(
    source: Source, old: Mapping[str, Any], new: Mapping[str, Any], future: int | None, recognised: float | None
) -> tuple[Issue, ...]:
    """The Issue (level info) of a page that is built otherwise now and still shows the events that are known of it.

    `future`: known events to come, `recognised`: the share of them that was found again.
    """
    before, after = old.get(BUILDS), new.get(BUILDS)
    if not before or not after or after[0] in before:
        return ()
    if (future or 0) < LEAST or (recognised or 0.0) < RECOGNISED:
        return ()
    value = f"{before[0]} → {after[0]}; {recognised:.0%} of {future} known events found again"
    return (Issue("info", "extract", REBUILT, source.id, source.url, value),)
