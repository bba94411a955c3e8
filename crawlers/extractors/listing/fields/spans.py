"""Spans of days that one event lasts: two days side by side, and the hours that sentences tell of its days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from crawlers.extractors.listing.days import distance, weekdays
from crawlers.extractors.listing.days.cluster import Cluster, Span
from crawlers.extractors.listing.days.names import DAYNAME
from crawlers.extractors.listing.days.weekdays import NUMBER_OF
from crawlers.extractors.listing.fields import sentences
from crawlers.extractors.listing.wording.clocks import CLOCK, EXACT, HALF, HOUR, RANGE, TO, UNIT
from crawlers.extractors.listing.wording.patterns import Guarded
from crawlers.extractors.listing.wording.when import AROUND, END, UNTIL, WEEKLY

_ORDINAL = "(?:st|nd|rd|th)?"
_AND = r"(?:und|&|\+|u\.|and)"
_TWO_DAYS = Guarded(
    re.compile(
        rf"(?<![\d.:])(?P<first>\d{{1,2}})(?P<dot>\.?){_ORDINAL}\s?(?:{_AND}|/)\s?(?P<second>\d{{1,2}})"
        rf"(?=\.|{_ORDINAL},?\s(?!uhr)(?:[a-zäöü]{{3}}|(?:19|20)\d\d))",
        re.IGNORECASE,
    ),
    needs=rf"{_AND}|/",
)
_TWO_DATES = re.compile(
    rf"(?P<first>\d{{1,2}}\.)\s?(?:(?P<month>\d{{1,2}})\.(?:\d{{4}})?)?\s{_AND}\s(?:{DAYNAME}[.,]{{0,2}}\s)?"
    r"(?P<second>\d{1,2})\.\s?(?P<later>\d{1,2}\.|[a-zäöü]{3})",
    re.IGNORECASE,
)
_WEEKEND = re.compile(r"\W*(?:fr|sa|freitag|samstag|sonnabend)\b", re.IGNORECASE)
_FROM_TO = re.compile(
    rf"(?<![\d.:])(?P<first>\d{{1,2}})(?:[:.]\d\d)?(?:\s?uhr)?{TO}(?P<last>\d{{1,2}})(?:[:.]\d\d)?\s?uhr\b",
    re.IGNORECASE,
)
_CLOCK_AND_DAY = re.compile(rf"({EXACT}{HALF})(?:\s?uhr)?\s(?={DAYNAME}\b)", re.IGNORECASE)
_WEEKLY = re.compile(rf"\b{WEEKLY}\b")
_HOURS = rf"(?P<hours>{HOUR}(?:\s?{UNIT})?{TO}{CLOCK})"
_DAILY = re.compile(rf"\b(?:täglich|an (?:allen|beiden) tagen|daily)(?: jeweils)?(?: von)?:? {_HOURS}", re.IGNORECASE)
_BEHIND_HOURS = re.compile(rf"{_HOURS},? (?:each day|every day|(?:on )?both days|daily|per day)\b", re.IGNORECASE)
_DATE = r"(?: (?:dem |den )?(?P<number>\d{1,2})\.\s?(?:\d{1,2}\.|[a-zäöü]{3,9})(?:\s?20\d\d)?)?"
_AT = rf"(?: (?P<day>{DAYNAME}))?[.,]*{_DATE}[.,]*(?: um| ab| gegen)?:? (?P<clock>{CLOCK})"
_OPENS = r"(?:^|[.!;,|·(–—-]\s?)"
_EACH_DAY = re.compile(rf"\b(?:jeweils|jew\.|je)(?: von)?:? {_HOURS}", re.IGNORECASE)
_BEGINS = re.compile(
    rf"{_OPENS}(?:start|beginn|auftakt|eröffnung|abfahrt|los geht(?:['’]?s| es)|wir (?:starten|beginnen))"
    rf"(?: ist)?(?: am)?:?(?: ersten tag)?{_AT}",
    re.IGNORECASE,
)
_ENDS = re.compile(
    rf"(?:{_OPENS}|\bund )(?:{END}|{UNTIL})(?: ist)?(?: am)?:?(?: (?:zweiten|dritten|letzten) tag)?{_AT}", re.IGNORECASE
)
_OF_MONTH = r"\.?\s?(?:\d{1,2}\.|[a-zäöü]{3,9}\b\.?)?(?:\s?20\d\d)?,?"
_BOTH_ENDS = re.compile(  # "10. Juni ab 9 Uhr, 11. Juni bis 16 Uhr"
    rf"(?<![\d.])(?P<first>\d{{1,2}}){_OF_MONTH}(?: ab| um| von)? (?P<begins>{CLOCK})\W{{1,3}}(?:und |and )?"
    rf"(?P<last>\d{{1,2}}){_OF_MONTH} (?:{UNTIL}|to) (?P<ends>{CLOCK})",
    re.IGNORECASE,
)
_FROM_DATE = re.compile(
    rf"(?<![\d.])(?P<number>\d{{1,2}}){_OF_MONTH}(?: ab| um| von) (?P<clock>{CLOCK})", re.IGNORECASE
)
_THE_FIRST_DAY = re.compile(
    rf"(?P<before>{CLOCK}),? (?:on the first day|am ersten tag)|"
    rf"(?:on the first day|am ersten tag)[:,]?(?: (?:ab|um|at|from))? (?P<clock>{CLOCK})",
    re.IGNORECASE,
)
_ON_A_DAY = re.compile(rf"\b(?P<day>{DAYNAME})\b[.,]*(?: um| ab)? (?P<clock>{CLOCK})", re.IGNORECASE)
_FIRST_DAY = re.compile(rf"\W*(?:vom |von )?({DAYNAME})\b", re.IGNORECASE)
# "Do - Sa 8:00 - 15:30 Uhr"; not of an office.
_ALL_DAYS = re.compile(
    rf"\b(?P<first>{DAYNAME})\.?{TO}(?P<last>{DAYNAME})\b[.,:]*(?: jeweils)?(?: von)? {_HOURS}", re.IGNORECASE
)
# "Von Freitag, 16 Uhr, bis Sonntag, 15 Uhr".
_WHOLE = re.compile(
    rf"\b(?P<first>{DAYNAME})[.,]*(?: um| ab)? (?P<begins>{CLOCK})[.,]*{TO}(?P<last>{DAYNAME})[.,]*(?: um| gegen)? "
    rf"(?P<ends>{CLOCK})",
    re.IGNORECASE,
)
_SHUT = re.compile(r"\b(?:gesperrt|sperrung|bistro|parkplatz|parkplätze)\b", re.IGNORECASE)
_OF_AN_OFFICE = re.compile(
    r"erreichbar|besetzt|telefon|\btel\.|büro|sekretariat|anmeld|auskunft|auskünfte|\binfos?\b|fragen|berat|berät|"
    r"für (?:sie|euch|dich) da|hotline|service|kontakt|sprechzeit|empfang|geschäftsstelle|geöffnet|"
    r"kasse|ticket|kantine|ausstellung|zu sehen|\bphone\b|\boffice\b|\d{4,}",
    re.IGNORECASE,
)
_NAME = re.compile(rf"\b{DAYNAME}\b", re.IGNORECASE)
_THROUGH = re.compile(rf"[a-z]\.?{TO}[a-z]", re.IGNORECASE)
# "Fr 17–21 Uhr", "Samstag und Sonntag: 9.30 bis 18 Uhr".
_DAY_HOURS = re.compile(
    rf"\b(?P<days>{DAYNAME}\b(?:\.?(?:\s?(?:{_AND}|,|/)\s?|{TO}){DAYNAME}\b)*)[.,:]*\s(?:von )?"
    rf"(?P<first>{HOUR})(?:\s?uhr)?{TO}(?P<last>{HOUR})(?!\.\d|\d)",
    re.IGNORECASE,
)
# "19.1.2027–20.1.2027", "Fri 15 Jan – Sun 17 Jan".
_FROM_DAY_TO_DAY = re.compile(
    r"\d\.?\s?(?:[-–—]|bis(?: zum)?)\s?(?:[a-z]+\.?,?\s)?\d{1,2}\.|"
    r"\d\s[a-z]{3,9}\.?\s?(?:[-–—]|to)\s?(?:[a-z]+\.?,?\s)?\d{1,2}\s[a-z]{3}",
    re.IGNORECASE,
)
NOON, AFTERNOON = 12, 15
A_YEAR = 2028  # any leap year
SHORTEST_DAY = 2  # letters by which weekdays are told apart
A_SPAN = 2  # dates that are both written out
A_FORTNIGHT = 14  # days; the hours of a longer span are never read as one evening each
A_WEEK = timedelta(days=7)


def consecutive(text: str) -> str:
    """ "8. und 9. Mai", "5 & 6 May" of one event are a span of two days; "18. und 25. April" are two dates."""
    match = _TWO_DAYS.search(text)
    if match is None or int(match["second"]) - int(match["first"]) != 1:
        return text
    return f"{text[: match.start()]}{match['first']}{match['dot']}–{match['second']}{text[match.end() :]}"


def days(cluster: Cluster) -> Span | None:
    """(month, day) of a span's first and last day, which may be two days side by side: "18. + 19. März"."""
    match = _TWO_DAYS.search(cluster.lead.text)
    if match is None or int(match["second"]) - int(match["first"]) != 1:
        return cluster.span()
    month = cluster.lead.month
    return (month, int(match["first"])), (month, int(match["second"]))


def lasts(cluster: Cluster) -> bool:
    """Whether it is a span of days, of whatever years: a time in a sentence is then one of its evenings."""
    if cluster.ranged or days(cluster) is not None:
        return True
    return _is_written_out(cluster)


def _is_written_out(cluster: Cluster) -> bool:
    """Whether both ends of a span are whole dates: "5.2.2027 - 6.2.2027"."""
    return cluster.lead.dates == A_SPAN and _FROM_DAY_TO_DAY.search(cluster.lead.text) is not None


def is_weekly(cluster: Cluster, hours: Sequence[str]) -> bool:
    """Whether hours name one weekday, on which a span of more than a week begins and ends: its evenings are meant.

    A house that is open "sonntags" opens its exhibition on another day.
    """
    (day, month), (last_year, last_month, last_day) = cluster.lead.key, cluster.mentions[-1][1].last
    if not (hours and last_year and cluster.several):
        return False
    named = _WEEKLY.findall(hours[0].lower())
    if len(named) != 1:
        return False
    first = date(cluster.lead.year or last_year, month, day)
    last = date(last_year, last_month, last_day)
    return last - first > A_WEEK and first.weekday() == last.weekday() == NUMBER_OF[named[0]]


def two_days(text: str) -> str:
    """ "Fr., 15.11. und Sa., 16.11.", "Fr., 15. und Sa., 16. Mai" without a time are a span; with one they are two
    evenings."""
    said = _TWO_DATES.search(text)
    if said is None or int(said["second"]) - int(said["first"].rstrip(".")) != 1:
        return text
    if said["month"] and f"{said['month']}." != said["later"]:
        return text
    first = text[: said.end("month")] + "." if said["month"] else text[: said.end("first")]
    return f"{first} – {text[said.start('second') :]}"


def by_day(text: str, hours: Sequence[str]) -> str:
    """ "Fr 12. + Sa 13. März, 9–17 Uhr" as a span: its hours last from the morning to the afternoon, so that it goes on
    the next day; two evenings, two tours and "Mi 2.12. + Do 3.12., 9–17 Uhr" are two."""
    named = _TWO_DATES.search(text)
    said = (said for one in hours if (said := _FROM_TO.search(one)))
    lasting = any(int(one["first"]) < NOON and int(one["last"]) >= AFTERNOON for one in said)
    weekend = _WEEKEND.match(text) is not None  # of days of the week each has its own hours: consultations
    return two_days(text) if lasting and weekend and named is not None and not named["month"] else text


def from_to(text: str) -> str:
    """ "Fri, 29 Jan 16:00 Sun, 31 Jan 18:00" is a span where its box says so; the dash is drawn by the style."""
    return _CLOCK_AND_DAY.sub(r"\1 – ", text, count=1)


def told(cluster: Cluster, texts: Sequence[str]) -> list[str]:
    """The hours that sentences give a span: of each of its days ("täglich 10–18 Uhr"), or at which it begins and ends
    ("Start Freitag 17 Uhr, Ende Sonntag 15 Uhr")."""
    said_daily = (_DAILY.search(text) or _BEHIND_HOURS.search(text) for text in texts)
    if daily := next((said["hours"] for said in said_daily if said), None):
        return [daily]
    if daily := next((hours for text in texts if (hours := _on_all_days(cluster, text))), None):
        return [daily]
    if each := next((said for text in texts if (said := _EACH_DAY.search(text))), None):
        return [each[0]]
    first, last = days(cluster) or bounds(cluster)
    both = (said for text in texts for said in _BOTH_ENDS.finditer(text))
    if each := next((said for said in both if (int(said["first"]), int(said["last"])) == (first[1], last[1])), None):
        return [f"{each['begins']} – {each['ends']}"]
    begins = _clock(_BEGINS, texts, first) or _clock(_FROM_DATE, texts, first)
    begins = begins or next((clock for text in texts if (clock := _on_first_day(cluster, text))), None)
    opens = (said for text in texts if (said := _THE_FIRST_DAY.search(text)))
    begins = begins or next((said["clock"] or said["before"] for said in opens), None)
    ends = _clock(_ENDS, texts, last)
    if not (begins and ends) and (whole := next(filter(None, (_first_to_last(cluster, text) for text in texts)), None)):
        return [whole]
    return [" – ".join(clock for clock in (begins, ends) if clock)] if begins else []


def _clock(pattern: re.Pattern[str], texts: Sequence[str], day: tuple[int, int]) -> str | None:
    """The clock time at which a text says that a span begins or ends, on no other day than this (month, day)."""
    hits = (said for text in texts if (said := pattern.search(text)))
    return next((said["clock"] for said in hits if not said["number"] or int(said["number"]) == day[1]), None)


def day_by_day(cluster: Cluster, texts: Sequence[str]) -> list[str]:
    """From the first day's beginning to the last day's end, where each of a span's days has its hours: "Fr 17–21 Uhr,
    Sa 9–18 Uhr, So 9–15 Uhr"."""
    span = (days(cluster) or (bounds(cluster) if _is_written_out(cluster) else None)) if texts else None
    hours = [said for text in texts for said in _DAY_HOURS.finditer(text)] if span and span[0] < span[1] else []
    if span is None or len(hours) <= 1:
        return []
    first, last = (date(A_YEAR, month, day) for month, day in span)
    each = (last - first).days + 1 == sum(_count(said["days"]) for said in hours)
    return [f"{hours[0]['first']} Uhr – {hours[-1]['last']} Uhr"] if each else []


def _count(names: str) -> int:
    """How many weekdays are named: "Samstag und Sonntag", "Sa–So"."""
    told = [weekdays.number(name) for name in _NAME.findall(names)]
    through = len(told) == A_SPAN and _THROUGH.search(names) is not None
    return (told[1] - told[0]) % A_WEEK.days + 1 if through else len(told)


def in_turns(cluster: Cluster, hours: Sequence[str]) -> bool:
    """Whether the hours of a short span are several, which are not told for each of its days; those of a market that
    goes on for weeks are when it is open."""
    if sum(len(RANGE.findall(text)) for text in hours) <= 1 or not lasts(cluster):
        return False
    first, last = (distance.number(*day) for day in days(cluster) or bounds(cluster))
    return 0 < last - first < A_FORTNIGHT


def bounds(cluster: Cluster) -> Span:
    """The first and the last day of a span, as one text names them."""
    return cluster.lead.in_year, cluster.lead.last[1:]


def _on_all_days(cluster: Cluster, text: str) -> str | None:
    """The hours behind the weekdays with which a span begins and ends: "16.–18.1.2025" / "Do - Sa 8:00 - 15:30 Uhr"."""
    said = _ALL_DAYS.search(text)
    if said is None or _OF_AN_OFFICE.search(text):
        return None
    return said["hours"] if _are_its_days(cluster, said["first"], said["last"]) else None


def _first_to_last(cluster: Cluster, text: str) -> str | None:
    """From the clock time behind the weekday with which a span begins to that behind the one with which it ends; not
    those of an office, a road or what goes on around it."""
    said = _WHOLE.search(text)
    sentence = sentences.around(text, said.start()) if said else ""
    if said is None or any(words.search(sentence) for words in (_OF_AN_OFFICE, AROUND, _SHUT)):
        return None
    return f"{said['begins']} – {said['ends']}" if _are_its_days(cluster, said["first"], said["last"]) else None


def _are_its_days(cluster: Cluster, opens: str, closes: str) -> bool:
    """Whether a span begins and ends on these weekdays."""
    year, *last_day = cluster.mentions[-1][1].last
    span = days(cluster) or (cluster.lead.in_year, last_day)
    try:
        first, last = (date(year or A_YEAR, month, day) for month, day in span)
    except ValueError:  # 31 June
        return False
    right = not year or weekdays.number(opens) == first.weekday()
    return right and weekdays.number(closes) - weekdays.number(opens) == (last - first).days


def _on_first_day(cluster: Cluster, text: str) -> str | None:
    """The clock time beside the weekday with which a span begins: "Fr. 22. bis So. 24. Mai" / "Freitag ab 17 Uhr"."""
    first = _FIRST_DAY.match(cluster.pieces[0][1])
    days = (said for said in _ON_A_DAY.finditer(text) if first and _same_day(first[1], said["day"]))
    return next((said["clock"] for said in days), None)


def _same_day(one: str, other: str) -> bool:
    return one[:SHORTEST_DAY].lower() == other[:SHORTEST_DAY].lower()
