"""Two hours of a sentence that are one span: "beginnen um 9 Uhr, Ende gegen 16.30 Uhr", "1. Tag 9 bis 16.30 Uhr,
2. Tag 9 bis 15 Uhr". Reads no time itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crawlers.extractors.listing.days.mentions import Mention

A_PAIR = 2  # hours
_AND_ENDS = re.compile(
    r",? (?:(?:und|and) (?:end\w+|schließen|sind zu ende)|(?:und )?(?:ende|schluss)(?: ist)?|"
    r"und dauer(?:n|t) bis)"
    r"(?: (?:gegen|um|ca\.|at|around))? ",
    re.IGNORECASE,
)
_FIRST_DAY = re.compile(r"\b(?:1\.|erster|am ersten|first) (?:tag|day)\b[^\d]{0,12}$", re.IGNORECASE)
_LAST_DAY = re.compile(
    r"[,;.]? (?:(?:und|and) )?(?:2\.|3\.|zweiter|dritter|letzter|am (?:zweiten|dritten|letzten)|last|second) "
    r"(?:tag|day)\b[^\d]{0,12}$",
    re.IGNORECASE,
)
_TO = re.compile(r"\s?(?:[–-]|\bbis\b|\bto\b)\s?")


def joined(text: str, hours: Sequence[Mention]) -> list[Mention]:
    """The hours of a sentence; a beginning and an end, or those of a first and a last day, as one."""
    if len(hours) != A_PAIR:
        return list(hours)
    first, last = hours
    if _AND_ENDS.fullmatch(text, first.end, last.start):
        return [replace(first, text=f"{first.text} – {last.text}", end=last.end)]
    if _LAST_DAY.search(text[first.start : last.start]) and _FIRST_DAY.search(text[: first.start]):
        whole = f"{_TO.split(first.text)[0]} – {_TO.split(last.text)[-1]}"
        return [replace(first, text=whole, end=last.end)]
    return list(hours)
