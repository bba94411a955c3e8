"""Lists that are the programme of one event: their days lie inside its span, under a heading such as "Programm".

Says so; what then becomes of the list is decided in `steps`.
"""

from __future__ import annotations

from crawlers.extractors.listing.context import Context
from crawlers.extractors.listing.patterns import words
from crawlers.extractors.listing.records import Group

LONGEST_HEADING = 40  # characters
LONGEST_SPAN_LINE = 110  # a longer line tells about the days of the list instead of naming an event's
PROGRAMME = words(
    r"""
    (?:tages|rahmen|konferenz|kongress|vortrags)?programm(?:ablauf|übersicht|punkte)? || ablauf(?:plan)? || agenda ||
    schedule || timetable || zeitplan || tagesordnung || line-?up || programme? || stundenplan
    """
)


def is_programme(context: Context, group: Group) -> bool:
    """Whether the list's days are those of one event that the page names outside the list."""
    dates = [cluster for record in group.records for cluster in record.clusters]
    head = context.heading_above(dates[0].first, group.parent)
    if head is None or len(head.text) > LONGEST_HEADING or not PROGRAMME.search(head.text):
        return False
    days = {(cluster.lead.month, cluster.lead.day) for cluster in dates}
    inside = range(group.records[0].first, group.records[-1].last)
    outside = [one for one in context.shapes.dates.clusters if one.role == "event" and one.first not in inside]
    spans = [one.span() for one in outside if len(context.layout.lines[one.first].text) <= LONGEST_SPAN_LINE]
    return any(span is not None and all(span[0] <= day <= span[1] for day in days) for span in spans)
