"""Regions: what belongs to one, and which ones a venue lies in. Reads no text and no file.

A region may be a Land, a list of towns, postcode areas, a circle, or several of these; one hit is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from pipeline.model import Venue
from pipeline.text import fold

EARTH_KM = 6371.0088  # mean radius, IUGG


@dataclass(frozen=True, slots=True)
class Region:
    """An entry of regions.toml. `center` is (latitude, longitude) in degrees, `radius_km` kilometres.

    With `cities`, `postcodes` or a circle, `land` narrows them (a town of that name elsewhere is another town);
    alone it means the whole Land. `names` are further names people write; `parent` is the region around it.
    """

    id: str
    name: str
    land: str | None = None
    center: tuple[float, float] | None = None
    radius_km: float | None = None
    cities: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    parent: str | None = None
    everywhere: bool = False


def distance_km(a_lat: float, a_lon: float, b_lat: float, b_lon: float) -> float:
    """Great-circle distance in kilometres between two points in degrees (haversine)."""
    a_phi, b_phi = radians(a_lat), radians(b_lat)
    half = sin((b_phi - a_phi) / 2) ** 2 + cos(a_phi) * cos(b_phi) * sin(radians(b_lon - a_lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def regions_of(venue: Venue | None, regions: Sequence[Region]) -> tuple[str, ...]:
    """Ids of the regions `venue` lies in, in the order of `regions`; the regions around one count too."""
    if venue is None:
        return ()
    parents = {region.id: region.parent for region in regions}
    inside = {part for region in regions if _holds(region, venue) for part in _upwards(region.id, parents)}
    return tuple(region.id for region in regions if region.id in inside)


def _holds(region: Region, venue: Venue) -> bool:
    if region.everywhere or (region.land and venue.land and region.land != venue.land):
        return False
    if not (region.cities or region.postcodes or region.center):
        return region.land is not None and region.land == venue.land
    return _town(region, venue) or _postcode(region, venue) or _circle(region, venue)


def _town(region: Region, venue: Venue) -> bool:
    if not venue.city or (region.land and not venue.land):
        return False
    return fold(venue.city) in _folded(region.cities)


@lru_cache(maxsize=1_000)
def _folded(cities: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, cities))


def _postcode(region: Region, venue: Venue) -> bool:
    return bool(region.postcodes) and venue.postcode is not None and venue.postcode.startswith(region.postcodes)


def _circle(region: Region, venue: Venue) -> bool:
    if region.center is None or region.radius_km is None or venue.lat is None or venue.lon is None:
        return False
    return distance_km(*region.center, venue.lat, venue.lon) <= region.radius_km


def _upwards(region: str | None, parents: dict[str, str | None]) -> Iterator[str]:
    seen: set[str] = set()
    while region is not None and region in parents and region not in seen:
        seen.add(region)
        yield region
        region = parents[region]
