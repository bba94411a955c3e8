"""Cleaning, comparison form, redaction: `tests/tables/text.toml`, one line a test."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import text

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "text.toml").read_text("utf-8"))
ROWS = [(name, row["in"], row["out"]) for name, rows in TABLE.items() for row in rows]


@pytest.mark.parametrize(("function", "given_text", "expected"), ROWS)
def test_table(function: str, given_text: str, expected: str) -> None:
    assert getattr(text, function)(given_text) == expected


@given(st.text(alphabet=st.characters(), max_size=300))
def test_clean_is_safe_and_idempotent(raw: str) -> None:
    once = text.clean(raw)
    assert text.clean(once) == once
    assert "\n" not in once
    once.encode("utf-8")
    assert not any(ord(c) < 32 or 0x202A <= ord(c) <= 0x202E for c in once)


def test_long_texts_are_not_kept_in_memory() -> None:
    kept = text._public_line.cache_info().currsize
    assert text.public_line("Halle " * 200) == text.public_line("Halle " * 200) != ""
    assert text._public_line.cache_info().currsize == kept
