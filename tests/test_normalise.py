"""normalise: what strangers write where a zone belongs, and which of two times is believed."""

from datetime import UTC, date, datetime

import pytest

from crawlers.parsing.fillup import fill
from pipeline.model import RawEvent, Source
from pipeline.normalise import Context, normalise

SOURCE = Source(id="haus", url="https://haus.example/")
CONTEXT = Context(datetime(2026, 11, 2, 6, tzinfo=UTC))


@pytest.mark.parametrize("zone", ["Europa/Berlin", "CEST", "America", "../x", "", "\x00", None])
def test_an_odd_zone_is_the_source_s_own(zone: str | None) -> None:
    raw = RawEvent("haus", SOURCE.url, "Pitch Night", start="2026-12-03T18:00:00", timezone=zone)
    (sighting,) = normalise(raw, SOURCE, CONTEXT).sightings
    assert sighting.when.start.isoformat() == "2026-12-03T18:00:00+01:00"
    assert sighting.when.tz == "Europe/Berlin"


def test_visible_time_wins_and_says_so() -> None:
    raw = RawEvent(
        "haus",
        SOURCE.url,
        "Pitch Night",
        when=("3.12.2026, 18 Uhr",),
        start="2026-12-03T17:00:00+01:00",
        end="2026-12-03T20:00:00+01:00",
    )
    found = normalise(raw, SOURCE, CONTEXT)
    (sighting,) = found.sightings
    assert sighting.when.start.isoformat() == "2026-12-03T18:00:00+01:00"
    assert sighting.when.end is not None and sighting.when.end.isoformat() == "2026-12-03T21:00:00+01:00"
    assert [issue.message for issue in found.issues if "contradict" in issue.message]


@pytest.mark.parametrize("listed", [None, "abgesagt"])
def test_a_mark_is_quoted_from_the_page_it_stands_on(listed: str | None) -> None:
    url = "https://haus.example/t/1"
    raw = RawEvent("haus", SOURCE.url, "Pitch Night", url=url, start="2026-12-03T18:00", status=listed)
    own = RawEvent("haus", url, "Pitch Night", url=url, status="Abgesagt", found={"status": "line: Abgesagt"})
    (sighting,) = normalise(fill(raw, [own], lambda event: []), SOURCE, CONTEXT).sightings
    assert sighting.found["status"] == (f"{SOURCE.url}: abgesagt" if listed else f"{url}: Abgesagt")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2027-02-05", "2027-02-07"),
        ("2027-02-05T00:00:00+01:00", "2027-02-07T23:59:00+01:00"),
        ("2027-02-05T00:00:00+01:00", "2027-02-08T00:00:00+01:00"),
        ("2027-02-05", "2027-02-07T17:00:00+01:00"),
    ],
)
def test_the_last_day_is_known_where_the_page_shows_the_first_alone(start: str, end: str) -> None:
    raw = RawEvent("haus", SOURCE.url, "Barcamp", when=("05.02.2027",), start=start, end=end)
    (sighting,) = normalise(raw, SOURCE, CONTEXT).sightings
    expected = None if "T" in end and "T" not in start else date(2027, 2, 7)  # a day does not end at an hour
    assert (sighting.when.start, sighting.when.end) == (date(2027, 2, 5), expected)


@pytest.mark.parametrize("said", [{"deadline": "12/4/2026"}, {"description": "Please register by 12/4/2026."}])
def test_a_last_day_to_register_is_written_like_the_source_s_dates(said: dict[str, str]) -> None:
    source = Source(id="haus", url="https://haus.example/", dates={"order": "mdy"})
    raw = RawEvent("haus", source.url, "Pitch Night", when=("12/10/2026, 6 pm",), **said)  # type: ignore[arg-type]
    (sighting,) = normalise(raw, source, CONTEXT).sightings
    assert sighting.deadline == date(2026, 12, 4)
