"""Days that only part an event's programme: "Programm Freitag, 19. März" below "18. – 19. März 2027"."""

from __future__ import annotations

from crawlers.extractors.listing.days.cluster import Dates, Span, covers
from crawlers.extractors.listing.layout.layout import Layout
from crawlers.extractors.listing.wording.words import PROGRAMME


def parts(layout: Layout, dates: Dates) -> None:
    """Marks such days: a span above covers them, and their line begins as a programme does."""
    spans: list[Span] = []
    for cluster in dates.clusters:
        begins = bool(spans) and PROGRAMME.match(layout.lines[cluster.first].text) is not None
        if begins and any(covers(span, [cluster.lead]) for span in spans):
            cluster.part = True
        elif cluster.role == "event" and (span := cluster.span()):
            spans.append(span)
