"""What of an event's title, text and organiser is read: cut, without markup, addresses and asides.

Asides name who pays, hosts or cooks, or how to get there: nothing of them is what the event is about. Judges no word.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import ahocorasick

from pipeline.tagging.vocabulary import Reading
from pipeline.text import html_to_text

MAX_TITLE = 300
MAX_TEXT = 4_000  # searched for a price; markup is cut at twice that
READ = 1_500  # what an event is about stands at the beginning of its description
ENDLESS = 100  # letters without a space are no word: encoded data, or somebody leaning on a key
_ENDINGS = "de|com|org|net|eu|io|info|at|ch|events|berlin"
_ORGANIZER = re.compile(r"(?:Veranstalter(?:in)?|Organi[sz]er|Host(?:ed by)?):\s*(.{2,120}?)(?:\.\s|\n|$)")
_SOURCE = re.compile(r"(?:Gelistet (?:bei|auf)|Quelle:|Gefunden (?:bei|auf)|Listed (?:on|at)|Source:)\s+[^.,;\n]{2,80}")
_DOMAIN = re.compile(rf"://|www\.|\.(?:{_ENDINGS})\b")
_ADDRESS = re.compile(rf"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:{_ENDINGS})\b\S*")
_MARKUP = re.compile(r"<[a-zA-Z!/]|&[a-zA-Z#]\w{1,7};")


class Parts(NamedTuple):
    """`text` is read for tags; `full` is longer and still has its asides (what they cost may stand there)."""

    title: str
    text: str
    organizer: str
    full: str


class Reader:
    """Takes an event apart; the phrases that open an aside come from `Reading.asides`."""

    def __init__(self, reading: Reading) -> None:
        self._closers = reading.about
        about = "|".join(map(re.escape, reading.about))
        self._about = re.compile(rf"(?:^|(?<=[.!?] )|(?<=\n))(?:{about})\b.*", re.DOTALL)
        self._openers = ahocorasick.Automaton()
        for phrase in reading.asides:
            self._openers.add_word(phrase.casefold(), phrase)
        self._openers.make_automaton()
        openers = "|".join(re.escape(phrase) for phrase in sorted(reading.asides, key=len, reverse=True))
        self._aside = re.compile(rf"(?<!\w)(?:{openers})(?!\w)[^.;!?\n|–]{{0,120}}", re.IGNORECASE)

    def parts(self, title: str, text: str, organizer: str) -> Parts:
        """Cut and cleaned; an organiser named in the text moves to where organisers count."""
        title, organizer = _bare(title or "", MAX_TITLE), _bare(organizer or "", MAX_TITLE)
        full = _bare(text or "", MAX_TEXT)
        named = _ORGANIZER.search(full) if ":" in full else None
        if named:
            organizer = organizer or named[1]
            full = full[: named.start()] + " " + full[named.end() :]
        if len(organizer) > 3:
            full = full.replace(organizer, " ")
        full = _SOURCE.sub(" ", full)
        full = _ADDRESS.sub(" ", full) if _DOMAIN.search(full) else full
        return Parts(self._without_asides(title) or title, self._without_asides(full[:READ]), organizer, full)

    def _without_asides(self, text: str) -> str:
        if any(map(text.__contains__, self._closers)):
            text = self._about.sub("", text)
        if next(self._openers.iter(text.casefold()), None) is None:  # forty times as quick as the pattern
            return text
        return self._aside.sub(" ", text)


def _bare(text: str, limit: int) -> str:
    text = text[: 2 * limit]
    if ("<" in text or "&" in text) and _MARKUP.search(text):
        text = html_to_text(text)
    text = text[:limit]
    if len(max(text.split(), key=len, default="")) < ENDLESS:
        return text
    return " ".join(word for word in text.split() if len(word) < ENDLESS)
