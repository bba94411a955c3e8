"""Where one installation works: its config, its `var/` folder, the lock that keeps runs apart, and its clock."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.config import Config, default_folder, load
from pipeline.ledger import Ledger
from pipeline.model import BERLIN
from pipeline.store import StorageError, Store, upkeep
from pitchradar.options import CONFIG

SNAPSHOT = "snapshot.db"
STAMP = "%Y%m%dT%H%M%SZ"  # of a moment in UTC: the names of run folders, and of what is moved aside
NO_CONTACT = "settings.toml: contact is empty; a webmaster who sees this crawler has nobody to write to"
NO_LEDGER = (
    "is lost, and with it what people decided; put it back with `pitchradar restore BACKUP`. "
    "Without any backup `pitchradar rebuild` goes on without it: what was hidden, corrected or deleted comes back"
)


class Busy(Exception):
    """Another run holds the lock."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """A config folder that was read, and a data folder that may not exist yet."""

    config: Config
    data: Path

    @property
    def database(self) -> Path:
        """events.db: what Datasette shows."""
        return self.data / "events.db"

    @property
    def snapshot(self) -> Path:
        """Yesterday's copy of the database: what a rebuild starts from."""
        return self.data / SNAPSHOT

    @property
    def ledger(self) -> Ledger:
        """UIDs, decisions, tombstones."""
        return Ledger(self.data / "ledger.jsonl")

    @property
    def runs(self) -> Path:
        """One folder a run: what the crawl brought."""
        return self.data / "runs"

    def run_folders(self) -> list[Path]:
        """One for each run, the oldest first; of several that began in one second the tenth comes after the ninth."""
        folders = (path for path in self.runs.glob("*") if path.is_dir())
        return sorted(folders, key=lambda path: (path.name.partition("-")[0], len(path.name), path.name))

    @property
    def quarantine(self) -> Path:
        """Pages that no reader survived, with their cause."""
        return self.data / "quarantine"

    @property
    def public(self) -> Path:
        """The published static site and feeds."""
        return self.data / "public"

    @property
    def is_lost(self) -> bool:
        """Whether the database is gone or empty although the ledger knows of events."""
        return not _filled(self.database) and not self.ledger.is_empty

    @property
    def forgot_decisions(self) -> bool:
        """Whether ledger and copy are gone or empty although the database knows of events."""
        return self.ledger.is_empty and upkeep.holds_events(self.database)

    def store(self) -> Store:
        """The database, opened (and created or migrated).

        Raises StorageError for a lost one, and without the ledger: a new one in its place would hide the loss.
        """
        if self.is_lost:
            told = "is not there, but the ledger knows of events; the next run (or `pitchradar rebuild`) makes it anew"
            raise StorageError(f"{self.database}: {told}")
        if self.forgot_decisions:
            raise StorageError(f"{self.ledger.path}: {NO_LEDGER}")
        return Store(self.database)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Held by one run at a time. Raises Busy."""
        with locked(self.data):
            yield


def _filled(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """The lock of a data folder; the kernel lets it go when the process dies, however it dies. Raises Busy."""
    data.mkdir(parents=True, exist_ok=True)
    handle = os.open(data / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(f"another run works in {data}") from error
        yield
    finally:
        os.close(handle)


def workplace(config: Path, data: Path) -> Workplace:
    """Read the config folder; raises ConfigError, also when there is none: nobody asked for a crawl of the defaults."""
    return Workplace(load(config), data)


def workplace_or_defaults(config: Path, data: Path) -> Workplace:
    """As `workplace`, for commands that only look: without ./config the packaged defaults, but no sources."""
    if config == CONFIG and not config.is_dir():
        return Workplace(replace(load(default_folder()), sources={}), data)
    return workplace(config, data)


def instant(text: str | None) -> datetime:
    """`--now`, or the clock: an aware instant in UTC. A time without offset is Berlin's. Raises ValueError."""
    if text is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text}: not an ISO 8601 date or time, e.g. 2026-12-03T18:00") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(BERLIN))).astimezone(UTC)


def local(at: datetime) -> str:
    """An instant as people read it: Berlin's clock, with its zone."""
    return f"{at.astimezone(ZoneInfo(BERLIN)):%Y-%m-%d %H:%M %Z}"
