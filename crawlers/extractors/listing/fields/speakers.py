"""Titles that stand behind who speaks, and where from, in most lines of a list: "Ann Lee (Lund): Trust and Tariffs"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.fields.kickers import FEWEST
from crawlers.extractors.listing.wording import houses
from crawlers.extractors.listing.wording.words import EVENT, FIRM, SERIES, is_generic, names_many
from pipeline.text import clean

A_PAIR = 2  # talks
SPOKEN = 0.7  # share of the lines that name a speaker first
_NAME = r"[A-ZÄÖÜ][\w'’.-]+"
_SPOKEN = re.compile(
    rf"(?P<who>(?:{_NAME},?\s(?:(?:und|and|&)\s)?){{1,7}}{_NAME}) \((?P<home>[^()]{{2,60}})\)\s?"
    r"(?P<mark>[,:–-])\s?(?P<title>\S.{5,})"
)
_TOPIC = re.compile(
    rf"(?:(?:Prof|Dr|Dipl|Mag)\.(?:-Ing\.)? ?)+(?:[a-z. ]{{2,8}}\. )?(?:{_NAME} ){{0,3}}{_NAME}, (?P<topic>[^,]{{5,}})"
)
_AND = re.compile(r",|\b(?:und|and)\b")
_PERFORM = re.compile(  # those of whom one is no speaker: "Trio Nord (Detmold)"
    r"(?:\b(?:trio|duo)|quart[ei]tt?|quintett?|ensemble|chor|choir|band|orchest(?:er|ra)|theater|kapelle|combo|krug|"
    r"schmiede|museum|haus)\b",
    re.IGNORECASE,
)


def topics(context: Context, found: Sequence[Fields]) -> None:
    """Calls the talks of a series, or below the name of many, by who speaks and of what, where all lines of the list
    say so and nothing else: "1.12.: Prof. Lang, Energiewende vor Ort"."""
    if len(found) < A_PAIR or not all(fields.borrowed and _is_of_many(fields.title) for fields in found):
        return
    lines = [context.layout.lines[fields.clusters[0].first] for fields in found]
    told = [_TOPIC.fullmatch(houses.before_place(context.shapes.rest(line))) for line in lines]
    if not all(one and not _is_home(one["topic"]) for one in told):
        return
    for one, line, fields in zip(told, lines, found, strict=True):
        if one:
            fields.title, fields.title_line, fields.borrowed = clean(one[0]), line.index, False
            fields.found["title"] = f"who speaks, and of what: {fields.title[:80]}"


def _is_of_many(title: str) -> bool:
    return is_generic(title) or names_many(title) or SERIES.search(title) is not None


def _is_home(text: str) -> bool:
    """Where somebody comes from: a house, a town or a firm."""
    return houses.is_place_or_town(text) or FIRM.search(text) is not None


def behind(context: Context, found: Sequence[Fields]) -> None:
    """Titles that stand behind who speaks, in most lines of a list: "Ann Lee (Lund), Trust and Tariffs"."""
    rest, lines = context.shapes.rest, context.layout.lines
    told = [_SPOKEN.match(rest(lines[fields.title_line])) if fields.title_line >= 0 else None for fields in found]
    said = [one for one in told if one]
    said = [one for one in said if not (one["mark"] == "," and _AND.search(one["who"])) and one["title"][0].isupper()]
    if len(said) < max(FEWEST, SPOKEN * len(found)) or any(EVENT.search(one["who"]) for one in said):
        return
    if any(_PERFORM.search(one["who"]) or " " not in one["title"] for one in said):
        return
    towns = sum(houses.is_town(one["home"]) for one in said)
    apart = len({one["who"] for one in said}) == len(said) and all(one["mark"] == ":" for one in said)
    if towns * 2 > len(said) and not apart:
        return  # "Founders Friday (Bielefeld), Rathaus"
    for one, fields in zip(told, found, strict=True):
        if one:
            fields.title = clean(one["title"])
            fields.where = fields.where if fields.where_line != fields.title_line else None
