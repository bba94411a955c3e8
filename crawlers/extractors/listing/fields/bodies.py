"""Whose meetings a list's are, where its heading only says that there are some: "The Planning Commission meets …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording.patterns import Words
from crawlers.extractors.listing.wording.words import EVENT, is_generic, is_of_a_time, names_many

_OF_MEETINGS = Words(
    r"(?:(?:the|our|board|district|council|commission|committee|authority|public|regular|city|town|township|village|"
    r"county|school|monthly|open|\d{4}) )*(?:meetings?|agendas|minutes)(?:(?:,| &| and)? (?:schedule|dates|calendar|"
    r"information|info|minutes|agendas|times|notices|materials))*"
)
_BODY = (
    r"(?:board|council|commission|committee|authority|trustees|directors|supervisors|commissioners|selectmen|"
    r"selectboard|assembly|task force|panel|legislature)"
)
_CAPITAL = r"(?-i:[A-Z])[\w.'’-]*"
_OF = rf"(?: (?:of|on|for) {_CAPITAL}(?: {_CAPITAL})*)?"
_NAME = rf"(?:{_CAPITAL} (?:(?-i:of|and|for|on|the|&) )*)+?(?-i:(?=[A-Z])){_BODY}{_OF}"  # each word is read in one way
_NEXT_ONES = re.compile(  # behind a name
    r"(?<=\w)(?:\s[–—|-]\s|:\s)(?:(?:die|unsere|alle) )?(?:nächsten|kommenden|weiteren) [\wäöüß]+(?: im Überblick)?$",
    re.IGNORECASE,
)
_JUST_MEETINGS = re.compile(r"(?:die |unsere |the |our )?(?:treffen|meetings|meetups)", re.IGNORECASE)
_SAID = re.compile(
    rf"(?:^|(?<=[.!?] ))(?:the|our) (?P<name>{_NAME}) (?-i:[a-z])|"
    rf"\bmeetings of the (?P<of>{_NAME}) (?:are|will|take|begin|start)\b",
    re.IGNORECASE,
)


def is_of_meetings(heading: str) -> bool:
    """Whether a heading only says that somebody meets: "Board Meetings", "District Meetings", "Meeting Schedule"."""
    return _OF_MEETINGS.fullmatch(heading) is not None


def called(names: Sequence[str]) -> str:
    """The first of a page's names; where that only says "Treffen", one of what meets: "Gründerstammtisch Lahnberg"."""
    first, *others = names
    meets = (name for name in others if EVENT.search(name) and not names_many(name))
    return next(meets, first) if _JUST_MEETINGS.fullmatch(first) else first


def named(above: Sequence[Line], asked: bool) -> str:
    """The meeting of the only body, by a name of several words, that sentences tell of below the nearest heading with
    a name of its own; "" for none, and where it is not `asked`."""
    found: set[str] = set()
    for line in reversed(above if asked else ()):
        if line.heading and not (is_of_meetings(line.text) or is_generic(line.text) or is_of_a_time(line.text)):
            break
        if line.zone == "main" and not line.heading:
            found.update(said["name"] or said["of"] for said in _SAID.finditer(line.text))
    return f"{next(iter(found))} Meeting" if len(found) == 1 else ""


def without_time(heading: str) -> str:
    """A name without the time behind it: "Board Meetings, first half of 2026:", "Stammtisch – die nächsten Abende"."""
    heading = _NEXT_ONES.sub("", heading)
    name, _, when = heading.rstrip(" :").rpartition(", ")
    return name if name and is_of_a_time(when) else heading
