"""The program is told to end, or killed, while a page is shown to a browser: in time, and nothing is left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawlers.fetching.render import CHROMIUM
from tests.faults.ground import NOW, Ground, ground
from tests.faults.test_kills import DEADLINE, TERMS, children, left

PAGE = "<!doctype html><html lang='de'><body><div id=app></div><script src='/app.js'></script></body></html>"
SCRIPT = "setInterval(() => fetch('/data?' + Math.random()), 50)"  # a page that never comes to rest


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("terms"), sources=1) as made:
        source = made.config / "sources" / "owl.toml"
        source.write_text(source.read_text("utf-8").replace('kind = "ics"', "render = true"), "utf-8")
        script = {"body": SCRIPT, "headers": {"Content-Type": "text/javascript"}}
        made.server.script(made.sites["haus0"], {"/": PAGE, "/app.js": script, "*": "[]"})
        yield made


def browsers(pid: int) -> set[int]:
    """All processes below one, once a browser is among them; or after some seconds without."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        below = children(pid)
        for one in below:
            try:
                if b"--remote-debugging" in Path(f"/proc/{one}/cmdline").read_bytes():
                    return below
            except OSError:
                continue
        time.sleep(0.05)
    return set()


@pytest.mark.browser
@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Debian's chromium")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_no_browser_is_left(here: Ground, how: signal.Signals) -> None:
    dice = random.Random(10)
    for at in range(max(1, TERMS // 7)):
        command = here.command("run", "--now", (NOW + timedelta(days=at)).isoformat(), *here.sites)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        assert browsers(process.pid)
        time.sleep(dice.uniform(0, 1.5))
        below, began = children(process.pid), time.monotonic()
        os.kill(process.pid, how)
        _, said = process.communicate(timeout=DEADLINE)
        assert time.monotonic() - began < DEADLINE
        assert "Traceback" not in said
        assert not left(below), at
