"""Where in a text a calendar date stands, and how far the words about time around it reach.

A sketch for telling events apart: it says which letters speak of time and which day is meant first. What exactly they
mean (years, ranges, zones, several days) is read later, by `pipeline.dates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from crawlers.extractors.listing.days.names import DAYNAME, MONTH, full_year, month_of
from crawlers.extractors.listing.days.tokens import SPOKEN, TOKEN
from crawlers.extractors.listing.wording.changes import INSTEAD, ORIGINALLY
from crawlers.extractors.listing.wording.houses import A_ROOM, ROOMS
from crawlers.extractors.listing.wording.patterns import remembered

_DIGIT = re.compile("[0-9]")
_NUMBER = re.compile(r"\d+")
_DATES = frozenset({"iso", "dmy", "slash", "dayfirst", "monthfirst"})
_TIMES = frozenset({"time", "weak", "twelve", "noon"})
_DOTTED = r"(?:0?[6-9]|1\d|2[0-3])\.(?:00|15|[2-5][05])"  # no month has such a number
_BARE_CLOCK = re.compile(  # opens a line, and neither a price nor a measure: "19.30 Lesung", "17.00–18.30, Rathaus"
    r"\W*(?:(?:um|beginn(?:t|\sum)?|einlass|zeit|uhrzeit|(?:(?:starts?|begins?|opens?)\s)?at):?\s)?"
    rf"(?P<clock>){_DOTTED}(?:\s?(?:-|–|—|bis)\s?{_DOTTED})?"
    r"(?:$|\s?[,;:|·–—-](?:\s|$)|\s(?!(?:chf|sfr|fr|franken|euros?|dollar|prozent|percent|per|each|pp|eur|punkte?|m|meter|liter|std|stunden)\b)[^\W\d_]{2})"
)
_CLOSING_CLOCKS = re.compile(rf",\s{_DOTTED}\s?(?:-|–|—|bis)\s?{_DOTTED}")  # "…, 15.30 – 17.30" ends a line
# Words that belong to a run only between two of its parts, but for these, which change what the next part means.
_LEADING = frozenset(
    {
        *("bis", "bis zum", "until", "ab", "von", "vom", "from", "zwischen", "between"),
        *("einlass", "doors", "doors open", "beginn", "ende", "end"),
    }
)
_NOON = re.compile(  # opens a line, and is no part of a name: "Noon–1", "Time: 12 noon"; not "Noon Concert"
    r"\W*(?:(?:at|from|time|when):?\s)?(?P<clock>(?:12\s)?noon)(?=\W*$|\s?[,;:|·–—-]|\s(?:to|until)\s\d)"
)
_UNDOTTED = re.compile(  # "17.3 Stammtisch, 19 Uhr": the hour tells it from the number of a chapter; "Do 05.10" alone
    rf"(?:{DAYNAME}[.,]*\s)?\d{{1,2}}\.(?:0?[1-9]|1[0-2])(?=[,:]|\s(?!\d))(?=.*(?:\d\s?(?:uhr|h)\b|\d:\d\d))|"
    rf"{DAYNAME}[.,]*\s\d{{1,2}}\.(?:0?[1-9]|1[0-2])(?=\s*$)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(  # "Dezember: 3., 10. und 17."
    rf"(?<!\d)(?<!\d[. ])(?<!\. )\b(?P<month>{MONTH}(?:\s20\d\d)?):?\s"
    r"(?!\d{1,2}\. und \d{1,2}\.\s(?-i:[A-ZÄÖÜ]))"  # "März: 1. und 2. Runde"
    rf"(?P<days>\d{{1,2}}\.(?:(?:,| und)\s\d{{1,2}}\.)+)(?!\s?\d|\s{MONTH})",
    re.IGNORECASE,
)
_LETTERS_O = re.compile(r"(?<=\d[.:])(?:oo|OO)\b")  # typed for noughts: "19.oo Uhr"
# What may hold numbers that look like a date, and what shows that it is there: links, rooms ("Raum A 20.1.36").
_LINK = re.compile(r"\S*(?:://|www\.)\S*")
_ROOM = re.compile(rf"\b{A_ROOM}\s(?:[a-z]{{1,2}}[\s.-]?)?(?!\d\d?\.\d\d?\.20\d\d)\d++(?:\.\d++)++(?!\.|\s?uhr)")
_STREET = re.compile(
    rf"(?:straße|str\.|strasse|platz|allee|ufer|brücke|park) des \d{{1,2}}\. {MONTH}(?:\s\d{{1,3}}(?![\d.:]))?"
)
_COUNT = re.compile(r"(?<!\w)#\d+")  # "Meeting #41 – 10 Dec 2026"
_NO_DATES = (
    ("#", _COUNT),
    ("://", _LINK),
    ("www.", _LINK),
    (" des ", _STREET),
    *((f"{room} ", _ROOM) for room in ROOMS),
)
_WINDOW = 60  # letters around a number that can be part of the same run
_QUICK = re.compile(
    rf"\d(?:\s?[./:|·•-]\s?\d|\.?,?(?:st|nd|rd|th)?\s?-?(?:(?:day )?of )?"
    rf"(?:{MONTH}|uhr|h(?:\b|\d\d)|(?:o['’]?clock )?[ap]\.?\s?m\b))|"
    rf"(?<![a-zäöüß]){MONTH}\s\d|\bnoon\b|\bhalb {SPOKEN}\b|\b{SPOKEN} uhr\b",
)
_WORD_BEHIND = re.compile(r"\s[^\W\d_]")
_TERM = re.compile(r"20\d\d(?:/\d\d|[/–-]20\d\d)\b")  # before an hour: "2026/27, donnerstags 18 Uhr"
_AT = frozenset({"um", "ab", "von", "zwischen"})  # before an hour in words
_AT_NOON = re.compile(r"\bat noon\b", re.IGNORECASE)
A_WORD = 4  # characters of "at " and the one before
_OPENS = re.compile(rf"\d|\b{MONTH}\.?\s(?=\d)", re.IGNORECASE)
SHORT = 3  # letters of a weekday that could be a word
_BEFORE = re.compile(
    rf"\((?:{INSTEAD}|{ORIGINALLY}|bisher)\b[^()]*$|\b(?:ersatz|nachhol)termin(?: (?:für|vom)\b[^()]*)?\s?$"
)
A_PAIR = 2
APART = 3  # characters, more than that part two runs: a new sentence ("2026. Am …") does not go on with one
MOST = 100  # of one line: each is held against each, and a course of two years has fewer
LONGEST = 4_000  # characters of one line that are looked at: further in, a paragraph is no date line


@dataclass(frozen=True, slots=True)
class Mention:
    """A run of words about time with at least one date, or with times only (`day` is 0 then).

    `start`:`end` are its letters in the line; `day`, `month` are its first date, `year` the first that is written
    (0: not said), `last` the (year, month, day) that is written last, `begins` the day before a first date that names
    the month for both ("22. – 24. Januar"; 0: none).
    """

    start: int
    end: int
    text: str
    day: int = 0
    month: int = 0
    year: int = 0
    timed: bool = False
    weekday: bool = False
    dates: int = 0
    last: tuple[int, int, int] = (0, 0, 0)
    begins: int = 0

    @property
    def number(self) -> int:
        """Where its first digit stands, or the name of the month right before it: behind its own "bis" or "ab"."""
        opens = _OPENS.search(self.text)
        return self.start + (opens.start() if opens else len(self.text))

    @property
    def in_year(self) -> tuple[int, int]:
        """Month and day, to compare days of one year."""
        return self.month, self.day

    @property
    def key(self) -> tuple[int, int]:
        """Day and month, to recognise the same date written twice."""
        return self.day, self.month


def find(text: str) -> tuple[Mention, ...]:
    """The first MOST runs in `text` that hold a date or a clock time, in order. Texts without a digit have none, but
    for "noon" and hours in words."""
    return _found(text) if _DIGIT.search(text) or "oon" in text or "halb " in text or " Uhr" in text else ()


@remembered
def _found(text: str) -> tuple[Mention, ...]:
    if "oo" in text or "OO" in text:
        text = _LETTERS_O.sub("00", text)
    if ".," in text or ". und" in text:
        text = _MONTH_FIRST.sub(_month_last, text)
    if undotted := _UNDOTTED.match(text):
        text = f"{undotted[0]}.{text[undotted.end() + 1 :]}"  # as long as before
    lower = text.lower()
    lower = lower if len(lower) == len(text) else text  # a letter that grows would shift all positions
    for sign, apart in _NO_DATES:
        if sign in lower:
            lower = apart.sub(lambda number: " " * len(number.group()), lower)
    found = (mention for first, last in _windows(lower[:LONGEST]) for mention in _runs(lower, text, first, last))
    return tuple(islice(found, MOST))


def _month_last(said: re.Match[str]) -> str:
    """As long as before."""
    return f"{said['days']} {said['month']}".ljust(len(said[0]))


def is_date(text: str) -> bool:
    """Whether a stretch that stands out is only a date or time: "Am **Freitag, dem 4. Dezember,** ist **Backtag**"."""
    return any(mention.end - mention.start > len(text) / 2 for mention in find(text))


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """The stretches around everything that looks like a date or a time; only these are read word by word."""
    first = last = -1
    for hit in _QUICK.finditer(text):
        if last >= 0 and hit.start() - _WINDOW <= last:
            last = hit.end() + _WINDOW
            continue
        if last >= 0:
            yield first, last
        first, last = max(hit.start() - _WINDOW, 0), hit.end() + _WINDOW
    if last >= 0:
        yield first, last


def _runs(lower: str, text: str, first: int, last: int) -> Iterator[Mention]:
    first = text.rfind(" ", 0, first) + 1
    last = text.find(" ", last) if " " in text[last:] else len(text)
    run: list[re.Match[str]] = []
    for token in TOKEN.finditer(lower, first, last):
        word = token.lastgroup == "word"
        apart = token.start() - run[-1].end() > APART or _left_aside(run, token, lower) if run else False
        if run and (word or apart or _again(run, token)):
            yield from _mention(run, text)
            run = []
        if not word:
            run.append(token)
    if run:
        yield from _mention(run, text)


def _left_aside(run: list[re.Match[str]], token: re.Match[str], text: str) -> bool:
    """What follows the day that was before: "25. März (statt 18. März), 18 Uhr", "Ersatztermin für den 18. März: …"."""
    behind = text[run[0].end() : token.start()]
    return (")" in behind or ": " in behind) and _BEFORE.search(text, 0, run[0].start()) is not None


def _again(run: list[re.Match[str]], token: re.Match[str]) -> bool:
    """The same date once more, and not as the end of a span: the page repeats itself (hidden metadata)."""
    before = run[-2] if run[-1].lastgroup == "weekday" and len(run) > 1 else run[-1]  # "10:00 – Sa 12.12., 17:00"
    if token.lastgroup not in _DATES or before.lastgroup == "joint":
        return False
    return any(part.lastgroup in _DATES and _calendar(part) == _calendar(token) for part in run)


def _is_bare_time(run: list[re.Match[str]], kinds: list[str], text: str) -> bool:
    """Whether numbers are hours by where they stand: "19.30 Lesung", "…, 15.30 – 17.30", "Noon–1"."""
    alone = _BARE_CLOCK.match(text.lower()) if "weak" in kinds else None
    alone = _NOON.match(text.lower()) if not _TIMES.isdisjoint(kinds) and "oon" in text else alone
    if alone is not None and run[0].start() <= max(alone.start("clock"), 1):
        return True
    if "weak" in kinds and _CLOSING_CLOCKS.fullmatch(text, run[0].start()):
        return True
    if "noon" in kinds and any(part.group().lower() in _AT for part in run[: kinds.index("noon")]):
        return True  # "um halb acht abends"
    return "noon" in kinds and _AT_NOON.search(text, run[0].start() - A_WORD, run[-1].end()) is not None


def _mention(run: list[re.Match[str]], text: str) -> Iterator[Mention]:
    """The run as a mention, if it holds a date or a certain time; without the joints at its edges."""
    kinds = [_kind(token) for token in run]
    if "time" not in kinds and not _DATES.intersection(kinds) and not _is_bare_time(run, kinds, text):
        return
    dates = [_calendar(token) for token, kind in zip(run, kinds, strict=True) if kind in _DATES]
    day, month, own_year = dates[0] if dates else (0, 0, 0)
    solid = [index for index, kind in enumerate(kinds) if kind != "joint"]
    if kinds[solid[0]] == "year" and own_year:
        solid = solid[1:]  # of the name before the date: "Forum 2026 – 26. Februar 2026"
    if [kinds[index] for index in solid[:A_PAIR]] == ["noon", "time"] and solid[1] == solid[0] + 1:
        solid = solid[1:]  # "Motown Midnight 8.30pm"
    if not dates and (term := _TERM.match(text, run[solid[0]].start())):
        solid = [index for index in solid if run[index].start() >= term.end()] or solid
    if (
        kinds[solid[-1]] == "weekday"
        and not _TIMES.isdisjoint(kinds[: solid[-1]])
        and _goes_on_as_word(run[solid[-1]], text)
    ):
        solid = solid[:-1]
    if (
        kinds[solid[-1]] == "month"
        and kinds[solid[-1] - 1] in _DATES
        and _WORD_BEHIND.match(text, run[solid[-1]].end())
    ):
        solid = solid[:-1]  # "14.1. Jan Petersen"
    lead = max(solid[0] - 1, 0)
    start = lead if run[lead].group().lower() in _LEADING else solid[0]
    first, last = run[start].start(), run[solid[-1]].end()
    year = next((year for *_, year in dates if year), 0)  # the one year of a span stands behind it
    year = year or _year_before([run[index] for index in solid[:A_PAIR]], text)
    timed = not _TIMES.isdisjoint(kinds)
    until = dates[-1][::-1] if dates else (0, 0, 0)
    begins = next((int(_NUMBER.findall(part.group())[0]) for part in run[: _first_date(kinds)] if part["range"]), 0)
    named = "weekday" in kinds[: solid[-1] + 1]
    yield Mention(first, last, text[first:last], day, month, year, timed, named, len(dates), until, begins)


def _year_before(first: list[re.Match[str]], text: str) -> int:
    """The year that stands before a date that has none, with a colon between: "Termine 2027: 13.01., 10.02."."""
    opens = [token.lastgroup == "year" for token in first] == [True, False] and first[1].lastgroup in _DATES
    return full_year(first[0].group()) if opens and ":" in text[first[0].end() : first[1].start()] else 0


def _goes_on_as_word(day: re.Match[str], text: str) -> bool:
    """Whether what looks like a short weekday is a word of what follows: "18 Uhr, so lange", "18 Uhr | mon ami"."""
    word = text[day.start() : day.end()]
    return word.islower() and word.isalpha() and len(word) <= SHORT and _WORD_BEHIND.match(text, day.end()) is not None


def _first_date(kinds: list[str]) -> int:
    """Which token is the first date; how many there are where none is."""
    return next((index for index, kind in enumerate(kinds) if kind in _DATES), len(kinds))


def _kind(token: re.Match[str]) -> str:
    """The token's kind; numbers that cannot be a date (32.13.) are none of a date's."""
    kind = token.lastgroup or "word"
    if kind in _DATES:
        day, month, _ = _calendar(token)
        return kind if 1 <= day <= 31 and 1 <= month <= 12 else "joint"
    return kind


def _calendar(token: re.Match[str]) -> tuple[int, int, int]:
    """Day, month, year (0: not said) of a date token. "5/28/2024" is American when the second number is no month."""
    match token.lastgroup:
        case "iso":
            return int(token["id"]), int(token["im"]), int(token["iy"])
        case "dmy":
            return int(token["dd"]), int(token["dm"]), full_year(token["dy"])
        case "slash":
            first, second = int(token["sa"]), int(token["sb"])
            day, month = (
                (second, first) if second > 12 or (token["cut"].strip() == "/" and first <= 12) else (first, second)
            )
            return day, month, full_year(token["sy"])
        case "dayfirst":
            return int(token["nd"]), month_of(token["nm"]), full_year(token["ny"] or token["ns"])
        case _:
            return int(token["md"]), month_of(token["mm"]), full_year(token["my"])
