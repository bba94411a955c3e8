"""What is kept of an event, out of every file: for `forget`, for copies older than it, for runs that come later.

Raw lines and requests of the event leave the run folders; a report that counted them counts them no more.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crawlers import manifest
from pipeline import wire
from pipeline.config import Config
from pipeline.crawled import CrawlReport, CrawlState
from pipeline.ledger import Ledger
from pipeline.model import Event, RawEvent, Source
from pipeline.normalise import Context, normalise
from pipeline.runfiles import REPORT, REQUESTS, content, pack, read_run
from pipeline.store import Store
from pipeline.store.erase import erase, versions
from pipeline.tombstones import Tombstones, engraved
from pipeline.uids import minted_from
from pipeline.wholefile import write_lines
from pitchradar.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Known:
    """All that an event is known by. `words`: its titles and links, wherever they may stand."""

    stone: Tombstones
    words: frozenset[str]


def known(store: Store, ledger: Ledger, event: Event) -> Known:
    """What the house knows of an event, now and from earlier days."""
    ids = frozenset(event.sightings)
    uids = frozenset({event.uid, *map(minted_from, ids)})
    shown = [*store.sightings_of(event.uid), *(s for s in ledger.sightings() if s.id in ids)]
    published = [version for uid in uids for version in versions(store, uid)]
    shown += [replace(s, title=v.title, when=v.when, venue=v.venue) for s in shown for v in published]
    sources = frozenset(sighting.source_id for sighting in shown)
    others = (s for source in sources for s in store.sightings(source) if s.id not in ids)
    words = {text for s in shown for text in (s.title, s.url)} | {text for e in published for text in (e.title, e.url)}
    return Known(Tombstones(ids | uids, engraved(shown, others), sources), frozenset(filter(None, words)))


def purge(place: Workplace, store: Store, what: Known) -> None:
    """Ledger, database, runs and what is put aside; snapshot and public files are made anew by the caller."""
    place.ledger.scrub(what.stone.ids)
    erase(store, what.stone.ids, what.words, _cleaned(store, what.stone))
    for folder in place.run_folders():
        purge_run(folder, what.stone, place.config)
    for path in sorted(place.quarantine.rglob("*")):
        if path.is_file() and any(word.encode() in path.read_bytes() for word in what.words):
            path.unlink()
    shutil.rmtree(place.data / "parts", ignore_errors=True)  # rendered parts; the next publication makes them


def again(store: Store, ledger: Ledger) -> None:
    """Purge what an older copy of database or ledger still knows of events that were deleted since."""
    stones = ledger.tombstones()
    ledger.scrub(stones.ids)
    back = [event for event in store.events() if event.uid in stones.ids]
    if back:
        erase(store, stones.ids, {text for e in back for text in (e.title, e.url) if text}, _cleaned(store, stones))


def _cleaned(store: Store, stones: Tombstones) -> dict[str, CrawlState]:
    return {id: stones.cleaned(id, state) for id, state in store.states().items() if id in stones.sources}


def purge_run(folder: Path, stones: Tombstones, config: Config) -> None:
    """Take out of a run what was deleted on request."""
    if not stones.sources:
        return
    (folder / manifest.NAME).unlink(missing_ok=True)  # what was known before the run; nobody reads it again
    for run in read_run(folder):
        if run.report.source_id in stones.sources:
            _source(folder, run.report, stones, config)
    lines = _lines(folder / REQUESTS)
    _put(folder / REQUESTS, lines, [line for line in lines if not stones.hides(_url(line))])


def _source(folder: Path, report: CrawlReport, stones: Tombstones, config: Config) -> None:
    """The lines of one source, and its report: what it counts, and what it remembers of the event's page."""
    path = folder / f"{report.source_id}.jsonl"
    lines = _lines(path)
    doomed = _doomed(lines, report, stones, config)
    _put(path, lines, [line for index, line in enumerate(lines) if index not in doomed])
    left = replace(report, state=stones.cleaned(report.source_id, report.state))
    if doomed:
        count = len(doomed)
        left = replace(left, events=max(0, left.events - count), lines=max(0, left.lines - count), issues=(), errors=())
    _put(folder / f"{report.source_id}{REPORT}", [wire.dump_json(report)], [wire.dump_json(left)])


def _doomed(lines: Sequence[str], report: CrawlReport, stones: Tombstones, config: Config) -> set[int]:
    """Numbers of the lines that show nothing but what was deleted; as on the day of the run."""
    source = config.sources.get(report.source_id) or Source(id=report.source_id, url="")
    context = Context.of(source, config, report.started)
    raws = {index: raw for index, line in enumerate(lines) if (raw := _raw(line))}
    shown = [(index, s) for index, raw in raws.items() for s in normalise(raw, source, context).sightings]
    hit = stones.recognised([sighting for _, sighting in shown], report.started)
    others = {index for at, (index, _) in enumerate(shown) if at not in hit}
    pages = {index for index, raw in raws.items() if raw.url and stones.hides(raw.url)}
    return ({index for index, _ in shown} | pages) - others


def _raw(line: str) -> RawEvent | None:
    try:
        return wire.load(RawEvent, json.loads(line)["event"])
    except (ValueError, KeyError, TypeError):
        return None


def _url(line: str) -> str:
    try:
        return str(json.loads(line).get("url", ""))
    except (ValueError, AttributeError):
        return ""


def _lines(path: Path) -> list[str]:
    return list(filter(None, content(path).decode("utf-8", "replace").split("\n")))


def _put(path: Path, before: Sequence[str], lines: Sequence[str]) -> None:
    """Write a run's file again, packed if it was, when something has left it."""
    if list(before) == list(lines):
        return
    packed = not path.exists()
    write_lines(path, lines)
    if packed:
        pack(path)
