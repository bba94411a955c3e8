"""Houses between which a series alternates, as a sentence above its list tells: "im Wechsel im Saal und im Rathaus".

A day beside whose number one of them stands is there; what stands behind the house is its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from crawlers.extractors.listing.fields import fields as reading
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.fields.titles import Alike
from crawlers.extractors.listing.records.record import Group, Record
from crawlers.extractors.listing.wording.words import EDGES
from pipeline.marks import read_badge

ABOVE = 12  # lines
A_PAIR = 2  # houses
SHORTEST = 4  # letters of what a house is called
_TURNS = re.compile(
    r"\b(?:im (?:\w+ )?wechsel|abwechselnd|wechselweise|alternating(?: between)?|in turns)\b", re.IGNORECASE
)
_HOUSE = re.compile(
    r"\b(?:im|in der|in|beim|bei der|bei|at the|at)\s(?P<house>[A-ZÄÖÜ„“\"»][^,;.()]*?)(?:\s\((?P<address>[^()]+)\))?"
    r"(?=\s(?:und|oder|bzw|sowie|and)\b|[,;.]|$)"
)
_QUOTES = str.maketrans("", "", "„“”\"»«‚‘'")
_AROUND = EDGES + "()"


def at_houses(context: Context, group: Group, alike: Alike, found: list[tuple[Record, Fields]]) -> None:
    """Gives the records of a list the house that they name, and takes it from their titles."""
    houses = _houses(context, found[0][0].first) if found else {}
    if len(houses) < A_PAIR:
        return
    for place, (record, fields) in enumerate(found):
        name = fields.title.translate(_QUOTES)
        house = next((house for house in houses if _begins(name, house)), "")
        if house:
            found[place] = record, _at(context, group, alike, record, fields, name[len(house) :], houses[house])


def _houses(context: Context, first: int) -> dict[str, str]:
    """What each house is called, the longest first, and its name with its address."""
    above = context.layout.lines[max(first - ABOVE, 0) : first]
    told = ((line.text, turns) for line in reversed(above) if (turns := _TURNS.search(line.text)))
    text, turns = next(told, ("", None))
    found = list(_HOUSE.finditer(text, turns.end())) if turns else []
    names = {name: ", ".join(filter(None, said.groups())) for said in found for name in _names(said["house"])}
    return dict(sorted(names.items(), key=lambda pair: -len(pair[0]))) if len(found) >= A_PAIR else {}


def _names(house: str) -> Iterator[str]:
    """A house's name, whole and without its first words: "Gasthof Zur Linde", "Zur Linde"."""
    words = house.translate(_QUOTES).split()
    yield from (name for at in range(len(words)) if len(name := " ".join(words[at:])) >= SHORTEST)


def _begins(name: str, house: str) -> bool:
    return name.startswith(house) and not name[len(house) : len(house) + 1].isalnum()


def _at(
    context: Context, group: Group, alike: Alike, record: Record, fields: Fields, behind: str, place: str
) -> Fields:
    """The fields of a day at a house, with the name that stands behind it, or else the one above the list."""
    name = behind.strip(_AROUND)
    if not name or name[0].islower() or read_badge(name).quote:
        fields = reading.read(context, record, group.parent, replace(alike, untitled=True))
        return replace(fields, where=place)
    return replace(fields, title=name, where=place)
