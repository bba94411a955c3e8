"""The gold titles and how a tagger's answers to them are counted; used by the tests and by benchmarks/tagging.py."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.model import Tags

TABLES = Path(__file__).parent / "tables"
Row = Mapping[str, Any]


def rows(part: str) -> list[Row]:
    """The events of tags_<part>.toml."""
    events: list[Row] = tomllib.loads((TABLES / f"tags_{part}.toml").read_text("utf-8"))["events"]
    return events


@dataclass
class Count:
    """Right, wrong and missed labels."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, wanted: Iterable[str], found: Iterable[str]) -> None:
        want, have = set(wanted), set(found)
        self.right += len(want & have)
        self.wrong += len(have - want)
        self.missed += len(want - have)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Marks:
    """What a tagger is worth on some rows: label counts (micro and per label), and shares of right single answers."""

    industries: Count = field(default_factory=Count)
    hard: Count = field(default_factory=Count)
    topics: Count = field(default_factory=Count)
    relevant: Count = field(default_factory=Count)
    per_label: defaultdict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    right: Counter[str] = field(default_factory=Counter)
    total: int = 0

    def share(self, what: str) -> float:
        return self.right[what] / self.total


def mark(gold: Iterable[Row], answer: Callable[[str, str, str], Tags]) -> Marks:
    """Ask for every row, count every answer."""
    marks = Marks()
    for row in gold:
        tags = answer(row["title"], row["text"], row["organizer"])
        marks.total += 1
        marks.industries.add(row["industries"], tags.industries)
        if row["hard"]:
            marks.hard.add(row["industries"], tags.industries)
        for label in {*row["industries"], *tags.industries}:
            marks.per_label[label].add({label} & set(row["industries"]), {label} & set(tags.industries))
        marks.topics.add(row["topics"], tags.topics)
        marks.relevant.add(["yes"] * row["relevant"], ["yes"] * tags.startup_relevant)
        marks.right["format"] += tags.format == row["format"]
        marks.right["fit"] += tags.kmu_fit == row["fit"]
    return marks
