"""What all tests share: written expectations can be accepted one case at a time, and property tests mind no clock.

`pytest --accept CASE tests/test_kinds.py` (or test_listing.py) rewrites that case's expected.json.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)  # time is bounded where it is the subject, in processor time
settings.load_profile("house")

Expecting = Callable[[Path, Any], Any]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept CASE`: a folder's name, never a pattern."""
    parser.addoption(
        "--accept", metavar="CASE", help="rewrite the expected.json of this one case with what is read now"
    )


@pytest.fixture
def expecting(request: pytest.FixtureRequest) -> Expecting:
    """What a case expects; (case, told) -> expected, written first when it is the case to accept."""

    def expected(case: Path, told: Any) -> Any:
        file = case / "expected.json"
        if request.config.getoption("accept") == case.name:
            file.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")
        return json.loads(file.read_text("utf-8"))

    return expected
