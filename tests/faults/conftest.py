"""`make faults`: after the run, a table of the fault model's rows, the cases that showed them, and the result."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

ROWS = tomllib.loads((Path(__file__).parent / "rows.toml").read_text("utf-8"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table of a full run."""
    if os.environ.get("FAULTS") != "full":
        return
    cases = {word: terminalreporter.getreports(word) for word in ("passed", "failed", "error", "skipped")}
    terminalreporter.section("fault model")
    for row, marks in ROWS.items():
        found = {
            word: sum(any(mark in one.nodeid for mark in marks) for one in reports) for word, reports in cases.items()
        }
        bad = found["failed"] + found["error"]
        result = "FAILED" if bad else "ok" if found["passed"] else "no case"
        skipped = f", {found['skipped']} skipped" if found["skipped"] else ""
        terminalreporter.write_line(f"{row:<48} {found['passed'] + bad:>5} cases   {result}{skipped}")
