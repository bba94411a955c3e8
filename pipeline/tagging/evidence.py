"""Weighs the words found in title, text and organiser into a score per label, and keeps the words as evidence.

The scale: weights are added up (title counts most); 1.0 is where a label becomes as likely as not. Decides nothing
about formats, relevance or fit beyond that sum.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from pipeline import testimony
from pipeline.tagging.lexicon import Hit, Lexicon, Spelled
from pipeline.tagging.vocabulary import Kind, Vocabulary, Words

FIELDS = ("title", "text", "organizer")
MASK = ""  # the label of words that mean something else
CONTEXT = "context"  # the kind of words that are only looked for because another word needs or shuns them
_START = attrgetter("start")
STEEPNESS = 2.0  # a weight of 1.5 is 73 %, of 2.0 is 88 %


@dataclass(frozen=True, slots=True)
class Speaks:
    """What a term says: payload of the lexicon."""

    kind: str
    label: str
    words: Words
    always: bool = False  # in every field, whatever stands beside it


class Proof(NamedTuple):
    """One word that speaks for or against a label, and where it stands: `start`:`end` of `text`, or all of it."""

    field: str
    weight: float
    text: str
    start: int = 0
    end: int = -1
    fades: bool = False

    @property
    def word(self) -> str:
        """The whole words around the term."""
        if self.end < 0:
            return self.text
        return self.text[self.text.rfind(" ", 0, self.start + 1) + 1 : self.text.find(" ", self.end)]

    def joins(self, first: Proof) -> bool:
        """Does it go on in the same compound and say the same: Laser|messtechnik is one word?"""
        same = self.field == first.field and self.weight * first.weight > 0 and 0 <= first.end <= self.start
        return same and " " not in self.text[first.start : self.end]

    def __str__(self) -> str:
        return testimony.word(self.field, self.word, self.weight)


@dataclass(slots=True)
class Score:
    """The proofs of one label, by the term they come from: a repeated word proves nothing more."""

    proofs: dict[str, Proof] = field(default_factory=dict)
    sums: dict[str, float] = field(default_factory=dict)  # by field

    def add(self, key: str, proof: Proof) -> None:
        """Keep the strongest proof of each term, and of the terms of one compound."""
        last = next(reversed(self.proofs), None)
        if last is not None and key not in self.proofs and proof.joins(self.proofs[last]):
            key = last
        known = self.proofs.get(key)
        if known is not None:
            if abs(proof.weight) <= abs(known.weight):
                return
            self.sums[known.field] -= known.weight
        self.proofs[key] = proof
        self.sums[proof.field] = self.sums.get(proof.field, 0.0) + proof.weight

    def sum(self, text_at_most: float) -> float:
        """All weights together; what a long description adds is capped."""
        text = self.sums.get("text", 0.0)
        return sum(self.sums.values()) - max(text - text_at_most, 0.0)

    def of(self, *fields: str) -> float:
        """The weights of some fields alone."""
        return sum(self.sums.get(name, 0.0) for name in fields)

    def firm(self) -> Score:
        """Without the words that are often only a figure of speech."""
        kept = Score()
        for key, proof in self.proofs.items():
            if not proof.fades:
                kept.add(key, proof)
        return kept

    def lines(self) -> tuple[str, ...]:
        """The proofs as a person reads them, the strongest first."""
        ordered = sorted(self.proofs.values(), key=lambda proof: (-abs(proof.weight), proof.field, proof.word))
        return tuple(str(proof) for proof in ordered)


Factors = Mapping[str, Mapping[str, float]]  # {field: {kind: factor}}
Scores = dict[str, dict[str, Score]]  # {kind: {label: Score}}


def likely(total: float) -> float:
    """A sum of weights as a number between 0 and 1; 0.5 at 1.0."""
    return 1 / (1 + math.exp(-STEEPNESS * (min(max(total, -20.0), 20.0) - 1.0)))


@cache
def enough(threshold: float) -> float:
    """The sum of weights that is as likely as `threshold` (0-1): the other way round than `likely`."""
    return 1.0 + math.log(threshold / (1 - threshold)) / STEEPNESS


def entries(vocabulary: Vocabulary) -> Iterator[tuple[str, Speaks]]:
    """Every term of the vocabulary with what it says, for the lexicon."""
    context: dict[str, Speaks] = {}
    for name, kind in vocabulary.kinds.items():
        for label, words in _groups(kind):
            for term in words.terms:
                for first in words.after or ("",):
                    yield f"{first} {term}".strip(), Speaks(name, label, words, not _asks(words))
            context |= {term: Speaks(CONTEXT, term, words) for term in (*words.unless, *words.needs, *words.also)}
    yield from context.items()


def _asks(words: Words) -> bool:
    """Whether they count in some fields only, or by what stands beside them."""
    return bool(words.only or words.needs or words.also or words.unless)


def _groups(kind: Kind) -> Iterator[tuple[str, Words]]:
    for id, label in kind.labels.items():
        for words in label.words:
            unless = (*words.unless, *kind.fades_among) if words.fades else words.unless
            yield id, words.model_copy(update={"unless": unless})
    yield from ((MASK, words) for words in kind.masks)


def factors(kinds: Mapping[str, Kind]) -> Factors:
    """How much a word of each kind counts in each field."""
    return {name: {kind: getattr(kinds[kind].fields, name) for kind in kinds} for name in FIELDS}


def weigh(lexicon: Lexicon[Speaks], counts: Factors, fields: Mapping[str, Spelled]) -> Scores:
    """Scores of every label that any word speaks for or against."""
    read = {name: (text, lexicon.read(text)) for name, text in fields.items()}
    context = {hit.term.payload.label for _, hits in read.values() for hit in hits if hit.term.payload.kind == CONTEXT}
    scores: Scores = {kind: {} for kind in counts["title"]}
    for name, (text, hits) in read.items():
        live = [hit for hit in hits if _counts(hit.term.payload, name, context)]
        if live and (examples := lexicon.examples(text, description=name == "text")):
            live = [hit for hit in live if not _is_example(hit, examples)]
        for hit in _unhidden(live) if len(live) > 1 else live:
            says, factors = hit.term.payload, counts[name]
            factor = factors[says.kind]
            if factor and says.label != MASK:
                proof = Proof(name, says.words.weight * factor, text.lower, hit.start, hit.end, says.words.fades)
                labels = scores[says.kind]
                if says.label not in labels:
                    labels[says.label] = Score()
                labels[says.label].add(hit.term.key, proof)
    return scores


def _is_example(hit: Hit[Speaks], examples: list[tuple[int, int]]) -> bool:
    """A trade within "from A to B" stands for any; subjects and forms there are meant."""
    return hit.term.payload.kind == "industries" and any(begin <= hit.start < end for begin, end in examples)


def _counts(says: Speaks, name: str, context: set[str]) -> bool:
    """May it speak here: in this field, beside the words that stand anywhere in the event?"""
    if says.always:
        return True
    words = says.words
    if says.kind == CONTEXT or (words.only and name not in words.only):
        return False
    if words.needs and context.isdisjoint(words.needs):
        return False
    if words.also and context.isdisjoint(words.also):
        return False
    return context.isdisjoint(words.unless)


def _unhidden(hits: list[Hit[Speaks]]) -> list[Hit[Speaks]]:
    """Without those that are a part of a longer term of the same kind: "Datenbank" is no bank."""
    shown: list[Hit[Speaks]] = []
    for near in _overlapping(hits):
        if len(near) == 1:
            shown += near
            continue
        kept: list[Hit[Speaks]] = []
        for hit in sorted(near, key=_size):
            if not any(_hides(other, hit) for other in kept):
                kept.append(hit)
        shown += kept
    return shown


def _overlapping(hits: list[Hit[Speaks]]) -> Iterator[list[Hit[Speaks]]]:
    """Runs of hits that share letters: only within one can a hit hide another."""
    near: list[Hit[Speaks]] = []
    end = -1
    for hit in sorted(hits, key=_START):
        if hit.start >= end:
            if near:
                yield near
            near = []
        near.append(hit)
        end = hit.end if hit.end > end else end
    if near:
        yield near


def _size(hit: Hit[Speaks]) -> tuple[int, int, bool]:
    return hit.start - hit.end, hit.start, hit.term.payload.label != MASK


def _hides(other: Hit[Speaks], hit: Hit[Speaks]) -> bool:
    says, hidden = other.term.payload, hit.term.payload
    if says.kind != hidden.kind or other.start > hit.start or other.end < hit.end:
        return False
    if says.label == MASK:
        return True
    longer = other.end - other.start > hit.end - hit.start
    return longer and (says.kind != "signals" or says.label == hidden.label)  # signals do not exclude each other
