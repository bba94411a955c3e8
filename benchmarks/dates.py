"""How exact and how fast dates are read, beside dateparser and ctparse: `python -m benchmarks.dates [--json] [--table
NAME]`.

Every reader gets the same texts (fragments joined by a blank) of the same tables. The others give at most one date or
range, so a text with several counts for them when the first start (and end) is right; a text without a date counts
when nothing is said. A text is timed alone, the best of several runs, so that other work on the machine does not
count. ctparse is an optional package; when it is missing its line says so.
"""

from __future__ import annotations

import argparse
import json
import logging
import statistics
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pipeline.dates import read
from tests.dates_cases import Case, cases, told

RUNS = 7
Answer = tuple[str, ...]
Reader = Callable[[Case], Answer]


def ours(case: Case) -> Answer:
    """Our own reading in the notation of the table."""
    return told(read(case.texts, as_of=case.as_of, near=case.near, order=case.order).occurrences, case.expected)


def dateparser_reader() -> Reader:
    """dateparser as its manual advises: both languages, a base for relative words."""
    parse = import_module("dateparser").parse

    def answer(case: Case) -> Answer:
        base = datetime.combine(case.as_of, datetime.min.time())
        found = parse(" ".join(case.texts), languages=["de", "en"], settings={"RELATIVE_BASE": base})
        return () if found is None else (_told(found, case),)

    return answer


def ctparse_reader() -> Reader:
    """ctparse with its default time limit of one second."""
    parse = import_module("ctparse").ctparse
    logging.getLogger("ctparse").setLevel(logging.ERROR)

    def answer(case: Case) -> Answer:
        base = datetime.combine(case.as_of, datetime.min.time())
        found: Any = parse(" ".join(case.texts), ts=base, timeout=1.0)
        value = getattr(found, "resolution", None)
        if value is None:
            return ()
        ends = [value.t_from, value.t_to] if hasattr(value, "t_from") else [value]
        return ("/".join(_told_ct(end) for end in ends if end is not None),)

    return answer


def _told(found: datetime, case: Case) -> str:
    """Midnight stands for "no time" where the table has none."""
    dated = bool(case.expected) and "T" not in case.expected[0]
    return found.date().isoformat() if dated and found.time() == datetime.min.time() else found.isoformat()[:16]


def _told_ct(end: Any) -> str:
    if None in {getattr(end, "year", None), getattr(end, "month", None), getattr(end, "day", None)}:
        return "?"
    day = f"{end.year:04}-{end.month:02}-{end.day:02}"  # it names days that do not exist
    return day if getattr(end, "hour", None) is None else f"{day}T{end.hour:02}:{end.minute or 0:02}"


def measure(reader: Reader, table: Iterable[Case], runs: int, whole: bool) -> dict[str, float]:
    """Shares (0..1) of right starts and ends, and µs a text. `whole`: all occurrences must be right, not only the
    first."""
    starts, ends, micros = [], [], []
    for case in table:
        best, got = float("inf"), ()
        for _ in range(runs):
            begun = time.perf_counter()
            got = reader(case)
            best = min(best, time.perf_counter() - begun)
        micros.append(best * 1e6)
        found, wanted = (got, case.expected) if whole else (got[:1], case.expected[:1])
        exact = any("+" in one for one in wanted)
        starts.append(_parts(found, 0, exact) == _parts(wanted, 0, exact))
        ends.append(_parts(found, 1, exact) == _parts(wanted, 1, exact))
    return {
        "start": sum(starts) / len(starts),
        "end": sum(s and e for s, e in zip(starts, ends, strict=True)) / len(ends),
        "median_us": statistics.median(micros),
        "p95_us": statistics.quantiles(micros, n=20)[-1],
    }


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
    rows: dict[str, dict[str, float] | str] = {"pitchradar": measure(ours, table, RUNS, whole=True)}
    for name, make, runs in (("dateparser", dateparser_reader, 3), ("ctparse", ctparse_reader, 1)):
        try:
            rows[f"{name} {version(name)}"] = measure(make(), table, runs, whole=False)
        except PackageNotFoundError:
            rows[name] = "not installed: skipped"
        except ImportError as error:
            rows[name] = f"cannot be imported: {error}"
    if chosen.json:
        print(json.dumps({"texts": len(table), "readers": rows}, ensure_ascii=False))
        return
    print(f"{len(table)} texts of {', '.join(names)}")
    for name, row in rows.items():
        print(f"{name:20} {_line(row)}")


def _line(row: dict[str, float] | str) -> str:
    if isinstance(row, str):
        return row
    share = f"start {row['start']:6.1%}  start and end {row['end']:6.1%}"
    return f"{share}  median {row['median_us']:8.1f} µs  p95 {row['p95_us']:8.1f} µs"


if __name__ == "__main__":
    main()
