"""What feeds and pages say in German: the sentences of `html/words.toml`, dates and labels in words.

Holds no sentence of its own and decides nothing; an unknown label is shown as its id.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from feeds.moments import berlin
from pipeline.model import Moment, When

_FROM = re.compile(r"from (\d+(?:\.\d\d)?) EUR")
_EUR = re.compile(r"(\d+)(?:\.(\d\d))? EUR")  # as schema.org writes it
_NOTHING = re.compile(r"free|(?:€|EUR)? ?0+(?:[.,](?:0+|-|–))? ?(?:€|EUR|Euro)?", re.IGNORECASE)
# Not called "templates": from Python 3.12 on Datasette would look there for its own, as in a plugin that is a package.
TEMPLATES = Path(__file__).parent / "html"


@cache
def words() -> Mapping[str, Any]:
    """The whole of words.toml."""
    return tomllib.loads((TEMPLATES / "words.toml").read_text("utf-8"))


def say(key: str, /, **values: object) -> str:
    """A sentence of `[say]`, filled in. KeyError when it does not exist."""
    text: str = words()["say"][key]
    return text.format(**values) if values else text


def refuse(key: str, /, **values: object) -> str:
    """A sentence of `[refuse]`, filled in."""
    text: str = words()["refuse"][key]
    return text.format(**values) if values else text


def label(group: str, name: str) -> str:
    """The German name of an id in one of the tables (format topic status language field guessed health)."""
    text: str = words()[group].get(name, name)
    return text


def labels(group: str, names: Iterable[str]) -> list[str]:
    """`label` of each."""
    return [label(group, name) for name in names]


def day(moment: Moment, *, weekday: bool = True) -> str:
    """ "Do., 3. Dezember 2026" (in Berlin)."""
    here = berlin(moment) if isinstance(moment, datetime) else moment
    name = f"{words()['weekdays'][here.weekday()]}, " if weekday else ""
    return f"{name}{here.day}. {words()['months'][here.month - 1]} {here.year}"


def short(moment: Moment) -> str:
    """ "5.12." """
    here = berlin(moment) if isinstance(moment, datetime) else moment
    return f"{here.day}.{here.month}."


def clock(moment: datetime) -> str:
    """ "18:00" (in Berlin)."""
    here = berlin(moment)
    return f"{here.hour:02}:{here.minute:02}"


def moment(value: Moment) -> str:
    """ "Do., 3. Dezember 2026, 18:00 Uhr"; a date without the clock."""
    text = day(value)
    return f"{text}, {say('clock', time=clock(value))}" if isinstance(value, datetime) else text


def price(value: str) -> str:
    """A price as readers know it; "free" and "from 49.50 EUR" are the tagger's words, what a source wrote stays, but
    for its label: ours stands before it."""
    label, colon, rest = value.partition(":")
    value = rest.strip() if colon and label.strip() in words()["price_labels"] and rest.strip() else value
    if exact := _EUR.fullmatch(value):
        whole, cents = exact.groups()
        if int(whole) or int(cents or 0):
            return say("price_exact", amount=f"{whole},{cents}" if int(cents or 0) else whole)
    named = _FROM.fullmatch(value)
    if named:
        return say("price_from", amount=named[1].replace(".", ","))
    return say("price_free") if _NOTHING.fullmatch(value) else value


def span(when: When) -> str:
    """The whole of a date in words: "Do., 3. Dezember 2026, 18:00–20:00 Uhr", "Fr., 4. – Sa., 5. Dezember 2026"."""
    start, end = when.start, when.end
    if end is None or end == start:
        return moment(start)
    if isinstance(start, datetime) and isinstance(end, datetime) and berlin(start).date() == berlin(end).date():
        return f"{day(start)}, {say('clock_span', start=clock(start), end=clock(end))}"
    return f"{moment(start)} – {moment(end)}"
