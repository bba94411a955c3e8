"""Words that say what became of an event: cancelled, postponed, sold out. German and English, as badge or in a title.

A mark in a title counts only as a prefix, a suffix, in brackets, in capitals or as what a sentence says of the event's
name: "Warum Kunden absagen" is a talk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.conditions import is_condition
from pipeline.model import Availability, Status

_DAY = r"(?:(?:den|dem|am|\w+tag|mittwoch|mo|di|mi|do|fr|sa|so)\.?,? )*"  # before the number of a day
_MONTH = r"(?:jan|feb|mär|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)\w*"
_ANY_WORD = r"(?:(?!nicht )[\w„“\".-]+ )"  # between the parts of a predicate; "muss nicht ausfallen" takes place
_STATUS: dict[Status, str] = {
    "cancelled": (
        rf"(?<!nicht )abgesagt|absage|ausfall|f(?:ä|ae)llt {_ANY_WORD}{{0,6}}?aus(?! (?:de[mnr]|einem|einer)\b)|"
        r"entf(?:ä|ae)llt(?! nicht\b)(?: leider)?|storniert|"
        r"(?:(?:ist|wurde|leider) |(?<!\w\s))(?:entfallen|ausgefallen)|"
        rf"m(?:uss|usste|(?:ü|ue)ssen) {_ANY_WORD}{{0,9}}?(?:entfallen|ausfallen|abgesagt werden)|"
        rf"m(?:(?:ü|ue)ss|usst)en {_ANY_WORD}{{1,9}}?absagen|"
        rf"lassen wir {_ANY_WORD}{{0,5}}?ausfallen|"
        r"findet (?:leider |heute |diesmal )*nicht statt|gestrichen|annulliert|gecancelt|"
        r"(?:kann|k(?:ö|oe)nnen) (?:[\w„“\".-]+ ){0,8}?nicht stattfinden|cancell?ed|cancellation|called off"
    ),
    "rescheduled": (
        rf"(?:verschoben|verlegt|vertagt|postponed|moved) (?:auf|to) {_DAY}(?:\d{{1,2}}|{_MONTH} \d{{1,2}})(?!\d)|"
        rf"(?:verschoben|verlegt|vertagt) vom {_DAY}\d{{1,2}}|"
        r"(?:postponed|moved|rescheduled) from [\w.,: ]{3,30} to (?:\w+,? )?\d{1,2}|"
        rf"(?:auf|vom) {_DAY}\d{{1,2}}\.(?: ?[\w.:,]+){{1,7}} (?:verschoben|verlegt|vertagt)|"
        r"(?:wird|werden) am [\w.,: ]{3,40} nachgeholt|"
        rf"(?:(?:an)?statt|urspr(?:ü|ue)nglich:?)(?: am| geplant)* {_DAY}\d{{1,2}}\.\s?(?:\d{{1,2}}\.|{_MONTH})|"
        r"(?:neuer termin|neues datum|new date)(?! (?:wird|folgt|steht|in|noch|offen|to be|will))|"
        r"termin(?:ä|ae)nderung|(?<!bei regen )ersatztermin|nachholtermin|rescheduled"
    ),
    "postponed": (
        r"(?:wird (?:leider )?)?verschoben(?: (?:auf|in) (?:\w+ ){0,2}?"
        rf"(?:zeit|jahr|fr(?:ü|ue)hjahr|sommer|herbst|winter|20\d\d|{_MONTH})\b(?: 20\d\d)?)?|"
        r"terminverschiebung|verlegt(?! (?:in|ins|nach|an|zum?|zur)\b)|postponed|"
        r"auf unbestimmte zeit vertagt"
    ),
}
_AVAILABILITY: dict[Availability, str] = {
    "waitlist": r"(?:nur noch )?warteliste|wait(?:ing )?list",
    "available": (
        r"(?:nur )?noch (?:\d+|wenige) (?:freie )?(?:rest)?pl(?:ä|ae)tze(?: frei)?|"
        r"(?:(?:nur )?(?:noch )?(?:wenige|einige|einzelne|letzte) )?restpl(?:ä|ae)tze(?: frei| verf(?:ü|ue)gbar)?|"
        r"(?:noch )?(?:pl(?:ä|ae)tze (?:frei|verf(?:ü|ue)gbar)|freie pl(?:ä|ae)tze)|"
        r"(?:only )?(?:\d+|a few|few) (?:seats|places|spots) left"
    ),
    "sold_out": (
        r"(?:bereits |restlos |leider )?(?:ausgebucht|ausverkauft)|sold[ -]?out|fully booked|voll belegt|"
        r"keine (?:freien )?pl(?:ä|ae)tze(?: mehr)?(?: frei| verf(?:ü|ue)gbar)?|"
        r"no (?:more )?(?:seats|places|spots)(?: left)?"
    ),
}
# schema.org EventStatusType, RFC 5545 STATUS, and what platforms' APIs say
_MACHINE: dict[str, Status] = {
    "eventcancelled": "cancelled",
    "eventcanceled": "cancelled",
    "cancelled": "cancelled",
    "canceled": "cancelled",
    "deleted": "cancelled",
    "gone": "cancelled",
    "eventpostponed": "postponed",
    "postponed": "postponed",
    "eventrescheduled": "rescheduled",
    "rescheduled": "rescheduled",
    "eventscheduled": "scheduled",
    "eventmovedonline": "scheduled",
    "confirmed": "scheduled",
    "tentative": "scheduled",
}
_MACHINE_AVAILABILITY: dict[str, Availability] = {
    "soldout": "sold_out",
    "outofstock": "sold_out",
    "fullybooked": "sold_out",
    "unavailable": "sold_out",
    "instock": "available",
    "available": "available",
    "limitedavailability": "available",
    "onlineonly": "available",
    "preorder": "available",
    "presale": "available",
    "waitlist": "waitlist",
    "belegt": "sold_out",  # all that a cell says; in a sentence it proves something
}

_ANY = "|".join([*_STATUS.values(), *_AVAILABILITY.values()])
_WORD = re.compile(rf"\b(?:{_ANY})\b", re.IGNORECASE)
_STEMS = (  # each of these words has one
    "sag ausf llt storn fallen nicht strich annul cancel called schob schieb verleg vertag postpon moved resched "
    "nachge nachhol statt urspr neue new nderung ersatz wait liste tze left gebucht verkauf sold fully belegt seats "
    "places spots"
).split()
_NEGATED = re.compile(
    r"\b(?:nicht|not|nie|kein\w*|schnell|meist|oft|bald|falls|wenn|if|bis)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_SENTENCES = re.compile(r"(?<=[^\d\s][.!?])\s+(?=[A-ZÄÖÜ])")
_TO_A_PLACE = re.compile(
    r"\b(?:in (?:die|den|das|eine?n?|unsere?n?)|ins|nach|zum|zur) (?:[\w„“\".-]+ ){1,4}$", re.IGNORECASE
)
_SIGNS = "!*+❌⛔🔴⚠❗\\ufe0f"  # what sets a mark off on either side
_BEFORE = (  # a mark in a title: "Achtung: ", "Leider ", "Wegen Krankheit "
    r"(?:(?:achtung|update|wichtig|leider|\w{4,}bedingt|(?:wegen|aufgrund|due to)(?: \w+){1,3}?)[\s:!–-]+){0,2}"
)
_NEW_DATE = rf"(?:\.?,? ?(?:\d[\d.:]*\d|\d|{_MONTH}|um|uhr)\b)*\.?"  # what is left of "verschoben auf 10.12., 19 Uhr"
_PREFIX = re.compile(
    rf"^[\s(\[–{_SIGNS}-]*{_BEFORE}((?:{_ANY})\b{_NEW_DATE})\s*(?:[)\]:|–—{_SIGNS}]|-(?!\w))[\s)\]:|–—{_SIGNS}-]*",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    rf"(?<!\s)\s*(?:[(\[|:*]|//|[–—-](?=\s|\*)|\s[–—-](?=\w+[–—-]?$)|\.\s|!)[\s*!–—-]*"
    rf"((?:{_ANY})\b[^()\[\]|]{{0,40}}?)[)\]\s!.*–—-]*$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    rf"(?<!\s)\s*[(\[]\s*(?:(?:wegen|aufgrund|due to)\s[^()\[\]]{{1,30}}?\s|(?:leider|\w{{4,20}}bedingt)\s)?"
    rf"((?:{_ANY})\b[^()\[\]]{{0,40}})[)\]]",
    re.IGNORECASE,
)
_REASON = re.compile(r"leider|heute|diesmal|\w{4,}bedingt|(?:wegen|aufgrund|due to)(?: [\w.-]+){1,3}?", re.IGNORECASE)
_WHY = rf"(?:(?:bereits|{_REASON.pattern}) )"
_IS = rf"(?:(?:ist|wurde|wird) {_WHY}{{0,2}})"
_WAS = r"(?:(?:is|was|has been|will be) )"
_SAID = (  # how a title ends that is a sentence about its event
    rf"{_IS}?abgesagt|{_IS}(?:storniert|ausgefallen|entfallen|verschoben)|entf(?:ä|ae)llt(?: leider)?|"
    rf"f(?:ä|ae)llt {_WHY}{{0,2}}aus|findet {_WHY}{{0,2}}nicht statt|kann {_WHY}{{0,2}}nicht stattfinden|"
    rf"muss {_WHY}{{0,2}}(?:entfallen|ausfallen|abgesagt werden)|{_IS}?(?:verschoben|verlegt|vertagt) auf {_DAY}\d.*|"
    rf"{_IS}(?:auf|vom) {_DAY}\d.* (?:verschoben|verlegt|vertagt)|{_IS}?(?:bereits )?(?:ausgebucht|ausverkauft)|"
    rf"{_WAS}?(?:cancell?ed|sold out|fully booked)|{_WAS}postponed|"
    rf"{_WAS}?(?:postponed|moved|rescheduled) to {_DAY}(?:\d|{_MONTH} \d).*"
)
_SENTENCE = re.compile(rf"^(.*?\w[“”\")]?),? ({_SAID})[\s!.*]*$", re.IGNORECASE)
_OF_ITS_OWN = re.compile(  # such a sentence is the title itself: "Die Revolution findet nicht statt" is a play
    r"(?:de[rnm]|die|das|eine?|kein\w*|unsere?|meine?|wenn|falls|warum|wieso|was|wie|wer|wo|ob|als|so|bis|dass|damit|weil|"
    r"the|an?|our|my|when|if|why|how|what|who|getting|being)\b|.*\b(?:not|never|nicht|nie|fast|almost|get|gets)$",
    re.IGNORECASE,
)
_LOUD = "(?:ABGESAGT|AUSGEBUCHT|AUSVERKAUFT|VERSCHOBEN|CANCELL?ED|SOLD OUT|ENTFÄLLT)"
_SHOUTED = re.compile(rf"^[+*\s]*({_LOUD}\b)[+*!\s]+")
_SHOUTED_AFTER = re.compile(rf"\s(?:\+{{1,3}}\s?)?({_LOUD})[+*!\s]*$")
LONGEST_BADGE = 160  # a longer text is prose, not a badge


@dataclass(frozen=True, slots=True)
class Marks:
    """What a text says; `quote` is the word that said it."""

    status: Status | None = None
    availability: Availability | None = None
    quote: str | None = None


NO_MARKS = Marks()


def read_badge(text: str | None) -> Marks:
    """The marks of a badge, an API value or a status sentence that belongs to one event. Prose gives none."""
    if not text or len(text) > LONGEST_BADGE:
        return NO_MARKS
    word = re.sub(r"[\s_-]+", "", text.rsplit("/", 1)[-1].lower())  # "sold_out", "SoldOut", "Sold out"
    if word in _MACHINE or word in _MACHINE_AVAILABILITY:
        return Marks(_MACHINE.get(word), _MACHINE_AVAILABILITY.get(word), text.strip())
    found = NO_MARKS
    for sentence in _SENTENCES.split(text):
        for match in _WORD.finditer(sentence):
            if not _says_otherwise(sentence, match):
                found = _join(found, _classify(match.group()))
    return found


def _says_otherwise(sentence: str, match: re.Match[str]) -> bool:
    """Whether the sentence around a word denies it, or means another thing, or only says what would be."""
    before, word = sentence[: match.start()], match.group()
    if _NEGATED.search(before) or (word.lower() == "verlegt" and _TO_A_PLACE.search(before)):
        return True
    return _classify(word).status is not None and is_condition(sentence, match.start(), match.end())


def split_title(title: str) -> tuple[str, Marks]:
    """A title without its marks, and the marks: ("Pitch Night", cancelled) for "ABGESAGT: Pitch Night"."""
    if not any(map(title.lower().__contains__, _STEMS)) or not _WORD.search(title):
        return title, NO_MARKS
    title, marks = _split_sentence(title)
    for pattern in (_PREFIX, _SHOUTED, _BRACKETED, _SUFFIX, _SHOUTED_AFTER):
        match = pattern.search(title)
        rest = (title[: match.start()] + " " + title[match.end() :]).strip() if match else ""
        if match and rest:
            marks = _join(marks, _classify(match.group(1)))
            title = rest
    return " ".join(title.split()), marks


def _split_sentence(title: str) -> tuple[str, Marks]:
    """("Stammtisch", cancelled) for "Stammtisch fällt heute aus"."""
    said = _SENTENCE.search(title)
    word = _WORD.search(said[2]) if said else None
    if not said or not word or (_OF_ITS_OWN.match(said[1]) and not _REASON.search(said[2])):
        return title, NO_MARKS
    return said[1], _classify(word.group())


def _classify(word: str) -> Marks:
    for status, pattern in _STATUS.items():
        if re.match(pattern, word, re.IGNORECASE):
            return Marks(status, None, word)
    for availability, pattern in _AVAILABILITY.items():
        if re.match(pattern, word, re.IGNORECASE):
            return Marks(None, availability, word)
    return NO_MARKS


def _join(first: Marks, second: Marks) -> Marks:
    """The first mark of each sort stands; "ausgebucht – Warteliste" is a waiting list."""
    both = {first.availability, second.availability}
    availability = "waitlist" if "waitlist" in both else first.availability or second.availability
    quote = ", ".join(part for part in (first.quote, second.quote) if part)
    said = {first.status, second.status}
    moved = said == {"postponed", "rescheduled"}  # "verschoben. Neuer Termin: 12.3."
    moved = moved or (said == {"cancelled", "rescheduled"} and _DIGIT.search(quote) is not None)  # and made up for
    return Marks("rescheduled" if moved else first.status or second.status, availability, quote or None)
