"""Cheap questions asked of every text node: could a date stand here, a time, a heading?

May say yes too often, never no where `read` would find something written in digits or month names.
"""

from __future__ import annotations

import re

from pipeline.dates.tokens import smooth, tokenize
from pipeline.model import Near

_MONTHS = "j[aäu]|f[eé]|m[aär]|a[pru]|se|o[kc]|no|d[eé]"
_DIGIT = re.compile(r"\d")
_NUMERIC = re.compile(
    r"\d(?:\s?\.\s?\d(?!\d\d)|\d?(?:\.\s?|[/-])[IVX]{1,4}\b|\s?[/–-]\s?\d\d?\s?[./–-]|\s?/\s?\d|\d{7}|\s\d\d\s\d{4}|(?:st|nd|rd|th)?[.,:|()\s–-]{0,4}(?:of\s)?"
    rf"(?:[a-z]{{2,10}}[.,|)\s]{{1,3}})?(?:{_MONTHS}))",
    re.IGNORECASE,
)
_NAMES = "jan|jän|feb|m[aä]e?r|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[zc]"
_NUMBER = re.compile(r"\d+")
_NAMED = re.compile(
    rf"(?:{_NAMES})[a-zäö]{{0,8}}\.?[\s,|·:-]{{0,3}}(?:the\s|[a-z]{{4,11}}(?:st|nd|rd|th),?\s)?$", re.IGNORECASE
)
_LONGEST_NAME = 32  # characters from a month's name to its number
_COUNTED = re.compile(rf"(?:t(?:e[nrms]?)?|d|h)\s(?:of\s)?(?i:{_NAMES})")  # "dritten Dezember", "third of December"
_HINTS = (  # one of these stands in every phrase of `_WORDY`, whatever the case of its first letter
    "eute orgen oday omorrow iesen ommenden jede Jede very tags ochs bends days öch äglich onat uartal eekly "
    "nth fth xth rth first second third"
).split()
_WORDY = re.compile(
    rf"(?:{_NAMES})[a-z]{{0,6}}\s(?:first|second|third|[a-z]{{3,9}}th)\b|heute|morgen|today|tomorrow|(?:diesen|kommenden|jede[nrsm]?|every)\s|(?:mon|diens|donners|frei|sams|sonn)tags|mittwochs|sonnabends|(?:sun|mon|tues|wednes|"
    r"thurs|fri|satur)days|täglich|monatlich|wöchentlich|wöchig|(?:im|des|eines)\s(?:monat|quartal)|of\s(?:the|each)\smonth|weekly|monthly"
)
_TIME = re.compile(
    r"\d\s?[:.]\s?\d\d|\d\s?(?:[Uu][Hh][Rr]|UHR|[hH]\b|[aApP]\.?\s?[mM]\b)|\b(?i:noon|midnight|mitternacht|halb)\b|\d[°º⁰]{2}"
)
_HEADING_NOISE = frozenset({"sep", "comma", "at", "range", "slash"})


def has_date(text: str) -> bool:
    """Could a calendar date (or a phrase that repeats) stand in this text?"""
    if text.isupper():
        text = text.lower()
    if _DIGIT.search(text) is not None and (_NUMERIC.search(text) is not None or _month_before_number(text)):
        return True
    if _COUNTED.search(text) is not None:
        return True
    for hint in _HINTS:
        if hint in text:
            return _WORDY.search(text.lower()) is not None
    return False


def _month_before_number(text: str) -> bool:
    for number in _NUMBER.finditer(text):
        place = number.start()
        if _NAMED.search(text, max(0, place - _LONGEST_NAME), place) is not None:
            return True
    return False


def has_time(text: str) -> bool:
    """Could a time of day stand in this text?"""
    return _TIME.search(text) is not None


def heading(text: str) -> Near | None:
    """A heading that is nothing but a month, a year, or both ("Dezember 2026", "2026", "MÄRZ"); None for anything
    else."""
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
