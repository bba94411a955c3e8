"""The words of places in one text: how much they weigh, and which of its parts name the place.

Asks nothing of the page; what a line is in its record is the matter of `places`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.extractors.listing.fields.sentences import is_name
from crawlers.extractors.listing.records.shape import is_badge
from crawlers.extractors.listing.wording.houses import (
    HOUSE_EDGES,
    PLACE,
    POSTCODE,
    SENTENCE_END,
    STREET,
    has_address,
    is_place,
    is_place_or_town,
    is_town,
)
from crawlers.extractors.listing.wording.labels import MORE, PEOPLE, PRICE, label_end, label_kind
from crawlers.extractors.listing.wording.patterns import Guarded, Words, remembered
from crawlers.extractors.listing.wording.when import ALL_DAY
from crawlers.extractors.listing.wording.words import EVENT
from pipeline.geo import presence
from pipeline.places import find_city

SHORT = 8  # words of a place
PINS = "📍🏠🏢🗺💻🖥"
_PIN = re.compile(rf"(?:[{PINS}]\s?|@\s)")
_SIGNS = re.compile(rf"[{PINS}@]")
_PIN_INSIDE = re.compile(rf"[{PINS}](?<=\s.)|@(?<=\s.)(?=\s[A-ZÄÖÜ„])")
_A_MAP = "map|(?:land)?karte|lageplan|anfahrt|route"
_TO_A_MAP = re.compile(rf"\((?:{_A_MAP})\)$", re.IGNORECASE)
_LEADS_TO_MAP = re.compile(
    r"\W*(?:(?:\+|zur|zum|auf|in|bei|open|show|view|on|the|google|interaktive|größere) )*"
    r"(?:google[ -]?)?(?:maps?|(?:land|orts|anfahrts)?karte|lageplan|stadtplan|routenplaner|route|openstreetmap)"
    r"(?: (?:(?:auf|in|bei) )?(?:google(?: maps)?|anzeigen|ansehen|öffnen|zeigen|planen|berechnen|lassen))*\W*",
    re.IGNORECASE,
)
_ALL_DAY = re.compile(rf"{ALL_DAY}\s?(?:[|·•,–-]\s?|$)", re.IGNORECASE)
_MAP = re.compile(
    rf"\s?\((?:{_A_MAP}|[^()]*\b(?:pl[aä]tze?|bitte|anmeld\w*)\b[^()]*)\)?$",
    re.IGNORECASE,
)  # or free seats, or how to come
_TAKES_PLACE = re.compile(r"(?:,\s?|\s|^)(?:statt|ein|gewesen)\W*$")
_MOVED = re.compile(r"(?:verlegt|verschoben)\W+(?=\w)")  # "wird auf den 4. März verlegt, Rathaus"
_MODE_FIRST = re.compile(  # "hybrid (Rathaus und online)", "Vor Ort im Rathaus"
    r"(?:hybrid(?:e?[- ]?veranstaltung)?|(?:in )?präsenz(?:[- ]?veranstaltung)?|vor ort|in[ -]person|on-?site)"
    r"(?:\s?[:(|,–-]\s?|\s(?=(?:im|in|bei|beim|am|at)\s))(?:(?:im|in|in der|bei|beim|bei der|am|at)\s)?"
    r"(?=(?-i:[A-ZÄÖÜ]))",
    re.IGNORECASE,
)
_BEFORE_AN_HOUR = re.compile(r",?\s(?:um|ab|gegen|am|jeweils)[\s|.]*$")  # that was cut out: "im Rathaus um 18 Uhr."
_LEADING = re.compile(
    r"(?:(?:dafür|diesmal|wieder|wie immer|\w+ (?:Tage|Abende|Stunden)) )?"
    r"(?:(?:in|im|ins|bei|beim|at|auf|am|an|(?:[Ww]ir sind )?[Zz]u [Gg]ast (?:beim?|in|im))"
    r"(?: der| dem| den| die| das| the)?:?|"
    r"(?:In|Im|Beim)(?: der| dem| den)?(?=\D*$)|"  # "Im Technologiepark 1" is a street
    r"(?:der|die|das|den|dem|the)|"
    r"(?:Veranstaltungso|O)rt|Location|Venue)\s(?=[A-ZÄÖÜ„\"])"  # labels in elements of their own
)
# Begins with one set of characters, so that all others are passed over quickly.
_SEGMENTS = re.compile(
    r"[|·•.!?–—:/-](?:(?<=[|·•])\s|(?<=\s[–—-])\s|(?<=\s:):\s|(?<=\s/)/\s|(?<=[a-zäöüß)“”\"]{3}[.!?])(?<!inkl\.)(?<!zzgl\.)"
    r"\s(?=[A-ZÄÖÜ]))"
)
_ASIDE = re.compile(  # behind a place: how to register, and that it is free
    r"[,;]\s(?:(?:um )?(?:vor)?anmeldung(?: bis)?|bitte anmelden|anmelden bis|"
    r"eintritt frei|kostenlos|kostenfrei|zuletzt \w+)\b[^,;|]*$",
    re.IGNORECASE,
)
_UNKNOWN = Guarded(
    Words(
        r"\b(?:auf anfrage|noch offen|steht noch nicht fest|(?:wird|werden) (?:noch |rechtzeitig )?bekannt|tba|tbd|"
        r"(?:anmeld\w*|karten|tickets|auskunft|infos?) (?:über|beim?|im|in|unter|an|per))\b"
    ),
    needs=("anfrage", "offen", "nicht fest", "bekannt", "tba", "tbd", "anmeld", "karten", "ticket", "auskunft", "info"),
)
# That the place will be told, or is none: behind a label.
_A_PLACE = r"(?:(?:veranstaltungs)?ort|location|adresse|address|venue|raum|room|treffpunkt|place)"
_LATER = re.compile(
    rf"[\s,;(–-]*(?:(?:der|die|den|the) )?(?:(?:genaue[rn]?|exakte[rn]?|exact|precise|konkrete[rn]?) )?{_A_PLACE}"
    r"[^,;()]*\b(?:folgt|bekannt|mitgeteilt|geteilt|verraten|erfahren|announced|sent|shared|confirmed|tba|tbd)\b[^,;()]*\)?",
    re.IGNORECASE,
)
_NOWHERE = re.compile(
    r"\W*(?:(?:(?:to be|will be)(?: \w+)? (?:announced|confirmed|determined)|"
    r"(?:wird|werden) [^,;()]*(?:bekannt|mitgeteilt))\b.*|"
    r"t\.?\s?b\.?\s?[adc]\.?|folgt(?: noch| in kürze)?|n\. ?n\.|noch (?:offen|unklar|nicht bekannt)|"
    r"(?:nur )?für (?:mitglieder|angemeldete|teilnehmende)\b.*|"
    r"(?:an )?verschiedene[nr]? orten?|diverse orte|"
    r"various (?:locations|venues)|(?:deutschland|bundes|landes|europa|welt)weit|"
    r"in (?:ihrem|eurem|deinem) (?:unternehmen|betrieb|haus)|"
    r"(?:bei )?(?:uns|ihnen|euch)(?: im haus| vor ort)?|inhouse)\W*",
    re.IGNORECASE,
)
# Opens what is told of guests, partners, the day and how to come, or ends what was cut out of a sentence: "Im Hotel
# Krone sind".
_NONE = re.compile(
    r"an (?:die|den|das|unsere?n?) |(?i:mit|ohne) (?i:de[mnr]|eine?[mnr]?|euch|uns|ihnen|bus|bahn)\b|"
    r"(?i:geschlossene gesellschaft\b|"
    r"(?:bericht|vortrag|impuls|referat|lesung|keynote|talk) (?:von|mit|by|with)\b|"
    r"(?:[\w-]*buffet|imbiss|catering|verpflegung|getränke) (?:vom|von|durch|aus|by)\b|"
    r"(?:gemeinsam|zusammen|in kooperation|in zusammenarbeit) mit\b|"
    r"(?:begrüßung|check-in|rückkehr|abreise)\b(?!.*(?:\d|\bi[mn]\b)))|"
    r"(?:[SU]-?Bahn|Stadtbahn|Straßenbahn|Tram|Bus(?:se|linien?)?|Linien?)\s(?:der\s)?(?:Linien?\s)?[A-Z]?\d(?!.*(?:\b\d{5}\b|str(?:aße|\.)))|"
    r".*\s(?:sind|ist|wird|werden|hat|haben|war|waren|gegen|jede[nmrs]?|every|each)$"
)
_FROM = re.compile(r"[^,\d]*[A-ZÄÖÜ][\w-]+ aus (?P<town>[A-ZÄÖÜ][\w-]+)")  # "Lea aus Marburg"
_OF_A_FIRM = re.compile(
    r"((?:[A-ZÄÖÜ][\w-]+ ){1,2}[A-ZÄÖÜ][\w-]+), [^,]*\b(?:e\.?\s?G\.?|g?GmbH|AG|KG|UG|SE|Ltd\.?|Inc\.?)"
)
_IN_AN_OFFICE = re.compile(r"([A-ZÄÖÜ][\w-]+ [A-ZÄÖÜ][\w-]+), (?:Zimmer|Zi\.)\s?\d")
_OFFICE = re.compile(r"\w{3,}amt\b")
_PERSON = re.compile(r"(?:Prof|Dr|Dipl)\b\.")
_IN_OFFICE = re.compile(  # who says it: "Betriebsleiterin, Molkerei Weser"
    r"(?:[\w-]*(?:leiter|leitung|führer|manager|meister|vorstand|inhaber|gründer|beauftragte|berater|referent|trainer|chef)"
    r"(?:in|:in|\*in|/in|r)?|CEO|CTO|CFO|COO|(?:[Cc]o-?)?[Ff]ounder|Coach|Mentor(?:in)?)(?: [a-zäöü]\S*)?, |"
    r"Leit(?:er(?:in|:in|\*in|/in)?|ung) (?:[\w&-]+ ?){1,4}, "  # "Leiterin Vertrieb, Molkerei Weser"
)
_HOUSE = re.compile(
    r"(?:Messe|Uni|Universität|Hochschule|FH|TH|TU|HS|DHBW|IHK|HWK|VHS|(?:Kreis|Stadt)?[Ss]parkasse|Volksbank)\s"
)  # before its town
_DIGIT = re.compile("[0-9]")


def known(text: str) -> str:
    """The place without that it will be told later, "Kassel, genauer Ort folgt"; "" where it is none."""
    return "" if _NOWHERE.fullmatch(text) else _LATER.sub("", text).strip(" ,;–-")


def leads_to_map(text: str) -> bool:
    """Whether a text only leads to a map: "Google Karte", "Karte anzeigen", "Zum Routenplaner"."""
    return _LEADS_TO_MAP.fullmatch(text) is not None


@remembered
def weight(text: str) -> int:
    """How much the words of a text are those of a place."""
    score = 5 * is_town(text)
    if _DIGIT.search(text) or ", " in text:
        score += 8 * bool(POSTCODE.search(text)) + 6 * bool(STREET.search(text))
    short = len(text.split()) <= SHORT and text[-1] not in "!?"
    return score + 5 * (short and ((is_name(text) and bool(PLACE.search(text))) or _is_mode(text)))


def is_house_of_town(text: str) -> bool:
    """ "Messe Erfurt", "Messe Erfurt, Halle 2"; not "Hochschule Erfurt, Jan Voss"."""
    if _HOUSE.match(text) is None:
        return False
    town, _, room = _HOUSE.sub("", text).partition(",")
    return find_city(town) is not None and (not room or is_place(room))


def is_seat(text: str) -> bool:
    """A town, one of its houses, or a town with an address: "Kiel", "IHK Kiel", "Kiel, IHK, Bergstraße 2"."""
    return is_seat_house(text) or (is_town(text) and (find_city(text) is not None or has_address(text)))


def is_seat_house(text: str) -> bool:
    """A house with its town, "IHK Kiel", "Rathaus Husum", that is no event: "Messe Erfurt" may be a fair."""
    house, _, town = text.rpartition(" ")
    named = is_house_of_town(text) or (is_place(house) and find_city(town) is not None)
    return named and not EVENT.search(text)


@remembered
def _is_from(text: str) -> bool:
    """Whether a text says which town somebody comes from."""
    said = _FROM.fullmatch(text) if " aus " in text else None
    return said is not None and is_town(said["town"])


def is_other(text: str) -> bool:
    """Whether a text is a label, a price, a badge, a "more" link, or says that the place is not known, whatever its
    words."""
    return bool(
        (MORE.fullmatch(text) and not presence.says(text))
        or label_kind(text)
        or PRICE.search(text)
        or "@" in text
        or _UNKNOWN.search(text)
        or _NONE.match(text)
        or _is_from(text)
        or _names_host(text)
        or is_badge(text)
    )


def _is_mode(text: str) -> bool:
    """Whether a text only says how one takes part: "vor Ort und online"; "auch" says nothing."""
    return presence.only_mode(text) and presence.says(text) is not None


def _names_host(text: str) -> bool:
    """Whether a text is about who speaks or answers: "Referent: Jan Voss", "Jan Voss, Hof eG", "Ina Voss, Zimmer 2"."""
    end = label_end(text)
    if (end > 0 and label_kind(text[:end].strip(" :")) in PEOPLE) or (
        "," in text and _IN_OFFICE.match(text) and not has_address(text)
    ):
        return True
    person = _OF_A_FIRM.fullmatch(text) or _IN_AN_OFFICE.match(text)
    return person is not None and not (is_place_or_town(person[1]) or _OFFICE.search(person[1]))


def is_pinned(text: str) -> bool:
    """Whether a pin, a house or an at sign stands before what a text names, or a link to a map behind it."""
    if _SIGNS.search(text) and (_PIN.match(text) or _PIN_INSIDE.search(text)):
        return True
    return ends_with_map(text)


def ends_with_map(text: str) -> bool:
    """Whether a link to a map ends a text: "1070 Wien (Karte)"."""
    return text.endswith(")") and _TO_A_MAP.search(text) is not None


@remembered
def part(rest: str) -> str:
    """The parts of a text that name a place, if any do; else all of it. Without edges and prepositions."""
    rest = _ASIDE.sub("", rest) if "," in rest or ";" in rest else rest
    rest = _past_mode(_BEFORE_AN_HOUR.sub("", rest).strip(HOUSE_EDGES))
    rest = _without_verb(_without(_LEADING, _without(_PIN, _without(_ALL_DAY, rest))))
    rest = _MAP.sub("", rest) if "(" in rest else rest
    parts = list(_segments(rest))
    if pinned := [_without(_PIN, one) for one in parts if _PIN.match(one)]:
        return ", ".join(pinned)
    parts = [_without_verb(_without(_LEADING, _without(_MOVED, one))) for one in parts] if len(parts) > 1 else []
    named = [one for one in parts if _names_place(one)]
    if named and not PRICE.search(named[0]):
        return ", ".join(one for one in named if one and not PRICE.search(one))
    return rest.replace(" | ", " ").strip(HOUSE_EDGES)


def _segments(text: str) -> Iterator[str]:
    """The sentences of a text, and the parts that bars and dashes make of them."""
    for sentence in SENTENCE_END.split(text):
        yield from (one.strip(HOUSE_EDGES).lstrip(". ") for one in _SEGMENTS.split(sentence))


def _past_mode(text: str) -> str:
    """The text without how one takes part, before where: "hybrid (Rathaus und online)"."""
    mode = _MODE_FIRST.match(text)
    left = text[mode.end() :] if mode else text
    return left.replace(")", "", 1) if left.count(")") > left.count("(") else left


def _without_verb(text: str) -> str:
    """The text without what ends the sentence of its place: "findet um 18 Uhr | im Rathaus statt"."""
    return _TAKES_PLACE.sub("", text) if "statt" in text or "ein" in text or "gewesen" in text else text


def _without(beginning: re.Pattern[str], text: str) -> str:
    """The text without this beginning."""
    match = beginning.match(text)
    return text[match.end() :] if match else text


def _names_place(text: str) -> bool:
    return (
        is_name(text)
        and not _PERSON.match(text)
        and (is_place_or_town(text) or is_house_of_town(text) or _is_mode(text))
    )
