"""What a dated record can be instead of an event: a step of an application, a call, an offer, a house that is closed, a
plan, the past.

Says what a text shows; how much that weighs is in the tables of `weights` and `weighing`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import compress

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.names import DAYNAME
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.records.shape import is_week
from crawlers.extractors.listing.wording.labels import MORE
from crawlers.extractors.listing.wording.no_events import (
    CLOSED,
    DEADLINE,
    HOLIDAY,
    HOURS,
    JOB,
    MILESTONE,
    OFFER,
    OTHER_DAYS,
    POSTED,
    SHUT,
)
from crawlers.extractors.listing.wording.patterns import Guarded, Words, remembered
from crawlers.extractors.listing.wording.words import CALENDAR, EVENT, TAKES_PLACE, is_generic

_COUNTED_STEP = re.compile(r"^\W*(?:(?:Schritt|Phase|Step)\s)?\d{1,2}\s?[|.:)–-]\s?")  # "3 | Deadline"
_PAPERS = re.compile(
    r"(?:(?:view|download|meeting|draft|approved|special|regular) )*(?:agendas?|minutes|"
    r"(?:agenda |board |meeting )?packet|(?:agenda|packet|minutes) (?:and|&) (?:minutes|packet)|tagesordnung)"
    r"(?: ?[(\[]?(?:pdf|html|docx?)[)\]]?)?",
    re.IGNORECASE,
)
MORE_WORDS = 2  # beside "Speiseplan": a name that says more is one of its own ("Start-up-Abend in der Mensa")
_TO_MAKE = re.compile(  # what one learns: "Podcast starten", "Speisekarte gestalten"
    r"[a-zäöüß]\s(?:(?:selbst|selber|richtig|erfolgreich|digital) )?"
    r"(?:starten|gestalten|erstellen|produzieren|(?:auf)?bauen|aufnehmen|schreiben|entwickeln|machen)$"
)
_SAYING = re.compile(r"[^\W\d_]{4,}")
SHORT = 60  # characters of a line that names a step or says that a house is closed
LONGEST_POSTED = 80  # characters of a line that says when a text was posted
LONGEST_FACT = 120  # characters of a line with opening hours or an offer
_MORE = ("weiterlesen", "read more", "mehr lesen")
_TOLD = Words(
    r"\b(?:wurden?|gegründet|gewesen|fand(?:en)?\b.{0,80}\bstatt|stattgefunden|"
    r"überreicht(?:e|en)|(?:ging|erschien)(?:en)? am|gewann(?:en)?|kamen|"
    r"begrüßten|präsentierten|diskutierten|nahmen\b.{0,40}\bteil|zogen\b|"
    r"(?:haben|hat|hatten)\b.{0,120}\b(?:verliehen|besucht|gefeiert|ausgezeichnet|unterzeichnet|diskutiert|vergeben|"
    r"gekürt|übergeben|eröffnet|gewählt|teilgenommen|beschlossen|vorgestellt)|"
    r"danke (?:an|für)\b.{0,120}\b(?:waren|kamen|dabei war(?:en|t))|"
    r"war(?:en)? (?:es|wieder)|begann(?:en)?|endeten?|öffneten|hörten|gründeten?|lauschten|feierten|trafen sich|"
    r"stellten\b.{0,60}\bvor|lobten|freuten sich|"
    r"was (?:founded|held|presented)|took place|"
    r"(?:bericht|fotos|bilder|nachlese|mitschnitt|aufzeichnung) (?:vom|von|zum|zur|über|der|des))\b",
)
_CALL = re.compile(r"(?:\w+)?(?:aufruf|ausschreibung)\b|call for\b|jetzt bewerben\b", re.IGNORECASE)
_NONE = Guarded(
    Words(
        r"(?:^|ferien: |pause: )kein(?:e|en)? \w*(?:treffen|stammtisch|sitzung|abend|sprechstunde|sprechtag|training|"
        r"vortrag|kurs)\b|"
        r"^(?:das |die |unser )?\w*(?:büro|sekretariat|stelle|bibliothek|museum|werkstatt|space|office|library) "
        r"(?:ist |bleibt |is )?(?:geschlossen|closed)\W*$|"
        r"^kein(?:e|en)? \w*(?:seminar|[ck]olloquium|probe|meetup)(?: \(|$)|"
        r"^no (?:meetup|class|lecture|seminar)(?: \(|$)|"
        r"\bkein(?:e|en)? (?:\w+ ){0,2}(?:veranstaltung(?:en)?|termine?|events?)\b|\bno (?:\w+ )?events?\b",
    ),
    needs=("kein", "no ", "geschlossen", "closed"),
)
_HOURS = Words(
    r"(?:unsere |our )?(?:(?:öffnungs|büro|service|geschäfts|besuchs|telefon)zeiten|(?:opening|business) hours)\W*"
)
_COLLECTED = re.compile(
    r"\W*(?:abfall(?:kalender|termine|abfuhr)?|restmüll|rest- und biomüll|bio(?:müll|tonne|abfall)|"
    r"gelbe[rn]? (?:sack|säcke|tonne)|"
    r"papier(?:tonne)?|altpapier|wertstoffe?(?:tonne|sack)?|sperrmüll|grünschnitt|schadstoffmobil)\W*",
    re.IGNORECASE,
)
_LIKELY = re.compile(r"\bvoraussichtlich", re.IGNORECASE)
_PLANNED = Words(
    r"\b(?:(?:fertigung|produktion|fertigstellung|baubeginn|auslieferung|markteinführung)\b|"
    r"(?:bewerbungs|antrags|anmelde|einreichungs)(?:phase|zeitraum|runde)\b|"
    r"will (?:publish|report|announce) (?:its|their|our|the)\b|"
    r"will be (?:switched off|shut down|retired|discontinued|deprecated|released|rolled out)\b|"
    r"tak(?:e|es) effect\b|effective (?:on|from|as of)\b|"
    r"in (?:kraft|betrieb)\b|ausgeliefert|lieferbar|erscheint\b|(?:eingezogen|abgebucht|überwiesen|fällig|gesperrt)\b|"
    r"übern(?:immt|ehmen)\b.{0,60}\b(?:leitung|geschäftsführung|vorsitz|amt|stelle|führung)\b|"
    r"soll(?:en)?\b.{0,60}\b(?:beginnen|starten|fertig|umziehen|produzier\w+|wachsen)\b)",
)
_RUNS = Words(  # "Das Programm startet am 1. März": what one takes part in for months
    r"\b(?:(?:(?:förder|accelerator|inkubat\w*|mentor\w*|stipendien|gründ\w{2,4}s?|trainee|coaching|start-?up)-?)?"
    r"program(?:m|me)?|(?:an|projekt)?(?:förderung|finanzierung)|förder(?:zeitraum|phase|periode)|\w*stipendium|"
    r"laufzeit|accelerator|batch|kohorte|cohort|funding|fellowship|scholarship)"
    r"(?: \d{1,2})? (?:beginnt|startet|läuft|endet|begins|starts|runs|ends)\b"
)
_NEIGHBOUR = re.compile(
    r"(?:earlier|later|previous) event\b|vorherige[rs]? (?:veranstaltung|termin|event)\b", re.IGNORECASE
)
_COUNTED = re.compile(r"[\d./\s-]+(?:[a-zäöü]{3,9}\.?\s)?(?:\d{4}\s)?\(\d{1,3}\)", re.IGNORECASE)
_PRELUDE = (
    r"\b(?:info(?:rmations)?-?(?:termin|abend|veranstaltung|webinar|call|session|treffen|tag|meeting)|"
    r"vor(?:bereitungs)?-?(?:treffen|termin|gespräch)|vorbesprechung|technik-?check|q ?& ?a|"
    r"info(?:rmation)? (?:session|evening|meeting|call))\w{0,2}"
)
_OF_PRELUDE = re.compile(_PRELUDE, re.IGNORECASE)
_BEFORE_IT = re.compile(rf"{_PRELUDE}:\s?(?:{DAYNAME}[.,]*\s?)?$", re.IGNORECASE)
_ANNOUNCED = re.compile(r"\bsave[ -]the[ -]date\b|\bvor(?:merken|gemerkt)\b|\b(?:termin|datum|tag) (?:schon )?merken\b")


@remembered
def signs(text: str) -> frozenset[str]:
    """What one line shows, by the names that `worth` weighs: invitation, announced, posted, read more, hours, offer,
    closed."""
    lower = text.lower()
    fact = len(text) < LONGEST_FACT
    said = {
        "invitation": TAKES_PLACE.among(lower),
        "announced": ("date" in lower or "merk" in lower) and _ANNOUNCED.search(lower),
        "posted": len(text) <= LONGEST_POSTED and POSTED.among(lower),
        "read more": lower.startswith(_MORE),
        "hours": fact and HOURS.among(lower),
        "offer": fact and OFFER.among(lower),
        "closed": lower.rstrip(" .!").endswith(SHUT) and len(text) <= SHORT and CLOSED.fullmatch(text),
    }
    return frozenset(compress(said, said.values()))


def has_papers(lines: Sequence[Line]) -> bool:
    """Whether links beside a day are called as the papers of a meeting are: "Agenda (PDF)", "Minutes"."""
    return any(piece.href and _PAPERS.fullmatch(piece.text.strip()) for line in lines for piece in line.pieces)


def is_milestone(text: str) -> bool:
    """Whether a title names the beginning or end of an application: a deadline, not an event."""
    step = _COUNTED_STEP.sub("", text)
    return MILESTONE.match(step) is not None or DEADLINE.fullmatch(step) is not None


def is_before_it(before: str, title: str) -> bool:
    """Whether the words before a date say that it is when one can learn about the event, which is not called so
    itself: "Online-Infotermin: 9. Februar"."""
    return _BEFORE_IT.search(before) is not None and _OF_PRELUDE.search(title) is None


def calls(text: str) -> bool:
    """Whether a heading calls for ideas or applications, or offers work."""
    return _CALL.match(text) is not None or _names_work(text)


def is_holiday(text: str) -> bool:
    """Whether a title is only the name of a holiday."""
    return HOLIDAY.fullmatch(text) is not None


def is_today(title: str, dates: Sequence[Cluster], today: date) -> bool:
    """Whether a record is the day of the visit that a calendar prints below its name: "Terminkalender" / "19. Oktober
    2026"."""
    if len(dates) != 1 or dates[0].timed or dates[0].lead.year != today.year or not is_generic(title):
        return False
    return dates[0].lead.dates == 1 and dates[0].lead.key == (today.day, today.month)


def names_none(text: str) -> bool:
    """Whether a title says that there is nothing: "kein Treffen (Ferien)", "Zurzeit sind keine Termine geplant"; or
    only which week it is, that hours follow in which a house is open, or what is collected ("Gelber Sack")."""
    return is_week(text) or any(map(bool, (_NONE.search(text), _HOURS.fullmatch(text), _COLLECTED.fullmatch(text))))


def names_other_days(text: str) -> bool:
    """Whether a page or list is called after days that nobody visits: exams, menus, waste collection, holidays."""
    if not OTHER_DAYS.search(text) or _TO_MAKE.search(text):
        return False
    rest = OTHER_DAYS.sub(" ", text)
    return not CALENDAR.search(rest) and len(_SAYING.findall(rest)) <= MORE_WORDS


def names_offer(text: str) -> bool:
    """Whether a page is called after goods, rooms or work; an evening about internships is none."""
    return OFFER.search(text) is not None or _names_work(text)


def _names_work(text: str) -> bool:
    return JOB.search(text) is not None and not EVENT.search(text)


def tells_past(sentence: str) -> bool:
    """Whether a sentence reports: "wurde am 1. April gegründet"."""
    return _TOLD.search(sentence) is not None


def tells_plan(sentence: str) -> bool:
    """Whether a sentence says what becomes of a thing, not of an evening: "Die Fertigung startet voraussichtlich"."""
    return _LIKELY.search(sentence) is not None or becomes_of_things(sentence)


def becomes_of_things(sentence: str) -> bool:
    """Whether a sentence says from when a law, a works or a product is there."""
    return _PLANNED.search(sentence) is not None


def runs(sentence: str) -> bool:
    """Whether a sentence says from when a programme, or money for it, runs: "Die Förderung beginnt am 1. März"; not
    that it does so with an evening."""
    return _RUNS.search(sentence) is not None and not EVENT.search(sentence)


def beside_milestone(lines: Sequence[Line], index: int) -> bool:
    """Whether the line above or below a date names a step of an application."""
    near = [*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2]]
    return any(len(line.text) <= SHORT and is_milestone(line.text) for line in near)


def is_pager(lines: Sequence[Line]) -> bool:
    """Links to the post, or the event, before and after, or to all of a day, with their number: "3.12.2026 (12)"."""
    text = lines[0].text
    return len(lines) <= 2 and (
        _NEIGHBOUR.match(text) is not None
        or (_COUNTED.fullmatch(text) is not None and any("?" in (piece.href or "") for piece in lines[0].pieces))
        or text[:1] in "«‹←<"
        or text[-1:] in "»›→>"
        or (MORE.fullmatch(text) is not None and "announced" not in signs(text))
    )
