"""`pitchradar backup` and `restore`: database, ledger and config in one archive (tar.gz).

A backup can be taken while a run works. A restore forgets nothing that people decided since: ledgers are joined.
"""

from __future__ import annotations

import gzip
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from pipeline import wire
from pipeline.ledger import Ledger
from pipeline.store import Store, upkeep
from pipeline.wholefile import replacing
from pitchradar import purge
from pitchradar.workplace import SNAPSHOT, Workplace, locked

DATABASE, LEDGER, CONFIG = "events.db", "ledger.jsonl", "config"
LARGEST = 4 << 30  # bytes of one member
CHUNK = 1 << 20


def backup(place: Workplace, file: Path) -> list[str]:
    """Write the archive, whole or not at all. Raises StorageError, OSError, ValueError for a file that is there or a
    member that is too large."""
    if file.exists():
        raise ValueError(
            f"{file} is there already; an older backup may be the only one that is right: choose a new name"
        )
    if not file.absolute().parent.is_dir():
        raise ValueError(f"{file.parent}: there is no such folder")
    with tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".backup-") as folder:
        copy = Path(folder) / DATABASE
        with place.store() as store:
            upkeep.copy(store, copy)
        place.ledger.mend()
        members = [
            (copy, DATABASE),
            (place.ledger.path, LEDGER),
            *_config(place),
        ]  # the ledger after the database: it only grows
        with replacing(file) as out, tarfile.open(fileobj=out, mode="w:gz") as archive:
            for path, name in members:
                if path.exists():
                    _fits(name, path.stat().st_size)
                    archive.add(path, name, recursive=False)
    return [f"{file}: {file.stat().st_size // 1000} kB"]


def _config(place: Workplace) -> Iterator[tuple[Path, str]]:
    folder = place.config.folder
    for path in sorted(folder.rglob("*.toml")) + sorted(folder.rglob("*.csv")):
        yield path, f"{CONFIG}/{path.relative_to(folder).as_posix()}"


def restore(config: Path, data: Path, file: Path) -> list[str]:
    """Put an archive's database in place, join the ledgers; the config only where there is none yet.

    The snapshot is made anew: the one that was there is of the database before, and a rebuild begins with it.

    Raises ValueError for a file that is no backup, StorageError for a database that cannot be used, Busy.
    """
    data.mkdir(parents=True, exist_ok=True)
    with locked(data), tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as name:
        folder = Path(name)
        if DATABASE not in _unpack(file, folder):
            raise ValueError(f"{file}: no backup of pitchradar: {DATABASE} is missing")
        upkeep.check(folder / DATABASE)
        told = [_joined(Ledger(data / LEDGER), Ledger(folder / LEDGER))]
        aside = upkeep.move_aside(data / DATABASE, "before-restore")
        (folder / DATABASE).replace(data / DATABASE)
        with Store(data / DATABASE) as store:
            purge.again(store, Ledger(data / LEDGER))
            upkeep.copy(store, data / SNAPSHOT)
        told += [f"database restored{f'; the one before is {aside}' if aside else ''}"]
        if not config.exists():
            shutil.copytree(folder / CONFIG, config)
            told.append(f"config written to {config}")
    return told


def _unpack(file: Path, folder: Path) -> set[str]:
    """Only what a backup holds, only plain files, only below `folder`."""
    try:
        with gzip.open(file) as whole:
            while whole.read(CHUNK):
                pass  # to the end: only there stands the sum that says that nothing is damaged
        with tarfile.open(file, "r:gz") as archive:
            members = [member for member in archive.getmembers() if _ours(member)]
            for member in members:
                _fits(member.name, member.size)
            archive.extractall(folder, members, filter="data")
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ValueError(f"{file}: no backup of pitchradar: {error}") from error
    (folder / CONFIG).mkdir(exist_ok=True)
    return {member.name for member in members}


def _ours(member: tarfile.TarInfo) -> bool:
    known = member.name in (DATABASE, LEDGER) or member.name.startswith(f"{CONFIG}/")
    return known and member.isfile()


def _fits(name: str, size: int) -> None:
    """ValueError for a member that could not be restored."""
    if size > LARGEST:
        raise ValueError(f"{name} has {size} bytes; a backup takes {LARGEST} at most")


def _joined(here: Ledger, saved: Ledger) -> str:
    """Add what only the archive's ledger knows; what was decided since then still holds."""
    known = {wire.to_text(entry) for entry in here.entries()}
    missing = [entry for entry in saved.entries() if wire.to_text(entry) not in known]
    here.append(missing)
    return f"{len(missing)} ledger entries added"
