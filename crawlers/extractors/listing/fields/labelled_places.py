"""The place that labels give: "Ort: Rathaus", and its street and town behind labels of their own: "Straße", "PLZ/Ort".

A room or where one meets ("Raum", "Treffpunkt") is it only where no other label gives one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawlers.extractors.listing.days import mentions
from crawlers.extractors.listing.fields import addresses, place_words
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.sentences import is_name
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording.changes import FORMER_PLACE
from crawlers.extractors.listing.wording.houses import (
    LONGEST,
    LONGEST_PART,
    POSTCODE,
    SENTENCE_END,
    STREET,
    has_address,
    is_place,
    is_town,
)
from crawlers.extractors.listing.wording.labels import MORE, MORE_START, PARTS_OF_ADDRESS, ROOM, label_end, label_kind
from crawlers.extractors.listing.wording.no_events import DEADLINE
from crawlers.extractors.listing.wording.words import EDGES
from pipeline.geo import presence

A_FEW = 4  # blanks
SHORTEST = 4  # letters of a building's name
REACH = 4  # lines between a label and what it speaks for
CELLS = frozenset({"dd", "td"})
_NEXT_LABEL = re.compile(r"\s?[|·•]\s?(?=[A-ZÄÖÜ][\w-]{2,20}:\s)")
_SUBJECT = re.compile(  # "Kühlhaus Berlin is a former ice factory."
    r"(?:(?:D(?:er|ie|as)|The)\s)?(?P<name>(?!(?:Vo[nm]|[AI]m|Zu[mr]?|In|An|Bei|Mit)\s)[A-ZÄÖÜ][^,;.!?]{2,50}?)\s"
    r"(?:is|was|lies|offers|ist|war|liegt|bietet|befindet sich|erreichen Sie)\s"
)
_MAP = re.compile(r"\s[+(]\s?Google[ -](?:Karten?|Maps?)\b[^,]*$")
_NUMBER = re.compile(r"\d{4,5}")
_PLAIN = re.compile(r"\D*\d{1,3}\D?")  # a street with its number, behind its label


def find(
    context: Context, lines: Sequence[Line], labels: dict[int, str | None], title_line: int
) -> tuple[str | None, int]:
    """The place behind the record's labels and its line, or (None, -1)."""
    labelled = [line for line in lines if labels[line.index] == "where" and line.index != title_line]
    if not labelled:
        return None, -1
    in_row = context.captions.column(labelled[0]) is not None
    near = labelled if in_row else [labelled[0], *_further(context, lines, labels, labelled[0])]
    if text := _in_fields(context, near):
        return text, labelled[0].index
    first, room = _first(context, labelled)
    text = _told(context, labelled[labelled.index(first) :])
    if not text:
        return None, -1
    text = addresses.below(context, text, first, lines)
    for part in _further(context, lines, labels, first):
        numbered = _NUMBER.fullmatch(text.rpartition(", ")[2]) is not None
        if _is_of_part(context, part) or (numbered and is_town(_value(part))):
            text = _joined(text, _value(part), " " if numbered else ", ")
    inside = room and is_town(text) and not has_address(text) and is_place(value := _value(room))
    return f"{value}, {text}" if inside else text[:LONGEST], first.index


def _in_fields(context: Context, labelled: Sequence[Line]) -> str | None:
    """What several columns of a row, or labels in a row, say of a place, each with a part of it, the town last:
    "Saal 2", "Marktplatz 3", "32423", "Minden"."""
    fields = dict[int, str]()
    for line in labelled:
        if not (text := _value(line)) or presence.says(text) or leads_on(line, text):
            return None
        if not (field := _field(context, line)) or len(text) > LONGEST_PART or DEADLINE.search(text):
            return None
        fields[field] = f"{fields[field]}, {text}" if field in fields else text
    parts = sorted(dict.fromkeys(fields.values()), key=lambda text: bool(_NUMBER.fullmatch(text) or is_town(text)))
    parts = [part for part in parts if not any(part != other and part in other for other in parts)]
    return re.sub(r"\b(\d{5}), (?=\D)", r"\1 ", ", ".join(parts))[:LONGEST] if len(fields) > 1 else None


def _field(context: Context, line: Line) -> int:
    """The block in which a value stands alone with its label, or below the label of its column; 0 for any other."""
    cell = context.layout.nearest(line.block, CELLS)
    if label_end(line.text) or (cell >= 0 and context.captions.column(line)):
        return max(cell, line.block)
    above = context.layout.lines[line.index - 1] if line.index else line
    return cell if context.layout.tags[above.block] == "dt" or cell == above.block else 0


def _first(context: Context, labelled: Sequence[Line]) -> tuple[Line, Line | None]:
    """The line whose value is the place, and that of a room or meeting point above it, if there is one."""
    first = labelled[0]
    if not _is_room(context, first):
        return first, None
    houses = (line for line in labelled if not _is_of_part(context, line) and _value(line))
    house = next((line for line in houses if not _is_room(context, line)), None)
    return (house, first) if house is not None else (first, None)


def _is_room(context: Context, line: Line) -> bool:
    """Whether a line says where in a house, or where to meet before; a building may be a letter or a number."""
    label = _label(context, line).lower()
    return ROOM.fullmatch(label) is not None or (label == "gebäude" and len(_value(line)) < SHORTEST)


def _label(context: Context, line: Line) -> str:
    """The label that speaks for a line: its own, or the nearest above it; "" for a column's."""
    if end := label_end(line.text):
        return _bare(line.text[:end])
    if context.captions.column(line):
        return ""
    above = reversed(context.layout.lines[max(line.index - REACH, 0) : line.index])
    return next((_bare(one.text) for one in above if label_kind(_bare(one.text)) == "where"), "")


def _bare(text: str) -> str:
    return text.strip(" :|–?\t")


def _is_of_part(context: Context, line: Line) -> bool:
    """Whether the label of a line is for a part of an address: "Straße", "PLZ/Ort"."""
    return PARTS_OF_ADDRESS.fullmatch(_label(context, line)) is not None


def _further(context: Context, lines: Sequence[Line], labels: dict[int, str | None], first: Line) -> Iterator[Line]:
    """The lines behind labels of places that follow the first, up to those of something else."""
    for line in (one for one in lines if one.index > first.index):
        kind = label_kind(_bare(line.text))
        if kind == "where" or place_words.leads_to_map(line.text):
            continue
        if kind or labels[line.index] != "where" or (line.heading and not label_end(line.text)):
            return
        yield line


def _is_part(text: str) -> bool:
    """Whether a text is a street, a town or a postcode."""
    return has_address(text) or is_town(text) or _NUMBER.fullmatch(text) is not None


def _joined(text: str, part: str, link: str) -> str:
    """A place with one more part of its address, unless it has such a one, or this is none."""
    known = part in text or any(said.search(text) and said.search(part) for said in (POSTCODE, STREET))
    return text if known or not (_is_part(part) or _PLAIN.fullmatch(part)) else f"{text}{link}{part}"


def _told(context: Context, lines: Sequence[Line]) -> str:
    """The values under a place label: on its line, or on up to three lines below it."""
    values: list[str] = []
    last = lines[0]
    for line in lines[:4]:
        if values and (line.heading or label_kind(line.text.strip(" :?")) or _is_told(line.text) or _is_action(line)):
            break  # the next label, the text below, or what one can do
        text = place_words.known(_value(line))
        cell = context.layout.tags[lines[0].block]
        goes_on = cell == "dd" and line.index == last.index + 1 and _is_part(text)
        if values and cell in CELLS and line.block != lines[0].block and not goes_on:
            break  # what stands in a cell is the whole value; a list of facts may have the address in further ones
        last = line
        if DEADLINE.search(text):
            break
        if text and text not in values and len(text) <= LONGEST and not leads_on(line, text):
            values.append(text)
        if values and label_end(line.text):
            break
    return ", ".join(values)[:LONGEST]


def _is_told(text: str) -> bool:
    """Whether a line is a sentence, and no address that ends in a full stop."""
    return text[-1] in ".!?" and text.count(" ") >= A_FEW and not has_address(text)


def _is_action(line: Line) -> bool:
    """Whether a line is a link to more: what follows is no part of the place."""
    return leads_on(line, line.text) and not place_words.leads_to_map(line.text)


def _value(line: Line) -> str:
    """The first sentence of a line without its labels, without a link to a map, and where it was to be before."""
    text = line.text
    for piece in line.pieces:
        if (piece.struck and not line.struck) or (piece.href and place_words.leads_to_map(piece.text)):
            text = text.replace(piece.text, "", 1)
    while end := label_end(text) or _hour_end(text):
        text = text[end:]
    text = _NEXT_LABEL.split(FORMER_PLACE.sub("", _MAP.sub("", text)), 1)[0]
    text = SENTENCE_END.split(text, 1)[0].strip(EDGES)
    if (said := _SUBJECT.match(text)) and is_place(said["name"]) and is_name(said["name"]):
        return text if has_address(text) or presence.says(text) else said["name"]
    return text if text.endswith("tr.") else text.rstrip(".")


def _hour_end(text: str) -> int:
    """Where an hour ends that stands before a place: "20 Uhr vor der Mensa"; 0 where none does."""
    hour = next(iter(mentions.find(text)), None)
    return hour.end if hour and not hour.dates and hour.start <= 1 and hour.end < len(text) else 0


def leads_on(line: Line, text: str) -> bool:
    """A link to more, or to a map: "Weiterlesen über das Gründercafé", "Google Karte"."""
    if place_words.leads_to_map(text):
        return True
    return line.linked and (MORE.fullmatch(text) or MORE_START.match(text)) is not None and not presence.alone(text)
