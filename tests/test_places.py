"""Places: a line of tests/tables/places_de.toml is a test; the rest are properties of the gazetteer and the regions."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import Region, default_folder, load
from pipeline.geo.gazetteer import gazetteer
from pipeline.geo.geonames import import_postcodes
from pipeline.geo.postcodes import land_of
from pipeline.geo.regions import distance_km, regions_of
from pipeline.model import Venue
from pipeline.places import find_city, online_mode, read_venue

TABLES = Path(__file__).parent / "tables"
CASES = tomllib.loads((TABLES / "places_de.toml").read_text(encoding="utf-8"))["case"]
FIELDS = ("city", "land", "postcode", "street", "name")


def read(case: Mapping[str, Any]) -> dict[str, str]:
    text, title = case.get("text"), case.get("title", "")
    venue = read_venue(text, title=title, city=case.get("home"), land=case.get("home_land")) or Venue()
    answer = {field: getattr(venue, field) or "" for field in FIELDS}
    return {**answer, "mode": online_mode(text, title) or ""}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.get("text") or case.get("title") or "nothing")
def test_table(case: Mapping[str, Any]) -> None:
    answer = read(case)
    wanted = {key: value for key, value in case.items() if key in answer}
    assert {key: answer[key] for key in wanted} == wanted


PARTS = st.sampled_from(
    [
        "Straße",
        "str. 12",
        "33602",
        " 1933602 ",
        ", ",
        "\n",
        " – ",
        "/",
        "Am ",
        "in ",
        "Köln",
        "Neustadt a. d. ",
        "Online",
    ]
)


@settings(max_examples=150)
@given(st.lists(PARTS | st.text(max_size=20) | st.just("A-" * 100), max_size=40).map("".join))
def test_any_text_is_read_or_left(text: str) -> None:
    venue = read_venue(text, title=text[::-1], city="Lemgo", land="DE-NW")
    assert venue is None or (venue.lat is None) == (venue.lon is None)
    assert online_mode(text, text) in {"yes", "no", "hybrid", None}


def test_parts_a_source_gives() -> None:
    place = {"name": "Alte Weberei", "street": "Bogenstraße 1", "postcode": "33330", "city": "Gütersloh"}
    assert read_venue(None, place={**place, "lat": "51.9", "lon": 8.38}) == Venue(
        "Alte Weberei", "Bogenstraße 1", "33330", "Gütersloh", "DE-NW", 51.9, 8.38
    )
    assert read_venue("Alte Weberei, Bogenstraße 1, 33330 Gütersloh", place=place) == read_venue(None, place=place)


@pytest.mark.parametrize("point", [{"lat": 0, "lon": 0}, {"lat": "x", "lon": 1}, {"lat": 91, "lon": 8}, {"lat": None}])
def test_coordinates_that_are_none(point: Mapping[str, Any]) -> None:
    assert read_venue("Lemgo", place=point) == read_venue("Lemgo")


def test_a_known_venue_fills_what_the_text_leaves_out() -> None:
    known = Venue("Alte Weberei", "Bogenstraße 1", "33330", "Gütersloh", "DE-NW", 51.9, 8.38)
    aliases = {"weberei": known}
    assert read_venue("Weberei", aliases=aliases) == known
    assert read_venue("Weberei", city="Bielefeld", aliases=aliases) == known
    elsewhere = read_venue("Weberei, Köln", aliases=aliases)
    assert elsewhere is not None and (elsewhere.city, elsewhere.street) == ("Köln", None)


def test_imported_postcodes_are_exact(tmp_path: Path) -> None:
    row = "DE\t{}\t{}\tNordrhein-Westfalen\tNW\t\t\t\t\t{}\t{}\t4\n"
    table = tmp_path / "DE.txt"
    table.write_text(row.format("32657", "Lemgo", 52.02, 8.89) + row.format("32657", "Lemgo-Brake", 52.04, 8.91))
    assert import_postcodes(table, tmp_path) == 1
    venue = read_venue("Campusallee 12, 32657", book=gazetteer(tmp_path))
    assert venue == Venue(None, "Campusallee 12", "32657", "Lemgo", "DE-NW", 52.03, 8.9)


@pytest.mark.parametrize("text", ["", "DE\t32657\tLemgo\n", "name,land\nLemgo,NW\n"])
def test_a_file_that_is_no_postcode_table(tmp_path: Path, text: str) -> None:
    (tmp_path / "DE.txt").write_text(text)
    with pytest.raises(ValueError, match=r"DE\.txt:1: "):
        import_postcodes(tmp_path / "DE.txt", tmp_path)


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("32657 Lemgo", {"lippe", "owl", "nordrhein-westfalen"}),
        ("33102", {"paderborn", "owl", "nordrhein-westfalen"}),
        ("Werther, NRW", {"guetersloh", "owl", "nordrhein-westfalen"}),
        ("Frankfurt (Oder)", {"brandenburg"}),
        ("Würzburg", {"wuerzburg", "mainfranken", "unterfranken", "franken", "bayern"}),
        ("97877 Wertheim", {"baden-wuerttemberg"}),
        ("Ludwigshafen", {"rhein-neckar", "rheinland-pfalz"}),
        ("Wien", set()),
        ("Online", set()),
    ],
)
def test_regions(text: str, regions: set[str]) -> None:
    assert set(regions_of(read_venue(text), load(default_folder()).regions)) == regions


def test_a_region_around_itself_ends() -> None:
    circle = (Region("a", "A", land="DE-NW", parent="b"), Region("b", "B", cities=("X",), parent="a"))
    assert regions_of(Venue(land="DE-NW"), circle) == ("a", "b")


def test_distance() -> None:
    assert distance_km(52.0333, 8.5333, 51.7191, 8.7544) == pytest.approx(38.1, abs=0.3)  # Bielefeld, Paderborn
    assert distance_km(50, 8, 50, 8) == 0


@pytest.mark.parametrize(
    ("text", "name"), [("bielefeld", "Bielefeld"), ("Halle (Westf.)", "Halle (Westf.)"), ("Nirgendshausen", None)]
)
def test_find_city(text: str, name: str | None) -> None:
    city = find_city(text)
    assert (city.name if city else None) == name


@pytest.mark.parametrize(
    ("postcode", "land"),
    [("33602", "DE-NW"), ("01067", "DE-SN"), ("01968", "DE-BB"), ("14109", "DE-BE"), ("12529", "DE-BB"),
     ("27570", "DE-HB"), ("27498", "DE-SH"), ("55252", "DE-HE"), ("97877", "DE-BW"), ("88131", "DE-BY"),
     ("48465", "DE-NI"), ("53619", "DE-RP"), ("66424", "DE-SL"), ("04600", "DE-TH"), ("38486", "DE-ST"),
     ("23936", "DE-MV"), ("22765", "DE-HH"), ("22113", None), ("06556", None), ("69412", None), ("00000", None)],
)  # fmt: skip
def test_land_of_a_postcode(postcode: str, land: str | None) -> None:
    assert land_of(postcode) == land
