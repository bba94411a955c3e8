"""docs/feeds.md names tests: each of them exists, and no test of this room is missing there."""

from __future__ import annotations

import re
from pathlib import Path

from feed_samples import HERE

DOCS = Path(HERE.parent.parent / "docs" / "feeds.md").read_text("utf-8")
LETTERS = {
    **{"C": "calendar", "N": "news", "H": "http", "P": "page", "B": "browser", "U": "publish", "F": "filters"},
    **{"K": "carried"},
}


def _tests(name):
    return set(re.findall(r"^def (test_\w+)", (HERE / f"test_feed_{name}.py").read_text("utf-8"), re.MULTILINE))


def test_every_rule_names_a_test_that_exists():
    named = re.findall(r"\b([A-Z]) `(test_\w+)`", DOCS)
    assert len(named) > 60
    assert [(letter, name) for letter, name in named if name not in _tests(LETTERS[letter])] == []


def test_every_test_stands_in_the_docs():
    assert {name for room in LETTERS.values() for name in _tests(room)} == set(re.findall(r"`(test_\w+)`", DOCS))
