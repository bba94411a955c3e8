"""Finds thousands of terms in a text in one pass and knows where a German word may begin and end.

A term "bau" is a word of its own (with its endings: Häuser is Haus), "bau-" may begin a compound (Baustelle), "-bau"
may end one (Wohnungsbau, but not Aufbau), "-logistik-" both. A term in CAPITALS (IT) counts only where written so.
Knows nothing of labels or weights: a term carries a payload that comes back with each hit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

import ahocorasick
import simplemma

from pipeline.tagging.vocabulary import Reading

P = TypeVar("P")

# A stem of up to this many letters stands in many words by chance: the rest of the compound must be a known word.
SHORT = 5
SHORTEST = 3  # "ki" begins Kies and Kind: two letters join others by a hyphen only
TITLE = 300  # names made of two words are looked for in texts of up to this many letters
REPEATS = 3  # a word that stands more often proves nothing more
_NONE: frozenset[str] = frozenset()
_WORDS = re.compile(r"[^\W_]+")
_HUMPED = re.compile(r"[a-zäöüß][A-ZÄÖÜ][a-zäöüß]")  # without this there is none: four times as quick
_HUMP = re.compile(r"(?<![^\W_])([^\W\d_]+[a-zäöüß])(?=[A-ZÄÖÜ][a-zäöüß])")  # Insur|Hack: a name made of two words
BACK = 60  # letters before a word in which its negation stands
_UMLAUTS = frozenset("äöüÄÖÜ")
_TRANSCRIBED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def _base(letter: str) -> str:
    stripped = unicodedata.normalize("NFKD", letter)[0]
    return stripped if stripped.isascii() and stripped.isalnum() else letter


_PLAIN = {ord(c): _base(c) for c in map(chr, range(0xC0, 0x250)) if _base(c) != c}
_PLAIN |= {ord("ł"): "l", ord("ø"): "o", ord("đ"): "d"}


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text in two forms of equal length: `plain` (no accents: ä→a) is searched, `lower` is what a dictionary knows.

    Both begin and end with a space and have single spaces between words.
    """

    lower: str
    plain: str
    original: str
    humps: frozenset[str] = _NONE  # first halves of names written InSuchAWay


@dataclass(frozen=True, slots=True)
class Term(Generic[P]):
    """One way of writing a term. `left`/`right`: letters may stand before/after it; `cased`: only in capitals.

    `umlauts`: the term itself, where it has any: "Fähren" is not "fahren" (but "Haus" is in "Häuser").
    """

    key: str
    payload: P
    left: bool
    right: bool
    cased: str = ""
    umlauts: str = ""


class Hit(NamedTuple, Generic[P]):
    """A term that stands in the text: `start`:`end` is the term itself in `Spelled.plain`."""

    start: int
    end: int
    term: Term[P]


def spell(text: str, spellings: Mapping[str, str] | None = None) -> Spelled:
    """Both forms of `text`; `spellings` ("start up" → "startup") unites what is written in several ways."""
    lower = f" {' '.join(_WORDS.findall(unicodedata.normalize('NFC', text).casefold()))} "
    for old, new in (spellings or {}).items():
        if old in lower:
            lower = lower.replace(" " + old, " " + new)
    plain = lower.replace("ä", "a").replace("ö", "o").replace("ü", "u")  # quick for what German has
    return Spelled(lower, plain if plain.isascii() else plain.translate(_PLAIN), text, _humps(text))


def _humps(text: str) -> frozenset[str]:
    if len(text) > TITLE or not _HUMPED.search(text):
        return _NONE
    return frozenset(found.casefold() for found in _HUMP.findall(text))


class Lexicon(Generic[P]):
    """All terms in one automaton."""

    def __init__(self, terms: Iterable[tuple[str, P]], reading: Reading) -> None:
        self._spellings = reading.spellings
        self._splitter = Splitter(reading)
        self._negations = frozenset(reading.negations)
        self._not_negated = frozenset(reading.not_negated)
        self._fillers = frozenset(reading.fillers)
        self._either = [(f" {first} ", _either(first, second)) for first, second in reading.either]
        self._not_only = _not_only(reading.not_only_for)
        self._any_trade = tuple(f" {spell(phrase).plain.strip()}" for phrase in reading.any_trade)
        self._ranges = [(f" {last} ", _range(first, over, last)) for first, over, last in reading.ranges]
        found: dict[str, list[Term[P]]] = {}
        for written, payload in terms:
            for term in self._forms(written, payload):
                found.setdefault(term.key, []).append(term)
        self._automaton = ahocorasick.Automaton()
        for key, same in found.items():
            alike: dict[tuple[bool, bool, str, str], list[Term[P]]] = {}
            for term in same:
                alike.setdefault((term.left, term.right, term.cased, term.umlauts), []).append(term)
            self._automaton.add_word(key, (key, any(term.left for term in same), tuple(map(tuple, alike.values()))))
        if found:
            self._automaton.make_automaton()
        self.size = len(found)

    def _forms(self, written: str, payload: P) -> Iterator[Term[P]]:
        """The term as Germans write it, and as keyboards without umlauts do."""
        bare = written.strip("-")
        cased = bare if bare != bare.lower() else ""
        left, right = written.startswith("-"), written.endswith("-")
        for form in dict.fromkeys((bare, bare.casefold().translate(_TRANSCRIBED))):
            spelled = spell(form, self._spellings)
            umlauts = "" if _UMLAUTS.isdisjoint(form) else spelled.lower.strip()
            yield Term(spelled.plain.strip(), payload, left, right, cased, umlauts)

    def spell(self, text: str) -> Spelled:
        """The text in the spelling that the terms have."""
        return spell(text, self._spellings)

    def examples(self, text: Spelled, *, description: bool) -> list[tuple[int, int]]:
        """Where it says "not only for A"; a description "from A over B to C", and all of one that is for any trade."""
        plain = text.plain
        if description and any(phrase in plain for phrase in self._any_trade):
            return [(0, len(plain))]
        patterns = [self._not_only] + [pattern for sign, pattern in self._ranges if description and sign in plain]
        return [found.span() for pattern in patterns for found in pattern.finditer(plain)]

    def read(self, text: Spelled) -> list[Hit[P]]:
        """Every term that stands in `text`, in order of its end; a negated term does not count."""
        if not self.size or text.plain.isspace():
            return []
        hits: list[Hit[P]] = []
        seen: dict[str, int] = {}
        plain = text.plain
        denials = self._denials(plain)
        examples = [
            found.span() for sign, pattern in self._either if sign in plain for found in pattern.finditer(plain)
        ]
        for last, (key, inside, same) in self._automaton.iter(plain):
            start = last + 1 - len(key)
            if not inside and plain[start - 1] != " ":
                continue
            seen[key] = seen.get(key, 0) + 1
            if seen[key] > REPEATS or (denials and self._negated(plain, start, denials)):
                continue
            if examples and any(begin <= start < end for begin, end in examples):
                continue
            whole = plain[start - 1] == " " == plain[last + 1]
            for terms in same:  # written alike: they stand or not together
                if self._stands(text, start, last + 1, terms[0], whole=whole):
                    hits += [Hit(start, last + 1, term) for term in terms]
        return hits

    def _stands(self, text: Spelled, start: int, end: int, term: Term[P], *, whole: bool) -> bool:
        if not whole:
            if not (term.left or text.plain[start - 1] == " "):
                return False
            if not self._parts_fit(text, start, end, term):
                return False
        if term.umlauts and text.lower[start:end] != term.umlauts:
            return False
        return not term.cased or _as_written(term.cased, text.original)

    def _parts_fit(self, text: Spelled, start: int, end: int, term: Term[P]) -> bool:
        first, last = text.plain.rfind(" ", 0, start) + 1, text.plain.find(" ", end)
        before, after = text.lower[first:start], text.lower[end:last]
        stem = text.plain[max(first, start) : end].rpartition(" ")[2]
        if before and before not in text.humps and not self._splitter.begins(before, len(stem)):
            return False
        if not after or (not before and stem in text.humps):
            return True
        return self._splitter.ends(text.lower[start:end], after, len(stem) if term.right else 0)

    def _denials(self, plain: str) -> list[int]:
        """Where words of negation stand: most texts have none."""
        words = self._negations.intersection(plain.split())
        return [found.start() for word in words for found in re.finditer(f" {re.escape(word)} ", plain)]

    def _negated(self, plain: str, start: int, denials: Sequence[int]) -> bool:
        if not any(start - BACK <= place < start for place in denials):
            return False
        near = plain[max(0, start - BACK) : start].split()
        before = [word for word in near if word not in self._fillers][-2:]
        return not self._negations.isdisjoint(before) and self._not_negated.isdisjoint(before)


class Splitter:
    """Whether what stands before or after a stem makes a German compound or an inflected form."""

    def __init__(self, reading: Reading) -> None:
        self._endings = frozenset(reading.endings)
        self._links = (*reading.links, "")
        self._particles = frozenset(reading.particles)
        self._parts = frozenset(reading.parts)

    def begins(self, before: str, stem: int) -> bool:
        """May `before` (letters left of a stem of that length) be the first part of a compound?"""
        if before in self._particles or len(before) < 2 or stem < SHORTEST:
            return False
        return stem > SHORT or any(
            self._known(before.removesuffix(link)) for link in self._links if before.endswith(link)
        )

    def ends(self, stem: str, after: str, open_for: int) -> bool:
        """May `after` follow `stem`: an ending or, where `open_for` (the length of the stem) > 0, a further part?"""
        if len(stem) >= SHORT - 1 and after in self._endings:
            return True
        if not open_for:
            return len(after) < 3 and _lemma(stem + after) == stem
        if len(after) < 3 or open_for < SHORTEST:
            return False
        return open_for > SHORT or any(
            self._known(after.removeprefix(link)) for link in self._links if after.startswith(link)
        )

    def _known(self, part: str) -> bool:
        if len(part) < 3 or part in self._particles:
            return False
        return any(one in self._parts or _in_dictionary(one) for one in (part, _with_umlauts(part)))


def _either(first: str, second: str) -> re.Pattern[str]:
    """ "Whether A or B": both are examples, neither is the subject."""
    return re.compile(rf" {re.escape(first)}(?: \S+){{1,4}}? {re.escape(second)} \S+")


def _range(first: str, over: str, last: str) -> re.Pattern[str]:
    """ "From A over B to the C": up to four words each."""
    upto = r"(?: \S+){1,4}?"
    return re.compile(
        rf" {first}{upto}(?: {spell(over).plain.strip()}{upto})*? {last}(?: hin)?(?: zum?| zur| the)? \S+"
    )


def _not_only(phrases: Iterable[str]) -> re.Pattern[str]:
    """ "Not only for A and B"."""
    opening = "|".join(spell(phrase).plain.strip() for phrase in phrases)
    return re.compile(rf" (?:{opening})(?: die| den)? \S+(?: (?:und|oder|and|or) \S+)?")


def _as_written(word: str, original: str) -> bool:
    """Does `word` stand here with its capitals?"""
    if original.isupper():  # a title that shouts tells IT from it no more
        return not word.isupper()
    return re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_a-z])", original) is not None


def _with_umlauts(word: str) -> str:
    """ "gruender" as a dictionary has it; "neuer" suffers and is known by itself."""
    return word.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü")


def open_dictionary() -> None:
    """Have the dictionary ready: the first word that is looked up in it waits half a second."""
    _in_dictionary("haus")


@lru_cache(maxsize=20_000)
def _in_dictionary(word: str) -> bool:
    return any(simplemma.is_known(form, lang="de", low_memory=True) for form in (word, word.capitalize()))


@lru_cache(maxsize=20_000)
def _lemma(word: str) -> str:
    return simplemma.lemmatize(word.capitalize(), lang="de", low_memory=True).casefold()
