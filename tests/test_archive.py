"""`discover --warc`: the demo region's sites and generated pages as web archives, on this machine and on workers."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers.archive import pages, promising
from pitchradar import archive, scale
from pitchradar.demo.region import sites
from pitchradar.demo.website import Region, respond
from pitchradar.workplace import Workplace, workplace
from tests import warc

AT = datetime(2026, 11, 3, 5, tzinfo=UTC)
TODAY = datetime(2027, 2, 1, tzinfo=UTC)  # archives are old when they are read
PAST = "<ul>" + "".join(f"<li>Gründertreff {n}, 1{n}.10.2025, 18:00 Uhr, Rathaus, Bielefeld</li>" for n in range(5))
FAR = "<ul>" + "".join(f"<li>Startup pitch {n}, 1{n}.12.2026, 18:00 Uhr, Wien</li>" for n in range(5))
DULL = "<ul>" + "".join(f"<li>Chorprobe {n}, 1{n}.12.2026, 18:00 Uhr, Rathaus, Bielefeld</li>" for n in range(5))
OTHERS: list[warc.Answer] = [
    ("https://past.example/", 200, "text/html", PAST.encode()),
    ("https://far.example/", 200, "text/html", FAR.encode()),
    ("https://dull.example/", 200, "text/html; charset=utf-8", DULL.encode()),
    ("https://gone.example/", 404, "text/html", PAST.encode()),
    ("https://picture.example/", 200, "image/png", b"startup"),
    ("https://empty.example/", 200, "text/html", b""),
    ("https://[broken.example/", 200, "text/html", PAST.encode()),
]


def region_answers() -> list[warc.Answer]:
    """Every site's list under an address of the public web."""
    region = Region(AT.date())
    found = []
    for site in sites():
        path = region.index(site).removeprefix(region.address(site))
        status, kind, body = respond(region, site, path)
        found.append((f"https://{site}.example{path}", status, f"{kind}; charset=utf-8", body))
    return found


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    config = tmp_path / "config"
    (config / "sources").mkdir(parents=True)
    (config / "sources" / "owl.toml").write_text('[kammer]\nurl = "https://kammer.example/termine.xml"\n')
    return workplace(config, tmp_path / "var")


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    answers = region_answers()
    parts = [answers[::2] + OTHERS[:3], answers[1::2] + OTHERS[3:]]
    paths = [tmp_path / f"teil-{n}.warc.gz" for n in range(len(parts))]
    for path, part in zip(paths, parts, strict=True):
        warc.write(path, part, AT)
    return paths


def found(place: Workplace, files: list[Path], engine: scale.Engine | None = None) -> dict[str, Any]:
    return archive.survey_all(place, files, TODAY, lambda _: None, engine)


def test_hosts_with_start_up_events_in_our_regions_become_candidates(place: Workplace, files: list[Path]) -> None:
    answer = found(place, files)
    by_site = {row["site"]: row for row in answer["candidates"]}
    assert {"inkubator.example", "gruenderzentrum.example", "portal.example"} <= set(by_site)
    assert not {"kammer.example", *(url.split("/")[2] for url, *_ in OTHERS)} & set(
        by_site
    )  # a source already; nothing
    assert all(row["fresh"] > 0 and row["region"] for row in by_site.values())
    assert (by_site["gruenderzentrum.example"]["region"], by_site["portal.example"]["region"]) == ("bielefeld", "owl")
    (why,) = by_site["gruenderzentrum.example"]["evidence"]
    assert why.startswith("teil-") and "2026-11-03" in why and "https://gruenderzentrum.example/kalender.ics" in why
    figures = answer["archives"]
    assert sum(one["records"] for one in figures) == len(sites()) + len(OTHERS)
    assert all(one["failed"] is None and one["lost"] == 0 and one["records_per_core_second"] > 0 for one in figures)
    assert len({row["url"] for row in found(place, files)["candidates"]}) == len(by_site)  # again: the same rows


@pytest.mark.slow
def test_workers_find_the_same(place: Workplace, files: list[Path], tmp_path: Path) -> None:
    alone = found(place, files)["candidates"]
    other = Workplace(place.config, tmp_path / "other")
    with scale.engine(2, None) as engine:
        assert found(other, files, engine)["candidates"] == alone


def test_a_damaged_or_missing_archive_is_one_line_and_the_others_go_on(place: Workplace, files: list[Path]) -> None:
    whole = files[0].read_bytes()
    torn = files[0].with_name("zerrissen.warc.gz")
    torn.write_bytes(whole[: len(whole) // 2])
    answer = found(place, [torn, files[0].with_name("fehlt.warc.gz"), files[1]])
    states = {Path(one["path"]).name: one for one in answer["archives"]}
    assert states["fehlt.warc.gz"]["failed"] and states["teil-1.warc.gz"]["failed"] is None
    assert 0 < states["zerrissen.warc.gz"]["records"] < len(sites())
    assert answer["candidates"]


def test_a_page_that_kills_its_reader_is_lost_alone(
    place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = b"<p>startup" + b"<div>" * 3_000_000  # more memory than a reader may have, or a tree that is cut
    path = tmp_path / "tief.warc"
    good = next(one for one in region_answers() if "inkubator" in one[0])
    warc.write(path, [("https://deep.example/", 200, "text/html", deep), good], AT)
    answer = found(place, [path])
    assert [row["site"] for row in answer["candidates"]] == ["inkubator.example"]
    assert answer["archives"][0]["failed"] is None and answer["archives"][0]["records"] == 2


@pytest.mark.parametrize(
    ("body", "promises"),
    [
        ("Gründerabend".encode(), True),
        ("GRÜNDER".encode(), True),
        ("Gründer".encode("latin-1"), True),
        (b"Gr&uuml;nder", True),
        (json.dumps("Gründer").encode(), True),
        (b"<b>START-UP</b>", True),
        (b"Chorprobe", False),
        (b"", False),
    ],
)
def test_only_pages_with_a_word_of_start_ups_are_read(body: bytes, promises: bool) -> None:
    assert promising(body) == promises


def test_a_page_is_as_it_was_archived(tmp_path: Path) -> None:
    path = tmp_path / "eins.warc.gz"
    warc.write(path, [("https://a.example/x?y=1", 200, "text/html; charset=latin-1", b"Gr\xfcnder")], AT)
    counted: list[int] = []
    (page,) = pages(path, lambda: counted.append(1))
    assert (page.url, page.status, page.body, page.fetched_at) == ("https://a.example/x?y=1", 200, b"Gr\xfcnder", AT)
    assert page.headers["content-type"] == "text/html; charset=latin-1" and len(counted) == 1


def test_the_command_answers_with_candidates_and_figures(place: Workplace, files: list[Path]) -> None:
    command = [
        sys.executable,
        "-m",
        "pitchradar.cli",
        "discover",
        "--data",
        str(place.data),
        "--now",
        TODAY.isoformat(),
    ]
    options = ["--config", str(place.config.folder), "--json", "--warc", *map(str, files)]
    done = subprocess.run([*command, *options], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["candidates"]) > 5
    wrong = subprocess.run([*command, str(files[0])], capture_output=True, text=True, timeout=120)
    assert wrong.returncode == 2 and "--warc" in wrong.stderr
