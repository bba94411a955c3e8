"""Plays a story: several days of one or more sources' pages through extractors and pipeline, and what changed.

A story is a TOML file: `[source.<id>]` (keys of a source), then `[[day]]` with `at`, and

- per source a whole page (`<id> = "…"`), edits of the last page (`<id> = [["old", "new"], …]`), or a table with any of
  `page`, `edit`, `cause` ("http 503": the crawl failed), `cut = true`, `unchanged = true` (304), `gone = ["https://…"]`
  (pages of events that answer 404). A source that is not named is not crawled that day.
- before the crawl: `accept = ["id"]` releases a source's next held run; `decide = [["hide", "title"]]` is a person's
  word: `hide`, `forget`, `merge` (two titles), `split`, `edit` (title and "KEY=VALUE" …), `undo` (title and a
  kind, or all); `rebuild = true` deletes the database and ingests all earlier runs again with the same ledger: every
  UID is as before.
- what must come of it: `changes` lists exactly what happened ("moved: Pitch Night"); `held` the sources whose run was
  held, `alarm` those with an open incident, `cause` names causes; `rebuilt` the sources whose page was built anew
  and read well all the same; `events` counts those listed, `found` those to come that a source showed and
  `recheck` the pages to look at once (tables by source), `hidden` names those that people hid; `sequence`, `status` and
  `start` are tables by title;
  `edits = [["old title", "new title"], …]` (or just "title") names what was edited and must keep its UID; `keeps`
  (default true): every UID of the day before is still there.

Where several events have one title, "title @ 2026-12-03" names the one that starts on that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from crawlers import detect
from crawlers.extractors.errors import Unreadable
from crawlers.report import write_report
from pipeline import config, wire
from pipeline.ahead import Ahead
from pipeline.crawled import CrawlReport, CrawlState
from pipeline.learn import REBUILT
from pipeline.localdays import berlin_day
from pipeline.model import Event, Page, RawEvent, Source
from pipeline.results import RunResult
from pipeline.run import ingest
from pipeline.store import Store
from pipeline.tag import Tagger
from pipeline.wholefile import write_lines
from pitchradar import catalogue, decide
from pitchradar.workplace import Workplace

DEFAULTS = config.load(config.default_folder())
TYPES = {"BEGIN:VCALENDAR": "text/calendar", "<?xml": "application/rss+xml", "{": "application/json"}


@cache
def shared_tagger() -> Tagger:
    """Built by the first story that is played: it takes a second and 120 MB."""
    return Tagger(DEFAULTS.vocabulary)


@dataclass
class Told:
    """What one day did."""

    result: RunResult
    events: dict[str, Event]
    before: dict[str, Event]  # as the day before left them
    rebuilt: list[str]  # sources whose page was built anew and read well all the same
    states: dict[str, CrawlState]

    @property
    def listed(self) -> dict[str, Event]:
        """Those that their sources still show."""
        return {uid: event for uid, event in self.events.items() if event.listed}


@dataclass
class Story:
    """A story that is being played in a folder of its own. `reverse`: sources and events stand in the other order."""

    sources: dict[str, Source]
    folder: Path
    reverse: bool = False
    tagger: Tagger = field(default_factory=shared_tagger)
    pages: dict[str, str] = field(default_factory=dict)
    runs: list[tuple[Path, datetime]] = field(default_factory=list)

    def __post_init__(self) -> None:
        ordered = dict(sorted(self.sources.items(), reverse=self.reverse))
        self.place = Workplace(replace(DEFAULTS, sources=ordered), self.folder)
        self.store = self.place.store()

    def play(self, day: Mapping[str, Any]) -> Told:
        """What people did since, then a crawl of stored pages, then the real ingest."""
        now = day["at"].astimezone(UTC)
        before = self.events()
        if day.get("rebuild"):
            self.rebuild(now)
        self._people(day, before, now)
        run = self.place.runs / f"run{len(self.runs) + 1:03}"
        run.mkdir(parents=True)
        for id in self.place.config.sources:
            if id in day:
                self._run_file(run, self.sources[id], day[id], now)
        self.runs.append((run, now))
        return self._told(run, before, now)

    def again(self) -> Told:
        """The newest run once more."""
        run, now = self.runs[-1]
        return self._told(run, self.events(), now)

    def rebuild(self, now: datetime) -> None:
        """Lose the database; ingest every stored run, long after it was crawled."""
        self.store.close()
        for path in self.folder.glob("events.db*"):
            path.unlink()
        self.store = Store(self.place.database)
        for run, _ in self.runs:
            ingest(run, self.store, self.place.ledger, self.place.config, now=now, ahead=self._ahead())

    def events(self) -> dict[str, Event]:
        """All that is stored, by UID."""
        return {event.uid: event for event in self.store.events()}

    def _told(self, run: Path, before: dict[str, Event], now: datetime) -> Told:
        result = ingest(run, self.store, self.place.ledger, self.place.config, now=now, ahead=self._ahead())
        at = now.isoformat()
        issues = [row for row in self.store.issues() if row["message"] == REBUILT and row["last_seen"] == at]
        rebuilt = sorted(row["source_id"] for row in issues)
        return Told(result, self.events(), before, rebuilt, self.store.states())

    def _ahead(self) -> Ahead:
        return Ahead(self.place.config, self.tagger)

    def _people(self, day: Mapping[str, Any], events: Mapping[str, Event], now: datetime) -> None:
        for id in day.get("accept", ()):
            catalogue.accept(self.place, catalogue.held(self.place, id, now))
        for verb, title, *more in day.get("decide", ()):
            uid = named(events, title)
            if verb == "merge":
                decide.merge(self.place, uid, named(events, more[0]), now)
            elif verb == "edit":
                decide.edit(self.place, uid, more, now)
            elif verb == "undo":
                decide.undo(self.place, uid, *more or [None], now)
            else:
                {"hide": decide.hide, "split": decide.split, "forget": decide.forget}[verb](self.place, uid, now)

    def _run_file(self, run: Path, source: Source, script: Any, now: datetime) -> None:
        script = script if isinstance(script, dict) else {"page" if isinstance(script, str) else "edit": script}
        text = script.get("page", self.pages.get(source.id, ""))
        for old, new in script.get("edit", ()):
            assert old in text, f"{old!r} is not on the page of {source.id}"
            text = text.replace(old, new)
        self.pages[source.id] = text
        cause, raws = script.get("cause"), ()
        unchanged = bool(script.get("unchanged"))
        if cause is None and not unchanged:
            try:
                learnt = self.store.states().get(source.id, CrawlState()).structure
                raws = _extract(wire.dump_json(replace(source, learnt=learnt)), text, now)
            except Unreadable as error:
                cause = f"not an event page: {error.why}"
        gone = (RawEvent(source.id, url, "", url=url, status="gone") for url in script.get("gone", ()))
        lines = ['{"event": ' + wire.dump_json(raw) + "}" for raw in (*raws, *gone)]
        lines += [f'{{"page": "{source.url}", "status": 304, "unchanged": true}}'] if unchanged else []
        write_lines(run / f"{source.id}.jsonl", reversed(lines) if self.reverse else lines)
        cut = bool(script.get("cut"))
        state = self.store.states().get(source.id, CrawlState())
        report = CrawlReport(source.id, run.name, now, now, cause is None and not cut, cut, cause, state=state)
        write_report(run, replace(report, pages=1, events=len(raws)))


@lru_cache(maxsize=2000)
def _extract(source: str, text: str, now: datetime) -> tuple[RawEvent, ...]:
    """The events of one page; kept, because a story is played more than once."""
    kind = next((kind for mark, kind in TYPES.items() if text.lstrip().startswith(mark)), "text/html")
    read = wire.load_json(Source, source)
    page = Page(read.url, 200, {"content-type": f"{kind}; charset=utf-8"}, text.encode(), now)
    return tuple(detect.extract(page, read)[1])


def sources_of(story: Mapping[str, Any]) -> dict[str, Source]:
    """The sources a story names, with a URL each if it does not matter."""
    return {
        id: Source(id=id, **{"url": f"https://{id}.example/termine/", **keys}) for id, keys in story["source"].items()
    }


def found(events: Mapping[str, Event], name: str) -> list[Event]:
    """The events of a title, or of "title @ day"."""
    title, _, day = name.partition(" @ ")
    wanted = date.fromisoformat(day) if day else None
    return [e for e in events.values() if e.title == title and wanted in (None, berlin_day(e.when.start))]


def named(events: Mapping[str, Event], name: str) -> str:
    """The UID of the one event of that name."""
    uids = [event.uid for event in found(events, name)]
    assert len(uids) == 1, f"{len(uids)} events are called {name!r}: {sorted(e.title for e in events.values())}"
    return uids[0]


def kept(told: Told, edit: str | list[str]) -> bool:
    """Whether what was edited carries the UID of the day before."""
    old, new = (edit, edit) if isinstance(edit, str) else edit
    return named(told.before, old) in {event.uid for event in found(told.events, new)}


def shown(told: Told) -> list[str]:
    """The changes as a story writes them."""
    titles = told.before | told.events
    return sorted(f"{change.kind}: {titles[change.uid].title}" for change in told.result.changes)
