"""What the terminal sees: tables for people, JSON for scripts, errors on stderr. Decides nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipeline.causes import UNREAD

if TYPE_CHECKING:
    from feeds.publish import PublishReport
    from pipeline.results import RunResult
    from pitchradar.preview import Preview
    from pitchradar.work import Work

T = TypeVar("T")
Rows = Sequence[dict[str, Any]]

MEANING = {  # a cause -> what it says, where the word alone says too little or too much
    "dns": "no such host name, or no network",
    "refused": "nobody listens at its address",
    "redesigned": "not what it usually shows",
    "moved": "not at its address any more",
    "robots": "its robots.txt keeps this program out",
}
WHOLE = 10  # letters of a word that a table's cell does not break

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def error(message: str) -> None:
    """A sentence for the operator on stderr; strangers' text in it is not markup."""
    err.print(escape(message), style="red", soft_wrap=True)


def lines(messages: Iterable[str]) -> None:
    """One line each."""
    for message in messages:
        out.print(escape(message), soft_wrap=True)


def crawling(job: Callable[[Callable[[str], None]], T], quiet: bool = False) -> T:
    """Run a job that reports progress: a bar on a terminal, nothing in cron."""
    if quiet or not err.is_terminal:
        return job(lambda _: None)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed} done"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("crawling", total=None)
        return job(lambda line: bar.update(task, advance=1, description=escape(line)))


def as_json_text(data: Any) -> None:
    """One JSON document on stdout."""
    print(json.dumps(data, ensure_ascii=False, indent=2))


def table(rows: Rows, as_json: bool = False, title: str | None = None) -> None:
    """Rows, a key that one lacks left empty. Nothing is cut off: texts go on in the next line, broken within long
    words only."""
    if as_json:
        as_json_text(rows)
        return
    grid = Table(title=title, title_justify="left", header_style="bold")
    columns = dict.fromkeys(name for row in rows for name in row)
    for column in columns:
        longest = max((len(word) for row in rows for word in _cell(row.get(column)).split()), default=0)
        grid.add_column(column.replace("_", " "), min_width=min(WHOLE, longest), overflow="fold")
    for row in rows:
        grid.add_row(*(escape(_cell(row.get(column))) for column in columns))
    if rows:
        out.print(grid)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def requests(rows: Rows, host: str, as_json: bool) -> None:
    """Every request to a host, those without an answer with their cause."""
    table(rows, as_json)
    if not rows and not as_json:
        lines([f"no stored run asked {host} for anything"])


def _meant(cause: str | None) -> str | None:
    if cause and cause.endswith(UNREAD):
        return f"{cause}: nothing is asked without its robots.txt; the next run tries again"
    return f"{cause} ({MEANING[cause]})" if cause in MEANING else cause


def _held(row: dict[str, Any]) -> str | None:
    """Why a source is held, and how it is let in; else why it is red after a run that entered; None for others."""
    if row["state"] != "held" or not row.get("why"):
        return f"{row['id']}: {row['why']}" if row.get("why") else None
    return (
        f"{row['id']} is held: {row['why']}; nothing leaves the feeds. If its site is right: "
        f"`pitchradar source accept {row['id']}` shows what would change, and asks"
    )


def health(rows: Rows, as_json: bool = False) -> None:
    """How sources do: what a terminal has room for, the last good run with its day; below: why some are held or red."""
    names = ("id", "health", "state", "cause", "events", "last_ok", "notice")
    shown = [
        {name: row[name] for name in names} | {"cause": _meant(row["cause"]), "last_ok": (row["last_ok"] or "")[:10]}
        for row in rows
    ]
    table(rows if as_json else shown, as_json)
    if not as_json:
        lines(filter(None, map(_held, rows)))


def listing(rows: Rows, as_json: bool = False) -> None:
    """Where events come from: what a terminal has room for."""
    names = ("id", "region", "kind", "verified", "state", "events")
    table(rows if as_json else [{name: row[name] for name in names} for row in rows], as_json)
    if not rows and not as_json:
        lines(["no sources yet (`pitchradar source add URL` writes one)"])


def run(done: Work, as_json: bool) -> None:
    """What a run did, source by source."""
    for told in filter(None, (done.repaired, done.warning)):
        error(told)
    if as_json:
        as_json_text(done.as_json())
        return
    if done.result.sources:
        rows = [row.as_json() for row in done.result.sources]
        shown = [{k: v for k, v in row.items() if k != "why"} | {"cause": _meant(row["cause"])} for row in rows]
        table(shown, title=f"run {done.result.run_id}")
        lines(filter(None, map(_held, rows)))
    else:
        lines([done.idle or "no source is due"])
    lines(f"{id} is paused; it was crawled because it was named" for id in done.paused)
    published(done.published)


def ingested(result: RunResult, as_json: bool) -> None:
    """What an ingested run brought."""
    table([row.as_json() for row in result.sources], as_json=as_json)


def published(report: PublishReport) -> None:
    """Which files were written, and what was left out."""
    files = f"{len(report.written)} files written, {report.unchanged} unchanged"
    lines([f"{len(report.feeds)} feeds with {report.events} events: {files}"])
    lines(f"{issue.level}: {issue.message}" for issue in report.issues)


def findings(found: Rows, as_json: bool) -> int:
    """The doctor's findings; 1 when one of them is wrong."""
    if as_json:
        as_json_text(found)
    else:
        for row in found:
            mark = "[green]ok[/]" if row["ok"] else "[red]wrong[/]"
            out.print(f"{mark}  {escape(row['what'])}: {escape(row['says'])}", soft_wrap=True)
    return int(any(not row["ok"] for row in found))


def trace(sections: dict[str, Any], as_json: bool) -> None:
    """Everything known of an event, section by section."""
    if as_json:
        as_json_text(sections)
        return
    for name, content in sections.items():
        out.print(f"\n[bold]{escape(name)}[/]")
        for line in content if isinstance(content, list) else [content]:
            shown = line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)
            out.print(f"  {escape(shown)}", soft_wrap=True)


def preview(found: Preview, as_json: bool) -> int:
    """What a source gives, before anything is written; 1 when it gives nothing, with the reason on stderr."""
    if as_json:
        as_json_text(found.as_json())
    else:
        lines(found.headline())
        if found.rows:
            table(found.rows)
    if found.trouble:
        error(found.trouble)
    return int(found.trouble is not None)


def agreed(found: Preview, yes: bool, as_json: bool) -> bool:
    """Whether to write what was found: shown and asked for on a terminal, never asked for with JSON."""
    if found.trouble or as_json:
        return yes and not found.trouble
    preview(found, as_json=False)
    return yes or typer.confirm(f"Write {found.source.id} to sources/{found.region or '?'}.toml?")


def added(found: Preview, as_json: bool) -> int:
    """The end of `source add`: where it was written, or why not."""
    if as_json or found.trouble:
        return preview(found, as_json)
    lines([f"{found.source.id} written to {found.written}" if found.written else "nothing written"])
    return 0


def may_leave(row: dict[str, Any], yes: bool, as_json: bool) -> bool:
    """Whether to take a source out: what becomes of its events is shown and asked for, never asked for with JSON."""
    if as_json:
        return yes
    lines(
        [f"{row['id']}: {row['events']} events to come in the feeds, {row['alone']} of them shown by no other source"]
    )
    if row["alone"]:
        lines([
            "these stay until they pass, marked “Nicht mehr geprüft”; to have them out at once, hide them; "
            f"`source pause {row['id']}` leaves all as it is"
        ])  # fmt: skip
    return yes or typer.confirm(f"Comment its entry in {row['file']} out?")


def may_enter(row: dict[str, Any], yes: bool, as_json: bool) -> bool:
    """Whether what is held enters: what would come of it is shown and asked for, never asked for with JSON."""
    if as_json:
        return yes
    counts = f"{row['leave']} events leave, {row['cancelled']} are cancelled, {row['moved']} moved, {row['new']} new"
    told = f"if the next run shows what the last one did: {counts}" if row["known"] else "its last run is not stored"
    lines([f"{row['id']}: {row['why']}", told])
    return yes or typer.confirm("Let its next run in, whatever it looks like?")


def accepted(row: dict[str, Any], as_json: bool) -> None:
    """The end of `source accept`."""
    if as_json:
        as_json_text(row)
        return
    lines([f"{row['id']}: {'the next run enters, whatever it looks like' if row['accepted'] else 'nothing accepted'}"])


def may_merge(unlike: Sequence[str]) -> bool:
    """Whether two events are to be one: asked for where they are in different towns or at different hours."""
    lines(unlike)
    return not unlike or typer.confirm("They are in different towns or at different hours. Are they one event?")


def removed(row: dict[str, Any], as_json: bool) -> None:
    """The end of `source remove`."""
    if as_json:
        as_json_text(row)
        return
    told = f"its entry in {row['file']} is a comment now; it counts from the next `pitchradar run` on"
    lines([f"{row['id']}: {told}" if row["removed"] else "nothing written"])


def discovered(found: dict[str, Any], as_json: bool) -> None:
    """Candidate sources, and how complete each region is."""
    if as_json:
        as_json_text(found)
        return
    candidates(found["candidates"])
    table(found["regions"], title="how much of each region is known (95 % interval)")


def surveyed(found: dict[str, Any], as_json: bool) -> None:
    """Candidate sources, and what was read of each archive."""
    if as_json:
        as_json_text(found)
        return
    candidates(found["candidates"])
    names = ("path", "records", "pages", "sites", "lost", "seconds", "records_per_core_second", "failed")
    table([{name: row[name] for name in names} for row in found["archives"]], title="archives")


def candidates(rows: Rows) -> None:
    """What may become a source, the best first."""
    names = ("score", "url", "kind", "region", "events", "fresh", "overlap", "cause")
    table([{name: row[name] for name in names} for row in rows], title="candidates")
