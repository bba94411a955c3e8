"""Pairs that a stranger wrote: no wrong merge at all, and nearly every duplicate found."""

import tomllib
from pathlib import Path
from typing import Any

from pipeline.matching.listing import listing_of
from pipeline.matching.match import compare

PAIRS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "tables" / "pairs_blind.toml").read_text("utf-8"))[
    "pair"
]


def _wrong(same: bool) -> list[str]:
    asked = [pair for pair in PAIRS if pair["same"] is same]
    return [pair["why"] for pair in asked if compare(listing_of(pair["a"]), listing_of(pair["b"])).same is not same]


def test_no_wrong_merge() -> None:
    assert not _wrong(same=False)


def test_hardly_a_duplicate_is_missed() -> None:
    assert len(_wrong(same=True)) <= 1
