"""The tags of an event in words a person can check: label, word, where it stood, weight, what was needed.

Reads the evidence that the tagger (or a person) left; judges nothing again.
"""

from __future__ import annotations

import re

from pipeline.model import Event
from pipeline.tagging.evidence import enough
from pipeline.tagging.labels import IDS
from pipeline.tagging.vocabulary import Vocabulary

KINDS = {"industries": "industry", "topics": "topic", "formats": "format", "signals": "sign"}
WHERE = {"title": "in the title", "text": "in the description", "organizer": "in the organiser's name"}
SETTING = {"source": "said of all events of this source"}
_WORD = re.compile(r"(title|text|organizer|source): (.+) ([+-]\d+\.\d)")
_RULE = re.compile(r"(format|topic|signal): (\w+) ([+-]\d+\.\d)")
_OF = {"format": "formats", "topic": "topics", "signal": "signals"}
_TOGETHER = "together "


def explain(event: Event, vocabulary: Vocabulary) -> list[str]:
    """One line per label, then the start-up world and the fit."""
    lines = [
        _label(kind, label, words, vocabulary)
        for kind, labels in IDS.items()
        for label, words in event.evidence.items()
        if label in labels
    ]
    if not event.industries:
        why = "; ".join(event.evidence.get("industries", ())) or "no word names one clearly enough"
        lines.insert(0, f"no industry (branchenübergreifend): {why}")
    if "format" in event.evidence and event.formats:
        lines.append(f"format {_named('formats', event.formats[0], vocabulary)}: {event.evidence['format'][0]}")
    return [*lines, _startup(event, vocabulary), f"fit {event.kmu_fit} of 2: {'; '.join(event.evidence['kmu_fit'])}"]


def _label(kind: str, label: str, words: tuple[str, ...], vocabulary: Vocabulary) -> str:
    threshold = vocabulary.kinds[kind].labels[label].threshold
    said = ", ".join(_said(word, vocabulary) for word in words if not word.startswith(_TOGETHER))
    likely = next((word for word in words if word.startswith(_TOGETHER)), "")
    needed = f"; {likely}, needed {threshold:.0%}" if likely else ""
    return f"{KINDS[kind]} {_named(kind, label, vocabulary)}: {said}{needed}"


def _startup(event: Event, vocabulary: Vocabulary) -> str:
    words = event.evidence.get("startup_relevant", ())
    said = ", ".join(_said(word, vocabulary) for word in words) or "no word speaks for it"
    needed = enough(vocabulary.kinds["signals"].labels["startup"].threshold)
    return f"start-up world {'yes' if event.startup_relevant else 'no'}: {said}; a sum of {needed:.1f} is needed"


def _said(line: str, vocabulary: Vocabulary) -> str:
    """One line of evidence as a sentence part; what is no word or rule (a person, a reason) stays as it is."""
    if word := _WORD.fullmatch(line):
        return f'"{word[2]}" {WHERE.get(word[1]) or SETTING[word[1]]} {word[3]}'
    if rule := _RULE.fullmatch(line):
        return f"{rule[1]} {_named(_OF[rule[1]], rule[2], vocabulary)} {rule[3]}"
    return line


def _named(kind: str, label: str, vocabulary: Vocabulary) -> str:
    return f"“{vocabulary.name(kind, label)}” ({label})" if label in vocabulary.kinds[kind].labels else label
