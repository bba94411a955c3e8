"""What a date is for, as the words around it say: an event, a deadline, a post, opening hours, something that was.

Reads one line, and the short one above it that may be its label. How dates are found is told in `clusters`.
"""

from __future__ import annotations

import re

from crawlers.extractors.listing.days import mentions
from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.days.names import DAYNAME
from crawlers.extractors.listing.days.purposes import OTHER
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.wording.labels import label_kind
from crawlers.extractors.listing.wording.no_events import CREDIT, DEADLINE, HOURS, POSTED
from crawlers.extractors.listing.wording.when import ALWAYS, EACH
from crawlers.extractors.listing.wording.words import EVENT
from pipeline.marks import LONGEST_BADGE, read_badge
from pipeline.places import find_city

REACH = 60  # characters around a date in which a word can say what it is for
LONGEST_DAY = 30  # characters of a line that is only a date
A_FEW = 4  # characters beside a span that is all its line says
BESIDE = 14  # characters between such a word and the date
_SHUT = re.compile(
    rf"[\s,:–-]*(?!{DAYNAME}\b)(?-i:[A-ZÄÖÜ])[\w-]+\sgeschlossen\W*$|"
    r":\s(?:geschlossen|closed)(?=\W*$| all day| ganztägig)|"
    r"[\s,:–-]*(?:(?:we|(?:the|our|all) [a-z ]{3,40}?) )?(?:is|are|will be|remains?) closed\b|"
    r"[\s,–-]*(?:\([^()]*\)\s)?[()\s]*(?:(?:ist|sind|bleib(?:t|en)|haben) [^.!?]{0,80}?(?<=\s))?"
    rf"(?:geschlossen|zu(?=[.,;!)]|$)|closed(?! on {DAYNAME})|nicht (?:besetzt|erreichbar|geöffnet)|"
    r"(?:endet|enden|schließ(?:t|en)) [^.!?]{0,40}\b(?:schon|bereits|früher)\b|"
    r"(?:im|in) (?:\w+)?urlaub\b|abwesend|verreist|"
    r"(?:(?:ist|sind|haben wir|machen wir) )?"
    r"(?:betriebs|werks|weihnachts|sommer|winter)(?:ferien|urlaub|ruhe)(?![\w-]))|"
    # "Am 1. Mai und an Himmelfahrt (29. Mai) ist der Empfang nicht besetzt"
    r"\s(?:und|sowie)\s(?:an|am|zu|vom|zwischen|\d)(?:[^.!?;,]|(?<=\d)\.){1,50}\s(?:ist|sind|bleib(?:t|en))\s[^.!?;,]{0,50}"
    r"(?:geschlossen|nicht (?:besetzt|erreichbar|geöffnet))\b",
    re.IGNORECASE,
)
_NONE = re.compile(  # "Am 23.12. findet keine Sprechstunde statt"
    r"\s(?:(?:findet|finden)(?: \w+)? keine? [^.!?,]{,40}?\bstatt\b(?!, sondern)|"
    rf"(?:ist|sind|gibt es|haben wir)(?: \w+)? keine?n? [\w-]*(?:{EVENT.source})\w{{0,3}}\W*$)",
    re.IGNORECASE,
)
# "… ist am Freitag (15.5.) und am Montag (18.5.) geschlossen."
_ALL_SHUT = re.compile(
    r"\b(?:ist|sind|bleib(?:t|en)|haben)\b(?:(?!\b(?:ist|sind|bleib(?:t|en)|haben|hat|wird|werden|war|findet|finden|"
    r"sehen|geöffnet|offen|montags)\b)(?:[^!?;,.]|(?<=\d)\.|,(?=\s?(?:\d|und|bis)))){8,200}\bgeschlossen\W*$",
    re.IGNORECASE,
)
_DROPPED = re.compile(  # "Am 24.12. entfallen unsere Treffen"; "Lesung: 24.12. entfällt!" is one that was cancelled
    r"[\s,()–-]*(?:(?:ist|sind) (?:\w+ ){0,3})?(?:(?:entfallen|entfällt|(?:fällt|fallen) aus)\b(?P<what>\s+[^\W\d_])?|"
    r"(?:fällt|fallen) (?P<it>er|sie|es) aus\b)",
    re.IGNORECASE,
)
_RULE = re.compile(rf"\b(?:{EACH}|{ALWAYS})\b", re.IGNORECASE)
_OF_A_TEXT = re.compile(r"vom (?:(?!\bbis\b)[^–—-])+", re.IGNORECASE)  # "die Verordnung vom 21. Januar 2009"
_NOUN = re.compile(r"schlu|frist|deadline|stichtag")
_BREAK = re.compile(r"[\d.!?;|,]|:(?!\w)")
_TAKES_PLACE = re.compile(r"\bfinde[tn]\b[^.!?]*\bstatt:\s?$", re.IGNORECASE)  # "… an diesen Tagen statt: 2. März"
_BYLINE = re.compile(r"(?:Von|By|Text:|Autor(?:in)?:) (?:[A-ZÄÖÜ][\w.-]+ ){1,2}[A-ZÄÖÜ][\w-]+\s?[|·,/–-]")
_NEW = re.compile(r"\W*neu\s?\(", re.IGNORECASE)  # "Neu (29.12.2025): Achtung, zwei Änderungen"
_POST_OF = re.compile(  # before a day with its hour that ends the line
    r"(?i:von|by) \S+(?: \S+)? » |"
    r"(?:(?i:\w*geschrieben|verfasst|(?:ein)?gestellt|erstellt|veröffentlicht|publiziert|gepostet|gespeichert|beitrag|"
    r"written|posted|published|submitted|created|saved) )?"
    r"(?i:von|by) (?:[a-z_.]{3,}\s|(?:[A-ZÄÖÜ][\w.-]+\s){1,3})(?:am|um|on)\s"
)
_ENDS = re.compile(r"\b(?:endet|enden|ends?)(?: \w+){0,2}? (?:am|on)\s?$")  # the day with which another began
_TODAY = re.compile(r"\W*(?:heute ist|today is)(?: \w+,)?(?: der| the)? ?", re.IGNORECASE)  # that a calendar prints
_SIGNED = re.compile(r"\W*([^\d,]{2,40}),\s(den\s|im\s)?")
_LONG_AGO = re.compile(r"\s?1[0-8]\d\d\b")
_IN_TOWN = re.compile(r"(?P<town>[A-ZÄÖÜ][\w-]+), den ")
_SALUTES = re.compile(r"(?:Sehr geehrte|Liebe[rs]?|Hallo|Guten (?:Tag|Morgen|Abend))\b")
_COPY = re.compile(r"\W*(?:online|web)-?\s?(?:version|ansicht)|\W*im browser", re.IGNORECASE)  # of a letter
_LASTS = re.compile(r"[^\W\d_]{3,}\W+(?:noch )?bis(?: zum)?\s?$", re.IGNORECASE)  # "läuft bis": no day of its own
_UNTIL = re.compile(r"\bbis (?:zum )?$", re.IGNORECASE)
_DUE = re.compile(  # "bis 2. Mai überweisen"
    r"\s?möglich\b|[^,.!?;\d]{0,30}\b\w*(?:meld|reich|weis|zahl|buch|bewerb|bestell|send|schick|reservier|zusag|"
    r"ab(?:zu)?geb|vor(?:zu)?(?:leg|lieg)|ein(?:zu)?geh)en\b|[^,.!?;\d]{1,30}\b(?:sein|haben)\b(?=[.!;])",
    re.IGNORECASE,
)
_WRITTEN_BY = re.compile(
    r"\s?[|·•,–—-]?\s?(?:von|by) (?:[A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+){1,2}|Presse|Redaktion|[Aa]dmin\w*)"
    r"(?:\W+\d+ min(?:ute)?s? read)?\W*"
)
_SINCE = re.compile(r"\b(?:ab|seit|zum)(?: dem)?\s?$", re.IGNORECASE)
_APPLIES = re.compile(  # "Ab 1. Januar gilt die neue Richtlinie"
    r"\s(?:gilt|gelten|greift|greifen|ändern? sich|müssen (?:alle )?(?:unternehmen|betriebe|arbeitgeber)|"
    r"(?:wird|werden)\b[^.!?,;]{3,60}\s(?:pflicht|verpflichtend))\b",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(r"\s(?:tritt|treten)\b[^.!?]{3,60}\bin kraft\b", re.IGNORECASE)
_TO_LET = re.compile(
    r"\s?(?:wieder )?(?:frei(?! für)|verfügbar|bezugsfertig|zu vermieten|zu haben|lieferbar)\b", re.IGNORECASE
)
_WEEKDAY = re.compile(rf"(?<!\w){DAYNAME}[.,]{{0,2}}\s(?:(?:den|dem|the)\s)?$", re.IGNORECASE)
_NAME = re.compile(r"\W*(?:[A-ZÄÖÜ][\w'’-]*\.?\s?){1,3}(?:\([^()]*\)|, [^\d,]{3,40})?\W*(?:(?:am|vom|im)\s)?")
OLDEST = 1990  # year of an event
QUOTED = 3  # tags around what is said
_STARS = re.compile("[★⭐]")  # of a review
_DIGIT = re.compile(r"\d")


def of(layout: Layout, line: Line, mention: Mention) -> str:
    """What the words around a date say it is for."""
    before = line.text[max(mention.number - REACH, 0) : mention.number]  # "bis 3.12.": the date's own "bis" speaks too
    if mention.start <= 3 and line.index:
        # "* 17. Dezember 1770", not the sign of a list
        born = 0 < mention.year < OLDEST or _LONG_AGO.match(line.text, mention.end) is not None
        before = before if born else before.removeprefix("* ")
        before = _label_above(layout, layout.lines[line.index - 1], line) + before
    after = line.text[mention.end : mention.end + REACH]
    if before and (said := _said(before, line.text[: mention.start], after, timed=mention.timed)):
        return said
    dropped = _DROPPED.match(after)
    if dropped and _badge_behind(line, mention):
        dropped = None
    if (
        _SHUT.match(line.text, mention.end)
        or _NONE.match(line.text, mention.end)
        or _is_all_shut(line, mention)
        or (dropped and (dropped["what"] or dropped["it"] or _RULE.search(line.text)))
    ):
        return "closed"
    if mention.year and mention.dates == 1 and not mention.timed and _OF_A_TEXT.fullmatch(mention.text):
        return "posted"
    if said := _said_behind(_WEEKDAY.sub("", before), after, timed=mention.timed) or _said_below(layout, line, mention):
        return said
    hit = POSTED.search(after)
    if (
        _is_byline(layout, line, mention)
        or _signs_quote(layout, line, mention)
        or _opens_letter(layout, line, mention)
        or _STARS.search(line.text)
        or (hit and hit.start() <= 4 and not _lies_behind(line.text, mention, mention.end + hit.end()))
        or CREDIT.match(line.text)
        or _is_caption(layout, line, mention)
    ):
        return "posted"
    return "hours" if HOURS.search(before) else "event"


def _lies_behind(text: str, mention: Mention, at: int) -> bool:
    """Whether what was posted has a day of its own, before this one: "Mar 3, 2026 — Posted Feb 26, 2026"."""
    day = (mention.year, mention.month, mention.day)
    own = next((one for one in mentions.find(text) if one.start >= at and one.dates), None) if mention.year else None
    return own is not None and own.start - at <= A_FEW and own.year > 0 and (own.year, own.month, own.day) < day


def _is_all_shut(line: Line, mention: Mention) -> bool:
    """Whether a date is one of several on which a sentence says that a house is closed."""
    said = _ALL_SHUT.search(line.text) if "geschlossen" in line.text else None
    return said is not None and said.start() < mention.start


def _said_behind(before: str, after: str, *, timed: bool) -> str:
    """What the words behind a date say it is for: "bis 2. Mai überweisen", "ab 1. Juli wieder frei"; "" for nothing."""
    if _TODAY.fullmatch(before) and not after.strip(" ."):
        return "today"
    noun = DEADLINE.match(after.lstrip(" :–-"))
    if (_UNTIL.search(before) and _DUE.match(after)) or (noun and _NOUN.search(noun.group())):
        return "deadline"
    if not timed and (_IN_FORCE.match(after) or (_SINCE.search(before) and _APPLIES.match(after))):
        return "since"
    return "offer" if _TO_LET.match(after) else ""


def _is_byline(layout: Layout, line: Line, mention: Mention) -> bool:
    """Whether a line begins with who wrote it ("von Mia » Di 9. Feb 2027, 21:30", "Gespeichert von admin am …"), or
    ends with it behind a whole day beside a heading of the first rank: "15. Juni 2026 · von Ina Petersen"."""
    if _BYLINE.match(line.text) or (
        _NEW.fullmatch(line.text, 0, mention.start) and line.text[mention.end :].startswith("):")
    ):
        return True
    if _POST_OF.fullmatch(line.text, 0, mention.start) and mention.year and mention.timed:
        return mention.end >= len(line.text)
    if mention.weekday or not mention.year or _WRITTEN_BY.fullmatch(line.text, mention.end) is None:
        return False
    return any(near.heading == 1 for near in layout.lines[max(line.index - 1, 0) : line.index + 2])


def _signs_quote(layout: Layout, line: Line, mention: Mention) -> bool:
    """Whether a line is who said what is quoted above or around it, and on which day: "Lisa G., 12.10.2026"."""
    exact = mention.timed or mention.weekday or not mention.year or line.heading
    before = line.text[: mention.start]
    if exact or line.text[mention.end :].strip(" .)") or not _NAME.fullmatch(before) or EVENT.search(before):
        return False
    above, below = layout.lines[max(line.index - 1, 0)], layout.lines[line.index + 1 : line.index + 2]
    listed = any(_DIGIT.search(one.text) for one in below)  # then it is the first of several days
    return any("blockquote" in layout.tags_around(one.block, QUOTED) for one in ([line] if listed else [above, line]))


def _is_caption(layout: Layout, line: Line, mention: Mention) -> bool:
    """Whether a date stands in the words below a picture: when it was taken. One that stands there alone, above a
    heading, is the day of what the picture is for."""
    run = mention.dates > 1 and len(line.text) - len(mention.text) <= A_FEW
    if mention.timed or run or "figcaption" not in layout.tags_around(line.block, 2):
        return False
    below = layout.lines[line.index + 1 : line.index + 3]
    return line.text.strip() != mention.text or not any(near.heading for near in below)


def _badge_behind(line: Line, mention: Mention) -> bool:
    """Whether what follows a date is set as a badge of its own, which says what became of its event."""
    pieces = [piece.text.strip() for piece in line.pieces]
    at = next((place for place, text in enumerate(pieces) if text.endswith(mention.text)), len(pieces))
    behind = next((text for text in pieces[at + 1 :] if text), "")
    return 0 < len(behind) <= LONGEST_BADGE and read_badge(behind).quote is not None


def _said(before: str, above: str, after: str, *, timed: bool) -> str:
    """What the words before a date say it is for; "" where they say nothing of it."""
    if any(_speaks_for(before, hit) for hit in DEADLINE.finditer(before)):
        return "deadline"
    if other := _other(_WEEKDAY.sub("", before), above):  # "ab Montag, 11. Januar"
        return other
    posted = any(len(before) - hit.end() <= BESIDE for hit in POSTED.finditer(before))
    posted = posted or (not timed and _signs(before, after))
    return "posted" if posted else ""


def _other(before: str, above: str) -> str:
    """Since when something is so, from when tickets are sold, which day was replaced; "" for neither.

    `above`: all of the line before the date, its own words left out.
    """
    if _LASTS.search(before) and not _DIGIT.search(above):
        return "since"
    if _ENDS.search(before) and _DIGIT.search(above):
        return "end"
    found = (role for role, said in OTHER.items() if said.search(before))
    return next((role for role in found if role != "replaced" or not _TAKES_PLACE.search(above)), "")


def _signs(before: str, after: str) -> bool:
    """ "Siegen, den 20.1.2027", "Siegen, 20.1.2027. Das Haus …": where and when a text was written."""
    place = _SIGNED.fullmatch(before)
    if place is None or find_city(place[1]) is None:
        return False
    if place[2]:
        return not after.strip(" .")
    return _COPY.match(after) is not None or (len(after) == REACH and after.lstrip(" )")[:1] in ".–-(")


def _opens_letter(layout: Layout, line: Line, mention: Mention) -> bool:
    """Whether a line is all "Lage, den 10. September 2027", and the next one salutes, or names that town again."""
    place = _IN_TOWN.fullmatch(line.text[: mention.start])
    below = layout.lines[line.index + 1].text if line.index + 1 < len(layout.lines) else ""
    if place is None or EVENT.search(place["town"]) or mention.timed or line.text[mention.end :].strip(" ."):
        return False
    return place["town"] in below or _SALUTES.match(below) is not None


def _speaks_for(before: str, hit: re.Match[str]) -> bool:
    """Whether a word of deadlines is about the date behind it: beside it, or its noun in the same clause."""
    between = before[hit.end() :]
    return len(between) <= BESIDE or (_NOUN.search(hit.group()) is not None and not _BREAK.search(between.rstrip(": ")))


def _is_of_day_above(layout: Layout, day: Line, line: Line, below: Line) -> bool:
    """Whether a line stands with a bare date right above it, in a block that ends before the next line: a step of a
    timeline is called below its day."""
    if not mentions.is_date(day.text) or len(day.text) > LONGEST_DAY or line.text.endswith(":"):
        return False
    return layout.last[layout.common(day.block, line.block)] <= below.index or layout.tags[line.block] == "dd"


def _said_below(layout: Layout, day: Line, mention: Mention) -> str:
    """What the only line below a bare date in its block calls it: "31.01." / "Bewerbungsende"; "" for no last day."""
    line = layout.lines[day.index + 1] if day.index + 1 < len(layout.lines) else day
    if line is day or mention.text != day.text or label_kind(line.text) != "deadline":
        return ""
    around = layout.common(day.block, line.block)
    alone = layout.first[around] == day.index and layout.last[around] == line.index + 1
    return "deadline" if alone or layout.tags[line.block] == "dd" else ""


def _label_above(layout: Layout, line: Line, below: Line) -> str:
    """The text of a short line that ends in a colon or is a known label: it speaks of the line below; the head of a
    table's last column does not speak of the first cell of the next row."""
    text = line.text
    if layout.tags[line.block] == "th" and layout.parents[line.block] != layout.parents[below.block]:
        return ""
    if line.index and _is_of_day_above(layout, layout.lines[line.index - 1], line, below):
        return ""
    if (
        len(text) <= 40
        and not _DIGIT.search(text)
        and (text.endswith(":") or label_kind(text) or DEADLINE.search(text) or POSTED.fullmatch(text))
    ):
        return text + " "
    return ""
