"""No room left: an exit code, old feeds whole and served, and everything as usual when there is room again.

On a tmpfs of 2 MB where mounting is allowed; everywhere with a limit on the size of files, which stops the same writes.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from pipeline.store import upkeep
from tests.faults.ground import NOW, Ground, ground, is_whole

LATER = NOW + timedelta(days=1)
SIZES = (
    (0, 4_000, 60_000, 200_000) if os.environ.get("FAULTS") == "full" else (60_000,)
)  # bytes that the largest file of a run may have: each stops another step


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("disk"), events=20, sources=2) as made:
        made.run(NOW)
        made.show(19, shift=30)
        yield made


def sizes(here: Ground) -> list[int]:
    return [path.stat().st_size for path in (here.data / "public").rglob("*.[irj]*") if not path.name.startswith(".")]


def as_before(here: Ground, feeds: dict[str, bytes]) -> None:
    assert here.feeds() == feeds
    assert all(is_whole(name, data) for name, data in here.feeds().items())
    assert all(sizes(here))
    assert not upkeep.is_damaged(here.data / "events.db")


def test_files_that_cannot_grow(here: Ground) -> None:
    feeds = here.feeds()
    for size in SIZES:
        done = here.cli(
            "run",
            "--now",
            LATER.isoformat(),
            *here.sites,
            preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size)),
        )
        assert done.returncode == 4, (size, done.stderr)
        assert "Traceback" not in done.stderr
        if "events.db" in done.stderr:  # else all is stored and published, and only the copy of it found no room
            as_before(here, feeds)
        assert all(is_whole(name, data) for name, data in here.feeds().items())
    done = here.cli("run", "--now", (LATER + timedelta(hours=1)).isoformat(), *here.sites)
    assert done.returncode == 0, done.stderr
    assert here.feeds() != feeds


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode and not os.environ.get("PITCHRADAR_NO_SKIP"):
        pytest.skip("mounting a tmpfs is not allowed here; the same with a limit on file sizes ran")
    yield folder
    if not mounted.returncode:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_file_system(small: Path, tmp_path: Path) -> None:
    with ground(tmp_path, events=4, sources=1) as made:
        here = Ground(made.config, small / "var", made.server, made.sites)
        assert here.cli("run", "--now", NOW.isoformat(), *here.sites).returncode == 0
        feeds, ballast = here.feeds(), small / "ballast"
        made.show(3, shift=30)
        with ballast.open("wb") as file:
            room = shutil.disk_usage(small).free if os.path.ismount(small) else 0
            file.write(bytes(room))
        full = here.cli("run", "--now", LATER.isoformat(), *here.sites)
        if os.path.ismount(small):
            assert full.returncode == 4, full.stderr
            as_before(here, feeds)
        ballast.unlink()
        assert here.cli("run", "--now", (LATER + timedelta(hours=1)).isoformat(), *here.sites).returncode == 0
        assert here.feeds() != feeds
