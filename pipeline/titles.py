"""A title, read for comparison: what it is called, which edition or part it is, which words exclude others. Pure.

`read_title` never decides whether two titles name one event; that is `pipeline.match`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.concepts import CONCEPTS, STEMS, STOP
from pipeline.contrasts import CONTRASTS, EXONYMS, PAIRS, SATELLITE
from pipeline.marks import split_title
from pipeline.text import fold

_MONTHS = (
    "januar|jänner|january|jan|februar|february|feb|märz|maerz|march|mrz|mär|mar|april|apr|mai|may|juni|june|jun|juli|july|jul|"
    "august|aug|september|sept|sep|oktober|october|okt|oct|november|nov|dezember|december|dez|dec"
)
_DATES = re.compile(
    r"\b20\d\d-\d\d-\d\d\b|\b\d{1,2}\.\s?\d{1,2}\.(?:\s?(?:20)?\d\d\b)?|"
    rf"\b\d{{1,2}}\.?(?:st|nd|rd|th)?\s(?:{_MONTHS})\b\.?(?:\s20\d\d)?|\b(?:{_MONTHS})\b\.?\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s20\d\d)?|"
    rf"\b(?:{_MONTHS})\b(?=[\s/’']*(?:20)?\d\d\b)|"
    r"\b\d{1,2}(?:[:.]\d\d)?\s?(?:[–-]|bis)\s?\d{1,2}(?:[:.]\d\d)?\s?(?:uhr|h\b)|\b\d{1,2}[:.]\d\d(?:\s?(?:uhr|h\b|am\b|pm\b))?|"
    r"\b\d{1,2}\s?(?:uhr\b|am\b|pm\b)",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\b(20\d\d)(?:\s?/\s?(?:20)?\d\d)?\b|(?<=[a-zäöü\s])['’](\d\d)\b", re.IGNORECASE)
_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
}
_COUNT = r"(\d{1,3}|[ivx]{1,4}|[a-h])"
_PART_WORD = (
    r"teil|part|pt|modul|module|session|block|lektion|kapitel|chapter|workshop|seminar|webinar|slot|einheit|abend|kurs|"
    r"level|stufe|etappe|track|gruppe|group|phase|step|schritt|woche|week"
)
_PARTS = (
    re.compile(rf"\b(?:{_PART_WORD})\.?\s?#?{_COUNT}(?![\w.]*\w)", re.IGNORECASE),
    re.compile(rf"\b(\d{{1,2}})\.\s?(?:{_PART_WORD})\b", re.IGNORECASE),
    re.compile(r"[(\[](\d{1,2})\s?(?:/|von|of)\s?\d{1,2}[)\]]", re.IGNORECASE),
)
_DAYS = (
    re.compile(r"\b(?:tag|day)\s?#?(\d{1,2})\b", re.IGNORECASE),
    re.compile(r"\b(\d)\.\s?(?:tag|day)\b", re.IGNORECASE),
)
_EDITIONS = (
    re.compile(r"[#№]\s?(\d{1,4})\b"),
    re.compile(
        r"\b(?:vol(?:ume)?|no|nr|nummer|number|ausgabe|edition|ed|folge|episode|batch|runde|round|kohorte|cohort|staffel|season|auflage)"
        rf"\b\.?\s?#?{_COUNT}\b",
        re.IGNORECASE,
    ),
    re.compile(r"(?:^|[\s:–(-])(\d{1,3})\.(?=\s?[^\W\d])"),
    re.compile(r"\b(\d{1,3})(?:st|nd|rd|th)\b", re.IGNORECASE),
    re.compile(r"(?<=[^\W\d]\s)(\d{1,3})(?=\s*(?:$|[:|(–]|\s-\s))"),
    re.compile(r"(?<=[^\W\d]\s)(I{1,3}|IV|VI{0,3})(?=\s*(?:$|[:|(–]|\s-\s))"),
)
_CUT = re.compile(r"\s*(?:…|\.\.\.)\s*$")
_HEAD = re.compile(r"\s*(?:[:|(\[„“\"]|\s[–—-]\s|[–—]|\s@\s).*$")
_GENDER = re.compile(r"(?<=[a-zäöü])(?:\*|:|_|/-?)(?=in(?:nen)?\b)|(?<=[a-zäöü])(?=Innen\b)")
_CAMEL = re.compile(r"(?<=[a-zäöü])(?=[A-ZÄÖÜ][a-zäöü])")
_QUANTITY = re.compile(r"^\d+$")


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says. `tokens`: concepts in order; `head`: those before a colon or dash; numbers are apart."""

    text: str
    tokens: tuple[str, ...]
    head: tuple[str, ...]
    words: frozenset[str]
    joined: str
    years: frozenset[str]
    numbers: frozenset[str]
    parts: frozenset[str]
    days: frozenset[str]
    satellites: frozenset[str]
    contrasts: frozenset[tuple[str, str]]
    cut: bool


@lru_cache(maxsize=60_000)
def read_title(title: str) -> Title:
    """The comparison form of one title, marks ("ABGESAGT:", "ausgebucht") and dates left out."""
    plain, _ = split_title(title)
    plain, years, days, parts, numbers = _numbers(_GENDER.sub("", plain))
    cut = bool(_CUT.search(plain))
    plain = _CUT.sub("", plain)
    folded = fold(_CAMEL.sub(" ", plain)).split()
    tokens = _tokens(folded, cut)
    said = frozenset(folded) | frozenset(tokens)
    return Title(
        text=fold(plain),
        tokens=tokens,
        head=_tokens(fold(_CAMEL.sub(" ", _HEAD.sub("", plain))).split(), False),
        words=frozenset(folded),
        joined="".join(word for word in folded if word not in STOP),
        years=years,
        numbers=numbers,
        parts=parts,
        days=days,
        satellites=said & SATELLITE,
        contrasts=frozenset(
            (group, table[word]) for group, table in CONTRASTS.items() for word in said if word in table
        ),
        cut=cut,
    )


def _numbers(text: str) -> tuple[str, frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """The text without its numbers, and years, days, parts and editions. The order matters: a date is no edition."""
    text = _DATES.sub(" ", text)
    years = frozenset(f"20{(match.group(1) or match.group(2))[-2:]}" for match in _YEARS.finditer(text))
    text = _YEARS.sub(" ", text)
    text, days = _take(text, _DAYS)
    text, parts = _take(text, _PARTS)
    text, numbers = _take(text, _EDITIONS)
    return text, years, days, parts, numbers


def _take(text: str, patterns: tuple[re.Pattern[str], ...]) -> tuple[str, frozenset[str]]:
    taken: set[str] = set()
    for pattern in patterns:
        taken |= {_plain_number(match.group(1)) for match in pattern.finditer(text)}
        text = pattern.sub(" ", text)
    return text, frozenset(taken)


def _plain_number(text: str) -> str:
    low = text.lower()
    return _ROMAN.get(low) or low.lstrip("0") or "0"


def _tokens(folded: list[str], cut: bool) -> tuple[str, ...]:
    if cut and len(folded) > 1:
        folded = folded[:-1]  # the last word of a cut title is half a word
    found: list[str] = []
    for word in _paired(folded):
        if word not in STOP and not _QUANTITY.match(word):
            found.extend(_split(word))
    return tuple(dict.fromkeys(found))


def _paired(folded: list[str]) -> list[str]:
    result: list[str] = []
    skip = False
    for word, following in zip(folded, [*folded[1:], ""], strict=False):
        if skip:
            skip = False
        elif (word, following) in PAIRS:
            result.append(PAIRS[word, following])
            skip = True
        else:
            result.append(word)
    return result


@lru_cache(maxsize=60_000)
def _split(word: str) -> tuple[str, ...]:
    """The concepts of one word; a German compound of two known words is both: "gruenderfruehstueck"."""
    word = EXONYMS.get(word, word)
    if word in CONCEPTS:
        return (CONCEPTS[word],)
    if len(word) < 8:
        return (word,)
    for stem in STEMS:
        if word.startswith(stem) and len(word) > len(stem):
            tail = _tail(word[len(stem) :])
            if tail:
                return (CONCEPTS[stem], tail)
    return (word,)


def _tail(rest: str) -> str | None:
    """The concept of a compound's second part: linking letters before it and endings behind it are left out."""
    starts = (rest, *(rest.removeprefix(link) for link in ("s", "n", "innen") if rest.startswith(link)))
    forms = (start.removesuffix(ending) for start in starts for ending in ("", "s", "es", "n", "en", "er", "e"))
    return next((CONCEPTS[form] for form in forms if form in CONCEPTS), None)
