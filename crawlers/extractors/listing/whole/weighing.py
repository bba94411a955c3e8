"""What speaks for one date of a page being when the page's own event takes place. Every weight is in one table.

Labels ("Datum:", "Wann"), the title itself and sentences that invite count; post dates, deadlines and other events'
teasers do not. Which date wins is decided in `single`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from crawlers.extractors.listing.days.behind import tells_back
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.names import DAYNAME
from crawlers.extractors.listing.days.weekdays import is_future
from crawlers.extractors.listing.evidence import doubts
from crawlers.extractors.listing.fields import sentences, spans, told_hours
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.titles import SENTENCE
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.records.shape import PLAIN
from crawlers.extractors.listing.whole import subject
from crawlers.extractors.listing.wording import clocks, houses
from crawlers.extractors.listing.wording.no_events import NEWS, PAST, REPORTED
from crawlers.extractors.listing.wording.words import CALENDAR, EVENT, RELATED, TAKES_PLACE

_FROM_THEN = re.compile(
    rf"(?:^|\s)(?:ab|seit|zum|bis|steigt|since|until)(?: (?:dem|den|zum))?(?: {DAYNAME}[.,]*)? ?$", re.IGNORECASE
)
_WHEN = re.compile(
    r"(?:wann|when|datum|date|zeit|termin)(?: (?:und|&|and) (?:uhrzeit|zeit|time|ort|wo|where))?\s?[:?]?",
    re.IGNORECASE,
)
_AT_A_GLANCE = re.compile(
    r"(?:alles )?auf einen blick|(?:veranstaltungs|termin|event|kurs)?(?:details?|infos?|informationen|daten|fakten)|"
    r"(?:die |alle )?(?:fakten|eckdaten|details|infos)|kurz (?:&|und) knapp|kurzinfo|at a glance|facts",
    re.IGNORECASE,
)
_TO_COME = re.compile(  # a button below an event: "Karten für Freitag, 4. Dezember"
    r"(?:rsvp|karten|tickets?|plätze|platz sichern|anmeld\w+|registe?r\w*|reserve) (?:for|für|zum|am)\s(?:den )?\W*$",
    re.IGNORECASE,
)
_OF_A_PART = re.compile(
    r"\b(?:zur |bei der |die )?(?:vernissage|finissage|ausstellungseröffnung|eröffnung|opening)\b[^.!?\d]{0,24}",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\W*(?:hinweis|tipp|übrigens|vorschau|p\.?\s?s\.?|note|by the way)\b\s?[:–-]", re.IGNORECASE)
REACH = 40  # characters before a date in which a word can say what it is
OPENING = 16  # lines between a page's heading and the date that is its own
TAGS, A_PAIR = 3, 2  # around dates that stand alike, and how many of these are no list
FACTS = 110  # characters of a line that holds a date and a place
WEIGHTS = {
    "firm": 1.0,
    "timed": 2.0,
    "range": 1.0,
    "weekday": 1.0,
    "no year": 0.5,
    "labelled": 4.0,
    "begins": 2.0,
    "in title": 3.0,
    "in page's title": 3.0,
    "in heading": 1.5,
    "invitation": 2.0,
    "event word": 1.0,
    "replaces": 2.0,
    "future": 2.0,
    "repeated": 1.0,
    "at title": 1.0,
    "near title": 1.0,
    "opens": 1.0,
    "beside place": 2.0,
    "event page": 1.5,
    "before": -4.0,
    "stamped": -4.0,
    "past prose": -2.0,
    "told past": -4.0,
    "elsewhere": -4.0,
    "aside": -4.0,
    "before it": -5.0,
    "milestone": -5.0,
    "from then": -3.0,
    "of a part": -5.0,
    "planned": -3.0,
    "odd minutes": -6.0,
    "due": -6.0,
    "other days": -6.0,
    "offer": -8.0,
    "call": -6.0,
}


def rate(context: Context, cluster: Cluster, head: Line | None, today: date) -> tuple[float, list[str]]:
    """The evidence for one date; boxes above it ("Dez" / "17") are parts of it."""
    indexes = sorted({cluster.first, *(index for index, _ in cluster.mentions)})
    lines = [context.layout.lines[index] for index in indexes]
    leads = [mention for _, mention in cluster.mentions]
    spoken = [(context.layout.lines[index].text, mention.start) for index, mention in cluster.mentions]
    before, sentence = lines[0].text[: cluster.lead.number][-REACH:], _sentence(*spoken[-1])
    future = any(is_future(lead, today) for lead in leads)
    above = context.heading_above(cluster.first, cluster.block)
    said = {
        "firm": cluster.firm,
        "timed": cluster.timed or _time_below(context, cluster, head),
        "range": cluster.several or spans.days(cluster) is not None,
        "weekday": any(lead.weekday for lead in leads),
        "no year": not any(lead.year for lead in leads) and cluster.lead.key not in context.days_with_years,
        "labelled": any(_labelled(context, line) for line in lines),
        "invitation": TAKES_PLACE.search(sentence) is not None or _calls(cluster, lines[0]),
        "event word": EVENT.search(sentence) is not None,
        "future": future,
        "in page's title": future and cluster.lead.key in context.title_days,
        "repeated": context.day_counts[cluster.lead.key] > 1,
        "beside place": len(lines) == 1 and _beside_place(context, cluster, head is not None),
        "before": not cluster.several and any(len(before) - hit.end() <= 6 for hit in PAST.finditer(before)),
        "stamped": cluster.stamped and not (future and _is_evening(context, cluster)),
        "past prose": not future
        and cluster.lead.year > 0
        and (not cluster.firm or (len(lines[0].text) >= SENTENCE and not TAKES_PLACE.search(sentence))),
        "told past": not future and (doubts.tells_past(sentence) or (head is not None and tells_back(head.text))),
        "planned": not cluster.timed and (doubts.tells_plan(sentence) or doubts.runs(sentences.around(*spoken[-1]))),
        "odd minutes": any(clocks.is_odd(minute) for mention in leads for minute in clocks.minutes(mention.text)),
        "due": any(context.captions.column(line) == "deadline" for line in lines),
        **_of_page(context, cluster, head),
        **_beside_others(context, cluster, lines, before, head),
        **_of_heading(context, cluster, head, indexes, future=future),
        "of a part": _OF_A_PART.search(lines[0].text[: cluster.lead.start][-REACH:]) is not None
        or (above is not None and above is not head and _OF_A_PART.fullmatch(above.text) is not None),
        "from then": not cluster.timed and _FROM_THEN.search(before) is not None,
    }
    why = [name for name, true in said.items() if true]
    return sum(WEIGHTS[name] for name in why), why


def _of_heading(
    context: Context, cluster: Cluster, head: Line | None, indexes: Sequence[int], *, future: bool
) -> dict[str, bool]:
    """Where a date stands beside the page's own heading."""
    first = context.layout.lines[indexes[0]]
    steps = [index - head.index for index in indexes] if head is not None else []
    near = any(-4 <= step <= 8 for step in steps)
    return {
        "in title": first is head,
        "in heading": first.heading > 0 and first is not head,
        "at title": future and subject.is_only(context, head) and any(abs(step) == 1 for step in steps),
        "near title": near,
        "opens": future and opens(context, cluster, head),
        "begins": near and (future or not cluster.lead.year) and told_hours.tells(context, cluster),
    }


def opens(context: Context, cluster: Cluster, head: Line | None) -> bool:
    """Whether it is the first event's date below the page's own high heading, in the part that this begins (another
    heading may stand right below it alone), and stands there as hardly any other does."""
    if head is None or head.heading not in {1, 2, 3} or not head.index < cluster.first <= head.index + OPENING:
        return False
    if any(line.heading for line in context.layout.lines[head.index + 2 : cluster.first]):
        return False
    firm = [one for one in context.shapes.dates.clusters if one.role == "event" and one.firm]
    tags = context.layout.tags_around
    alike = sum(tags(one.block, TAGS) == tags(cluster.block, TAGS) for one in firm)
    return alike <= A_PAIR and not any(head.index < one.first < cluster.first for one in firm)


def _of_page(context: Context, cluster: Cluster, head: Line | None) -> dict[str, bool]:
    """What the page, and the heading above a date, say that the date is for."""
    above = context.heading_above(cluster.first, cluster.block)
    names = [*context.own_names, *([above.text] if above is not None else [])]
    return {
        "event page": EVENT.search(head.text if head else context.title) is not None
        or CALENDAR.search(context.address) is not None,
        "elsewhere": _elsewhere(context, cluster),
        "other days": any(map(doubts.names_other_days, names))
        or (not cluster.timed and any(map(REPORTED.fullmatch, names))),
        "offer": any(map(doubts.names_offer, context.own_names)),
        "call": not cluster.timed and any(one is not None and doubts.calls(one.text) for one in (head, above)),
    }


def _beside_others(
    context: Context, cluster: Cluster, lines: Sequence[Line], before: str, head: Line | None
) -> dict[str, bool]:
    """What a date is beside others: instead of which it is; or rather those are the event's own: it is told aside, when
    one can learn about it, or the day of a step below or above a label without any."""
    several = len(context.day_counts) > 1
    first, beside = cluster.first, doubts.beside_milestone(context.layout.lines, cluster.first)
    return {
        "aside": several and _ASIDE.match(lines[0].text) is not None,
        "before it": doubts.is_before_it(before, head.text if head else "") and _has_other(context, cluster),
        "replaces": any(one.role == "replaced" for one in context.shapes.dates.within(first, first + 1)),
        "milestone": beside and not any(_labelled(context, line) for line in lines),
    }


def _has_other(context: Context, cluster: Cluster) -> bool:
    """Whether the page tells another day with its hours, or a span of days."""
    others = (one for one in context.shapes.dates.clusters if one.role == "event" and one.firm)
    return any(one.lead.key != cluster.lead.key and (one.timed or one.several) for one in others)


def _labelled(context: Context, line: Line) -> bool:
    """Behind "Datum:", or the only date below a table's "Datum": several are a list's."""
    column = context.captions.column(line)
    if column is None:
        return context.captions.label(line, max(line.index - 3, 0)) == "when"
    lines, clusters = context.layout.lines, context.shapes.dates.clusters
    below = [cluster for cluster in clusters if context.captions.column(lines[cluster.first]) == column == "when"]
    return len(below) == 1


def is_fact(context: Context, cluster: Cluster) -> bool:
    """A date in a column beside the text, behind a label that is no heading ("Termin" / "Sa., 27.02.2027"), right below
    "Auf einen Blick", or with its hours first in the column and right above a place."""
    above, *_ = lines = context.layout.lines[max(cluster.first - 1, 0) : cluster.last + 2]
    if above.heading and _AT_A_GLANCE.fullmatch(above.text):
        return True
    alone = above.zone != "side" and not any(line.heading for line in lines)
    if cluster.timed and alone and _is_place(context, lines[-1]):
        return True
    named = not above.heading or _WHEN.fullmatch(above.text) is not None
    return named and _labelled(context, context.layout.lines[cluster.first])


def _is_place(context: Context, line: Line) -> bool:
    return context.layout.tags[line.block] == "address" or houses.begins_with_place(line.text)


def _beside_place(context: Context, cluster: Cluster, headed: bool) -> bool:
    """A line of facts: the date, and a place; below the page's heading, also a line with the date and one below it."""
    line, *below = context.layout.lines[cluster.last : cluster.last + 2]
    rest = context.shapes.rest(line)
    if len(line.text) > FACTS:
        return False
    text = rest or "".join(one.text for one in below if headed and not one.heading and len(one.text) <= FACTS)
    return bool(text) and houses.begins_with_place(text)


def _time_below(context: Context, cluster: Cluster, head: Line | None) -> bool:
    """A clock time on the date's line, or that begins the next, or alone on one of the next two, or of those below the
    heading that it heads."""
    times, at = context.shapes.dates.times, cluster.last + 1
    below = context.layout.lines[at : at + 2]
    if head is not None and at <= head.index <= at + 2:
        below = context.layout.lines[at : head.index + 3]
    bare = any(line.index in times and not context.shapes.rest(line) for line in below)
    return bool(times.get(cluster.first)) or bare or _begins_below(context, below)


def _is_evening(context: Context, cluster: Cluster) -> bool:
    """Whether a date has hours as events do: full or half ones, on its line, or below it where it says its weekday."""
    said = [mention.text for _, mention in cluster.mentions]
    below = cluster.last + 2 if cluster.lead.weekday else cluster.last
    times = context.shapes.dates.times
    said += [one.text for at in range(cluster.first, below + 1) for one in times.get(at, ())]
    return clocks.on_the_quarter(said)


def _begins_below(context: Context, below: Sequence[Line]) -> bool:
    """Whether the next line begins with an hour, and the one after it does not: that is the first point of an agenda
    then."""
    begun = [context.shapes.begins_timed(line) for line in below[:A_PAIR]]
    return begun[:1] == [True] and begun[1:] != [True]


def _calls(cluster: Cluster, line: Line) -> bool:
    return _TO_COME.search(line.text[: cluster.lead.start]) is not None


def _sentence(text: str, position: int) -> str:
    """The sentence around `position`, roughly: up to 200 characters each way."""
    return text[max(position - 200, 0) : position + 200]


def _elsewhere(context: Context, cluster: Cluster) -> bool:
    """Under a heading that announces other things, or one within its part; one that has no text below it heads those
    of its own rank too."""
    rank, lines = PLAIN, context.layout.lines
    for line in reversed(lines[max(cluster.first - 30, 0) : cluster.first]):
        if 0 < line.heading < rank or 0 < line.heading == rank == lines[line.index + 1].heading:
            if RELATED.search(line.text) or (line.heading > 1 and NEWS.fullmatch(line.text)):
                return cluster.first < context.parts.reach(line)
            rank = line.heading
    return False
