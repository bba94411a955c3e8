"""`pitchradar doctor` on what an operator wrote: what loads and yet cannot be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import default_folder, load
from pitchradar.doctor import doctor, unknown_towns

REGIONS = '[schwaben]\nname = "Schwaben"\nland = "DE-BY"\ncities = ["Augsburg", "{town}"]\n'
SOURCE = '[haus]\nurl = "https://haus.example/"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config" / "sources").mkdir(parents=True)
    return tmp_path / "config"


def found(config: Path, what: str) -> tuple[bool, str]:
    (row,) = [row for row in doctor(config, config.parent / "var") if row["what"] == what]
    return row["ok"], row["says"]


@pytest.mark.parametrize(
    ("region", "city", "says"),
    [
        ("Kempten", "Augsburg", ""),
        ("Kemptn", "Augsburg", 'regions.toml: [schwaben] cities: no town "Kemptn" in places.csv in DE-BY'),
        ("Ulm", "Augsburg", 'regions.toml: [schwaben] cities: no town "Ulm" in places.csv in DE-BY'),
        ("Kempten", "Augsburk", 'source haus: city: no town "Augsburk" in places.csv; did you mean "Augsburg"?'),
    ],
)
def test_a_town_that_no_list_knows_is_told(region: str, city: str, says: str, folder: Path) -> None:
    (folder / "regions.toml").write_text(REGIONS.format(town=region), "utf-8")
    (folder / "sources" / "schwaben.toml").write_text(f'{SOURCE}city = "{city}"\n', "utf-8")
    ok, told = found(folder, "places")
    assert (ok, says in told) == (not says, True)


def test_the_town_of_a_venue_is_looked_up(folder: Path) -> None:
    (folder / "venues.toml").write_text('[werk]\nnames = ["Das Werk", "Werk"]\ncity = "Bielefelt"\n', "utf-8")
    told = 'venues.toml: city: no town "Bielefelt" in places.csv; did you mean "Bielefeld"?'
    assert found(folder, "places") == (False, told)


def test_the_packaged_towns_are_known() -> None:
    assert unknown_towns(load(default_folder())) == []


def test_a_feed_around_a_town_that_no_list_knows_is_told(folder: Path) -> None:
    (folder / "feeds.toml").write_text('[nah]\ntitle = "Nah"\nfilter = { ort = "Bielefelt", umkreis = 20 }\n', "utf-8")
    ok, told = found(folder, "feeds")
    assert not ok and "[nah]" in told and "Bielefelt" in told


def test_packaged_feeds_that_are_left_out_are_told(folder: Path) -> None:
    (folder / "regions.toml").write_text(REGIONS.format(town="Kempten"), "utf-8")
    ok, told = found(folder, "feeds")
    assert ok and 'packaged feed left out: [industrie-owl] unknown region "owl"' in told


def test_a_legal_page_that_is_missing_is_told(folder: Path) -> None:
    (folder / "settings.toml").write_text('impressum = "/impressum"\ndatenschutz = "https://haus.example/d"\n', "utf-8")
    page = folder.parent / "var" / "public" / "impressum.html"
    assert str(page) in found(folder, "legal pages")[1]
    page.parent.mkdir(parents=True)
    page.write_text("<h1>Impressum</h1>", "utf-8")
    assert found(folder, "legal pages") == (True, "not set: barrierefreiheit")


def test_all_that_is_wrong_is_told_in_one_go(folder: Path) -> None:
    (folder / "settings.toml").write_text('contakt = "x"\n', "utf-8")
    (folder / "sources" / "owl.toml").write_text("[haus\n", "utf-8")
    art = '[art]\nurl = "https://b.example/"\nkind = "icss"\nregion = "xx"\ntimezone = "Europa/Berlin"\n'
    (folder / "sources" / "herford.toml").write_text(f'[ohne]\ntitle = "x"\n{art}', "utf-8")
    feeds = 'title = "Nah"\nfilter = { branche = "gibtsnicht", ort = "Bielefelt" }\n'
    spoken = 'title = "Weit"\nfilter = { thema = "nichts", sprache = "deutsch" }\n'
    (folder / "feeds.toml").write_text(f"[nah]\n{feeds}[weit]\n{spoken}", "utf-8")
    told = found(folder, "config")[1] + found(folder, "feeds")[1]
    wrong = '"contakt"|no valid TOML|[ohne] url|kind "icss"|region "xx"|"Europa/Berlin"|"gibtsnicht"|"nichts"|sprache'
    assert [part for part in wrong.split("|") if part not in told] == [] and "Bielefelt" in told
    assert told.count("gibtsnicht") == 1


@pytest.mark.parametrize("table", [b"kaputt;\nxx", b"\xff\xfe"])
def test_a_table_of_places_that_cannot_be_read_is_told(table: bytes, folder: Path) -> None:
    (folder / "places.csv").write_bytes(table)
    ok, told = found(folder, "config")
    assert not ok and "places.csv:" in told
