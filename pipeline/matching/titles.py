"""A title, read for comparison: what it is called, which edition or part it is, which words exclude others. Pure.

`read_title` never decides whether two titles name one event; that is `pipeline.matching.match`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.marks import split_title
from pipeline.matching.concepts import CONCEPTS, STOP
from pipeline.matching.contrasts import CONTRASTS, EXONYMS, PAIRS, SATELLITE
from pipeline.matching.numbering import NONE, read_numbers
from pipeline.text import fold

_CUT = re.compile(r"\s*(?:…|\.\.\.)\s*$")
_HEAD = re.compile(r"\s*(?:[:|(\[„“\"]|\s[–—-]\s|[–—]|\s@\s).*$")
_GENDER = re.compile(r"(?<=[a-zäöü])(?:\*|:|_|/-?)(?=in(?:nen)?\b)|(?<=[a-zäöü])(?=Innen\b)")
_JOINED = re.compile(r"[a-zäöü][*:_/A-ZÄÖÜ]")  # only then is it worth looking for the two
_CAMEL = re.compile(r"(?<=[a-zäöü])(?=[A-ZÄÖÜ][a-zäöü])")
_QUANTITY = re.compile(r"^\d+$")
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
    hours: frozenset[str]
    satellites: frozenset[str]
    contrasts: frozenset[tuple[str, str]]
    cut: bool
    plain: bool  # no number, part, contrast or satellite in it


@lru_cache(maxsize=60_000)
def read_title(title: str) -> Title:
    """The comparison form of one title, marks ("ABGESAGT:", "ausgebucht") and dates left out."""
    plain, _ = split_title(title)
    plain, numbers = read_numbers(plain)
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
        years=numbers.years,
        numbers=numbers.editions,
        parts=numbers.parts,
        days=numbers.days,
        hours=numbers.hours,
        satellites=every & SATELLITE,
        contrasts=frozenset(pair for word in every & _CONTRASTING.keys() for pair in _CONTRASTING[word]),
        cut=cut,
        plain=numbers is NONE and every.isdisjoint(_MARKED),
    )


def _said(text: str, cut: bool) -> tuple[str, list[str], tuple[str, ...]]:
    """The folded text, its words (brands in camel case taken apart) and its concepts."""
    folded = fold(text)
    apart = _CAMEL.sub(" ", _GENDER.sub("", text)) if _JOINED.search(text) else text
    said = (fold(apart) if apart != text else folded).split()
    return folded, said, _tokens(said, cut)


def _tokens(folded: list[str], cut: bool) -> tuple[str, ...]:
    if cut and len(folded) > 1:
        folded = folded[:-1]  # the last word of a cut title is half a word
    found: list[str] = []
    for word in _paired(folded):
        if word not in STOP and not _QUANTITY.match(word):
            found.extend(concepts_of(word))
    return tuple(dict.fromkeys(found))


def _paired(folded: list[str]) -> list[str]:
    result: list[str] = []
    skip = False
    for word, following in zip(folded, [*folded[1:], ""], strict=False):
        if skip:
            skip = False
        elif (word, following) in PAIRS or (following and word + following in CONCEPTS):
            result.append(PAIRS.get((word, following), word + following))
            skip = True
        else:
            result.append(word)
    return result


@lru_cache(maxsize=60_000)
def concepts_of(word: str) -> tuple[str, ...]:
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
