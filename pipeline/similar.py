"""How alike are two titles, places, names? Numbers between 0 and 1 and token sets; decides nothing. Pure.

Shared by the comparison across sources and by the identity of one source's events.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from pipeline.concepts import EXONYMS, STOP
from pipeline.text import fold
from pipeline.titles import Title, weight

_LEGAL = frozenset("gmbh ggmbh ag ev e v kg ug mbh co und der die das fuer the of for in am an im de com".split())


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two titles share, in weights: `shared` by both, `left` and `right` by one only."""

    shared: float
    left: float
    right: float
    left_only: tuple[str, ...]
    right_only: tuple[str, ...]

    @property
    def alike(self) -> float:
        """0..1. What only one of them says (a subtitle, a sponsor) counts little, what both say differently fully."""
        contrast = min(self.left, self.right)
        extra = max(self.left, self.right) - contrast
        total = self.shared + 1.6 * contrast + 0.12 * extra
        return self.shared / total if total else 0.0


def overlap(a: Iterable[str], b: Iterable[str], quiet: frozenset[str] = frozenset()) -> Overlap:
    """Token by token, typing errors and endings forgiven. `quiet`: words that say little here (town, organiser)."""
    left, right = list(dict.fromkeys(a)), list(dict.fromkeys(b))
    shared = 0.0
    for token in list(left):
        partner = token if token in right else _partner(token, right)
        if partner is not None:
            shared += _weight(token, quiet)
            left.remove(token)
            right.remove(partner)
    return Overlap(
        shared,
        sum(_weight(token, quiet) for token in left),
        sum(_weight(token, quiet) for token in right),
        tuple(left),
        tuple(right),
    )


def _weight(token: str, quiet: frozenset[str]) -> float:
    return 0.15 if token in quiet else weight(token)


def _partner(token: str, others: list[str]) -> str | None:
    return next((other for other in others if _same_word(token, other)), None)


@lru_cache(maxsize=200_000)
def _same_word(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if len(short) < 5:
        return False
    if long.startswith(short) and len(long) - len(short) <= 3:
        return True
    return fuzz.ratio(a, b) >= 85


def titles(a: Title, b: Title, quiet: frozenset[str] = frozenset()) -> Overlap:
    """The overlap of two titles: the whole ones, or run together ("Fuckup Nights", "FuckupNights")."""
    found = overlap(a.tokens, b.tokens, quiet)
    if a.joined and (a.joined == b.joined or (min(len(a.joined), len(b.joined)) >= 10 and _almost(a.joined, b.joined))):
        said = max(found.shared, sum(_weight(t, quiet) for t in a.tokens), 0.35)
        return Overlap(said, 0.0, 0.0, (), ())
    if a.cut or b.cut:
        return _cut(a, b, found, quiet)
    return found


def _almost(a: str, b: str) -> bool:
    return fuzz.ratio(a, b, score_cutoff=93) > 0 and not _differs_by_word(a, b)


def _differs_by_word(a: str, b: str) -> bool:
    return abs(len(a) - len(b)) > 3


def _cut(a: Title, b: Title, found: Overlap, quiet: frozenset[str]) -> Overlap:
    """A title that ends in "…" says nothing by what it lacks."""
    short, long = (a, b) if a.cut else (b, a)
    if long.text.startswith(short.text[:-1]) and len(short.text) >= 12:
        return Overlap(sum(_weight(t, quiet) for t in short.tokens), 0.0, 0.0, (), ())
    return found


def title_ratio(a: str, b: str) -> float:
    """0..1 for two folded titles, blind to word order and to what only one of them says; for edits of one title."""
    if a == b:
        return 1.0
    return max(fuzz.ratio(a, b), 0.95 * fuzz.token_set_ratio(a, b), 100 * JaroWinkler.similarity(a, b) - 25) / 100


@lru_cache(maxsize=60_000)
def name_words(text: str) -> frozenset[str]:
    """The telling words of an organiser's or a venue's name."""
    return frozenset(EXONYMS.get(w, w) for w in fold(text).split() if w not in _LEGAL and w not in STOP)


@lru_cache(maxsize=100_000)
def same_name(a: str, b: str) -> float:
    """0..1: how much two names of an organiser or venue are one: shared words, contained, or an abbreviation."""
    left, right = name_words(a), name_words(b)
    if not left or not right:
        return 0.0
    small, large = sorted((left, right), key=len)
    shared = sum(1 for word in small if word in large or any(_same_word(word, other) for other in large))
    if shared == len(small):
        return 1.0
    if _initials(a, b) or _initials(b, a) or "".join(sorted(left)) == "".join(sorted(right)):
        return 1.0
    joined = fold(a).replace(" ", ""), fold(b).replace(" ", "")
    if min(map(len, joined)) >= 5 and (joined[0] in joined[1] or joined[1] in joined[0]):
        return 1.0
    return shared / len(large)


def _initials(short: str, long: str) -> bool:
    said = fold(short).split()
    if not said or not 2 <= len(said[0]) <= 6 or len(said) > 2:
        return False
    return said[0] == "".join(word[0] for word in fold(long).split() if word not in _LEGAL)
