"""var/ledger.jsonl: what must survive even the loss of the database. Append-only, one JSON object a line.

UIDs with their first sightings, people's decisions, accepted runs, tombstones. A last line that a crash cut off is
ignored: what it would have said is deterministic and is said again by the next run.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline import wire
from pipeline.model import Decision, Sighting


@dataclass(frozen=True, slots=True)
class Ledger:
    """The file; it need not exist yet."""

    path: Path

    def entries(self) -> list[dict[str, Any]]:
        """All entries, the oldest first."""
        if not self.path.exists():
            return []
        found = []
        for line in self.path.read_bytes().split(b"\n"):
            try:
                found.append(json.loads(line))
            except ValueError:
                continue  # the empty text after the last line end, or a line cut off by a crash
        return [entry for entry in found if isinstance(entry, dict)]

    def uids(self) -> dict[str, str]:
        """{sighting id: uid} as minted."""
        return {e["sighting"]["id"]: e["uid"] for e in self.entries() if e.get("kind") == "uid"}

    def sightings(self) -> list[Sighting]:
        """The first sightings of all UIDs: what a rebuild recognises events by."""
        return [wire.load(Sighting, e["sighting"]) for e in self.entries() if e.get("kind") == "uid"]

    def decisions(self) -> list[Decision]:
        """What people decided, in order."""
        return [wire.load(Decision, e["decision"]) for e in self.entries() if e.get("kind") == "decision"]

    def accepted(self) -> frozenset[tuple[str, str]]:
        """(run id, source id) of the held runs that people released."""
        return frozenset((e["run"], e["source"]) for e in self.entries() if e.get("kind") == "accepted")

    def own(self) -> list[Sighting]:
        """Events that the operator added by hand."""
        return [wire.load(Sighting, e["sighting"]) for e in self.entries() if e.get("kind") == "own"]

    def forgotten(self) -> frozenset[str]:
        """UIDs and sighting ids that were deleted on request and must never come back."""
        return frozenset(id for e in self.entries() if e.get("kind") == "tombstone" for id in e["ids"])

    def mint(self, minted: Iterable[tuple[str, Sighting]], at: datetime) -> None:
        """Write new UIDs, each with its first sighting (without the description: it is not needed to recognise it)."""
        entries = [
            {
                "kind": "uid",
                "uid": uid,
                "at": at.isoformat(),
                "sighting": wire.dump(replace(s, description=None, found={})),
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

    def bury(self, ids: Iterable[str], at: datetime) -> None:
        """Write a tombstone; it names ids only."""
        self.append([{"kind": "tombstone", "ids": sorted(ids), "at": at.isoformat()}])

    def append(self, entries: Iterable[dict[str, Any]]) -> None:
        """Append and fsync; a line that a crash left without its end is closed first."""
        lines = "".join(json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n" for entry in entries)
        if not lines:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab+") as file:
            if file.tell():
                file.seek(-1, os.SEEK_END)
                lines = lines if file.read(1) == b"\n" else "\n" + lines
            file.write(lines.encode())
            file.flush()
            os.fsync(file.fileno())
