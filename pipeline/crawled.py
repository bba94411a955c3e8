"""What a crawl remembers and reports: the types of the seam between crawlers and pipeline. Holds no logic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipeline.model import Issue


@dataclass(frozen=True, slots=True)
class CrawlState:
    """What a source's crawls remember; JSON-able; passed in, returned, committed together with the events.

    validators: {url: {"etag": str, "last_modified": str, "at": ISO}}; hashes: {url: sha256 of the body};
    details: {url: {"due": ISO, "events": what the page gave, …}}; links: {list page: {kind of link: [url]}};
    structure: by what code pages were read, and what was learnt of the list; retry_after: {host: ISO};
    recheck: pages of newly absent events, looked at once; failures: failed runs in a row;
    notes: by the crawl "robots", "closed", "opt_out", "moved_to", "gone" (`crawlers.state`), by the pipeline
    "volatile_uid" (`intake`), "shown", "relative" (`showings`).
    """

    validators: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    structure: Mapping[str, Any] = field(default_factory=dict)
    retry_after: Mapping[str, str] = field(default_factory=dict)
    recheck: tuple[str, ...] = ()
    failures: int = 0
    notes: Mapping[str, Any] = field(default_factory=dict)
    links: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Whether nobody has asked this source before: then it is sure to have pages to read."""
        return not self.hashes and not self.failures


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """What one crawl of one source did."""

    source_id: str
    run_id: str
    started: datetime
    ended: datetime
    complete: bool = False  # every page of the listing was read and nothing was cut off
    cut: bool = False  # page budget or a feed's own limit
    cause: str | None = None  # why it failed: "dns", "http 503", "not an event page: …" (docs/crawling.md)
    pages: int = 0
    not_modified: int = 0
    bytes: int = 0
    events: int = 0
    lines: int = 0  # of the run file
    errors: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()
    state: CrawlState = field(default_factory=CrawlState)
