"""Knows places by name and postcode: config/places.csv, and the exact postcode table where one was imported.

Finds names in text and chooses between places of one name; does not know what an address looks like.
The data is GeoNames (CC BY 4.0), derived by tools/build_places.py.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.calm import calm
from pipeline.defaults import default_folder
from pipeline.geo import postcodes
from pipeline.geo.regions import distance_km
from pipeline.text import fold

PLACES = "places.csv"
POSTCODES = "postcodes.csv"
LARGE = 20_000  # people; from here on also spellings without umlauts are known
DOMINANT = 10  # a place so many times larger than the next of its name is meant when nothing else is said
NEAR_KM = 45.0  # places of one name are seldom nearer to each other than this

_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[ \t./()'’-]{1,3}")
_STRIPPED = str.maketrans("äöüÄÖÜ", "aouAOU")


class City(NamedTuple):
    """A place. `land` is an ISO 3166-2 Land, abroad a country code; `part_of` is the city it is a quarter of."""

    name: str
    land: str
    lat: float
    lon: float
    population: int
    part_of: str = ""


class Hit(NamedTuple):
    """A place name found in a text: text[start:end], and its folded form."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known beside the name. `lands`: it must lie in one of them (None: anywhere); `land`: it probably does;
    `near`: (latitude, longitude) it is probably not far from."""

    lands: frozenset[str] | None = None
    land: str | None = None
    near: tuple[float, float] | None = None


class Gazetteer:
    """All places by folded name. Made from a places.csv and, where there is one, a postcodes.csv; never changed."""

    def __init__(self, places: Path, exact: Path | None = None) -> None:
        self._rows: dict[str, list[Sequence[str]]] = {}
        self._loose: dict[str, list[Sequence[str]]] = {}  # large towns by their name without umlauts: "Munster"
        self._read: dict[str, tuple[tuple[City, ...], tuple[City, ...]]] = {}  # rows become cities when asked for
        self._longest: dict[str, int] = {}
        with places.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            next(rows)
            for row in rows:
                self._add(row)
        self._codes = dict(_read_codes(exact)) if exact and exact.exists() else {}

    def _add(self, row: Sequence[str]) -> None:
        for name in (row[0], *row[1].split("|")) if row[1] else (row[0],):
            self._file(self._rows, _key(name), row)
        if not row[0].isascii() and int(row[5]) >= LARGE:
            self._file(self._loose, _key(row[0].translate(_STRIPPED)), row)

    def _file(self, rows: dict[str, list[Sequence[str]]], key: str, row: Sequence[str]) -> None:
        known = rows.setdefault(key, [])
        if row not in known:
            known.append(row)
        first, _, rest = key.partition(" ")
        length = rest.count(" ") + 2 if rest else 1
        if self._longest.get(first, 0) < length:
            self._longest[first] = length

    def places(self) -> list[City]:
        """All German towns, without their quarters, the largest first."""
        rows = {id(row): row for rows in self._rows.values() for row in rows}.values()
        towns = [city for city in map(_city, rows) if city.land.startswith("DE-") and not city.part_of]
        return sorted(towns, key=lambda city: (-city.population, city.name))

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of all names, folded: a text without one of them names no place."""
        return frozenset(word for key in (*self._rows, *self._loose) for word in key.split())

    def knows(self, key: str) -> bool:
        """Whether any place has this folded name."""
        return key in self._rows or key in self._loose

    def named(self, name: str) -> list[City]:
        """All places of this name, the largest first."""
        return list(self._cities(folded(name))[0])

    def names_of(self, city: City) -> list[str]:
        """Its names as they are written: its own, behind that of its town if it is a quarter, and its other ones."""
        row = next(row for row in self._rows[_key(city.name)] if _city(row) == city)
        within = [f"{city.part_of}-{city.name}"] if city.part_of else []
        return [city.name, *within, *row[1].split("|")]

    def _cities(self, key: str) -> tuple[tuple[City, ...], tuple[City, ...]]:
        """(places of this name, large towns that are written so without umlauts), the largest first."""
        if key not in self._read and self.knows(key):
            exact, loose = self._rows.get(key, []), self._loose.get(key, [])
            self._read[key] = tuple(map(_city, exact)), tuple(_city(row) for row in loose if row not in exact)
        return self._read.get(key, ((), ()))

    def exact(self, postcode: str) -> City | None:
        """The place of a postcode from the imported table, or None."""
        return self._codes.get(postcode)

    def find(self, text: str, start: int = 0) -> Iterator[Hit]:
        """Names of places in `text` from `start`, longest first, not overlapping; only words with a capital."""
        words = [(match.start(), match.end()) for match in _WORD.finditer(text, start)]
        at = 0
        while at < len(words):
            hit, used = self._longest_at(text, words, at)
            if hit:
                yield hit
            at += used

    def _longest_at(self, text: str, words: Sequence[tuple[int, int]], at: int) -> tuple[Hit | None, int]:
        begin, end = words[at]
        if not text[begin].isupper():
            return None, 1
        first = folded(text[begin:end])
        key, best, used = first, None, 1
        for count in range(1, self._longest.get(first, 0) + 1):
            if count > 1:
                if at + count > len(words) or not _GAP.fullmatch(text, end, words[at + count - 1][0]):
                    break
                key += " " + folded(text[words[at + count - 1][0] : words[at + count - 1][1]])
                end = words[at + count - 1][1]
            if key in self._rows or key in self._loose:
                best, used = Hit(begin, end, key), count
        return best, used

    def choose(self, key: str, hints: Hints) -> tuple[City | None, str | None]:
        """(place, Land) for a folded name; the place is None when several remain, the Land when they differ there."""
        exact, loose = self._cities(key)
        cities: Sequence[City] = sorted(exact + loose, key=_size) if loose else exact
        if hints.lands is not None:
            cities = [city for city in cities if city.land in hints.lands]
        cities = [city for city in cities if not city.part_of] or cities
        chosen = _only(cities) or _nearest(cities, hints) or _in_land(cities, hints.land)
        if not chosen and not (exact and loose):  # "Munster" is a town of its own; Münster may be meant all the same
            chosen = _dominant(cities)
        lands = {city.land for city in cities}
        return chosen, chosen.land if chosen else lands.pop() if len(lands) == 1 else None

    def middle_of(self, postcode: str) -> tuple[float, float] | None:
        """Roughly where the postcode's area lies: its main town, in degrees."""
        town = postcodes.main_town(postcode)
        cities = self.named(town) if town else []
        return (cities[0].lat, cities[0].lon) if cities else None


@lru_cache(maxsize=4)
def gazetteer(folder: Path | None = None) -> Gazetteer:
    """The places of a config folder (a file it leaves out comes from the packaged one), read once."""
    packaged = default_folder()
    own = folder if folder and (folder / PLACES).exists() else packaged
    codes = folder if folder and (folder / POSTCODES).exists() else packaged
    return _read(own / PLACES, codes / POSTCODES)


def unreadable(places: Path) -> str | None:
    """What is wrong with the first row of an operator's own places.csv that is none: "file:line: message"."""
    with places.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        try:
            next(rows)
            for row in rows:
                _city(row)
        except (ValueError, IndexError, StopIteration, csv.Error):
            line = max(rows.line_num, 1)
            return f"{places}:{line}: is no row of a place: name,also,land,lat,lon,population,part_of"
    return None


# Most folders leave both files out; what is read stays for good.
_read = lru_cache(maxsize=4)(calm(keep=True)(Gazetteer))


def _city(row: Sequence[str]) -> City:
    return City(row[0], row[2], float(row[3]), float(row[4]), int(row[5]), row[6])


def _size(city: City) -> int:
    return -city.population


def _only(cities: Sequence[City]) -> City | None:
    return cities[0] if len(cities) == 1 else None


def _nearest(cities: Sequence[City], hints: Hints) -> City | None:
    """The one place within reach of the hint, or the larger of two that are (a town and its outskirts)."""
    if hints.near is None:
        return None
    around = [city for city in cities if distance_km(*hints.near, city.lat, city.lon) <= NEAR_KM]
    return _only(around) or _dominant(around)


def _in_land(cities: Sequence[City], land: str | None) -> City | None:
    """The place of this name in the Land, unless a far larger one elsewhere is more likely meant."""
    inside = [city for city in cities if city.land == land]
    best = _only(inside) or _dominant(inside)
    return best if best and best.population * 2 * DOMINANT >= cities[0].population else None


def _dominant(cities: Sequence[City]) -> City | None:
    """The largest (they come in that order) when it is a town and the next of its name is far smaller."""
    if not cities or cities[0].population < LARGE:
        return None
    return cities[0] if len(cities) == 1 or cities[0].population >= DOMINANT * cities[1].population else None


def _read_codes(path: Path) -> Iterator[tuple[str, City]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            if len(row) == 5 and row[0].isdigit():
                yield row[0], City(row[1], row[2], float(row[3]), float(row[4]), 0)


def _key(name: str) -> str:
    return name.lower() if name.isascii() and name.isalpha() else fold(name)


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """`text.fold`, remembered: the same words come again and again."""
    return fold(text)
