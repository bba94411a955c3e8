"""The street and town of a house, where the page tells them behind its name or on the lines below it, wherever that is.

A house of which the page has several addresses is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from crawlers.extractors.listing.fields.addresses import IN_STREET
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording.houses import LONGEST, POSTCODE, SENTENCE_END, STREET, has_address, is_town
from crawlers.extractors.listing.wording.words import EDGES
from pipeline.geo import presence

BELOW = 3  # lines of an address
_TOWN = re.compile(r"[A-ZÄÖÜ][^\d,:;!?]{2,40}")
# What parts a house and its street: "Saal „Kran“ der Werkhalle 6 (Hafenstraße 44, Oldenburg)".
_BEHIND = re.compile(r"(?:\s(?:der|des|im|in der)\s[^,.;()]{2,40})?\s?(?:[,(|·–]|$)")
_SEVERAL = re.compile(r"\s[|·•]\s")  # things on one line
_CLOCK = re.compile(r"\d[:.]\d\d|\d\s?(?:Uhr|[ap]m)\b")
_WHERE_TO = re.compile(r"[);]")


def completed(context: Context, where: str | None) -> str | None:
    """A place with its street and town, if it lacks the town and the page tells them of a house of this name."""
    if where is None or POSTCODE.search(where) or presence.says(where) or any(map(is_town, where.split(", "))):
        return where
    if where not in context.houses:
        first = where.partition(", ")[0]
        found = _addresses(context, where) or (_addresses(context, first) if " " in first != where else set())
        further = [part for part in found.pop().split(", ") if part not in where] if len(found) == 1 else []
        context.houses[where] = ", ".join([where, *further])[:LONGEST]
    return context.houses[where]


def _addresses(context: Context, name: str) -> set[str]:
    """What stands behind or below a name on the page, if it is a street and a town."""
    lines = context.layout.lines
    named = (line for line in lines if name in line.text)
    found = (_address(context, name, line) for line in named)
    return set(filter(None, found))


def _address(context: Context, name: str, line: Line) -> str:
    """The street and town behind a name on its line, or on the lines below it; "" where neither is one."""
    start = line.text.find(name)
    gap = _BEHIND.match(line.text, start + len(name))
    if gap is None or (start and (line.text[start - 1].isalnum() or line.text[start - 1] == "-")):
        return ""
    behind = SENTENCE_END.split(_WHERE_TO.split(line.text[gap.end() :], 1)[0], 1)[0].strip(EDGES)
    below = context.layout.lines[line.index + 1 : line.index + 1 + BELOW]
    texts = [one.text.strip(EDGES) for one in below if one.zone == line.zone and one.index not in context.shapes.spoken]
    parts = list(_parts([behind] if behind else texts, STREET.search(name) is not None or line.text.endswith(",")))
    town = parts and (POSTCODE.search(parts[-1]) or is_town(parts[-1].rpartition(", ")[2]))
    return ", ".join(parts) if town and not _CLOCK.search(parts[-1]) else ""


def _parts(texts: Sequence[str], street: bool) -> Iterator[str]:
    """Street and town at the beginning of some lines; `street`: the name has one already, or goes on."""
    for text, below in pairwise([*texts, ""]):
        if _SEVERAL.search(text):
            return
        head, *tail = text.split(", ")
        own = has_address(head) or IN_STREET.fullmatch(head) is not None
        if own and POSTCODE.search(text):
            yield text
            return
        if street and _TOWN.fullmatch(text) and is_town(text):
            yield text
            return
        if tail and IN_STREET.fullmatch(head) and is_town(tail[0]):
            yield f"{head}, {tail[0]}"
            return
        street = own and not tail and (has_address(text) or POSTCODE.search(below) is not None)
        if not street:
            return
        yield text
