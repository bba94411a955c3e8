"""Measures the tagger on the gold titles beside a substring tagger with the same words: `python benchmarks/tagging.py`.

Prints the parts of the gold data (tests/tables/tags_*.toml), micro and per label, then speed on
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
from pipeline.tag import Tagger
from pipeline.tagging.vocabulary import Vocabulary, read_vocabulary

ROOT = Path(__file__).parent.parent
TYPICAL = """
Die ersten Monate einer jungen Firma sind voller Fragen: Wer kauft das eigentlich, was darf es kosten, und wie
findet man Menschen, die mitmachen? An diesem Abend erzählen drei Teams aus der Region, was bei ihnen anders kam als
geplant. Sie zeigen, woran sie gerade arbeiten, und sagen offen, wobei sie Hilfe brauchen. Nach jeder Vorstellung
bleibt Zeit für Rückmeldungen aus dem Publikum. Wer selbst etwas vorstellen möchte, meldet sich vorher kurz per
Mail; ein paar Folien genügen, ein fertiges Produkt ist nicht nötig.

Ab 18 Uhr ist die Tür offen, um 18:30 Uhr beginnen wir pünktlich. Gegen 20 Uhr wechseln wir an die Theke, wo man in
Ruhe weiterreden kann. Eingeladen sind alle, die neugierig sind: Menschen mit einer Idee im Kopf, Beschäftigte aus
Unternehmen der Umgebung, Studierende und alle, die gern zuhören. Vorkenntnisse braucht niemand. Die Räume sind
barrierefrei zu erreichen, die Haltestelle liegt vor der Tür, und im Hof kann man Fahrräder abstellen.

Die Teilnahme ist kostenlos, eine Anmeldung hilft uns bei der Planung. Wer doch nicht kommen kann, sagt bitte ab,
damit jemand anderes nachrücken kann. Fotos vom Abend veröffentlichen wir auf unserer Seite; wer nicht darauf sein
möchte, sagt uns am Eingang Bescheid. Wir freuen uns auf einen Abend mit guten Gesprächen und auf viele neue
Gesichter.
"""  # what a description is like: few of its words are terms
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
    tags = Tagger(vocabulary)
    ready = time.process_time() - before
    simple = Substrings(vocabulary)
    found: dict[str, Any] = {}
    for part in ("work", "scored", "blind", "blind_even", "blind_odd"):
        gold = rows(part)
        substrings = mark(gold, simple.tag)
        found[part] = report(mark(gold, tags.tag)) | {"substring_tagger_industries": figures(substrings.industries)}
    gold = [*rows("work"), *rows("scored")]
    long = " ".join(row["text"] for row in gold)[:2000]
    found["events_per_second"] = {
        "title_and_a_line": speed(tags.tag, gold),
        "title_and_a_typical_description": speed(tags.tag, gold, TYPICAL),
        "title_and_2000_letters_full_of_terms": speed(tags.tag, gold, long),
    }
    found["seconds_to_build"] = round(ready, 2)
    found["peak_megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
