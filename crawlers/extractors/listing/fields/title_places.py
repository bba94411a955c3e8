"""The place that stands with a title: before it, in brackets behind it, or in an element of its own on its line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.extractors.listing.days import mentions
from crawlers.extractors.listing.fields import place_words
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.sentences import is_name, is_speaker
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.records.shape import is_badge
from crawlers.extractors.listing.wording.changes import FORMER_PLACE
from crawlers.extractors.listing.wording.houses import (
    HOUSE_EDGES,
    SENTENCE_END,
    begins_with_place,
    is_house,
    is_place,
    is_place_or_town,
    is_town,
    past_town,
)
from crawlers.extractors.listing.wording.labels import MORE_START, PRICE, label_end, label_kind
from crawlers.extractors.listing.wording.sentence_places import in_sentence
from crawlers.extractors.listing.wording.words import EVENT, KIND
from pipeline.geo import presence

_DAY = re.compile(r"^[^,]*\d[^,]*,\s?")  # "2. Dezember, Minden"
_BRACKETS = re.compile(r"\(([^()]{3,50})\)\W*$")
_FIRST = re.compile(r",\s(?P<place>[A-ZÄÖÜ][^:.!?|]{2,50}):\s(?=[A-ZÄÖÜ„\"])")
_WHERE = re.compile(r"(?:in|im|in der|bei|bei der|beim|am|an der|at|at the) (?=[A-ZÄÖÜ])")
_AT = re.compile(r"(?:(?:to be )?held (?:at|in)|(?:note )?location:|at)\s(?:the\s|our\s)?(?=[A-Z])")
_AT_SOMEBODY = re.compile(r"bei(?:m| der| dem| den| unserem| unserer)? (?=[A-ZÄÖÜ])")
_AT_A_HOUSE = re.compile(r"(?P<what>[\w-]+) (?:im|in der|in den|auf dem|at the) [A-ZÄÖÜ]")


def first(context: Context, line: Line) -> str | None:
    """The place between an hour and the name of what is there: "10 Uhr, Audimax: Eröffnung"."""
    spoken = context.shapes.spoken.get(line.index)
    if not spoken or ": " not in line.text:
        return None
    found = _FIRST.match(line.text, max(mention.end for mention in spoken))
    place = found["place"].strip() if found else ""
    return place if place and is_name(place) and is_house(place) else None


def past(text: str, shown: str) -> str:
    """The text without the town, or before a bar the house, that it names first: "Rathaus | Nachfolge planen".

    `shown`: the line with its dates, for which bars stand in the text."""
    first, _, behind = text.partition(" | ")
    if not behind or f"{first} | {behind}" not in shown:
        town, _, name = text.strip(HOUSE_EDGES).partition(", ")
        named = "|" not in name and EVENT.search(name) and is_town(town) and not is_place_or_town(name)
        return name if named else past_town(text)  # "Köln, Startup Stammtisch" behind a day
    name = behind.strip(HOUSE_EDGES)
    there = is_house(first.strip(HOUSE_EDGES)) or place_words.is_house_of_town(first)
    if not there or not name[:1].isupper() or is_place_or_town(name) or presence.says(name):
        return past_town(text)
    aside = is_speaker(name) or is_badge(name) or KIND.fullmatch(name) or MORE_START.match(name) or PRICE.search(name)
    return past_town(text) if aside or label_kind(name.split()[0]) else name


def is_where(text: str) -> bool:
    """Whether a text only says where, in small letters: "in Hamm", "im Rathaus", "bei Holzbau Rist", "at the Eastside
    Branch"."""
    said = _WHERE.match(text)
    if _AT.match(text) or (_AT_SOMEBODY.match(text) and is_name(text)):
        return True
    return said is not None and begins_with_place(text[said.end() :])


def bracketed(title: str) -> str | None:
    """The place that a title names behind itself: "Vortrag Markenrecht (Stadtbibliothek)"."""
    match = _BRACKETS.search(title)
    if match is None:
        return None
    text = _DAY.sub("", match.group(1))
    text = place_words.part(FORMER_PLACE.sub("", text[label_end(text) :]))
    if not text or not is_name(text) or place_words.is_other(text):
        return None
    return text if is_place_or_town(text) or presence.alone(text) else None


def at_a_house(title: str) -> str | None:
    """The house in which a title says that its event is: "Gründertreff im Technologiezentrum", not "KI im Rathaus"."""
    said = _AT_A_HOUSE.search(title)
    return in_sentence(title, 0, 0) if said and EVENT.search(said["what"]) else None


def set_apart(lines: Sequence[Line], title: str) -> str | None:
    """The place in an element of its own on the title's line: "18:00 Pitch Night <span>Haus am Park</span>"."""
    beside = (piece.text for line in lines if title and title in line.text for piece in line.pieces[1:])
    texts = (text.strip(HOUSE_EDGES) for text in beside if not (mentions.find(text) or SENTENCE_END.search(text)))
    texts = (text for text in texts if text[:1].isupper() and text not in title)
    return next((text for text in texts if is_place(text) and is_name(text)), None)
