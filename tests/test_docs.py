"""The documentation says what is: commands, config keys, table columns, links between pages."""

import re
from pathlib import Path

import pytest
import typer
from sqlite_utils import Database

from pipeline.store.schema import MIGRATIONS
from pitchradar.cli import app
from tools.cli_docs import reference

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
DOCS = "\n".join(page.read_text("utf-8") for page in PAGES)


def test_command_reference_is_fresh() -> None:
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == reference()


def test_every_command_has_a_help_text() -> None:
    def silent(command: typer.core.TyperCommand, name: str) -> list[str]:
        children = getattr(command, "commands", {})
        own = [] if command.help else [name]
        return own + [gap for child in children for gap in silent(children[child], f"{name} {child}")]

    assert not silent(typer.main.get_command(app), "pitchradar")


def test_data_model_names_every_table_and_column() -> None:
    db = Database(memory=True)
    MIGRATIONS.apply(db)
    text = (ROOT / "docs" / "data-model.md").read_text("utf-8")
    tables = [table for table in db.tables if not table.name.startswith(("events_fts", "_", "sqlite_"))]
    missing = [
        f"{table.name}.{column.name}" for table in tables for column in table.columns if f"`{column.name}`" not in text
    ]
    missing += [table.name for table in tables if f"## {table.name}" not in text]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


def test_every_dependency_is_explained() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8").split("[project.optional-dependencies]")[0]
    names = re.findall(r'^    "([a-z0-9-]+)[><=\[]', project, re.MULTILINE)
    readme = (ROOT / "README.md").read_text("utf-8").lower()
    assert not [name for name in names if name not in readme]
