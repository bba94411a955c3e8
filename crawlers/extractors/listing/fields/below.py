"""The place of all dates of a list that stands below it: a house alone, or what follows a heading "Ort"."""

from __future__ import annotations

import re

from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.sentences import is_name
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording import houses

LONGEST_PLACE = 80  # characters: a longer one is a sentence about places
_OF_THE_SAME = re.compile(  # headings of parts that tell about the same event
    r"(?:weitere |nähere )?(?:beschreibung|karte|details?|anfahrt|informationen|infos?|inhalte?|programm|kosten|"
    r"preise?|anmeldung|referent(?:en|in|innen)?|hinweise?|zielgruppe|leitung|description|map|directions|programme|fees)\W*",
    re.IGNORECASE,
)
_PLACE_HEADING = re.compile(
    r"(?:(?:veranstaltungs|kurs|seminar|tagungs)?ort|wo\??|treffpunkt|venue|location)\s?:?", re.IGNORECASE
)
_HOST = re.compile(r"\w*verein\b|volkshochschule|\bvhs\b|förder|stiftung|\be\.\s?v\b|zurück", re.IGNORECASE)
_PHONE = re.compile(r"\btel(?:efon)?\b|\bfon\b|@", re.IGNORECASE)


def house(context: Context, last: int) -> str | None:
    """The line below, if it is a place and nothing else."""
    below = context.layout.lines[last : last + 1]
    plain = (line for line in below if line.zone == "main" and not (line.heading or line.linked))
    return next((line.text for line in plain if _is_house(line.text) and not _calls(context, line)), None)


def _is_house(text: str) -> bool:
    return len(text) <= LONGEST_PLACE and is_name(text) and houses.is_house(text) and not _HOST.search(text)


def _calls(context: Context, line: Line) -> bool:
    """Whether a telephone number stands below: it is who answers."""
    return any(_PHONE.search(below.text) for below in context.layout.lines[line.index + 1 : line.index + 3])


def headed(context: Context, last: int) -> str | None:
    """The place below the next heading that is nothing but "Ort", if no other dates stand above that."""
    heads = (line for line in context.headings if line.index >= last)
    head = next((line for line in heads if _PLACE_HEADING.fullmatch(line.text)), None)
    if head is None or context.shapes.dates.within(last, head.index):
        return None
    higher = (line for line in context.headings if last <= line.index < head.index and line.heading < head.heading)
    if not all(_OF_THE_SAME.fullmatch(line.text) for line in higher):
        return None
    below = context.layout.lines[head.index + 1 :][:1]
    return next((line.text for line in below if len(line.text) <= LONGEST_PLACE and houses.is_place(line.text)), None)
