"""The filter language, by a table of addresses; and that any filter answers in milliseconds."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import replace

import pytest
from feed_samples import HERE, event, names, press, sample

from feeds.filters import NAMES, Filter, FilterError, parameters, parse
from feeds.searched import Searched, Words
from feeds.setting import spot
from feeds.words import words
from pipeline.config import default_folder
from pipeline.configfile import schema
from pipeline.filterwords import SEVERAL
from pipeline.model import Venue

TABLE = tomllib.loads((HERE / "filters.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", TABLE["good"], ids=lambda case: case["query"] or "nothing")
def test_filter_means_these_events(case):
    wanted = parse(parameters(case["query"]), names())
    assert wanted.canonical() == case["canonical"]
    assert parse(parameters(wanted.canonical()), names()) == wanted
    assert " ".join(e.uid.split("@")[0] for e in sample().index.pick(wanted)) == case["events"]


def test_a_place_is_written_so_that_it_is_found_again():
    """By its name where that is enough; "Harburg" alone is in Bavaria."""
    with (default_folder() / "places.csv").open(encoding="utf-8", newline="") as file:
        typed = [name for row in csv.DictReader(file) for name in (row["name"], *row["also"].split("|")) if name]
    assert len(typed) > 14_000
    lost = {}
    for name in typed:
        place = spot(name)
        [(_, written)] = Filter(ort=(place,)).pairs()
        if parse([("ort", written)], names()).ort != (place,) or (spot(place.name) == place) != (written == place.name):
            lost[name] = written
    assert lost == {}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ort=Hamburg", "tuhh elbe"),
        ("ort=Hamburg-Harburg", "tuhh"),
        ("ort=Hamburg-Harburg&umkreis=5", "tuhh elbe"),
        ("ort=Hamburg&umkreis=40", "tuhh elbe"),
        ("ort=Harburg", "schloss nowhere"),
        ("ort=Harburg&umkreis=5", "schloss nowhere"),
    ],
)
def test_a_town_is_not_another_of_its_name(query, found):
    """Harburg in Bavaria, and the quarter of Hamburg. Of an address there without degrees of its own Hamburg is the
    town, and the degrees are the quarter's."""
    venues = {
        "tuhh": Venue(city="Hamburg", lat=53.4606, lon=9.9839),
        "elbe": Venue(city="Hamburg", lat=53.4751, lon=9.9863),
        "schloss": Venue(city="Harburg", lat=48.7867, lon=10.6893),
        "nowhere": Venue(city="Harburg"),
    }
    chosen = [replace(event("a1"), uid=f"{name}@pitchradar", venue=venue) for name, venue in venues.items()]
    index = press(chosen=chosen).edition.index
    picked = {e.uid.split("@")[0] for e in index.pick(parse(parameters(query), names()))}
    assert picked == set(found.split())


@pytest.mark.parametrize(
    "pair",
    [("umkreis", "500"), ("umkreis", "501"), ("umkreis", "0"), ("passung", "2"), ("passung", "3"), ("offen", "nein"),
     ("kostenlos", "ja,nein"), ("abgesagt", "nein"), ("online", "ja,hybrid"), ("online", "vielleicht"),
     ("sprache", "de,it"), ("sprache", "xx"), ("q", "a" * 100), ("q", "a" * 101), ("ort", "Lemgo," * 30),
     ("ort", "Lemgo," * 31)],
    ids=lambda pair: f"{pair[0]}={pair[1]:.12}",
)  # fmt: skip
def test_feeds_toml_takes_what_addresses_take(pair):
    given = dict([("ort", "Lemgo"), pair])

    def takes(read):
        try:
            return bool(read())
        except ValueError:
            return False

    assert takes(lambda: parse(given.items(), names())) == takes(lambda: schema.Filter(**given))


def test_feeds_toml_has_the_parameters_of_addresses():
    assert set(schema.Filter.model_fields) == set(NAMES) and set(words()["language"]) == set(SEVERAL["sprache"])


def test_words_of_a_text_are_learnt_once_and_found_inside_longer_ones():
    words, asked = Words(), []

    def holding(texts, part):
        searched = Searched(words, texts, lambda at: asked.append(texts[at]) or texts[at])
        return [texts[at] for at in range(len(texts)) if searched.holding(part) >> at & 1]

    assert holding(["pitch abend", "gruender", "abendgruendung"], "gruend") == ["gruender", "abendgruendung"]
    assert holding(["neue gruende", "gruender", "pitch abend"], "gruend") == ["neue gruende", "gruender"]
    assert holding(["pitch abend"], "h a") == holding(["pitch abend"], "x") == holding([], "x") == []
    assert asked == ["pitch abend", "gruender", "abendgruendung", "neue gruende"]


@pytest.mark.parametrize("case", TABLE["bad"], ids=lambda case: case["query"])
def test_unknown_filter_is_told_in_german(case):
    with pytest.raises(FilterError) as error:
        parse(parameters(case["query"]), names())
    assert case["says"] in str(error.value)


@pytest.mark.parametrize(
    "pairs",
    [[("q", "a" * 101)], [("branche", ",".join(["logistik"] * 31))], [("q", "")] * 1000, [("x" * 3000, "")]],
    ids=["long word", "many values", "many parameters", "long name"],
)
def test_filters_are_bounded(pairs):
    with pytest.raises(FilterError):
        parse(pairs, names())
