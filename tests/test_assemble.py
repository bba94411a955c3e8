"""What is known of an event's sources has a say in its tags."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipeline.assemble import Assembler
from pipeline.model import Cluster, Sighting, Source, When
from pipeline.tagged import Tagging
from tests.story import DEFAULTS, shared_tagger

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
BREAKFAST = Sighting(
    "haus", "https://haus.example/", "Frühstück im Café", When(NOW), first_seen=NOW, last_seen=NOW, id="s1"
)


@pytest.mark.parametrize(
    ("source", "organizer", "relevant"),
    [
        pytest.param({"title": "Gründerwerft Lauenau"}, None, True, id="a founders' house invites founders"),
        pytest.param({"title": "IHK Lippe"}, None, False, id="a chamber invites everybody"),
        pytest.param({"title": "Gründerwerft"}, "Stadtwerke Lauenau", False, id="who invites is known better"),
        pytest.param({"title": "Gründerportal", "authority": "aggregator"}, None, False, id="a portal shows others'"),
        pytest.param({"title": "Gründerliste", "authority": "platform"}, None, False, id="so does a platform"),
        pytest.param({"title": "IHK Lippe", "relevant": "always"}, None, True, id="the operator's word"),
    ],
)
def test_whose_calendar_it_is(source: dict[str, str], organizer: str | None, relevant: bool) -> None:
    sources = {"haus": Source("haus", url="https://haus.example/", **source)}
    sighting = replace(BREAKFAST, organizer=organizer)
    tagging = Tagging(DEFAULTS, shared_tagger())
    assembler = Assembler(replace(DEFAULTS, sources=sources), (), {sighting.id: sighting}, tagging)
    event = assembler.event(Cluster("u", (sighting.id,)))
    assert (event.startup_relevant, event.organizer) == (relevant, organizer)


def test_tags_of_two_sources_of_one_event_add_up() -> None:
    sources = {
        "haus": Source("haus", url="https://haus.example/", tags={"industries": ("logistik",)}),
        "kammer": Source("kammer", url="https://kammer.example/", tags={"industries": ("gesundheit", "logistik")}),
    }
    shown = [replace(BREAKFAST, id=id, source_id=id) for id in sources]
    tagging = Tagging(DEFAULTS, shared_tagger())
    assembler = Assembler(replace(DEFAULTS, sources=sources), (), {one.id: one for one in shown}, tagging)
    event = assembler.event(Cluster("u", tuple(sources)))
    assert set(event.industries) == {"gesundheit", "logistik"}
