"""What a line is in a record: a title, a bare date, a label, a "more" link. One question, one answer, no context."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawlers.extractors.listing.days import mentions
from crawlers.extractors.listing.days.cluster import Dates
from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.days.weekdays import is_weekday
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.wording.changes import INSTEAD, MARKED, MOVED, ORIGINALLY, REASON
from crawlers.extractors.listing.wording.english import AGENDA_ITEM
from crawlers.extractors.listing.wording.houses import PLACE, SENTENCE_END, STREET
from crawlers.extractors.listing.wording.labels import (
    ASKS,
    CONDITION,
    FOR_WHOM,
    MORE,
    PRICE,
    is_code,
    label_end,
    label_kind,
)
from crawlers.extractors.listing.wording.when import ALL_DAY, ALWAYS, EACH, REPEATS, WEEKDAY
from crawlers.extractors.listing.wording.words import EDGES, EVENT, KIND, is_generic
from pipeline.marks import read_badge
from pipeline.places import find_city

PLAIN = 8  # the rank of a line that does not stand out; headings have 1..6
STANDS_OUT = 7
LONGEST_TITLE = 180
LONGEST_NAME = 60  # characters of a line that is no sentence about a rule
LONGEST_PLACE = 40  # characters of a place beside a date
_ADVENT = re.compile(  # a day's name, in brackets or beside it
    r"\([1-4]\.\s?Advent\)|(?<=\| )[,–—:-]?\s?[1-4]\.\s?Advent\b:?|^[1-4]\.\s?Advent\b[,:]?(?=\s*\|)"
)
_HOW_OFTEN = re.compile(  # behind the days of a course: "17–20 Uhr (5x)"
    r"\|\s+\((?:insgesamt )?\d{1,2}\s?"
    r"(?:x|×|-?mal|times|(?:kurs)?(?:termine|abende|tage)|treffen|sitzungen|sessions)\)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]{2,}|\d[^\W\d_]\d|[^\W\d_]\d{2,}|\d{2,}[^\W\d_](?!\w)")
# A link or mail address that is its own text, a place; "Code@Campus" is a name.
_ADDRESS = re.compile(r"(?![A-ZÄÖÜ][\w-]*@[A-ZÄÖÜ][\w-]*(?:\s|$))\S*(?:://|www\.|@)\S*(?:\s|$)|[📍🗺]")
_CREDIT = re.compile(r"\W*(?:©|(?:foto|photo|bild|grafik|image|credit)s?(?:nachweis)?:)", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\[][^()\[\]]{0,20}[)\]]?|\([^()]+\)")
_WEEK = re.compile(r"(?:KW|Kalenderwoche|Woche|Week)\s?\d{1,2}", re.IGNORECASE)
_EDGES = (
    EDGES + ".&📅🗓📆⏰⌚\ufe0f" + "".join(map(chr, range(0x1F550, 0x1F568)))
)  # and what stands for a day or an hour
_MOVED = re.compile(rf"^(?:{MOVED}|neu(?:er termin)?|new date|jetzt)(?: (?:auf|to)(?: den)?)?:?\s+\|\s+", re.IGNORECASE)
_MOVED_BEHIND = re.compile(  # "Grillabend NEU: erst am 17.9.!"
    r"\s(?:neu:?(?: erst| jetzt| nun)|(?:jetzt|nun) erst|neu:|neu(?:er termin|e zeit):?)(?: am)?\W{0,9}$",
    re.IGNORECASE,
)
_ALL_DAY = re.compile(rf"^(?:{ALL_DAY}|(?:bis )?open[ -]end)\s?[:,–-]\s+(?=\S)", re.IGNORECASE)
_INSTEAD = re.compile(
    rf"(?:\((?:{ORIGINALLY}|bisher|vorher|nicht|{INSTEAD})|\b(?:{INSTEAD}))(?: am| vom)?\s+\|\s+\)?:?", re.IGNORECASE
)
_IS_THERE = re.compile(  # "9.12., schon um 18 Uhr auf dem Markt"
    r"(?:(?:schon|erst|diesmal|ausnahmsweise|um)\b[\s|]*){0,3}(?:auf|in|an|bei) (?:dem|der) (?=[A-ZÄÖÜ])"
    r"(?!\w*(?:[Rr]eihe|[Ss]erie|[Ww]oche|[Pp]ause|[Zz]eit|[Nn]acht)\b)"
)
_WITH_REASON = re.compile(rf"\w+ {REASON}", re.IGNORECASE)  # "Absage wegen Krankheit"
_ALWAYS = re.compile(rf"(?:{ALWAYS}|{EACH})(?:\s+\|.*)?", re.IGNORECASE)  # of "immer dienstags, 19 Uhr, im …"
_REASON = re.compile(rf"{REASON}|leider\b", re.IGNORECASE)  # opens what became of an event
_SALUTE = re.compile(
    r"(?:sehr geehrte|liebe[rs]?|hallo|guten (?:tag|morgen|abend)|moin|dear|hi|hello)\b[^.!?:\d]{0,60}[,!]|"
    r"(?:herzlich(?:st)?|mit (?:freundlichen|herzlichen|besten) grüßen|(?:viele|liebe|herzliche|beste) grüße)"
    r"(?:,? (?:euer|eure|ihr|ihre|dein|deine|von|aus)\b[^.!?:\d]{0,40})?\W*",
    re.IGNORECASE,
)
_CLOCK_WORDS = re.compile(
    rf"(?<!\w)(?:{ALL_DAY}|{WEEKDAY}s?|uhr|von|bis|ab|um|am|im|in|den|der|die|from|to|at|on|the|beginn|einlass|datum|wann|termin|"
    r"uhrzeit|zeit|date|time|when|start|ende|circa|ca|approx|jeweils|täglich|daily|c\.t|s\.t|"
    r"heute|morgen|übermorgen|abends|nachts|morgens|vormittags|mittags|nachmittags|ausnahmsweise|schon|bereits|erst|gestern|today|tomorrow)(?!\w)",
    re.IGNORECASE,
)
_SESSION = r"(?:teil|part|(?:kurs|seminar|workshop)?(?:tag|abend)|day|session|sitzung)"
# Which of several sessions of one thing it is: "Teil 1", "2. Tag".
_WHICH = re.compile(
    rf"(?<!\w)(?:{_SESSION}\s?(?:\d{{1,2}}|[ivx]{{1,4}})|\d{{1,2}}\.\s?{_SESSION})(?!\w)", re.IGNORECASE
)
_THIS_TIME = re.compile(r"\((?:diesmal|ausnahmsweise)\s[^()]*\)")  # what is so on one of the days beside it
_COUNTED = re.compile(  # how many evenings a course has, and their rule
    r"^(?:\d{1,2}|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf) "
    r"(?:\w*(?:abende|vormittage|nachmittage|termine|treffen|einheiten|sitzungen)|\w+tage)"
    r"(?:,? (?:jeweils|immer|je)\b.*|\s*$)",
    re.IGNORECASE,
)
_NAMED = re.compile(r":\s+\S{4}")  # "entfällt: Stammtisch"
_THERE = re.compile(r"\s(?:@|im|in (?:der|den|dem)|at(?: the)?)\s", re.IGNORECASE)
SEATS = re.compile(
    r"(?:nur )?(?:noch )?(?:freie|wenige|keine|viele|einige|\d+)(?: freie)? (?:plätze|seats|places)(?: frei)?|"
    r"plätze frei|buchbar|verfügbar|anmeldung möglich|"
    r"(?:only )?(?:last|few|limited|no|\d+)(?: few)? (?:seats|places|spaces|spots)(?: (?:left|available|remaining))?|"
    r"available",
    re.IGNORECASE,
)


class Shapes:
    """Answers about a page's lines, remembered."""

    def __init__(self, layout: Layout, dates: Dates) -> None:
        self.layout = layout
        self.dates = dates
        self.spoken: dict[int, list[Mention]] = {index: list(found) for index, found in dates.times.items()}
        self.boxed: set[int] = set()
        for cluster in dates.clusters:
            for index, mention in cluster.mentions:
                self.spoken.setdefault(index, []).append(mention)
            if cluster.last > cluster.first == cluster.mentions[0][0] and len(cluster.mentions) == 1:
                self.boxed.update(range(cluster.first, cluster.last + 1))
        self._rest: dict[int, str] = {}
        self._titleish: dict[int, bool] = {}

    def rest(self, line: Line) -> str:
        """The line without its dates, times and labels; "" when nothing of weight is left."""
        known = self._rest.get(line.index)
        if known is None:
            known = self._rest[line.index] = self._leftover(line)
        return known

    def _leftover(self, line: Line) -> str:
        if line.index in self.boxed or line.index in self.dates.headings:
            return ""
        text = _cut_out(line.text, self.spoken[line.index]) if line.index in self.spoken else line.text
        if len(line.pieces) > 1 and not line.struck:
            for old in (piece.text for piece in line.pieces if piece.struck and _is_time(piece.text)):
                text = text.replace(old, " | ", 1)
        weighs = _LETTERS.search(text)
        if text is not line.text:
            weighs = weighs and _LETTERS.search(_CLOCK_WORDS.sub("", _WHICH.sub("", text)))
        elif end := label_end(text):
            text = text[end:]
            weighs = weighs and _LETTERS.search(text)
        if not weighs:
            return ""
        if "|" in text:
            text = _COUNTED.sub("", _THIS_TIME.sub("", text))
            text = _ALL_DAY.sub("", _MOVED.sub("", _INSTEAD.sub(" | ", text).strip(_EDGES)))
            text = _MOVED_BEHIND.sub("", text)
        text = text.strip(_EDGES)
        return "" if label_kind(text.rstrip("?")) or is_weekday(text) else text

    def sort(self, lines: Iterable[Line]) -> str:
        """What sort of event the first of the lines that has no more to say than its day and that names: "Workshop"."""
        told = (_cut_out(line.text, self.spoken.get(line.index, [])).strip(_EDGES) for line in lines)
        return next((text for text in told if KIND.fullmatch(text) and EVENT.search(text)), "")

    def there(self, line: Line) -> str:
        """Where it is, if a line says nothing else beside its date: "9.12., 18 Uhr auf dem Markt"; else ""."""
        rest = self.rest(line)
        found = _IS_THERE.match(rest) if rest is not line.text and len(rest) <= LONGEST_NAME + LONGEST_PLACE else None
        where = SENTENCE_END.split(rest[found.end() :], 1)[0].strip(_EDGES) if found else ""
        return "" if ":" in where or EVENT.search(where.partition(",")[2]) else where

    def titleish(self, line: Line) -> bool:
        """Whether the line could be an event's title."""
        known = self._titleish.get(line.index)
        if known is None:
            known = self._titleish[line.index] = self._could_be_title(line)
        return known

    def _could_be_title(self, line: Line) -> bool:
        rest = self.rest(line)
        if not rest or len(rest) > LONGEST_TITLE or (rest != line.text.strip(_EDGES) and len(rest) < 4):
            return False
        if len(line.text) > LONGEST_NAME and REPEATS.search(line.text):
            return False
        if (
            CONDITION.fullmatch(line.text)
            or AGENDA_ITEM.match(rest)
            or _ADDRESS.match(rest)
            or _BRACKETED.fullmatch(rest)
            or _WEEK.fullmatch(rest)
            or ASKS.fullmatch(rest)
            or SEATS.fullmatch(rest)
            or FOR_WHOM.fullmatch(rest)
            or _ALWAYS.fullmatch(rest)
            or self.there(line)
            or (_REASON.match(rest) and MARKED.search(rest))
            or is_credit(line.text)
        ):
            return False
        return not (MORE.fullmatch(rest) or tells_mark(rest) or is_code(rest) or _SALUTE.fullmatch(line.text))

    def begins_timed(self, line: Line) -> bool:
        """Whether a line begins with a clock time: "18:00 Uhr, Rathaus" tells more about its event."""
        clocks = self.dates.times.get(line.index, [])
        return bool(clocks) and clocks[0].start <= 1

    def titleish_text(self, text: str) -> bool:
        """Whether a part of a line could be a title: letters, no label, no "more"."""
        return bool(_LETTERS.search(text)) and not (label_kind(text) or MORE.fullmatch(text) or is_badge(text))

    def lasts(self, line: Line) -> bool:
        """Whether a line names a span of days: a fair's, on which nobody speaks all the time."""
        return any(one.ranged or one.span() for one in self.dates.within(line.index, line.index + 1))

    def rank(self, line: Line) -> int:
        """1..6 for a heading, STANDS_OUT for a bold or linked line that could be a title, else PLAIN."""
        if line.heading and line.index not in self.dates.headings:
            return line.heading
        return STANDS_OUT if (line.bold or line.linked) and self.titleish(line) else PLAIN

    def heads(self, line: Line) -> bool:
        """Whether the line heads something of its own: it stands out, and is neither a label nor "Termine"."""
        if self.rank(line) >= PLAIN or self.layout.tags[line.block] == "dt":
            return False
        rest = self.rest(line)
        return bool(rest) and not is_generic(rest)

    def told_apart(self, line: Line) -> bool:
        """Only a date, or a date with the place, price or free seats of that day: one of several occurrences."""
        if not self.titleish(line):
            return True
        pieces = [piece.text.strip(_EDGES) for piece in line.pieces]
        left = [text for text in pieces if text in self.rest(line) and _LETTERS.search(text)]
        return bool(left) and self.rank(line) == PLAIN and all(_says_where_or_how(text) for text in left)

    def bare(self, lines: list[Line]) -> bool:
        """Nothing but dates, times, labels and "more" links."""
        return not any(self.titleish(line) for line in lines)


def _says_where_or_how(text: str) -> bool:
    """A town, a badge, a price or a way of taking part."""
    if len(text) > LONGEST_PLACE:
        return False
    how = is_badge(text) or SEATS.fullmatch(text) or KIND.fullmatch(text) or PRICE.fullmatch(text)
    return bool(how) or all(_says_where(part.strip(_EDGES)) for part in text.split(","))


def _says_where(text: str) -> bool:
    """A place, or a part of one: "Café Nord", "Saal im Rathaus", but not "Gründertreff im Rathaus"."""
    what = _THERE.split(text, maxsplit=1)[0]
    return bool(PLACE.search(what) or STREET.search(what)) or find_city(what) is not None


def _cut_out(text: str, spoken: list[Mention]) -> str:
    """`text` without these mentions, without square brackets around them, and without the name of a Sunday."""
    right = len(text)
    for mention in sorted(spoken, key=lambda mention: (-mention.end, mention.start)):
        if mention.end and mention.start < right:  # a mention may lie inside another
            before, after = text[: mention.start], text[min(mention.end, right) :]
            text = f"{before.removesuffix('[')} | {after.removeprefix(']')}"
            right = mention.start
    text = _HOW_OFTEN.sub("|", text) if "(" in text else text
    return _ADVENT.sub(" ", text) if "Advent" in text else text


def _is_time(text: str) -> bool:
    """Whether a text holds nothing but dates and times."""
    return not _LETTERS.search(_CLOCK_WORDS.sub("", _cut_out(text, [*mentions.find(text)])))


def says_when(text: str) -> bool:
    """Whether a part of a line only goes on about when: "Heute", "täglich", "ganztägig"."""
    return not _LETTERS.search(_CLOCK_WORDS.sub("", text))


def is_week(text: str) -> bool:
    """Whether a text is only the number of a week: "KW 49"."""
    return _WEEK.fullmatch(text) is not None


def is_credit(text: str) -> bool:
    """Whether a line says whose a picture is: "© Museum, 2026", "Foto: A. Behn"."""
    return _CREDIT.match(text) is not None


def tells_mark(text: str) -> bool:
    """Whether a text says what became of the event, and perhaps why: "Abgesagt!", "entfällt (Ferien im Café)"."""
    opens = text[0].islower() or _WITH_REASON.match(text)
    told = opens and MARKED.search(text) and read_badge(text).quote
    return is_badge(text) or bool(told and text.startswith(told) and not _NAMED.match(text, len(told)))


def is_badge(text: str) -> bool:
    """A short line that only says what became of the event: "Ausgebucht", "Abgesagt!"."""
    if len(text) > 30 or not MARKED.search(text):
        return False
    marks = read_badge(text)
    return bool(marks.quote) and len(marks.quote or "") >= len(text.strip(_EDGES + "!()[]")) - 8


def without_badge(line: Line, rest: str) -> str:
    """What a line says without the badges, free seats and "more" links behind it: "Lesung **Ausgebucht** [Buchen]"."""
    for piece in reversed(line.pieces[1:]):
        last = piece.text.strip(_EDGES)
        aside = is_badge(last) or SEATS.fullmatch(last) or (piece.href is not None and MORE.fullmatch(last))
        if not aside or not rest.endswith(last) or rest == last:
            break
        rest = rest[: -len(last)].strip(_EDGES)
    return rest
