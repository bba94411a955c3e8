"""The house plan, held by tests: sizes, clocks, SQL, broad excepts, unused constants. Imports: see import-linter."""

import ast
import re
from collections.abc import Iterable, Iterator
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


def elsewhere(path: Path) -> set[str]:
    """Names that other modules, tests or benchmarks import from this one, or read of it."""
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    return IMPORTED.get(module, set()) | READ


def imported(paths: Iterable[Path]) -> tuple[dict[str, set[str]], set[str]]:
    """What is imported by name from each module, and what is read of anything by a dot."""
    by_name: dict[str, set[str]] = {}
    dotted: set[str] = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                by_name.setdefault(node.module or "", set()).update(name.name for name in node.names)
            elif isinstance(node, ast.Attribute):
                dotted.add(node.attr)
    return by_name, dotted


OTHERS = [path for room in ("tests", "benchmarks", "tools") for path in (ROOT / room).rglob("*.py")]
IMPORTED, READ = imported([*FILES, *OTHERS])


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
    found = [
        str(path.relative_to(ROOT))
        for path in FILES
        if ROOT / "pipeline" / "store" not in path.parents and statement.search(path.read_text("utf-8"))
    ]
    assert found == ["feeds/browsed.py"]  # what Datasette's readers do not see


def test_broad_excepts_stand_only_where_a_source_is_the_unit_of_failure() -> None:
    found = [str(path.relative_to(ROOT)) for path in FILES if "except Exception" in path.read_text("utf-8")]
    assert found == ["crawlers/spiders/source.py", "pipeline/shelf.py"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_constant_of_a_module_is_used(path: Path) -> None:
    """Those with an underscore in their own module, the others anywhere."""
    tree = ast.parse(path.read_text("utf-8"))
    targets = [node.targets[0] for node in tree.body if isinstance(node, ast.Assign)]
    constants = [target.id for target in targets if isinstance(target, ast.Name) and target.id.isupper()]
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    assert [
        name for name in constants if name not in used and (name.startswith("_") or name not in elsewhere(path))
    ] == []
