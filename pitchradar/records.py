"""What an operator shows to others: the log of requests to a host, and figures for a monitoring system.

Reads run folders and the database; asks nobody.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from pipeline.runfiles import REQUESTS, content
from pipeline.store import Store
from pipeline.wholefile import write_lines
from pitchradar.workplace import Workplace


def requests(place: Workplace, host: str) -> Iterator[dict[str, Any]]:
    """Every stored request to a host (with or without its port), the oldest first. A torn line is left out."""
    for folder in place.run_folders():
        for line in content(folder / REQUESTS).decode("utf-8", "replace").split("\n"):
            entry = _entry(line)
            if host.lower() in _names(str(entry.get("url", ""))):
                yield entry


def _entry(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}


def _names(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    return (parts.netloc.lower(), parts.hostname or "")


def write_metrics(place: Workplace, store: Store, now: datetime) -> None:
    """`var/metrics.prom`: figures in Prometheus' text form, for a node exporter's textfile collector."""
    lines = ["# TYPE pitchradar_last_run_timestamp_seconds gauge"]
    lines.append(f"pitchradar_last_run_timestamp_seconds {now.timestamp():.0f}")
    rows = list(store.sources().values())
    gauges: dict[str, Callable[[dict[str, Any]], int]] = {
        "source_events": lambda row: row["events"] or 0,
        "source_red": lambda row: int(bool(row["alarm"])),
        "source_failures": lambda row: row["failures"] or 0,
        "source_last_ok_timestamp_seconds": lambda row: _seconds(row["last_ok"]),
    }
    for name, value in gauges.items():
        lines.append(f"# TYPE pitchradar_{name} gauge")
        lines += [f'pitchradar_{name}{{source="{row["id"]}"}} {value(row)}' for row in rows]
    write_lines(place.data / "metrics.prom", lines)


def _seconds(text: str | None) -> int:
    return int(datetime.fromisoformat(text).timestamp()) if text else 0
