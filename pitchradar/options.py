"""The options that several commands share."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

ConfigOption = Annotated[Path, typer.Option("--config", help="Config folder; `init` makes one.")]
DataOption = Annotated[Path, typer.Option("--data", help="Folder for the database, run files and feeds.")]
NowOption = Annotated[str | None, typer.Option("--now", help="Replaces the clock (ISO 8601) for all that is stored.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer with JSON.")]
WorkersOption = Annotated[int | None, typer.Option(help="Work in so many processes (extra `scale`).", min=1)]
EngineOption = Annotated[
    str | None, typer.Option(help="Work on a Dask cluster: dask://HOST:PORT (extra `scale`).", metavar="URL")
]


def _version(asked: bool) -> None:
    if asked:
        print(f"pitchradar {version('pitchradar')}")
        raise typer.Exit


VersionOption = Annotated[
    bool, typer.Option("--version", help="Which version this is.", callback=_version, is_eager=True)
]
CONFIG, DATA = Path("config"), Path("var")
