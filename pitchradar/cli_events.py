"""`pitchradar event …`: what people decide about single events."""

from __future__ import annotations

from typing import Annotated

import typer

from pitchradar import show
from pitchradar.options import CONFIG, DATA, ConfigOption, DataOption
from pitchradar.workplace import instant, workplace

events = typer.Typer(no_args_is_help=True, help="What people decide about single events; it always holds.")


@events.command()
def hide(uid: str, config: ConfigOption = CONFIG, data: DataOption = DATA) -> None:
    """Keep an event out of all feeds and pages."""
    from pitchradar import decide

    show.lines(decide.hide(workplace(config, data), uid, instant(None)))


@events.command()
def undo(
    uid: str,
    kind: Annotated[str | None, typer.Argument(help="hide, edit or tag; without it: all of them.")] = None,
    config: ConfigOption = CONFIG,
    data: DataOption = DATA,
) -> None:
    """Take back what was decided about an event: hidden, edited, its tags."""
    from pitchradar import decide

    show.lines(decide.undo(workplace(config, data), uid, kind, instant(None)))


@events.command()
def edit(
    uid: str,
    field: Annotated[
        list[str], typer.Argument(help="KEY=VALUE, e.g. title=… start=2026-12-03T18:00 location=… status=…")
    ],
    config: ConfigOption = CONFIG,
    data: DataOption = DATA,
) -> None:
    """Correct an event; sources no longer change these fields."""
    from pitchradar import decide

    show.lines(decide.edit(workplace(config, data), uid, field, instant(None)))


@events.command()
def add(
    title: Annotated[str, typer.Option(help="What it is called.")],
    start: Annotated[str, typer.Option(help="ISO 8601; a date alone is all-day.")],
    end: Annotated[str | None, typer.Option(help="ISO 8601.")] = None,
    location: Annotated[str | None, typer.Option(help="Name, street, postcode and town in one line.")] = None,
    url: Annotated[str | None, typer.Option(help="Its page.")] = None,
    organizer: Annotated[str | None, typer.Option(help="Who invites.")] = None,
    description: Annotated[str | None, typer.Option(help="Plain text.")] = None,
    config: ConfigOption = CONFIG,
    data: DataOption = DATA,
) -> None:
    """Add an event of your own; it appears with the next run."""
    from pitchradar import decide

    fields = {
        "title": title,
        "start": start,
        "end": end,
        "where": location,
        "url": url,
        "organizer": organizer,
        "description": description,
    }
    show.lines(decide.add(workplace(config, data), fields, instant(None)))


def merge(
    a: str,
    b: str,
    yes: Annotated[bool, typer.Option("--yes", help="Also if they are on different days; without asking.")] = False,
    config: ConfigOption = CONFIG,
    data: DataOption = DATA,
) -> None:
    """Two events are one: the older UID stays. `split` takes it back."""
    from pitchradar import decide

    place = workplace(config, data)
    if show.may_merge([] if yes else decide.unlike(place, a, b)):
        show.lines(decide.merge(place, a, b, instant(None), sure=yes))


def split(uid: str, config: ConfigOption = CONFIG, data: DataOption = DATA) -> None:
    """The sightings of this event are different events."""
    from pitchradar import decide

    show.lines(decide.split(workplace(config, data), uid, instant(None)))
