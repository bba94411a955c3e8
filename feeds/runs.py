"""Positions as slices: what stays in its order from one publication to the next is taken over in runs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def runs(order: Sequence[int]) -> list[slice]:
    """Positions as slices, as few as can be: most follow one another."""
    breaks = [at for at, (before, after) in enumerate(pairwise(order), 1) if after != before + 1]
    ends = [0, *breaks, len(order)] if order else []
    return [slice(order[first], order[last - 1] + 1) for first, last in pairwise(ends)]
