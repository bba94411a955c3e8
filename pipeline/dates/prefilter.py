"""Cheap questions asked of every text node: could a date stand here, a time, a heading?

May say yes too often, never no where `read` would find a day in digits or a phrase that repeats.
"""

from __future__ import annotations

import re

from pipeline.dates.tokens import smooth, tokenize
from pipeline.model import Near

_MONTHS = "j[aäu]|f[eé]|m[aär]|a[pu]|arp|se|o[kc]|no|d[eé]"  # two letters: the names may be misspelt
_DIGITS = "1203456789"
_NUMBER = re.compile("[0-9]+")
_AFTER = re.compile(  # what makes a date of the number before it
    r"\s?\.\s?\d(?!\d\d) | (?:\.\s?|[/-])[IVX]{1,4}\b | \s?[/–-]\s?\d\d?\s?[./–-] | \s?/\s?\d"
    r"| \s\d\d\s\d{4} | \s?[|·•]\s?\d\d\s?[|·•]\s?\d\d | (?:st|nd|rd|th)? [.,:|()\s–-]{0,4} (?:(?:day\s)?of\s)?"
    rf"(?:[a-z]{{2,10}}[.,|)\s]{{1,3}})? (?:{_MONTHS})",
    re.IGNORECASE | re.VERBOSE,
)
_LETTERS = re.compile(r"[a-zä]+")
_NAMES = frozenset("jan jän jae feb mär mae mar mrz apr mai may jun jul aug sep okt oct nov dez dec".split())
_REACH = 32  # characters from a month's name to its number
_COUNTED = re.compile(r"te[nrms]?\s(?i:j[aäu]|feb|m[aä]|a[pu]|sep|ok|nov|de)")
_HINTS = (  # a letter, and what stands in every phrase of `_WORDY` that has it, whatever the case of the first letter
    ("y", ("oday", "very", "days", "eekly", "onthly")),
    ("ä", ("äglich",)),
    ("ö", ("öche", "öchig")),
    ("j", ("jede",)),
    ("J", ("Jede",)),
    ("w", ("omorrow",)),
    ("f", (" of J", " of F", " of M", " of A", " of S", " of O", " of N", " of D")),
    ("e", ("eute", "orgen", "iesen", "ommenden", "bends")),
    ("t", ("tags", "ochs", "onat", "uartal")),
)
_WORDY = re.compile(
    r"heute|morgen|today|tomorrow|(?:diesen|kommenden|jede[nrsm]?|every)\s|(?:mon|diens|donners|frei|sams|sonn)tags"
    r"|mittwochs|sonnabends|(?:sun|mon|tues|wednes|thurs|fri|satur)days|täglich|monatlich|wöchentlich|wöchig"
    r"| of [jfmasond][aepuco][a-z]*|(?:im|des|eines)\s(?:monat|quartal)|weekly|monthly"
)
_TIME = re.compile(
    r"\d\s?[:.]\s?\d\d|\d\s?(?:[Uu][Hh][Rr]|UHR|[hH]\b|[aApP]\.?\s?[mM]\b)|\b(?i:noon|midnight|mitternacht|halb)\b|\d[°º⁰]{2}|"
    r"\b(?i:viertel\s(?:vor|nach)|dreiviertel)\s|"
    r"(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)\s[Uu]hr\b"
)
_HEADING_NOISE = frozenset({"sep", "comma", "at", "range", "slash"})


def has_date(text: str) -> bool:
    """Could a calendar date (or a phrase that repeats) stand in this text?"""
    if text.isupper():
        text = text.lower()
    return _in_numbers(text) or _COUNTED.search(text) is not None or _in_words(text)


def _in_numbers(text: str) -> bool:
    for digit in _DIGITS:  # looking for single characters costs a tenth of what an expression does
        if digit in text:
            break
    else:
        return False
    for number in _NUMBER.finditer(text):
        start, end = number.span()
        if end - start > 6 or _AFTER.match(text, end) or (end - start < 3 and _month_before(text, start)):
            return True
    return False


def _month_before(text: str, place: int) -> bool:
    words = _LETTERS.findall(text[max(0, place - _REACH) : place].lower())
    return not _NAMES.isdisjoint([word[:3] for word in words[-3:]])


def _in_words(text: str) -> bool:
    for letter, hints in _HINTS:
        if letter in text:
            for hint in hints:
                if hint in text:
                    return _WORDY.search(text.lower()) is not None
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
