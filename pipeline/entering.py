"""Which of one source's sightings enter the database, and which stored ones leave: by the judge's word and by evidence.

Absence alone cancels nothing. Pure; a part of `intake`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pipeline import testimony
from pipeline.identify import GONE_AFTER, Identified, absent
from pipeline.localdays import first_day, is_over, local_day
from pipeline.matching.links import canonical
from pipeline.model import Sighting, Verdict
from pipeline.runfiles import SourceRun

_DIGITS = re.compile(r"\d+")


def entering(
    verdict: Verdict, found: Identified, kept: Sequence[Sighting], run: SourceRun, now: datetime
) -> tuple[Sighting, ...]:
    """The sightings to store: those shown, and those missing whose state has changed. `kept`: on unchanged pages."""
    if verdict.admits == "nothing":
        return ()
    shown = (*found.sightings, *kept)
    if verdict.held or not run.complete:
        return shown
    if verdict.released:
        return (*shown, *_unlisted(found.missing, shown, now))
    gone = _cancelled_by_absence(found, kept, run, now)
    gone_ids = {sighting.id for sighting in gone}
    missing = [s for s in found.missing if s.id not in gone_ids]
    return (*shown, *gone, *absent(missing, shown, now=now))


def _cancelled_by_absence(
    found: Identified, kept: Sequence[Sighting], run: SourceRun, now: datetime
) -> Sequence[Sighting]:
    """Those whose own pages are gone while the list is healthy: it still shows as many that once stood beside them, and
    whose pages lie where those did (a site that moves its pages takes all old ones away)."""
    gone = [s for s in found.missing if s.url in run.gone and _is_another_day(s, now)]
    since = min((s.last_seen for s in gone), default=now)
    beside = [s for s in (*found.again, *kept) if not is_over(s.when, now) and s.first_seen <= since]
    folders = {_folder(s.url) for s in gone}
    return [_gone(s) for s in gone] if len(gone) <= sum(_folder(s.url) in folders for s in beside) else []


def _folder(url: str | None) -> str:
    """Where a page lies on its site; days and numbers in the path tell no folders apart."""
    return _DIGITS.sub("0", canonical(url).rpartition("/")[0])


def _unlisted(missing: Sequence[Sighting], shown: Sequence[Sighting], now: datetime) -> tuple[Sighting, ...]:
    """A drop that was released: several runs or a person have seen the absence, it need not be counted again.

    What lies beyond the listing stays listed.
    """
    counted = absent(missing, shown, now=now)
    return tuple(replace(s, missed=GONE_AFTER, listed=False) if s.missed and s.missed_at == now else s for s in counted)


def _gone(sighting: Sighting) -> Sighting:
    return replace(sighting, status="cancelled", found={**sighting.found, "status": testimony.gone(sighting.url)})


def _is_another_day(sighting: Sighting, now: datetime) -> bool:
    """Whether it begins after today: many sites take an event away on its day, which says nothing."""
    when = sighting.when
    return first_day(when) > local_day(now, when.tz)
