"""`python -m benchmarks [NAME …]` (or `make bench`): every measurement in turn, each in its own process.

`--json` prints one object {name: answer}; `--quick` takes the short form of those that have one; `--write` puts the
figures of those that have bounds into docs/performance.md, with machine, versions and day.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks._report import write

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_"))
BOUNDED = ("crawl", "feeds", "hosts", "memory", "store", "warc")  # they answer with figures (`_measure.Figure`)


def main() -> int:
    """Run the named ones, or all; the first exit code that is not 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(NAMES)}")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--quick", action="store_true", help=f"the short form of {', '.join(BOUNDED)}")
    parser.add_argument("--runs", type=int, help="runs of each of these")
    parser.add_argument("--write", action="store_true", help="put their figures into docs/performance.md")
    given = parser.parse_args()
    unknown = sorted(set(given.names) - set(NAMES))
    if unknown:
        parser.error(f"no such benchmark: {', '.join(unknown)}")
    names = given.names or (BOUNDED if given.quick or given.write else NAMES)
    answers = {name: _run(name, given) for name in names}
    if given.json:
        print(json.dumps({name: answer for name, (_, answer) in answers.items()}))
    if given.write:
        write({name: answer for name, (_, answer) in answers.items() if name in BOUNDED}, datetime.now(UTC))
    return next((code for code, _ in answers.values() if code), 0)


def _run(name: str, given: argparse.Namespace) -> tuple[int, Any]:
    """Exit code, and the answer when it is wanted as JSON."""
    began = time.monotonic()
    options = ["--json"] if given.json or given.write else []
    if name in BOUNDED:
        options += ["--quick"] * given.quick + (["--runs", str(given.runs)] if given.runs else [])
    command = [sys.executable, "-m", f"benchmarks.{name}", *options]
    done = subprocess.run(command, stdout=subprocess.PIPE if options[:1] == ["--json"] else None, text=True)
    print(f"== {name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return done.returncode, _answer(done.stdout)


def _answer(text: str | None) -> Any:
    try:
        return json.loads(text or "null")
    except ValueError:
        return text  # a measurement that prints a table


if __name__ == "__main__":
    sys.exit(main())
