"""The seam between crawl and pipeline: `runs/<run>/<source>.jsonl` and `<source>.report.json`, read back.

Both may be packed (`.gz`): older runs are kept that way, in a fifth of the room.
A line that cannot be read is an Issue, not the end of the run; a file that lacks lines which its report counted is no
complete listing: what it shows counts, what it lacks does not. A source without a report has not finished: left out.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from pipeline import wire
from pipeline.causes import DAMAGED
from pipeline.crawled import CrawlReport
from pipeline.model import Issue, RawEvent
from pipeline.wholefile import write_whole

REPORT = ".report.json"  # <source>.report.json
REQUESTS = "requests.jsonl"  # the log of all requests of a run
PACKED = ".gz"
GONE = "gone"  # RawEvent.status of a page that answered 404 or 410
_CHUNK = 256  # bytes of a packed file; what stands before the damaged one is read


@dataclass(frozen=True, slots=True)
class SourceRun:
    """What one crawl of one source brought."""

    report: CrawlReport
    events: tuple[RawEvent, ...] = ()
    unchanged: frozenset[str] = frozenset()  # pages whose sightings were seen now
    gone: frozenset[str] = frozenset()  # addresses of events whose own page is gone
    issues: tuple[Issue, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the listing was read to its end and nothing went wrong: only then is anything missing from it."""
        return self.report.complete and self.report.cause is None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a run file: an event, or a page."""

    event: RawEvent | None = None
    page: str | None = None
    unchanged: bool = False


def read_run(folder: Path) -> Iterator[SourceRun]:
    """Every source of a run folder that has a report, by source id."""
    names = {path.name.removesuffix(PACKED) for path in folder.glob(f"[!.]*{REPORT}*")}
    for name in sorted(name for name in names if name.endswith(REPORT)):
        if run := read_source(folder, name.removesuffix(REPORT)):
            yield run


def read_source(folder: Path, id: str) -> SourceRun | None:
    """One source of a run folder; None without a report."""
    try:
        report = wire.load_json(CrawlReport, content(folder / f"{id}{REPORT}"))
    except ValidationError:
        return None  # written atomically: a broken one is no report of ours
    return _read_source(report, folder / f"{id}.jsonl")


def content(path: Path) -> bytes:
    """The bytes of a run's file, packed or not; as much as can be read of a damaged one, b"" when there is none."""
    try:
        return path.read_bytes() if path.exists() else _unpacked(path.with_name(path.name + PACKED).read_bytes())
    except FileNotFoundError:
        return b""


def _unpacked(data: bytes) -> bytes:
    stream, found = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16), bytearray()
    try:
        for at in range(0, len(data), _CHUNK):
            found += stream.decompress(data[at : at + _CHUNK])
    except zlib.error:
        pass  # the rest cannot be read; whoever needs it whole counts its lines
    return bytes(found)


def pack(path: Path) -> None:
    """Put `<name>.gz` in the place of a file; the same bytes for the same content."""
    write_whole(path.with_name(path.name + PACKED), [gzip.compress(path.read_bytes(), 6, mtime=0)])
    path.unlink()


def _read_source(report: CrawlReport, path: Path) -> SourceRun:
    events: list[RawEvent] = []
    unchanged: set[str] = set()
    issues = list(report.issues)
    lines = list(filter(None, content(path).decode("utf-8", "replace").split("\n")))
    for line in lines:
        try:
            told = wire.load_json(_Line, line)
        except ValidationError:
            told = _Line()
        if told.event:
            events.append(told.event)
        elif told.page is not None:
            unchanged.update([told.page] if told.unchanged else [])
        else:
            issues.append(Issue("error", "ingest", "unreadable line in a run file", report.source_id, value=line[:200]))
    lost = max(report.lines - len(lines), report.events - len(events), len(issues) - len(report.issues))
    if lost > 0:
        issues.append(Issue("error", "ingest", DAMAGED, report.source_id, value=f"{path.name}: {lost} lines are lost"))
        report = _incomplete(report)
    gone = frozenset(event.url or event.page for event in events if event.status == GONE)
    shown = tuple(event for event in events if event.status != GONE)
    return SourceRun(report, shown, frozenset(unchanged), gone, tuple(issues))


def _incomplete(report: CrawlReport) -> CrawlReport:
    """The report of a file that lost lines: a failed run, after which everything is fetched in full."""
    state = replace(report.state, validators={}, hashes={})
    return replace(report, complete=False, cause=report.cause or DAMAGED, state=state)
