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
FEW = 2  # stamped days of a page that are its own event's
NO_HOURS = frozenset({"00:00", "12:00"})  # of a day alone
NEAR = 8  # lines around a day in which an hour is its own
UTC = frozenset({"Z", "+00:00", "+0000", "-00:00"})


def complete(layout: Layout, dates: Dates, today: date) -> None:
    """Gives stamped days of one line without a year theirs, and their hour, where they are few and lie ahead: posts and
    comments come in lists, and are stamped when they were written."""
    stamped = [one for one in dates.clusters if one.stamped]
    for cluster in stamped if len(stamped) <= FEW else ():
        if cluster.first == cluster.last and not cluster.several and not cluster.lead.year:
            _complete(layout, dates, cluster, today)


def _complete(layout: Layout, dates: Dates, cluster: Cluster, today: date) -> None:
    lead = cluster.lead
    stamps = (_STAMP.fullmatch(piece.stamp) for piece in layout.lines[cluster.first].pieces if piece.stamp)
    said = next((stamp for stamp in stamps if stamp and (int(stamp["day"]), int(stamp["month"])) == lead.key), None)
    if said is None or f"{today:%Y-%m-%d}" > f"{said['year']}-{said['month']}-{said['day']}":
        return
    clock = said["clock"] if said["zone"] not in UTC and said["clock"] not in NO_HOURS else None
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
