"""Clusters and UIDs: what belongs together, what people decided, and that a UID is for ever."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.combine import combine
from pipeline.merge import merge
from pipeline.model import Cluster, Decision, Sighting, Venue, When
from pipeline.uids import uid_of

NOW = datetime(2026, 11, 2, 6, tzinfo=UTC)
RANK = {"host": 3, "house": 2, "portal": 0, "other": 0}


def seen(source: str, title: str = "Zündwerk Pitch Night", age: int = 0, **more: Any) -> Sighting:
    """A sighting of one evening; the higher the age, the earlier it was first seen."""
    first = NOW - timedelta(days=age)
    start = datetime(2026, 11, 20, 18, tzinfo=UTC)
    base = Sighting(source, f"https://{source}.example/", title, When(start), first, NOW, id=f"{source}-{age}")
    return replace(base, **{"venue": Venue(name="Alte Weberei", city="Detmold"), **more})


def clusters(
    sightings: Sequence[Sighting], stored: Sequence[Cluster] = (), decisions: Sequence[Decision] = ()
) -> list[Cluster]:
    return merge(sightings, stored, decisions, authority=RANK)


def groups(found: Iterable[Cluster]) -> set[frozenset[str]]:
    return {frozenset(cluster.sightings) for cluster in found}


HOST, PORTAL = seen("host", age=3), seen("portal", "Pitch Night Zündwerk – mit Gästen", age=1)
STRANGER = seen("other", "Jazz im Park", age=2)


def test_two_sources_one_event() -> None:
    found = clusters([HOST, PORTAL, STRANGER])
    assert groups(found) == {frozenset({HOST.id, PORTAL.id}), frozenset({STRANGER.id})}
    assert {cluster.uid for cluster in found} == {uid_of(HOST), uid_of(STRANGER)}


def test_one_source_lists_them_apart() -> None:
    twin = replace(PORTAL, source_id="host")
    assert len(clusters([HOST, twin])) == 2
    assert len(clusters([HOST, replace(HOST, id="printed twice", position=9)])) == 1


def test_no_chain_of_doubt_joins_what_a_member_excludes() -> None:
    """The portal's entry fits both parts; the parts exclude each other."""
    first, second = seen("host", "Zündwerk Nacht – Teil 1", age=3), seen("house", "Zündwerk Nacht – Teil 2", age=2)
    both = seen("portal", "Zündwerk Nacht", age=1)
    found = groups(clusters([first, second, both]))
    assert frozenset({first.id, second.id}) not in {frozenset({a, b}) for group in found for a in group for b in group}
    assert not any({first.id, second.id} <= group for group in found)


def test_oldest_uid_stays_on_merging_and_on_splitting() -> None:
    apart = [Cluster(uid_of(HOST), (HOST.id,)), Cluster(uid_of(PORTAL), (PORTAL.id,))]
    merged = clusters([HOST, PORTAL], apart)
    assert [cluster.uid for cluster in merged] == [uid_of(HOST)]
    moved = replace(PORTAL, title="Lesung", when=When(datetime(2026, 12, 1, 18, tzinfo=UTC)))
    split = clusters([HOST, moved], merged)
    assert {cluster.uid: cluster.sightings for cluster in split} == {
        uid_of(HOST): (HOST.id,),
        uid_of(PORTAL): (PORTAL.id,),
    }


def test_uid_outlives_its_first_sighting() -> None:
    merged = clusters([HOST, PORTAL])
    left = clusters([PORTAL], merged)
    assert left == [Cluster(uid_of(HOST), (PORTAL.id,))]
    elsewhere = replace(HOST, title="Lesung", when=When(datetime(2026, 12, 1, 18, tzinfo=UTC)))
    back = {cluster.sightings: cluster.uid for cluster in clusters([elsewhere, PORTAL], left)}
    assert back[PORTAL.id,] == uid_of(HOST)
    assert back[HOST.id,] not in (uid_of(HOST), uid_of(PORTAL))


@pytest.mark.parametrize("names", ["ids", "uids"])
def test_what_people_decided_holds(names: str) -> None:
    name = uid_of if names == "uids" else (lambda sighting: sighting.id)
    same = [Decision("same", name(HOST), name(STRANGER))]
    before = clusters([HOST, PORTAL, STRANGER])
    joined = clusters([HOST, PORTAL, STRANGER], before, same)
    assert groups(joined) == {frozenset({HOST.id, PORTAL.id, STRANGER.id})}
    assert clusters([HOST, PORTAL, STRANGER], joined, same) == joined
    apart = [Decision("apart", HOST.id, PORTAL.id)]
    torn = clusters([HOST, PORTAL], (), apart)
    assert len(torn) == 2
    assert clusters([HOST, PORTAL], torn, apart) == torn


def test_the_later_of_two_decisions_holds() -> None:
    both = [Decision("same", HOST.id, STRANGER.id), Decision("apart", HOST.id, STRANGER.id)]
    assert len(clusters([HOST, STRANGER], (), both)) == 2
    assert len(clusters([HOST, STRANGER], (), both[::-1])) == 1


def test_a_split_takes_the_merge_back_for_those_that_join_later() -> None:
    third = seen("later", age=0, when=STRANGER.when, venue=STRANGER.venue, title=STRANGER.title)
    words = [Decision("same", uid_of(HOST), uid_of(STRANGER)), Decision("apart", HOST.id, STRANGER.id)]
    first = clusters([HOST, STRANGER, third], clusters([HOST, STRANGER]), words)
    assert groups(first) == {frozenset({HOST.id}), frozenset({STRANGER.id, third.id})}
    assert clusters([HOST, STRANGER, third], first, words) == first
    again = [*words, Decision("same", uid_of(HOST), uid_of(STRANGER))]
    assert groups(clusters([HOST, STRANGER, third], first, again)) == {frozenset({HOST.id, STRANGER.id, third.id})}


def test_split_of_a_whole_event_holds_without_what_was_stored() -> None:
    split = [Decision("apart", uid_of(HOST))]
    torn = clusters([HOST, PORTAL], clusters([HOST, PORTAL]), split)
    assert len(torn) == 2
    assert clusters([HOST, PORTAL], torn, split) == torn
    assert clusters([HOST, PORTAL], (), split) == torn


def test_what_was_put_together_over_days_still_takes_in_others() -> None:
    later = seen("house", age=2, when=When(datetime(2026, 12, 1, 18, tzinfo=UTC)))
    found = clusters([HOST, later, PORTAL], (), [Decision("same", HOST.id, later.id)])
    assert {HOST.id, later.id} <= set(next(c.sightings for c in found if HOST.id in c.sightings))


def test_a_split_that_names_its_sightings_holds_for_ever() -> None:
    split = [Decision("apart", uid_of(HOST), fields={"sightings": [HOST.id, PORTAL.id]})]
    torn = clusters([HOST, PORTAL], clusters([HOST, PORTAL]), split)
    assert len(torn) == 2
    assert clusters([HOST, PORTAL], torn, split) == torn
    assert clusters([HOST, PORTAL], (), split) == torn


def test_best_value_per_field_and_conflicts() -> None:
    host = replace(HOST, when=When(date(2026, 11, 20), all_day=True), venue=Venue(city="Detmold"))
    portal = replace(PORTAL, description="Fünf Startups.", organizer="Portal")
    event = combine(clusters([host, portal])[0], [host, portal], authority=RANK)
    assert (event.title, event.when.start) == (HOST.title, PORTAL.when.start)
    assert (event.description, event.organizer) == ("Fünf Startups.", "Portal")
    assert event.venue == PORTAL.venue
    assert event.sightings == (HOST.id, PORTAL.id)
    assert event.conflicts["title"] == (f"host: {HOST.title}", f"portal: {PORTAL.title}")


def test_a_text_that_is_cut_off_gives_way_to_a_whole_one() -> None:
    said = [
        replace(HOST, description="Acht Teams stellen sich dem Mittelst…"),
        replace(PORTAL, description="Acht Teams."),
    ]
    assert combine(clusters(said)[0], said, authority=RANK).description == "Acht Teams."
    assert combine(clusters(said)[0], said[:1], authority=RANK).description == said[0].description


@pytest.mark.parametrize(
    ("here", "there", "told"),
    [("Bahnhofstraße 5", "Bahnhofstr. 5", False), ("Berliner Strasse 5", "Berliner Str. 5", False),
     ("Bahnhofstraße 5", "Bahnhofstraße 6", True)],
)  # fmt: skip
def test_a_street_written_short_is_no_conflict(here: str, there: str, told: bool) -> None:
    said = [replace(one, venue=Venue(street=street)) for one, street in ((HOST, here), (PORTAL, there))]
    assert ("venue" in combine(clusters(said)[0], said, authority=RANK).conflicts) is told


@pytest.mark.parametrize(
    ("host", "portal", "status"),
    [
        pytest.param({"status": "cancelled"}, {}, "cancelled", id="the organiser's word"),
        pytest.param({}, {"status": "cancelled"}, "cancelled", id="a mark outweighs silence"),
        pytest.param({}, {"status": "cancelled", "listed": False}, "scheduled", id="a mark that is no longer shown"),
        pytest.param(
            {},
            {"status": "cancelled", "last_seen": NOW - timedelta(days=2)},
            "scheduled",
            id="a mark not seen for days",
        ),
        pytest.param({"listed": False}, {"status": "cancelled"}, "cancelled", id="the organiser has taken it down"),
        pytest.param({"listed": False}, {}, "scheduled", id="absence cancels nothing"),
    ],
)
def test_a_mark_counts_while_its_source_shows_it(host: dict[str, Any], portal: dict[str, Any], status: str) -> None:
    sightings = [replace(HOST, **host), replace(PORTAL, **portal)]
    event = combine(Cluster("u", (HOST.id, PORTAL.id)), sightings, authority=RANK)
    assert event.status == status
    assert event.listed is any(sighting.listed for sighting in sightings)


@pytest.mark.parametrize(
    ("house", "portal", "told"),
    [("20T17", "20T18", "20T18"), ("20T17", "20T19", "20T17"), ("19T18", "19T18", "20T18")],
    ids=["one agrees", "none agrees", "they show another day"],
)
def test_nobody_moves_what_the_best_source_lists_no_longer(house: str, portal: str, told: str) -> None:
    times = ((HOST, "20T18"), (replace(STRANGER, source_id="house"), house), (PORTAL, portal))
    said = [replace(one, when=When(datetime.fromisoformat(f"2026-11-{time}:00+00:00"))) for one, time in times]
    said[0] = replace(said[0], listed=False)
    event = combine(Cluster("u", tuple(one.id for one in said)), said, authority=RANK)
    assert event.when.start.isoformat() == f"2026-11-{told}:00:00+00:00"


def test_people_hide_and_edit() -> None:
    decisions = [
        Decision("edit", uid_of(HOST), fields={"title": "Alt"}),
        Decision("edit", HOST.id, fields={"title": "Neu", "uid": "never"}),
        Decision("hide", "u"),
    ]
    event = combine(Cluster("u", (HOST.id,)), [HOST], authority=RANK, decisions=decisions)
    assert (event.uid, event.title, event.hidden) == ("u", "Neu", True)


def test_a_cluster_without_sightings_is_refused() -> None:
    with pytest.raises(ValueError, match="no sighting"):
        combine(Cluster("u", ("gone",)), [HOST], authority=RANK)


def world() -> list[Sighting]:
    """Some evenings, listed by up to four sources in their own words."""
    titles = ("{} Pitch Night", "Pitch Night {}", "{} Pitch Night powered by Stadtwerke", "{}-Pitch-Night")
    return [
        seen(source, title.format(name), age, id=f"{source}{name}", when=When(datetime(2026, 11, day, 18, tzinfo=UTC)))
        for day, name in ((20, "Zündwerk"), (20, "Rückenwind"), (21, "Zündwerk"), (22, "Katapult"))
        for age, (source, title) in enumerate(zip(("host", "house", "portal", "other"), titles, strict=True))
    ][:15]


@given(st.permutations(range(15)))
def test_order_does_not_matter_and_a_second_merge_changes_nothing(order: list[int]) -> None:
    sightings = [replace(s, id=f"{s.id}{i}") for i, s in enumerate(world())]
    mixed = [sightings[index] for index in order]
    first = clusters(mixed)
    assert first == clusters(sightings)
    assert clusters(mixed[::-1], first[::-1]) == first
    assert sorted(len(cluster.sightings) for cluster in first) == [3, 4, 4, 4]


@given(st.lists(st.tuples(st.sampled_from(["host", "house", "portal"]), st.sampled_from("abcde")), max_size=9))
def test_every_sighting_is_in_one_cluster_and_uids_are_unique(cards: list[tuple[str, str]]) -> None:
    sightings = [seen(source, f"Abend {name}", age=n) for n, (source, name) in enumerate(cards)]
    found = clusters(sightings)
    assert sorted(id for cluster in found for id in cluster.sightings) == sorted(s.id for s in sightings)
    assert len({cluster.uid for cluster in found}) == len(found)
