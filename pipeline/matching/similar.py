"""How alike are two titles, places, names? Numbers between 0 and 1 and token sets; decides nothing. Pure.

Shared by the comparison across sources and by the identity of one source's events.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from pipeline.matching.concepts import CONCEPTS, ENGLISH, GENERIC, GERMAN, STOP, weight
from pipeline.matching.contrasts import EXONYMS
from pipeline.matching.titles import Title
from pipeline.text import fold

_LEGAL = frozenset("gmbh ggmbh ag ev e v kg ug mbh co und der die das fuer the of for in am an im de com".split())


_ABBREVIATED = {
    "hwk": "handwerkskammer",
    "uni": "hochschule",
    "th": "hochschule",
    "fh": "hochschule",
    "tu": "hochschule",
}
# what many organisers and venues are called
COMMON = frozenset(
    "gruenderzentrum technologiezentrum gruendungszentrum innovationszentrum zentrum center hub campus stadt "
    "lab labor coworking cowork space ihk handwerkskammer handelskammer kammer wirtschaftsfoerderung hochschule "
    "universitaet verein foundation stiftung club akademie netzwerk agentur institut haus rathaus digital "
    "technologie technologiepark landkreis accelerator inkubator incubator kreis region sparkasse volksbank "
    "bibliothek messe raum saal foyer halle etage gebaeude online gruenderbuero park museum kirche theater cafe "
    "restaurant hotel schloss burg stadthalle kurhaus brauhaus gasthaus gasthof kulturzentrum buergerhaus "
    "volkshochschule vhs schule gymnasium rathaussaal kongresszentrum congress stadtbibliothek buecherei bank "
    "kino bar loft".split()
)


# who lists everything in town is not thereby the host of something else
PUBLISHERS = frozenset(
    "stadt landkreis kreis gemeinde region regionalmanagement portal gruenderportal wirtschaftsfoerderung kalender "
    "veranstaltungskalender startup stadtmarketing gruender hub startuphub tourismus land".split()
)
NO_WORDS: frozenset[str] = frozenset()
SUBTITLE = 3  # words of a subtitle; shorter ones name a track, a branch, a station


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two titles share, in weights: `shared` by both, `left` and `right` by one only."""

    shared: float
    left: float
    right: float
    left_only: tuple[str, ...] = ()
    right_only: tuple[str, ...] = ()
    both: tuple[str, ...] = ()
    telling: int = 0  # how many shared words are names of their own, not what hundreds of events are called

    @property
    def contrasts(self) -> bool:
        """Whether each of them says something that the other does not."""
        return self.left > 0 and self.right > 0

    @property
    def alike(self) -> float:
        """0..1. What only one of them says (a subtitle, a sponsor) counts little, what both say differently fully."""
        contrast = min(self.left, self.right)
        extra = max(self.left, self.right) - contrast
        total = self.shared + 1.6 * contrast + 0.12 * extra
        return self.shared / total if total else 0.0


def overlap(
    a: Sequence[str], b: Sequence[str], quiet: frozenset[str] = NO_WORDS, towns: frozenset[str] = NO_WORDS
) -> Overlap:
    """Token by token, typing errors and endings forgiven. `quiet`: words that say little (town, host)."""
    right = list(b)
    left: list[str] = []
    both: list[str] = []
    shared, telling = 0.0, 0
    for token in a:
        partner = token if token in right else _partner(token, right)
        if partner is None:
            left.append(token)
            continue
        right.remove(partner)
        both.append(token)
        says = max(_weight(token, quiet), _weight(partner, quiet))
        shared += says
        telling += says >= 1.0
    spare = [[token for token in side if token not in towns] for side in (left, right)]
    if not (spare[0] and spare[1]):  # only where the other has nothing to set against it is a host's name just that
        spare = [[token for token in side if token not in quiet] for side in spare]
    ours, theirs = (sum(map(weight, side)) for side in spare)
    return Overlap(shared, ours, theirs, tuple(left), tuple(right), tuple(both), telling)


def _weight(token: str, quiet: frozenset[str]) -> float:
    return 0.15 if token in quiet else weight(token)


def _partner(token: str, others: list[str]) -> str | None:
    return next((other for other in others if _same_word(token, other)), None)


@lru_cache(maxsize=200_000)
def _same_word(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if len(short) < 5:
        return False
    if a in CONCEPTS and b in CONCEPTS:
        return False
    if long.startswith(short) and len(long) - len(short) <= 3:
        return True
    return len(long) - len(short) <= 2 and fuzz.ratio(a, b) >= 85


def same_head(a: Title, b: Title, quiet: frozenset[str] = NO_WORDS) -> bool:
    """Whether a telling name before the colon or dash is the same, and what follows is a subtitle, not a track."""
    tails = [title.tokens[len(title.head) :] for title in (a, b)]
    if max(map(len, tails)) < SUBTITLE or tails[0][:1] == tails[1][:1]:
        return False
    found = overlap(a.head, b.head, quiet)
    return bool(found.telling) and not found.left and not found.right


def foreign(a: Title, b: Title) -> bool:
    """Whether one title is German and the other English: words that only one has say little then."""
    german, english = (len(a.words & words) - len(b.words & words) for words in (GERMAN, ENGLISH))
    return german * english < 0


def titles(a: Title, b: Title, quiet: frozenset[str] = NO_WORDS, towns: frozenset[str] = NO_WORDS) -> Overlap:
    """The overlap of two titles: the whole ones, or run together ("Fuckup Nights", "FuckupNights")."""
    if a.tokens and a.tokens == b.tokens:
        return _whole(a, quiet)
    if a.joined and (a.joined == b.joined or (min(len(a.joined), len(b.joined)) >= 10 and _almost(a.joined, b.joined))):
        return _whole(max(a, b, key=lambda title: (_total(title, quiet), title.tokens)), quiet)
    if (a.cut or b.cut) and (cut := _cut(a, b, quiet)):
        return cut
    found = _by_head(a, b, quiet) or overlap(a.tokens, b.tokens, quiet, towns)
    if not found.contrasts:
        return found
    short, long = sorted((a, b), key=lambda title: (len(title.joined), title.joined))
    if len(short.joined) >= 10 and long.joined.startswith(short.joined):
        return _whole(short, quiet)
    return found


def _whole(title: Title, quiet: frozenset[str]) -> Overlap:
    """All of a title is shared."""
    telling = sum(1 for token in title.tokens if _weight(token, quiet) >= 1.0)
    return Overlap(max(_total(title, quiet), 0.35), 0.0, 0.0, both=title.tokens, telling=telling)


def _total(title: Title, quiet: frozenset[str]) -> float:
    return sum(_weight(token, quiet) for token in title.tokens)


def _by_head(a: Title, b: Title, quiet: frozenset[str]) -> Overlap | None:
    """Two titles with one telling name before the colon or dash, of which at most one says more behind it."""
    for short, long in ((a, b), (b, a)):
        if short.tokens and len(long.head) < len(long.tokens) and abs(len(short.tokens) - len(long.head)) <= 1:
            found = overlap(short.tokens, long.head, quiet)
            if found.telling and not found.left and not found.right:
                return found
    return None


def _almost(a: str, b: str) -> bool:
    return fuzz.ratio(a, b, score_cutoff=93) > 0 and not _differs_by_word(a, b)


def _differs_by_word(a: str, b: str) -> bool:
    return abs(len(a) - len(b)) > 3


def _cut(a: Title, b: Title, quiet: frozenset[str]) -> Overlap | None:
    """A title that ends in "…" says nothing by what it lacks."""
    short, long = (a, b) if a.cut else (b, a)
    if long.text.startswith(short.text[:-1]) and len(short.text) >= 12:
        return _whole(short, quiet)
    return None


@lru_cache(maxsize=60_000)
def name_words(text: str) -> frozenset[str]:
    """The telling words of an organiser's or a venue's name."""
    said = (_ABBREVIATED.get(word, word) for word in fold(text).split() if word not in _LEGAL and word not in STOP)
    return frozenset(EXONYMS.get(word, CONCEPTS.get(word, word)) for word in said)


def same_name(a: str, b: str, towns: frozenset[str] = NO_WORDS) -> float:
    """0..1: how much two names of an organiser or venue are one; `towns`: words that only say where.

    1: same, contained or abbreviated; 0.5: they share only what many are called ("Hub", "Gründerzentrum").
    """
    left, right = name_words(a), name_words(b)
    if a == b:
        return 1.0 if left else 0.0
    left, right = left - towns or left, right - towns or right
    if not left or not right:
        return 0.0
    if _initials(a, b) or _initials(b, a) or _run_together(a, b):
        return 1.0
    small, large = sorted((left, right), key=lambda side: (len(side), sorted(side)))
    shared = [word for word in small if word in large or any(_same_name_word(word, other) for other in large)]
    telling = [word for word in shared if word not in COMMON and word not in GENERIC]
    if len(shared) == len(small) and (telling or small == large):
        return 1.0
    if len(shared) == len(small):
        return 0.5
    return sum(map(_name_weight, shared)) / max(sum(map(_name_weight, small)), 1.0) if telling else 0.0


def _same_name_word(a: str, b: str) -> bool:
    """The last part of a German compound names the same house: "Schloss" and "Stadtschloss"."""
    short, long = sorted((a, b), key=len)
    return _same_word(a, b) or (len(short) >= 5 and long.endswith(short) and short not in COMMON)


def _name_weight(word: str) -> float:
    return 0.35 if word in COMMON or word in GENERIC else 1.0


def _run_together(a: str, b: str) -> bool:
    short, long = sorted((_joined(a), _joined(b)), key=len)
    return len(short) >= 6 and long.startswith(short)


@lru_cache(maxsize=60_000)
def _joined(name: str) -> str:
    return fold(name).replace(" ", "")


def _initials(short: str, long: str) -> bool:
    said = short.lower().split()
    if not said or not 2 <= len(said[0]) <= 6 or len(said) > 2:
        return False
    return said[0] == "".join(word[0] for word in fold(long).split() if word not in _LEGAL)
