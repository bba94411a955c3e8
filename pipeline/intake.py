"""One source's run: raw events -> sightings recognised from earlier runs -> what of them may enter. Pure.

Joins the stages normalise, identify and judge for one source; a part of `run`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from pipeline import wire
from pipeline.causes import of_failure
from pipeline.configfile.values import duration
from pipeline.crawled import CrawlState
from pipeline.entering import entering
from pipeline.history import RunFacts, facts_of
from pipeline.identify import Identified, identify, volatile_keys
from pipeline.judge import judge
from pipeline.learn import learn, repaired
from pipeline.localdays import agree, first_day, is_over, last_day, local_day
from pipeline.mistakes import BROKEN
from pipeline.model import Issue, Moment, RawEvent, Sighting, Source, Verdict, When
from pipeline.normalise import Context, normalise
from pipeline.pace import pace
from pipeline.replaced import replaced
from pipeline.runfiles import SourceRun
from pipeline.showings import first_shown, noted, read_before
from pipeline.text import fold
from pipeline.tombstones import Tombstones

NOBODY = Tombstones()
MOST = 20  # Issues of one kind in one run of a source
PAST = timedelta(days=30)  # what ended earlier is in no feed; pages show their history too
VOLATILE = "volatile_uid"  # key of CrawlState.notes: the source makes new ids at each fetch
_BUT_SEEN = attrgetter(*(part.name for part in fields(Sighting) if part.name != "last_seen"))


@dataclass(frozen=True, slots=True)
class StoredSource:
    """What is stored of a source when its run comes in."""

    sightings: Sequence[Sighting] = ()
    history: Sequence[Mapping[str, Any]] = ()
    season: Sequence[Mapping[str, Any]] = ()  # good runs of about a year ago
    state: CrawlState = field(default_factory=CrawlState)
    accepted: bool = False  # a person released the held run
    row: Mapping[str, Any] = field(default_factory=dict)  # of table sources
    tombstones: Tombstones = NOBODY  # what was deleted on request


@dataclass(frozen=True, slots=True)
class Intake:
    """What one source's run brings to the database."""

    source: Source
    run: SourceRun
    facts: RunFacts
    verdict: Verdict
    sightings: tuple[Sighting, ...]  # all that the run admits, with ids
    state: CrawlState
    issues: tuple[Issue, ...] = ()
    released: bool = False  # a person's word let a held run in
    row: Mapping[str, Any] = field(default_factory=dict)
    wait: timedelta = timedelta(hours=12)  # until its next run, counted from the start of this one
    seen: frozenset[str] = frozenset()  # ids of `sightings` of which nothing has changed but when they were seen


def take(run: SourceRun, source: Source, stored: StoredSource, context: Context, *, now: datetime) -> Intake:
    """Everything between a source's run file and the merging of all sources."""
    before = read_before(stored.history, run.report.run_id)
    context = replace(context, first_shown=first_shown(stored.sightings, stored.state.notes, before, now))
    fresh, undated, issues = normalised(run.events, source, context)
    deleted = stored.tombstones.recognised(fresh, now)
    fresh = [sighting for index, sighting in enumerate(fresh) if index not in deleted]
    notes = noted(fresh, stored.state.notes, context.first_shown, before, now, unchanged=bool(run.unchanged))
    fresh = [s for s in fresh if last_day(s.when) >= local_day(now - PAST, s.when.tz)]
    standing = {s.id: s for s in stored.sightings if s.listed and not s.missed_at and s.page in run.unchanged}
    others = _findable(standing, fresh, stored.sightings)
    volatile = bool(stored.state.notes.get(VOLATILE)) or volatile_keys(fresh, others)
    found = _beside(standing, identify(fresh, others, now=now, complete=run.complete, volatile=volatile))
    found_ids = {sighting.id for sighting in found.sightings}
    kept = [_seen(sighting, now) for id, sighting in standing.items() if id not in found_ids]
    facts = replace(_facts(run, found, kept, stored, undated, now), volatile=volatile)
    verdict, facts = _judged(run, source, stored, facts)
    notes |= {VOLATILE: True} if volatile else {}
    structure = _learnt(run, verdict, stored, [s for s in (*found.sightings, *kept) if not is_over(s.when, now)])
    state = replace(_state(run, stored, verdict, found, notes, now), structure=structure)
    admitted = entering(verdict, found, kept, run, now)
    repairs = repaired(source, stored.state.structure, structure, facts.future, facts.recognised)
    return Intake(
        source,
        run,
        facts,
        verdict,
        sightings=admitted,
        state=stored.tombstones.cleaned(source.id, state),
        issues=(*_bounded((*run.issues, *issues), source), *_held(source, verdict), *repairs),
        released=facts.released,
        row=stored.row,
        wait=pace(duration(source.every), [*map(facts_of, stored.history), facts]),
        seen=_unchanged(admitted, stored),
    )


def failed(run: SourceRun, source: Source, state: CrawlState, row: Mapping[str, Any], why: str) -> Intake:
    """The intake of a run that our own code could not digest: nothing of it enters, what was remembered stays as it is.

    Asks nothing of what is stored: that may be what broke it. `why`: what went wrong, and where.
    """
    report = replace(run.report, complete=False, cause=BROKEN)
    facts = RunFacts(report.started, ok=False, cause=BROKEN)
    verdict = Verdict(True, True, of_failure([facts]), f"{BROKEN}: {why}", admits="nothing")
    issues = (*_bounded(run.issues, source), Issue("error", "ingest", BROKEN, source.id, value=why))
    state = replace(state, retry_after=run.report.state.retry_after)
    own = SourceRun(report, issues=issues)
    return Intake(source, own, facts, verdict, (), state, issues, row=row, wait=duration(source.every))


def _findable(standing: Container[str], fresh: Sequence[Sighting], stored: Sequence[Sighting]) -> list[Sighting]:
    """The stored ones that `fresh` may be: those of `standing` only where another page shows them too."""
    shown = {mark for sighting in fresh for mark in _marks(sighting)}
    return [s for s in stored if s.id not in standing or not shown.isdisjoint(_marks(s))]


def _marks(sighting: Sighting) -> set[tuple[str, Moment]]:
    names = (sighting.key, sighting.url, fold(sighting.title))
    return {(name, sighting.when.start) for name in names if name}


def _beside(standing: Mapping[str, Sighting], found: Identified) -> Identified:
    """What stands on an unchanged page is not missing, and stays there when another page shows it too."""
    sightings = (replaced(s, page=standing[s.id].page) if s.id in standing else s for s in found.sightings)
    missing = (sighting for sighting in found.missing if sighting.id not in standing)
    return replace(found, sightings=tuple(sightings), missing=tuple(missing))


def _unchanged(admitted: Sequence[Sighting], stored: StoredSource) -> frozenset[str]:
    before = {s.id: s for s in stored.sightings}
    return frozenset(s.id for s in admitted if s.id in before and _BUT_SEEN(before[s.id]) == _BUT_SEEN(s))


def _learnt(run: SourceRun, verdict: Verdict, stored: StoredSource, coming: Sequence[Sighting]) -> Mapping[str, Any]:
    """What is known of how the source is built: by this run if it was read in full and let in, else as before."""
    if verdict.admits == "nothing":
        return stored.state.structure
    kept = {**stored.state.structure, **run.report.state.structure}
    healthy = run.complete and not verdict.held
    return kept | learn(run.events, coming) if healthy and run.events and not run.unchanged else kept


def _judged(run: SourceRun, source: Source, stored: StoredSource, facts: RunFacts) -> tuple[Verdict, RunFacts]:
    """The judge's word, and a person's over it. A run that comes again keeps what was said of it the first time."""
    own = [row for row in stored.history if row.get("run") == run.report.run_id]
    if own:
        facts, verdict = facts_of(own[-1]), wire.load(Verdict, own[-1]["verdict"])
    else:
        past, season = list(map(facts_of, stored.history)), list(map(facts_of, stored.season))
        verdict = judge(past, facts, expect=source.expect or None, season=season)
    if stored.accepted and (verdict.held or verdict.alarm) and not facts.cause:
        why = f"accepted by a person: {verdict.why}"
        verdict = replace(verdict, held=False, alarm=False, admits="all", why=why, released=True)
        facts = replace(facts, released=True)
    return verdict, facts


def normalised(raws: Sequence[RawEvent], source: Source, context: Context) -> tuple[list[Sighting], int, list[Issue]]:
    """All sightings (each printed one once), the number of raw events without a date, and the Issues."""
    sightings: dict[tuple[Any, ...], Sighting] = {}
    issues: list[Issue] = []
    undated = 0
    for raw in raws:
        result = normalise(raw, source, context)
        undated += not result.sightings
        issues += result.issues
        for sighting in result.sightings:
            place = sighting.venue.line() if sighting.venue else None
            sightings.setdefault((sighting.title, sighting.when.start, place, sighting.url or sighting.key), sighting)
    return list(sightings.values()), undated, issues


def _seen(sighting: Sighting, now: datetime) -> Sighting:
    return replaced(sighting, last_seen=now, missed=0, listed=True)


def _facts(
    run: SourceRun, found: Identified, kept: Sequence[Sighting], stored: StoredSource, undated: int, now: datetime
) -> RunFacts:
    """What the judge is told; counts are of still-future events. What was missed before is not lost again."""
    before = {s.id: s for s in stored.sightings if not is_over(s.when, now) and s.listed and not s.missed_at}
    listed = [s for s in (*found.sightings, *kept) if not is_over(s.when, now)]
    again = [s for s in listed if s.id in before]
    lost = [s for s in found.missing if s.id in before]
    total = len(run.events)
    moved = [(s.when.start, before[s.id].when.start) for s in again if _is_moved(s.when, before[s.id].when)]
    days = Counter(first_day(s.when) for s in listed)
    return RunFacts(
        at=run.report.started,
        found=len(listed),
        ok=run.complete,
        future=len(before),
        lost=len(lost),
        moved=len(moved),
        shift=_shift(moved),
        cancelled=sum(s.status == "cancelled" != before[s.id].status for s in again),
        with_date=1 - undated / total if total else None,
        with_time=sum(not s.when.all_day for s in listed) / len(listed) if listed else None,
        same_day=max(days.values()) / len(listed) if listed else None,
        recognised=len(again) / len(before) if before else None,
        new=len(listed) - len(again),
        cause=run.report.cause,
    )


def _is_moved(now: When, before: When) -> bool:
    """Whether it begins at another time: an hour that comes later is none, but one that is lost may be a mistake."""
    lost = now.all_day and not before.all_day
    return lost or not agree(now.start, before.start, now.tz)


def _shift(moved: Sequence[tuple[Moment, Moment]]) -> int | None:
    """The minutes by which most of the moved were moved: all by an hour is a time zone gone wrong."""
    steps = [
        round((now - before).total_seconds() / 60)
        for now, before in moved
        if isinstance(now, datetime) and isinstance(before, datetime)
    ]
    return Counter(steps).most_common(1)[0][0] if steps else None


def _state(
    run: SourceRun, stored: StoredSource, verdict: Verdict, found: Identified, own: Mapping[str, Any], now: datetime
) -> CrawlState:
    """The state to remember; `own`: this stage's notes. A held run is fetched in full next time: without validators."""
    state = run.report.state
    notes = {**state.notes, **own}
    if verdict.admits == "nothing":
        return replace(stored.state, retry_after=state.retry_after, failures=state.failures, notes=notes)
    if verdict.held and run.report.cause is None:
        return replace(state, validators={}, hashes={}, notes=notes)
    left = set(state.recheck)
    if run.complete:
        asked = (s.url for s in found.missing if s.url and (s.missed_at in (None, now) or s.url in left))
        left = set(asked) - run.gone
    return replace(state, recheck=tuple(sorted(left)), notes=notes)


def _bounded(issues: Iterable[Issue], source: Source) -> Iterator[Issue]:
    """The first MOST of each kind of trouble, and how many more there were: a flood is told once."""
    told: Counter[tuple[str, str]] = Counter()
    for issue in issues:
        told[issue.stage, issue.message] += 1
        if told[issue.stage, issue.message] <= MOST:
            yield issue
    for (stage, message), times in told.items():
        if times > MOST:
            yield Issue("warning", stage, f"more of the same: {message}", source.id, source.url, f"{times - MOST} more")


def _held(source: Source, verdict: Verdict) -> tuple[Issue, ...]:
    if not verdict.held:
        return ()
    return (Issue("error", "judge", f"run held: {verdict.cause}", source.id, source.url, verdict.why),)
