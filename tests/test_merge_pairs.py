"""A table of written pairs: half are one event, half only look like it. A line is a test."""

import tomllib
from pathlib import Path

import pytest

from pipeline.matching.listing import listing_of
from pipeline.matching.match import compare

KEYS = ("title", "start", "end", "venue", "city", "url", "organizer")
TABLE = tomllib.loads((Path(__file__).parent / "tables" / "pairs.toml").read_text("utf-8"))
PAIRS = [
    pytest.param(word == "same", dict(zip(KEYS, a, strict=True)), dict(zip(KEYS, b, strict=True)), id=f"{word}: {why}")
    for part in TABLE.values()
    for word, rows in part.items()
    for why, a, b in rows
]


@pytest.mark.parametrize(("same", "a", "b"), PAIRS)
def test_pair(same: bool, a: dict[str, str], b: dict[str, str]) -> None:
    match = compare(listing_of(a), listing_of(b))
    assert match.same is same, match.why
    assert compare(listing_of(b), listing_of(a)).score == match.score
    assert match.why


def test_table_is_large_and_half_near_misses() -> None:
    apart = sum(str(pair.id).startswith("apart") for pair in PAIRS)
    assert len(PAIRS) >= 200
    assert apart >= 100
