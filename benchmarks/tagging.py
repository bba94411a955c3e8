"""Measures the tagger on the gold titles beside a substring tagger with the same words: `python benchmarks/tagging.py`.

Prints the three parts of the gold data (tests/tables/tags_*.toml), micro and per label, then speed on
one core and peak memory. Says nothing about other people's titles.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).parent.parent))

from tags_gold import Count, Marks, Row, mark, rows

from pipeline.model import Tags
from pipeline.tag import tagger
from pipeline.tagging.vocabulary import Vocabulary, read_vocabulary

ROOT = Path(__file__).parent.parent
ENOUGH = 1.2  # the weight from which a word decides alone in a title
SECONDS = 3.0


class Substrings:
    """What one writes in an hour: a label when one of its words stands anywhere in the lower-case text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = {
            id: [term.strip("-").lower() for words in label.words if words.weight >= ENOUGH for term in words.terms]
            for id, label in vocabulary.kinds["industries"].labels.items()
        }

    def tag(self, title: str, text: str, organizer: str) -> Tags:
        """Industries only; everything else stays empty."""
        where = f"{title} {text} {organizer}".lower()
        found = [id for id, words in self._words.items() if any(word in where for word in words)]
        return Tags(industries=tuple(found))


def figures(count: Count) -> dict[str, float]:
    """Rounded for reading."""
    return {"P": round(count.precision, 3), "R": round(count.recall, 3), "F1": round(count.f1, 3)}


def report(marks: Marks) -> dict[str, Any]:
    """All figures of one tagger on one part."""
    return {
        "titles": marks.total,
        "industries": figures(marks.industries),
        "industries_hard_rows": figures(marks.hard),
        "topics": figures(marks.topics),
        "relevant": figures(marks.relevant),
        "format": round(marks.share("format"), 3),
        "kmu_fit": round(marks.share("fit"), 3),
        "per_industry": {label: figures(count) for label, count in sorted(marks.per_label.items())},
    }


def speed(answer: Any, gold: list[Row], text: str | None = None) -> int:
    """Events per second of one core; `text` instead of each row's own."""
    done, before = 0, time.process_time()
    while time.process_time() - before < SECONDS:
        for row in gold:
            answer(row["title"], row["text"] if text is None else text, row["organizer"])
        done += len(gold)
    return int(done / (time.process_time() - before))


def main() -> None:
    """Print one JSON object."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    config = ROOT / "config"
    before = time.process_time()
    vocabulary = read_vocabulary(config, config)
    tags = tagger(vocabulary)
    ready = time.process_time() - before
    simple = Substrings(vocabulary)
    found: dict[str, Any] = {}
    for part in ("work", "scored", "blind"):
        gold = rows(part)
        substrings = mark(gold, simple.tag)
        found[part] = report(mark(gold, tags.tag)) | {"substring_tagger_industries": figures(substrings.industries)}
    gold = [*rows("work"), *rows("scored")]
    long = " ".join(row["text"] for row in gold)[:2000]
    found["events_per_second"] = {
        "title_and_a_line": speed(tags.tag, gold),
        "with_2000_characters": speed(tags.tag, gold, long),
    }
    found["seconds_to_build"] = round(ready, 2)
    found["peak_megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
