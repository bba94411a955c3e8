"""Which words of a record name its place. The words themselves are understood later, by `pipeline.places`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.extractors.listing.context import Context
from crawlers.extractors.listing.lines import Line
from crawlers.extractors.listing.words import EVENT, LABELLED, MORE, PLACE, POSTCODE, PRICE, STREET

LONGEST = 160
SURE = 4
_PIN = re.compile(r"^[📍🏠🏢🗺]\s?")
_IN = re.compile(
    r"(?:^|\s)(?:in|im|bei|am|an der|auf dem|at|@)\s+((?:der |dem |den |the )?[A-ZÄÖÜ][\w.äöüß/-]+(?:\s[A-ZÄÖÜ\d][\w.äöüß/-]*){0,4})"
)
_EDGES = " \t,;:|/·•–—-→»«>+*…#@()"


def is_place(text: str) -> bool:
    """Whether a short text looks like a place and nothing else."""
    if POSTCODE.search(text) or STREET.search(text):
        return len(text) <= LONGEST
    return len(text.split()) <= 7 and PLACE.search(text) is not None


def find(
    context: Context, lines: Sequence[Line], labels: dict[int, str | None], title_line: int, title: str
) -> str | None:
    """The record's place as published, or None."""
    labelled = [line for line in lines if labels[line.index] == "where" and line.index != title_line]
    text = _labelled(labelled)
    if text:
        return text
    rated = [(_score(context, line, labels[line.index], title_line, title), -line.index) for line in lines]
    best = max(rated, default=(0, 0))
    if best[0] < SURE:
        return None
    line = context.layout.lines[-best[1]]
    return _with_address(context, line, lines, title) or None


def _labelled(lines: Sequence[Line]) -> str | None:
    """The values under a place label: on its line, or on up to three lines below it."""
    values = []
    for line in lines[:4]:
        text = line.text
        while (match := LABELLED.match(text)) and match.end() > 1:
            text = text[match.end() :]
        text = text.strip(_EDGES[:-2])
        if text and not MORE.fullmatch(text) and text not in values and len(text) <= LONGEST:
            values.append(text)
        if values and LABELLED.match(line.text):
            break
    return ", ".join(values)[:LONGEST] or None


def _score(context: Context, line: Line, label: str | None, title_line: int, title: str) -> int:
    rest = _rest(context, line, title_line, title)
    if not rest or len(rest) > LONGEST or label in {"title", "price", "status", "host", "when"} and "," not in rest:
        return 0
    if MORE.fullmatch(rest) or PRICE.search(rest) or "@" in rest:
        return 0
    score = 8 * bool(POSTCODE.search(rest)) + 6 * bool(STREET.search(rest)) + 10 * bool(_PIN.match(line.text))
    score += 5 if len(rest.split()) <= 8 and PLACE.search(rest) else 0
    score -= 4 if EVENT.search(rest) and score <= 5 else 0
    score -= 3 if line.heading else 0
    return score + (2 if score and line.index in context.shapes.spoken else 0)


def _rest(context: Context, line: Line, title_line: int, title: str) -> str:
    """The line without dates, and without the title when the title is a part of it."""
    rest = context.shapes.rest(line)
    if line.index == title_line:
        rest = rest.replace(title, " ", 1) if title in rest and title != rest else ""
    return rest.replace(" | ", " ").strip(_EDGES)


def _with_address(context: Context, line: Line, lines: Sequence[Line], title: str) -> str:
    """The place line, with the street and town lines that follow it, and a house's name right above an address."""
    parts = [_rest(context, line, -1 if title not in line.text else line.index, title)]
    position = next(index for index, other in enumerate(lines) if other.index == line.index)
    for other in lines[position + 1 : position + 3]:
        text = context.shapes.rest(other)
        if not text or not (POSTCODE.search(text) or STREET.search(text)) or len(text) > 80:
            break
        parts.append(text)
    above = lines[position - 1] if position else None
    if (
        above is not None
        and above.text != title
        and not above.heading
        and (POSTCODE.search(parts[0]) or STREET.search(parts[0]))
    ):
        name = context.shapes.rest(above)
        if name and name == above.text.strip(_EDGES) and is_place(name) and name != title:
            parts.insert(0, name)
    return ", ".join(dict.fromkeys(parts))[:LONGEST]
