"""`pitchradar source …`: where events come from, and how these sources do."""

from __future__ import annotations

from typing import Annotated

import typer

from pitchradar import show
from pitchradar.options import CONFIG, DATA, ConfigOption, DataOption, JsonOption, NowOption
from pitchradar.workplace import instant, workplace

sources = typer.Typer(no_args_is_help=True, help="Where events come from.")


@sources.command("list")
def list_sources(config: ConfigOption = CONFIG, data: DataOption = DATA, json: JsonOption = False) -> None:
    """All configured sources and how their last run went."""
    from pitchradar import catalogue

    show.table(catalogue.listing(workplace(config, data)), as_json=json)


@sources.command()
def check(
    source: Annotated[str, typer.Argument(help="A source id or an address.")],
    config: ConfigOption = CONFIG,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Fetch one source and show the events found; writes nothing."""
    from pitchradar import catalogue

    show.preview(catalogue.check(workplace(config, DATA), source, instant(now)), as_json=json)


@sources.command()
def add(
    url: Annotated[str, typer.Argument(help="Address of a page, feed or calendar.")],
    region: Annotated[str, typer.Option(help="Region id: names the file it is written to.")],
    city: Annotated[str | None, typer.Option(help="Where its events are when the page does not say.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
    config: ConfigOption = CONFIG,
    json: JsonOption = False,
) -> None:
    """Detect what kind of source an address is, show its events, and write it into the config."""
    from pitchradar import catalogue

    preview = catalogue.check(workplace(config, DATA), url, instant(None))
    show.preview(preview, as_json=json)
    if yes or typer.confirm("Write this source?"):
        show.lines(catalogue.add(config, preview, region, city))


@sources.command()
def health(config: ConfigOption = CONFIG, data: DataOption = DATA, json: JsonOption = False) -> None:
    """How every source does; exit 1 when one is red."""
    from pitchradar import catalogue

    rows = catalogue.health(workplace(config, data))
    show.table(rows, as_json=json)
    raise typer.Exit(int(any(row["health"] == "red" for row in rows)))


@sources.command()
def accept(source: str, config: ConfigOption = CONFIG, data: DataOption = DATA) -> None:
    """A held run is right after all: the next one enters."""
    from pitchradar import catalogue

    show.lines(catalogue.accept(workplace(config, data), source))


@sources.command()
def pause(
    source: str,
    resume: Annotated[bool, typer.Option("--resume", help="Crawl it again.")] = False,
    config: ConfigOption = CONFIG,
    data: DataOption = DATA,
) -> None:
    """Do not crawl this source for now."""
    from pitchradar import catalogue

    show.lines(catalogue.pause(workplace(config, data), source, paused=not resume))


@sources.command()
def expect(source: str, config: ConfigOption = CONFIG, data: DataOption = DATA, json: JsonOption = False) -> None:
    """Propose bounds from this source's healthy runs and write them into its config."""
    from pitchradar import catalogue

    show.lines(catalogue.expect(config, workplace(config, data), source, dry=json))
