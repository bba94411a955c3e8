"""Cheap questions asked of every text node: could a date stand here, a time, a heading?

May say yes too often, never no where `read` would find something written in digits or month names.
"""

from __future__ import annotations

import re

from pipeline.dates.tokens import smooth, tokenize
from pipeline.model import Near

_DATE = re.compile(
    r"\d\s?[.]\s?\d|\d\s?[./–-]\s?\d{1,2}\s?[./–-]|\d\s?/\s?\d"
    r"|\d(?:st|nd|rd|th)?[.,:|()\s–-]{0,4}(?:of\s)?(?:[A-Za-z]{2,10}[.,|)\s]{1,3})?"
    r"(?:J[aäuAÄU]|F[eE]|M[aäAÄrR]|A[pPuU]|S[eE]|O[kKcC]|N[oO]|D[eE]|j[aäu]|f[eé]|m[aä]|a[pu]|s[e]|o[kc]|n[o]|d[e])"
    r"|(?:(?i:jan|jän|feb|m[aäe]r|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[zc]))\w{0,8}\.?[\s,|·-]{1,3}(?:the\s)?\d"
    r"|(?i:heute|morgen|today|tomorrow|jede[nrs]?\s|every|montags|dienstags|mittwochs|donnerstags|freitags|samstags|sonntags|monatlich|wöchentlich"
    r"|w[oö]chig|im monat|of the month|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays)"
)
_TIME = re.compile(
    r"\d\s?[:.]\s?\d\d|\d\s?(?:[Uu][Hh][Rr]|UHR|[hH]\b|[aApP]\.?\s?[mM]\b)|\b(?i:noon|midnight|mitternacht|halb)\b|\d[°º⁰]{2}"
)
_HEADING_NOISE = frozenset({"sep", "comma", "at", "range", "slash"})


def has_date(text: str) -> bool:
    """Could a calendar date (or a phrase that repeats) stand in this text?"""
    return _DATE.search(text) is not None


def has_time(text: str) -> bool:
    """Could a time of day stand in this text?"""
    return _TIME.search(text) is not None


def heading(text: str) -> Near | None:
    """A heading that is nothing but a month, a year, or both ("Dezember 2026", "2026", "MÄRZ"); None for anything else."""
    if len(text) > 40:
        return None
    month = year = None
    for token in tokenize(smooth(text)):
        if token.kind == "month" and month is None:
            month = token.a
        elif token.kind == "year" and year is None and token.a >= 1000 and not token.dot:
            year = token.a
        elif token.kind not in _HEADING_NOISE:
            return None
    return Near(year=year, month=month) if month or year else None
