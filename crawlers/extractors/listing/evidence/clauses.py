"""Titles that are only what a sentence says before its date: "Die Jury tagt am 15. Februar", no event's name."""

from __future__ import annotations

import re

from crawlers.extractors.listing.days.names import DAYNAME
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.wording.words import EVENT

# The verb of a sentence that goes on behind it, or the word that its date follows.
_FINITE = re.compile(
    r"ist|sind|war|waren|wird|werden|wurden?|hat|haben|gilt|gelten|endet|enden|läuft|laufen|startet|starten|beginnt|"
    r"beginnen|öffnet|öffnen|schließt|schließen|erfolgt|erfolgen|erscheint|erscheinen|kann|können|muss|müssen|steht|"
    r"stehen|liegt|liegen|is|are|was|were|will|has|have|opens?|closes?|ends?|begins?|starts?|must|can|may|by|on|from|until"
)
_OPENS = re.compile(r"(?:Der|Die|Das|Ein|Eine|Unsere?|Wir|Sie|Es|Alle|The|Our|We|A|You|It|Bitte|Please)\s")
_ASKS = re.compile(r"(?:Bitte|Please)\s")
# Between that and the date.
_GOES_ON = re.compile(
    r"(?:\s(?:am|ab|bis|um|zum|vom|im|on|from|by|until|in))?(?:\s(?:dem|den|the))?"
    rf"(?:\s{DAYNAME}[.,]*)?(?:\s(?:dem|den))?\s",
    re.IGNORECASE,
)
INFLECTED = 2  # letters at the end of a noun: "Workshops"


def begins(context: Context, fields: Fields) -> bool:
    """Whether a record's title is no more than the words before the date of a sentence that names no event."""
    line = context.layout.lines[fields.title_line] if fields.title_line >= 0 else None
    if line is None or line.heading or not line.text.startswith(fields.title):
        return False
    starts = (mention.start for mention in context.shapes.spoken.get(line.index, ()) if mention.dates)
    between = (line.text[len(fields.title) : start] for start in starts)
    return any(map(_GOES_ON.fullmatch, between)) and _is_clause(fields.title, sentence=line.text[-1] in ".!")


def _is_clause(title: str, *, sentence: bool) -> bool:
    """Whether a text is a subject and its verb, or a request: "Bitte überweisen Sie den Betrag", "Winners will be
    announced on", in a sentence also "Die Jury tagt"; not "Der Gründerabend beginnt", nor "Die Zukunft gestalten"."""
    words = title.split()
    if len(words) == 1 or not (
        _FINITE.fullmatch(words[-1]) or (sentence and _OPENS.match(title)) or _ASKS.match(title)
    ):
        return False
    return _ASKS.match(title) is not None or (
        words[-1].islower() and words[-2] not in {"zu", "to"} and not _is_event(words)
    )


def _is_event(words: list[str]) -> bool:
    """Whether the first noun is one for an event: "Gründerabend", not "Pitch-Teams"."""
    noun = next((word for word in words if word[0].isupper() and not _OPENS.match(f"{word} ")), "")
    return any(hit.end() >= len(noun) - INFLECTED for hit in EVENT.finditer(noun))
