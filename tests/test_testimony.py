"""Every form of a note is read back as it was written."""

from datetime import UTC, date, datetime

import pytest

from pipeline import testimony

AT = datetime(2026, 11, 30, 9, 58, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "note, form, read",
    [
        (
            testimony.word("title", "lieferketten", 2.0),
            testimony.WORD,
            {"field": "title", "word": "lieferketten", "weight": "+2.0"},
        ),
        (
            testimony.word("source", "ki im büro", -0.55),
            testimony.WORD,
            {"field": "source", "word": "ki im büro", "weight": "-0.6"},
        ),
        (testimony.total(0.876), testimony.TOTAL, {"percent": "88"}),
        (testimony.tagged(None), testimony.TAGGED, {"day": None, "against": None}),
        (testimony.tagged(date(2026, 12, 1)), testimony.TAGGED, {"day": "2026-12-01", "against": None}),
        (testimony.tagged(AT, against=True), testimony.TAGGED, {"day": "2026-11-30", "against": ": not this"}),
        (
            testimony.said("kammer", AT, "line 3: ABGESAGT\nam 3.12."),
            testimony.SAID,
            {"who": "kammer", "at": "2026-11-30T09:58:21+00:00", "person": None, "told": "line 3: ABGESAGT\nam 3.12."},
        ),
        (
            testimony.said(testimony.PERSON, AT, "edit"),
            testimony.SAID,
            {"who": "a person", "at": "2026-11-30T09:58:21+00:00", "person": None, "told": "edit"},
        ),
        (
            testimony.said(testimony.PERSON, None, "hide"),
            testimony.SAID,
            {"who": None, "at": None, "person": "a person", "told": "hide"},
        ),
        (testimony.absent(3), testimony.ABSENT, {"times": "3"}),
        (testimony.gone("https://a.example/x"), testimony.GONE, {"url": "https://a.example/x"}),
    ],
)
def test_a_note_is_read_as_it_was_written(note, form, read):
    match = form.fullmatch(note)
    assert match and match.groupdict() == read


def test_a_quote_is_none_of_them():
    forms = (testimony.WORD, testimony.TOTAL, testimony.TAGGED, testimony.SAID, testimony.ABSENT, testimony.GONE)
    for note in ("line 5: 3.12., 18 Uhr", "https://a.example/x: ABGESAGT", "time, round time, place"):
        assert not any(form.fullmatch(note) for form in forms)
