"""The service's log: lines on standard output, and JSON lines in `var/log`, rotated, so that the disk stays free."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import structlog

BYTES, FILES = 1_000_000, 5
_STAMPED: list[Any] = [structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True)]


def logger(folder: Path, *, as_json: bool = False) -> Any:
    """A structlog logger that writes to both; `as_json`: JSON on standard output too."""
    folder.mkdir(parents=True, exist_ok=True)
    file = RotatingFileHandler(folder / "pitchradar.log", maxBytes=BYTES, backupCount=FILES, encoding="utf-8")
    screen = logging.StreamHandler(sys.stdout)
    file.setFormatter(_formatter(as_json=True))
    screen.setFormatter(_formatter(as_json=as_json))
    out = logging.getLogger("pitchradar")
    out.handlers[:] = [file, screen]
    out.setLevel(logging.INFO)
    out.propagate = False
    processors = [*_STAMPED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter]
    return structlog.wrap_logger(out, processors=processors, wrapper_class=structlog.stdlib.BoundLogger)


def _formatter(*, as_json: bool) -> logging.Formatter:
    """Values are quoted in both forms: a stranger's line end or escape sequence stays a piece of text."""
    renderer: Any = structlog.processors.JSONRenderer() if as_json else structlog.processors.LogfmtRenderer()
    return structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
    )
