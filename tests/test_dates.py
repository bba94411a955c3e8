"""What holds for all date texts: every layout reads back, nodes join, nothing raises or takes long."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dates_cases import cases
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.dates import Reading, has_date, has_time, heading, iso, localise, read
from pipeline.model import BERLIN, Near, When

AS_OF = date(2026, 11, 2)
MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
SHORT = "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.".split()
ENGLISH = "January February March April May June July August September October November December".split()
DAYS = "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split()
FULL = (
    "{d}.{m}.{y}",
    "{d:02}.{m:02}.{y}",
    "{d}. {m}. {y}",
    "{d}.{m}.{s}",
    "{d}. {month} {y}",
    "{d}. {short} {y}",
    "{d} {english} {y}",
    "{english} {d}, {y}",
    "{y}-{m:02}-{d:02}",
    "{y}/{m:02}/{d:02}",
    "{d:02}-{m:02}-{y}",
    "{weekday}, {d}.{m}.{y}",
    "{wd}., {d}.{m}.{s}",
    "{weekday}, den {d}. {month} {y}",
    "{d}.{m}.{y} ({wd})",
    "{short} {d:02} {y}",
)
YEARLESS = ("{d}.{m}.", "{d}. {month}", "{wd} {d}.{m}.", "{short} {d:02}", "{d:02} {english}")
RANGES = (
    "{0.day}.{0.month}.–{1.day}.{1.month}.{1.year}",
    "{0.day}.{0.month}.{0.year} – {1.day}.{1.month}.{1.year}",
    "vom {0.day}.{0.month}. bis {1.day}.{1.month}.{1.year}",
    "{0.day}. {a} bis {1.day}. {b} {1.year}",
    "{0} – {1}",
)
TIMES = (
    "{0:%H:%M} Uhr",
    "{0:%H.%M} Uhr",
    "{0:%H:%M}",
    "um {0:%H:%M} Uhr",
    "ab {0:%H.%M}h",
    "{0:%H}h{0:%M}",
    "{0:%I:%M} {p}",
)
SLOTS = (
    "{0:%H:%M}–{1:%H:%M} Uhr",
    "{0:%H.%M} - {1:%H.%M} Uhr",
    "von {0:%H:%M} bis {1:%H:%M} Uhr",
    "{0:%H:%M} Uhr bis {1:%H:%M} Uhr",
)

days = st.dates(date(2025, 1, 1), date(2029, 12, 31))
near_days = st.dates(AS_OF - timedelta(days=30), AS_OF + timedelta(days=334))
clocks = st.datetimes(datetime(2026, 1, 1, 7), datetime(2026, 1, 1, 23)).map(
    lambda t: t.replace(second=0, microsecond=0)
)
PIECES = (
    "3. 12. 26 2026 18 Uhr 18:30 18.30 h Do Do. Dez Dezember bis – - und , | / . : ( ) jeden ersten Monat "
    "Einlass Beginn Ende Anmeldeschluss ab von  zwischen 3.12. 3.12.26 31.2. 99.99. 24:00 25:61 c.t. pm am MEZ "
    "+1 KW heute verschoben auf statt täglich alle zwei Wochen 0521 § € ¹⁹ ٣ \u0000 \ud800  2026-12-03T18:00Z "
    "14.11.2718:00 1000000000000 ' ’26 T Z 3rd of December @ www. http:// x@y dienstags außer August "
).split()


def written(layout: str, day: date) -> str:
    return layout.format(
        d=day.day,
        m=day.month,
        y=day.year,
        s=f"{day.year % 100:02}",
        month=MONTHS[day.month - 1],
        short=SHORT[day.month - 1],
        english=ENGLISH[day.month - 1],
        weekday=DAYS[day.weekday()],
        wd=DAYS[day.weekday()][:2],
    )


def only(*texts: str) -> When:
    found = read(texts, as_of=AS_OF).occurrences
    assert len(found) == 1, (texts, found)
    return found[0]


@given(days, st.sampled_from(FULL))
def test_a_full_date_reads_back(day: date, layout: str) -> None:
    when = only(written(layout, day))
    assert (when.start, when.end, when.all_day, when.guessed) == (day, None, True, frozenset())


@given(near_days, st.sampled_from(YEARLESS))
def test_a_date_without_year_is_the_nearest(day: date, layout: str) -> None:
    if (day.month, day.day) == (2, 29):
        return
    when = only(written(layout, day))
    assert (when.start, when.guessed) == (day, {"year"})


@given(days, st.integers(1, 60), st.sampled_from(RANGES))
def test_a_range_reads_back(first: date, length: int, layout: str) -> None:
    last = first + timedelta(days=length)
    when = only(layout.format(first, last, a=MONTHS[first.month - 1], b=MONTHS[last.month - 1]))
    assert (when.start, when.end, when.all_day) == (first, last, True)


@given(days, st.sampled_from(FULL[:12]), clocks, st.sampled_from(TIMES), st.sampled_from((", ", " ", " | ", " – ")))
def test_a_time_reads_back(day: date, layout: str, clock: datetime, time_layout: str, between: str) -> None:
    text = written(layout, day) + between + time_layout.format(clock, p="pm" if clock.hour >= 12 else "am")
    when = only(text)
    assert isinstance(when.start, datetime)
    assert (when.start.date(), when.start.time(), when.end) == (day, clock.time(), None)


@given(days, st.sampled_from(FULL[:12]), clocks, st.integers(1, 600), st.sampled_from(SLOTS))
def test_a_time_range_reads_back(day: date, layout: str, clock: datetime, minutes: int, slot: str) -> None:
    end = clock + timedelta(minutes=minutes)
    noons = (datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(BERLIN)) + timedelta(days=n) for n in range(3))
    assume(len({noon.utcoffset() for noon in noons}) == 1)  # every hour exists
    when = only(f"{written(layout, day)}, {slot.format(clock, end)}")
    assert isinstance(when.start, datetime) and isinstance(when.end, datetime)
    assert (when.start.time(), when.end.time()) == (clock.time(), end.time())
    assert (when.end.date() - day).days == (end.date() - clock.date()).days
    assert ("end" in when.guessed) == (end.date() != clock.date())


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12), st.integers(0, 11))
def test_nodes_read_like_one_string(pieces: list[str], cut: int) -> None:
    one, parts = " ".join(pieces), [" ".join(pieces[:cut]), " ".join(pieces[cut:])]
    assert read([one], as_of=AS_OF) == read(parts, as_of=AS_OF) == read(pieces, as_of=AS_OF)


@settings(max_examples=300)
@given(st.text())
def test_any_text_is_read(text: str) -> None:
    reading = read([text], as_of=AS_OF)
    assert bool(reading.occurrences) or reading.reason
    has_date(text), has_time(text), heading(text), iso(text, "Europe/Berlin")


def timed(texts: Sequence[str]) -> tuple[Reading, float]:
    """What is read, and the processor time it took without what else lies in this process's memory being tidied up."""
    gc.disable()
    try:
        start = time.thread_time()
        return read(texts, as_of=AS_OF), time.thread_time() - start
    finally:
        gc.enable()


def test_ten_thousand_strings_are_quick_and_sober() -> None:
    """No exception, never more than 0.2 s, no year out of range unless four digits were written."""
    read(["3 décembre 2026"], as_of=AS_OF, languages=("fr",))  # dateparser's own import is no reading
    dice = random.Random(20261102)
    for _ in range(10_000):
        text = dice.choice(("", " ")).join(dice.choices(PIECES, k=dice.randint(1, 14)))
        reading, seconds = timed([text])
        assert seconds < 0.2, ascii(text)
        assert reading.occurrences or reading.reason, ascii(text)
        years = [when.start.year for when in reading.occurrences]
        assert all(2025 <= year <= 2029 or str(year) in text for year in years), ascii(text)


HOSTILE = (
    "3.12.",
    "3.",
    "1",
    ".",
    "18 Uhr ",
    "a",
    "Do ",
    "bis ",
    "(",
    "3./",
    "3.12.2026, ",
    "Einlass 18 Uhr ",
    "0",
    "9.9",
    "jeden ",
    "äÄ",
    "T1",
    "\u0301",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_repetitions_are_quick(piece: str) -> None:
    _, seconds = timed([piece * 30_000])
    assert seconds < 0.2


def test_every_dated_line_passes_the_prefilter() -> None:
    lines = [
        " ".join(case.texts)
        for name in ("dates_de", "dates_en", "dates_blind")
        for case in cases(name)
        if case.expected
    ]
    assert [line for line in lines if not has_date(line)] == []


@pytest.mark.parametrize(
    "text", ("Gründerstammtisch", "Bielefeld", "Raum 12", "Impressum & Datenschutz", "Mehr erfahren", "")
)
def test_plain_words_do_not_pass(text: str) -> None:
    assert not has_date(text) and not has_time(text)


HEADINGS = (
    ("Dezember 2026", Near(2026, 12)),
    ("2026", Near(2026)),
    ("MÄRZ", Near(None, 3)),
    ("Dez. 2026", Near(2026, 12)),
    ("December 2026", Near(2026, 12)),
    ("Dezember", Near(None, 12)),
    ("3. Dezember 2026", None),
    ("Termine", None),
    ("Programm 2026 im Überblick", None),
    ("", None),
    ("Mai", Near(None, 5)),
)


@pytest.mark.parametrize(("text", "near"), HEADINGS)
def test_headings(text: str, near: Near | None) -> None:
    assert heading(text) == near


def test_a_heading_gives_what_is_missing() -> None:
    under = read(["Do 3."], as_of=AS_OF, near=Near(2026, 12)).occurrences[0]
    assert (under.start, under.guessed) == (date(2026, 12, 3), {"month", "year"})
    assert read(["15.4."], as_of=AS_OF, near=Near(2025)).occurrences[0].start == date(2025, 4, 15)
    assert read(["42. Gründerabend"], as_of=AS_OF, near=Near(2026, 12)).occurrences == ()


def test_order_and_zone_are_arguments() -> None:
    assert read(["12/03/2026"], as_of=AS_OF, order="mdy").occurrences[0].start == date(2026, 12, 3)
    vienna = read(["3.12.2026, 18 Uhr MEZ"], as_of=AS_OF, tz="Europe/London").occurrences[0].start
    assert vienna == datetime(2026, 12, 3, 17, tzinfo=UTC)


ISO = (
    ("2026-12-03", "2026-12-03"),
    ("20261203", "2026-12-03"),
    ("2026-12-03T18:00", "2026-12-03T18:00:00+01:00"),
    ("2026-12-03 18:00:00", "2026-12-03T18:00:00+01:00"),
    ("20261203T180000Z", "2026-12-03T19:00:00+01:00"),
    ("2026-12-03T18:00:00.000+0100", "2026-12-03T18:00:00+01:00"),
    ("2026-12-03T12:00:00-05:00", "2026-12-03T18:00:00+01:00"),
    ("2026-12-03T24:00", "2026-12-04T00:00:00+01:00"),
    ("2026-12-03T18", "2026-12-03T18:00:00+01:00"),
    ("2027-03-28T02:30", "2027-03-28T03:30:00+02:00"),
    ("2026-10-25T02:30", "2026-10-25T02:30:00+02:00"),
    ("2026-02-30", None),
    ("2026-12-03T25:00", None),
    ("3.12.2026", None),
    ("9999-12-31T23:59:59-12:00", None),
    ("", None),
)


@pytest.mark.parametrize(("text", "expected"), ISO)
def test_machine_values(text: str, expected: str | None) -> None:
    found = iso(text, "Europe/Berlin")
    assert (found.isoformat() if found and expected else found) == expected


def test_localise_is_one_rule() -> None:
    assert localise(date(2026, 12, 3), "Europe/Berlin") == date(2026, 12, 3)
    gap = localise(datetime(2027, 3, 28, 2, 30), "Europe/Berlin")
    twice = localise(datetime(2026, 10, 25, 2, 30), "Europe/Berlin")
    assert (gap.isoformat(), twice.isoformat()) == ("2027-03-28T03:30:00+02:00", "2026-10-25T02:30:00+02:00")


def test_dateparser_comes_last_and_is_named() -> None:
    found = read(["3 décembre 2026"], as_of=AS_OF, languages=("fr",)).occurrences
    assert [(when.start, when.guessed) for when in found] == [(date(2026, 12, 3), {"dateparser"})]
