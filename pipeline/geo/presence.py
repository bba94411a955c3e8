"""Whether an event is online, in person or both, from the words on it; knows no addresses and fetches nothing.

"Online" is also a subject (Online-Marketing) and a way to register (Anmeldung online): such uses do not count.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.model import Online

_FORMATS = (
    "veranstaltung|event|seminar|workshop|webinar|vortrag|sprechstunde|meetup|meeting|treffen|pitch|termin|session|talk|"
    "infoabend|info|infoveranstaltung|informationsveranstaltung|kurs|konferenz|stammtisch|schulung|beratung|format|"
    "teilnahme|via|per|über|auf|bei|mit|zoom|teams|live|only|und|oder|&|free|kostenlos|meet|coaching|lunch|"
    "sprechtag|kongress|hackathon|demo day|pitching|roundtable|panel|class|kick-?off|edition|ausgabe|special|stream"
)
_TOOLS = (
    r"(?:via|per|über|auf|in|bei|mit|on) "
    r"(?:zoom|(?:ms|microsoft)[ -]?teams|teams|webex|skype|discord|youtube|twitch|bigbluebutton|bbb|jitsi|gotowebinar|"
    r"gotomeeting)\b|"
    r"\b(?:zoom|(?:ms|microsoft)[ -]?teams|webex|google[ -]meet|gotomeeting|gotowebinar|jitsi|bigbluebutton|bbb|"
    r"gather\.?town|wonder\.me|hopin|streamyard)(?:[ -](?:meeting|call|link|raum|room|webinar|konferenz|session))?\s*$|"
    r"\bzoom[ -](?:meeting|call|link|webinar|konferenz|session)\b|\bms[ -]?teams\b|\bmicrosoft[ -]teams\b|"
    r"https?://(?:[\w-]+\.)*(?:zoom\.us|teams\.microsoft\.com|teams\.live\.com|meet\.google\.com|webex\.com|"
    r"gotomeeting\.com|youtube\.com|youtu\.be|twitch\.tv|discord\.gg)/"
)
_ONLINE = re.compile(
    r"(?:^|[(\[|,:;/@•·–—]|\s-)\s*(?:nur |rein |live |100 ?% )?"
    r"(?:online|virtuell|virtual|remote|digital|webinar|web-?seminar)"
    r"\s*(?=$|[)\]|,:;/!.•·–—]|\s[-(])"
    rf"|\b(?:online|virtuelle[rsn]?|digitale[rsn]?|web|live)[ -]?(?:{_FORMATS})\b"
    r"|\b(?:is|as) an? (?:online|virtual) event\b"
    r"|\b(?:nur|rein|findet|komplett|ausschließlich|vollständig|auch|hier|live|event) (?:nur |rein |ausschließlich )?"
    r"(?:online|virtuell|digital)\b(?! an)"
    r"|\bonline (?:statt|stattfindend)|\b(?:webinar|web-seminar|livestream|live-stream|video-?konferenz|video-?call|"
    rf"online event|virtual event|onlineseminar|im stream)\b|{_TOOLS}",
    re.IGNORECASE,
)
_WORDS = (
    r"online|virtuell|virtual|digital|remote|webinar|internet|web|zoom(?:-(?:meeting|konferenz|call))?|"
    r"teams|(?:ms|microsoft)[ -]teams|livestream|"
    r"youtube|discord|webex|google meet|jitsi|gotowebinar|gotomeeting|bigbluebutton|video-?(?:konferenz|call)"
)
_ALONE = re.compile(
    rf"\s*(?:nur |rein |live |100 ?% )?(?:{_WORDS})"
    rf"(?:[ /-]+(?:via|per|über|auf|mit|in|als)?\s*(?:{_WORDS}|event|veranstaltung|meeting|"
    r"termin|seminar|call|format|konferenz|link folgt))*\s*(?:[(,–-]\s?(?:de[rn] )?link [^()]{3,40}\)?)?\s*[.!]?\s*",
    re.IGNORECASE,
)
_MODE = re.compile(
    rf"\s*(?:\b(?:{_WORDS}|hybrid|vor ort|in präsenz|präsenz|und|oder|sowie|auch|via|per|in|&)\b|[&+/,:.\s–-])*",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:[&+/,;|()\n]|\bund\b|\boder\b|\bsowie\b|\bor\b|\band\b)\s*")
_SUBJECT = re.compile(
    r"\b(?:online|digital)[ -]?(?:marketing|handel|shops?|händler|geschäft|business|recht|banking|anmeld|ticket|buch|"
    r"registr|präsenz|zugangsgesetz|plattform|redaktion|dating|auftritt|reputation|medien|hub|zentrum|campus|"
    r"isierung|gipfel|agentur|bonus|lotse|strateg|commerce|vertrieb|verkauf|formular)\w*"
    r"|\b(?:anmeldung|registrierung|tickets?|buchung|anmelden|registrieren|buchbar|verfügbar|abrufbar)\b[^.|,;]{0,20}?"
    r"\bonline\b|\bonline (?:anmelden|registrieren|buchen|buchbar|verfügbar|unter)\b"
    r"|\b(?:kein|ohne|nicht)(?:e[nr]?)? (?:livestream|stream|online|zoom)\b"
    r"|\bonline (?:gehen|gründen|verkaufen|sichtbar)\b",
    re.IGNORECASE,
)
_HYBRID = re.compile(
    rf"\bhybride[rsnm]? (?:{_FORMATS})\b"
    r"|\bhybrid\b(?![ -]?(?:arbeit|team|leader|führung|modell|intelligen|cloud|"
    r"antrieb|auto|fahrzeug|motor|working|work\b|kraftwerk|techn|material|app))"
    r"|\b(?:vor ort|präsenz|in person|onsite|on site|live)\s*(?:und|oder|&|\+|/|sowie|or|and|als auch|bzw\.?)\s*"
    r"(?:parallel |auch |gleichzeitig |per |im |via |live )*"
    r"(?:online|virtuell|digital|livestream|live-stream|zoom|stream|remote|teams)"
    r"|\b(?:online|virtuell|digital|remote|zoom|livestream)\s*(?:und|oder|&|\+|/|sowie|or|and|als auch|bzw\.?)\s*"
    r"(?:auch |parallel )*(?:vor ort|präsenz|in präsenz|in person|onsite|on site)"
    r"|\b(?:und|sowie|auch|zusätzlich|parallel) (?:im|als|per|via) (?:livestream|live-stream|stream)",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:vor ort|präsenz(?:veranstaltung|termin|workshop|seminar)?|in person|in-person|onsite|on-site|offline)\b",
    re.IGNORECASE,
)
_STEMS = (  # without one of these a text says nothing
    "online virtu digital remote web live stream video internet zoom teams skype discord youtu twitch bigblue bbb "
    "jitsi goto google gather wonder hopin hybrid präsenz person onsite on-site offline"
).split()


def alone(text: str) -> bool:
    """Whether the text is nothing but a word for online: "Online", "Zoom-Meeting"."""
    return _ALONE.fullmatch(text) is not None


@lru_cache(maxsize=4_000)
def mixed(text: str) -> bool:
    """Whether one of several pieces is a word for online: "Rathaus & Online"."""
    return any(alone(piece) for piece in _AND.split(text))


def only_mode(text: str) -> bool:
    """Whether the text says how people take part and nothing else: "Hybrid", "vor Ort und online"."""
    return _MODE.fullmatch(text) is not None


@lru_cache(maxsize=4_000)  # a list names the same few houses, and each is asked about more than once
def says(text: str) -> Online | None:
    """What one text says of the mode: "yes" (online only), "hybrid", "no" (in person) or None."""
    plain = text.lower()
    if "vor ort" not in plain and not any(map(plain.__contains__, _STEMS)):
        return None
    if _HYBRID.search(text):
        return "hybrid"
    online = bool(alone(text) or _ONLINE.search(_SUBJECT.sub(" ", text)))
    if _PRESENT.search(text):
        return "hybrid" if online else "no"
    return "yes" if online else None
