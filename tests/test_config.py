"""A folder in tests/config is a case: expected.txt holds every complaint about it, or nothing when there is none."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from crawlers.extractors import MODULES
from pipeline.config import KINDS, Config, ConfigError, default_folder, load
from pipeline.configfile.schema import FeedKeys, RegionKeys, Settings, SourceKeys
from pipeline.configfile.tomllines import key_lines
from pipeline.configfile.values import duration
from pipeline.model import Source

ROOT = Path(__file__).parent
CASES = sorted(path.parent for path in ROOT.glob("config/*/expected.txt"))


def complaints(folder: Path) -> list[str]:
    try:
        load(folder)
    except ConfigError as error:
        return [problem.replace(f"{folder}/", "") for problem in error.problems]
    return []


@pytest.fixture(scope="module")
def shipped() -> Config:
    return load(default_folder())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_problem_names_file_and_line(case: Path) -> None:
    assert complaints(case) == case.joinpath("expected.txt").read_text(encoding="utf-8").splitlines()


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    assert complaints(tmp_path / "none") == [
        f"{tmp_path}/none:1: there is no such folder (`pitchradar init` makes one)"
    ]


def test_an_empty_folder_has_the_defaults_but_no_sources(tmp_path: Path, shipped: Config) -> None:
    config = load(tmp_path)
    assert config.sources == {}
    assert (config.settings, config.regions, config.feeds) == (shipped.settings, shipped.regions, shipped.feeds)


def test_packaged_feeds_of_regions_that_an_own_file_does_not_have_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "regions.toml").write_text('[mittelstand]\nname = "Mitte"\nland = "DE-HE"\n')
    config = load(tmp_path)
    assert config.feeds == ()
    assert config.left_out == (
        'packaged feed left out: [industrie-owl] unknown region "owl"',
        'packaged feed left out: [logistik-owl] unknown region "owl"',
        'packaged feed left out: [pitch-nrw] unknown region "nordrhein-westfalen"',
        'packaged feed left out: [feierabend-owl] unknown region "owl"',
        'packaged feed left out: "mittelstand" is already the id of a region',
    )
    (tmp_path / "feeds.toml").write_bytes((default_folder() / "feeds.toml").read_bytes())
    assert complaints(tmp_path) == [
        'feeds.toml:10: [industrie-owl] unknown region "owl"',
        'feeds.toml:15: [logistik-owl] unknown region "owl"',
        'feeds.toml:20: [pitch-nrw] unknown region "nordrhein-westfalen"',
        'feeds.toml:25: [feierabend-owl] unknown region "owl"',
        'feeds.toml:27: "mittelstand" is already the id of a region',
    ]


def test_a_source_gets_its_region_from_the_file_and_its_pace_from_the_settings(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "owl.toml").write_text('[a]\nurl = "https://a.example/"\nselect = { item = "li" }\n')
    (tmp_path / "settings.toml").write_text('every = "6h"\n')
    assert load(tmp_path).sources["a"] == Source(
        id="a", url="https://a.example/", region="owl", every="6h", select={"item": "li"}
    )


def test_filters_are_written_as_in_an_address(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text(
        '[a]\ntitle = "A"\nfilter = { branche = ["logistik", "handel"], ort = "Lemgo", umkreis = 40, abends = true }\n'
    )
    assert load(tmp_path).feeds[0].filter == {
        "branche": "logistik,handel",
        "ort": "Lemgo",
        "umkreis": "40",
        "abends": "ja",
    }


def test_a_source_file_may_have_every_field_of_a_source() -> None:
    assert set(SourceKeys.model_fields) == {field.name for field in fields(Source)} - {"id", "learnt"}


def test_the_settings_file_shows_the_defaults(shipped: Config) -> None:
    assert shipped.settings == Settings()


def test_no_shipped_source_claims_to_be_verified(shipped: Config) -> None:
    assert len(shipped.sources) > 100
    assert not [source.id for source in shipped.sources.values() if source.verified]


def test_no_two_shipped_sources_fetch_the_same_page(shipped: Config) -> None:
    assert len({source.url for source in shipped.sources.values()}) == len(shipped.sources)


def test_a_source_may_name_every_extractor_and_nothing_else() -> None:
    assert set(MODULES) == KINDS


@pytest.mark.parametrize(("text", "length"), [("30m", 0.5), ("12h", 12), ("2d", 48), ("1w", 168)])
def test_durations(text: str, length: float) -> None:
    assert duration(text) == timedelta(hours=length)


def test_every_key_has_its_heading() -> None:
    headings = {
        line.strip("# `").strip()
        for line in (ROOT.parent / "docs" / "config.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("#")
    }
    keys = {key for model in (Settings, RegionKeys, FeedKeys, SourceKeys) for key in model.model_fields}
    assert keys - headings == set()


def test_key_lines() -> None:
    text = 'a = 1\n[b]\nc = [\n  "]",\n]\nd.e = """\n[x]\n"""\n"f g" = 2\n[[h]]\ni = 1\n[[h]]\ni = 2\n'
    assert key_lines(text) == {
        ("a",): 1,
        ("b",): 2,
        ("b", "c"): 3,
        ("b", "d"): 6,
        ("b", "d", "e"): 6,
        ("b", "f g"): 9,
        ("h",): 10,
        ("h", 0): 10,
        ("h", 0, "i"): 11,
        ("h", 1): 12,
        ("h", 1, "i"): 13,
    }
