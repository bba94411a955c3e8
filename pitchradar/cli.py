"""The command line: every command names its options and calls one function. Nothing is decided here.

Exit codes: 0 done, 1 a check found something wrong, 2 config or usage, 3 another run holds the lock, 4 storage.
Heavy rooms are imported by the command that needs them: `stage dates` must not wait for Scrapy.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from pipeline.config import ConfigError
from pipeline.store import StorageError
from pitchradar import show
from pitchradar.cli_discover import bench, discover
from pitchradar.cli_events import events, merge, split
from pitchradar.cli_sources import sources
from pitchradar.cli_tags import tag
from pitchradar.options import (
    CONFIG,
    DATA,
    ConfigOption,
    DataOption,
    EngineOption,
    JsonOption,
    NowOption,
    VersionOption,
    WorkersOption,
)
from pitchradar.workplace import Busy, instant, workplace, workplace_or_defaults

EXIT_CODES: dict[type[Exception], int] = {
    ConfigError: 2,
    ValueError: 2,
    FileNotFoundError: 2,
    Busy: 3,
    StorageError: 4,
    OSError: 4,
}


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(sources, name="source")
app.add_typer(events, name="event")
app.command()(discover)
app.command()(merge)
app.command()(split)
app.command(context_settings={"ignore_unknown_options": True})(bench)
app.command(context_settings={"ignore_unknown_options": True})(tag)  # "-handel" takes a label away
places = typer.Typer(no_args_is_help=True, help="Tables of places.")
app.add_typer(places, name="places")


@app.callback()
def front_door(version: VersionOption = False) -> None:
    """Finds regional start-up evenings and brings them into the calendar."""


@app.command()
def run(
    source: Annotated[
        list[str] | None, typer.Argument(help="Source ids: these at once. None: all that are due.")
    ] = None,
    config: ConfigOption = CONFIG,
    data: DataOption = DATA,
    now: NowOption = None,
    workers: WorkersOption = None,
    engine: EngineOption = None,
    json: JsonOption = False,
) -> None:
    """Crawl what is due, bring it into the database, publish the feeds."""
    from pitchradar import scale, work

    with scale.crawling(workers, engine) as crawl:
        place, names = workplace(config, data), source or []
        done = show.crawling(lambda progress: work.run(place, names, instant(now), progress, crawl), quiet=json)
    show.run(done, as_json=json)


@app.command()
def crawl(
    source: Annotated[list[str] | None, typer.Argument(help="Source ids.")] = None,
    config: ConfigOption = CONFIG,
    data: DataOption = DATA,
    now: NowOption = None,
) -> None:
    """Only fetch and extract; prints the folder of run files."""
    from pitchradar import work

    print(show.crawling(lambda progress: work.crawl(workplace(config, data), source or [], instant(now), progress)))


@app.command()
def ingest(
    run_id: Annotated[str, typer.Argument(metavar="RUN", help="Name of a folder in var/runs.")],
    config: ConfigOption = CONFIG,
    data: DataOption = DATA,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Bring a stored run into the database (again)."""
    from pitchradar import work

    show.ingested(work.ingest_run(workplace(config, data), run_id, instant(now)), as_json=json)


@app.command()
def publish(config: ConfigOption = CONFIG, data: DataOption = DATA, now: NowOption = None) -> None:
    """Write feeds and pages of what is stored, as people and the config have it now; asks no site."""
    from pitchradar import work

    show.published(work.publish(workplace(config, data), instant(now)))


@app.command()
def requests(
    host: Annotated[str, typer.Argument(help="Host name, with or without a port.")],
    config: ConfigOption = CONFIG,
    data: DataOption = DATA,
    json: JsonOption = False,
) -> None:
    """The log of requests to a host, e.g. for a webmaster who asks."""
    from pitchradar.records import requests

    show.requests(list(requests(workplace(config, data), host)), host, as_json=json)


@app.command()
def rebuild(config: ConfigOption = CONFIG, data: DataOption = DATA, now: NowOption = None) -> None:
    """Make the database anew from snapshot, stored runs and ledger; the old one is moved aside."""
    from pitchradar import keep

    show.lines([keep.rebuild(workplace(config, data), instant(now)).told()])


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="New archive (tar.gz).")],
    config: ConfigOption = CONFIG,
    data: DataOption = DATA,
) -> None:
    """Write database, ledger and config to one archive; a run may be working meanwhile."""
    from pitchradar.backup import backup

    show.lines(backup(workplace(config, data), file))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="An archive that `backup` wrote.")],
    config: ConfigOption = CONFIG,
    data: DataOption = DATA,
) -> None:
    """Put an archive's database in place; what people decided since then still holds."""
    from pitchradar.backup import restore

    show.lines(restore(config, data, file))


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="TCP port.", min=0, max=65535)] = 8001,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    config: ConfigOption = CONFIG,
    data: DataOption = DATA,
) -> None:
    """Serve the subscribe page, the feeds and the database (Datasette)."""
    from pitchradar.serve import serve

    serve(workplace(config, data), host, port)


@app.command()
def schedule(config: ConfigOption = CONFIG, data: DataOption = DATA, json: JsonOption = False) -> None:
    """Run for ever: every source when it is due (APScheduler). `run` from cron is equal in rights."""
    from pitchradar.schedule import schedule

    schedule(config, data, as_json=json)


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="New config folder.")] = Path("config")) -> None:
    """Write a starter config to edit."""
    from pitchradar.starter import init

    show.lines(init(folder))


@app.command()
def doctor(config: ConfigOption = CONFIG, data: DataOption = DATA, json: JsonOption = False) -> None:
    """Check the installation, the config and the data folder; exit 1 when something is wrong."""
    from pitchradar.doctor import doctor

    raise typer.Exit(show.findings(doctor(config, data), as_json=json))


@app.command()
def stage(
    name: Annotated[str, typer.Argument(help="extract, dates, tag, match or judge")], config: ConfigOption = CONFIG
) -> None:
    """One stage alone: JSON lines in, JSON lines out."""
    from pitchradar import stages

    if name not in stages.STAGES:
        raise ValueError(f"no such stage: {name} (there are {', '.join(stages.STAGES)})")
    for line in stages.run(name, sys.stdin, lambda: workplace_or_defaults(config, DATA).config):
        print(line, flush=True)


@app.command()
def trace(
    uid: Annotated[str, typer.Argument(help="UID of an event, or the part before its @.")],
    config: ConfigOption = CONFIG,
    data: DataOption = DATA,
    json: JsonOption = False,
) -> None:
    """Everything that is known about one event, and where each field came from."""
    from pitchradar.trace import trace

    show.trace(trace(workplace(config, data), uid), as_json=json)


@app.command()
def demo(
    once: Annotated[bool, typer.Option(help="End after the two days instead of serving.")] = False,
    json: JsonOption = False,
    shuffle: Annotated[bool, typer.Option(help="Shuffle the sites' class names and ids.")] = False,
    data: Annotated[Path | None, typer.Option(help="Keep the demo's data here.")] = None,
    port: Annotated[int, typer.Option(help="TCP port of the served page.", min=0, max=65535)] = 8001,
) -> None:
    """Run the bundled demo region: many small websites on loopback, two days, and what the calendar did."""
    from pitchradar.demo import demo

    raise typer.Exit(demo(once=once, as_json=json, shuffle=shuffle, data=data, port=port))


@places.command("import")
def import_places(
    file: Annotated[Path, typer.Argument(help="The GeoNames postal-code table of a country (tab-separated).")],
    config: ConfigOption = CONFIG,
) -> None:
    """Take exact postcodes from the public GeoNames table (CC BY 4.0) into the config folder."""
    from pipeline.geo.geonames import import_postcodes

    show.lines([f"{import_postcodes(file, config)} postcodes written to {config}"])


@app.command()
def forget(uid: str, config: ConfigOption = CONFIG, data: DataOption = DATA) -> None:
    """Delete an event and all that was stored of it, for good (a tombstone keeps it away)."""
    from pitchradar import decide

    show.lines(decide.forget(workplace(config, data), uid, instant(None)))


def _end(number: int, frame: FrameType | None) -> None:
    """SIGTERM ends a command as Ctrl-C does: open transactions are rolled back, half files removed, children ended.

    Who is told again meanwhile is ending already.
    """
    signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)


def _sentence(error: Exception) -> str:
    """What went wrong, without Python's number of it."""
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def main() -> None:
    """The console script: what an operator can do something about becomes a sentence and an exit code."""
    signal.signal(signal.SIGTERM, _end)
    try:
        app()
    except tuple(EXIT_CODES) as error:
        show.error(_sentence(error))
        sys.exit(next(code for kind, code in EXIT_CODES.items() if isinstance(error, kind)))


if __name__ == "__main__":
    main()
