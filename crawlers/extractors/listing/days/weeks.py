"""Weekdays below a week: "Woche vom 30.11. bis 6.12.2026" / "Montag" / "18 Uhr Stammtisch", or "Mo 18:00 Stammtisch".

Only where a line calls its span a week, says its year, and at least two lines below are nothing but weekdays, or begin
with one and an hour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from crawlers.extractors.listing.days import weekdays
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.days.names import DAYNAME
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.wording.clocks import CLOCK, TO
from crawlers.extractors.listing.wording.no_events import SHUT
from pipeline.dates import read

SHORTEST, LONGEST = 4, 6  # days between the first and the last of a week
LONGEST_NAME = 12  # characters of a line that is a weekday
BELOW = 80  # lines below its week
FEWEST = 2  # named days that make a week
_WEEK = re.compile(r"\b(?:KW|Kalenderwoche|Woche|Week)|woche\b|wochen", re.IGNORECASE)
_OPENS = re.compile(rf"(?P<day>{DAYNAME})[.,:]?\s(?={CLOCK}|\d\d?{TO}\d)", re.IGNORECASE)  # "Do 18:00 Netzwerkabend"
_SAYS = re.compile(r"[^\W\d_]{3}")
_HOURS = re.compile(  # a day of these alone has none
    rf"\b(?:uhr|bis|von|und|ab|zu|besetzt|geöffnet|offen|(?:telefonisch )?erreichbar|büro|{'|'.join(SHUT)})\b",
    re.IGNORECASE,
)


def find(layout: Layout, clusters: list[Cluster]) -> list[Cluster]:
    """The clusters, with a day for each weekday below a week in the place of the week."""
    named = {index for index in {cluster.first for cluster in clusters} if _WEEK.search(layout.lines[index].text)}
    weeks = [cluster for cluster in clusters if cluster.first in named]
    if not weeks:
        return clusters
    found = list(clusters)
    starts = [*(week.first for week in weeks[1:]), len(layout.lines)]
    for week, after in zip(weeks, starts, strict=True):
        end = min(after, week.last + BELOW)
        days = list(_days(week, layout.lines[week.last + 1 : end]))
        if len(days) >= FEWEST:
            found.remove(week)
            found.extend(days)
    return sorted(found, key=lambda cluster: cluster.first)


def _days(week: Cluster, below: list[Line]) -> Iterator[Cluster]:
    names = [at for at, line in enumerate(below) if len(line.text) <= LONGEST_NAME and weekdays.is_weekday(line.text)]
    parts = pairwise([*names, len(below)])
    named = [below[low] for low, high in parts if any(_names(line.text) for line in below[low + 1 : high])] or [
        line for line in below if (opens := _OPENS.match(line.text)) and _names(line.text[opens.end() :])
    ]
    first, last = _span(week) if len(named) >= FEWEST and week.lead.year else (date.min, date.min)
    if not SHORTEST <= (last - first).days <= LONGEST:
        return
    for line in named:
        said = opens["day"] if (opens := _OPENS.match(line.text)) else line.text.rstrip(".,:")
        number = weekdays.NUMBER_OF.get(said.lower(), -1)
        day = first + timedelta(days=(number - first.weekday()) % 7)
        if number >= 0 and day <= last:
            text = f"{said}, {day:%d.%m.%Y}"
            end = len(said) if opens else len(line.text)
            mention = Mention(0, end, text, day.day, day.month, day.year, weekday=True, dates=1)
            yield Cluster(line.index, line.index, line.block, [(line.index, mention)], pieces=[(line.index, text)])


def _names(text: str) -> bool:
    """Whether a text says more than hours, and when somebody is there."""
    return _SAYS.search(_HOURS.sub("", text)) is not None


def _span(week: Cluster) -> tuple[date, date]:
    """The first and the last day as written; the same where they cannot be read."""
    found = read([text for _, text in week.pieces], as_of=date(week.lead.year, 1, 1)).occurrences
    if len(found) != 1 or not found[0].all_day or found[0].end is None:
        return date.min, date.min
    (first, last) = found[0].start, found[0].end
    return date(first.year, first.month, first.day), date(last.year, last.month, last.day)
