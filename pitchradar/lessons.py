"""`pitchradar tag --suggest`: which words of corrected events' titles would have spared people the correction.

Changes no word file: suggestions are printed to be read and copied. Of each word they say in how many other titles it
stands.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline import testimony
from pipeline.dates.words import NUMBER_WORDS
from pipeline.decided import about
from pipeline.model import Decision, Event, Tags
from pipeline.places import find_city
from pipeline.tag import Tagger
from pipeline.tagging.corrected import LISTS
from pipeline.tagging.vocabulary import Reading
from pipeline.text import words
from pitchradar.workplace import Workplace

SHORTEST = 4  # letters of a suggested term
ENOUGH = 2  # corrected events that must share a word
FILES = {"industries": "industries", "topics": "topics", "formats": "formats", "signals": "relevance"}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(slots=True)
class Suggestion:
    """Terms that would speak for one label (`speaks`) or against it: {term: corrected events}."""

    kind: str  # industries, topics, formats, signals
    label: str
    speaks: bool
    terms: Counter[str] = field(default_factory=Counter)
    elsewhere: dict[str, int] = field(default_factory=dict)  # {term: titles of events that nobody gave this label}

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        rows = [
            {"term": term, "events": count, "elsewhere": self.elsewhere.get(term, 0), "ready": self._teaches(term)}
            for term, count in self.terms.most_common()
        ]
        return {"file": f"{FILES[self.kind]}.toml", "label": self.label, "adds": self.speaks, "terms": rows}

    def as_toml(self) -> list[str]:
        """Lines for the word file; the counts, and words of which too little is known yet, stand in comments."""
        ready = [term for term in self._ordered() if self._teaches(term)]
        waiting = [term for term in self._ordered() if not self._teaches(term)]
        side = "for" if self.speaks else "against"
        comment = f"# {FILES[self.kind]}.toml, {side} {self.label}, not yet: {self._counted(waiting)}"
        if not ready:
            return [comment, ""]
        return [
            f"# {FILES[self.kind]}.toml: {self._counted(ready)}",
            f"[[{self.kind}.{self.label}.words]]",
            f"weight = {1.6 if self.speaks else -2.0}",
            f'why = "{"corrected by people" if self.speaks else "people said: not this"}"',
            "terms = [" + ", ".join(f'"{term}"' for term in ready) + "]",
            *([comment] if waiting else []),
            "",
        ]

    def _teaches(self, term: str) -> bool:
        """Whether it may be copied: one event is no rule, nor is a word that is right elsewhere as often as wrong."""
        return self.terms[term] >= ENOUGH and self.elsewhere.get(term, 0) < self.terms[term]

    def _counted(self, terms: Iterable[str]) -> str:
        return "; ".join(f"{term} {self.terms[term]}x, elsewhere {self.elsewhere.get(term, 0)}x" for term in terms)

    def _ordered(self) -> list[str]:
        """Those first that most corrected events share and that stand least elsewhere."""
        return sorted(self.terms, key=lambda term: (-self.terms[term], self.elsewhere.get(term, 0), term))


def suggest(place: Workplace, ready: Tagger | None = None) -> list[Suggestion]:
    """What all corrections teach: words of the titles that lacked a label, and words that gave a wrong one.

    `ready`: a tagger that is built already.
    """
    with place.store() as store:
        events = list(store.events())
    decisions = place.ledger.decisions()
    teachers = [(event, last) for event in events if (last := _last(about(event, decisions, ("tag",))))]
    if not teachers:
        return []
    machine, reading = ready or Tagger(place.config.vocabulary), place.config.vocabulary.reading
    found: dict[tuple[str, str, bool], Suggestion] = {}
    for event, fields in teachers:
        for kind, label, speaks, terms in _lessons(event, fields, machine, reading):
            suggestion = found.setdefault((kind, label, speaks), Suggestion(kind, label, speaks))
            suggestion.terms.update(terms)
    _count_elsewhere(found.values(), events)
    return [found[key] for key in sorted(found)]


def _last(decisions: Sequence[Decision]) -> dict[str, Any]:
    """What holds of all corrections of one event."""
    return {axis: value for decision in decisions for axis, value in decision.fields.items()}


Lesson = tuple[str, str, bool, set[str]]


def _lessons(event: Event, fields: Mapping[str, Any], machine: Tagger, reading: Reading) -> list[Lesson]:
    """Per label that the tagger would miss or add today: the words that would have told it."""
    answer = machine.tag(event.title, event.description or "", event.organizer or "")
    title = _candidates(event.title, reading)
    spoken = {word for label in answer.evidence for said in _spoke(answer, label) for word in said.split()}
    silent = {word for word in title if word.replace("-", "") not in spoken}
    title = silent or title  # a word that already says something else is the last to be suggested
    lessons: list[Lesson] = []
    for kind in (kind for kind in LISTS if kind in fields):
        says = answer.formats[:1] if kind == "formats" else getattr(answer, kind)
        right = fields[kind][:1] if kind == "formats" else fields[kind]
        lessons += [(kind, label, True, title) for label in right if label not in says]
        wrong = [label for label in says if label not in right]
        lessons += [(kind, label, False, _spoke(answer, label)) for label in wrong]
    if fields.get("relevant", answer.startup_relevant) != answer.startup_relevant:
        spoke = title if fields["relevant"] else _spoke(answer, "startup_relevant")
        lessons.append(("signals", "startup", bool(fields["relevant"]), spoke))
    return [lesson for lesson in lessons if lesson[3]]


def _candidates(title: str, reading: Reading) -> set[str]:
    """Words of a title that could be terms: no function words, numbers or towns."""
    common = {*reading.german, *reading.english, *reading.negations, *NUMBER_WORDS}
    found = {word.casefold() for word in _WORD.findall(title)}
    return {word for word in found if len(word) >= SHORTEST and word not in common and find_city(word) is None}


def _spoke(answer: Tags, label: str) -> set[str]:
    """The words of the title that the evidence names for a label."""
    said = filter(None, map(testimony.WORD.fullmatch, answer.evidence.get(label, ())))
    return {one["word"] for one in said if one["field"] == "title" and one["weight"].startswith("+")}


def _count_elsewhere(suggestions: Iterable[Suggestion], events: Sequence[Event]) -> None:
    """How many titles of other events hold each term: a term that stands everywhere says nothing."""
    having: dict[str, set[str]] = defaultdict(set)
    for event in events:
        for word in words(event.title):
            having[word].add(event.uid)
    labels = {event.uid: {*event.industries, *event.topics, *event.formats} for event in events}
    for one in suggestions:
        for term in one.terms:
            uids = set.intersection(*(having[word] for word in words(term))) if words(term) else set()
            one.elsewhere[term] = sum((one.label in labels[uid]) != one.speaks for uid in uids)
