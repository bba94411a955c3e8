"""`python -m benchmarks [NAME …]` (or `make bench`): every measurement in turn, each in its own process."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_"))


def main() -> int:
    """Run the named ones, or all; the first exit code that is not 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(NAMES)}")
    parser.add_argument("--json", action="store_true", help="machine-readable figures")
    given = parser.parse_args()
    unknown = sorted(set(given.names) - set(NAMES))
    if unknown:
        parser.error(f"no such benchmark: {', '.join(unknown)}")
    codes = [_run(name, given.json) for name in given.names or NAMES]
    return next((code for code in codes if code), 0)


def _run(name: str, as_json: bool) -> int:
    print(f"== {name}", file=sys.stderr, flush=True)
    return subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *(["--json"] if as_json else [])]).returncode


if __name__ == "__main__":
    sys.exit(main())
