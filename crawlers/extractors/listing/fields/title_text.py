"""The words of a title: what the line that carries it says besides is left out.

Which line that is, is decided in `titles`.
"""

from __future__ import annotations

import re

from crawlers.extractors.listing.days import mentions
from crawlers.extractors.listing.fields import no_names, title_places
from crawlers.extractors.listing.fields import title_cuts as cuts
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.sentences import LINKING, QUOTED, opening, quoted, title_in
from crawlers.extractors.listing.fields.titles import LONG, name_piece, tells
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.records import beside
from crawlers.extractors.listing.records.shape import LONGEST_TITLE, is_badge, is_week, says_when, without_badge
from crawlers.extractors.listing.wording import houses
from crawlers.extractors.listing.wording.labels import MORE, label_end, without_number
from crawlers.extractors.listing.wording.words import EDGES, EVENT, FACTS, FOR_WHOM
from pipeline.text import clean

_QUOTED_FIRST = re.compile(QUOTED.pattern + r"(?=\s(?:\([^()]*\)\s)?(?:in|im|bei|beim|am|at)\s)")
_SORT = re.compile(r"(?:Vortrag|Seminar|Workshop|Kurs|Meeting|Rennen|Bewerb):\s")
_SAVE = re.compile(r"^save[ -]the[ -]dates?\s?[:!|–-](?:[\s:!|–-]*\s)?(?=\S)", re.IGNORECASE)
_INVITED = re.compile(
    r"^(?i:(?:herzliche )?(?:einladung|invitation) (?:zum|zur|to (?:the|our))|"
    r"(?:online-?)?(?:anmeldung|registrierung|registration) (?:zum|zur|für (?:den|die|das)|(?:for|to) (?:the|our))) "
    r"(?!Veranstaltung\W*$)(?=(?:\d{1,2}\. )?[A-ZÄÖÜ]\S{3})"
    rf"(?=(?:\d{{1,2}}\. )?\S*(?i:{EVENT.source}))"
)
_COUNTS = re.compile(  # "KW 12: Pitch Night", "3 | Finale"
    r"^(?:(?:KW|CW|Kalenderwoche)\s?\d{1,2}(?:\s?[:|]|\s[–—-])|\d{1,2}\s\|)\s(?=\S{4})"
)
_CALL = (  # to register
    r"(?i:(?:(?:jetzt|bitte|hier|gleich|direkt|noch|schnell|online|kostenlos|kostenfrei|verbindlich) )+"
    r"(?:anmelden|registrieren|buchen|tickets? (?:sichern|buchen|kaufen)|plätze? (?:sichern|reservieren|buchen))|"
    r"register (?:now|here)|sign up(?: now| here)?|book (?:now|your (?:seat|place|ticket)))"
)
_CALLED = re.compile(
    rf"^{_CALL}(?:\s?[:!|]|\s[–—-])\s(?=[A-ZÄÖÜ\d„“\"»])|"
    rf"(?:\s[–—|-]|[:!.])\s{_CALL}\W*$|\s[–—|-]\s(?i:(?:zur |online-?)?anmeldung|registration)\W*$"
)
_LINKED = r"(?:abstracts?|slides?|folien|video|recording|notes|paper|pdf|link|zoom|arxiv|poster|handout)"
_LINKS_BEHIND = re.compile(  # to what belongs to a talk: "Taut foliations [abstract] (slides)", "Rust (Kim), slides"
    rf"(?:\s?[\[(]{_LINKED}[\])]|,\s{_LINKED}(?=[\s,]|$))+$", re.IGNORECASE
)
_COUNTED = re.compile(  # "Meeting #41 – 10 Dec 2026: Advent special"
    r"(?P<name>[A-ZÄÖÜ][\w-]*(?: [\w-]+){0,2} #\d+)[ –—-]*\|[ :–—-]*(?P<topic>[^|\s][^|]{3,100})$"
)
_FACTS = re.compile(FACTS)
_ASIDE_FIRST = re.compile(r"^(?:\([^()]+\)\s?:|P\.?S\.?:)\s(?=\S{3})")  # "(nicht am 4.!): Besuch", "PS: Der Abend"
NEXT_ONE = re.compile(
    rf"^(?:(?:der|die|das|unsere?) )?nächste[rs]? (?=[\w-]*(?:{EVENT.source})\w{{0,2}}\b)", re.IGNORECASE
)
_VERB_FIRST = re.compile(
    r"(?:ist|sind|wird|folgen|folgt|findet|finden|steigt|startet|beginnt|gibt|lädt|laden|bittet|geht|kommt|kommen|"
    r"trifft|treffen|feiern|feiert|machen|macht|veranstaltet|heißt)(?:\s|$)"
)
_VERB = re.compile(r"[a-zäöüß]{3,}[nt]\s(?:wir|sie|ihr|man|es|uns)\b")  # "Am 12. Januar diskutieren wir …"
_OTHERWISE = re.compile(  # what a sentence begins with before its verb: "Eine Woche später", "Wegen der Feiertage"
    r"(?:(?:ein(?:e|en)?|zwei|drei|vier|wenige|\d+) (?:tage?|wochen?|monate?) (?:später|darauf|danach|zuvor|vorher)|"
    r"in (?:einer|zwei|drei|vier|wenigen|\d+) (?:tagen|wochen?|monaten)|"
    r"(?:tags|die woche|kurz) (?:darauf|danach|zuvor)|"
    r"(?:wegen|aufgrund|trotz|anlässlich) (?:de[rsnm]|unsere[rsnm]|eine[rsnm]) [\w-]+(?: [\w-]+)?)",
    re.IGNORECASE,
)
_UNTOLD = re.compile(  # "Our next meetup is on | at …"
    r"\b(?:is|are|be|held|meets?|starts?|begins?|takes? place)(?: next)? (?:on|at|in|from)$"
)
_NOTE = re.compile(r"\([^()]+\)")
_TOWN_AND_DAY = re.compile(r"\s*(?:[A-ZÄÖÜ][\w-]+,\s+)?\|")
_LEADS_TO = re.compile(r"^(?:Zum|Zur|Beim) ")
_TORSO = re.compile(
    r"\s(?:am|vom|ab|bis|um|im|in|den|der|die|und|von|zum|on|at|from|the)$|^(?:am|vom|ab|um|on|at)\s|\s(?:kommenden|nächsten)$|[\s(\[]+$"
)
_GIVES = re.compile(
    r"(?:Zu[mr]|Im|Am|Als|Nach|Vor|Dann|Danach|Außerdem|Auch)\b[^.!?:]{0,60}\b"
    r"(?:gibt(?: es|['’]s)|folgt|steht|steigt|wartet|geht es|feiern wir|starten wir)(?: (?:dann|auch|noch|am))*"
)
_ARTICLE = re.compile(r"^(?:ein(?:e[nrms]?)?|der|die|das|den)\s")
SHORTEST = 4  # letters of a title
SHORTEST_STRETCH = 6  # the same of one in bold
A_PAIR = 2
LONG_FOR_QUOTES = 60  # characters of a line that says more than the name that it quotes


def read(context: Context, line: Line) -> str:
    """The title a line carries, without a week's or step's number before it; one of its own has its sign: "#12 AI at
    Work"; "" for a sentence without one, and where only a label of the next ones is left."""
    name = NEXT_ONE.sub("", _ASIDE_FIRST.sub("", _LINKS_BEHIND.sub("", _COUNTS.sub("", _read(context, line)))))
    if no_names.is_no_name(name):
        return ""
    return f"#{name}" if name[:1].isdigit() and f"#{name}" in line.text else name


def _read(context: Context, line: Line) -> str:
    """The title a line carries: its bold or quoted part when the line says much more."""
    rest = _with_sort(line, cuts.without_mark(without_badge(line, context.shapes.rest(line))))
    rest = _CALLED.sub("", FOR_WHOM.sub("", _SAVE.sub("", rest))) or rest
    if line.heading:
        rest = beside.name(context.layout, line, rest, context.titled)
        return clean(_INVITED.sub("", rest)) if rest == line.text.strip(EDGES) else _heading_text(line, rest)
    if counted := _COUNTED.match(rest):
        return clean(f"{counted['name']}: {counted['topic'].strip(EDGES)}")
    if named := _behind_date(context, line):
        return clean(named)
    rest = title_places.past(rest, line.text)
    if (place := title_places.first(context, line)) and rest.startswith(place):
        rest = rest[len(place) :].lstrip(": ")
    first = _first_part(_behind_verb(rest))
    if name := _set_off(context, line, rest, first) or _quoted(rest):
        return clean(_behind_subject(line, name) or name)
    # "Am 10. Dezember folgt um 19 Uhr die Pitch Night."
    a_verb = line.text[-1] in ".!" and (first.islower() or _VERB_FIRST.match(first) is not None)
    if (a_verb or tells(context, line)) and (told := title_in(line.text)):
        return clean(told.strip(EDGES))
    if (a_verb and _VERB.match(first)) or _UNTOLD.search(first):
        return ""
    name = (first or rest).partition(" @ ")[0]
    said = cuts.shortened(cuts.undone(houses.before_place(cuts.without_fact(name))), line)
    said = clean(without_number(houses.before_place(said).strip(EDGES)), 200)
    return _but_for_beginning(line, said)


def _but_for_beginning(line: Line, name: str) -> str:
    """The name; what else a sentence says where that is only what it begins with: "Eine Woche später"."""
    begins = line.text[-1] in ".!" and _OTHERWISE.fullmatch(name) is not None
    return clean((title_in(line.text) or "").strip(EDGES)) if begins else name


def _behind_verb(rest: str) -> str:
    """A line without the beginning of the sentence that it is: "Zum Abschluss gibt es am 16.12. Glühwein im Hof"."""
    before, _, behind = rest.partition(" | ")
    name = _ARTICLE.sub("", behind.lstrip("| ").rstrip("."))
    return name if name[:1].isupper() and _GIVES.fullmatch(before.strip(EDGES)) else rest


def _first_part(rest: str) -> str:
    """The first part of a line with dates in it that is neither badge nor week nor a link to more; "" without any."""
    parts = [part.strip(EDGES) for part in rest.split(" | ")]
    parts = [part for part in parts if len(part) >= SHORTEST]
    names = (part for part in parts if not (is_badge(part) or is_week(part) or MORE.fullmatch(part) or says_when(part)))
    return next(names, parts[0] if parts else "")


def _set_off(context: Context, line: Line, rest: str, first: str) -> str | None:
    """The stretch in bold, or the link, that is the name of a line that says more: much more, a sentence around its
    date, something behind the name, or only a place."""
    piece = name_piece(line)
    if not piece or label_end(f"{piece}:") > len(piece):
        return None  # "Ort"
    says_much = len(rest) > LONG or _is_torso(first)
    if not (says_much or rest.startswith(piece) or _only_place(rest, piece)):
        return None
    name = piece[label_end(piece) :].strip(EDGES)
    return name if len(name) >= SHORTEST_STRETCH and context.shapes.titleish_text(name) else None


def _behind_subject(line: Line, name: str) -> str | None:
    """The event of which a paragraph tells behind a subject of one word: "Nachfolge: „Den Betrieb weitergeben“ heißt
    ein Abend am 3. Dezember"."""
    if " " in name or EVENT.search(name) or not line.text.startswith(f"{name}: ") or len(line.text) < LONG:
        return None
    told = title_in(line.text[len(name) + 2 :])
    return told and _LEADS_TO.sub("", told)


def _quoted(rest: str) -> str | None:
    """The quoted name in a long line, or at the beginning of a short one before its place; not that of a house: "Café
    „Mokka“"."""
    name = quoted(rest) if len(rest) > LONG_FOR_QUOTES else _QUOTED_FIRST.match(rest)
    if name is None:
        return None
    before = rest[: name.start()]
    is_house = houses.is_place(before.rpartition(" ")[2] or before.strip())
    return None if is_house else name[1].strip(EDGES)


def _behind_date(context: Context, line: Line) -> str | None:
    """What stands in bold behind the date, where plain text goes on: "**3.12., 18 Uhr: Pitch Night.** Mit Punsch"."""
    first = line.pieces[0]
    dated = mentions.find(first.text) if first.bold and not line.bold else ()
    if not dated or dated[0].start or not dated[0].dates:
        return None
    rest = first.text[dated[0].end :].strip(EDGES + ".")
    return rest if len(rest) >= SHORTEST and context.shapes.titleish_text(rest) else None


def _with_sort(line: Line, rest: str) -> str:
    """A label that is a sort of event is a part of the name: "Vortrag: Robotik in der Pflege"."""
    sort = _SORT.match(line.text)
    return line.text[: sort.end()] + rest if sort and line.text.startswith(rest, sort.end()) else rest


def _is_torso(part: str) -> bool:
    """ "beginnt um", "Am Montag darauf, dem": of a sentence around its date."""
    said = part.split()
    return bool(said) and (part[0].islower() or said[-1] in LINKING or said[0] in {"Am", "Im", "Beim", "Zum", "Zur"})


def _only_place(rest: str, piece: str) -> bool:
    """Whether a line is its linked title and a place, or a note in brackets before it: "(online) · Pitch Night"."""
    before, found, after = rest.partition(piece)
    beside = f"{before} {after}".strip(EDGES)
    noted = not after.strip(EDGES) and _NOTE.fullmatch(before.strip(EDGES)) is not None
    return bool(found and beside) and (noted or houses.begins_with_place(beside))


def _heading_text(line: Line, rest: str) -> str:
    """A heading without the date at its edge; with a date in its middle it stays whole, a torso says less."""
    name, _, behind = rest.partition(" (")
    if _TOWN_AND_DAY.match(behind) and len(name) >= SHORTEST:
        rest = name  # "Pitch Night (2. Dezember, Minden)", "Pitch Night (Minden, 2. Dezember)"
    parts = [part for part in (part.strip(EDGES + "()[]") for part in rest.split(" | ")) if part]
    facts = [part for part in _FACTS.split(line.text) if part]
    if len(parts) != 1 and any(_is_only_date(part) for part in facts[1:]) and not mentions.is_date(facts[0]):
        return clean(facts[0])  # "Infotag | 9.12.2026 | Rheine"
    if len(parts) == A_PAIR and parts[1][0].isupper() and houses.is_house(parts[1]):
        parts = parts[:1]  # "Infotag 9.12.2026 | Stadthalle Rheine"
    if len(parts) != 1:
        return clean(line.text)
    text = parts[0]
    while (shorter := _TORSO.sub("", text).strip(EDGES)) != text:
        text = shorter
    return clean(text) or clean(line.text)


def _is_only_date(text: str) -> bool:
    """Whether a text is a date and hardly anything else."""
    return any(mention.dates and mention.end - mention.start >= len(text) - 2 for mention in mentions.find(text))


def told(context: Context, line: Line) -> str:
    """What a sentence that is too long for a title calls its event."""
    return clean(title_in(line.text) or "") if len(line.text) > LONGEST_TITLE and tells(context, line) else ""


def opens(line: Line) -> str:
    """The name with which a paragraph begins that is too long for a title."""
    return clean(opening(line.text) or "") if len(line.text) > LONGEST_TITLE else ""
