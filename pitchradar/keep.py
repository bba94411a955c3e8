"""What keeps an installation alive over years: rebuild, snapshots, retention of runs. Nothing here needs the network.

A snapshot is a whole copy of the database, taken daily; with the runs stored since and the ledger it gives the lost
database back, same UIDs, same SEQUENCE. Runs are dropped only when a snapshot holds what they brought.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from crawlers import manifest
from pipeline.ledger import Ledger
from pipeline.ledgercopy import copy_of
from pipeline.run import ingest
from pipeline.runfiles import PACKED, pack
from pipeline.store import StorageError, Store, upkeep
from pitchradar import purge
from pitchradar.workplace import STAMP, Workplace

SNAPSHOT_EVERY = timedelta(hours=20)  # daily, also for a run that starts a little earlier than yesterday's
PLAIN_FOR = timedelta(days=2)  # then a run's files are packed
RUNS_FOR = timedelta(days=90)
RUNS_BYTES = 5 << 30  # all stored runs together; the oldest make room
EVENTS_FOR = timedelta(days=2 * 365)  # after their last day
ISSUES_FOR = timedelta(days=90)
FACTS_FOR = timedelta(days=400)
ASIDE_KEPT = 2  # databases that were moved aside


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """`aside`: where the old database is now; `snapshot`: whether a copy was the start; `runs` replayed after it.
    `decided`: whether there was a ledger."""

    aside: Path | None
    snapshot: bool
    runs: int
    events: int
    decided: bool = True

    def told(self) -> str:
        """One line for the operator."""
        start = "from the last snapshot" if self.snapshot else "from nothing"
        moved = f"; the old file is {self.aside}" if self.aside else ""
        lost = "" if self.decided else "; without a ledger: what people had decided is not known any more"
        return f"database rebuilt {start} and {self.runs} stored runs: {self.events} events{moved}{lost}"


def mend(place: Workplace, now: datetime) -> str | None:
    """What a run mends before it begins, told to the operator: lost lines of the ledger, then the database."""
    told = []
    if place.ledger.mend():
        told.append(f"{place.ledger.path}: lost lines were put back from {copy_of(place.ledger.path).name}")
    if rebuilt := rebuild_if_broken(place, now):
        told.append(rebuilt.told())
    return "; ".join(told) or None


def rebuild_if_broken(place: Workplace, now: datetime) -> Rebuilt | None:
    """Rebuild the database if its file is damaged, or lost though the ledger knows of events. Call under the lock."""
    if place.is_lost or upkeep.is_damaged(place.database):
        return _made_anew(place, now)
    return None


def rebuild(place: Workplace, now: datetime) -> Rebuilt:
    """`pitchradar rebuild`: move the database aside and make it anew. Raises StorageError for a newer one."""
    with place.lock():
        if place.database.exists() and not place.is_lost and not upkeep.is_damaged(place.database):
            Store(place.database).close()
        return _made_anew(place, now)


def _made_anew(place: Workplace, now: datetime) -> Rebuilt:
    """The database made anew from snapshot, runs and ledger; it takes the old one's place when it is whole."""
    new, decided = place.database.with_name("rebuilding.db"), not place.ledger.is_empty
    upkeep.remove(new)  # of a rebuild that was killed
    snapshot = _usable(place.snapshot)
    if snapshot:
        shutil.copyfile(place.snapshot, new)
    with Store(new) as store:
        replayed = _replay(place, store, now)
        if not decided:
            _write_uids(place.ledger, store, now)
        events = len(store.events())
    why = "corrupt" if upkeep.is_damaged(place.database) else "before-rebuild"
    aside = upkeep.move_aside(place.database, f"{why}-{datetime.now(UTC).strftime(STAMP)}")
    new.replace(place.database)
    for old in sorted(place.data.glob(f"{place.database.name}.*-[0-9]*Z"), key=_moved_at)[:-ASIDE_KEPT]:
        upkeep.remove(old)
    return Rebuilt(aside, snapshot, replayed, events, decided)


def _write_uids(ledger: Ledger, store: Store, now: datetime) -> None:
    """Into a new ledger the UIDs that only the snapshot knew, each with the oldest sighting that is left."""
    known, sightings = set(ledger.uids().values()), {sighting.id: sighting for sighting in store.sightings()}
    ledger.mint(((one.uid, sightings[one.sightings[0]]) for one in store.clusters() if one.uid not in known), now)


def _moved_at(aside: Path) -> str:
    """When a database was moved aside, by its name."""
    return aside.name.rpartition("-")[2]


def _usable(snapshot: Path) -> bool:
    try:
        upkeep.check(snapshot)
    except StorageError:
        return False
    return True


def _replay(place: Workplace, store: Store, now: datetime) -> int:
    """Ingest every stored run that is younger than what the store knows, the oldest first; their number."""
    folders, known = _runs(place), upkeep.run_ids(store)
    names = [folder.name for folder in folders]
    last = max((at for at, name in enumerate(names) if name in known), default=-1)
    newest = max(known, default="")
    todo = [folder for folder in folders[last + 1 :] if last >= 0 or folder.name > newest]
    for folder in todo:
        day, is_past = min(began(folder), now), folder != todo[-1]  # the last one takes in all that people decided
        ingest(folder, store, place.ledger, place.config, now=day, is_past=is_past)
    purge.again(store, place.ledger)
    return len(todo)


def _runs(place: Workplace) -> list[Path]:
    """The run folders that have a run's name; what a person put beside them is left alone."""
    return [folder for folder in place.run_folders() if _is_run(folder)]


def _is_run(folder: Path) -> bool:
    try:
        began(folder)
    except ValueError:
        return False
    _, dash, number = folder.name.partition("-")
    return number.isdecimal() or not dash


def tidy(place: Workplace, store: Store, now: datetime) -> None:
    """After a run: a snapshot when the last one is old, runs packed and dropped, old rows deleted. Under the lock."""
    day: date = (now - EVENTS_FOR).date()
    taken = _taken(place.snapshot)
    if taken is None or not timedelta() <= now - taken < SNAPSHOT_EVERY:
        upkeep.prune(store, events=day, issues=now - ISSUES_FOR, runs=now - FACTS_FOR)
        snapshot(place, store, now)
    for half in place.public.rglob(".*.tmp"):
        half.unlink(missing_ok=True)  # of a publication that was killed: nobody else writes under the lock
    _drop(place, now)
    for folder in _runs(place):
        if now - began(folder) > PLAIN_FOR:
            _pack(folder)


def snapshot(place: Workplace, store: Store, now: datetime) -> None:
    """Copy the database as it is now; its file's time is `now`."""
    upkeep.copy(store, place.snapshot)
    os.utime(place.snapshot, (now.timestamp(), now.timestamp()))


def _taken(snapshot: Path) -> datetime | None:
    return datetime.fromtimestamp(snapshot.stat().st_mtime, UTC) if snapshot.exists() else None


def _drop(place: Workplace, now: datetime) -> None:
    """Drop runs that are too old, or too many; never one that a sound snapshot does not hold."""
    folders = _runs(place)
    sizes = {folder: sum(file.stat().st_size for file in folder.rglob("*")) for folder in folders}
    room = RUNS_BYTES - sum(sizes.values())
    taken = _taken(place.snapshot)
    for folder in folders:
        if taken is None or began(folder) >= taken or (now - began(folder) <= RUNS_FOR and room >= 0):
            return
        room += sizes[folder]
        shutil.rmtree(folder)


def began(folder: Path) -> datetime:
    """When a run began, by its folder's name. Raises ValueError for what is none."""
    return datetime.strptime(folder.name.partition("-")[0], STAMP).replace(tzinfo=UTC)


def _pack(folder: Path) -> None:
    """Pack what a run left; drop what a kill left half, and the manifest: it says what was known before the run."""
    for path in sorted(folder.iterdir()):
        if path.name == manifest.NAME or path.suffix == ".part" or not path.stat().st_size:
            path.unlink()
        elif path.suffix != PACKED:
            pack(path)
