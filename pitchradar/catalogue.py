"""`pitchradar source …`: look at sources, try an address, write one into the config. Config writing keeps comments."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import tomlkit

from crawlers.runner import crawl
from pipeline.crawled import CrawlState
from pipeline.history import from_json as facts_of
from pipeline.judge import propose_bounds
from pipeline.model import Source
from pipeline.normalise import Context, as_json, normalise
from pipeline.results import accept_key
from pipeline.runfiles import SourceRun, read_run
from pipeline.text import slug
from pitchradar.work import chosen
from pitchradar.workplace import Workplace

Row = dict[str, Any]
SHOWN = ("title", "start", "end", "location", "status", "confidence")


@dataclass(frozen=True, slots=True)
class Preview:
    """What one source gave, without anything being stored."""

    source: Source
    run: SourceRun
    kind: str | None
    events: tuple[Row, ...]

    @property
    def rows(self) -> list[Row]:
        """The columns a terminal has room for."""
        return [{name: event[name] for name in SHOWN} for event in self.events]

    def headline(self) -> list[str]:
        """What was fetched and how it was read."""
        report = self.run.report
        lines = [f"{self.source.url}: {report.pages} pages, kind {self.kind or 'none'}, {len(self.events)} events"]
        return [*lines, *([f"failed: {report.cause}"] if report.cause else [])]

    def as_json(self) -> Row:
        """For scripts: everything."""
        return {
            "url": self.source.url,
            "kind": self.kind,
            "pages": self.run.report.pages,
            "cause": self.run.report.cause,
            "events": list(self.events),
        }


def listing(place: Workplace) -> list[Row]:
    """Every configured source with the state of its last run."""
    stored: dict[str, Row] = {}
    if place.database.exists():
        with place.store() as store:
            stored = store.sources()
    return [_line(source, stored.get(source.id, {})) for source in place.config.sources.values()]


def _line(source: Source, row: Row) -> Row:
    return {
        "id": source.id,
        "region": source.region,
        "kind": source.kind or "detected",
        "verified": source.verified,
        "state": row.get("state") or "new",
        "events": row.get("events"),
        "last_run": row.get("last_run"),
        "cause": row.get("cause"),
        "url": source.url,
    }


def health(place: Workplace) -> list[Row]:
    """The view `health`: red ones first."""
    with place.store() as store:
        return store.health()


def check(place: Workplace, what: str, now: datetime) -> Preview:
    """Fetch a source by id or an address as if it were one; nothing is stored. Raises ValueError for neither."""
    if what in place.config.sources:
        source = place.config.sources[what]
    elif "://" in what:
        source = Source(id=slug(what.split("://", 1)[1]), url=what)
    else:
        raise ValueError(f"{what} is neither a source id nor an address")
    with tempfile.TemporaryDirectory() as folder:
        crawl([source], {source.id: CrawlState()}, Path(folder), place.config.settings, now=now)
        (run,) = read_run(Path(folder))
    found = [s for raw in run.events for s in normalise(raw, source, Context(now)).sightings]
    kinds = [sighting.kind for sighting in found]
    kind = max(sorted(set(kinds)), key=kinds.count) if kinds else None
    return Preview(source, run, kind, tuple(map(as_json, found)))


def add(config: Path, preview: Preview, region: str, city: str | None) -> list[str]:
    """Append the source to `sources/<region>.toml`. Raises ValueError when its id is taken or nothing was found."""
    if not preview.events:
        raise ValueError(f"no events found at {preview.source.url}; nothing written")
    path = config / "sources" / f"{slug(region)}.toml"
    document = tomlkit.parse(path.read_text("utf-8")) if path.exists() else tomlkit.document()
    source = replace(preview.source, kind=preview.kind, city=city)
    if source.id in document:
        raise ValueError(f"{path}: {source.id} is already there")
    table = tomlkit.table()
    for key, value in (
        ("title", source.title or source.id),
        ("url", source.url),
        ("kind", source.kind),
        ("city", source.city),
    ):
        if value:
            table[key] = value
    table["verified"] = False
    document[source.id] = table
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomlkit.dumps(document), "utf-8")
    return [f"{source.id} written to {path}"]


def accept(place: Workplace, name: str) -> list[str]:
    """Release the next held run of a source."""
    (source,) = chosen(place.config.sources, [name])
    with place.store() as store:
        store.remember(accept_key(source.id), "1")
    return [f"{source.id}: the next run enters, whatever it looks like"]


def pause(place: Workplace, name: str, *, paused: bool) -> list[str]:
    """Leave a source out of all runs that do not name it, or take it in again."""
    (source,) = chosen(place.config.sources, [name])
    with place.store() as store:
        store.pause(source.id, paused=paused)
    return [f"{source.id}: {'paused' if paused else 'crawled again'}"]


def expect(config: Path, place: Workplace, name: str, *, dry: bool = False) -> list[str]:
    """Bounds from healthy runs, written into the source's table. Raises ValueError when there are too few runs."""
    (source,) = chosen(place.config.sources, [name])
    with place.store() as store:
        history = [facts_of(row) for row in store.history(source.id)]
    bounds = propose_bounds(history)
    if not bounds:
        raise ValueError(f"{source.id}: too few healthy runs to propose bounds")
    if not dry:
        _write_key(config, source.id, "expect", bounds)
    return [f"{source.id}: expect = {bounds}"]


def _write_key(config: Path, source_id: str, key: str, value: Any) -> None:
    for path in sorted((config / "sources").glob("*.toml")):
        document = tomlkit.parse(path.read_text("utf-8"))
        if source_id in document:
            inline = tomlkit.inline_table()
            inline.update(value)
            document[source_id][key] = inline
            path.write_text(tomlkit.dumps(document), "utf-8")
            return
    raise ValueError(f"{source_id} stands in no file of {config / 'sources'}")
