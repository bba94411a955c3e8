"""`pitchradar doctor`: is this installation fit to run? Looks; repairs nothing."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from feeds.setting import choices, configured
from feeds.site import LEGAL, own_files
from pipeline.config import Config, ConfigError, attempt
from pipeline.configfile.toml import did_you_mean
from pipeline.geo.gazetteer import PLACES, gazetteer
from pipeline.store import StorageError
from pitchradar.workplace import NO_CONTACT, NO_LEDGER, Workplace

Finding = dict[str, Any]
NEEDED = (
    "scrapy",
    "lxml",
    "icalendar",
    "feedgen",
    "feedparser",
    "sqlite_utils",
    "datasette",
    "apscheduler",
    "ahocorasick",
)
FREE_MB = 200


def doctor(config: Path, data: Path) -> list[Finding]:
    """Findings {"what", "ok", "says"}."""
    findings = [_python(), _packages(), _sqlite(), _writable(data)]
    try:
        read, problems = attempt(config)
    except ConfigError as error:
        return [*findings, _finding("config", False, str(error))]
    if problems:
        places = [] if any(PLACES in problem for problem in problems) else [_places(read)]
        wrong = (finding for finding in [*places, _feeds(read)] if not finding["ok"])
        return [*findings, _finding("config", False, "\n".join(problems)), *wrong]
    place = Workplace(read, data)
    return [*findings, *_config(place), _database(place), _ledger(place)]


def _finding(what: str, ok: bool, says: str) -> Finding:
    return {"what": what, "ok": ok, "says": says}


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return _finding("python", sys.version_info >= (3, 11), version)


def _packages() -> Finding:
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    return _finding("packages", not missing, f"missing: {', '.join(missing)}" if missing else "all there")


def _sqlite() -> Finding:
    options = {row[0] for row in sqlite3.connect(":memory:").execute("pragma compile_options")}
    searches = "ENABLE_FTS5" in options
    return _finding("sqlite", searches, f"{sqlite3.sqlite_version}, {'' if searches else 'no '}full-text search")


def _writable(data: Path) -> Finding:
    folder = next(path for path in (data, *data.absolute().parents) if path.exists())
    free = shutil.disk_usage(folder).free // 2**20
    writable = os.access(folder, os.W_OK)
    told = f"{data}, {free} MB free{'' if writable else ', cannot be written'}"
    return _finding("data folder", writable and free >= FREE_MB, told)


def _config(place: Workplace) -> list[Finding]:
    config, settings = place.config, place.config.settings
    unverified = sum(not source.verified for source in config.sources.values())
    return [
        _finding("config", True, f"{config.folder}: {len(config.sources)} sources, {unverified} of them unverified"),
        _finding("contact", bool(settings.contact), settings.contact or NO_CONTACT),
        _finding("legal pages", True, "\n".join(_legal(place)) or "set"),
        _places(config),
        _feeds(config),
    ]


def _legal(place: Workplace) -> Iterator[str]:
    """What is missing of them: an address, or the file of a path on this site."""
    empty = [key for key in LEGAL if not getattr(place.config.settings, key)]
    if empty:
        yield f"not set: {', '.join(empty)}"
    for path, name in own_files(place.config.settings).items():
        if not (place.public / name).exists():
            yield f"{path}: no page unless a web server of yours has it, or you put it into {place.public / name}"


def _places(config: Config) -> Finding:
    strange = unknown_towns(config)
    return _finding("places", not strange, "\n".join(strange) or "all towns are known")


def unknown_towns(config: Config) -> list[str]:
    """Towns in regions.toml, of sources and venues that places.csv does not have: what lies there is in no region."""
    book = gazetteer(config.folder)
    named = [(f"regions.toml: [{one.id}] cities", city, one.land) for one in config.regions for city in one.cities]
    named += [(f"source {one.id}: city", one.city, None) for one in config.sources.values() if one.city]
    named += [("venues.toml: city", one.city, None) for one in dict.fromkeys(config.venues.values()) if one.city]
    strange = [
        (where, city, land)
        for where, city, land in named
        if not any(land in (None, place.land) for place in book.named(city))
    ]
    known = {place.name for place in book.places()} if strange else ()
    return [
        f'{where}: no town "{city}" in places.csv{f" in {land}" if land else ""}{did_you_mean(city, known)}'
        for where, city, land in strange
    ]


def _feeds(config: Config) -> Finding:
    feeds, issues = configured(config, choices(config))
    wrong = any(issue.level == "error" for issue in issues)
    return _finding(
        "feeds", not wrong, "\n".join([f"{len(feeds)} of feeds.toml", *(issue.message for issue in issues)])
    )


def _database(place: Workplace) -> Finding:
    if not place.database.exists() and not place.is_lost:
        return _finding("database", True, "none yet; the first run makes it")
    try:
        with place.store() as store:
            return _finding("database", True, f"{len(store.events())} events")
    except StorageError as error:
        return _finding("database", False, str(error))


def _ledger(place: Workplace) -> Finding:
    ledger = place.ledger
    if place.forgot_decisions:
        return _finding("ledger", False, f"{ledger.path}: {NO_LEDGER}")
    if ledger.is_empty:
        return _finding("ledger", True, "none yet; the first run makes it")
    if ledger.lacks:
        told = f"lost lines that {ledger.lacks.name} still has; the next run puts them back"
        return _finding("ledger", False, f"{ledger.path}: {told}")
    damaged = ledger.damaged()
    told = f"cannot be read: line {', '.join(map(str, damaged))}; put it back from a backup"
    return _finding("ledger", not damaged, f"{ledger.path}: {told if damaged else 'whole'}")
