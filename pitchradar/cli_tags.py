"""`pitchradar tag`: correct the tags of an event, or see what corrections teach."""

from __future__ import annotations

from typing import Annotated

import typer

from pitchradar import show
from pitchradar.options import CONFIG, DATA, ConfigOption, DataOption, JsonOption
from pitchradar.workplace import instant, workplace


def tag(
    uid: Annotated[str | None, typer.Argument(help="UID of an event, or the part before its @.")] = None,
    change: Annotated[
        list[str] | None,
        typer.Argument(help="+LABEL, -LABEL, industries=A,B, topics=A,B, format=LABEL, relevant=yes|no, fit=0|1|2"),
    ] = None,
    suggest: Annotated[bool, typer.Option(help="Print what all corrections teach, ready for the word files.")] = False,
    config: ConfigOption = CONFIG,
    data: DataOption = DATA,
    json: JsonOption = False,
) -> None:
    """Correct the tags of an event; it always holds. `--suggest`: new terms for the word files."""
    from pitchradar import corrections, lessons

    place = workplace(config, data)
    if suggest:
        found = lessons.suggest(place)
        lines = [line for one in found for line in one.as_toml()] or ["# no correction teaches a new word"]
        show.as_json_text([one.as_json() for one in found]) if json else show.lines(lines)
    elif uid is None:
        raise ValueError("say which event, or --suggest")
    else:
        done = corrections.correct(place, uid, change or [], instant(None))
        show.as_json_text(done) if json else show.lines([corrections.told(done)])
