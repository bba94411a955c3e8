"""What an address that is no source yet would bring, as a row of table `candidates`. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from pipeline.config import Config
from pipeline.localdays import first_day, is_over
from pipeline.model import Event
from pipeline.text import fold
from pitchradar import naming
from pitchradar.preview import Preview

Row = dict[str, Any]
Mark = tuple[str, str]

TITLES = 5  # of its events shown with a candidate
EVIDENCE = 5


def marks(events: Iterable[Event]) -> frozenset[Mark]:
    """What tells events apart well enough for counting: folded title and day."""
    return frozenset((fold(event.title), first_day(event.when).isoformat()) for event in events)


def coming(found: Preview) -> list[Event]:
    """Those of its events that are not over."""
    return [event for event in found.events if not is_over(event.when, found.now)]


def row(site: str, found: Preview, evidence: Sequence[str], known: Collection[Mark], config: Config) -> Row:
    """The score counts what it would bring: new events about start-ups in one of our regions."""
    events = coming(found)
    relevant = [event for event in events if event.startup_relevant]
    again = [event for event in events if not marks([event]).isdisjoint(known)]
    here = [event for event in relevant if event.regions or event.online == "yes"]
    fresh = [event for event in here if event not in again]
    score = 2 * len(fresh) + len(relevant) + 0.2 * len(events) + min(len(again), 3)
    return {
        "url": found.source.url,
        "site": site,
        "title": found.source.title or site,
        "kind": found.kind,
        "cause": None if found.events else found.run.report.cause or "no events found",
        "score": round(score, 1),
        "events": len(events),
        "relevant": len(relevant),
        "fresh": len(fresh),
        "overlap": len(again),
        "region": naming.region([event.regions for event in events], config.regions),
        "evidence": list(evidence[:EVIDENCE]),
        "titles": [event.title for event in events[:TITLES]],
    }
