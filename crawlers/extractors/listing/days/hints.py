"""Hours that a month grid keeps for its links' titles: "Steuerabend", `title="Steuerabend (Di., 8.12.2026, 19:00)"`.

Such an hour counts only where the title goes on from the link's own text and names no other day, and where the cell
shows none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from crawlers.extractors.html import node_text
from crawlers.extractors.listing.days import mentions
from crawlers.extractors.listing.days.cluster import Cluster, Dates
from crawlers.extractors.listing.layout.layout import Layout, Told
from crawlers.extractors.listing.wording.clocks import CLOCK, HOUR, TO
from pipeline.text import clean

LONGEST = 300  # characters of such a title
_BEGINS = re.compile(r"[\s(,;:|–-]*(?:.*\b(?:beginn|ab|um|von)[\s:]*)?", re.IGNORECASE)  # before an hour without a day
_AT_END = re.compile(rf"(?<![\d.:])(?:{HOUR}{TO})?{CLOCK}$", re.IGNORECASE)


def find(layout: Layout, dates: Dates) -> dict[html.HtmlElement, Told]:
    """The hours of links in the cells of month grids, by their node."""
    days = (day for day in dates.clusters if day.cell >= 0 and not _shows_hours(layout, dates, day))
    return {node: Told(hours, False) for day in days for node, hours in _hinted(layout, day)}


def _shows_hours(layout: Layout, dates: Dates, day: Cluster) -> bool:
    return any(line.index in dates.times for line in layout.span(day.cell))


def _hinted(layout: Layout, day: Cluster) -> Iterator[tuple[html.HtmlElement, str]]:
    for node in layout.nodes[day.cell].iter("a"):
        title, name = clean(node.get("title") or ""), clean(node_text(node))
        if not name or not title.startswith(name) or len(title) > LONGEST:
            continue
        rest = title[len(name) :]
        said = mentions.find(rest)
        if len(said) == 1 and said[0].dates <= 1 and (not said[0].dates or said[0].key == day.lead.key):
            hours = _AT_END.search(said[0].text)
            if hours and (said[0].dates or _BEGINS.fullmatch(rest, 0, said[0].start + hours.start())):
                yield node, hours[0]
