"""`pitchradar demo`: the whole way on a bundled region: real HTTP on loopback, two days, and what the calendar did."""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import tomlkit

from pipeline.model import BERLIN, Change, Event
from pitchradar import show, work
from pitchradar.demo.region import data as region_data
from pitchradar.demo.score import Score, score
from pitchradar.demo.website import BREAKS, Region, serving
from pitchradar.serve import check_port, serve
from pitchradar.workplace import Workplace, workplace

HERE = "127.0.0.1"
DELAY = 0.2  # seconds between requests to one of our own sites


@dataclass(frozen=True, slots=True)
class Day:
    """One day's run and its score."""

    done: work.Work
    score: Score
    events: dict[str, Event]


def demo(*, once: bool, as_json: bool, shuffle: bool, data: Path | None, port: int) -> int:
    """Play both days; then serve, unless `once`. 0 when at least 95 % were right and nothing was invented."""
    now = datetime.now(UTC).replace(microsecond=0)
    if not once:
        check_port(HERE, port)
    with ExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pitchradar-demo-")))
        region = stack.enter_context(serving(now.astimezone(ZoneInfo(BERLIN)).date(), shuffle))
        place = workplace(region_config(folder, region, port), folder / "var")
        first = _day(place, region, now, quiet=as_json)
        region.second = True
        second = _day(place, region, now + timedelta(days=1), quiet=as_json)
        answer = _answer(first, second)
        if as_json:
            show.as_json_text(answer)
        else:
            _tell(region, first, second, answer)
        if not once:
            serve(place, HERE, port)
    return int(answer["right"] < 0.95 * answer["expected"] or answer["invented"] > 0)


def region_config(folder: Path, region: Region, port: int) -> Path:
    """A config folder as an operator would write it, with the sites of today."""
    config = folder / "config"
    (config / "sources").mkdir(parents=True, exist_ok=True)
    settings = {
        "base_url": f"http://{HERE}:{port}",
        "contact": "demo@pitchradar.example",
        "delay": DELAY,
        "allow_hosts": [region.address(site).removeprefix("http://") for site in region_data()["sites"]],
    }
    (config / "settings.toml").write_text(tomlkit.dumps(settings), "utf-8")
    sources = {
        site: {
            "title": title,
            "url": region.index(site),
            "authority": "aggregator" if site == "portal" else "organizer",
            "verified": True,
        }
        for site, title in region_data()["sites"].items()
    }
    (config / "sources" / "owl.toml").write_text(tomlkit.dumps(sources), "utf-8")
    return config


def _day(place: Workplace, region: Region, now: datetime, quiet: bool) -> Day:
    names = list(place.config.sources)
    done = show.crawling(lambda progress: work.run(place, names, now, progress), quiet)
    with place.store() as store:
        events = {event.uid: event for event in store.events()}
    return Day(done, score(region.shows(), list(events.values())), events)


def _answer(first: Day, second: Day) -> dict[str, Any]:
    moved = [c for c in second.done.result.changes if c.kind == "moved" and _kept(c, first, second)]
    cancelled = [c for c in second.done.result.changes if c.kind == "cancelled" and _kept(c, first, second)]
    lost = [e for uid, e in first.events.items() if uid not in second.events or not second.events[uid].listed]
    return {
        "expected": first.score.expected,
        "right": first.score.right,
        "wrong": list(first.score.wrong),
        "invented": len(first.score.invented),
        "inventions": list(first.score.invented),
        "day2": {
            "moved": len(moved),
            "cancelled": len(cancelled),
            "lost": len(lost),
            "broken": BREAKS,
            "right": second.score.right,
            "wrong": list(second.score.wrong),
            "invented": len(second.score.invented),
        },
    }


def _kept(change: Change, first: Day, second: Day) -> bool:
    """The same UID on both days, its SEQUENCE one higher."""
    before, after = first.events.get(change.uid), second.events.get(change.uid)
    return bool(before and after and after.sequence == before.sequence + 1)


def _tell(region: Region, first: Day, second: Day, answer: dict[str, Any]) -> None:
    shown = Counter(site for s in region.shows() for site in s.sites)
    rows = [
        {
            "site": row.id,
            "address": region.index(row.id),
            "shows": shown[row.id],
            "found": row.events,
            "state": row.state,
        }
        for row in first.done.result.sources
    ]
    show.table(rows, title="day 1: what each site gave")
    show.table([_line(event) for event in sorted(first.events.values(), key=_by_start)], title="the calendar")
    show.lines([f"{answer['right']} of {answer['expected']} events right, {answer['invented']} invented"])
    show.lines(f"  wrong: {line}" for line in answer["wrong"])
    show.lines(f"  invented: {line}" for line in answer["inventions"])
    changes = [
        {"change": c.kind, "event": second.events[c.uid].title, "sequence": second.events[c.uid].sequence, "uid": c.uid}
        for c in second.done.result.changes
        if c.uid in second.events
    ]
    show.table(changes, title="day 2: an edit, a move, a cancellation, a broken site")
    broken = next(row for row in second.done.result.sources if row.id == BREAKS)
    lost = answer["day2"]["lost"]
    show.lines([f"{BREAKS} answered with {broken.cause}: {lost} events lost; {answer['day2']['right']} events right"])


def _by_start(event: Event) -> str:
    return event.when.start.isoformat()


def _line(event: Event) -> dict[str, Any]:
    when = event.when
    return {
        "start": f"{when.start:%a %d.%m. %H:%M}" if isinstance(when.start, datetime) else f"{when.start:%a %d.%m.}",
        "end": (f"{when.end:%H:%M}" if isinstance(when.end, datetime) else f"{when.end:%d.%m.}") if when.end else "",
        "title": event.title,
        "place": event.venue.city if event.venue else event.online and "online",
        "status": event.availability or "" if event.status == "scheduled" else event.status,
        "sources": len(event.sightings),
    }
