"""Since when a source shows each date text that can only be read as of a day: one without a year, or a relative one.

The crawl remembers both as spans, `{text key: [first, last shown]}`, also of texts whose events are long past. Pure; a
part of `intake`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.localdays import DAY_APART, is_over
from pipeline.model import Sighting

YEARLESS = "shown"  # key of CrawlState.notes: spans of "3.12."
RELATIVE = "relative"  # key of CrawlState.notes: spans of "morgen", "kommenden Dienstag"
REMEMBERED = timedelta(days=60)  # a date text that was away for longer is a new one
NEVER = datetime.min.replace(tzinfo=UTC)

Spans = Mapping[str, Sequence[str]]


def read_before(history: Iterable[Mapping[str, Any]], run_id: str) -> datetime:
    """When a source was last read in full before this run."""
    others = (row for row in history if row.get("ok") and row.get("run") != run_id)
    return max((datetime.fromisoformat(row["at"]) for row in others), default=NEVER)


def first_shown(
    sightings: Iterable[Sighting], notes: Mapping[str, Any], before: datetime, now: datetime
) -> dict[str, datetime]:
    """{text key: when the source first showed it}: by its stored sightings, and by its page where these are past.

    `before`: when it was last read in full.
    """
    known = (s for s in sightings if s.when_text and now - s.last_seen < REMEMBERED and not _page_knows(s, notes, now))
    shown: dict[str, datetime] = {}
    for sighting in known:
        shown[sighting.when_text] = min(sighting.first_seen, shown.get(sighting.when_text, now))
    for key, (first, _) in (notes.get(YEARLESS, {}) | _standing(notes, before)).items():
        shown[key] = min(datetime.fromisoformat(first), shown.get(key, now))
    return shown


def _page_knows(sighting: Sighting, notes: Mapping[str, Any], now: datetime) -> bool:
    """Whether the page alone tells if a past relative text still stands there; earlier versions did not remember it."""
    return RELATIVE in notes and "day" in sighting.when.guessed and is_over(sighting.when, now)


def _standing(notes: Mapping[str, Any], before: datetime) -> Spans:
    """The relative texts that were not away: one that was, for a day or longer, means another day when it is back."""
    spans: Spans = notes.get(RELATIVE, {})
    return {key: span for key, span in spans.items() if before - datetime.fromisoformat(span[1]) < DAY_APART}


def noted(
    fresh: Sequence[Sighting],
    notes: Mapping[str, Any],
    first: Mapping[str, datetime],
    before: datetime,
    now: datetime,
    *,
    unchanged: bool,
) -> dict[str, Any]:
    """The notes after a run that showed `fresh`: none of these texts may roll into the next year or week.

    `unchanged`: a page is as it was, and so are the texts of the last full reading.
    """
    told: dict[str, Any] = {}
    for name, guess, old in ((YEARLESS, "year", notes.get(YEARLESS, {})), (RELATIVE, "day", _standing(notes, before))):
        shown = {s.when_text: s.first_seen for s in fresh if s.when_text and guess in s.when.guessed}
        told[name] = _kept(old, before, now, unchanged) | {
            key: [min(first.get(key, now), at).isoformat(), now.isoformat()] for key, at in shown.items()
        }
    return told


def _kept(old: Spans, before: datetime, now: datetime, unchanged: bool) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = {}
    for key, (first, last) in old.items():
        shown = datetime.fromisoformat(last)
        stands = unchanged and shown >= before
        if stands or now - shown < REMEMBERED:
            kept[key] = [first, now.isoformat() if stands else last]
    return kept
