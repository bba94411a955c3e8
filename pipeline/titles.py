"""A title, read for comparison: what it is called, which edition or part it is, which words exclude others. Pure.

`read_title` never decides whether two titles name one event; that is `pipeline.match`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.concepts import CONCEPTS, STOP
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
    re.compile(r"\b(?:Track|Station|Gruppe|Group|Modul|Module|Block|Level|Etappe|Stream)\s([A-ZÄÖÜ]\w+)"),
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


_NUMBERED = re.compile(  # only then is it worth looking for numbers
    r"\d|\b[IVXivx]{1,4}\b|\b[A-Ha-h]\b|\b(?:Track|Station|Gruppe|Group|Modul|Module|Block|Level|Etappe|Stream)\b"
)
Numbers = tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]  # years, days, parts, editions
_NO_NUMBERS: Numbers = (frozenset(), frozenset(), frozenset(), frozenset())
_CONTRASTING: dict[str, list[tuple[str, str]]] = {}
for _group, _table in CONTRASTS.items():
    for _word, _value in _table.items():
        _CONTRASTING.setdefault(_word, []).append((_group, _value))
_MARKED = SATELLITE | _CONTRASTING.keys()


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
    plain: bool  # no number, part, contrast or satellite in it


@lru_cache(maxsize=60_000)
def read_title(title: str) -> Title:
    """The comparison form of one title, marks ("ABGESAGT:", "ausgebucht") and dates left out."""
    plain, _ = split_title(title)
    numbers = _NO_NUMBERS
    if _NUMBERED.search(plain):
        plain, numbers = _numbers(plain)
    cut = bool(_CUT.search(plain))
    text, said, tokens = _said(_CUT.sub("", plain) if cut else plain, cut)
    head = _HEAD.sub("", plain)
    words = frozenset(said)
    every = words | frozenset(tokens)
    return Title(
        text=text,
        tokens=tokens,
        head=_said(head, False)[2] if head != plain else tokens,
        words=words,
        joined="".join(word for word in said if word not in STOP),
        years=numbers[0],
        numbers=numbers[3],
        parts=numbers[2],
        days=numbers[1],
        satellites=every & SATELLITE,
        contrasts=frozenset(pair for word in every & _CONTRASTING.keys() for pair in _CONTRASTING[word]),
        cut=cut,
        plain=numbers == _NO_NUMBERS and every.isdisjoint(_MARKED),
    )


def _said(text: str, cut: bool) -> tuple[str, list[str], tuple[str, ...]]:
    """The folded text, its words (brands in camel case taken apart) and its concepts."""
    folded = fold(text)
    apart = _CAMEL.sub(" ", _GENDER.sub("", text))
    said = (fold(apart) if apart != text else folded).split()
    return folded, said, _tokens(said, cut)


def _numbers(text: str) -> tuple[str, Numbers]:
    """The text without its numbers, and years, days, parts and editions. The order matters: a date is no edition."""
    text = _DATES.sub(" ", text)
    years = frozenset(f"20{(match.group(1) or match.group(2))[-2:]}" for match in _YEARS.finditer(text))
    text = _YEARS.sub(" ", text)
    text, days = _take(text, _DAYS)
    text, parts = _take(text, _PARTS)
    text, editions = _take(text, _EDITIONS)
    return text, (years, days, parts, editions)


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
    return _compound(word) or (word,)


@lru_cache(maxsize=60_000)
def _compound(word: str) -> tuple[str, ...]:
    """The concepts of a word made of known words and linking letters only; () for any other."""
    for end in range(len(word) - 2, 3, -1) if len(word) >= 8 else ():
        if word[:end] in CONCEPTS and (tail := _tail(word[end:])):
            return (CONCEPTS[word[:end]], *tail)
    return ()


def _tail(rest: str) -> tuple[str, ...]:
    """The concepts behind the first part: linking letters before them and endings behind them are left out."""
    starts = [rest, *(rest.removeprefix(link) for link in ("s", "es", "n", "en", "innen") if rest.startswith(link))]
    for start in starts:
        for form in (
            start,
            *(start.removesuffix(end) for end in ("s", "es", "n", "en", "er", "e") if start.endswith(end)),
        ):
            if form in CONCEPTS:
                return (CONCEPTS[form],)
    return next((found for start in starts if (found := _compound(start))), ())
