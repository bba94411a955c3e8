"""The house plan, held by tests: sizes, clocks, networks, and where German and SQL may stand."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("pitchradar", "crawlers", "pipeline", "feeds")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
CLOCKS = re.compile(r"\b(?:datetime\.now|datetime\.utcnow|date\.today|time\.time|time_ns)\(")


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.AST) -> int:
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_keeps_its_budget(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 300
    assert ast.get_docstring(ast.parse(text)) or not text.strip()
    long = [f"{node.name}: {length(node)}" for node in functions(path) if length(node) > 40]
    assert not long


def test_median_function_is_short() -> None:
    assert median(length(node) for path in FILES for node in functions(path)) <= 12


@pytest.mark.parametrize("room", ["pipeline", "feeds"])
def test_pipeline_and_feeds_read_no_clock(room: str) -> None:
    found = [str(path) for path in (ROOT / room).rglob("*.py") if CLOCKS.search(path.read_text("utf-8"))]
    assert not found


def test_only_the_store_knows_sql() -> None:
    statement = re.compile(
        r"\b(?:insert into|select [\w*, ]+ from|update \w+ set|delete from|create table)\b", re.IGNORECASE
    )
    allowed = {ROOT / "pipeline" / "store", ROOT / "feeds"}  # feeds: ready-made queries for Datasette's readers
    found = [
        str(path.relative_to(ROOT))
        for path in FILES
        if not any(folder in path.parents for folder in allowed) and statement.search(path.read_text("utf-8"))
    ]
    assert not found


def test_broad_excepts_stand_only_where_a_source_is_the_unit_of_failure() -> None:
    found = [str(path.relative_to(ROOT)) for path in FILES if "except Exception" in path.read_text("utf-8")]
    assert len(found) <= 2, found
