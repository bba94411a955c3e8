"""What identity and merging stand on: addresses, titles, and the assignment of two lists to each other."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching.assign import assign
from pipeline.matching.links import canonical, host, native
from pipeline.matching.titles import read_title


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("https://www.haus.example/termine/?utm_source=x&id=7#top", "haus.example/termine?id=7"),
        ("http://haus.example/termine/index.html?b=2&a=1", "haus.example/termine?a=1&b=2"),
        ("https://haus.example/termine#event-12", "haus.example/termine#event-12"),
        ("https://haus.example/t;jsessionid=AB12?cHash=ff", "haus.example/t"),
        ("https://www.eventbrite.de/e/pitch-night-tickets-900000000001?aff=x", "eventbrite:900000000001"),
        ("https://www.eventbrite.co.uk/e/900000000001", "eventbrite:900000000001"),
        ("https://www.meetup.com/de-DE/gruppe/events/300000001/", "meetup:300000001"),
        ("https://lu.ma/abc123", "luma:abc123"),
        ("https://luma.com/abc123?tk=1", "luma:abc123"),
        ("https://pretix.eu/haus/pitch/", "pretix:haus/pitch"),
        ("https://[broken", ""),
        (None, ""),
    ],
)
def test_canonical_address(url: str | None, form: str) -> None:
    assert canonical(url) == form
    assert native(canonical(url)) == (form if ":" in form else "")
    assert host(canonical(url)) == ("" if ":" in form else form.partition("/")[0])


@pytest.mark.parametrize(
    ("title", "field", "value"),
    [
        ("Pitch #131", "numbers", {"131"}),
        ("131. Pitch", "numbers", {"131"}),
        ("Slam Vol. 9", "numbers", {"9"}),
        ("Zweite Nacht der Gründer", "numbers", {"2"}),
        ("Werkstatt II", "numbers", {"2"}),
        ("48 Stunden, 60 Talente", "numbers", set()),
        ("Pitch am 3.12.2026 um 18 Uhr", "numbers", set()),
        ("Crashkurs – Teil 2", "parts", {"2"}),
        ("Crashkurs (2/3)", "parts", {"2"}),
        ("Akademie – Track Finance", "parts", {"finance"}),
        ("Summit (Day 1)", "days", {"1"}),
        ("Gründerpreis 2026", "years", {"2026"}),
        ("Winterpitch Afterparty", "satellites", {"afterparty"}),
        ("Gründerfrühstück", "tokens", ("gruender", "fruehstueck")),
        ("Founders' Breakfast", "tokens", ("gruender", "fruehstueck")),
        ("Gründer*innen-Abend", "tokens", ("gruender", "abend")),
        ("ABGESAGT: Start-up Night", "tokens", ("startup", "nacht")),
    ],
)
def test_title_is_read(title: str, field: str, value: object) -> None:
    assert getattr(read_title(title), field) == value


@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(1, 9).map(float), max_size=9))
def test_assignment_is_the_best_there_is(scores: dict[tuple[int, int], float]) -> None:
    chosen = assign(scores)
    assert len({a for a, _ in chosen}) == len({b for _, b in chosen}) == len(chosen)
    best = max(sum(scores.get(pair, 0.0) for pair in enumerate(order)) for order in permutations(range(4)))
    assert sum(scores[pair] for pair in chosen) == pytest.approx(best)


def test_large_components_are_assigned_too() -> None:
    scores = {(a, b): 100.0 - abs(a - b) for a in range(90) for b in range(90)}
    assert assign(scores) == [(index, index) for index in range(90)]
