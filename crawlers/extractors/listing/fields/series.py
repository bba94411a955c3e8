"""The topics of a series' sessions, called by the series as well: "Arbeitskreis Export: Lieferkettengesetz".

Only where the page is surely that of one series: its only main heading names one, or the line below says that it does,
the list stands right below that, and hardly a session has a name with a word of events, or a page, of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.fields.sentences import is_name
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.records.record import Group
from crawlers.extractors.listing.wording import houses
from crawlers.extractors.listing.wording.words import A_SERIES, EVENT, FIRM, SERIES, SESSIONS, is_generic, names_many
from pipeline.text import clean, fold

A_PAIR = 2  # sessions from which on a page can be that of a series
NAMED = 1 / 3  # the share of sessions with a word of events in their names up to which they are topics
LONGEST = 100  # characters that a calendar shows
A_LINE = 80  # characters of a line that says what a name stands for
_SEASON = re.compile(
    r"\W+(?:(?:im\s)?(?:(?:winter|sommer|summer|spring|fall)\s?(?:semester|term)|wise|sose|ws|ss)\s)?"
    r"(?:20)?\d\d(?:/(?:20)?\d\d)?\W*$",
    re.IGNORECASE,
)
_EVENINGS = re.compile(  # "Wir treffen uns an drei Abenden"
    r"\b(?:an (?:den )?(?:zwei|drei|vier|fünf|sechs|sieben|acht|\d) (?:\w*abenden|\w*tagen|\w*nachmittagen|terminen)|"
    r"in (?:zwei|drei|vier|fünf|sechs|sieben|acht|\d) (?:teilen|modulen|einheiten))\b",
    re.IGNORECASE,
)
_ADDRESSES = re.compile(r"\b(?:unser|willkommen|our|welcome|your|deine?|ihre?)\w*\s", re.IGNORECASE)
_CALLS = re.compile(  # to book one, or a claim
    r"[,?!]|\b(?:buchen|finde\w*|suchen?|anmeld\w*|angebote?|jetzt|lust|termin|vom|auf kurs|und mehr|book|find)\b",
    re.IGNORECASE,
)


def call(context: Context, group: Group, found: Sequence[Fields]) -> None:
    """Puts the series' name before the topics of its sessions."""
    named = sum(EVENT.search(fields.title) is not None for fields in found)
    own = any(fields.url or fields.borrowed or not fields.title for fields in found)
    if own or len(found) < A_PAIR or named > NAMED * len(found):
        return
    name = _name(context, group)
    for fields in found if name else []:
        if is_generic(fields.title):  # "Nächste Termine: 4.12., 8.1. (ausnahmsweise am 2. Freitag)"
            fields.title = name
        parted = ":" in name or ": " in fields.title
        title = f"{name} – {fields.title}" if parted else f"{name}: {fields.title}"
        if len(title) <= LONGEST and not SERIES.search(fields.title) and fold(name) not in fold(fields.title):
            fields.title = title
            fields.found["title"] = f"series: {title[:80]}"


def _name(context: Context, group: Group) -> str:
    """What the series is called whose own list this is; "" where the page is not surely that of one."""
    first = group.records[0].first
    heads = [line for line in context.headings if line.heading == 1 and line.zone in {"main", "head"}]
    if len(heads) != 1 or heads[0].zone != "main" or heads[0].index >= first:
        return ""
    above = context.heading_above(first, group.parent)
    name = clean(_SEASON.sub("", heads[0].text))
    name = name if is_name(name) else name.partition(": ")[0]
    one = is_name(name) and not is_generic(name) and not names_many(SERIES.sub("", name))
    if (
        not one
        or FIRM.search(name)
        or _ADDRESSES.search(name)
        or _CALLS.search(name)
        or len([*SERIES.finditer(name)]) > 1
    ):
        return ""
    if above is not None and above is not heads[0] and not SESSIONS.fullmatch(above.text):
        return ""
    told = SERIES.search(name) is not None or _is_told(context, heads[0], first)
    told = told or any(_EVENINGS.search(line.text) for line in context.layout.lines[heads[0].index : first])
    return name if told else ""


def _is_told(context: Context, head: Line, first: int) -> bool:
    """Whether the line below a name that is no house's says that it is a series: "Praxisseminar für Teams"."""
    line = context.layout.lines[head.index + 1]
    short = line.index < first and len(line.text) <= A_LINE and not line.linked
    return short and A_SERIES.fullmatch(line.text) is not None and not houses.is_place(head.text)
