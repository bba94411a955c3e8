"""The tagger: what words mean, gold titles, strange input, priors, complaints about the word files (tables/tags_*)."""

from __future__ import annotations

import shutil
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from tags_gold import TABLES, mark, rows

from pipeline.configfile.toml import ConfigError
from pipeline.model import Tags
from pipeline.tag import Tagger
from pipeline.tagging.labels import FORMATS, INDUSTRIES
from pipeline.tagging.vocabulary import Vocabulary, read_vocabulary

CONFIG = Path(__file__).parent.parent / "config"
# The divisions of each section of the WZ 2008 (Statistisches Bundesamt; the same as in NACE Rev. 2).
SECTIONS = {
    **{"A": range(1, 4), "B": range(5, 10), "C": range(10, 34), "D": range(35, 36), "E": range(36, 40)},
    **{"F": range(41, 44), "G": range(45, 48), "H": range(49, 54), "I": range(55, 57), "J": range(58, 64)},
    **{"K": range(64, 67), "L": range(68, 69), "M": range(69, 76), "N": range(77, 83), "O": range(84, 85)},
    **{"P": range(85, 86), "Q": range(86, 89), "R": range(90, 94), "S": range(94, 97)},
}
CASES = tomllib.loads((TABLES / "tags_words.toml").read_text("utf-8"))["cases"]
PAIRS = tomllib.loads((TABLES / "tags_pairs.toml").read_text("utf-8"))["pairs"]
STRANGE = tomllib.loads((TABLES / "tags_strange.toml").read_text("utf-8"))["cases"]
COMPLAINTS = tomllib.loads((TABLES / "tags_complaints.toml").read_text("utf-8"))["cases"]


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return read_vocabulary(CONFIG, CONFIG)


@pytest.fixture(scope="module")
def tags(words: Vocabulary) -> Tagger:
    return Tagger(words)


def shown(tags: Tags) -> dict[str, Any]:
    """A `Tags` in the names and types of the tables."""
    named = {"relevant": tags.startup_relevant, "fit": tags.kmu_fit, "format": tags.format}
    texts = {"price": tags.price or "", "language": tags.language or "", "audience": sorted(tags.audience)}
    return {"industries": sorted(tags.industries), "topics": sorted(tags.topics), **named, **texts}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['why']}: {case['title']}")
def test_words(tags: Tagger, case: Mapping[str, Any]) -> None:
    answer = shown(tags.tag(case["title"], case.get("text", ""), case.get("organizer", "")))
    wanted = {key: case[key] for key in answer if key in case}
    assert {key: answer[key] for key in wanted} == {
        k: sorted(v) if isinstance(v, list) else v for k, v in wanted.items()
    }


@pytest.mark.parametrize(
    ("part", "industries", "topics", "relevant", "format", "fit"),
    [
        ("work", 0.94, 0.87, 0.96, 0.9, 0.83),
        ("scored", 0.89, 0.7, 0.93, 0.8, 0.8),
        ("blind", 0.96, 0.88, 0.95, 0.94, 0.84),
        ("blind_even", 0.74, 0.69, 0.92, 0.67, 0.66),
        ("blind_odd", 0.8, 0.58, 0.88, 0.57, 0.54),
    ],
)
def test_gold(
    tags: Tagger, part: str, industries: float, topics: float, relevant: float, format: float, fit: float
) -> None:
    marks = mark(rows(part), tags.tag)
    assert marks.industries.f1 >= industries
    assert marks.topics.f1 >= topics
    assert marks.relevant.f1 >= relevant
    assert marks.share("format") >= format
    assert marks.share("fit") >= fit


def test_wz_divisions_stand_in_their_sections(words: Vocabulary) -> None:
    for label in words.kinds["industries"].labels.values():
        for section, codes in label.wz.items():
            assert all(int(code[:2]) in SECTIONS[section] for code in codes)


def test_gold_is_broad_enough() -> None:
    gold = [*rows("work"), *rows("scored")]
    assert len(gold) >= 400
    assert sum(row["hard"] for row in gold) >= len(gold) / 2
    assert all(sum(industry in row["industries"] for row in gold) >= 12 for industry in INDUSTRIES)
    assert {row["format"] for row in gold} == set(FORMATS)


def labels(tags: Tags) -> tuple[object, ...]:
    """What readers filter by."""
    return (set(tags.industries), set(tags.topics), tags.format, tags.startup_relevant, tags.kmu_fit)


def umlauts_transcribed(text: str) -> str:
    for letter, two in {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}.items():
        text = text.replace(letter, two)
    return text


# Changes of the wording that mean nothing: each makes another title and text of both.
MEANINGLESS: Mapping[str, Callable[[str, str], tuple[str, str]]] = {
    "transcribed": lambda title, text: (umlauts_transcribed(title), umlauts_transcribed(text)),
    "decomposed": lambda title, text: (normalize("NFD", title), normalize("NFD", text)),
    "markup": lambda title, text: (f"<b>{escape(title)}</b>", f"<p>{escape(text)}</p>"),
    "hyphens": lambda title, text: (title.replace("-", " "), text.replace("-", " ")),
    "picture": lambda title, text: (f"🚀 {title}", text),
    "quoted": lambda title, text: (f"„{title}“", text),
    "year": lambda title, text: (f"{title} 2026", text),
    "number": lambda title, text: (f"{title} #12", text),
    "town": lambda title, text: (f"{title} in Bielefeld", text),
    "place": lambda title, text: (title, f"{text} Ort: Hotel am Bahnhof, Museumstraße 3."),
    "price": lambda title, text: (title, f"{text} Die Teilnahme ist kostenlos, um Anmeldung wird gebeten."),
    "catering": lambda title, text: (title, f"{text} Für Getränke und Snacks ist gesorgt."),
    "sponsor": lambda title, text: (title, f"{text} Mit freundlicher Unterstützung der Stadtwerke."),
    "registration": lambda title, text: (title, f"{text} Anmeldung bis 3. Dezember per E-Mail."),
}


@pytest.mark.parametrize("change", MEANINGLESS)
def test_wording_that_means_nothing_changes_no_label(tags: Tagger, change: str) -> None:
    for row in [*rows("work"), *rows("blind")]:
        title, text = MEANINGLESS[change](row["title"], row["text"])
        before = labels(tags.tag(row["title"], row["text"], row["organizer"]))
        assert labels(tags.tag(title, text, row["organizer"])) == before, title


@pytest.mark.parametrize("titles", PAIRS, ids=lambda titles: titles[0])
def test_two_ways_of_saying_the_same_get_the_same_labels(tags: Tagger, titles: list[str]) -> None:
    first, *others = (labels(tags.tag(title)) for title in titles)
    assert all(other == first for other in others)


@pytest.mark.parametrize("case", STRANGE, ids=lambda case: str(case["why"]))
def test_strange_input_gets_an_answer_in_time(tags: Tagger, case: Mapping[str, Any]) -> None:
    title, text = case["title"] * case.get("titles", 1), case["text"] * case.get("texts", 1)
    best = 1.0
    for _ in range(5):
        before = time.thread_time()
        answer = tags.tag(title, text)
        best = min(best, time.thread_time() - before)
    assert answer.format in FORMATS
    assert best < 0.025  # 5 ms, and room for a slow machine


def test_the_same_question_gets_the_same_answer(words: Vocabulary, tags: Tagger) -> None:
    again = Tagger(words)
    assert all(
        asdict(tags.tag(row["title"], row["text"])) == asdict(again.tag(row["title"], row["text"]))
        for row in rows("work")[:50]
    )


def test_priors_hold_unless_words_speak_against_them(tags: Tagger) -> None:
    priors = {"industries": ["gesundheit", "nonsense"], "formats": "stammtisch", "relevant": "always"}
    answer = tags.tag("Offene Runde", priors=priors)
    assert answer.industries == ("gesundheit",)
    assert answer.format == "stammtisch"
    assert answer.startup_relevant
    assert answer.evidence["gesundheit"][0] == "source: gesundheit +1.2"
    assert tags.tag("Pitch Night", priors=priors).format == "pitch"


def test_evidence_names_the_words_and_where_they_stood(tags: Tagger) -> None:
    answer = tags.tag("Medizintechnikunternehmen und KI", "Für Kliniken.")
    assert answer.evidence["gesundheit"] == (
        "title: medizintechnikunternehmen +2.0",
        "text: kliniken +1.2",
        "together 99%",
    )
    assert answer.evidence["ki_daten"] == ("title: ki +2.0", "together 88%")


@pytest.mark.parametrize("case", COMPLAINTS, ids=lambda case: str(case["why"]))
def test_complaints_name_file_and_line(tmp_path: Path, case: Mapping[str, str]) -> None:
    source = (CONFIG / case["file"]).read_text("utf-8")
    assert case["old"] in source
    (tmp_path / case["file"]).write_text(source.replace(case["old"], case["new"], 1), "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_vocabulary(tmp_path, CONFIG)
    line = (tmp_path / case["file"]).read_text("utf-8").split(case["at"])[0].count("\n") + 1
    assert f"{tmp_path / case['file']}:{line}: {case['says']}" in caught.value.problems


def test_a_folder_may_hold_only_what_differs(tmp_path: Path, words: Vocabulary) -> None:
    shutil.copy(CONFIG / "topics.toml", tmp_path)
    assert read_vocabulary(tmp_path, CONFIG) == words
