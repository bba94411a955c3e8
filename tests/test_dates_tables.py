"""The tables of date texts: a line is a test."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from dates_cases import Case, cases, told

from pipeline.dates import read

TABLES_OF_DATES = ("dates_de", "dates_en", "dates_blind")
CASES = [case for name in TABLES_OF_DATES for case in cases(name)]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_line(case: Case) -> None:
    reading = read(case.texts, as_of=case.as_of, order=case.order, near=case.near)
    guessed = set().union(*(when.guessed for when in reading.occurrences))
    assert told(reading.occurrences, case.expected) == case.expected, case.why
    assert case.guessed is None or guessed == case.guessed, case.why
    if case.deadlines:
        assert told(reading.deadlines, case.deadlines) == case.deadlines, case.why
    if not case.expected:
        assert reading.reason, case.why


def test_tables_are_large() -> None:
    assert len(CASES) >= 1400
    assert isinstance(CASES[0].as_of, date) and not isinstance(CASES[0].as_of, datetime)
