"""What a run is asked to do, as one JSON file handed from the program to its crawling process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from crawlers.settings import Plain
from pipeline import wire
from pipeline.crawled import CrawlState
from pipeline.model import Source

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Sources, what is remembered of them, and how to ask. `bodies`: also keep the pages."""

    run_id: str
    folder: Path
    now: datetime
    settings: Plain
    sources: tuple[Source, ...]
    states: Mapping[str, CrawlState] = field(default_factory=dict)
    bodies: bool = False
    code: str = ""  # what pages are read with (`readers.code`)
    quarantine: Path | None = None  # where pages that broke a worker are kept; None: in the run folder

    def state(self, source: Source) -> CrawlState:
        """What is remembered of a source; an empty state for a new one."""
        return self.states.get(source.id, CrawlState())


def write(manifest: Manifest) -> Path:
    """Write it into its run folder; returns the file."""
    path = manifest.folder / NAME
    path.write_bytes(dump(manifest))
    return path


def read(path: Path) -> Manifest:
    """Read it back. Raises OSError or `pydantic.ValidationError`."""
    return load(path.read_bytes())


def dump(manifest: Manifest) -> bytes:
    """As JSON."""
    return wire.dump_json(manifest).encode()


def load(text: bytes) -> Manifest:
    """One from its JSON. Raises `pydantic.ValidationError`."""
    return wire.load_json(Manifest, text)
