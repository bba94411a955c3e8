"""What English texts write in words of their own, as texts write it otherwise: legal dates ("the 22nd day of January"),
"7 o'clock p.m.", noon, the hours of another zone, "6:30 for 7 pm", and spans whose half of the day goes without saying.
"""

from __future__ import annotations

import re

_CLOCK = r"\d{1,2}(?:[:.]\d\d)?"
_HALF = r"\s?[ap]\.?\s?m\b\.?"
_ZONE = r"(?:[ECMP][SD]?T|GMT|BST|UTC)\b"
_PLAIN = (  # what shows that it may be there, the form, and what it is otherwise
    (" day of ", re.compile(r"(?<=\d)((?:st|nd|rd|th) )day (?=of [A-Z])", re.IGNORECASE), r"\1"),
    ("clock", re.compile(rf"(?<=\d)\s?o\s?['’´`]?\s?clock(?={_HALF})", re.IGNORECASE), ""),
    ("noon", re.compile(r"\b(?:12(?::00)?\s?)?noon\b", re.IGNORECASE), "12:00"),
    ("midday", re.compile(r"\b(?:12(?::00)?\s?)?midday\b", re.IGNORECASE), "12:00"),
    ("midnight", re.compile(r"\b12(?::00)?\s(?=midnight\b)", re.IGNORECASE), ""),
    (
        "t",  # "7 pm ET / 4 pm PT"
        re.compile(
            rf"(\d(?:{_HALF})?\s{_ZONE})(?:\s?[/|,;]\s?{_CLOCK}(?:{_HALF})?\s{_ZONE}|"
            rf"\s?\({_CLOCK}(?:{_HALF})?\s{_ZONE}\))+"
        ),
        r"\1",
    ),
    (" for ", re.compile(rf"\b{_CLOCK}(?:{_HALF})?\sfor\s(?:an?\s)?(?={_CLOCK}{_HALF})", re.IGNORECASE), ""),
)
_IS_ENGLISH = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tue|thur?|january|february|march|may|june|july|october|oct|"
    r"december|dec)\b",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
_IN_MONTH = re.compile(rf"{_MONTH}\.?\s$", re.IGNORECASE)  # "March 3 - 5:30"
_SPAN = re.compile(
    r"(?<![\d:./–-])(?P<first>[1-9]|1[0-2])(?P<past>:[0-5]\d)?(?P<half>\s?a\.?m\b\.?)?(?P<to>\s?(?:[-–—]|\bto\b)\s?)"
    r"(?P<last>[1-9]|1[0-2])(?P<after>:[0-5]\d)?(?![\d:.,/]\d|\d|-\d|(?:st|nd|rd|th)\b|\s?(?:[ap]\.?\s?m\b|h\b|uhr)|"
    rf"\s{_MONTH})",
    re.IGNORECASE,
)
NOON, EVENING = 12, 7  # o'clock: from then on hours may be those of the morning


def plain(text: str) -> str:
    """The text without such words."""
    lower = text.lower()
    for sign, form, otherwise in _PLAIN:
        if sign in lower:
            text = form.sub(otherwise, text)
    return _SPAN.sub(_halved, text) if ":" in text or "am" in text or "a.m" in text else text


def _halved(span: re.Match[str]) -> str:
    """ "2–4:30" is in the afternoon, "11:30–1" goes on past noon; of an English text, or past noon on the hour."""
    if not (span["past"] or span["after"] or span["half"]) or not _IS_ENGLISH.search(span.string):
        return span[0]
    if not (span["past"] or span["half"]) and _IN_MONTH.search(span.string[: span.start()]):
        return span[0]
    first, last = int(span["first"]), int(span["last"])
    over = last < first < NOON or (first == NOON and last < NOON)
    if not over and (span["half"] or first >= EVENING or last < first or last == NOON):
        return span[0]
    half = " am" if over and first < NOON else " pm"
    return f"{first}{span['past'] or ''}{half}{span['to']}{last}{span['after'] or ''} pm"
