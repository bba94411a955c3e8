"""`pitchradar bench`: the measurements of the checkout that this program was installed from. Holds none itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent


def bench(arguments: Sequence[str]) -> int:
    """`python -m benchmarks …` there; its exit code. Raises ValueError where there is no checkout."""
    if not (CHECKOUT / "benchmarks" / "__main__.py").exists():
        raise ValueError("the benchmarks are part of the source: run this from a checkout (make bench)")
    return subprocess.run([sys.executable, "-m", "benchmarks", *arguments], cwd=CHECKOUT).returncode
