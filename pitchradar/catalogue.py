"""`pitchradar source …`: look at sources, try an address, take one into the config, keep a page as a test case.

Fetching is `probe`'s, understanding `preview`'s, writing `sourcefile`'s; here they meet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import tomlkit

from crawlers.sites import page_key
from pipeline.config import Config
from pipeline.configfile.toml import did_you_mean
from pipeline.configfile.values import web_address
from pipeline.crawled import CrawlState
from pipeline.history import facts_of, propose_bounds
from pipeline.localdays import berlin_day
from pipeline.model import Source
from pipeline.store import accepted
from pipeline.store.past import coming_of, ever_fruitful
from pitchradar import fixture, naming, sourcefile
from pitchradar.held import why, would
from pitchradar.preview import Preview, preview, weigher
from pitchradar.probe import Probe, explore, look, unmatched
from pitchradar.work import chosen
from pitchradar.workplace import Workplace

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wish:
    """An address an operator wants as a source, and what they say of it."""

    url: str
    region: str | None = None
    city: str | None = None
    render: bool = False


def listing(place: Workplace) -> list[Row]:
    """Every configured source with the state of its last run."""
    stored: dict[str, Row] = {}
    if place.database.exists():
        with place.store() as store:
            stored = store.sources()
    return [_line(source, stored.get(source.id, {})) for source in place.config.sources.values()]


def _line(source: Source, row: Row) -> Row:
    return {
        "id": source.id,
        "region": source.region,
        "kind": source.kind or "detected",
        "verified": source.verified,
        "state": "paused" if source.paused or row.get("paused") else row.get("state") or "new",
        "events": row.get("events"),
        "last_run": row.get("last_run"),
        "cause": row.get("cause"),
        "url": source.url,
    }


def health(place: Workplace) -> list[Row]:
    """The view `health`, red ones first, each with what its site told the operator, and why it is held or red."""
    with place.store() as store:
        states, fruitful = store.states(), ever_fruitful(store)
        return [
            row
            | {"notice": _noticed(row, states.get(row["id"], CrawlState()), row["id"] in fruitful)}
            | {"why": why(store, row)}
            for row in store.health()
            if row["id"] in place.config.sources
        ]


def _noticed(row: Row, state: CrawlState, fruitful: bool) -> str | None:
    never = "never showed an event" if row["last_ok"] and not fruitful else None
    return "; ".join(filter(None, (never, notice(state.notes)))) or None


def notice(notes: Mapping[str, Any]) -> str | None:
    """What a crawl noticed that only a person can act on."""
    gone = notes.get("gone") or {}
    told = [f"{gone['cause']}, {gone['times']} times in a row" if gone else ""]
    told.append(f"moved for good to {notes['moved_to']}" if notes.get("moved_to") else "")
    told.append(f"reserved: {', '.join(notes['opt_out'])}" if notes.get("opt_out") else "")
    return "; ".join(filter(None, told)) or None


def check(place: Workplace, what: str, now: datetime, *, render: bool = False) -> Preview:
    """A source by id as it is configured, or an address as `add` would take it; nothing is stored.

    Raises ValueError when `what` is neither.
    """
    if what in place.config.sources:
        source = place.config.sources[what]
        trial = look(source, place.config.settings, now, whole=True)
        found = preview(trial, place.config, now)
        return replace(found, region=source.region, unmatched=tuple(unmatched(trial)))
    return _try_address(place.config, Wish(_unnamed(place.config, what).url, render=render), now)


def _unnamed(config: Config, what: str) -> Source:
    """A source for an address that was typed. Raises ValueError for what is none."""
    url = naming.address(what)
    if url is None:
        raise ValueError(f"{what} is neither a source id nor an address{did_you_mean(what, config.sources)}")
    web_address(url)
    return Source(id=naming.source_id(url), url=url)


def propose(config: Config, wish: Wish, now: datetime) -> Preview:
    """What would become of an address. Raises ValueError for none, one that is a source already, an unknown region."""
    url = naming.address(wish.url)
    if url is None:
        raise ValueError(f"{wish.url} is no address: https://… is")
    web_address(url)
    _not_yet(config, url)
    ids = [one.id for one in config.regions]
    if wish.region is not None and wish.region not in ids:
        raise ValueError(f"unknown region {wish.region}{did_you_mean(wish.region, ids)}")
    found = _try_address(config, replace(wish, url=url), now)
    _not_yet(config, found.source.url)  # a page may lead to a calendar that is known
    return found


def _not_yet(config: Config, url: str) -> None:
    """Raises ValueError for the address of a source."""
    for source in config.sources.values():
        if page_key(source.url) == page_key(url):
            raise ValueError(f"{url} is a source already: {source.id}")


def _try_address(config: Config, wish: Wish, now: datetime) -> Preview:
    """The best form of an address, named, with a region when its events say which."""
    id = naming.source_id(wish.url, config.sources)
    first = Source(id=id, url=wish.url, city=wish.city, region=wish.region, render=wish.render)
    probe = explore(first, config.settings, now, weigher(config, now))
    page = next(iter(probe.pages), None)
    best = replace(probe.best, source=replace(probe.best.source, id=id, title=naming.title(page)))
    shown = preview(best, config, now)
    region = wish.region or naming.region([event.regions for event in shown.events], config.regions)
    return replace(shown, tried=_tried(probe), requests=probe.requests, region=region)


def _tried(probe: Probe) -> tuple[Row, ...]:
    return tuple(
        {
            "kind": trial.source.kind,
            "url": trial.source.url,
            "events": len(trial.run.events),
            "worth": round(trial.worth, 2),
            "why": trial.run.report.cause or trial.why,
        }
        for trial in probe.trials
    )


def add(config: Path, found: Preview) -> Preview:
    """Append the source to `sources/<region>.toml`. Raises ValueError when there is nothing to take or no region."""
    if found.trouble:
        raise ValueError(f"{found.trouble}; nothing written")
    if found.region is None:
        raise ValueError("its events do not say which region it belongs to; say so with --region. Nothing written")
    path = sourcefile.append(config, found.region, found.source)
    return replace(found, written=str(path))


def save(place: Workplace, what: str, now: datetime, folder: Path) -> list[str]:
    """Fetch a source (by id, or an address) and keep its pages as test cases under `folder`."""
    source = place.config.sources.get(what) or _unnamed(place.config, what)
    trial = look(source, place.config.settings, now)
    if trial.run.report.cause:
        raise ValueError(f"{source.url}: {trial.run.report.cause}; nothing saved")
    return [f"{case} written; check its expected.json" for case in fixture.save(source, trial.pages, folder)]


def held(place: Workplace, name: str, now: datetime) -> Row:
    """What would come of a held source if it entered (`held.would`). Raises ValueError when nothing is held."""
    (source,) = chosen(place.config.sources, [name])
    with place.store() as store:
        row = store.sources().get(source.id, {})
    if row.get("state") != "held" and not (row.get("state") == "ok" and row["alarm"]):
        raise ValueError(f"{source.id}: nothing is held: {_why_nothing_is_held(row)}")
    return would(place, source, now)


def accept(place: Workplace, row: Row) -> Row:
    """Release what is held of a source: its next run that can be read enters."""
    with place.store() as store:
        accepted.accept(store, row["id"])
    return row | {"accepted": True}


def _why_nothing_is_held(row: Row) -> str:
    if row.get("state") == "failed":
        return f"its last run failed ({row['cause']}); `source pause` leaves a source out that will not come back"
    return "its last run entered" if row.get("state") else "it was never crawled"


def pause(place: Workplace, name: str, *, paused: bool) -> list[str]:
    """Leave a source out of all runs that do not name it, or take it in again.

    Raises ValueError for one that its own entry pauses.
    """
    (source,) = chosen(place.config.sources, [name])
    if source.paused and not paused:
        raise ValueError(f"{source.id}: its entry in the config says paused = true; take that out")
    with place.store() as store:
        store.pause(source.id, paused=paused)
    return [f"{source.id}: {'paused' if paused else 'crawled again'}"]


def leaving(place: Workplace, name: str, now: datetime) -> Row:
    """What there is of a source that is to be taken out: {"id", "file", "events", "alone", "removed"}.

    `events`: those to come in the feeds; `alone`: those of them that no other source shows.
    """
    (source,) = chosen(place.config.sources, [name])
    events = alone = 0
    if place.database.exists():
        with place.store() as store:
            events, alone = coming_of(store, source.id, berlin_day(now))
    file = str(sourcefile.file_of(place.config.folder, source.id))
    return {"id": source.id, "file": file, "events": events, "alone": alone, "removed": False}


def remove(config: Path, row: Row) -> Row:
    """Comment the source's entry out of its file."""
    sourcefile.comment_out(config, row["id"])
    return row | {"removed": True}


def expect(config: Path, place: Workplace, name: str) -> Row:
    """Bounds from healthy runs, written into the source's table: {"id", "expect", "written"}.

    Raises ValueError when there are too few runs.
    """
    (source,) = chosen(place.config.sources, [name])
    with place.store() as store:
        history = [facts_of(row) for row in store.history(source.id)]
    bounds = propose_bounds(history)
    if not bounds:
        raise ValueError(f"{source.id}: bounds are proposed from the healthy runs of two weeks or more")
    return {
        "id": source.id,
        "expect": bounds,
        "written": str(sourcefile.write_bounds(config, source.id, bounds)),
    }


def as_toml(bounds: Mapping[str, Any]) -> str:
    """Bounds as they stand in the source's table."""
    table = tomlkit.inline_table()
    table.update(bounds)
    return str(table.as_string())
