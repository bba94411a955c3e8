"""var/ledger.jsonl: what must survive even the loss of the database. Append-only, one JSON object a line.

UIDs with their first sightings, people's decisions, accepted runs, tombstones. Only what was deleted on request is
taken out again. A last line that a crash cut off is ignored: what it would have said is deterministic and is said again
by the next run. A damaged line elsewhere is an Issue; all others hold. What is lost is put back from a copy.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from pydantic import ValidationError

from pipeline import ledgercopy, wire
from pipeline.model import Decision, Issue, Sighting
from pipeline.tombstones import Tombstones
from pipeline.wholefile import write_whole

LOOKED_THROUGH = "ledger_looked_through"  # key of table `meta`: the mark of the last time
OWN = "own"  # source id of events that the operator added
T = TypeVar("T")
Entry = dict[str, Any]

# kind of entry -> what it must have, and as which type
_PARTS: Mapping[str, tuple[tuple[str, type], ...]] = {
    "uid": (("uid", str), ("sighting", Sighting)),
    "decision": (("decision", Decision),),
    "accepted": (("run", str), ("source", str)),
    "own": (("sighting", Sighting),),
    "tombstone": (("stone", Tombstones),),
}


@dataclass(frozen=True, slots=True)
class Ledger:
    """The file; it need not exist yet."""

    path: Path

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever written, or all of it is lost and the copy with it."""
        return ledgercopy.nothing_written(self.path)

    @property
    def lacks(self) -> Path | None:
        """The copy that has lines which the file lost; None for a file that lost none."""
        return ledgercopy.copy_of(self.path) if ledgercopy.lost_lines(self.path) else None

    def mend(self) -> bool:
        """Put lost lines back from the copy, or bring the copy to where the file is; whether lines were lost."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._alone():
            return self._mended()

    def _mended(self) -> bool:
        if lost := self.lacks is not None:
            write_whole(self.path, [self._read()])
        if self.path.exists():
            ledgercopy.follow(self.path)
        return lost

    def entries(self, kind: str | None = None) -> list[Entry]:
        """All entries that can be read, or those of one kind, the oldest first."""
        word = (kind or "").encode()  # stands in every line of its kind: the others need not be read
        found = (entry for line in self._lines() if word in line for entry in _entries(line))
        return [entry for entry in found if kind in (None, entry["kind"])]

    def damaged(self) -> list[int]:
        """Numbers of the lines that cannot be read, from 1; the unfinished last one is none of them."""
        return _damaged(self._read(), 0)

    def looked_through(self, before: str | None) -> tuple[list[Issue], str]:
        """What an operator should know of the file, and its mark if all of it can be read, else "".

        `before`: the mark of the last time; the part that it stands for is not read again if it is still the same.
        """
        data = self._read()
        damaged = _damaged(data, _sound(data, before))
        told = "a line of the ledger cannot be read; put it back from a backup"
        issues = [Issue("error", "store", told, value=f"{self.path.name}, line {number}") for number in damaged]
        return issues, "" if issues else _mark(data, data.rfind(b"\n") + 1)

    def _lines(self) -> list[bytes]:
        return self._read().split(b"\n")

    def _read(self) -> bytes:
        return ledgercopy.read(self.path, lambda line: any(_entries(line)))

    def uids(self) -> dict[str, str]:
        """{sighting id: uid} as minted."""
        return {e["sighting"]["id"]: e["uid"] for e in self.entries("uid")}

    def sightings(self) -> list[Sighting]:
        """The first sightings of all UIDs: what a rebuild recognises events by."""
        return list(self._loaded("uid", "sighting", Sighting))

    def decisions(self) -> list[Decision]:
        """What people decided and did not take back, in order."""
        return self._decided()[0]

    def taken_back(self) -> list[Decision]:
        """What people decided once and took back."""
        return self._decided()[1]

    def _decided(self) -> tuple[list[Decision], list[Decision]]:
        found: list[Decision] = []
        back: list[Decision] = []
        for decision in self._loaded("decision", "decision", Decision):
            if decision.kind == "undo":
                back += [earlier for earlier in found if _takes_back(decision, earlier)]
                found = [earlier for earlier in found if not _takes_back(decision, earlier)]
            else:
                found.append(decision)
        return found, back

    def accepted(self) -> frozenset[tuple[str, str]]:
        """(run id, source id) of the held runs that people released."""
        return frozenset((e["run"], e["source"]) for e in self.entries("accepted"))

    def own(self) -> list[Sighting]:
        """Events that the operator added by hand."""
        return list(self._loaded("own", "sighting", Sighting))

    def tombstones(self) -> Tombstones:
        """What was deleted on request and must never come back."""
        found = list(self._loaded("tombstone", "stone", Tombstones))
        return Tombstones(
            frozenset(id for stone in found for id in stone.ids),
            {name: last for stone in found for name, last in stone.until.items()},
            frozenset(source for stone in found for source in stone.sources),
        )

    def _loaded(self, kind: str, part: str, cls: type[T]) -> Iterator[T]:
        for entry in self.entries(kind):
            if (value := _as(cls, entry[part])) is not None:
                yield value

    def mint(self, minted: Iterable[tuple[str, Sighting]], at: datetime) -> None:
        """Write new UIDs, each with its first sighting (without the description: it is not needed to recognise it)."""
        entries = [
            {
                "kind": "uid",
                "uid": uid,
                "at": at.isoformat(),
                "sighting": wire.dump_short(s, without={"description", "found"}),
            }
            for uid, s in minted
        ]
        self.append(entries)

    def decide(self, decision: Decision) -> None:
        """Write one decision."""
        self.append([{"kind": "decision", "decision": wire.dump(decision)}])

    def accept(self, runs: Iterable[tuple[str, str]], at: datetime) -> None:
        """Write which (run id, source id) entered by a person's word, once each."""
        new = sorted(set(runs) - self.accepted())
        self.append([{"kind": "accepted", "run": run, "source": source, "at": at.isoformat()} for run, source in new])

    def add_own(self, sighting: Sighting) -> None:
        """Write an event of the operator's own."""
        self.append([{"kind": "own", "sighting": wire.dump(sighting)}])

    def bury(self, stone: Tombstones, at: datetime) -> None:
        """Write a tombstone; it names ids and hashes only."""
        lists = {"ids": sorted(stone.ids), "sources": sorted(stone.sources)}
        self.append([{"kind": "tombstone", "at": at.isoformat(), "stone": wire.dump(stone) | lists}])

    def append(self, entries: Iterable[Entry]) -> None:
        """Append and fsync; what a crash left of an unfinished line is taken away first."""
        lines = "".join(json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n" for entry in entries)
        if not lines:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._alone():
            self._mended()
            with self.path.open("ab+") as file:
                file.seek(0)
                *whole, last = file.read().split(b"\n")
                if _is_whole(last):
                    lines = "\n" + lines
                elif last:
                    file.truncate(sum(len(line) + 1 for line in whole))
                file.write(lines.encode())
                file.flush()
                os.fsync(file.fileno())
            ledgercopy.follow(self.path)

    def scrub(self, ids: Collection[str]) -> None:
        """Take out every line that tells of these UIDs or sightings; tombstones and pairs of ids stay."""
        with self._alone():
            lines = self._lines()
            kept = [line for line in lines if not _tells(line, ids)]
            if kept != lines:
                ledgercopy.copy_of(self.path).unlink(missing_ok=True)  # first: lines are put back from it
                write_whole(self.path, [b"\n".join(kept)])
                ledgercopy.follow(self.path)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One writer at a time: decisions are written while a run works, too."""
        handle = os.open(self.path.parent, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _entries(line: bytes) -> Iterator[Entry]:
    """The entry of a line; of a damaged one what stands whole at its end: a lost line end joins two entries."""
    entry = _entry(line)
    at = 0
    while entry is None and (at := line.find(b"{", at + 1)) > 0:
        entry = _entry(line[at:])
    if entry is not None:
        yield entry


def _entry(line: bytes) -> Entry | None:
    """The entry of a whole line; None for anything else."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    if not isinstance(entry, dict) or "kind" not in entry:
        return None
    return entry if all(name in entry for name, _ in _PARTS.get(entry["kind"], ())) else None


def _damaged(data: bytes, start: int) -> list[int]:
    """Numbers of the lines from byte `start` on that cannot be read; what stands behind the last line end is none."""
    lines = data[start:].split(b"\n")[:-1]
    first = data.count(b"\n", 0, start) + 1
    return [number for number, line in enumerate(lines, first) if line.strip() and not _is_whole(line)]


def _mark(data: bytes, end: int) -> str:
    """Stands for the first `end` bytes."""
    return f"{end} {crc32(memoryview(data)[:end])}"


def _sound(data: bytes, mark: str | None) -> int:
    """How many bytes the mark stands for; 0 when they are no longer what they were."""
    end = int(mark.split(" ")[0]) if mark else 0
    return end if mark == _mark(data, end) else 0


def _is_whole(line: bytes) -> bool:
    """Whether a line can be read with all its parts; of a kind that is not known here nothing is asked."""
    entry = _entry(line)
    return entry is not None and all(_is(cls, entry[name]) for name, cls in _PARTS.get(entry["kind"], ()))


def _is(cls: type, value: Any) -> bool:
    return isinstance(value, str) if cls is str else _as(cls, value) is not None


def _as(cls: type[T], value: Any) -> T | None:
    """The value as its type; None where a damaged line says something else."""
    try:
        return wire.load(cls, value)
    except ValidationError:
        return None


def _takes_back(undo: Decision, earlier: Decision) -> bool:
    return earlier.kind in undo.fields.get("kinds", ()) and earlier.a in undo.fields.get("names", ())


def _tells(line: bytes, ids: Collection[str]) -> bool:
    if not any(id.encode() in line for id in ids):
        return False
    entry = _entry(line) or {"kind": ""}
    decision = _as(Decision, entry.get("decision"))
    return entry["kind"] != "tombstone" and (decision is None or decision.kind not in ("same", "apart"))
