"""Reads the tables of date texts (`tests/tables/dates_*.toml`) for the tests and the benchmark."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from pipeline.model import Near, When

TABLES = Path(__file__).parent / "tables"
_SECONDS = re.compile(r"T\d\d:\d\d:")


@dataclass(frozen=True)
class Case:
    """One line of a table. `expected`: "start" or "start/end", in order."""

    texts: tuple[str, ...]
    as_of: date
    expected: tuple[str, ...]
    guessed: frozenset[str] | None  # None: the table does not say
    why: str
    deadlines: tuple[str, ...] = ()
    near: Near | None = None
    order: Literal["dmy", "mdy"] = "dmy"

    def __str__(self) -> str:
        return " ".join(self.texts)[:60]


def cases(name: str) -> Iterator[Case]:
    """All lines of `tests/tables/<name>.toml`, in the notation of groups or of single `[[case]]` blocks."""
    table = tomllib.loads((TABLES / f"{name}.toml").read_text(encoding="utf-8"))
    yield from (_block(line, table["as_of"]) for line in table.get("case", ()))
    for group in table.get("group", ()):
        for line in group["cases"]:
            as_of = date.fromisoformat(line.get("as_of", group.get("as_of", table["as_of"])))
            near = Near(**line["near"]) if "near" in line else None
            expected = tuple(one for phrase in line["dates"] for one in _expand(phrase, as_of))
            yield Case(
                tuple(line["text"].split(" ¦ ")),
                as_of,
                expected,
                frozenset(line["guessed"].split()),
                f"{group['name']}: {line['why']}",
                tuple(line.get("deadlines", ())),
                near,
                line.get("order", "dmy"),
            )


def _block(line: Mapping[str, Any], as_of: str) -> Case:
    """A case whose occurrences are tables of start and end, times with their offset."""
    expected = tuple("/".join(_exact(one[key]) for key in ("start", "end") if key in one) for one in line["dates"])
    day = date.fromisoformat(line.get("as_of", as_of)[:10])
    return Case(tuple(line["text"]), day, expected, None, line["why"])


def _exact(moment: str) -> str:
    return datetime.fromisoformat(moment).isoformat() if "T" in moment else moment


def _expand(phrase: str, as_of: date) -> list[str]:
    """A series is written as a rule, counted out here by trying every day of the year."""
    kind, *rest = phrase.split()
    if kind not in {"weekly", "monthly"}:
        return [phrase]
    nth = int(rest.pop(0)) if kind == "monthly" else 0
    weekday, times = int(rest[0]), rest[1] if len(rest) > 1 else ""
    days = [as_of + timedelta(days=step) for step in range(365)]
    return [_at(day, times) for day in days if day.weekday() == weekday and nth in {0, *_places(day)}]


def _places(day: date) -> set[int]:
    """Which of its weekday in the month a day is: 1…5, and -1 if there is no later one."""
    last = (day + timedelta(days=7)).month != day.month
    return {(day.day + 6) // 7, -1} if last else {(day.day + 6) // 7}


def _at(day: date, times: str) -> str:
    return "/".join(f"{day}T{time}" for time in times.split("/")) if times else f"{day}"


def told(found: Iterable[When], like: Sequence[str]) -> tuple[str, ...]:
    """Occurrences in the notation of the table; with seconds and offset where the table has them."""
    exact = any(_SECONDS.search(one) for one in like)
    return tuple("/".join(_moment(m, exact) for m in (when.start, when.end) if m is not None) for when in found)


def _moment(moment: date | datetime, exact: bool) -> str:
    return moment.isoformat() if exact or not isinstance(moment, datetime) else moment.isoformat()[:16]
