"""Events told in running text: paragraphs that each name one thing in bold or quotes, and the one day it takes place.

For pages without a list: a circular, a letter to members. Whether such a paragraph invites or reports is weighed like
the records of a list; what it says is read like them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.evidence import doubts
from crawlers.extractors.listing.fields import title_text
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.sentences import quoted, title_in
from crawlers.extractors.listing.fields.titles import name_piece
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.records.record import Group, Record
from crawlers.extractors.listing.wording.words import EDGES, EVENT, is_generic
from pipeline.text import clean, words

A_PAIR = 2  # paragraphs
LONG_WORD = 6  # letters of a word that says what a text is about
SENTENCE = 40  # characters from which on a line is running text


def find(context: Context, listed: set[int]) -> Group | None:
    """The paragraphs that announce, as one list; None when there are not two of them.

    `listed`: the lines of the dates that the page's lists hold; without a date besides, paragraphs tell nothing new.
    """
    dates: dict[int, list[Cluster]] = defaultdict(list)
    for cluster in context.shapes.dates.clusters:
        if cluster.role == "event" and cluster.first == cluster.last and not cluster.struck:
            dates[cluster.first].append(cluster)
    told = [(context.layout.lines[index], found[0]) for index, found in dates.items() if len(found) == 1]
    if not {line.index for line, _ in told} > listed:
        return None
    records = [Record(line.index, line.index + 1, [one], line.block) for line, one in told if _announces(line, one)]
    if len(records) < 2:
        return None
    return Group(context.layout.enclosing(record.item for record in records), records)


def _announces(line: Line, date: Cluster) -> bool:
    running = line.zone == "main" and not line.heading and len(line.text) >= SENTENCE
    if not running or doubts.tells_past(line.text):
        return False
    return bool(set_off(line)) or (date.timed and bool(title_in(line.text)))


def headings(context: Context, records: Sequence[Record]) -> dict[int, str]:
    """What stands above these paragraphs, by their first line, where most have a heading of their own and most of these
    name an event, or what their paragraph speaks of; else nothing: posts of a blog."""
    above = {
        one.first: next((line for line in reversed(context.headings) if line.index < one.first), None)
        for one in records
    }
    times = Counter(head.index for head in above.values() if head is not None)
    own = {first: head for first, head in above.items() if head is not None and times[head.index] == 1}
    own = {first: head for first, head in own.items() if head.zone == "main" and not is_generic(head.text)}
    named = sum(_names(head.text, context.layout.lines[first].text) for first, head in own.items())
    sure = len(own) >= A_PAIR and len(own) * 2 > len(records) and named * 2 > len(own)
    return {first: title_text.read(context, head) or clean(head.text) for first, head in own.items()} if sure else {}


def _names(head: str, text: str) -> bool:
    """Whether a heading is called an event, or has a long word in common with the text below it."""
    return EVENT.search(head) is not None or any(len(word) >= LONG_WORD for word in {*words(head)} & {*words(text)})


def name(line: Line) -> str:
    """What a line that announces calls its event: what it sets off, else the first name with a word of events."""
    return set_off(line) or clean(title_in(line.text) or "")


def set_off(line: Line) -> str:
    """The name that a line sets off: in bold, as a link, in quotes; "" when there is none."""
    name = quoted(line.text)
    piece = name_piece(line) or (name[1] if name else "")
    return clean(piece.strip(EDGES + "„“”\"‚‘'"))
