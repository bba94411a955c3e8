"""The demo region end to end: real HTTP, two days; also with the sites' class names and ids shuffled."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("flags", [[], ["--shuffle"]], ids=["as written", "shuffled"])
def test_nearly_all_demo_events_are_right_and_none_is_invented(flags: list[str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pitchradar.cli", "demo", "--once", "--json", "--data", str(tmp_path), *flags]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    answer = json.loads(done.stdout)
    assert answer["invented"] == 0, answer["inventions"]
    assert answer["right"] >= 0.95 * answer["expected"], answer["wrong"]
    day2 = answer["day2"]
    assert (day2["moved"], day2["cancelled"], day2["lost"]) == (1, 1, 0)
    assert day2["right"] >= 0.95 * answer["expected"], day2["wrong"]
