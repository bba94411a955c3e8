"""Writes into `config/sources/*.toml`: whole entries and single keys; comments and everything else stay as they are.

A file is replaced whole, and put back as it was when the config can no longer be read with it. Decides nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tomlkit

from pipeline.config import ConfigError, load
from pipeline.model import BERLIN, Source
from pipeline.wholefile import write_whole

_DEFAULTS = {"authority": "organizer", "timezone": BERLIN}
_KEYS = ("title", "url", "kind", "city", "organizer", "timezone", "authority", "render")


def append(config: Path, region: str, source: Source) -> Path:
    """Write a new entry at the end of `sources/<region>.toml`. Raises ValueError when its id is taken there."""
    path = config / "sources" / f"{region}.toml"
    before = path.read_text("utf-8") if path.exists() else None
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


def write_key(config: Path, source_id: str, key: str, value: dict[str, Any]) -> Path:
    """Set one key of an entry to an inline table. Raises ValueError when no file has the entry."""
    for path in sorted((config / "sources").glob("*.toml")):
        before = path.read_text("utf-8")
        document = tomlkit.parse(before)
        if source_id in document:
            inline = tomlkit.inline_table()
            inline.update(value)
            document[source_id][key] = inline
            _replace(config, path, tomlkit.dumps(document), before)
            return path
    raise ValueError(f"{source_id} stands in no file of {config / 'sources'}")


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
