"""A data folder that cannot be written, e.g. a mounted copy: what only looks works, what writes says so."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.ground import NOW, Ground, ground
from tests.faults.test_browsed import ask, told
from tests.faults.test_subscribers import serving

UNPRIVILEGED = ["setpriv", "--bounding-set=-dac_override", "--"]  # root, too, must not write everywhere
pytestmark = pytest.mark.skipif(
    os.geteuid() == 0 and not shutil.which("setpriv"), reason="root writes everywhere, without setpriv"
)


@pytest.fixture(scope="module")
def here() -> Iterator[Ground]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with ground(Path(folder), sources=1) as made:
            made.run(NOW)
            paths = [made.data, *made.data.rglob("*")]
            for path in paths:
                path.chmod(0o555 if path.is_dir() else 0o444)
            yield made
            for path in paths:
                path.chmod(path.stat().st_mode | stat.S_IWUSR)


def looked(here: Ground, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of somebody who may only read."""
    before = UNPRIVILEGED if os.geteuid() == 0 else []
    return subprocess.run([*before, *here.command(*arguments)], capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("command", ["source list", "source health", "trace", "requests 127.0.0.1", "doctor"])
def test_what_only_looks_works(here: Ground, command: str) -> None:
    uid = json.loads((here.data / "public" / "feeds" / "startup-termine.json").read_text("utf-8"))["items"][0]["id"]
    uid = uid.rpartition(":")[2]
    done = looked(here, *command.split(), *([uid] if command == "trace" else []))
    assert done.returncode == (1 if command == "doctor" else 0), done.stderr
    assert "unable to open" not in done.stdout + done.stderr


def test_what_writes_says_that_it_cannot(here: Ground) -> None:
    done = looked(here, "run")
    assert (done.returncode, done.stderr) == (4, f"{here.data}/lock: Permission denied\n")
    done = looked(here, "source", "pause", "haus0")
    assert done.returncode == 4 and "readonly" in done.stderr


def test_it_is_served(here: Ground) -> None:
    before = UNPRIVILEGED if os.geteuid() == 0 else []
    with serving(here, before) as port:
        assert told(port) == set(here.events())
        for path in ("/", "/?branche=handwerk", "/feeds/startup-termine.ics", "/zahlen"):
            assert ask(port, path)[0] == 200, path
