"""Lines and sentences of a record that name places or hours, but not its own: those about another day, of a contact,
of the past.

Which of the others is the place is decided in `places`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.names import DAYNAME
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.sentences import around, is_name
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording.houses import SENTENCE_END

# "T 0234 97 88", "Tel.: +49 …": an office's line.
_PHONE = re.compile(r"(?:\b(?:T|Tel|Telefon|Fon|Phone|Mobil|Fax)\b\.?:?\s{0,2}|☎\s?)\+?[\d(]")
INSIDE = re.compile(  # a label in the middle of a text: "… laden wir ein. Ort: Rathaus, Saal 2. Eintritt frei"
    r"[.!?|·•]\s(?i:(?:der |unser )?(?:veranstaltungs)?ort|wo|treffpunkt|location|venue|where):\s(?=[^\W_])"
)
_EVE = re.compile(
    r"\b(?:(?:vorabend|vortag)(?! (?:der|des|von|zum|zur)\b)|(?:abend|tag) (?:davor|zuvor|vorher)|"
    r"tags (?:zuvor|darauf)|(?:evening|night|day) before|"
    r"am (?:nächsten|folgenden) (?:tag|morgen|abend)|(?:next|following) (?:day|morning))\b",
    re.IGNORECASE,
)
# Before the day of which a sentence tells: "Vorabend: Am 15. März …", not "Nach dem Auftakt am 4. Februar …".
_OPENS = re.compile(
    rf"(?:[^:\d]{{,30}}:\s)?(?:bereits |schon |already )?(?:am |on )?(?:{DAYNAME}[.,]* )?", re.IGNORECASE
)
_ENDS = re.compile(r"(?:[a-zäöüß)]|[a-zäöüß.] \d{1,3}[a-z]?)[.!]$")


def without(
    context: Context, lines: Sequence[Line], labels: dict[int, str | None], dates: Sequence[Cluster]
) -> list[Line]:
    """The lines that can tell where a record takes place. What has the label of a place can, unless it is a contact's
    while another has it, too."""
    own = {date.first for date in dates}
    contacts, past = (
        frozenset() if not part.isdisjoint(own) else part for part in (context.parts.contacts, context.parts.past)
    )
    labelled = {line.index for line in lines if labels[line.index] == "where"}
    clear = labelled - contacts or labelled
    others, numbered = contacts | past | labelled, context.layout.numbers()
    spoken = context.shapes.spoken
    return [
        line
        for line in lines
        if line.index in clear
        or not (
            line.index in others
            or (line.index in numbered and _PHONE.search(line.text) and not INSIDE.search(line.text))
            or (line.index in spoken and _is_of_another_day(context, line, dates))
        )
    ]


def _is_of_another_day(context: Context, line: Line, dates: Sequence[Cluster]) -> bool:
    """Whether a line is one sentence about days that are none of the record's own."""
    said = [mention for mention in context.shapes.spoken[line.index] if mention.dates]
    if not said or not dates or not _ENDS.search(line.text):
        return False
    if SENTENCE_END.search(line.text) or is_name(context.shapes.rest(line)):
        return False
    own = {mention.key for date in dates for _, mention in date.mentions}
    return all(mention.key not in own for mention in said)


def speaks_of_another_day(context: Context, line: Line, at: int, days: Set[tuple[int, int]]) -> bool:
    """Whether the sentence around the letter at `at` begins with a day, and names none of `days`, or tells of the one
    before or behind."""
    sentence = around(line.text, at)
    begin = line.text.index(sentence)
    dates = context.shapes.dates.within(line.index, line.index + 1)
    said = [one.lead for one in dates if one.role == "event" and begin <= one.lead.start < begin + len(sentence)]
    if not days.isdisjoint(day.key for day in said):
        return False
    opens = any(_OPENS.fullmatch(line.text, begin, day.number) for day in said)
    return opens or (not said and _EVE.search(sentence) is not None)
