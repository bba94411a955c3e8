"""Makes the table of postcodes out of GeoNames' postal codes (geonames.org, CC BY 4.0). Looks nothing up."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.geo.gazetteer import POSTCODES, gazetteer
from pipeline.wholefile import write_whole


def import_postcodes(file: Path, folder: Path) -> int:
    """Write `folder`/postcodes.csv from the GeoNames postal-code table (tab-separated, one of its country files).

    Return how many postcodes it holds; raise ValueError when `file` is no such table.
    """
    places: dict[str, list[_Entry]] = {}
    with file.open(encoding="utf-8", newline="") as source:
        for number, line in enumerate(source, 1):
            code, place = _geonames(line, f"{file}:{number}")
            places.setdefault(code, []).append(place)
    if not places:
        raise ValueError(f"{file}:1: holds no postcodes")
    rows = io.StringIO()
    csv.writer(rows, lineterminator="\n").writerows(_middle(code, found) for code, found in sorted(places.items()))
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / POSTCODES, [rows.getvalue().encode()])
    gazetteer.cache_clear()
    return len(places)


class _Entry(NamedTuple):
    """A place of a postcode: `land` as in City; degrees."""

    name: str
    land: str
    lat: float
    lon: float


def _geonames(line: str, where: str) -> tuple[str, _Entry]:
    """(postcode, place) of a row: country, postcode, place, Land, its code, …, latitude, longitude (GeoNames)."""
    parts = line.rstrip("\r\n").split("\t")
    try:
        country, code, name, _, admin = parts[:5]
        lat, lon = float(parts[9]), float(parts[10])
    except (ValueError, IndexError) as error:
        raise ValueError(f"{where}: is no row of the GeoNames postal-code table") from error
    return code, _Entry(name, f"DE-{admin}" if country == "DE" else country, lat, lon)


def _middle(code: str, found: Sequence[_Entry]) -> list[str]:
    """One row for a postcode: its first place, the middle of all of them; no Land when they lie in several."""
    lands = {place.land for place in found}
    lat, lon = (sum(values) / len(found) for values in ([p.lat for p in found], [p.lon for p in found]))
    return [code, found[0].name, lands.pop() if len(lands) == 1 else "", f"{lat:.4f}", f"{lon:.4f}"]
