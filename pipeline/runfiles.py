"""The seam between crawl and pipeline: `runs/<run>/<source>.jsonl` and `<source>.report.json`, read back.

Both may be packed (`.gz`): older runs are kept that way, in a fifth of the room.
A line that cannot be read is an Issue, not the end of the run; a source without a report has not finished: left out.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from pipeline import wire
from pipeline.crawled import CrawlReport
from pipeline.model import Issue, RawEvent

REPORT = ".report.json"
PACKED = ".gz"
GONE = "gone"  # RawEvent.status of a page that answered 404 or 410


@dataclass(frozen=True, slots=True)
class SourceRun:
    """What one crawl of one source brought."""

    report: CrawlReport
    events: tuple[RawEvent, ...] = ()
    unchanged: frozenset[str] = frozenset()  # pages whose sightings were seen now
    gone: frozenset[str] = frozenset()  # addresses of events whose own page is gone
    issues: tuple[Issue, ...] = field(default=())


def read_run(folder: Path) -> Iterator[SourceRun]:
    """Every source of a run folder that has a report, by source id."""
    names = {path.name.removesuffix(PACKED) for path in folder.glob(f"[!.]*{REPORT}*")}
    for name in sorted(name for name in names if name.endswith(REPORT)):
        try:
            report = wire.load_json(CrawlReport, content(folder / name))
        except ValidationError:
            continue  # written atomically: a broken one is no report of ours
        yield _read_source(report, folder / (name.removesuffix(REPORT) + ".jsonl"))


def content(path: Path) -> bytes:
    """The bytes of a run's file, packed or not; as much as can be read of a damaged one, b"" when there is none."""
    try:
        if path.exists():
            return path.read_bytes()
        return gzip.decompress(path.with_name(path.name + PACKED).read_bytes())
    except (FileNotFoundError, EOFError, gzip.BadGzipFile, zlib.error):
        return b""


def pack(path: Path) -> None:
    """Put `<name>.gz` in the place of a file; the same bytes for the same content."""
    packed = path.with_name(path.name + PACKED)
    beside = path.with_name(f".{packed.name}.part")
    beside.write_bytes(gzip.compress(path.read_bytes(), 6, mtime=0))
    beside.replace(packed)
    path.unlink()


def _read_source(report: CrawlReport, path: Path) -> SourceRun:
    events: list[RawEvent] = []
    unchanged, gone, issues = set(), set(), list(report.issues)
    for line in filter(None, content(path).decode("utf-8", "replace").split("\n")):
        try:
            data = json.loads(line)
            if "event" not in data:
                unchanged.update([data["page"]] if data.get("unchanged") else [])
                continue
            event = wire.load(RawEvent, data["event"])
        except (ValueError, KeyError, TypeError, AttributeError):
            issues.append(Issue("error", "ingest", "unreadable line in a run file", report.source_id, value=line[:200]))
            continue
        if event.status == GONE:
            gone.add(event.url or event.page)
        else:
            events.append(event)
    return SourceRun(report, tuple(events), frozenset(unchanged), frozenset(gone), tuple(issues))
