"""`pitchradar source …`: where events come from, and how these sources do."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pitchradar import show
from pitchradar.options import CONFIG, DATA, ConfigOption, DataOption, JsonOption, NowOption
from pitchradar.workplace import instant, workplace, workplace_or_defaults

RenderOption = Annotated[bool, typer.Option("--render", help="Show the page to a browser first.")]
sources = typer.Typer(no_args_is_help=True, help="Where events come from.")


@sources.command("list")
def list_sources(config: ConfigOption = CONFIG, data: DataOption = DATA, json: JsonOption = False) -> None:
    """All configured sources and how their last run went."""
    from pitchradar import catalogue

    show.listing(catalogue.listing(workplace(config, data)), as_json=json)


@sources.command()
def check(
    source: Annotated[str, typer.Argument(help="A source id or an address.")],
    render: RenderOption = False,
    config: ConfigOption = CONFIG,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Fetch one source and show the events found; writes nothing; exit 1 when there are none."""
    from pitchradar import catalogue

    place = workplace_or_defaults(config, DATA)
    found = show.crawling(lambda _: catalogue.check(place, source, instant(now), render=render), quiet=json)
    raise typer.Exit(show.preview(found, as_json=json))


@sources.command()
def add(
    url: Annotated[str, typer.Argument(help="Address of a page, feed or calendar.")],
    region: Annotated[str | None, typer.Option(help="Region id; left out: where its events are.")] = None,
    city: Annotated[str | None, typer.Option(help="Where its events are when the page does not say.")] = None,
    render: RenderOption = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking; with --json nothing is asked.")] = False,
    config: ConfigOption = CONFIG,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Find the best form of an address, show its events, and write it into the config; exit 1 when there are none."""
    from pitchradar import catalogue

    wish = catalogue.Wish(url, region, city, render)
    found = show.crawling(
        lambda _: catalogue.propose(workplace_or_defaults(config, DATA).config, wish, instant(now)), quiet=json
    )
    if show.agreed(found, yes, as_json=json):
        found = catalogue.add(config, found)
    raise typer.Exit(show.added(found, as_json=json))


@sources.command()
def save(
    source: Annotated[str, typer.Argument(help="A source id or an address.")],
    to: Annotated[Path, typer.Option("--to", help="Folder of the test cases.")] = Path("tests/kinds"),
    config: ConfigOption = CONFIG,
    now: NowOption = None,
) -> None:
    """Keep a source's page, trimmed, with what is read from it, as a test case <kind>/<id>."""
    from pitchradar import catalogue

    show.lines(catalogue.save(workplace_or_defaults(config, DATA), source, instant(now), to))


@sources.command()
def health(config: ConfigOption = CONFIG, data: DataOption = DATA, json: JsonOption = False) -> None:
    """How every source does; exit 1 when one is red."""
    from pitchradar import catalogue

    rows = catalogue.health(workplace(config, data))
    show.health(rows, as_json=json)
    raise typer.Exit(int(any(row["health"] == "red" for row in rows)))


@sources.command()
def accept(
    source: str,
    yes: Annotated[bool, typer.Option("--yes", help="Accept without asking; with --json nothing is asked.")] = False,
    config: ConfigOption = CONFIG,
    data: DataOption = DATA,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """A held run is right after all: shows what would come of it, and lets the next one in."""
    from pitchradar import catalogue

    place = workplace(config, data)
    row = catalogue.held(place, source, instant(now))
    if show.may_enter(row, yes, as_json=json):
        row = catalogue.accept(place, row)
    show.accepted(row, as_json=json)


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
def remove(
    source: str,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking; with --json nothing is asked.")] = False,
    config: ConfigOption = CONFIG,
    data: DataOption = DATA,
    json: JsonOption = False,
) -> None:
    """Take this source out: its entry becomes a comment, its events stay until they pass."""
    from pitchradar import catalogue

    row = catalogue.leaving(workplace(config, data), source, instant(None))
    if show.may_leave(row, yes, as_json=json):
        row = catalogue.remove(config, row)
    show.removed(row, as_json=json)


@sources.command()
def expect(source: str, config: ConfigOption = CONFIG, data: DataOption = DATA, json: JsonOption = False) -> None:
    """Propose bounds from this source's healthy runs and write them into its config."""
    from pitchradar import catalogue

    done = catalogue.expect(config, workplace(config, data), source)
    lines = [f"{source}: expect = {catalogue.as_toml(done['expect'])} written to {done['written']}"]
    show.as_json_text(done) if json else show.lines(lines)
