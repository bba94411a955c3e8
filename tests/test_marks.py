"""Marks in titles and badges: `tests/tables/marks.toml`, one line a test."""

import tomllib
from pathlib import Path

import pytest

from pipeline.marks import read_badge, split_title

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "marks.toml").read_text("utf-8"))


@pytest.mark.parametrize("row", TABLE["title"], ids=lambda row: row["in"])
def test_title(row: dict[str, str]) -> None:
    title, marks = split_title(row["in"])
    assert (title, marks.status, marks.availability) == (row["title"], row.get("status"), row.get("availability"))


@pytest.mark.parametrize("row", TABLE["badge"], ids=lambda row: row["in"])
def test_badge(row: dict[str, str]) -> None:
    marks = read_badge(row["in"])
    assert (marks.status, marks.availability) == (row.get("status"), row.get("availability"))
