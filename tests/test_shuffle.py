"""The tool that measures how much hangs on class names, on pages written for the list extractor."""

import json
from pathlib import Path

import pytest

from tools import shuffle

CASES = Path(__file__).parent / "kinds" / "listing"


def folder(tmp_path: Path, names: list[str]) -> Path:
    cases = []
    for name in names:
        meta = json.loads((CASES / name / "meta.json").read_text("utf-8"))
        truth = json.loads((CASES / name / "expected.json").read_text("utf-8"))
        cases.append({**meta, "file": f"{name}.html", "truth": truth})
        (tmp_path / f"{name}.html").write_bytes((CASES / name / "page.html").read_bytes())
    (tmp_path / "pages.jsonl").write_text("\n".join(json.dumps(case) for case in cases), "utf-8")
    return tmp_path


def test_names_do_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = folder(tmp_path, ["cards-date-boxes", "month-grid-with-events", "english-list"])
    monkeypatch.setattr("sys.argv", ["shuffle", str(pages)])
    assert shuffle.main() == 0
    assert "3 pages, F1 1.000" in capsys.readouterr().out


def test_every_name_is_another_and_equal_ones_stay_equal() -> None:
    body = shuffle.shuffled(b'<p class="a" id="b"></p><p class="a"></p>', 1)
    names = shuffle.NAMES.findall(body)
    assert b'"a"' not in body and names[0][2] == names[2][2] != names[1][2]
