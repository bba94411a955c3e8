"""Puts measured figures into docs/performance.md, between two marks per measurement; what stands around them stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks._measure import machine

TARGET = Path(__file__).parent.parent / "docs" / "performance.md"
HOLDS = {True: "holds", False: "**falls short**", None: ""}


def write(answers: Mapping[str, Any], now: datetime) -> None:
    """Replace the tables of these measurements. Raises ValueError for one that the page has no place for."""
    text = TARGET.read_text("utf-8")
    for name, rows in answers.items():
        place = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        if not place.search(text):
            raise ValueError(f"{TARGET} has no place for {name}")
        body = "\n".join(table(rows, now))
        text = place.sub(lambda match, body=body: f"{match[1]}{body}\n{match[2]}", text)
    TARGET.write_text(text, "utf-8")


def table(rows: Iterable[Mapping[str, Any]], now: datetime) -> list[str]:
    """Markdown: what, the median, its runs' spread, the bound, whether it holds."""
    where = machine()
    return [
        f"{now:%Y-%m-%d}, {where['processor']}, Python {where['python']}, {where['libraries']}.",
        "",
        "| figure | median | runs | bound | |",
        "|---|---|---|---|---|",
        *(
            f"| {row['what']} | {_value(row)} | {_spread(row['runs'])} | {_bound(row)} | {HOLDS[row['holds']]} |"
            for row in rows
        ),
    ]


def _value(row: Mapping[str, Any]) -> str:
    return f"{row['value']:.4g}" + ("" if row["unit"] == "ratio" else f" {row['unit']}")


def _spread(runs: list[float]) -> str:
    return f"{len(runs)}: {min(runs):.3g} – {max(runs):.3g}" if len(runs) > 1 else "1"


def _bound(row: Mapping[str, Any]) -> str:
    if row["at_most"] is not None:
        return f"≤ {row['at_most']:g}"
    return f"≥ {row['at_least']:g}" if row["at_least"] is not None else ""
