"""`discover --warc` on one and on two workers: records a second of processor time and by the clock.

The archives hold generated pages of twelve shapes, every second of them about start-ups: much more to read than in an
archive of the whole web, so that the workers' processors are what limits.
"""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks._measure import figure, options, tell
from benchmarks._pages import pages
from pipeline.config import default_folder
from pitchradar import archive, scale
from pitchradar.workplace import workplace
from tests import warc

AT = datetime(2026, 11, 23, 5, tzinfo=UTC)
FILES, SITES = 8, 8


def written(folder: Path, files: int) -> list[Path]:
    """Archives of SITES sites each, 20 pages a site."""
    found = []
    for number in range(files):
        path = folder / f"{number}.warc.gz"
        own = range(number * SITES, (number + 1) * SITES)
        answers = [(f"https://s{n}.example{at}", 200, "text/html", body) for n in own for at, body in pages(n)]
        warc.write(path, answers, AT)
        found.append(path)
    return found


def surveyed(paths: list[Path], workers: int) -> tuple[float, float]:
    """(seconds by the clock, seconds of processor time a record) on so many workers, started before."""
    with tempfile.TemporaryDirectory() as name, scale.engine(workers, None) as engine:
        here = workplace(default_folder(), Path(name))
        began = time.perf_counter()
        answer = archive.survey_all(here, paths, AT, lambda _: None, engine)
        wall = time.perf_counter() - began
    rows = answer["archives"]
    if any(row["failed"] or row["lost"] for row in rows):
        raise SystemExit(f"an archive failed: {rows}")
    return wall, sum(row["seconds"] for row in rows) / sum(row["records"] for row in rows)


def main() -> int:
    given = options(__doc__)
    with tempfile.TemporaryDirectory() as name:
        paths = written(Path(name), 2 if given.quick else FILES)
        rounds = [(surveyed(paths, 1), surveyed(paths, 2)) for _ in range(given.runs)]
    figures = [
        figure("two workers, of one (by the clock)", [one[0] / two[0] for one, two in rounds], at_least=1.7),
        figure("processor time a record on two workers, of one", [two[1] / one[1] for one, two in rounds]),
        figure("records a second and core", [1 / one[1] for one, _ in rounds], unit="1/s"),
    ]
    return tell(figures, given)


if __name__ == "__main__":
    raise SystemExit(main())
