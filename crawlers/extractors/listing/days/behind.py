"""What looks back: headings ("Archiv", "Vergangene Termine") and lines that tell of a day gone by ("Das war …").

A date without a year there is the last such day that has been.
"""

from __future__ import annotations

import re
from datetime import date

from crawlers.extractors.listing.days.cluster import Dates
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.wording.words import AHEAD

_BACK = re.compile(
    r"(?:unser |unsere |our |the )?(?:archiv|rückblick|rückschau|nachlese|was war|"
    r"(?:das|so) war(?:'s| es)?(?: (?:los|bisher|schon|alles|20\d\d))*|"
    r"gewesen|was bisher geschah|(?:past|previous|former|earlier)(?: [\w-]+){0,2}|"
    r"(?:recent|last) (?:meetings|meetups|events|talks|sessions|seminars|lectures|gigs|concerts|shows|workshops)|"
    r"(?:vergangene|bisherige|frühere|abgelaufene|zurückliegende)[nrs]?(?: \w+)?)"
    r"(?: (?:der|von|events?|\w*termine)\b.*)?(?: \(\d+\))?(?::| ?…| ?\.\.\.)?",
    re.IGNORECASE,
)
LONGEST_TAB = 30  # characters
_DIGIT = re.compile(r"\d")
_TELLS_BACK = re.compile(r"(?:was|das|so(?: \w+)?) war(?:en)?\b|rückblick\b", re.IGNORECASE)


def years(layout: Layout, dates: Dates, today: date) -> None:
    """Gives such dates their year, where no heading gives them one."""
    heads = (line.index for line in layout.lines if looks_back(line) and not _is_tab(layout, line))
    first = next(heads, len(layout.lines))
    last = next((line.index for line in layout.lines[first:] if line.heading and AHEAD.search(line.text)), None)
    below = dates.within(first, len(layout.lines) if last is None else last)
    told = [cluster for cluster in dates.clusters if _TELLS_BACK.match(layout.lines[cluster.first].text)]
    for cluster in (*below, *told):
        year, month = dates.near[cluster.first]
        lead = cluster.lead
        if not (year or lead.year) and lead.month and cluster.role == "event":
            ahead = lead.in_year > (today.month, today.day)
            dates.near[cluster.first] = today.year - ahead, month


def _is_tab(layout: Layout, line: Line) -> bool:
    """Whether a line is one of two that choose what is shown: "Upcoming" / "Past"; as headings both have a part, and
    what tells a day is no tab."""
    beside = [layout.lines[at] for at in (line.index - 1, line.index + 1) if 0 <= at < len(layout.lines)]
    return not line.heading and any(map(_chooses, beside))


def _chooses(line: Line) -> bool:
    return len(line.text) <= LONGEST_TAB and AHEAD.match(line.text) is not None and not _DIGIT.search(line.text)


def tells_back(text: str) -> bool:
    """Whether a text begins as what tells of a day gone by: "Das war der Demo Day", "Rückblick: …"."""
    return _TELLS_BACK.match(text) is not None


def looks_back(line: Line) -> bool:
    """Whether a line heads what has been."""
    return (line.heading > 0 or line.bold) and not line.linked and _BACK.fullmatch(line.text) is not None
