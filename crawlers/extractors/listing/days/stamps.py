"""What `<time datetime>` adds to the day that it shows: the year, and the hour where the page tells none beside it.

Posts and comments are stamped to the second; an hour in UTC is another one on the clock, and counts for nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from crawlers.extractors.listing.days.cluster import Cluster, Dates
from crawlers.extractors.listing.layout.layout import Layout

_STAMP = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:[T ](?P<clock>\d\d:(?:00|15|30|45))(?::00(?:\.0+)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)
NEAR = 8  # lines around a day in which an hour is its own
UTC = frozenset({"Z", "+00:00", "+0000", "-00:00"})


def complete(layout: Layout, dates: Dates) -> None:
    """Gives stamped days of one line without a year theirs, and their hour."""
    for cluster in dates.clusters:
        if cluster.stamped and cluster.first == cluster.last and not cluster.several and not cluster.lead.year:
            _complete(layout, dates, cluster)


def _complete(layout: Layout, dates: Dates, cluster: Cluster) -> None:
    lead = cluster.lead
    stamps = (_STAMP.fullmatch(piece.stamp) for piece in layout.lines[cluster.first].pieces if piece.stamp)
    said = next((stamp for stamp in stamps if stamp and (int(stamp["day"]), int(stamp["month"])) == lead.key), None)
    if said is None:
        return
    clock = said["clock"] if said["zone"] not in UTC and said["clock"] != "00:00" else None
    near = layout.lines[max(cluster.first - NEAR, 0) : cluster.last + NEAR + 1]
    zone = layout.lines[cluster.first].zone
    if lead.timed or any(line.index in dates.times and line.zone == zone for line in near):
        clock = None
    day = lead.text if lead.timed else f"{lead.day}.{lead.month}.{said['year']}"
    text = f"{day}, {clock}" if clock else day
    cluster.mentions = [
        (cluster.first, replace(lead, text=text, year=int(said["year"]), timed=lead.timed or clock is not None))
    ]
    cluster.pieces = [(cluster.first, text)]
