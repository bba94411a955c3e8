"""The first day of a rule whose days are listed below: "ab 11.01. immer montags, 18 Uhr" / "11.01., 18.01.".

The list is the truth. What the rule still gives are its hours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from crawlers.extractors.listing.days import mentions
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.layout.layout import Layout
from crawlers.extractors.listing.wording.when import ALWAYS, EACH, WEEKDAY, WEEKLY

_RULE = re.compile(rf"\b(?:{WEEKLY}|(?:{EACH}|{ALWAYS})\s(?:am\s)?(?:{WEEKDAY}|\w{{3,6}}day))\b", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}\.\s?(?:\d{1,2}\.|[^\W\d_]{3,9}\.?)(?:\s?(?:20)?\d\d\b)?")
NEAR = 2  # lines between two dates of one list
FEWEST = 2  # dates


def mark(layout: Layout, clusters: Sequence[Cluster], times: dict[int, list[Mention]]) -> None:
    """Days that only begin what is listed below are terms; their lines keep the hours, the list has their year."""
    ruled = {index for index in {one.first for one in clusters} if _RULE.search(layout.lines[index].text)}
    for place, one in enumerate(clusters if ruled else ()):
        text = layout.lines[one.first].text
        if one.role != "event" or one.first != one.last or one.lead.dates != 1 or one.first not in ruled:
            continue
        below = list(_below(layout, clusters[place:]))
        if below and below[0].lead.key == one.lead.key and sum(after.lead.dates for after in below) >= FEWEST:
            one.role = "term"
            hours = mentions.find(_DATE.sub(lambda date: " " * len(date[0]), text))
            times[one.first] = [mention for mention in hours if not mention.dates]
            for after in below:
                after.mentions = [(line, _dated(mention, one.lead)) for line, mention in after.mentions]


def _dated(mention: Mention, first: Mention) -> Mention:
    """A day with the year that the first one tells for it."""
    if mention.year or not first.year:
        return mention
    return replace(mention, year=first.year + (mention.in_year < first.in_year))


def _below(layout: Layout, clusters: Sequence[Cluster]) -> Iterator[Cluster]:
    """The dates that stand below the first, close together and under no heading of their own."""
    for above, one in pairwise(clusters):
        between = layout.lines[above.last + 1 : one.first + 1]
        if one.role != "event" or one.first - above.last > NEAR or any(line.heading for line in between):
            return
        if one.first > clusters[0].last:
            yield one
