"""Why a source failed: every reason that the crawl may report has a cause that was chosen for it, and a German word."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.words import words
from pipeline import causes
from pipeline.history import RunFacts

NOW = datetime(2026, 12, 1, 5, tzinfo=UTC)
DOCS = Path(__file__).parent.parent / "docs" / "crawling.md"
CHOSEN = {
    "dns": causes.UNREACHABLE,
    "refused": causes.UNREACHABLE,
    "reset": causes.UNREACHABLE,
    "timeout": causes.UNREACHABLE,
    "unreachable": causes.UNREACHABLE,
    "tls": causes.UNREACHABLE,
    "http 404": causes.MOVED,
    "http 500": causes.UNREACHABLE,
    "http 429": causes.BLOCKED,
    "http 503": causes.UNREACHABLE,
    "retry-after": causes.UNREACHABLE,
    "robots": causes.BLOCKED,
    "http 500 (robots.txt)": causes.UNREACHABLE,
    "cut off (robots.txt)": causes.UNREACHABLE,
    "blocked address": causes.BLOCKED,
    "too large": causes.TOO_LARGE,
    "cut off": causes.UNREACHABLE,
    "redirect loop": causes.MOVED,
    "empty body": causes.EMPTY,
    "took too long": causes.OURS,
    "too much memory": causes.OURS,
    "the reader died": causes.OURS,
    "no browser": causes.NOT_RENDERED,
    "not rendered": causes.NOT_RENDERED,
    "not an event page: …": causes.REDESIGNED,
    "program error": causes.OURS,
}


def test_every_reason_of_the_docs_has_its_cause() -> None:
    table = DOCS.read_text("utf-8").split("## Why a source failed")[1].split("\n## ")[0]
    reasons = "".join(re.findall(r"^\| (`[^|]+)", table, re.MULTILINE))
    assert set(re.findall("`(.+?)`", reasons)) == set(CHOSEN)


@pytest.mark.parametrize(("reason", "cause"), CHOSEN.items(), ids=list(CHOSEN))
def test_a_reason_is_told_as_its_cause(reason: str, cause: str) -> None:
    assert causes.of_failure([RunFacts(NOW, ok=False, cause=reason)]) == cause
    assert cause in words()["cause"]


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        ("not an event page: empty body", causes.EMPTY),
        ("not an event page: login page", causes.LOGIN),
        ("program error: KeyError: 'login' (robots.py:3)", causes.OURS),
        ("not an event page: JSON too large", causes.TOO_LARGE),
    ],
)
def test_of_several_words_the_surest_counts(reason: str, cause: str) -> None:
    assert causes.of_failure([RunFacts(NOW, ok=False, cause=reason)]) == cause
