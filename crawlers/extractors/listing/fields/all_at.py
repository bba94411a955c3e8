"""Where English sentences say that all of a list is: "All shows at the Corn Exchange, Hallam, unless stated otherwise";
"Thursdays, 2:30 PM in Skiles-Barrow 114". They name the place in full behind "in" or "at", whatever its words."""

from __future__ import annotations

import re

from crawlers.extractors.listing.fields.sentences import is_name

LONGEST = 80  # characters of a place
_WHAT = (
    r"(?:meetings|events|sessions|talks|lectures|concerts|classes|workshops|seminars|shows|gigs|performances|screenings|"
    r"program(?:me)?s|services|matches|activities|evenings|meetups|colloquia|hearings|rehearsals|courses|dates)"
)
_HELD = r"(?:(?:are|is|will be) (?:\w+ly )?)?(?:held |hosted |happens? |take place |takes place |be held )?"
_STOP = (
    r"(?=,?\s(?:unless|except|if|but|while|and (?:are|is|start|begin|open|last|run)s?|which|where|with|from|on|every|"
    r"each|starting|beginning|at)\b|\s\(|\s[–—-]\s|[.;!:](?:\s|$)|$)"
)
_NO_PLACE = (
    r"(?!(?:\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m|h\b|o'clock|uhr)|\d{1,2}[:.]\d\d|noon|midnight|"
    r"(?:the )?(?:english|german|french|person|advance|autumn|fall|spring|summer|winter|(?:jan|febr)uary|march|april|"
    r"may|june|july|august|(?:septem|octo|novem|decem)ber)\b))"
)
_PLACE = rf"(?:in|at|@) {_NO_PLACE}(?:the )?(?P<place>(?-i:[A-ZÄÖÜ\d])[^.;!?()]*?(?:(?<=\bSt)\.[^.;!?()]*?)?){_STOP}"
_ALL = re.compile(rf"(?:all (?:\w+ ){{0,3}}?{_WHAT}|everything) {_HELD}{_PLACE}", re.IGNORECASE)
_BEHIND_CLOCK = re.compile(rf"(?: \([^()]*\))?,? {_PLACE}", re.IGNORECASE)
_TOLD = re.compile(r"\d|,|\b(?:hall|room|building|library|house|theat(?:er|re))\b", re.IGNORECASE)


def find(sentence: str) -> str | None:
    """The place of all events that a sentence speaks of."""
    said = _ALL.search(sentence) if "all" in sentence.lower() or "everything" in sentence.lower() else None
    return _name(said["place"]) if said else None


def behind_clock(rest: str) -> str | None:
    """The place right behind the hour that a sentence gives for all: one with a number, a comma or a word of houses."""
    said = _BEHIND_CLOCK.match(rest)
    return _name(said["place"]) if said and _TOLD.search(said["place"]) else None


def _name(place: str) -> str | None:
    name = place.strip(" ,")
    return name if 0 < len(name) <= LONGEST and is_name(name) else None
