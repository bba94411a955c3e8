"""Rules of tagging as data: which case must hold for a format to turn, a default to apply, a value to be given.

Says only what a rule looks like; `relevance` asks whether its case holds, `vocabulary` reads them from the word files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]


class Table(BaseModel):
    """A table of a word file: a key that does not exist is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Case(Table):
    """What must hold for a rule to apply; keys that are left out do not matter."""

    relevant: bool | None = None
    formats: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    without: tuple[str, ...] = ()  # signals that must not stand
    without_topics: tuple[str, ...] = ()
    industries: bool | None = None  # whether any industry was found


class Turn(Table):
    """A format that becomes another where a case holds (a talk held online is a webinar)."""

    of: tuple[str, ...]
    case: Case
    to: str
    below: float = 9.0  # only while the words for the first format weigh no more than this
    why: Text


class Rule(Table):
    """The first rule whose case holds gives the value."""

    case: Case = Case()
    fit: int = Field(ge=0, le=2)
    why: Text


class Default(Table):
    """The format of an event whose words name none: the first whose case holds."""

    case: Case = Case()
    format: str
    why: Text


class Silence(Table):
    """Where its case holds, no industry is named, whatever words stand there."""

    case: Case
    why: Text


class Addition(Table):
    """What a case adds to the start-up words, when several things together tell."""

    case: Case
    weight: float = Field(ge=-9, le=9)
    why: Text


class Relevance(Table):
    """What formats, topics and signals add to the start-up words (same scale as word weights)."""

    formats: Mapping[str, float] = Field(default_factory=dict)
    topics: Mapping[str, float] = Field(default_factory=dict)
    signals: Mapping[str, float] = Field(default_factory=dict)
    together: tuple[Addition, ...] = ()
