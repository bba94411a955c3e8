"""Plays a story: several days of one or more sources' pages through extractors and pipeline, and what changed.

A story is a TOML file: `[source.<id>]` (keys of a source), then `[[day]]` with `at`, and per source either a whole page
(`<id> = "…"`), edits of yesterday's page (`<id> = [["old", "new"], …]`), or a failure (`<id> = { cause = "http 503" }`,
`{ page = "…", cut = true }`, `{ gone = ["https://…"], edit = [...] }`). Sources that are not named are not crawled that
day. `changes` lists exactly what happened ("moved: Pitch Night"); `held` the sources whose run was held; `events`
counts those listed; `keeps` (default true): every UID of the day before is still there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawlers import detect
from crawlers.extractors.errors import Unreadable
from crawlers.report import atomic, write_report
from pipeline import config, wire
from pipeline.ledger import Ledger
from pipeline.model import CrawlReport, CrawlState, Event, Page, RawEvent, Source
from pipeline.results import RunResult
from pipeline.run import ingest
from pipeline.store import Store

DEFAULTS = config.load(config.default_folder())
TYPES = {"BEGIN:VCALENDAR": "text/calendar", "<?xml": "application/rss+xml", "{": "application/json"}


@dataclass
class Told:
    """What one day did."""

    result: RunResult
    events: dict[str, Event]


@dataclass
class Story:
    """A story that is being played in a folder of its own."""

    sources: dict[str, Source]
    folder: Path
    pages: dict[str, str] = field(default_factory=dict)
    days: int = 0

    def __post_init__(self) -> None:
        self.store = Store(self.folder / "events.db")
        self.ledger = Ledger(self.folder / "ledger.jsonl")
        self.config = replace(DEFAULTS, sources=self.sources)

    def play(self, day: Mapping[str, Any]) -> Told:
        """Crawl-less crawl of one day, then the real ingest."""
        now = day["at"].astimezone(UTC)
        self.days += 1
        run = self.folder / f"run{self.days:03}"
        run.mkdir()
        for id in sorted(self.sources):
            if id in day:
                self._run_file(run, self.sources[id], day[id], now)
        result = ingest(run, self.store, self.ledger, self.config, now=now)
        return Told(result, {event.uid: event for event in self.store.events()})

    def _run_file(self, run: Path, source: Source, script: Any, now: datetime) -> None:
        script = script if isinstance(script, dict) else {"page" if isinstance(script, str) else "edit": script}
        text = script.get("page", self.pages.get(source.id, ""))
        for old, new in script.get("edit", ()):
            assert old in text, f"{old!r} is not on the page of {source.id}"
            text = text.replace(old, new)
        self.pages[source.id] = text
        cause, raws = script.get("cause"), []
        if cause is None:
            try:
                raws = self._extract(source, text, now)
            except Unreadable as error:
                cause = f"not an event page: {error.why}"
        gone = [RawEvent(source.id, url, "", url=url, status="gone", partial=True) for url in script.get("gone", ())]
        atomic(run / f"{source.id}.jsonl", ('{"event": ' + wire.dump_json(raw) + "}" for raw in (*raws, *gone)))
        cut = bool(script.get("cut"))
        done = cause is None and not cut
        write_report(
            run,
            CrawlReport(
                source.id,
                run.name,
                now,
                now,
                complete=done,
                cut=cut,
                cause=cause,
                pages=1,
                events=len(raws),
                state=CrawlState(),
            ),
        )

    def _extract(self, source: Source, text: str, now: datetime) -> list[RawEvent]:
        kind = next((kind for mark, kind in TYPES.items() if text.lstrip().startswith(mark)), "text/html")
        page = Page(source.url, 200, {"content-type": f"{kind}; charset=utf-8"}, text.encode(), now)
        return list(detect.extract(page, source)[1])


def sources_of(story: Mapping[str, Any]) -> dict[str, Source]:
    """The sources a story names, with a URL each if it does not matter."""
    return {
        id: Source(id=id, **{"url": f"https://{id}.example/termine/", **keys}) for id, keys in story["source"].items()
    }


def shown(told: Told) -> list[str]:
    """The changes as a story writes them."""
    return sorted(f"{change.kind}: {told.events[change.uid].title}" for change in told.result.changes)
