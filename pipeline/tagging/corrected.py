"""Tags as people corrected them: a decision of kind "tag" replaces what the tagger says of an axis. Pure.

`Decision.fields` holds the wanted axes: {"industries": [ids], "topics": [ids], "formats": [ids, the main one first],
"relevant": bool, "fit": 0-2}; axes that are not named stay the tagger's. Learns nothing:
`pitchradar tag --suggest` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pipeline import testimony
from pipeline.model import Decision, Tags

LISTS = ("industries", "topics", "formats")
RULED = {"formats": "format", "industries": "industries"}  # {axis: key under which the evidence names a rule}
VALUES = {"relevant": "startup_relevant", "fit": "kmu_fit"}  # {axis: field of Tags, and its key in the evidence}


def corrected(tags: Tags, decisions: Iterable[Decision]) -> Tags:
    """The tags with people's word on top; of two words on one axis the later holds. The evidence says who and when."""
    said = {axis: (value, decision.at) for decision in decisions for axis, value in decision.fields.items()}
    evidence, changed = dict(tags.evidence), dict[str, Any]()
    for axis in (axis for axis in LISTS if axis in said):
        value, at = said[axis]
        evidence |= _told(getattr(tags, axis), value, evidence, at)
        evidence.pop(RULED.get(axis, ""), None)
        changed[axis] = tuple(value)
    for axis, field in VALUES.items():
        if axis in said:
            changed[field], at = said[axis]
            evidence[field] = (testimony.tagged(at), *evidence.get(field, ()))
    if "formats" in changed:
        changed["format"] = changed["formats"][0]
    return replace(tags, **changed, evidence=evidence) if said else tags


def _told(
    had: Sequence[str], wanted: Sequence[str], evidence: Mapping[str, tuple[str, ...]], at: datetime | None
) -> dict[str, tuple[str, ...]]:
    """Labels that a person gave, and those that a person took away (their words stay, to learn from)."""
    given = {label: (testimony.tagged(at), *evidence.get(label, ())) for label in wanted}
    taken = {
        label: (testimony.tagged(at, against=True), *evidence.get(label, ())) for label in had if label not in wanted
    }
    return given | taken
