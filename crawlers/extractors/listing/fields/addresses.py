"""The lines of an address that stand one below the other: the house, its street, its town."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from crawlers.extractors.listing.fields import place_words
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.sentences import is_name
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording.houses import (
    HOUSE_EDGES,
    LONGEST,
    LONGEST_PART,
    ROOMS,
    has_address,
    is_place,
)
from crawlers.extractors.listing.wording.labels import label_end

_TOWN = re.compile(r"\D*\b\d{5}\b\D*")  # with its postcode, and no street
IN_STREET = re.compile(r"[A-ZÄÖÜ][^\d,:]{1,40} \d{1,3} ?[a-z]?(?: ?[–-] ?\d{1,3})?")  # "Kai 3"
_ROOM = re.compile(
    rf"(?:(?:[\w-]+ )?(?:\w*raum|(?:hör|sitzungs|tagungs|seminar)?saal|{'|'.join(map(re.escape, ROOMS))})|"
    r"aula|foyer|lounge|auditorium|lobby|"
    r"(?:(?:main|small|large|big|lecture|seminar|conference) )?(?:hall|room|theatre))"
    r"(?: (?:[A-Z]|[\w.-]*\d[\w.-]*))?",
    re.IGNORECASE,
)
LONGEST_LINE = 80  # characters of a street or a town
NEAR = 8  # lines between the parts of one address
CARD = 3  # lines: a house, its street and its town


def whole(context: Context, named: str, line: Line, lines: Sequence[Line], title: str) -> str:
    """What a line of `lines` names, with the street and town below it, and street and house right above an address."""
    parts = [named]
    near = [one for one in lines if abs(one.index - line.index) <= NEAR]
    position = next(index for index, other in enumerate(near) if other.index == line.index)
    for other in islice(_without_maps(near[position + 1 :]), 2):
        text = context.shapes.rest(other)
        if other.index - line.index > CARD or not text or len(text) > LONGEST_LINE or not has_address(text):
            break
        parts.append(text)
    above = near[position - 1 : position] if place_words.ends_with_map(line.text) else []
    mapped = place_words.is_pinned(line.text) and (  # "Essen, NRW, 45326 (Karte)", "1070 Wien" / "Austria (map)"
        _TOWN.fullmatch(named) is not None or any(has_address(one.text) for one in above)
    )
    for other in _without_maps(reversed(near[:position])):
        if not (has_address(parts[0]) or mapped or (len(parts) > 1 and IN_STREET.fullmatch(parts[0]))):
            break
        name = _house(context, other, line, title)
        if not name or (mapped and not (is_place(name) or has_address(name))):
            break
        parts.insert(0, name)
        mapped = False
    return ", ".join(dict.fromkeys(parts))[:LONGEST]


def _without_maps(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines that do more than lead to a map."""
    return (one for one in lines if not place_words.leads_to_map(one.text))


def below(context: Context, named: str, line: Line, lines: Sequence[Line]) -> str:
    """A labelled house with its street and town on the next lines of its paragraph, which have no label."""
    if has_address(named):
        return named
    parts = [named]
    for other in (one for one in lines if one.index > line.index and one.block == line.block):
        text = context.shapes.rest(other)
        if place_words.leads_to_map(other.text):
            continue
        if not text or len(text) > LONGEST_LINE or not has_address(text) or label_end(other.text):
            break
        parts.append(text)
    return ", ".join(parts)[:LONGEST]


def in_house(where: str | None, house: str | None) -> str | None:
    """The place of one event with the house of all: "Lecture Hall" where all meet in the "LLPS, Domstraße 2, 17489
    Greifswald". A place that is more than a room stays as it is."""
    if where is None or house is None or not is_room(where):
        return where or house
    return where if where in house or not has_address(house) else f"{where}, {house}"[:LONGEST]


def is_room(where: str) -> bool:
    """Whether a place is a part of a house, without a word of where that is: "Raum 2.105, 3. Etage", "Lecture Hall"."""
    return all(map(_ROOM.fullmatch, where.split(", "))) and not has_address(where)


def _house(context: Context, above: Line, line: Line, title: str) -> str:
    """What stands above an address, if it names its house or is its street; else ""."""
    name = context.shapes.rest(above)
    if not name or title in {name, above.text} or name != above.text.strip(HOUSE_EDGES):
        return ""
    if above.heading and not _fill_card(context, above, line):
        return ""
    beside = above.block == line.block and is_name(name) and len(name) <= LONGEST_PART
    return name if beside or is_place(name) else ""


def _fill_card(context: Context, above: Line, line: Line) -> bool:
    """Whether a heading and the address below it are all that their card says: the house and where it is."""
    card = context.layout.common(above.block, line.block)
    return context.layout.first[card] == above.index and context.layout.last[card] - above.index <= CARD
