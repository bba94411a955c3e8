"""What gives a platform away: tables of marks on its pages and in its answers. Data, no logic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Where = Literal["host", "path", "header", "body"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A literal mark of a platform: `text` occurs in `where`. `score` 0..1: how sure it makes."""

    kind: str
    where: Where
    text: str
    score: float


MARKS: tuple[Mark, ...] = (
    Mark("tec", "header", "x-tec-api-root", 0.98),
    Mark("tec", "header", "x-tec-api-version", 0.98),
    Mark("tec", "body", 'name="tec-api-version"', 0.97),
    Mark("tec", "body", "tribe/events/v1", 0.95),
    Mark("tec", "body", "tribe\\/events\\/v1", 0.95),
    Mark("tec", "body", "/plugins/the-events-calendar/", 0.9),
)
