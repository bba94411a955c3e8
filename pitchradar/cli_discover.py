"""`pitchradar discover`: pages that may become sources. `pitchradar bench`: what the program costs."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from pitchradar import show
from pitchradar.options import (
    CONFIG,
    DATA,
    ConfigOption,
    DataOption,
    EngineOption,
    JsonOption,
    NowOption,
    WorkersOption,
)
from pitchradar.workplace import instant, workplace


def discover(
    path: Annotated[list[Path] | None, typer.Argument(help="With --warc: the archives (WARC, packed or not).")] = None,
    warc: Annotated[bool, typer.Option("--warc", help="Look through web archives; asks no server.")] = False,
    budget: Annotated[int, typer.Option(help="Requests to spend.", min=0)] = 60,
    config: ConfigOption = CONFIG,
    data: DataOption = DATA,
    now: NowOption = None,
    workers: WorkersOption = None,
    engine: EngineOption = None,
    json: JsonOption = False,
) -> None:
    """Look for pages that may become sources, where known events lead; adds none (`source add` takes one)."""
    place, at = workplace(config, data), instant(now)
    if not warc:
        if path or workers or engine:
            raise ValueError("files, --workers and --engine belong to --warc")
        from pitchradar.discover import discover

        show.discovered(show.crawling(lambda _: discover(place, at, budget), quiet=json), as_json=json)
        return
    from pitchradar import archive, scale

    with ExitStack() as stack:
        scale.needs("fastwarc")
        on = stack.enter_context(scale.engine(workers, engine)) if workers or engine else None
        found = show.crawling(lambda tell: archive.survey_all(place, path or [], at, tell, on), quiet=json)
    show.surveyed(found, as_json=json)


def bench(argument: Annotated[list[str] | None, typer.Argument(help="As for `python -m benchmarks`.")] = None) -> None:
    """Run the benchmarks of the checkout this program was installed from (`bench -- --help` lists them)."""
    from pitchradar.bench import bench

    raise typer.Exit(bench(argument or []))
