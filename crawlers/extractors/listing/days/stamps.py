"""What `<time datetime>` adds to the day that it shows: the year, and the hour where the page tells none beside it.

An hour in UTC is another one on the clock, and counts for nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from crawlers.extractors.listing.days.cluster import Cluster, Dates
from crawlers.extractors.listing.layout.layout import Layout

_STAMP = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:[T ](?P<clock>\d\d:(?:00|15|30|45))(?::00(?:\.0+)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)
NO_HOURS = frozenset({"00:00", "12:00"})  # of a day alone
NEAR = 8  # lines around a day in which an hour is its own
UTC = frozenset({"Z", "+00:00", "+0000", "-00:00"})


def complete(layout: Layout, dates: Dates, today: date) -> None:
    """Gives stamped days of one line without a year theirs, and their hour, where all of the page lie ahead: posts and
    comments are stamped when they were written."""
    stamped = [one for one in dates.clusters if one.stamped and one.first == one.last]
    said = [(one, stamp) for one in stamped if (stamp := _stamp(layout, one)) is not None]
    ahead = all(f"{today:%Y-%m-%d}" <= stamp[0][:10] for _, stamp in said)
    for cluster, stamp in said:
        if not cluster.several and not cluster.lead.year:
            _complete(layout, dates, cluster, stamp, ahead=ahead)


def _stamp(layout: Layout, cluster: Cluster) -> re.Match[str] | None:
    """The stamp that says the day which it shows."""
    stamps = (_STAMP.fullmatch(piece.stamp) for piece in layout.lines[cluster.first].pieces if piece.stamp)
    return next((said for said in stamps if said and (int(said["day"]), int(said["month"])) == cluster.lead.key), None)


def _complete(layout: Layout, dates: Dates, cluster: Cluster, said: re.Match[str], *, ahead: bool) -> None:
    lead = cluster.lead
    clock = said["clock"] if said["zone"] not in UTC and said["clock"] not in NO_HOURS else None
    near = layout.lines[max(cluster.first - NEAR, 0) : cluster.last + NEAR + 1]
    zone = layout.lines[cluster.first].zone
    if lead.timed or not ahead or any(line.index in dates.times and line.zone == zone for line in near):
        clock = None
    day = lead.text if lead.timed else f"{lead.day}.{lead.month}.{said['year']}"
    text = f"{day}, {clock}" if clock else day
    cluster.mentions = [
        (cluster.first, replace(lead, text=text, year=int(said["year"]), timed=lead.timed or clock is not None))
    ]
    cluster.pieces = [(cluster.first, text)]
