"""Why a source is held or red, and what a person's word would do: read from its last runs, nothing written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pipeline.intake import Intake
from pipeline.localdays import is_over
from pipeline.model import Source
from pipeline.runfiles import SourceRun, read_source
from pipeline.shelf import Shelf, intake_of
from pipeline.store import Store
from pipeline.store.incidents import verdicts
from pitchradar.workplace import Workplace

Row = dict[str, Any]

OPEN_NO_MORE = "it closes when half of what was usual is back, or by `pitchradar source accept {id}`"
FLAPS = "its runs were good and bad by turns, and it closes after three good ones in a row"


def why(store: Store, row: Mapping[str, Any]) -> str | None:
    """Why a source of the view `health` is held, or red although its last run entered."""
    since = (row["alarm_since"] if row["alarm"] else row["last_run"]) or ""
    told = verdicts(store, row["id"], since)
    if told and row["state"] == "held":
        return told[-1].why
    if not told or row["state"] != "ok" or not row["alarm"]:
        return None
    closes = OPEN_NO_MORE.format(id=row["id"]) if any(verdict.released for verdict in told) else FLAPS
    return f"its last run entered, but an alarm is open since {since[:10]} ({told[0].why}); {closes}"


def would(place: Workplace, source: Source, now: datetime) -> Row:
    """What would come of a source's last run if it entered: numbers of events still to come.

    {"id", "why", "known", "leave", "cancelled", "moved", "new", "accepted"}; `known` is false, and the numbers are 0,
    where the run is no longer stored.
    """
    with place.store() as store:
        (row,) = (one for one in store.health() if one["id"] == source.id)
        counts = {"leave": 0, "cancelled": 0, "moved": 0, "new": 0}
        run = _last(place, row)
        if run is not None:
            shelf = Shelf(store, place.ledger, now)
            shelf.accepted |= {(run.report.run_id, source.id)}
            counts |= _counted(intake_of(run, shelf, place.config, now), shelf, now)
        told = why(store, row)
    return {"id": source.id, "why": told, "known": run is not None, **counts, "accepted": False}


def _last(place: Workplace, row: Mapping[str, Any]) -> SourceRun | None:
    """The source's last run as its folder has it."""
    runs = (read_source(folder, row["id"]) for folder in reversed(place.run_folders()))
    last = next(filter(None, runs), None)
    return last if last and last.report.started.isoformat() == row["last_run"] else None


def _counted(intake: Intake, shelf: Shelf, now: datetime) -> dict[str, int]:
    before = {s.id: s for s in shelf.sightings(intake.source.id)}
    coming = [s for s in intake.sightings if not is_over(s.when, now)]
    pairs = [(before[s.id], s) for s in intake.sightings if s.id in before and not is_over(before[s.id].when, now)]
    return {
        "leave": sum(old.listed and not new.listed for old, new in pairs),
        "cancelled": sum(new.status == "cancelled" != old.status for old, new in pairs),
        "moved": sum(new.when.start != old.when.start for old, new in pairs),
        "new": sum(s.id not in before for s in coming),
    }
