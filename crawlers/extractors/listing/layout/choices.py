"""The days that a form lets its visitor choose from: "Termin: [Sa., 5. Dezember 2026, 10–16 Uhr ▾]".

Looked at only where a page shows no event: else they filter what it lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy

from lxml import etree, html

from crawlers.extractors.listing.wording.words import EVENT, names_many

# A day with its month; a number and a name alone is a month with its year.
_DAY = re.compile(
    r"(?<!\d)\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄÖÜ][a-zäöü]{2,8}\b)|\b[A-Z][a-z]{2,8} \d{1,2},? \d{4}\b|\b20\d\d-\d\d-\d\d\b"
)
# One of these makes the days a filter or a booking.
_ANY = re.compile(r"(?:alle|heute|jederzeit|egal|all|any|today)\b", re.IGNORECASE)
ANOTHER = 1  # option without a day: "Bitte wählen"


def unfolded(root: html.HtmlElement) -> html.HtmlElement | None:
    """Of a page that is called an event, a copy in which every select whose options are its days is a list of these;
    None where there is none."""
    named = [" ".join(node.text_content().split()) for tag in ("h1", "title") for node in root.iter(tag)]
    if not any(map(EVENT.search, named)) or any(map(names_many, named[:1])):
        return None
    if not any(_offers_days(_options(select)) for select in root.iter("select")):
        return None
    shown = deepcopy(root)
    for select in [*shown.iter("select")]:
        if _offers_days(texts := _options(select)):
            for option in [*select]:
                select.remove(option)
            select.tag = "ul"
            for text in filter(_DAY.search, texts):
                etree.SubElement(select, "li").text = text
    return shown


def _options(select: html.HtmlElement) -> list[str]:
    return [" ".join(one.text_content().split()) for one in select.iter("option")]


def _offers_days(texts: Sequence[str]) -> bool:
    days = [text for text in texts if _DAY.search(text)]
    return bool(days) and len(texts) - len(days) <= ANOTHER and not any(map(_ANY.match, texts))
