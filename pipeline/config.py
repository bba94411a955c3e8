"""Reads a config folder into typed objects, or says everything that is wrong with it, each with file and line.

A file the folder leaves out comes from the packaged defaults; sources never do. Judges only what needs several files
(unknown regions, ids that stand twice); single values are `schema`'s business. Reads no clock, fetches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pipeline.configfile.schema import FeedKeys, Keys, RegionKeys, Settings, SourceKeys, VenueKeys, listed, plain
from pipeline.configfile.toml import ConfigError, TomlFile, did_you_mean, read_toml, validated
from pipeline.defaults import default_folder
from pipeline.filterwords import OPEN
from pipeline.geo.gazetteer import PLACES, unreadable
from pipeline.geo.regions import Region
from pipeline.model import Source, Venue
from pipeline.tagging.labels import IDS
from pipeline.tagging.vocabulary import Vocabulary, read_vocabulary
from pipeline.text import fold

__all__ = ["KINDS", "Config", "ConfigError", "FeedSpec", "Region", "Settings", "default_folder", "load"]

K = TypeVar("K", bound=Keys)

# The names of all extractors; those of `crawlers.extractors`, which this room must not know.
KINDS: frozenset[str] = frozenset(
    """ics rss json schema_org microformats listing tec meetup luma eventbrite pretix sf_event_mgt typo3_cal calendarize
    bevy hi_events gancio localist odoo mec mobilizon events_manager event_organiser ai1ec my_calendar plone nextcloud
    google_calendar""".split()
)
IN_FILES = ("region", "branche", "format", "thema", "ohne")  # words of a filter whose values stand in the config
IDS_OF: Mapping[str, Collection[str]] = {
    "branche": {*IDS["industries"], OPEN},
    "format": IDS["formats"],
    "thema": IDS["topics"],
    "ohne": {*IDS["industries"], *IDS["topics"], *IDS["formats"]},
}
RESERVED = ("startup-termine", "aenderungen", "index", "auswahl")  # names the feeds folder uses itself
_LINE = re.compile(r"(.*?):(\d+): ")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
FILES = tuple(
    f"{name}.toml" for name in "settings regions feeds venues industries topics formats relevance reading".split()
)


@dataclass(frozen=True, slots=True)
class FeedSpec:
    """A named feed: `filter` holds the words of a feed's address ({"branche": "logistik,handel", "offen": "ja"})."""

    id: str
    title: str
    description: str = ""
    filter: Mapping[str, str] = field(default_factory=dict)
    color: str | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """A whole config folder. `venues`: {folded alias: Venue}; `left_out`: packaged feeds that were not taken,
    and why."""

    settings: Settings
    sources: dict[str, Source]
    regions: tuple[Region, ...]
    feeds: tuple[FeedSpec, ...]
    vocabulary: Vocabulary
    folder: Path
    venues: Mapping[str, Venue] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def load(folder: Path) -> Config:
    """The config of `folder`; raises ConfigError naming all problems."""
    config, problems = attempt(folder)
    if problems:
        raise ConfigError(problems)
    return config


def attempt(folder: Path) -> tuple[Config, list[str]]:
    """What can be read of `folder`, and all problems; raises ConfigError without a folder."""
    reader = _Reader(folder)
    return reader.config(), sorted(reader.problems, key=_place)


class _Reader:
    """One reading of one folder; collects problems instead of stopping at the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[str] = []
        self.left_out: list[str] = []
        self.region_ids: frozenset[str] = frozenset()

    def config(self) -> Config:
        if not self.folder.is_dir():
            raise ConfigError([f"{self.folder}:1: there is no such folder (`pitchradar init` makes one)"])
        self._files()
        settings = self._settings()
        vocabulary = self._vocabulary()
        regions = self._regions()
        sources, feeds, venues = self._sources(settings), self._feeds(), self._venues()
        return Config(settings, sources, regions, feeds, vocabulary, self.folder, venues, tuple(self.left_out))

    def _files(self) -> None:
        for path in sorted(self.folder.glob("*.toml")):
            if path.name not in FILES:
                self.problems.append(f"{path}:1: unknown file{did_you_mean(path.name, FILES)}")
        for path in sorted((self.folder / "sources").glob("*/**/*.toml")):
            self.problems.append(f"{path}:1: files of sources stand in sources/ itself, in no folder there")
        if (places := self.folder / PLACES).exists() and self.folder.resolve() != default_folder().resolve():
            self.problems += filter(None, [unreadable(places)])

    def _settings(self) -> Settings:
        file = self._read("settings.toml")
        try:
            return validated(Settings, file.data, file) if file else Settings()
        except ConfigError as error:
            self.problems += error.problems
            return Settings()

    def _vocabulary(self) -> Vocabulary:
        try:
            return read_vocabulary(self.folder, default_folder())
        except ConfigError as error:
            self.problems += error.problems
            return read_vocabulary(default_folder(), default_folder())

    def _regions(self) -> tuple[Region, ...]:
        file = self._read("regions.toml")
        tables = list(self._tables(file, RegionKeys))
        for id in IDS["industries"]:
            if file and id in file.data:
                self.problems.append(file.problem((id,), f'"{id}" is already the id of an industry'))
        self.region_ids = frozenset(file.data if file else ())
        if file and not file.data:
            self.problems.append(f"{file.path}:1: names no region; without this file the packaged ones hold")
        for id, data in _raw(file):
            assert file is not None
            self.problems += _unknown(file, (id, "parent"), "region", _words(data.get("parent")), self.region_ids)
        parents = {id: keys.parent for id, keys in tables}
        for id, parent in parents.items():
            if file and parent is not None and (way := _outwards(id, parents))[-1] == id:
                self.problems.append(file.problem((id, "parent"), f"[{id}] lies in itself: {' in '.join(way)}"))
        return tuple(Region(id=id, **plain(keys)) for id, keys in tables)

    def _sources(self, settings: Settings) -> dict[str, Source]:
        sources: dict[str, Source] = {}
        places: dict[str, str] = {}
        for path in sorted((self.folder / "sources").glob("*.toml")):
            file = self._file(path)
            for id, data in _raw(file):
                assert file is not None
                self._check_source(file, id, data)
            for id, keys in self._tables(file, SourceKeys):
                assert file is not None
                if id in places:
                    self.problems.append(file.problem((id,), f'source "{id}" stands also in {places[id]}'))
                places.setdefault(id, f"{path}:{file.line_of((id,))}")
                sources[id] = _source(id, keys, path.stem, settings)
        return sources

    def _check_source(self, file: TomlFile, id: str, data: Mapping[str, Any]) -> None:
        self.problems += _unknown(file, (id, "kind"), "kind", _words(data.get("kind")), KINDS)
        self.problems += self._unknown_regions(file, (id, "region"), _words(data.get("region") or file.path.stem))
        for name, labels in _inner(data, "tags").items():
            if name in IDS:
                self.problems += _unknown(file, (id, "tags", name), name, _words(labels), IDS[name])

    def _feeds(self) -> tuple[FeedSpec, ...]:
        """Packaged feeds of what an own regions.toml does not have are left out: nobody here has written them."""
        file, own = self._read("feeds.toml"), (self.folder / "feeds.toml").exists()
        feeds = []
        wrong = {id: list(self._wrong_in_feed(file, id, data)) for id, data in _raw(file) if file}
        self.problems += [problem for found in wrong.values() for problem in found if own]
        for id, keys in self._tables(file, FeedKeys):
            if (problems := wrong[id]) and own:
                left = keys.filter.model_copy(update=dict.fromkeys(IN_FILES))  # can still be judged
                keys = keys.model_copy(update={"filter": left})
            elif problems:
                self.left_out += [f"packaged feed left out: {_LINE.sub('', problem, count=1)}" for problem in problems]
                continue
            feeds.append(_feed(id, keys))
        return tuple(feeds)

    def _wrong_in_feed(self, file: TomlFile, id: str, data: Mapping[str, Any]) -> Iterator[str]:
        for what, taken in (
            ("a region", self.region_ids),
            ("an industry", IDS["industries"]),
            ("pitchradar's", RESERVED),
        ):
            if id in taken:
                yield file.problem((id,), f'"{id}" is already the id of {what}')
        at, asked = (id, "filter"), _inner(data, "filter")
        yield from self._unknown_regions(file, (*at, "region"), _listed(asked.get("region")))
        for name, ids in IDS_OF.items():
            yield from _unknown(file, (*at, name), name, _listed(asked.get(name)), ids)

    def _venues(self) -> dict[str, Venue]:
        venues: dict[str, Venue] = {}
        for id, keys in self._tables(self._read("venues.toml"), VenueKeys):
            parts = plain(keys)
            parts.pop("names")
            venue = Venue(**parts)
            venues.update({fold(alias): venue for alias in (id, *keys.names)})
        return venues

    def _read(self, name: str) -> TomlFile | None:
        own = self.folder / name
        path = own if own.exists() else default_folder() / name
        return self._file(path) if path.exists() else None

    def _file(self, path: Path) -> TomlFile | None:
        try:
            return read_toml(path)
        except ConfigError as error:
            self.problems += error.problems
            return None

    def _tables(self, file: TomlFile | None, model: type[K]) -> Iterator[tuple[str, K]]:
        """(id, keys) of every good table of `file`."""
        for id, data in file.data.items() if file else ():
            assert file is not None
            try:
                if isinstance(data, list) and data and isinstance(data[0], dict):
                    raise ConfigError([file.problem((id,), f'"{id}" must be one table: [{id}], not [[{id}]]')])
                if not isinstance(data, dict):
                    raise ConfigError([file.problem((id,), f'"{id}" stands outside of any [table]')])
                if not _ID.fullmatch(id):
                    raise ConfigError([file.problem((id,), f'"{id}" is no id: use a-z, 0-9, "-" and "_"')])
                yield id, validated(model, data, file, (id,))
            except ConfigError as error:
                self.problems += error.problems

    def _unknown_regions(self, file: TomlFile, at: tuple[str, ...], words: list[str]) -> Iterator[str]:
        if self.region_ids:  # none: what is wrong with regions.toml is said already
            yield from _unknown(file, at, "region", words, self.region_ids)


def _raw(file: TomlFile | None) -> list[tuple[str, dict[str, Any]]]:
    """(id, what was written) of every table, also of those that are not good: a wrong key hides no wrong word."""
    return [(id, data) for id, data in file.data.items() if isinstance(data, dict)] if file else []


def _inner(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The table of this name in another; empty where something else was written."""
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def _words(value: object) -> list[str]:
    """The texts in what was written; what is neither text nor a list of texts is told already."""
    return [part for part in (value if isinstance(value, list) else [value]) if isinstance(part, str)]


def _listed(value: object) -> list[str]:
    """The ids in a filter value."""
    return listed(",".join(_words(value)))


def _unknown(file: TomlFile, at: tuple[str, ...], what: str, words: list[str], known: Collection[str]) -> Iterator[str]:
    for word in words:
        if word not in known:
            yield file.problem(at, f'[{at[0]}] unknown {what} "{word}"{did_you_mean(word, known)}')


def _outwards(id: str, parents: Mapping[str, str | None]) -> list[str]:
    """A region and those around it, from parent to parent, until there is none or one comes again."""
    way = [id]
    while (parent := parents.get(way[-1])) is not None:
        way.append(parent)
        if parent in way[:-1]:
            break
    return way


def _place(problem: str) -> tuple[str, int]:
    match = _LINE.match(problem)
    return (match[1], int(match[2])) if match else (problem, 0)


def _source(id: str, keys: SourceKeys, region: str, settings: Settings) -> Source:
    given = {"region": region, "every": settings.every, **plain(keys)}
    return Source(id=id, **given)


def _feed(id: str, keys: FeedKeys) -> FeedSpec:
    return FeedSpec(id, keys.title, keys.description, {k: str(v) for k, v in plain(keys.filter).items()}, keys.color)
