"""What is no event's name by its words: which number it is, a part of the page, that the next ones follow and where."""

from __future__ import annotations

import re

from crawlers.extractors.listing.wording import houses
from crawlers.extractors.listing.wording.when import WEEKDAY
from crawlers.extractors.listing.wording.words import EVENT, NUMBERED, SOME_NEXT, is_generic

_PART = re.compile(r"\W*(?:aktuell|vorschau|rückblick|demnächst|archiv)\W*", re.IGNORECASE)
_NEXT_ONES = re.compile(r"(?:(?:die|unsere) )?(?:nächsten|kommenden|weiteren)\b", re.IGNORECASE)
_BREAK = re.compile(r".{0,40}\b(?:ist|haben wir|machen wir|macht)\s(?:\w+)?(?:pause|ferien)\W*", re.IGNORECASE)
_RULE = re.compile(  # "Am ersten Donnerstag im Quartal in der Geschäftsstelle"
    rf"(?:immer |jeweils )?(?:am|an jedem|jeden) (?:\w+\.? )?{WEEKDAY}s? (?:im|des|eines|jedes|jeden)\b", re.IGNORECASE
)
_NOTE = re.compile(
    r"(?:note the|bitte beachten|please note|wir (?:treffen uns|sehen uns|freuen uns|sind)|"
    r"los geht(?:['’]?s| es)(?=$|\s(?:um|ab|gegen|jeweils|immer)\b))\b|"
    r"achtung(?:[!:,]| \w+änderung)|(?:beginn|ende|anreise|abreise) am (?:\w+ tag|\w+tag)\b",
    re.IGNORECASE,
)


def is_no_name(text: str) -> bool:
    """ "Termin 2", "Die nächsten Termine", "Rückblick", "Bitte beachten: …", "Im August ist Sommerpause"."""
    if NUMBERED.fullmatch(text) or _PART.fullmatch(text) or _NOTE.match(text) or _BREAK.fullmatch(text):
        return True
    return _says_next(text) or (_RULE.match(text) is not None and not EVENT.search(text))


def is_place_of_next(rest: str) -> bool:
    """What is left of a line that says when the next ones are, and where: "Die nächsten Termine: | im Lernraum 2"."""
    label, colon, behind = rest.partition(":")
    behind = behind.lstrip(" |,")
    return bool(colon and behind) and (is_generic(label) or _says_next(label)) and houses.begins_with_place(behind)


def _says_next(text: str) -> bool:
    return _NEXT_ONES.match(text) is not None and SOME_NEXT.fullmatch(text) is not None
