"""Days named by how far off they are: "Heute, 17:30 Uhr", or "Morgen" as the heading of a day's events.

Only among other dates: alone on a page, "heute" tells of opening hours. What is read is the date itself, so that the
event stays the same one when tomorrow has become today.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from crawlers.extractors.listing.days import mentions, weekdays
from crawlers.extractors.listing.days.cluster import Dates
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.wording.clocks import CLOCK
from crawlers.extractors.listing.wording.no_events import HOURS

OTHERS = 2  # dates beside one such day from which on a page is a calendar
LONGEST = 40  # characters of such a line
_AHEAD = {"heute": 0, "today": 0, "morgen": 1, "tomorrow": 1, "übermorgen": 2}
_NAMED = re.compile(rf"({'|'.join(_AHEAD)})\b[,:]?", re.IGNORECASE)
_CLOCK = re.compile(rf"[\s|·–-]*(?:um |ab |von |at |from )?{CLOCK}", re.IGNORECASE)


def spelled(layout: Layout, dates: Dates, today: date) -> Layout | None:
    """The layout with these days as dates; None where there are none."""
    others = [one for one in dates.clusters if one.firm and one.role == "event" and layout.zones[one.block] == "main"]
    if not others:
        return None
    main = [line for line in layout.lines if line.zone == "main"]
    named = {line.index: found for line in main if (found := _named(layout, line, today))}
    hours = any(other == one + 1 for one, other in pairwise(named))  # of today and tomorrow, a line each
    if not named or len(others) + (0 if hours else len(named) - 1) < OTHERS:
        return None
    lines = [_spelled(line, named[line.index], today) if line.index in named else line for line in layout.lines]
    return replace(layout, lines=lines, _numbered=None)


def _named(layout: Layout, line: Line, today: date) -> re.Match[str] | None:
    found = _NAMED.match(line.text) if len(line.text) <= LONGEST else None
    if found is None or HOURS.search(line.text) or any(mention.dates for mention in mentions.find(line.text)):
        return None
    timed = _CLOCK.match(line.text, found.end()) is not None
    alone = found.end() == len(line.text)
    return found if timed or (alone and (line.heading > 0 or _has_weekday(layout, line, _day(found, today)))) else None


def _day(named: re.Match[str], today: date) -> date:
    """The day that it says."""
    return today + timedelta(days=_AHEAD[named[1].lower()])


def _has_weekday(layout: Layout, line: Line, day: date) -> bool:
    """Whether the next line is that day's weekday and nothing else: "Today" / "Wednesday"."""
    below = layout.lines[line.index + 1 : line.index + 2]
    return any(weekdays.is_weekday(one.text) and weekdays.number(one.text) == day.weekday() for one in below)


def _spelled(line: Line, named: re.Match[str], today: date) -> Line:
    text = f"{_day(named, today):%d.%m.%Y}{line.text[named.end(1) :]}"
    first, *more = line.pieces
    first = replace(first, text=_NAMED.sub(text[: len("31.12.2026")], first.text, count=1))
    return replace(line, text=text, pieces=[first, *more])
