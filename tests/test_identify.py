"""The same event keeps its id through every edit and pair of edits, however the source names its events."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.identify import absent, identify, volatile_keys
from pipeline.model import Sighting, Venue, When

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "identify.toml").read_text("utf-8"))
EDITS: Mapping[str, Mapping[str, Any]] = TABLE["edits"]
NOW = datetime(2026, 11, 2, 6, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
LATER = NOW + timedelta(days=1)
STYLES = ("ids", "own links", "one link for all", "no links", "ids made anew")
SERIES = frozenset({0, 1, 2, 8, 9})  # indices of entries that repeat


def listing(style: str) -> list[Sighting]:
    """The table's list as one source shows it."""
    return [_entry(index, row, style) for index, row in enumerate(TABLE["list"])]


def _entry(index: int, row: list[Any], style: str) -> Sighting:
    title, day, hour, venue, page = row
    home = "https://haus.example/termine"
    url = {"own links": f"{home}/{page}", "one link for all": home}.get(style)
    start = datetime(2026, 11, 2, hour, tzinfo=UTC) + timedelta(days=day)
    return Sighting(
        source_id="haus",
        page=home,
        title=title,
        when=When(start),
        first_seen=NOW,
        last_seen=NOW,
        key=f"id{index}" if style == "ids" else None,
        url=url,
        venue=Venue(name=venue, city="Detmold"),
        position=index,
    )


def edited(old: Sighting, edit: Mapping[str, Any]) -> Sighting:
    """One entry after one edit."""
    start = old.when.start
    assert isinstance(start, datetime)
    title = edit.get("title", "{title}").format(title=old.title)
    if edit.get("upper"):
        title = title.upper()
    if "typo" in edit:
        title = title[: edit["typo"]] + title[edit["typo"] + 1 :]
    start += timedelta(days=edit.get("days", 0), hours=edit.get("hours", 0))
    if edit.get("utc"):
        start = start.astimezone(BERLIN)
    when = When(start.date(), all_day=True) if edit.get("all_day") else replace(old.when, start=start)
    if "end" in edit:
        when = replace(when, end=start + timedelta(hours=edit["end"]))
    name = old.venue.name if old.venue and old.venue.name else ""
    venue = Venue(name=edit.get("venue", "{venue}").format(venue=name) or None, city="Detmold")
    url = old.url
    if url and "page" in edit:
        url = "https://haus.example/termine/" + edit["page"].format(page=url.rsplit("/", 1)[-1])
    description = edit.get("description", old.description)
    return replace(old, title=title, when=when, venue=venue, url=url, description=description)


def cases() -> Iterator[tuple[str, tuple[str, ...]]]:
    for style in STYLES:
        for names in (*((name,) for name in EDITS), *combinations(EDITS, 2)):
            yield style, names


def kept(style: str, names: tuple[str, ...], target: int) -> bool:
    """Whether every entry has its id again after `target` was edited."""
    stored = identify(listing(style), (), now=NOW, complete=True).sightings
    ids = {sighting.position: sighting.id for sighting in stored}
    fresh = listing(style)
    for name in sorted(names, key="time_dropped".__eq__):
        fresh[target] = edited(fresh[target], EDITS[name])
    if style == "ids made anew":
        fresh = [replace(sighting, key=f"new{sighting.position}") for sighting in fresh]
    found = identify(fresh, stored, now=LATER, complete=True, volatile=style == "ids made anew")
    return {sighting.position: sighting.id for sighting in found.sightings} == ids and not found.missing


@pytest.mark.parametrize("style", STYLES)
def test_id_survives_edits_and_pairs_of_edits(style: str) -> None:
    tried = [(names, t) for s, names in cases() if s == style for t in (1, 3, 4, 6, 10)]
    lost = [(names, target) for names, target in tried if not kept(style, names, target)]
    assert len(lost) <= 0.02 * len(tried), lost
    assert not [names for names, target in lost if len(names) == 1]


def entry(title: str, day: int, hour: int = 18, **more: Any) -> Sighting:
    """A sighting some days after NOW; not in the table."""
    start = NOW.replace(hour=hour) + timedelta(days=day)
    base = Sighting("haus", "https://haus.example/termine", title, When(start), NOW, NOW)
    return replace(base, **{"venue": Venue(name="Brauhaus", city="Detmold"), **more})


def stored(*entries: Sighting) -> tuple[Sighting, ...]:
    return identify(entries, (), now=NOW, complete=True).sightings


def ids_by_day(sightings: tuple[Sighting, ...]) -> dict[int, str]:
    return {(s.when.start - NOW).days if isinstance(s.when.start, datetime) else 0: s.id for s in sightings}


@pytest.mark.parametrize("url", [None, "https://haus.example/stammtisch"])
def test_a_moved_occurrence_does_not_shift_the_series(url: str | None) -> None:
    """The oldest is dropped, one moves by a week, a new one is appended."""
    old = stored(*(entry("Stammtisch", day, url=url) for day in (3, 31, 59)))
    found = identify([entry("Stammtisch", day, url=url) for day in (38, 59, 87)], old, now=LATER, complete=True)
    before, after = ids_by_day(old), ids_by_day(found.sightings)
    assert (after[38], after[59]) == (before[31], before[59])
    assert after[87] not in before.values()
    assert [sighting.id for sighting in found.missing] == [before[3]]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        pytest.param(entry("Pitch Night", 20), entry("Nähkurs", 27, 10), id="without links"),
        pytest.param(
            entry("Pitch Night", 20, url="https://haus.example/a"),
            entry("Nähkurs", 21, url="https://haus.example/b"),
            id="own links",
        ),
        pytest.param(
            entry("Pitch Night", 20, url="https://haus.example/termine"),
            entry("Nähkurs", 48, url="https://haus.example/termine"),
            id="all link to the list",
        ),
        pytest.param(entry("Pitch Night", 20, key="7"), entry("Nähkurs", 200, key="7"), id="the system reuses ids"),
        pytest.param(entry("Pitch Night #4", 20), entry("Pitch Night #5", 48), id="next edition"),
        pytest.param(entry("Gründerpreis 2026", 20), entry("Gründerpreis 2027", 384), id="next year"),
        pytest.param(entry("Open Coffee", 20), entry("Open Coffee", 48), id="four weeks later looks like the next one"),
    ],
)
def test_a_new_event_is_not_the_vanished_one(was: Sighting, now: Sighting) -> None:
    old = stored(was)
    found = identify([now], old, now=LATER, complete=True)
    assert found.sightings[0].id != old[0].id
    assert [sighting.id for sighting in found.missing] == [old[0].id]


def test_parallel_workshops_keep_apart_when_one_vanishes() -> None:
    old = stored(entry("Workshop A: Preise", 20), entry("Workshop B: Kunden", 20))
    found = identify([entry("Workshop B: Kunden", 20)], old, now=LATER, complete=True)
    assert [s.id for s in found.sightings] == [s.id for s in old if "B" in s.title]


def test_what_is_over_is_not_moved_into_the_future() -> None:
    old = stored(entry("Stammtisch", 1))
    found = identify([entry("Stammtisch", 8)], old, now=NOW + timedelta(days=3), complete=True)
    assert found.sightings[0].id != old[0].id
    assert not found.missing


def test_a_postponed_one_comes_back_with_its_id() -> None:
    old = stored(entry("Stammtisch", 1, status="postponed", url="https://haus.example/s"))
    again = entry("Stammtisch", 40, url="https://haus.example/s")
    assert identify([again], old, now=NOW + timedelta(days=3), complete=True).sightings[0].id == old[0].id


def test_a_card_printed_twice_is_one() -> None:
    card = entry("Pitch Night", 20, url="https://haus.example/p")
    assert (
        len(stored(card, replace(card, position=7), replace(card, url="https://www.haus.example/p/?utm_source=x"))) == 1
    )


def test_bookkeeping_of_what_was_seen_again() -> None:
    old = replace(stored(entry("Pitch Night", 20))[0], missed=2, missed_at=NOW, listed=False)
    seen = identify([entry("Pitch Night", 20)], [old], now=LATER, complete=True).sightings[0]
    assert (seen.first_seen, seen.last_seen, seen.missed, seen.listed) == (NOW, LATER, 0, True)
    back = identify([entry("Pitch Night", 20)], [seen], now=NOW, complete=True).sightings[0]
    assert back.last_seen == LATER  # the clock went back


def test_nothing_is_missing_in_a_cut_listing() -> None:
    old = stored(entry("Pitch Night", 20))
    assert not identify([], old, now=LATER, complete=False).missing


def test_absent_after_three_runs_a_day_apart() -> None:
    gone, shown = stored(entry("Pitch Night", 20)), stored(entry("Open Coffee", 30))
    listed = []
    for hours in (24, 30, 47.9, 60, 71.8):  # a cron is never exact
        gone = absent(gone, shown, now=NOW + timedelta(hours=hours))
        listed.append((gone[0].missed, gone[0].listed))
    assert listed == [(1, True), (1, True), (2, True), (2, True), (3, False)]
    assert gone[0].status == "scheduled"


def test_absence_counts_only_where_it_can_be_seen() -> None:
    gone = stored(entry("Pitch Night", 40))
    beyond = absent(gone, stored(entry("Open Coffee", 30)), now=LATER)  # behind the horizon
    assert [(s.missed, s.missed_at, s.listed) for s in beyond] == [(0, LATER, True)]
    assert absent(gone, (), now=LATER)[0].missed == 1  # an empty list has no horizon


def test_ids_made_anew_are_noticed() -> None:
    old = stored(*(entry(f"Abend {name}", 20, key=name) for name in "abcd"))
    anew = [entry(f"Abend {name}", 20, key=f"{name}2") for name in "abcd"]
    assert volatile_keys(anew, old)
    assert not volatile_keys([replace(s, key=s.key and s.key[0]) for s in anew], old)


@given(st.permutations(range(11)), st.sampled_from(STYLES))
def test_the_order_of_a_page_does_not_matter(order: list[int], style: str) -> None:
    entries = listing(style)
    first = identify(entries, (), now=NOW, complete=True)
    mixed = identify([entries[index] for index in order], (), now=NOW, complete=True)
    assert first == mixed
    again = identify([entries[index] for index in order], first.sightings[::-1], now=NOW, complete=True)
    assert again.sightings == first.sightings


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 3), st.sampled_from("xyz")), max_size=12))
def test_ids_are_unique_and_a_second_run_changes_nothing(cards: list[tuple[str, int, str]]) -> None:
    fresh = [entry(f"Abend {a}", day, url=f"https://haus.example/{b}") for a, day, b in cards]
    first = identify(fresh, (), now=NOW, complete=True)
    assert len({s.id for s in first.sightings}) == len(first.sightings)
    second = identify(fresh, first.sightings, now=NOW, complete=True)
    assert second.sightings == first.sightings
    assert not second.missing


def test_what_is_over_where_it_took_place_is_not_missing() -> None:
    """An evening in New York ends on the next day in Berlin."""
    start = datetime(2026, 11, 1, 19, tzinfo=ZoneInfo("America/New_York"))
    when = When(start, tz="America/New_York")
    evening = Sighting("haus", "https://haus.example/", "Demo Night", when, NOW, NOW, id="a")
    for hours, missing in ((-4, (evening,)), (0, ())):
        now = datetime(2026, 11, 2, 5, tzinfo=UTC) + timedelta(hours=hours)
        assert identify([], [evening], now=now, complete=True).missing == missing
