"""`pitchradar discover`: pages that may become sources."""

from __future__ import annotations

from typing import Annotated

import typer

from pitchradar import show
from pitchradar.options import CONFIG, DATA, ConfigOption, DataOption, JsonOption, NowOption
from pitchradar.workplace import instant, workplace


def discover(
    budget: Annotated[int, typer.Option(help="Requests to spend.", min=0)] = 60,
    config: ConfigOption = CONFIG,
    data: DataOption = DATA,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Look for pages that may become sources, where known events lead; adds none (`source add` takes one)."""
    from pitchradar.discover import discover

    found = show.crawling(lambda _: discover(workplace(config, data), instant(now), budget), quiet=json)
    show.discovered(found, as_json=json)
