"""Takes docs/subscribe.png: the subscribe page of the demo region, in a real browser (Debian's chromium)."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).parent.parent / "docs" / "subscribe.png"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
PATIENCE = 120  # seconds until the demo serves


def main() -> None:
    """Run the demo, wait for its page, take the picture."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "pitchradar.cli", "demo", "--port", str(port), "--data", data]
        demo = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            _wait(port)
            _picture(f"http://127.0.0.1:{port}/")
        finally:
            demo.terminate()
            demo.wait(timeout=15)


def _wait(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    sys.exit("the demo did not serve in time")


def _picture(url: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 1100})
        page.goto(url)
        page.screenshot(path=str(TARGET))
        browser.close()


if __name__ == "__main__":
    main()
