"""The wheel, in a clean environment outside the checkout: init, doctor, demo."""

import json
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def test_pins_admit_the_oldest_python_we_promise() -> None:
    """Debian 12 has 3.11.2: a pin that wants a later patch release leaves its users without the two commands."""
    promised = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    oldest = f"{promised.removeprefix('>=')}.0"
    pins = [line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()]
    wants = {name: _wanted(name) for name in pins if name and not name.startswith("#")}
    assert len([name for name, wanted in wants.items() if wanted]) > 100
    assert [name for name, wanted in wants.items() if not SpecifierSet(wanted).contains(oldest)] == []


def _wanted(name: str) -> str:
    """What a package says of the Python it needs; empty when it says nothing or is not installed."""
    try:
        return metadata(name).get("Requires-Python") or ""
    except PackageNotFoundError:
        return ""


@pytest.mark.slow
def test_wheel_works_outside_the_checkout(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path / "dist", ROOT, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    run(sys.executable, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    python = tmp_path / "env" / "bin" / "python"
    run(python, "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", wheel, cwd=tmp_path)
    pitchradar = tmp_path / "env" / "bin" / "pitchradar"
    run(pitchradar, "init", "config", cwd=tmp_path)
    settings = tmp_path / "config" / "settings.toml"  # an operator must say who answers webmasters
    settings.write_text(
        settings.read_text("utf-8").replace('contact = ""', 'contact = "team@beispiel.example"'), "utf-8"
    )
    findings = json.loads(run(pitchradar, "doctor", "--json", cwd=tmp_path))
    assert all(finding["ok"] for finding in findings)
    answer = json.loads(run(pitchradar, "demo", "--once", "--json", cwd=tmp_path))
    assert answer["invented"] == 0
    assert answer["right"] >= 0.95 * answer["expected"]
