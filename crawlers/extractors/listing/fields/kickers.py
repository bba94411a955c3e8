"""Words above the titles of a list that say what sort of thing each is: "Seminar", "Wirtschaft", "Für Gründer"; and
the numbers before them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.sentences import is_speaker
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.records.record import Record
from crawlers.extractors.listing.wording import houses
from crawlers.extractors.listing.wording.labels import label_end
from crawlers.extractors.listing.wording.words import EVENT, KIND

_COUNTED = re.compile(r"(\d{1,2})[.)]\s(?=\S{3})")
_BLANK = re.compile(r"\s")
FEWEST = 3  # records from which on there is a custom
LONGEST = 28  # characters of such a word
AGAIN = 0.5  # share of the records whose words must come again
SORTS = 0.9  # or whose words come again, or are no event's
PLACES = 0.3  # share of them that may sound like one: "Bühne"
NAMED = 0.8  # share of the records that must have a line right below that could be the title
LONGER = 1.5  # times as many characters in the median title


def find(context: Context, records: Sequence[Record]) -> frozenset[int]:
    """The lines of a list's records that only name a sort, each right above the title.

    They stand at the same place of their records, above all that could be a title; what they say comes again, or is one
    word that is no event's; what stands below is longer, looks no smaller and is no place.
    """
    if len(records) < FEWEST:
        return frozenset()
    for place in range(min(record.last - record.first for record in records) - 1):
        pairs = [tuple(context.layout.lines[one.first + place : one.first + place + 2]) for one in records]
        linked = all(below.linked and not above.linked for above, below in pairs)
        if _are_sorts(context, [above for above, _ in pairs], linked) and _are_titles(context, pairs):
            return frozenset(above.index for above, _ in pairs)
        if all(context.shapes.titleish(above) for above, _ in pairs):
            break
    return frozenset()


def _are_sorts(context: Context, lines: Sequence[Line], linked: bool) -> bool:
    """`linked`: what stands below them is a link, they are none; then a word each is enough."""
    texts = [line.text for line in lines]
    if max(map(len, texts)) > LONGEST or any(line.heading or line.index in context.shapes.spoken for line in lines):
        return False
    if sum(map(houses.begins_with_place, texts)) > PLACES * len(texts):
        return False
    counts = Counter(texts)
    again = [counts[text] > 1 for text in texts]
    sorts = [twice or KIND.fullmatch(text) or _is_topic(text) for twice, text in zip(again, texts, strict=True)]
    usual = sum(again) >= AGAIN * len(texts) or sum(map(bool, sorts)) >= SORTS * len(texts)
    words = linked and not any(map(_BLANK.search, texts))
    return len(counts) > 1 and (usual or words)


def _is_topic(text: str) -> bool:
    """One word that is no event's: "Wirtschaft"."""
    return text.isalpha() and not EVENT.search(text)


def _are_titles(context: Context, pairs: Sequence[tuple[Line, ...]]) -> bool:
    """Whether the lines below could be titles: they differ more, and are longer than what stands above them."""
    shapes = context.shapes
    above, below = zip(*pairs, strict=True)
    texts = [shapes.rest(line) for line in below]
    if len(set(texts)) < len({line.text for line in above}) or not all(texts):
        return False
    could = [
        shapes.titleish(line) and shapes.rank(line) <= shapes.rank(sort) and not _is_below_title(line, text)
        for (sort, line), text in zip(pairs, texts, strict=True)
    ]
    longer = median(map(len, texts)) >= LONGER * median(len(line.text) for line in above)
    return sum(could) >= NAMED * len(pairs) and longer


def _is_below_title(line: Line, text: str) -> bool:
    """Where, who, or what about: "Brauhaus am Markt", "mit Anna Weber", "Thema: Steuern" stand below a name."""
    return text[0].islower() or label_end(line.text) > 0 or is_speaker(text) or houses.begins_with_place(text)


def without_numbers(titles: Sequence[str]) -> Sequence[str]:
    """The titles of a list without the numbers by which it counts them: "1. Gründertreff", "2. Pitch Night", …; those
    of one name are its first, its second, …"""
    numbers = [number for title in titles if (number := _COUNTED.match(title))]
    if len(titles) < FEWEST or [int(number[1]) for number in numbers] != [*range(1, len(titles) + 1)]:
        return titles
    names = [title[number.end() :] for title, number in zip(titles, numbers, strict=True)]
    return names if len({*names}) == len(names) else titles
