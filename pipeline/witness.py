"""The evidence of a Change: which source said it, when, and in which words; or that a person decided it. Pure.

Asked by `diff` through `run`; knows neither stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline import testimony
from pipeline.combine import with_decisions
from pipeline.decided import about, grouping
from pipeline.identify import GONE_AFTER
from pipeline.matching.listing import from_sighting
from pipeline.matching.match import compare
from pipeline.model import ChangeKind, Decision, Event, Sighting, Venue, When

LONGEST = 200  # characters of a quote
_QUOTED: Mapping[str, tuple[str, ...]] = {"when": ("start", "when"), "venue": ("where",)}  # field -> extractors' names
_BY_PERSON: Mapping[str, frozenset[str]] = {  # kind of decision -> fields of Event; an edit names its own
    "hide": frozenset({"hidden"}),
    "tag": frozenset("industries topics formats kmu_fit startup_relevant".split()),
}


class Witness:
    """Answers for every event what a change of it rests on. `sightings` by id, `decisions` in their order, and those
    that were taken back."""

    def __init__(
        self, sightings: Mapping[str, Sighting], decisions: Sequence[Decision], taken_back: Sequence[Decision] = ()
    ) -> None:
        self.sightings = sightings
        self.decisions = decisions
        self.taken_back = taken_back

    def quote(self, event: Event, kind: ChangeKind, names: Iterable[str]) -> str:
        """ "source, time: words" for a change of the fields `names`; the first of them is quoted."""
        name = next(iter(names), "title")
        word = self._person(event, name)
        if word:
            return word
        members = [self.sightings[id] for id in event.sightings]
        saying = [s for s in members if getattr(s, name, None) == getattr(event, name)]
        witness = max(saying or members, key=lambda s: (s.last_seen, s.id))
        at = witness.missed_at if kind == "not_listed" and witness.missed_at else witness.last_seen
        return testimony.said(witness.source_id, at, _said(witness, event, name, kind)[:LONGEST])

    def by_person(self, event: Event, before: Event, names: Sequence[str]) -> bool:
        """Did a person decide all of these fields, or had one until that was taken back?"""
        if all(self._person(event, name) for name in names):
            return True
        edits = (with_decisions(event, [edit]) for edit in about(event, self.taken_back, ("edit",)))
        return any(all(getattr(edited, name) == getattr(before, name) for name in names) for edited in edits)

    def regrouped(self, event: Event, other: Event) -> str:
        """The same for two that became one event, or stopped being one: both titles and how they compare."""
        here, there = self._oldest(event), self._oldest(other)
        if spoken := grouping((event, other), self.decisions):
            return _person_said(spoken[-1])
        told = f"“{here.title}”, “{there.title}” ({there.source_id})"
        why = compare(from_sighting(here), from_sighting(there)).why
        return testimony.said(here.source_id, here.last_seen, f"{told}: {why}")[: 2 * LONGEST]

    def _oldest(self, event: Event) -> Sighting:
        return next(self.sightings[id] for id in event.sightings if id in self.sightings)

    def _person(self, event: Event, name: str) -> str:
        spoken = [
            decision
            for decision in about(event, self.decisions, ("hide", "edit", "tag"))
            if name in _BY_PERSON.get(decision.kind, decision.fields)
        ]
        return _person_said(spoken[-1]) if spoken else ""


def _person_said(decision: Decision) -> str:
    return testimony.said(testimony.PERSON, decision.at, decision.kind)


def _said(witness: Sighting, event: Event, name: str, kind: ChangeKind) -> str:
    """The words: as an extractor quoted them, else the value as the source gives it, else where it was read."""
    if kind == "not_listed":
        return testimony.absent(witness.missed) if witness.missed >= GONE_AFTER else testimony.UNREAD
    quoted = next((witness.found[one] for one in _QUOTED.get(name, (name,)) if one in witness.found), None)
    labels = getattr(event, name) if name in ("industries", "topics", "formats") else ()
    tagged = "; ".join(words for label in labels for words in event.evidence.get(label, ()))
    return quoted or tagged or _text(getattr(witness, name, None)) or witness.url or witness.page


def _text(value: Any) -> str:
    if isinstance(value, When):
        return value.start.isoformat()
    if isinstance(value, Venue):
        return value.line() or ""
    return value if isinstance(value, str) else ""
