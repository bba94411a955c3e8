"""Which words of a feed item name the event's date and place, and whether an item leads with a date.

Cuts texts out; `pipeline.dates` understands them. A date deep in a post's text is no event date.
"""

from __future__ import annotations

import re

from crawlers.extractors.listing.days import mentions
from crawlers.extractors.listing.days.behind import tells_back
from crawlers.extractors.listing.fields.sentences import is_name
from crawlers.extractors.listing.wording import sentence_places
from crawlers.extractors.listing.wording.labels import PRICE
from crawlers.extractors.listing.wording.words import EVENT
from crawlers.extractors.wall_clock import clocks_in
from pipeline.dates import has_date, has_time

LEAD = 200  # characters of a text in which a calendar's item names its date
MAX_LINE = 300
LINE_START = 30  # letters before the last date or time of a row of facts
SHORT = 50  # letters of a place behind it

_LABEL = re.compile(
    r"^\s*(?:datum|termin|wann|beginn|start|ende|end|zeit|uhrzeit|date|when|time|veranstaltungsdatum|von|am)\s*(?::|\||–|-|\s(?=\d))",
    re.IGNORECASE,
)
_SHUT = re.compile(
    r"\b(?:geschlossen(?! gesellschaft)|betriebsferien|im urlaub|nicht (?:erreichbar|besetzt|geöffnet)|closed)\b",
    re.IGNORECASE,
)
_FROM_THEN = re.compile(r"(?:ab|seit|from|since)\b(?!.*\b(?:uhr|\d:\d\d))", re.IGNORECASE)
_WHERE = re.compile(
    r"(?:^|[\s,;|·(])(?:Wo|Ort|Veranstaltungsort|Treffpunkt|Where|Venue|Location|Place|Adresse|Address)\s?:\s*"
    r"([^\n|;·]{2,120}?)(?=\s*(?:$|[\n|;·]|,?\s[A-ZÄÖÜ][a-zäöü]+:\s|\.\s[A-ZÄÖÜ]))",
    re.MULTILINE,
)


def leads(words: tuple[str, str]) -> bool:
    """Whether an item names a date in its title, on a labelled line, or within the first words of its text."""
    title, body = words
    return has_date(title) or bool(_labelled(body)) or has_date(body[:LEAD])


def is_news(title: str) -> bool:
    """Whether a title reports ("Rückblick: …"), says that a house is closed, or since when something is so ("Lisa Meier
    verstärkt uns ab 1. Februar"): its date is no event's."""
    if tells_back(title) or _SHUT.search(title):
        return True
    days = [mention for mention in mentions.find(title) if mention.dates]
    return len(days) == 1 and _FROM_THEN.match(days[0].text) is not None and EVENT.search(title) is None


def date_lines(title: str, body: str, calendar: bool) -> tuple[str, ...]:
    """The texts that together name the date: labelled lines, the title, or, in a calendar, the text's first lines."""
    labelled = _labelled(body)
    if labelled:
        return labelled
    if has_date(title):
        times = [line[:MAX_LINE] for line in body[:LEAD].splitlines() if has_time(line)]
        return (title, *(() if any(clocks_in(title)) else times[:1]))
    if not calendar:
        return ()
    lines = [line[:MAX_LINE] for line in body[:LEAD].splitlines() if has_date(line) or has_time(line)]
    return tuple(lines[:3]) if any(map(has_date, lines)) else ()


def place(body: str, when: tuple[str, ...]) -> str | None:
    """The place that a label ("Wo: Rathaus"), the sentence with the date or the row behind it names."""
    labelled = _WHERE.search(body[:2_000])
    if labelled:
        return labelled.group(1).strip(" .,;")
    spoken = [(text, mention) for text in when for mention in mentions.find(text)]
    named = (sentence_places.in_sentence(text, mention.start, mention.end) for text, mention in spoken)
    return next((where for where in named if where), None) or _behind(
        {text: mention for text, mention in spoken if text in body}  # behind a date in the title is what happens
    )


def _behind(ends: dict[str, mentions.Mention]) -> str | None:
    """The short name that is all that follows the last date or time: "3.12.2026, 18 Uhr, Kleine Kammer"; behind a colon
    stands what happens."""
    tails = (text[mention.end :].lstrip() for text, mention in ends.items() if mention.start <= LINE_START)
    rests = (tail.strip(" ,;|·–-.") for tail in tails if not tail.startswith(":"))
    return next((rest for rest in rests if 2 < len(rest) <= SHORT and _is_place(rest)), None)


def _is_place(text: str) -> bool:
    return is_name(text) and not EVENT.search(text) and not PRICE.search(text)


def _labelled(body: str) -> tuple[str, ...]:
    """Lines such as "Wann: 3.12.2026, 18 Uhr", together only when one of them holds a date."""
    lines = [line[:MAX_LINE] for line in body[:2_000].splitlines() if _LABEL.match(line)]
    dated = [line for line in lines if has_date(line) or has_time(line)]
    return tuple(dated[:4]) if any(map(has_date, dated)) else ()
