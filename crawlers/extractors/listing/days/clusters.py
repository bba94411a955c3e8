"""The dates of a page, and whether each is an event's, a deadline's or a post's.

Puts together what `mentions`, `boxes`, `near` and `joins` find. Which dates belong to which event is decided by
`records`.
"""

from __future__ import annotations

import re
from itertools import pairwise

from crawlers.extractors.listing.days import boxes, columns, grids, joins, mentions, near, timetables, weeks
from crawlers.extractors.listing.days.cluster import Cluster, Dates
from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.wording.labels import label_kind
from crawlers.extractors.listing.wording.words import CREDIT, DEADLINE, HOURS, MARKED, POSTED
from pipeline.marks import LONGEST_BADGE, read_badge
from pipeline.places import find_city

FIRM_LINE = 110  # characters: a longer line is prose, unless it begins with its date
FIRM_START = 30
ONE_SENTENCE = 200
REACH = 60  # characters around a date in which a word can say what it is for
BESIDE = 14  # characters between such a word and the date
_SENTENCE = re.compile(r"[^\W\d]{3,}[.!?]\s+[A-ZÄÖÜ]")
_SHUT = re.compile(
    r"[\s,–-]*(?:\([^()]*\)\s)?[()\s]*(?:(?:ist|sind|bleib(?:t|en)|haben) [^.!?]{0,80}?(?<=\s))?"
    r"(?:geschlossen|zu(?=[.,;!)]|$)|closed|nicht (?:besetzt|erreichbar|geöffnet)|"
    r"(?:endet|enden|schließ(?:t|en)) [^.!?]{0,40}\b(?:schon|bereits|früher)\b|"
    r"(?:im|in) (?:\w+)?urlaub\b|abwesend|verreist)",
    re.IGNORECASE,
)
_DROPPED = re.compile(  # "Am 24.12. entfallen unsere Treffen"; "Lesung: 24.12. entfällt!" is one that was cancelled
    r"[\s,()–-]*(?:(?:ist|sind) (?:\w+ ){0,3})?(?:(?:entfallen|entfällt|(?:fällt|fallen) aus)\b(?P<what>\s+[^\W\d_])?|"
    r"(?:fällt|fallen) (?P<it>er|sie|es) aus\b)",
    re.IGNORECASE,
)
_MOVED_TO = re.compile(
    r"\b(?:(?:verschoben|verlegt|vertagt|postponed|moved|rescheduled)\b[^.!?\d]{0,12}\b(?:auf|to)\b|"
    r"(?:neuer|new) (?:termin|date)\b(?: ist)?:?|neu:)(?: den| dem| der)?\s?$",
    re.IGNORECASE,
)
MOVED_BELOW = 2  # lines
_RULE = re.compile(r"\b(?:jede[nmrs]?|jeweils|immer|every|each)\b", re.IGNORECASE)
_NOT_ON = re.compile(r"\b(?:nicht|au(?:ß|ss)er|ausgenommen|not|except)\s(?:am |an |on )?$", re.IGNORECASE)
_OF_A_TEXT = re.compile(r"vom (?:(?!\bbis\b)[^–—-])+", re.IGNORECASE)  # "die Verordnung vom 21. Januar 2009"
_DATES = re.compile(  # "Die nächsten Termine sind der ", "Die nächsten Lotsentage sind am "
    r"\b(?:termine|die (?:nächsten|kommenden|weiteren) \w{4,})\b[^.!?]{0,25}$", re.IGNORECASE
)
_NOUN = re.compile(r"schlu|frist|deadline|stichtag")
_BREAK = re.compile(r"[\d.!?;|,]|:(?!\w)")
_BORN = re.compile(r"(?:\b(?:geboren|gestorben|verstorben|born|died)\b(?: \w+)?(?: am| on)?|[*†✝])\s?$", re.IGNORECASE)
SINCE = re.compile(r"\b(?:seit|since)(?: (?:dem|der|den|heute|gestern))?,?\s?$", re.IGNORECASE)
_INSTEAD = re.compile(
    r"(?<!findet )(?<!finden )\b(?:an)?statt(?: wie [a-zäöüß]{3,20}| bisher| ursprünglich)?(?: am| vom| des| dem)?\W*$"
    r"|\b(?:rescheduled|moved|postponed|verlegt|verschoben|vertagt|nachholtermin|ersatztermin) (?:from|vom|für den)\W*$"
    r"|\b(?:ursprünglich|originally)(?: \w+)?\W*$",
    re.IGNORECASE,
)
_ON_SALE = re.compile(
    r"\b(?:tickets?|\w*preise?|tarife?|gebühr(?:en)?|(?:platz)?karten|(?:(?:karten|ticket)?(?:vor)?|karten|ticket)verkauf|buchbar|buchung(?:en)?|anmeldung(?:en)?|bewerbung(?:en)?|einschreibung)"
    r"(?: [a-zäöüß\d]+){0,4}? (?:ab|von|vom)(?: dem)?\s?$",
    re.IGNORECASE,
)
_RESERVE = re.compile(
    r"\b(?:bei (?:regen|schnee|sturm|schlechte[mn] wetter|unwetter)|ausweichtermin|regentermin)\b.{0,40}$",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"(?:\b(?:semester|vorlesungs|schul)(?:beginn|start|ende|schluss)\W*|ferien\W{1,3}(?:vom )?)$", re.IGNORECASE
)
_SETTING_UP = re.compile(
    r"\b(?:auf|ab)bau(?:zeit(?:en)?|tage?)?\b[^.!?;\d]{0,30}$", re.IGNORECASE
)  # of a fair's stands
_DELIVERY = re.compile(r"\b(?:lieferung|lieferzeit|zustellung|versand|delivery)\b[^!?;\d]{0,24}$", re.IGNORECASE)
_AWAY = re.compile(
    r"\b(?:urlaub|elternzeit|mutterschutz|abwesend|nicht (?:erreichbar|im haus))(?: vom| von| am| ab| bis)?\s?$", re.I
)
_BYLINE = re.compile(r"(?:Von|By|Text:|Autor(?:in)?:) (?:[A-ZÄÖÜ][\w.-]+ ){1,2}[A-ZÄÖÜ][\w-]+\s?[|·,/–-]")
_ENDS = re.compile(r"\b(?:endet|enden|ends?)(?: \w+){0,2}? (?:am|on)\s?$")  # the day with which another began
_OTHER = {
    "closed": _NOT_ON,
    "away": _AWAY,
    "born": _BORN,
    "since": SINCE,
    "replaced": _INSTEAD,
    "on sale": _ON_SALE,
    "reserve": _RESERVE,
    "term": _TERM,
    "delivery": _DELIVERY,
    "setting up": _SETTING_UP,
}
_SIGNED = re.compile(r"\W*([^\d,]{2,40}),\s(den\s|im\s)?")
_COPY = re.compile(r"\W*(?:online|web)-?\s?(?:version|ansicht)|\W*im browser", re.IGNORECASE)  # of a letter
_LASTS = re.compile(r"[^\W\d_]{3,}\W+(?:noch )?bis(?: zum)?\s?$", re.IGNORECASE)  # "läuft bis": no day of its own
_DIGIT = re.compile(r"\d")
_UNTIL = re.compile(r"\bbis (?:zum )?$", re.IGNORECASE)
_DUE = re.compile(  # "bis 2. Mai überweisen"
    r"[^,.!?;\d]{0,30}\b\w*(?:meld|reich|weis|zahl|buch|bewerb|bestell|send|schick|reservier|zusag)en\b", re.IGNORECASE
)
_WRITTEN_BY = re.compile(r"\s?[|·•,–—-]?\s?(?:von|by) [A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+){1,2}\W*")
_TO_LET = re.compile(
    r"\s?(?:wieder )?(?:frei(?! für)|verfügbar|bezugsfertig|zu vermieten|zu haben|lieferbar)\b", re.IGNORECASE
)
_STARS = re.compile("[★⭐]")  # of a review
_NO_DIGITS = re.compile(r"\D*")


def find(layout: Layout) -> Dates:
    """Every date and time of the page."""
    atop = columns.find(layout)
    around, headings = near.find(layout, atop)
    clusters: list[Cluster] = []
    times: dict[int, list[Mention]] = {}
    boxed = boxes.find(layout, headings)
    cells, days = timetables.find(layout)
    months = list(grids.months(layout))
    for line in layout.numbered():
        if line.index in boxed or line.index in headings or line.index in days:
            continue
        found = mentions.find(_without_struck(line))
        clusters.extend(_cluster(layout, line, mention) for mention in found if mention.dates)
        if clocks := [mention for mention in found if not mention.dates]:
            times[line.index] = clocks
    others = [*(one for found in boxed.values() for one in found), *grids.find(layout, months, around), *cells]
    if others:
        clusters = sorted([*clusters, *others], key=lambda cluster: cluster.first)
    _replace(layout, clusters)
    clusters = weeks.find(layout, boxes.with_days(layout, clusters, around, headings | grids.inside(layout, months)))
    if empty := near.without_dates(layout, headings, clusters):
        around, headings = near.find(layout, atop, empty)
    return Dates(joins.joined(layout, clusters, atop), times, around, headings, atop)


def _replace(layout: Layout, clusters: list[Cluster]) -> None:
    """A day to which an event is moved replaces the one right above: "10.1., 11 Uhr" / "Verschoben auf den 24.1."."""
    for old, new in pairwise(clusters):
        line = layout.lines[new.first]
        moved = old.role == new.role == "event" and _MOVED_TO.search(line.text[: new.lead.start])
        if not moved or new.first - old.last > MOVED_BELOW:
            continue
        own = new.first > old.last and _without_struck(line) != line.text  # its own old day is struck out beside it
        if not own and not any(between.heading for between in layout.lines[old.last + 1 : new.first]):
            old.role = "replaced"


def _without_struck(line: Line) -> str:
    """The line with blanks where it strikes out an old date beside the new one; what is all struck stays."""
    text = line.text
    beside = " ".join(piece.text for piece in line.pieces if not piece.struck)
    gone = MARKED.search(beside) and read_badge(beside[:LONGEST_BADGE]).status == "cancelled"  # all of it, and why
    for piece in line.pieces if not (line.struck or gone) else ():
        if piece.struck:
            text = text.replace(piece.text, " " * len(piece.text), 1)
    return text if text == line.text or _DIGIT.search(text) else line.text


def _cluster(layout: Layout, line: Line, mention: Mention) -> Cluster:
    firm = _firm(line.text, mention)
    struck = any(piece.struck and mention.text[:6] in piece.text for piece in line.pieces)
    struck = struck and not any(mention.text in piece.text for piece in line.pieces if not piece.struck)
    stamped = any(piece.stamp is not None and mention.text[:4] in piece.text for piece in line.pieces)
    return Cluster(
        line.index,
        line.index,
        line.block,
        [(line.index, mention)],
        _role(layout, line, mention),
        firm,
        struck,
        stamped,
        pieces=[(line.index, mention.text)],
    )


def _firm(text: str, mention: Mention) -> bool:
    """Whether a line is about its date: a short one, one that begins with it, a single sentence of some length, or one
    whose first sentence has the date with its time."""
    if len(text) <= FIRM_LINE or mention.start <= FIRM_START or (mention.timed and mention.weekday):
        return True
    if mention.dates > 1 and _DATES.search(text[: mention.start]):
        return True
    return (len(text) <= ONE_SENTENCE or mention.timed) and not _SENTENCE.search(text[: mention.start])


def _role(layout: Layout, line: Line, mention: Mention) -> str:
    """What the words around a date say it is for."""
    lead = _NO_DIGITS.match(mention.text)
    start = mention.start + (lead.end() if lead else 0)  # "bis 3.12.": the date's own "bis" speaks too
    before = line.text[max(start - REACH, 0) : start]
    if mention.start <= 3 and line.index:
        before = _label_above(layout.lines[line.index - 1]) + before
    after = line.text[mention.end : mention.end + REACH]
    if before and (said := _said(before, line.text[: mention.start], after)):
        return said
    dropped = _DROPPED.match(after) if not _badge_behind(line, mention) else None
    if _SHUT.match(line.text, mention.end) or (
        dropped and (dropped["what"] or dropped["it"] or _RULE.search(line.text))
    ):
        return "closed"
    if mention.year and mention.dates == 1 and not mention.timed and _OF_A_TEXT.fullmatch(mention.text):
        return "posted"
    if said := _said_behind(before, after):
        return said
    hit = POSTED.search(after)
    if (
        _is_byline(layout, line, mention)
        or _STARS.search(line.text)
        or (hit and hit.start() <= 4)
        or CREDIT.match(line.text)
        or ("figcaption" in _tags(layout, line) and not mention.timed)
    ):
        return "posted"
    return "hours" if HOURS.search(before) else "event"


def _said_behind(before: str, after: str) -> str:
    """What the words behind a date say it is for: "bis 2. Mai überweisen", "ab 1. Juli wieder frei"; "" for nothing."""
    noun = DEADLINE.match(after.lstrip(" :–-"))
    if (_UNTIL.search(before) and _DUE.match(after)) or (noun and _NOUN.search(noun.group())):
        return "deadline"
    return "offer" if _TO_LET.match(after) else ""


def _is_byline(layout: Layout, line: Line, mention: Mention) -> bool:
    """Whether a line begins with who wrote it, or ends with it behind a whole day beside a heading of the first rank:
    "15. Juni 2026 · von Ina Petersen"."""
    if _BYLINE.match(line.text):
        return True
    exact = mention.timed or mention.weekday or not mention.year
    if exact or _WRITTEN_BY.fullmatch(line.text, mention.end) is None:
        return False
    return any(near.heading == 1 for near in layout.lines[max(line.index - 1, 0) : line.index + 2])


def _badge_behind(line: Line, mention: Mention) -> bool:
    """Whether what follows a date is set as a badge of its own, which says what became of its event."""
    pieces = [piece.text.strip() for piece in line.pieces]
    at = next((place for place, text in enumerate(pieces) if text.endswith(mention.text)), len(pieces))
    behind = next((text for text in pieces[at + 1 :] if text), "")
    return 0 < len(behind) <= LONGEST_BADGE and read_badge(behind).quote is not None


def _said(before: str, above: str, after: str) -> str:
    """What the words before a date say it is for; "" where they say nothing of it."""
    if any(_speaks_for(before, hit) for hit in DEADLINE.finditer(before)):
        return "deadline"
    if other := _other(before, above):
        return other
    posted = any(len(before) - hit.end() <= BESIDE for hit in POSTED.finditer(before)) or _signs(before, after)
    return "posted" if posted else ""


def _other(before: str, above: str) -> str:
    """Since when something is so, from when tickets are sold, which day was replaced; "" for neither.

    `above`: all of the line before the date, its own words left out.
    """
    if _LASTS.search(before) and not _DIGIT.search(above):
        return "since"
    if _ENDS.search(before) and _DIGIT.search(above):
        return "end"
    return next((role for role, said in _OTHER.items() if said.search(before)), "")


def _signs(before: str, after: str) -> bool:
    """ "Siegen, den 20.1.2027", "Siegen, 20.1.2027. Das Haus …": where and when a text was written."""
    place = _SIGNED.fullmatch(before)
    if place is None or find_city(place[1]) is None:
        return False
    if place[2]:
        return not after.strip(" .")
    return _COPY.match(after) is not None or (len(after) == REACH and after.lstrip(" )")[:1] in ".–-(")


def _speaks_for(before: str, hit: re.Match[str]) -> bool:
    """Whether a word of deadlines is about the date behind it: beside it, or its noun in the same clause."""
    between = before[hit.end() :]
    return len(between) <= BESIDE or (_NOUN.search(hit.group()) is not None and not _BREAK.search(between.rstrip(": ")))


def _tags(layout: Layout, line: Line) -> tuple[str, ...]:
    """The two innermost tags around a line."""
    return tuple(layout.tags[block] for block in layout.chain(line.block)[:2])


def _label_above(line: Line) -> str:
    """The text of a short line that ends in a colon or is a known label: it speaks of the line below."""
    text = line.text
    if (
        len(text) <= 40
        and not _DIGIT.search(text)
        and (text.endswith(":") or label_kind(text) or DEADLINE.search(text) or POSTED.fullmatch(text))
    ):
        return text + " "
    return ""
