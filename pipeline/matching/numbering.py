"""The numbers of a title: dates and years, and which edition, part or day it is. Pure.

"#131", "131.", "Vol. 131" are one edition; "48 Stunden" is none. A date in a title does not say which event it is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_MONTHS = (
    "januar|jänner|january|jan|februar|february|feb|märz|maerz|march|mrz|mär|mar|april|apr|mai|may|juni|june|jun|juli|july|jul|"
    "august|aug|september|sept|sep|oktober|october|okt|oct|november|nov|dezember|december|dez|dec"
)
_DATES = re.compile(
    r"\b20\d\d-\d\d-\d\d\b|\b\d{1,2}\.\s?\d{1,2}\.(?:\s?(?:20)?\d\d\b)?|"
    rf"\b\d{{1,2}}\.?(?:st|nd|rd|th)?\s(?:{_MONTHS})\b\.?(?:\s20\d\d)?|"
    rf"\b(?:{_MONTHS})\b\.?\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s20\d\d)?|"
    rf"\b(?:{_MONTHS})\b(?=[\s/’']*(?:20)?\d\d\b)|"
    r"\b\d{1,2}(?:[:.]\d\d)?\s?(?:[–-]|bis)\s?\d{1,2}(?:[:.]\d\d)?\s?(?:uhr|h\b)|"
    r"\b\d{1,2}[:.]\d\d(?:\s?(?:uhr|h\b|am\b|pm\b))?|"
    r"\b\d{1,2}\s?(?:uhr\b|am\b|pm\b)",
    re.IGNORECASE,
)
_HOURS = re.compile(r"\b(\d{1,2})(?:[:.]\d\d)?\s?uhr\b", re.IGNORECASE)
_YEARS = re.compile(r"\b(20\d\d)(?:\s?/\s?(?:20)?\d\d)?\b|(?<=[a-zäöü\s])['’](\d\d)\b", re.IGNORECASE)
_ROMAN = {
    tens + ones: str(10 * ten + one)
    for ten, tens in enumerate(["", "x", "xx", "xxx"])
    for one, ones in enumerate(["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"])
    if ten or one
}
_COUNT = r"(\d{1,3}|[ivx]{1,6}|[a-h])"
_STEMS = "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte".split()
_PART_WORD = (
    r"teil|part|pt|modul|module|session|block|lektion|kapitel|chapter|workshop|seminar|webinar|slot|einheit|abend|kurs|"
    r"level|stufe|etappe|track|gruppe|group|phase|step|schritt|woche|week"
)
_PARTS = (
    re.compile(rf"\b(?:{_PART_WORD})\.?\s?#?{_COUNT}(?![\w.]*\w)", re.IGNORECASE),
    re.compile(rf"\b(\d{{1,2}})\.\s?(?:{_PART_WORD})\b", re.IGNORECASE),
    re.compile(r"\b(?:Track|Station|Gruppe|Group|Modul|Module|Block|Level|Etappe|Stream)\s([A-ZÄÖÜ]\w+)"),
    re.compile(r"[(\[](\d{1,2})\s?(?:/|von|of)\s?\d{1,2}[)\]]", re.IGNORECASE),
)
_DAYS = (
    re.compile(r"\b(?:tag|day)\s?#?(\d{1,2})\b", re.IGNORECASE),
    re.compile(r"\b(\d)\.\s?(?:tag|day)\b", re.IGNORECASE),
)
_ORDINALS = {
    **{f"{stem}{end}": str(n) for n, stem in enumerate(_STEMS, 1) for end in ("", "r", "s", "n")},
    **{word: str(n) for n, word in enumerate("first second third fourth fifth sixth seventh eighth ninth".split(), 1)},
}
_WORDED = re.compile(rf"^\W*({'|'.join(sorted(_ORDINALS, key=len, reverse=True))})\s", re.IGNORECASE)
_EDITIONS = (
    _WORDED,
    re.compile(r"[#№]\s?(\d{1,4})\b"),
    re.compile(
        r"\b(?:vol(?:ume)?|no|nr|nummer|number|ausgabe|edition|ed|folge|episode|batch|runde|round|kohorte|cohort|staffel|"
        rf"season|auflage)\b\.?\s?#?{_COUNT}\b",
        re.IGNORECASE,
    ),
    re.compile(r"(?:^|[\s:–(-])(\d{1,3})\.(?=\s?[^\W\d])"),
    re.compile(r"\b(\d{1,3})(?:st|nd|rd|th)\b", re.IGNORECASE),
    re.compile(r"(?<=[^\W\d]\s)(\d{1,3})(?=\s*(?:$|[:|(–]|\s-\s))"),
    re.compile(r"(?<=[^\W\d]\s)(X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})(?=\s*(?:$|[:|(–]|\s-\s))"),
)
_NUMBERED = re.compile(  # only then is it worth looking for numbers
    r"\d|\b[IVXivx]{1,6}\b|\b[A-Ha-h]\b|\b(?:Track|Station|Gruppe|Group|Modul|Module|Block|Level|Etappe|Stream)\b"
)


class Numbers(NamedTuple):
    """The numbers as plain digits ("II" is "2"); `parts` and `days` of one event, `editions` of a series, `hours`."""

    years: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    editions: frozenset[str] = frozenset()
    hours: frozenset[str] = frozenset()


NONE = Numbers()


def read_numbers(text: str) -> tuple[str, Numbers]:
    """The title without its numbers and dates, and the numbers. The order matters: a date is no edition."""
    if not _NUMBERED.search(text) and not _WORDED.match(text):
        return text, NONE
    hours = frozenset(_plain_number(match.group(1)) for match in _HOURS.finditer(text))
    text = _DATES.sub(" ", text)
    years = frozenset(f"20{(match.group(1) or match.group(2))[-2:]}" for match in _YEARS.finditer(text))
    text = _YEARS.sub(" ", text)
    text, days = _take(text, _DAYS)
    text, parts = _take(text, _PARTS)
    text, editions = _take(text, _EDITIONS)
    return text, Numbers(years, days, parts, editions, hours)


def _take(text: str, patterns: tuple[re.Pattern[str], ...]) -> tuple[str, frozenset[str]]:
    taken: list[str] = []

    def take(match: re.Match[str]) -> str:
        taken.append(match.group(1))
        return " "

    for pattern in patterns:
        text = pattern.sub(take, text)
    return text, frozenset(map(_plain_number, taken))


def _plain_number(text: str) -> str:
    low = text.lower()
    return _ORDINALS.get(low) or _ROMAN.get(low) or low.lstrip("0") or "0"
