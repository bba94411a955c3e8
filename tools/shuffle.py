"""How much of what is read hangs on class names and ids: F1 on a folder of pages as they are, and with them shuffled.

    python -m tools.shuffle FOLDER [--seeds N]

FOLDER holds `pages.jsonl`, a page a line: `file`, `url`, `as_of`, `timezone`, `truth` (events with `title`, `start` and
perhaps `recurring`, `optional`), `complete` (false: the truth is a part of the page's events). A true event is found
when an event of its day and time has a title like it. Exit 1 when F1 falls by more than 0.02.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from pipeline.text import fold
from pitchradar.stages import extract

MOST_LOST = 0.02
LIKE = 85  # of 100: titles that are one
NAMES = re.compile(rb"(\b(?:class|id)\s*=\s*)([\"'])(.*?)\2", re.IGNORECASE | re.DOTALL)
MARKUP = (b"{", b"[", b"BEGIN:VCALENDAR", b"<?xml", b"<rss", b"<feed")  # bodies that are no HTML


def shuffled(body: bytes, seed: int) -> bytes:
    """The page with other names and ids; equal ones stay equal, so that what refers to an id still finds it."""
    dice = random.Random(seed)
    known: dict[bytes, bytes] = {}
    if body.lstrip().startswith(MARKUP):
        return body
    return NAMES.sub(
        lambda match: match[1] + match[2] + known.setdefault(match[3], b"x%d" % dice.randrange(10**9)) + match[2], body
    )


def read(case: Mapping[str, Any], body: bytes) -> list[dict[str, Any]]:
    """The events of one page."""
    with tempfile.NamedTemporaryFile(suffix=Path(case["file"]).suffix) as page:
        page.write(body)
        page.flush()
        asked = {"file": page.name, "url": case["url"], "as_of": case["as_of"], "timezone": case["timezone"]}
        return list(extract(asked).get("events", []))


@dataclass
class Tally:
    """Counts over pages."""

    true: int = 0
    hits: int = 0
    wrong: int = 0

    def page(self, case: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> None:
        """Adds one page; what recurs, is optional or stands on a page without its whole truth is never wrong."""
        left = list(events)
        for wanted in case["truth"]:
            same = next((event for event in left if _same(wanted, event)), None)
            if same is not None:
                left.remove(same)
            self.true += not wanted.get("optional")
            self.hits += same is not None and not wanted.get("optional")
        again = [wanted for wanted in case["truth"] if wanted.get("recurring")]
        if case.get("complete", True):
            self.wrong += sum(not any(_like(wanted, event) for wanted in again) for event in left)

    def f1(self) -> float:
        """2·hits / (2·hits + missed + wrong); 1 when there is nothing to find and nothing was."""
        total = self.hits + self.true + self.wrong
        return 2 * self.hits / total if total else 1.0


def _same(wanted: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    return str(event["start"])[: len(wanted["start"])] == wanted["start"] and _like(wanted, event)


def _like(wanted: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    if wanted["title"] is None:
        return True
    names = fold(wanted["title"]), fold(event["title"])
    return max(fuzz.token_set_ratio(*names), fuzz.partial_ratio(*names)) >= LIKE


def f1(cases: Sequence[Mapping[str, Any]], bodies: Sequence[bytes]) -> float:
    """Over all pages together."""
    tally = Tally()
    for case, body in zip(cases, bodies, strict=True):
        tally.page(case, read(case, body))
    return tally.f1()


def main() -> int:
    """Prints F1 before and after; 1 when names matter."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=2)
    given = parser.parse_args()
    cases = [json.loads(line) for line in (given.folder / "pages.jsonl").read_text("utf-8").splitlines() if line]
    bodies = [(given.folder / case["file"]).read_bytes() for case in cases]
    plain = f1(cases, bodies)
    print(f"{len(cases)} pages, F1 {plain:.3f}")
    worst = plain
    for seed in range(1, given.seeds + 1):
        value = f1(cases, [shuffled(body, seed) for body in bodies])
        worst = min(worst, value)
        print(f"names and ids shuffled ({seed}): F1 {value:.3f}")
    return int(plain - worst > MOST_LOST)


if __name__ == "__main__":
    raise SystemExit(main())
