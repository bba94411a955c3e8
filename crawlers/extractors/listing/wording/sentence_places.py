"""The place that a sentence names: near its date, in brackets, behind a comma; with the street and town that follow.

Texts only; which words name a place is known in `houses`.
"""

from __future__ import annotations

import re

from crawlers.extractors.listing.wording import english
from crawlers.extractors.listing.wording.houses import (
    A_ROOM,
    HOUSE_EDGES,
    LONGEST_PART,
    NO_HOUSE,
    SENTENCE_END,
    has_address,
    is_house,
    is_place_or_town,
    names_event,
)
from crawlers.extractors.listing.wording.when import ALWAYS
from pipeline.places import find_city

REACH = 220  # characters around a date in which its sentence can name the place
_NAME = r"[A-ZÄÖÜ\d][\w.äöüß/&'’-]*"
_BESIDE = (
    r"(?:am|an der) (?!\w*(?:[Tt]ag\b|[Mm]ittwoch|[Aa]bend\b|[Mm]orgen\b|[Mm]ittag\b|Ende\b|Wochenende))(?=[A-ZÄÖÜ])"
)
_OF_AN_INN = (
    r"vom (?=(?:\w*(?:[Gg]ast(?:hof|haus)|[Hh]aus|[Hh]otel|[Rr]estaurant|[Cc]afé)|"  # "im Saal vom Gasthof Linde"
    r"(?:Alt|Golden|Weiß|Schwarz|Rot|Grün|Blau)en)\b)"
)
_IN = re.compile(
    rf"(?:^|[\s(])(?:in|im|ins|in die|in das|in den|bei|beim|am|an der|auf dem|auf der|zum|zur|at|vor dem|@|"
    r"auf(?=\s(?:Gut|Schloss|Burg|Zeche)\s)|"
    r"(?:über|per|via)(?=\s(?:Zoom|(?:MS |Microsoft )?Teams|Webex)\b)|"
    rf"[Tt]reffpunkt(?: ist|:)?(?: {ALWAYS})?|"
    rf"(?:[Vv]eranstaltungs|[Tt]agungs)?[Oo]rt(?: des Geschehens| der Veranstaltung)?(?: ist|:)(?: {ALWAYS})?|"
    r"Wo:|Where:)\s+"
    rf"((?:der |dem |den |das |die |the )?(?:alten? |neuen? |ehemaligen |großen |kleinen |historischen )?"
    rf"(?!\d){_NAME}(?:\s(?:der |des |von |of |& |{_OF_AN_INN}|{_BESIDE})?{_NAME}){{0,4}}"
    rf"(?:\s?[„“\"»‚'][^„“”\"»«]{{2,40}}[“”\"«‘'])?)"
)
_IN_QUOTES = re.compile(r"\s(?:im|in der|in den|ins|beim|bei der)\s([„“\"»‚][A-ZÄÖÜ][^„“”\"»«]{2,30}[“”\"«‘])")
_STREET_NAME = re.compile(
    r"[A-ZÄÖÜ][\w.-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|ufer|damm|"
    r"(?<=-)(?:Stra(?:ß|ss)e|Str\.|Weg|Platz|Allee|Gasse|Ring|Ufer|Damm))\s?(?!20\d\d)\d+\w?(?:\s?[-–]\s?\d+)?|"
    r"[A-ZÄÖÜ]\w+ (?:Straße|Str\.|Allee|Platz|Weg|Ring|Damm|Ufer|Gasse|Wall|Chaussee|Graben|Kai) \d+|"
    r"(?:Am|An der|Auf dem|Auf der|Im|In der|Zum|Zur) [A-ZÄÖÜ]\w+ \d+(?![\d.:])|" + english.IN_SENTENCE
)
_SAID = re.compile(r"[„“\"»«][^„“”\"»«]{6,120}[“”\"«»]")  # a name may hold whole sentences
_STOP = re.compile(r"[.!?]\s")
_ROOM = re.compile(
    rf"(?:(?i:{A_ROOM})|Halle|Haus|Hof|Aufgang|Eingang|Treppenhaus|Flügel)"
    r"\s[A-Z\d][\w.]*(?:\s\d[\w.]*)?$|\d{1,2}\. (?:[OU]G|Stock|Etage)$"
)
_ARTICLE = re.compile(r"^(?:the|der|dem|den|die|das)\s", re.IGNORECASE)
_SMALL_NAME = re.compile(r"\b(?:im|in the|beim|at|at the)\s([a-zäöü][\w.&-]{2,24}),?\s\(?$")
_HOUSE_BEFORE = re.compile(r"(?:^|[,:|–])\s*([A-ZÄÖÜ][^,:;|.!?–]{2,40}),\s$")
_TOWN_AND_PART = re.compile(r"([A-ZÄÖÜ][a-zäöüß]+)-[A-ZÄÖÜ][a-zäöüß]+")  # "Leipzig-Plagwitz"
_ROOMS_OF = re.compile(r"^Räum(?:en|lichkeiten) (?:der|von) ")  # "in den Räumen der IHK Lippe"
_COMMA = re.compile(
    r",\s(?:in der |in |im )?([A-ZÄÖÜ](?:[^,;()!?.]|\.(?=\w)){2,60})(?=[,;).])"
)  # right behind a date, the sentence goes on
_BRACKET = re.compile(r"\s?\(([A-ZÄÖÜ][^()\d]{2,50})\)")  # the same in brackets
_VERB = re.compile(r"\s(?:statt|ein|zusammen|durchgeführt)(?:\s(?:und|sowie)\s[a-zäöüß].*)?$")
_SAYS = re.compile(  # "im Haus der Wirtschaft spricht Lena Roth"
    r"\s(?!(?:mit|samt|statt|seit|erst|jetzt|dort|nicht)\s)"
    r"(?:[a-zäöü]{3,}t|muss|soll|kann|darf|wird|werden|müssen|sollen|können|lesen|sprechen|diskutieren)\s.*"
)
_NOT_THERE = re.compile(r"\b(?:nicht(?: (?:wie|mehr) ?[a-zäöüß]*)?|anstatt|not)\s$")  # "nicht im Rathaus"
_TOWN_THEN = re.compile(  # "in Herford über die Bühne", ", Soest durchgeführt"
    r"(?:\s(?:in|at)|,(?=.{3,40} (?:statt|ein|durchgeführt|ausgerichtet)\W*$))\s"
    r"([A-ZÄÖÜ][\w-]+(?:\s(?:am|an der|ob der|im)?\s?\(?[A-ZÄÖÜ][\w-]+\)?)?)\s[a-zäöü]"
)
_NEXT_PART = re.compile(
    rf"(?:,|\s?\(|\sin\sder|\sin|\sat)\s?(?:the\s)?(?P<part>(?P<town>{english.TOWN_AND_STATE})|[^,;()!?]+)"
)
_NEXT_HOUSE = re.compile(r"(?:(?:[A-ZÄÖÜ\d][\w.'’&-]*|of|the|and|&|der|des|am)(?:\s|$))+")


def in_sentence(text: str, first: int, last: int) -> str | None:
    """The place named near `first`:`last`, after it rather than before: "im Rathaus", "(Kampstraße 13)"."""
    text = _SAID.sub(lambda name: _STOP.sub(", ", name[0]), text)
    after, before = text[last : last + REACH], text[max(first - REACH, 0) : first]
    if told := in_brackets(text, last) or _behind_comma(after):
        return told
    for part in (SENTENCE_END.split(after)[0], SENTENCE_END.split(before)[-1]):
        for match in sorted(_IN.finditer(part), key=_leads_to_an_event):
            name = _ROOMS_OF.sub("", _ARTICLE.sub("", match.group(1).strip(HOUSE_EDGES)))
            name = name if name.endswith("str.") else name.rstrip(".")
            if _NOT_THERE.search(part[: match.start() + 1]):
                continue
            address = _address_after(part[match.end() :])
            if is_place_or_town(name):
                return name + address
            if has_address(address):
                return address[2:] if names_event(name) or NO_HOUSE.search(name) else name + address
        if (quoted := _IN_QUOTES.search(part)) and not names_event(quoted.group(1)):
            return quoted.group(1).strip('„“”"»«‚‘') + _address_after(part[quoted.end() :])
    return _with_street(after) or _with_street(before)


def _with_street(text: str) -> str | None:
    """The street that a text names, with a house right before it: "im sublab, Lange Straße 3"."""
    street = _STREET_NAME.search(text)
    if street is None:
        return None
    before = text[: street.start()]
    beside = _SMALL_NAME.search(before) or _HOUSE_BEFORE.search(before)
    house = beside[1] if beside else ""
    name = f"{house}, " if is_house(house) or (house[:1].islower() and not names_event(house)) else ""
    return name + street.group().strip(HOUSE_EDGES) + _address_after(text[street.end() :])


def _behind_comma(after: str) -> str | None:
    """The house with which a sentence goes on right behind its date: ", im Rathaus, Markt 1, statt"."""
    beside = _COMMA.match(after)
    named = _SAYS.sub("", _VERB.sub("", beside[1])).strip(HOUSE_EDGES) if beside else ""
    return named + _address_after(after[beside.end() :]) if beside and named and is_house(named) else None


def in_brackets(text: str, at: int) -> str | None:
    """The place in brackets right behind a date: "11.03. (Hamm), 08.04. (Soest)"."""
    said = _BRACKET.match(text, at)
    return said[1] if said and is_house(said[1]) else None


def _leads_to_an_event(match: re.Match[str]) -> bool:
    """Whether what a sentence names is rather what it invites to: "zum Mitgliederforum im Gasthof"."""
    return match[0].lstrip().startswith(("zum ", "zur "))


def _address_after(text: str) -> str:
    """The street and town that stand right behind a place's name in its sentence: ", Marktplatz 2, 32423 Minden"."""
    parts = []
    match = _NEXT_PART.match(text)
    while match:
        part = english.GOES_ON.sub("", match["part"]).strip(HOUSE_EDGES)
        part = part if part.endswith("str.") else _VERB.sub("", part.rstrip("."))
        known = match["town"] or _is_address(part) or (_NEXT_HOUSE.fullmatch(part) and is_house(part))
        if len(part) > LONGEST_PART or not known:
            if close := _bracket_end(text, match.end()):
                match = _NEXT_PART.match(text, close)  # "Zimmer 214 (2. Etage, Aufzug vorhanden), Marktplatz 1"
                continue
            town = _TOWN_THEN.match(match[0])  # "in Herford über die Bühne"
            parts += [town[1]] if town and find_city(town[1]) else []
            break
        parts.append(part)
        end = match.end() + text.startswith("),", match.end())
        match = _NEXT_PART.match(text, end) if part in match["part"][-len(part) - 1 :] else None
    return "".join(f", {part}" for part in parts)


def _bracket_end(text: str, at: int) -> int:
    """Where the bracket ends that is open at `at`; 0 where none is."""
    is_open = text.rfind("(", 0, at) > text.rfind(")", 0, at)
    return text.find(")", at) + 1 if is_open else 0


def _is_address(text: str) -> bool:
    """A street with its number, a postcode, a town, also with its part, or a room."""
    town = part[1] if (part := _TOWN_AND_PART.fullmatch(text)) and not names_event(text) else text
    return bool(
        _ROOM.match(text)
        or has_address(f", {text}")
        or _STREET_NAME.search(text)
        or find_city(text)
        or (town != text and find_city(town))
    )
