"""May this run's result replace what is stored? Holds what looks wrong, raises one alarm per incident. Pure.

The past is replayed run by run, so that a verdict depends on the facts alone: runs that were held are no measure of
what is normal, and an incident opened yesterday is still open today. Decides nothing about single events.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

from pipeline import causes
from pipeline.history import Normal, RunFacts, refills
from pipeline.localdays import DAY_APART
from pipeline.model import Verdict

LEAST = 4  # fewer events lost, moved or cancelled are everyday life, whatever their share
HALF = 0.5
TIMES = 3.0
SHARE = 0.3  # of the events to come: more moved or cancelled at once is a fault of the reading
READ = 0.8  # dates read
ONE_DAY = 0.8  # events on one date
RECOGNISED = 0.15
FEWEST = 5  # shares of fewer events mean nothing
AGREEING = 3  # held drops that agree release themselves
ALARM_AFTER = 3  # bad runs in a row: most outages are over by then
LOOKED_BACK = 8  # runs in which flapping shows

Kind = Literal["drop", "wrong", "failed"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What looks wrong in one run. `sure`: evidence beyond counts, worth an alarm before the third run."""

    kind: Kind
    name: str
    why: str
    sure: bool = False


@dataclass(slots=True)
class _Past:
    """What the replay has learnt so far."""

    season: Sequence[RunFacts] = ()
    healthy: list[RunFacts] = field(default_factory=list)
    since: int = 0  # where today's level begins in `healthy`
    seen: list[RunFacts] = field(default_factory=list)
    bad: list[bool] = field(default_factory=list)
    drops: list[RunFacts] = field(default_factory=list)  # held ones that agree, each a day after the one before
    alarm: bool = False
    before: float = 0.0  # what was typical before a drop was released: above half of it the source has recovered


def judge(
    history: Sequence[RunFacts],
    run: RunFacts,
    *,
    expect: Mapping[str, Any] | None = None,
    season: Sequence[RunFacts] = (),
) -> Verdict:
    """The word on `run` after `history` (the oldest first). `expect`: a person's bounds, {"events": [low, high]}.

    `season`: good runs of about a year ago, where `history` does not reach that far.

    held: nothing may leave or be cancelled; alarm: an incident is open now; cause and why: for people.
    """
    past = _Past(season)
    bounds = expect or {}
    for earlier in history:
        _step(past, earlier, bounds)
    return _step(past, run, bounds)


def _step(past: _Past, run: RunFacts, expect: Mapping[str, Any]) -> Verdict:
    """Judge one run and learn from it."""
    normal = Normal(past.healthy, past.since, past.season, refills(past.seen))
    finding = None if run.released else _look(run, normal, expect)
    past.seen.append(run)
    agreed = finding is not None and finding.kind == "drop" and _agrees(past, run)
    if agreed:
        past.before = max(past.before, normal.typical)
    if agreed or run.released:
        past.since = len(past.healthy)
    if finding is None or agreed:
        past.drops.clear()
        past.healthy.extend([run] if run.ok else [])
    _recover(past, run)
    half = run.cause is not None and not run.released  # what it shows may enter; that it failed counts all the same
    past.bad.append((finding is not None and not agreed) or half or run.found < HALF * past.before)
    past.alarm = _alarming(past, finding)
    return _verdict(past, run, finding, agreed)


def _recover(past: _Past, run: RunFacts) -> None:
    """A person's word, or half of what was usual, ends the incident of a drop that released itself."""
    if past.before and (run.released or (run.ok and run.found >= HALF * past.before)):
        past.before = 0.0
        past.since = max(len(past.healthy) - 1, 0)


def _verdict(past: _Past, run: RunFacts, finding: Finding | None, agreed: bool) -> Verdict:
    if finding is None and run.cause:
        return Verdict(False, past.alarm, causes.of_failure(past.seen), f"not read to its end: {run.cause}")
    if finding is None:
        quiet = run.found == 0 and run.ok
        cause = causes.QUIET if quiet else None
        return Verdict(False, past.alarm, cause, "empty, as it may be" if quiet else "as usual")
    cause = causes.of_failure(past.seen) if finding.kind == "failed" else causes.of_counts(run, finding.name)
    if agreed:
        why = f"{finding.why}; {AGREEING} runs agree, each a day apart"
        return Verdict(False, past.alarm, cause, why, released=True)
    return Verdict(True, past.alarm, cause, finding.why, admits="nothing" if finding.kind == "wrong" else "new")


def _agrees(past: _Past, run: RunFacts) -> bool:
    """Whether this held drop is the third in a row that shows the same, each at least a day after the one before."""
    last = past.drops[-1] if past.drops else None
    if last is not None and abs(run.found - last.found) > max(2, 0.3 * max(run.found, last.found)):
        past.drops.clear()
        last = None
    if last is None or run.at - last.at >= DAY_APART:
        past.drops.append(run)
    return len(past.drops) >= AGREEING


def _alarming(past: _Past, finding: Finding | None) -> bool:
    """Open after three bad runs in a row, at once with evidence beyond counts; closed by a good run.

    A source that flaps keeps its one alarm until three runs in a row were good.
    """
    recent = past.bad[-LOOKED_BACK:]
    falls = sum(1 for before, after in pairwise([False, *recent]) if after and not before)
    if falls >= 2 and sum(recent) >= ALARM_AFTER and any(recent[-ALARM_AFTER:]):
        return True
    if not past.bad[-1]:
        return False
    sure = finding is not None and finding.sure
    return past.alarm or sure or (len(recent) >= ALARM_AFTER and all(recent[-ALARM_AFTER:]))


def _look(run: RunFacts, normal: Normal, expect: Mapping[str, Any]) -> Finding | None:
    """The first thing that looks wrong; None when nothing does."""
    if not run.ok and not run.found:
        return Finding("failed", "failed", f"the crawl failed: {run.cause or 'no reason given'}")
    finding = next(filter(None, _findings(run, normal, expect)), None)
    if finding and finding.kind == "drop" and not run.ok:
        return Finding("failed", "cut off", f"{finding.why}; the listing was not read to its end")
    return finding


def _findings(run: RunFacts, normal: Normal, expect: Mapping[str, Any]) -> Iterator[Finding | None]:
    """What each check finds; the surest first."""
    yield _dates(run, normal)
    yield _one_day(run, normal)
    yield _recognised(run)
    yield _moved(run)
    yield _cancelled(run)
    yield _with_time(run, expect)
    yield _bounds(run, expect)
    if not expect.get("events"):  # a person's bounds, when kept, outrank the past
        yield _count(run, normal)


def _dates(run: RunFacts, normal: Normal) -> Finding | None:
    usual = normal.share("with_date")
    floor = READ if usual is None else min(READ, usual - 0.1)
    if run.with_date is None or run.found < FEWEST or run.with_date >= floor:
        return None
    return Finding("wrong", "dates", f"only {run.with_date:.0%} of the dates could be read", sure=True)


def _one_day(run: RunFacts, normal: Normal) -> Finding | None:
    usual = normal.share("same_day")
    if run.same_day is None or run.found < FEWEST or run.same_day <= ONE_DAY or (usual or 0.0) > HALF:
        return None
    return Finding("wrong", "one day", f"{run.same_day:.0%} of the events fall on one day", sure=True)


def _recognised(run: RunFacts) -> Finding | None:
    if run.recognised is None or (run.future or 0) < FEWEST or run.found < FEWEST or run.recognised > RECOGNISED:
        return None
    return Finding("wrong", "recognised", f"only {run.recognised:.0%} of the known events were recognised", sure=True)


def _moved(run: RunFacts) -> Finding | None:
    if not _too_many(run.moved, run.future):
        return None
    by = f" by {run.shift} minutes" if run.shift else ""
    return Finding("wrong", "moved", f"{run.moved} of {run.future} events moved at once{by}", sure=True)


def _cancelled(run: RunFacts) -> Finding | None:
    if not _too_many(run.cancelled, run.future):
        return None
    return Finding("wrong", "cancelled", f"{run.cancelled} of {run.future} events cancelled at once", sure=True)


def _too_many(part: int | None, whole: int | None) -> bool:
    return part is not None and bool(whole) and part >= LEAST and part > SHARE * (whole or 0)


def _bounds(run: RunFacts, expect: Mapping[str, Any]) -> Finding | None:
    bounds = expect.get("events")
    if not bounds:
        return None
    low, high = bounds
    if run.found < low:
        return Finding("drop", "below", f"{run.found} events, at least {low} are expected")
    if run.found > high:
        return Finding("wrong", "above", f"{run.found} events, at most {high} are expected")
    return None


def _with_time(run: RunFacts, expect: Mapping[str, Any]) -> Finding | None:
    least = expect.get("with_time")
    if least is None or run.with_time is None or run.found < FEWEST or run.with_time >= least:
        return None
    return Finding(
        "wrong", "times", f"only {run.with_time:.0%} have a time, at least {least:.0%} are expected", sure=True
    )


def _count(run: RunFacts, normal: Normal) -> Finding | None:
    """Against the healthy past."""
    return (_drop(run, normal) or _flood(run, normal)) if normal.window else None


def _drop(run: RunFacts, normal: Normal) -> Finding | None:
    if run.lost is not None and run.future is not None:
        if run.lost < LEAST or run.lost <= HALF * run.future:
            return None
        return Finding("drop", "drop", f"{run.lost} of {run.future} events to come were not found")
    few = run.found == 0 or run.found < HALF * normal.typical
    if not few or normal.coming - run.found < LEAST or normal.seasonal(run.at, run.found):
        return None
    if run.found == 0 and normal.runs_empty:
        return None
    return Finding("drop", "drop", f"{run.found} events, {normal.typical:g} are usual")


def _flood(run: RunFacts, normal: Normal) -> Finding | None:
    typical = normal.typical
    least_more = 10 if typical >= LEAST else 50  # a small feed may publish a whole semester at once
    if not typical or run.found <= TIMES * typical or run.found - typical < least_more or run.found <= normal.most:
        return None
    return Finding("wrong", "flood", f"{run.found} events, {typical:g} are usual")
