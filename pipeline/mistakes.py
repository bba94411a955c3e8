"""Our own mistakes, told in one line for the operator: what went wrong, and where in the code. Pure; mends nothing."""

from __future__ import annotations

import traceback
from pathlib import Path

from pipeline.text import clean

BROKEN = "program error"  # the cause of a page or run that our own code failed on


def where(error: BaseException) -> str:
    """Our own mistake in one line: what, and the innermost place (a worker's is in its text)."""
    told = str(getattr(error, "traceback", "")).strip().splitlines()
    places = [line for line in told if line.lstrip().startswith("File ")]
    if places:
        place = "/".join(places[-1].strip().split("/")[-2:])
    else:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
    return clean(f"{type(error).__name__}: {error} ({place})", 300)
