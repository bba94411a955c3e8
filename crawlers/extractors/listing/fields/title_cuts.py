"""What is cut off a title: what became of its event, facts in brackets, a sentence about it, the words of a time.

Knows the words of a name alone; which line's they are is told in `titles`, which of its words in `title_text`.
"""

from __future__ import annotations

import re

from crawlers.extractors.listing.fields.titles import LONG
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording.changes import MOVED
from crawlers.extractors.listing.wording.labels import PEOPLE, label_end, label_kind
from crawlers.extractors.listing.wording.no_events import DEADLINE
from crawlers.extractors.listing.wording.when import ALL_DAY
from crawlers.extractors.listing.wording.words import EDGES, EVENT

_CLAUSE = re.compile(r"\s[–—|-]\s|:\s|\s\|\s|\.\s|,\s(?=\d|[A-ZÄÖÜ])|\s(?:findet|statt)\b")
_MARK = re.compile(  # without anything that sets it apart
    r"(?<=[\w“”\"»«]),?\s(?:leider |bereits |schon |restlos )?"
    r"(?:ausgebucht|ausverkauft|abgesagt|verschoben|entfällt|fällt (?:leider )?aus)(?:[\s!.]*$|[,;:]\s)"
)
_TELLS = re.compile(  # a sentence
    r"(?:So|Wie|Wann|Warum|Wenn|Was|Wer|Wo|In|Mit|Ohne|Als|Nie|Immer|Endlich|Dauerhaft|Ihre?|[DM]eine?)\s|"
    r".*\s[a-zäöüß]+$"
)
_ASIDE = PEOPLE | {"price"}
_BRACKET = re.compile(r"\s\(([^()]+)\)?$")
_TOLD_OF = re.compile(r"(?<=\w{2})\s[–—-]\s(?=\w+(?:\s\S+){3,}$)")  # a sentence behind the name
SEARCHED = 300  # letters in which a sentence behind a name is looked for
_SENTENCE = re.compile(  # "Clubabend. Ort und Thema kommt noch", not "Winterlager. Gruppenausstellung"
    r"(?<=[a-zäöüß]{5})\.\s(?=[A-ZÄÖÜ]\S*\s\S+\s\S)(?=.*\s[a-zäöüß]{4,}(?:\s|$))"
)
_UNDONE = re.compile(
    rf"[,\s]*[–—-]\s{ALL_DAY}$|"
    rf"[,\s]*(?:[–—-]\s|\()(?:{MOVED})(?: auf| vom| to| from)?(?: den)?$|"
    rf"\s(?:wird |wurde |ist |is )?(?:{MOVED}) (?:auf|to)(?: den| the)?$|"
    r"(?:\s[–—-])?\s(?:(?:wird|wurde) (?:auf|vom)(?: den)?|wurde)$|"
    r"[.,:]\s(?:Abfahrt|Beginn|Einlass|Treffpunkt|Start|Ende|Ort|Uhrzeit)$|"
    r"(?:,\s(?:Beginn|Start))?(?:,?\s(?:diesmal|schon|bereits|daher|deshalb|ausnahmsweise|je|jeweils|immer|stets|"
    r"ab|am|vom|den|um|ist|beginnt|startet|steigt|findet))+$|\s\([^()]*$"
)  # a time stood behind it
_DEADLINE_ENDS = ("schluss", "schluß", "frist", "deadline", "bis", "bis zum", "ende", "termin")
_LABEL_BEHIND = re.compile(rf"\s*[–:|(-]*\s*{DEADLINE.source}\s*:?\s*$", re.IGNORECASE)


def without_mark(name: str) -> str:
    """The name of an event without what became of it behind: "Gründerabend ausgebucht", not "So wird Ihr Kurs …"."""
    mark = _MARK.search(name)
    left = name[: mark.start()] if mark else ""
    return left if EVENT.search(left) and not _TELLS.match(left) else name


def without_fact(name: str) -> str:
    """The name without a labelled fact in brackets behind it: "(Referentin: Ana Voss)", "(Kosten: 45 EUR)"."""
    behind = _BRACKET.search(name)
    end = label_end(behind[1]) if behind else 0
    return name[: behind.start()] if behind and label_kind(behind[1][:end].strip(" :")) in _ASIDE else name


def shortened(said: str, line: Line) -> str:
    """The name without a sentence about it, a deadline's label, and what makes it longer than a title."""
    if len(said) <= SEARCHED and not (line.bold or line.linked):
        first = _SENTENCE.split(said, maxsplit=1)[0]
        said = first if EVENT.search(first) else said
    whole = said.rstrip(" .!")
    sentence = _TOLD_OF.search(whole)
    if sentence and (f"{whole}." in line.text or f"{whole}!" in line.text):
        said = said[: sentence.start()]
    if said.lower().rstrip(" :").endswith(_DEADLINE_ENDS):
        said = _LABEL_BEHIND.sub("", said)
    if len(said) > LONG:
        said = next((part for part in _CLAUSE.split(said) if part and len(part.strip(EDGES)) >= 8), said)
    return said


def undone(name: str) -> str:
    """The name without the words behind which a time stood: "Sommerfest, diesmal schon"."""
    return _UNDONE.sub("", name)
