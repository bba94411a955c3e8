"""What a page is about: the heading that names its subject, and the name that it gives.

Weighs headings only; the lines beside a date are for `nearby`, whether the page is one event is decided in `single`.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from crawlers.extractors.html import leads_home
from crawlers.extractors.listing.days import mentions
from crawlers.extractors.listing.days.behind import looks_back
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.names import MONTH
from crawlers.extractors.listing.evidence import doubts
from crawlers.extractors.listing.fields import sentences, title_text
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.sentences import is_name
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.layout.rows import CELLS
from crawlers.extractors.listing.whole import prose
from crawlers.extractors.listing.wording.labels import MORE, label_kind
from crawlers.extractors.listing.wording.no_events import NEWS
from crawlers.extractors.listing.wording.words import (
    CALENDAR,
    EVENT,
    FIRM,
    GENERIC,
    KIND,
    MANY,
    RELATED,
    THE_NEXT,
    TO_NOTE,
    is_generic,
)
from pipeline.text import clean, fold, words

TITLED = 3.0  # for a heading that the page's title begins with
ADDRESSED = 2.0  # for one whose words are those at the end of the page's address
CALLED = 2.0  # for a bold line with a word of events where there are no headings
SHORTEST = 8  # letters of such a title
LIKE_HEADING = 3  # the rank of a bold line where there are no headings
ENDING = 2  # letters of a plural
LISTS = re.compile(  # "Treffen" may be one
    rf"(?:{MANY}|abende|schulungen|angebote)\b(?<!treffen)|"
    r"^(?:was (?:\w+ ){0,3}(?:los|läuft|ansteht|geht)\b|das (?:steht|läuft)|demnächst|"
    r"what['’]?s on(?! (?:your|my|the)\b)|upcoming)",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"(?:(?:ganz )?herzliche )?(?:einladung|invitation)(?: (?:zur|zu unserer|to our) (?:veranstaltung|event))?\W*|"
    r"(?:wir|we) (?:laden|invite) (?:(?:sie|euch|dich|you|ganz|herzlich) )*(?:ein\W*)?$|"
    r"(?:sie sind|ihr seid|du bist|you are|you['’]re) (?:herzlich )?(?:eingeladen|willkommen|invited)\W*",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"(?:(?:mitglieder|rund|vereins|info|freundes)-?brief|(?:[\w-]+-)?newsletter|rundschreiben)"
    rf"(?:\W*(?:nr|ausgabe|frühjahr|frühling|sommer|herbst|winter|weihnachten|{MONTH}|\d+))*\W*",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\.\w{2,5}$")  # "kongress.html"
_PARTS = re.compile(r"\s[|–—·-]\s")
_TRAIL = re.compile(r"\s(?:[>›»]|::)\s|:\s")  # "Handwerkskammer: Termine"
_TELLS_NEXT = re.compile(r"\b(?:der|die|das|den|dem|the)\s(?:nächste[nr]?|kommende[nr]?|next)\s", re.IGNORECASE)
_OUR_NEXT = re.compile(
    r"\W*(?:unsere?|der|die|das|our|the)\s(?:nächste[rs]?|next)\s(?P<what>[\w-]+(?: [\w-]+){0,3}?)\s"
    r"(?:findet|ist|beginnt|steigt|startet|gibt|wird|am|um|takes|will|is|starts)\b",
    re.IGNORECASE,
)
_TO_NOTE = re.compile(rf"\W*(?:{TO_NOTE.source})[\s:|–!-]+(?=\w)", re.IGNORECASE)
NAMED_BELOW = 4  # lines between a heading of a sort and the name


def head(context: Context) -> Line | None:
    """The line that names the page's subject: a high heading, shared with the page's title, not the site's name."""
    zones = {"main", "head"}
    heads = [line for line in context.headings if line.zone in zones and context.shapes.titleish(line)]
    heads = [line for line in heads if not _labels_row(context, line)]
    bold = [line for line in context.layout.lines if not heads and _stands_out(context, line)]
    rated = [(_head_score(context, line), -line.index) for line in [*heads, *bold][:40]]
    best = max(rated, default=(0.0, 0))
    return context.layout.lines[-best[1]] if best[0] > 0 else None


def _labels_row(context: Context, line: Line) -> bool:
    """Whether a heading is all that its row's first cell holds, in a table with known labels in such cells: "Titel",
    "Startzeit", "Ganztägiges Ereignis"."""
    table = context.layout.nearest(line.block, {"table"}) if _fills_cell(context, line) else -1
    others = context.layout.span(table) if table >= 0 else ()
    alike = (other for other in others if other.heading == line.heading)
    return any(label_kind(other.text) and _fills_cell(context, other) for other in alike)


def _fills_cell(context: Context, line: Line) -> bool:
    layout = context.layout
    cell = layout.nearest(line.block, CELLS)
    row = layout.parents[cell] if cell >= 0 else -1
    return row >= 0 and layout.first[row] == line.index and layout.last[cell] == line.index + 1 < layout.last[row]


def _stands_out(context: Context, line: Line) -> bool:
    """A bold line right above a date, no column's name."""
    return (
        line.bold
        and context.layout.tags[line.block] != "th"
        and not line.linked
        and line.zone == "main"
        and context.shapes.titleish(line)
        and bool(context.shapes.dates.within(line.index, line.index + 4))
    )


def _head_score(context: Context, line: Line) -> float:
    named = set(words(context.shapes.rest(line) or line.text))
    shared = len(named & set(words(context.title))) / max(len(named), 1)
    score = 4.0 - (line.heading or LIKE_HEADING) + 4.0 * shared
    score += TITLED if _is_titled(context, line.text) else 0.0
    score += ADDRESSED if _is_addressed(context, named) else 0.0
    score += CALLED if not line.heading and EVENT.search(line.text) else 0.0
    score -= 5.0 if NEWS.search(line.text) or looks_back(line) else 0.0
    score -= 3.0 if line.zone == "head" else 0.0
    score -= 5.0 if generic(line.text) or FIRM.search(line.text) else 0.0
    score -= 5.0 if _names_site(context, line, named) else 0.0
    score -= 3.0 if RELATED.search(line.text) else 0.0
    return score - 0.01 * line.index


def titled(context: Context, told: str) -> str:
    """What a page without a heading is called by its title, where its text told no name of an event; else ""."""
    name = clean(context.title_parts[0]) if context.title_parts else ""
    if not told:
        return name
    return name if EVENT.search(name) and not generic(name) and not (is_name(told) and EVENT.search(told)) else ""


def _is_titled(context: Context, text: str) -> bool:
    title = fold(context.title_parts[0]) if context.title_parts else ""
    return len(title) >= SHORTEST and fold(text).startswith(title)


def _is_addressed(context: Context, named: set[str]) -> bool:
    """Whether a heading has the words that the page's address ends in, at least one of them long."""
    said = {word for word in words(slug(context)) if not word.isdecimal()}
    named_well = len(said) > 1 or any(EVENT.search(word) and not CALENDAR.match(word) for word in said)
    return named_well and any(len(word) >= SHORTEST for word in said) and said <= named


def slug(context: Context) -> str:
    """The last part of the page's path without its ending: "zukunftstag" of "/termine/zukunftstag.html"."""
    return _ENDING.sub("", unquote(urlsplit(context.page.url).path).rstrip("/").rpartition("/")[2])


def _names_site(context: Context, line: Line, named: set[str]) -> bool:
    """A heading that leads home, or says the host's name and is not the first thing the page's title says."""
    if any(leads_home(context.page, piece.href) for piece in line.pieces if piece.href):
        return True
    hosted = len(named) <= 3 and _is_host(context, line.text)
    first, *site = context.title_parts or [""]
    titled = words(first)
    if site and fold(first).startswith(fold(line.text)):
        return False  # the site's name is set off, and this is how the page's begins
    return hosted and not named.issuperset(word for word in titled if not word.isdecimal())


def _is_host(context: Context, text: str) -> bool:
    return any(len(word) > 3 and word in context.host for word in words(text))


def generic(text: str) -> bool:
    """ "Event Details", "Termine", "Update 4.12.", "Vorschau Ulm": the name of a kind of page."""
    named = fold(text).split()
    return (
        (len(named) <= 2 and all(_names_a_kind(word) for word in named))
        or MORE.fullmatch(text) is not None
        or is_generic(text)
        or (0 < len(named) <= 4 and named[0] in {"update", "vorschau", "ausblick"})
    )


def nameless(context: Context, head: Line) -> bool:
    """Whether a heading names no one event: "Veranstaltungsdetails", "Webinar:", "Herzliche Einladung!", or the site
    as the page's title has it at its end."""
    text = head.text
    said = generic(text) or KIND.fullmatch(text) is not None or _INVITES.fullmatch(text) is not None
    return said or fold(text) in map(fold, context.title_parts[1:])


def _names_a_kind(word: str) -> bool:
    """ "termine", "workshops", "details": but "oldtimertreffen" is a name."""
    hit = CALENDAR.match(word)
    return GENERIC.fullmatch(word) is not None or (hit is not None and len(word) - hit.end() <= ENDING)


def is_only(context: Context, head: Line | None) -> bool:
    """Whether the page has one heading of its subject's rank, and that is a high one."""
    if head is None or head.heading not in {1, 2}:
        return False
    return sum(line.heading == head.heading and line.zone == "main" for line in context.headings) <= 1


def invited(context: Context, best: Cluster, head: Line) -> tuple[str, str] | None:
    """What the line with the date calls the event, if the page is headed "Einladung", is a letter, reports on the one
    before, or says there what comes next, and its heading names none."""
    told = _INVITES.fullmatch(head.text) or is_letter(head.text) or _reports(context, best)
    name = prose.name(context.layout.lines[best.first]) if told else _announced(context, best, head)
    return (name, f"told: {name[:80]}") if name else None


def is_letter(heading: str) -> bool:
    """ "Mitgliederbrief Herbst 2027": not "Der Meisterbrief als Chance"."""
    return _LETTER.fullmatch(heading) is not None


def _reports(context: Context, best: Cluster) -> bool:
    """Whether a page that tells of a day gone by ends with the next: "Der nächste Gründerabend findet am … statt"."""
    lines, others = context.layout.lines, context.shapes.dates.within(0, best.first)
    told = any(doubts.tells_past(lines[one.first].text) for one in others if one.first != best.first)
    return told and _TELLS_NEXT.search(lines[best.first].text) is not None


def of_its_own(context: Context, name: str) -> str:
    """The name without that it is the next one: "Der nächste Gründerstammtisch"; what the page's title says to note,
    where that is all that the name says: "Save the Date"."""
    noted = _TO_NOTE.match(context.title) if TO_NOTE.fullmatch(name) else None
    return clean(context.title[noted.end() :]) if noted else title_text.NEXT_ONE.sub("", name)


def _announced(context: Context, best: Cluster, head: Line) -> str:
    """The subject of "Unser nächster Clubabend findet am … statt" on a page that is headed "Willkommen"."""
    said = _OUR_NEXT.match(sentences.around(context.layout.lines[best.first].text, best.lead.start))
    named = EVENT.search(head.text) is not None and head.index <= best.first
    what = said["what"] if said and not named else ""
    return what if EVENT.search(what) and not THE_NEXT.fullmatch(f"nächstes {what}") else ""


def title(context: Context, head: Line) -> tuple[str, str]:
    """The subject heading; the page's title when a lower heading has little in common with it, and does not invite; a
    front page's title is the site's, unless it names an event."""
    if fuller := _fuller(context, head):
        return fuller, f"title: {fuller[:80]}"
    text = title_text.read(context, head)
    named = set(words(head.text))
    shared = len(named & set(words(context.title))) / max(len(named), 1)
    name = clean(context.title_parts[0]) if context.title_parts else ""
    weak = not name or generic(name) or mentions.is_date(name) or len(words(name)) < 2 or LISTS.match(name) is not None
    weak = weak or generic(_TRAIL.split(name)[-1]) or (FIRM.search(name) is not None and not EVENT.search(name))
    invites = (_INVITES.match(head.text) is not None or context.is_front) and not EVENT.search(name)
    if head.heading <= 1 or shared >= 0.5 or weak or invites:
        return text, f"h{head.heading}: {text[:80]}"
    return name, f"title: {name[:80]}"


def _fuller(context: Context, head: Line) -> str:
    """The page's title, and the line that begins with it, where they say more than a heading with only a sort of event
    and its house: "Seminar: Zölle nach Übersee" of "Seminar – Kammer"."""
    sort, *house = _PARTS.split(head.text)
    name, *site = context.title_parts or [""]
    if KIND.fullmatch(sort) is None or not set(words(" ".join(house))) <= set(words(" ".join(site))):
        return ""
    if len(words(name)) <= len(words(sort)) or not fold(name).startswith(fold(sort)):
        return ""
    below = context.layout.lines[head.index + 1 : head.index + 1 + NAMED_BELOW]
    return clean(next((line.text for line in below if _is_titled(context, line.text)), name))
