"""The house to which a page tells the way: "Anfahrt" / "Alte Weberei, Uferstraße 1, 33602 Bielefeld. Mit der Bahn …".

On the page of one event that is where it is, on one of several where their rooms are. Only whole addresses with their
town count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawlers.extractors.listing.fields import addresses
from crawlers.extractors.listing.fields.addresses import IN_STREET
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording.houses import LONGEST, LONGEST_PART, POSTCODE, SENTENCE_END, STREET
from crawlers.extractors.listing.wording.patterns import Words
from crawlers.extractors.listing.wording.words import EDGES
from pipeline.geo import presence
from pipeline.places import find_city
from pipeline.text import words

LONG = 6  # letters
BELOW = 4  # lines of an address
_HEADS = Words(
    r"(?:(?:ihre |deine |die )?(?:anfahrt|anreise)|weg(?:beschreibung)?|lageplan|getting (?:here|there)|directions|"
    r"so (?:finden|kommen) sie (?:zu )?(?:uns|hin|her|dorthin)|how to (?:get|find) (?:here|there|us)|travel|arrival)"
    r"(?: (?:und|&|and) \w+)?"
)
_FIRM = re.compile(r"\b(?:g?GmbH|mbH|eG|g?UG|AG|KG|GbR)(?!\w)")  # who invites, rather than where
_OFFICE = re.compile(
    r"geschäftsstelle|büro|sekretariat|verwaltung|tourist|\b(?:IHK|HWK|e\. ?V)\b|kammer\b|amt\b", re.IGNORECASE
)


def completed(context: Context, where: str | None, title: str) -> str | None:
    """An event's place with the address to which its page tells the way; `where` alone, if that has another, or if the
    title says that it is online: then the way is to the host."""
    if presence.says(title) == "yes":
        return where
    if where is not None and (presence.says(where) or (POSTCODE.search(where) and not _is_running(where))):
        return where
    way = next(filter(None, map(_address, _parts(context))), None)
    if way is None or where is None:
        return way or where
    street, (house, _, room) = STREET.search(where), where.partition(", ")
    if where in way or _FIRM.search(where) or (street and street.group() in way.lower()):
        return way
    houseless = STREET.search(way.partition(", ")[0]) is not None  # it names no house: that is the event's
    if street or not (addresses.is_room(where) or houseless or _alike(house, way)) or _is_in_another_town(house, way):
        return where
    return ", ".join(filter(None, (room if _alike(house, way) else where, way)))[:LONGEST]


def of_room(context: Context, where: str | None) -> str | None:
    """A room of a list's event with the address to which the page tells the way, unless that is an office's; any other
    place as it is."""
    if where is None or not addresses.is_room(where):
        return where
    if context.way is None:
        way = next(filter(None, map(_address, _parts(context))), "")
        context.way = "" if _OFFICE.search(way.partition(",")[0]) else way
    return addresses.in_house(where, context.way or None)


def _alike(house: str, way: str) -> bool:
    """Whether a house is called by a long word of the address: "Weserhalle Minden" of "Weserhalle, Uferweg 12, …"."""
    return any(len(word) >= LONG for word in {*words(house)} & {*words(way)})


def _is_in_another_town(house: str, way: str) -> bool:
    """Whether a house is called by a town, too, that the address does not have: "Stadtbibliothek Minden"."""
    return any(find_city(word) is not None and word not in way for word in house.split()[1:])


def _is_running(where: str) -> bool:
    """Whether a place is the middle of a text."""
    return SENTENCE_END.search(where) is not None


def _parts(context: Context) -> Iterator[Sequence[Line]]:
    """The lines below each heading about the way, up to the next heading."""
    lines = context.layout.lines
    for head in context.headings:
        if head.zone == "main" and _HEADS.fullmatch(head.text.strip(EDGES + "?")):
            below = lines[head.index + 1 : head.index + 1 + BELOW]
            end = next((at for at, line in enumerate(below) if line.heading), len(below))
            yield below[:end]


def _address(lines: Sequence[Line]) -> str | None:
    """House, street and town on one line or on several; None where the town has no postcode."""
    parts: list[str] = []
    for line in lines:
        text = SENTENCE_END.split(line.text, 1)[0].strip(EDGES + ".")
        whole = POSTCODE.search(text)
        if len(text) > (LONGEST if whole else LONGEST_PART) or (parts and not whole and not IN_STREET.fullmatch(text)):
            return None
        parts.append(text)
        if whole:
            return ", ".join(parts)[:LONGEST]
    return None
