"""Writes into `config/sources/*.toml`: whole entries and what is expected of one, and comments entries out; everything
else stays as it is.

A file is replaced whole, and put back as it was when the config can no longer be read with it. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomlkit

from pipeline.config import ConfigError, load
from pipeline.configfile.tomllines import lines_of
from pipeline.model import BERLIN, Source
from pipeline.wholefile import write_whole

REMOVED = "# Taken out by `source remove`; without the # before these lines it is a source again."
_DEFAULTS = {"authority": "organizer", "timezone": BERLIN}
_KEYS = ("title", "url", "kind", "city", "organizer", "timezone", "authority", "render")


def append(config: Path, region: str, source: Source) -> Path:
    """Write a new entry at the end of `sources/<region>.toml`. Raises ValueError when its id is taken there."""
    path = config / "sources" / f"{region}.toml"
    before = _read(path) if path.exists() else None
    document = tomlkit.parse(before or "")
    if source.id in document:
        raise ValueError(f"{path}: {source.id} is already there")
    table = tomlkit.table()
    for key, value in _entry(source).items():
        table[key] = value
    if before and not before.endswith("\n\n"):
        document.add(tomlkit.nl())
    document[source.id] = table
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(config, path, tomlkit.dumps(document), before)
    return path


def _entry(source: Source) -> dict[str, Any]:
    """What an operator would write: nothing that is the default anyway."""
    said = {name: getattr(source, name) for name in _KEYS}
    kept = {name: value for name, value in said.items() if value and value != _DEFAULTS.get(name)}
    return {"title": source.title or source.id, **kept, "verified": False}


def write_bounds(config: Path, source_id: str, bounds: dict[str, Any]) -> Path:
    """Set `expect` of an entry. Raises ValueError when no file has the entry."""
    path = file_of(config, source_id)
    before = _read(path)
    document: Any = tomlkit.parse(before)
    inline = tomlkit.inline_table()
    inline.update(bounds)
    document[source_id]["expect"] = inline
    _replace(config, path, tomlkit.dumps(document), before)
    return path


def comment_out(config: Path, source_id: str) -> Path:
    """Make comments of an entry's lines: what was known of it stays. Raises ValueError when no file has the entry."""
    path = file_of(config, source_id)
    before = _read(path)
    owned = lines_of(before, source_id)
    _replace(config, path, "\n".join(_commented(before.split("\n"), owned)), before)
    return path


def _commented(lines: list[str], owned: list[int]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if number == owned[0]:
            yield REMOVED
        yield f"# {line}".rstrip() if number in owned else line


def file_of(config: Path, source_id: str) -> Path:
    """The file that has an entry. Raises ValueError when none has."""
    for path in sorted((config / "sources").glob("*.toml")):
        if source_id in tomlkit.parse(_read(path)):
            return path
    raise ValueError(f"{source_id} stands in no file of {config / 'sources'}")


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def _replace(config: Path, path: Path, text: str, before: str | None) -> None:
    """The new text, or the old one when the config does not load any more. Raises ConfigError then."""
    write_whole(path, [text.encode()])
    try:
        load(config)
    except ConfigError:
        if before is None:
            path.unlink()
        else:
            write_whole(path, [before.encode()])
        raise
