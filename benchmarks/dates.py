"""How exact and how fast dates are read, beside dateparser and ctparse: `python -m benchmarks.dates [--json] [--table
NAME]`.

Every reader gets the same texts (fragments joined by a blank) of the same tables. The others give at most one date or
range, so a text with several counts for them when the first start (and end) is right; a text without a date counts
when nothing is said. The readers take turns page by page of the table; the best processor time of several runs
counts, so that other work on the machine does not. Only reading is timed, not telling what was read.
ctparse is an optional package; when it is missing its line says so.
"""

from __future__ import annotations

import argparse
import json
import logging
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pipeline.dates import read
from tests.dates_cases import Case, cases, told

RUNS = 7
PAGE = 100  # texts
Answer = tuple[str, ...]
Reader = Callable[[Case], Callable[[], Answer]]  # reads at once, tells what it found when asked


def ours(case: Case) -> Callable[[], Answer]:
    """Our own reading in the notation of the table."""
    reading = read(case.texts, as_of=case.as_of, near=case.near, order=case.order)
    return lambda: told(reading.occurrences, case.expected)


def dateparser_reader() -> Reader:
    """dateparser as its manual advises: both languages, a base for relative words."""
    parse = import_module("dateparser").parse

    def answer(case: Case) -> Callable[[], Answer]:
        base = datetime.combine(case.as_of, datetime.min.time())
        found = parse(" ".join(case.texts), languages=["de", "en"], settings={"RELATIVE_BASE": base})
        return lambda: () if found is None else (_told(found, case),)

    return answer


def ctparse_reader() -> Reader:
    """ctparse with its default time limit of one second."""
    parse = import_module("ctparse").ctparse
    logging.getLogger("ctparse").setLevel(logging.ERROR)

    def answer(case: Case) -> Callable[[], Answer]:
        base = datetime.combine(case.as_of, datetime.min.time())
        found: Any = parse(" ".join(case.texts), ts=base, timeout=1.0)
        return lambda: _told_range(getattr(found, "resolution", None))

    return answer


def _told_range(value: Any) -> Answer:
    if value is None:
        return ()
    ends = [value.t_from, value.t_to] if hasattr(value, "t_from") else [value]
    return ("/".join(_told_ct(end) for end in ends if end is not None),)


def _told(found: datetime, case: Case) -> str:
    """Midnight stands for "no time" where the table has none."""
    dated = bool(case.expected) and "T" not in case.expected[0]
    return found.date().isoformat() if dated and found.time() == datetime.min.time() else found.isoformat()[:16]


def _told_ct(end: Any) -> str:
    if None in {getattr(end, "year", None), getattr(end, "month", None), getattr(end, "day", None)}:
        return "?"
    day = f"{end.year:04}-{end.month:02}-{end.day:02}"  # it names days that do not exist
    return day if getattr(end, "hour", None) is None else f"{day}T{end.hour:02}:{end.minute or 0:02}"


@dataclass
class Score:
    """How one reader did. `whole`: all occurrences must be right, not only the first; `runs`: timings of each text."""

    reader: Reader
    runs: int
    whole: bool = False
    starts: list[bool] = field(default_factory=list)
    ends: list[bool] = field(default_factory=list)
    micros: list[float] = field(default_factory=list)

    def count(self, case: Case, got: Answer, micros: float) -> None:
        """Notes whether start and end are right, and the processor time."""
        found, wanted = (got, case.expected) if self.whole else (got[:1], case.expected[:1])
        exact = any("+" in one for one in wanted)
        self.starts.append(_parts(found, 0, exact) == _parts(wanted, 0, exact))
        self.ends.append(self.starts[-1] and _parts(found, 1, exact) == _parts(wanted, 1, exact))
        self.micros.append(micros)

    def row(self) -> dict[str, float]:
        """Shares (0..1) of right starts and of right starts and ends, and µs a text."""
        return {
            "start": sum(self.starts) / len(self.starts),
            "end": sum(self.ends) / len(self.ends),
            "median_us": statistics.median(self.micros),
            "p95_us": statistics.quantiles(self.micros, n=20)[-1],
        }


def measure(scores: Sequence[Score], table: Sequence[Case]) -> None:
    """Lets the readers take turns page by page, so that a busy machine slows all of them alike."""
    for start in range(0, len(table), PAGE):
        page = table[start : start + PAGE]
        for score in scores:
            timed = [[_timed(score.reader, case) for case in page] for _ in range(score.runs)]
            for case, tries in zip(page, zip(*timed, strict=True), strict=True):
                score.count(case, tries[0][0], min(micros for _, micros in tries))


def _timed(reader: Reader, case: Case) -> tuple[Answer, float]:
    begun = time.process_time_ns()
    tell = reader(case)
    micros = (time.process_time_ns() - begun) / 1e3
    return tell(), micros


def _parts(answers: Answer, which: int, exact: bool) -> list[str | None]:
    parts = [answer.split("/") for answer in answers]
    return [(part[which] if exact else part[which][:16]) if which < len(part) else None for part in parts]


def main() -> None:
    """Prints the table, or JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    options.add_argument("--table", action="append", help="dates_de, dates_en, … (default: both)")
    chosen = options.parse_args()
    names = chosen.table or ["dates_de", "dates_en"]
    table = [case for name in names for case in cases(name)]
    scores = {"pitchradar": Score(ours, RUNS, whole=True)}
    missing: dict[str, str] = {}
    for name, make, runs in (("dateparser", dateparser_reader, RUNS), ("ctparse", ctparse_reader, 1)):
        try:
            scores[f"{name} {version(name)}"] = Score(make(), runs)
        except PackageNotFoundError:
            missing[name] = "not installed: skipped"
        except ImportError as error:
            missing[name] = f"cannot be imported: {error}"
    measure(list(scores.values()), table)
    rows: dict[str, dict[str, float] | str] = {name: score.row() for name, score in scores.items()}
    rows |= missing
    if chosen.json:
        print(json.dumps({"texts": len(table), "readers": rows}, ensure_ascii=False))
        return
    print(f"{len(table)} texts of {', '.join(names)}")
    own = scores["pitchradar"].row()["median_us"]
    for name, row in rows.items():
        print(f"{name:20} {_line(row, own)}")


def _line(row: dict[str, float] | str, own: float) -> str:
    if isinstance(row, str):
        return row
    share = f"start {row['start']:6.1%}  start and end {row['end']:6.1%}"
    pace = f"median {row['median_us']:8.1f} µs  p95 {row['p95_us']:8.1f} µs"
    return f"{share}  {pace}  {row['median_us'] / own:6.1f} × ours"


if __name__ == "__main__":
    main()
