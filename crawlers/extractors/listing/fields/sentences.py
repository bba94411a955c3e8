"""What an event told in a sentence is called: "Am 14. Januar folgt der Workshop „Businessplan“ im Raum 204."

Cuts a name out of running text. Whether the sentence tells of an event is decided elsewhere.
"""

from __future__ import annotations

import re
from itertools import pairwise

from crawlers.extractors.listing.days.names import MONTH
from crawlers.extractors.listing.wording import houses
from crawlers.extractors.listing.wording.when import WEEKDAY
from crawlers.extractors.listing.wording.words import EVENT

LINKING = frozenset(
    "der die das des dem den im in am an auf und für von vom zu zur zum bei of the and at on for via per".split()
)
OPEN = " „“”\"»«‚'("
MANY_SMALL = 2
LONGEST = 100  # characters of a name that opens a text
A_FEW = 2  # blanks in such a name without a word of events
_PART = re.compile(r",\s|\s[–—-]\s|:\s")
_OPENS = re.compile(r"(?:Der|Die|Das|Ein|Eine|Wir|Sie|Es|The|A|We|You)\s")
QUOTED = re.compile(r"[„“\"»«‚]([^„“”\"»«]{6,120})[“”\"«»‘]")
_SPOKEN = re.compile(  # behind a quote: "“, sagt Petersen"
    r",\s(?:sag|erklär|mein|beton|berichte|erzähl|ergänz|erinner|schwärm|lob|freu|fass|resümier|bilanzier|versicher|"
    r"schilder|verrä|find|wünsch|hoff|wirb|warb)t?(?:e?t)?e?\s(?:[A-ZÄÖÜ]|(?:der|die|das|er|sie|ich|sich)\s)|"
    r",?\s(?:sagte?|says|said|so [A-ZÄÖÜ])"
)
_QUOTE = re.compile(r"[„“»][^„“”»«]{6,140}[“”«]")
_NAME = r"(?:\d(?=D-))?[A-ZÄÖÜ][\w&]*(?:-[\w&]+)*"  # "3D-Druck-Stammtisch"
_PHRASE = re.compile(rf"{_NAME}(?:\s(?:(?:für|zum|zur|der|des|mit|und|&)\s)?(?:{_NAME}|\d+(?:\.0)?\b))*")
_DATED = re.compile(
    rf"\d{{1,2}}\.\s?(?:\d{{1,2}}\.|(?i:{MONTH}))(?:\s?\d{{4}}\b)?|\d{{1,2}}(?:[.:]\d\d)?\s?(?:Uhr|h\b)"
)
_COUNTED = re.compile(rf"\W*\d{{1,2}}\.\s(?!(?i:{MONTH}))[A-ZÄÖÜ][\w-]*")
_SPEAKER = re.compile(
    r"(?:(?:Prof|Dr|Dipl|Mag|[MB]\. ?(?:Sc|A|Eng))\.[^:–|]*|N\. ?N\.|[^:–|]*\b[ai]\. ?[DR]\.[^:–|]*"
    r"|(?:[A-ZÄÖÜ][a-zäöüß]+\s){1,2}(?:von\s)?[A-ZÄÖÜ][\w-]+,\s(?P<town>[A-ZÄÖÜ][\w-]+))$"
)
_SUBJECT = re.compile(r"(?:^|[.!?]\s)(?:Unser )?(?:Thema|Titel|Motto|Topic)(?: des Abends| ist)?:\s(?=[^\W_]|[„“\"»])")
_BIDS = re.compile(r"\b(?:lädt|laden|lud|luden|bittet|bitten|bat|ruft|rufen)\s")
_TO_IT = re.compile(r".*?\szu[mr]\s")  # behind who bids: "Hochschule zum Demo Day"
_DAY = re.compile(
    rf"^(?i:{WEEKDAY})s?\b\W*|"
    r"^(?:Am|Um|Im|Beim|Bei (?:der|unserem|unserer)|Zum|Zur|Der|Die|Das|Den|Dem|Ein|Eine|Unsere?)\s"
)


def around(text: str, at: int) -> str:
    """The sentence of a text in which the letter at `at` stands."""
    ends = [0, *(end.end() for end in houses.SENTENCE_END.finditer(text)), len(text)]
    return next((text[low:high] for low, high in pairwise(ends) if low <= at < high), text)


def is_name(text: str) -> bool:
    """Whether a text can be a name, not a sentence: hardly a word begins small but those of "Haus der Wirtschaft"."""
    small = 0
    said = text.split()
    if said[1:] and text.rstrip(OPEN).rpartition(" ")[2] in LINKING:
        return False
    for word in said:
        small += word[0].islower() and word not in LINKING
        if small == MANY_SMALL:
            return False
    return not (small and _OPENS.match(text))


def quoted(text: str) -> re.Match[str] | None:
    """The first name in quotes, group 1: not what somebody says."""
    return next((found for found in QUOTED.finditer(text) if not _SPOKEN.match(text, found.end())), None)


def title_in(text: str) -> str | None:
    """The name of the event a text tells of: its subject ("Thema: …"), what it quotes, else the first name with a word
    of events in it."""
    if subject := _SUBJECT.search(text):
        return houses.SENTENCE_END.split(text[subject.end() :], 1)[0].rstrip(" .!")
    if set_off := quoted(text):
        return set_off[1]
    # "1. Gründertreff am 11. März": its count and noun are for those who see the whole list.
    opens = _COUNTED.match(text)
    bids = _BIDS.search(text)
    for match in _PHRASE.finditer(_DATED.sub(" · ", text[opens.end() :] if opens else text)):
        name = _DAY.sub("", match.group())
        to = _TO_IT.match(name) if bids else None
        name = name[to.end() :] if to and not EVENT.search(to.group()) else name
        if EVENT.search(name):
            return name
    return None


def opening(text: str) -> str | None:
    """The name with which a text begins: what it quotes, else the first part of its first sentence, if that is one:
    "Offener Gründerabend im Postlokal, Lange Straße 12. Wir …"."""
    if (first := QUOTED.match(text)) and not _SPOKEN.match(text, first.end()):
        return first[1]
    name = _PART.split(houses.SENTENCE_END.split(text, 1)[0], 1)[0].strip()
    says = EVENT.search(name) is not None or name.count(" ") >= A_FEW
    return name if says and len(name) <= LONGEST and is_name(name) and not _OPENS.match(name) else None


def is_speaker(text: str) -> bool:
    """ "Prof. Dr. Ute Sommer", "Jan Petersen, Kiel": who speaks, and where from."""
    said = _SPEAKER.match(text) if "." in text or "," in text else None
    if said is None or EVENT.search(text):
        return False
    return said["town"] is None or (houses.is_town(said["town"]) and not houses.begins_with_place(text))


def is_quote(text: str) -> bool:
    """Whether a line is all in quotes: what a talk is called."""
    return _QUOTE.fullmatch(text) is not None
