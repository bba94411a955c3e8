"""How a page writes dates with slashes: the day first, or, as Americans do, the month."""

from __future__ import annotations

import re
from typing import Literal

from crawlers.extractors.listing.layout.layout import Layout

Order = Literal["dmy", "mdy"]

_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:20)?\d\d(?![\d/])")
_AMERICAN = re.compile(r"\d\s?[ap]\.?m\b|\b[A-Z]{2}\s\d{5}\b", re.IGNORECASE)
_GERMAN = re.compile(r"\b(?:und|der|die|das|Uhr)\b")
LINES = 400  # of a page, that show its language
LAST_MONTH = 12


def order(layout: Layout, lang: str, timezone: str) -> Order | None:
    """What the page shows by a day above 12, else by American English; None where nothing tells."""
    pairs = [
        (int(one), int(two))
        for line in layout.numbered()
        if "/" in line.text
        for one, two in _SLASHED.findall(line.text)
    ]
    if any(one > LAST_MONTH for one, _ in pairs) or not pairs:
        return "dmy" if pairs else None
    american = lang.lower() == "en-us" or timezone.startswith("America/")
    spoken = not timezone.startswith("Europe/") and _speaks_american(layout)
    return "mdy" if american or any(two > LAST_MONTH for _, two in pairs) or spoken else None


def usual(layout: Layout, lang: str, timezone: str) -> Order | None:
    """What is usual where the page is read, if it shows nothing; None where both are."""
    if lang.lower() == "en-us" or timezone.startswith("America/"):
        return "mdy"
    if lang.lower() == "en-gb" or timezone.startswith(("Europe/", "Australia/")):
        return "dmy"
    return "mdy" if _speaks_american(layout) else None


def is_english(layout: Layout, lang: str) -> bool:
    """Whether the page says that it is English, or says no language and has no German words."""
    return lang.lower().startswith("en") or (not lang and _GERMAN.search(_text(layout)) is None)


def _speaks_american(layout: Layout) -> bool:
    """English clock times or American postcodes, and no German on the page."""
    text = _text(layout)
    return _AMERICAN.search(text) is not None and _GERMAN.search(text) is None


def _text(layout: Layout) -> str:
    return " ".join(line.text for line in layout.lines[:LINES])
