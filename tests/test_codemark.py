"""A mark of code changes with every file of its rooms and with nothing else; the marks cover what they are marks of."""

import ast
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import crawlers
import feeds
import pipeline
from crawlers.parsing.readers import LIBRARIES
from pipeline.codemark import mark

ROOT = Path(__file__).parent.parent
OUR = {package.__name__: Path(package.__path__[0]) for package in (crawlers, feeds, pipeline)}


def test_a_mark_is_of_the_files(tmp_path: Path) -> None:
    room = tmp_path / "room"
    (room / "below").mkdir(parents=True)
    (room / "below" / "one.py").write_text("1")
    (alone := tmp_path / "places.csv").write_text("Bielefeld")
    first = mark([room, alone], ["lxml"])
    assert first == mark([room, alone], ["lxml"]) != mark([room, alone])
    (room / "__pycache__").mkdir()
    (room / "__pycache__" / "one.pyc").write_bytes(b"compiled")
    assert mark([room, alone], ["lxml"]) == first
    (room / "below" / "one.py").write_text("2")
    second = mark([room, alone], ["lxml"])
    alone.write_text("Herford")
    assert len({first, second, mark([room, alone], ["lxml"])}) == 3


@pytest.mark.parametrize("room, covered", [("crawlers", {"crawlers", "pipeline"}), ("feeds", {"feeds", "pipeline"})])
def test_rooms_import_nothing_of_ours_that_their_mark_leaves_out(room: str, covered: set[str]) -> None:
    imported = {name for file in OUR[room].rglob("*.py") for name in packages(file)}
    assert imported & {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()} <= covered


def packages(file: Path) -> Iterator[str]:
    """What a module imports, by the first part of its name."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").partition(".")[0]
        elif isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)


def test_pages_are_read_again_with_another_version_of_whatever_reads_them() -> None:
    reading = [*(OUR["crawlers"] / "extractors").rglob("*.py"), *(OUR["pipeline"] / "dates").rglob("*.py")]
    reading += [OUR["crawlers"] / "parsing" / "markup_and_list.py", OUR["pipeline"] / "text.py"]
    imported = {name for file in reading for name in packages(file)} - set(sys.stdlib_module_names) - set(OUR)
    known = packages_distributions()
    distributions = {known[name][0].lower() for name in imported}
    assert distributions | {"dateparser"} == set(LIBRARIES)  # that one is imported by its name when it is needed
