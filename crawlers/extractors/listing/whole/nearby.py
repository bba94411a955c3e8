"""The line beside a date that names its event, where the page's own heading names none, or many.

Which heading that is, and what it says, is told in `subject`.
"""

from __future__ import annotations

import re

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.fields import title_text, titles
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.sentences import is_name
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.records.shape import PLAIN
from crawlers.extractors.listing.whole import subject
from crawlers.extractors.listing.wording.labels import label_end
from crawlers.extractors.listing.wording.words import (
    BARS,
    EVENT,
    KIND,
    PROGRAMME,
    RELATED,
    THE_NEXT,
    TO_NOTE,
    names_many,
)
from pipeline.text import fold, words

_PRAISE = re.compile(r"^(?:(?:kostenlose|kostenfreie|gratis|free|unser|nächste|große)\w*[\s-])+", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:findet|finden|beginnt|startet|takes place|am|vom)\b")
_FACT = re.compile(rf"\w\s[{BARS}]\s$")
_AND = re.compile(r"\s(?:und|&)\s")
ONE_CARD = 8  # lines
LONG = 3  # letters, more than an article has
LOWER = 2  # the rank of headings of a page's parts
BESIDE = 3  # lines between a heading and the date it heads


def find(context: Context, best: Cluster, head: Line | None) -> Line | None:
    """The line at the date that names the event rather than the page's own heading, if there is one."""
    for named in (later, teaser, dated, addressed, going_on, nearer):
        if line := named(context, best, head):
            return line
    return None


def later(context: Context, best: Cluster, head: Line | None) -> Line | None:
    """The heading right above the date that is of the rank of the one which names the page's event, below which no date
    stands: "Treffen #12" / "in Kürze" / "Treffen #11" / the date."""
    if head is None or head.heading < LOWER or context.shapes.dates.within(head.index, best.first):
        return None
    above = reversed(context.layout.lines[max(best.first - BESIDE, head.index + 1, 0) : best.first])
    near = next((line for line in above if line.heading), None)
    same = near is not None and near.heading == head.heading and near.zone == head.zone
    named = near is not None and same and EVENT.search(near.text) and not _heads_a_part(near.text)
    return near if near is not None and named and _can_name(context, near) else None


def _heads_a_part(text: str) -> bool:
    """Whether a heading is that of a part of an event: "Ablauf des Workshops", "Vortrag und Diskussion"."""
    return PROGRAMME.match(text) is not None or subject.generic(_AND.sub(" ", text))


def nearer(context: Context, best: Cluster, head: Line | None) -> Line | None:
    """The heading right above the date, where it names an event and the page's own heading names none, or its site; or
    could be a name, right below one that only says "Veranstaltungsdetails" or "Webinar:"."""
    nameless = head is not None and subject.nameless(context, head)
    if head is None or (EVENT.search(head.text) and not nameless and not _is_host(context, head)):
        return None
    above = reversed(context.layout.lines[max(best.first - BESIDE, head.index + 1, 0) : best.first])
    near = next((line for line in above if line.heading > head.heading), None)
    if near is None or subject.generic(near.text) or RELATED.search(near.text):
        return None
    below = nameless and near.index == head.index + 1 and near.zone == "main" and _can_name(context, near)
    return near if EVENT.search(near.text) or below else None


def _can_name(context: Context, line: Line) -> bool:
    """Whether a heading could be an event's name: no label, no part of a page about one ("Programm", "Ort & Zeit")."""
    shapes = context.shapes
    return shapes.titleish(line) and is_name(line.text) and not label_end(line.text) and titles.can_name(context, line)


def dated(context: Context, best: Cluster, head: Line | None) -> Line | None:
    """The heading that the date stands in, where it names an event and the page's own heading names none; or the row of
    facts, where that heading is a lower one below it."""
    line = context.layout.lines[best.first]
    below = head is None or (head.index > line.index and head.heading > 1)
    fact = below and _FACT.search(line.text[: best.lead.start]) is not None
    if not (line.heading or fact) or line is head or (head is not None and EVENT.search(head.text)):
        return None
    rest = context.shapes.rest(line)
    if KIND.fullmatch(_PRAISE.sub("", title_text.read(context, line))):
        return None  # "Kostenloses Live-Webinar": what sort it is
    return line if EVENT.search(rest) and not subject.generic(rest) and not RELATED.search(line.text) else None


def teaser(context: Context, best: Cluster, head: Line | None) -> Line | None:
    """The line at the date that names the only event of a list: the page's heading names many, or its house."""
    named = _noted(context, best, head) or _next(context, best, head) or _listed(context, best, head)
    if named is not None:
        return named
    many = head is not None and (subject.LISTS.search(head.text) or THE_NEXT.fullmatch(head.text))
    if head is None or not (many or _heads_next(context, best, head)):
        return None
    low, high = max(best.first - BESIDE, head.index + 1), best.last + BESIDE
    near = [line for line in context.layout.lines[low:high] if context.shapes.titleish(line) and line.zone == "main"]
    near = [line for line in near if not (subject.generic(line.text) or label_end(line.text))]
    near = [line for line in near if titles.can_name(context, line)]
    standing = [line for line in near if _is_beside(context, best, line)]
    return min(standing, key=lambda line: (not line.heading, abs(line.index - best.first)), default=None)


def going_on(context: Context, best: Cluster, head: Line | None) -> Line | None:
    """The line right above that of the date, where that goes on as its sentence and no heading above names the event:
    "Frühjahrsversammlung der Innung" / "findet am Mittwoch, dem 29. März, im Gasthof statt."."""
    if head is not None and head.index < best.first and not (subject.generic(head.text) or _is_host(context, head)):
        return None
    line, above = context.layout.lines[best.first], context.layout.lines[max(best.first - 1, 0)]
    goes_on = _GOES_ON.match(line.text) is not None and above is not line
    return above if goes_on and context.shapes.titleish(above) and is_name(above.text) else None


def addressed(context: Context, best: Cluster, head: Line | None) -> Line | None:
    """The line above the date that the page's address spells out, where the heading is its house's or a calendar's."""
    address = f" {fold(subject.slug(context))} "
    if head is not None and (EVENT.search(head.text) or not (subject.generic(head.text) or _is_host(context, head))):
        return None
    above = context.layout.lines[max(best.first - BESIDE, 0) : best.first]
    named = (line for line in reversed(above) if line.zone == "main" and context.shapes.titleish(line))
    return next((line for line in named if len(words(line.text)) > 1 and f" {fold(line.text)} " in address), None)


def _is_host(context: Context, head: Line) -> bool:
    """Whether a heading is the host's name, all of it."""
    long = [word for word in words(head.text) if len(word) > LONG]
    return bool(long) and all(word in context.host for word in long)


def _noted(context: Context, best: Cluster, head: Line | None) -> Line | None:
    """The line between "Save the date" and the date, in a card that the page's heading is no part of."""
    if best.first < BESIDE - 1 or not TO_NOTE.fullmatch(context.layout.lines[best.first - 2].text):
        return None
    call, named = context.layout.lines[best.first - 2 : best.first]
    card = context.layout.common(call.block, best.block)
    if head is not None and EVENT.search(head.text):
        return None
    apart = head is None or not context.layout.first[card] <= head.index < context.layout.last[card]
    called = context.shapes.titleish(named) and titles.can_name(context, named) and is_name(named.text)
    return named if apart and called else None


def _next(context: Context, best: Cluster, head: Line | None) -> Line | None:
    """The heading above the date, where a word right above it says that it comes next: "Nächstes Event" / "Pitch"."""
    above = context.layout.lines[head.index - 1] if head is not None and head.index else None
    named = head is not None and head.heading > 1 and head.index < best.first <= head.index + BESIDE
    return head if named and above is not None and THE_NEXT.fullmatch(above.text) else None


def _listed(context: Context, best: Cluster, head: Line | None) -> Line | None:
    """The date's own line, where it names an event below a heading of many: "Veranstaltungen" / "14.1. – Empfang"."""
    line, above = context.layout.lines[best.first], context.heading_above(best.first, best.block)
    if head is None or above is None or not 0 < head.heading < above.heading or line.heading:
        return None
    of_house = not EVENT.search(head.text) and names_many(above.text) and subject.generic(above.text)
    name = title_text.read(context, line) if of_house or THE_NEXT.fullmatch(above.text) else ""
    dated = THE_NEXT.fullmatch(above.text) and line.text.startswith((f"{name} am ", f"{name} on "))
    named = is_name(name) and (EVENT.search(name) or dated)
    return line if named and not (KIND.fullmatch(name) or subject.generic(name)) else None


def _heads_next(context: Context, best: Cluster, head: Line) -> bool:
    """Whether a heading below the page's own says what comes next: "Haus der Ideen" / "Nächste Veranstaltung"."""
    below = (line for line in context.headings if head.index < line.index < best.first)
    return not EVENT.search(head.text) and any(THE_NEXT.fullmatch(line.text) for line in below)


def _is_beside(context: Context, best: Cluster, line: Line) -> bool:
    """Whether a line stands out above the date, in its card or row, or is the date's own."""
    layout = context.layout
    around = layout.common(best.block, line.block)
    card = layout.last[around] - layout.first[around] <= ONE_CARD
    if best.first <= line.index <= best.last or (card and layout.tags[around] == "tr"):
        return True
    return context.shapes.rank(line) < PLAIN and (card or line.index < best.first)
