"""The benchmarks' own parts: pages that are the same everywhere and can be read, figures that say what falls short."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks import _report
from benchmarks._measure import Figure, figure
from benchmarks._pages import DETAILS, SHAPES, SIZE, pages, shows
from crawlers.detect import extract
from pipeline.model import Page, Source
from pitchradar import bench

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)


@pytest.mark.parametrize("site", range(len(SHAPES)))
def test_every_shape_can_be_read(site: int) -> None:
    path, body = next(iter(pages(site)))
    url = "https://s.example/"
    _, events, _ = extract(Page(url, 200, {"content-type": "text/html"}, body, NOW), Source("s", url))
    assert path == "/" and 0.95 * SIZE < len(body) < 1.05 * SIZE
    assert len(events) >= 0.8 * DETAILS
    assert {event.title for event in events} <= {show.title for show in shows(site)}


def test_pages_are_the_same_at_every_run() -> None:
    digest = hashlib.sha256(b"".join(body for _, body in pages(3, 2))).hexdigest()
    assert digest == hashlib.sha256(b"".join(body for _, body in pages(3, 2))).hexdigest()
    assert len({body for site in range(4) for _, body in pages(site, 2)}) == 12


def test_a_figure_says_whether_its_bound_holds() -> None:
    assert figure("x", [3.0, 1.0, 2.0], at_most=2.0).holds is True
    assert Figure("x", 2.1, at_most=2.0).holds is False
    assert Figure("x", 0.5, at_least=0.6).holds is False and Figure("x", 0.5, at_least=0.6).within(2.0) is True
    assert Figure("x", 0.5).holds is None


def test_figures_get_their_place_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "performance.md"
    target.write_text("before\n<!-- store -->\nold\n<!-- end -->\nafter\n", "utf-8")
    monkeypatch.setattr(_report, "TARGET", target)
    row = {"what": "a", "value": 0.25, "unit": "ratio", "runs": [0.2, 0.25, 0.3], "at_most": 0.2, "at_least": None}
    _report.write({"store": [row | {"holds": False}]}, NOW)
    text = target.read_text("utf-8")
    assert "| a | 0.25 | 3: 0.2 – 0.3 | ≤ 0.2 | **falls short** |" in text and "old" not in text
    assert text.startswith("before\n") and text.endswith("<!-- end -->\nafter\n") and "2026-11-23" in text
    with pytest.raises(ValueError, match="no place"):
        _report.write({"other": []}, NOW)


def test_without_a_checkout_bench_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "CHECKOUT", tmp_path)
    with pytest.raises(ValueError, match="from a checkout"):
        bench.bench([])
