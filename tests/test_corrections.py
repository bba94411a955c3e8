"""Corrections of tags (tables/tags_corrections.toml): they hold over later runs and a rebuild, show, and teach."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipeline.model import Event
from pitchradar import corrections, lessons
from pitchradar.cli import app
from pitchradar.trace import trace
from tests.story import Story, named, shared_tagger, sources_of

DATA = tomllib.loads((Path(__file__).parent / "tables" / "tags_corrections.toml").read_text("utf-8"))
DAY = datetime(2026, 11, 2, 6, tzinfo=UTC)
PERSON = "a person, 2026-11-02"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Crawled, corrected, and crawled again with an edited page."""
    story = Story(sources_of({"source": {"haus": {"city": "Bielefeld"}}}), tmp_path_factory.mktemp("story"))
    events = story.play({"at": DAY, "haus": DATA["page"]}).events
    for one in DATA["corrections"]:
        corrections.correct(story.place, named(events, one["title"]), one["changes"], DAY)
    story.play({"at": DAY + timedelta(days=1), "haus": [DATA["edit"]]})
    return story


def wrong(events: dict[str, Event]) -> Iterator[str]:
    for title, wanted in DATA["wanted"].items():
        event = events[named(events, title)]
        shown = {"industries": list(event.industries), "topics": list(event.topics), "format": event.formats[0]}
        shown |= {"relevant": event.startup_relevant, "fit": event.kmu_fit}
        yield from (f"{title}: {axis} {shown[axis]}" for axis in wanted if wanted[axis] != shown[axis])


def test_corrections_hold(story: Story) -> None:
    assert list(wrong(story.events())) == []


def test_corrections_hold_over_a_rebuild(story: Story) -> None:
    before = story.events()
    story.rebuild(DAY + timedelta(days=50))
    assert list(wrong(story.events())) == []
    assert story.events().keys() == before.keys()


def test_the_evidence_names_a_person(story: Story) -> None:
    event = story.events()[named(story.events(), "Silozugabend im Westen")]
    assert event.evidence["logistik"] == (PERSON,)
    assert "bau_immobilien" not in event.evidence
    other = story.events()[named(story.events(), "Turbinen im Kopf: Reden ohne Pause")]
    assert other.evidence["industrie"][:2] == (f"{PERSON}: not this", "title: turbinen +1.6")
    assert event.evidence["startup_relevant"][0] == event.evidence["kmu_fit"][0] == PERSON


def test_trace_explains_tags_in_words(story: Story) -> None:
    lines = trace(story.place, named(story.events(), "Silozugabend im Westen"))["tags"]
    assert f"industry “Logistik, Transport & Supply Chain” (logistik): {PERSON}" in lines
    assert any(line.startswith(f"start-up world yes: {PERSON}") for line in lines)
    assert any(line.startswith(f"fit 2 of 2: {PERSON}") for line in lines)
    told = trace(story.place, named(story.events(), "Startup-Abend am Kanal"))["tags"]
    assert told[0] == "no industry (branchenübergreifend): no word names one clearly enough"
    assert any('"startup" in the title +2.0' in line and "a sum of 1.0 is needed" in line for line in told)


def test_trace_names_what_people_decided_and_what_the_texts_say(story: Story) -> None:
    told = trace(story.place, named(story.events(), "Startup-Abend am Kanal"))
    assert any("relevant no" in line and "fit 0" in line for line in told["decided"])
    assert "price not said, language de, register by not said, addressed: not said" in told["event"]
    assert trace(story.place, named(story.events(), "Das Neueste vom Silozug"))["decided"]


@pytest.mark.parametrize("lesson", DATA["taught"], ids=lambda lesson: str(lesson["label"]))
def test_corrections_teach(story: Story, lesson: dict[str, Any]) -> None:
    found = lessons.suggest(story.place, shared_tagger())
    one = next(one for one in found if (one.label, one.speaks) == (lesson["label"], lesson["adds"]))
    assert lesson["terms"] == {term: one.terms[term] for term in lesson["terms"]}
    assert set(one.terms).isdisjoint(lesson["never"])


def test_what_is_taught_can_be_copied_into_the_word_files(story: Story) -> None:
    found = lessons.suggest(story.place, shared_tagger())
    written = tomllib.loads("\n".join(line for one in found for line in one.as_toml() if one.kind == "industries"))
    words = written["industries"]["logistik"]["words"][0]
    assert {"weight", "why", "terms"} == set(words)
    assert "silozug" in words["terms"]


def test_one_corrected_event_is_no_rule(story: Story) -> None:
    """Nothing may be copied but what several corrections share; the rest is told in comments."""
    found = lessons.suggest(story.place, shared_tagger())
    ready = {
        f"{one.label} {'for' if one.speaks else 'against'}": [
            row["term"] for row in one.as_json()["terms"] if row["ready"]
        ]
        for one in found
    }
    assert {label: terms for label, terms in ready.items() if terms} == DATA["ready"]
    against = next(one for one in found if (one.label, one.speaks) == ("pitch", False))
    told, _ = against.as_toml()
    assert told.startswith("# formats.toml, against pitch, not yet: ") and told.endswith("pitch 1x, elsewhere 1x")


@pytest.mark.parametrize("case", DATA["refused"], ids=lambda case: str(case["change"]))
def test_what_is_no_correction_is_refused(story: Story, case: dict[str, str]) -> None:
    before = len(story.place.ledger.decisions())
    with pytest.raises(ValueError) as caught:
        corrections.correct(story.place, named(story.events(), "Startup-Abend am Kanal"), [case["change"]], DAY)
    assert str(caught.value).startswith(case["says"])
    assert len(story.place.ledger.decisions()) == before


def test_the_command_takes_labels_away_and_suggests(story: Story, tmp_path: Path) -> None:
    uid = named(story.events(), "Silozugabend im Westen").removesuffix("@pitchradar")
    where = ["--data", str(story.folder), "--config", str(tmp_path)]  # an empty folder: all defaults, no sources
    assert CliRunner().invoke(app, ["tag", uid, "-logistik", "+handel", *where]).exit_code == 0
    assert story.place.ledger.decisions()[-1].fields == {"industries": ["handel"]}
    assert CliRunner().invoke(app, ["tag", uid, "+logistik", "-handel", *where]).exit_code == 0
    told = CliRunner().invoke(app, ["tag", "--suggest", *where])
    assert "[[industries.logistik.words]]" in told.stdout
