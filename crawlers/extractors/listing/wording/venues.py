"""What a sentence without a date says of where its event takes place: "Der Abend findet im Gasthaus Zur Linde statt."

Texts only. Only what is said of the event itself or of "us" counts: not a sentence about a part of it, about what goes
before or follows, what is usual, or what was.
"""

from __future__ import annotations

import re

from crawlers.extractors.listing.wording.houses import SENTENCE_END
from crawlers.extractors.listing.wording.patterns import Guarded, Words
from crawlers.extractors.listing.wording.sentence_places import in_sentence
from crawlers.extractors.listing.wording.words import EVENT
from pipeline.geo import presence

_STATES = Guarded(
    Words(
        r"\bfinde[tn]\b.*\bstatt\b|\bwird\b.*\b(?:online|digital|virtuell)\b.*\bdurchgeführt\b|"
        r"\btreffen (?:wir )?uns\b|\bwir treffen uns\b|\b(?:wir sind|sind wir)\b.*\bzu gast\b|\bzu gast sind wir\b|"
        r"\b(?:veranstaltungs|tagungs)?ort (?:des geschehens |der veranstaltung )?ist\b|\btreffpunkt ist\b|"
        r"\btakes place\b|\b(?:is|will be) held\b|\bwe(?:'ll| will)? meet\b"
    ),
    needs=r"statt|uns|gast|ort ist|ort de|punkt ist|führt|place|held|meet",
)
_SUBJECT = Words(
    r"\b(?:wir|uns|es|er|sie|das ganze|we|it|event|meetup|session|abend|treffen|termin|vormittag|"
    r"nachmittag|tag|kurs|runde|ort|treffpunkt|"
    r"\w+(?:abend|treffen|termin|runde|ort|kurs))\b"
)
_ANOTHER = Words(
    r"^\W*(?:nach|vor|bei|falls|wenn|zum|davor|parallel|auch|außerdem|zudem|zusätzlich|weitere?|then|afterwards|if)\b|"
    r"\b(?:im anschluss|anschließend|danach|zuvor|vorab|vorher|nachher|sonst|normalerweise|üblicherweise|früher|"
    r"immer|regelmäßig|jährlich|jedes jahr|seit|mal (?:im|pro)|wieder im|usually|every|twice|since|war|waren|"
    r"wurde|was|were)\b|"
    r"\b(?:nächste[rsn]?|kommende[rsn]?|letzte[rsn]?|vorige[rsn]?|frühere[rsn]?|next|last)\s"
    r"(?:\w+\s)?(?:mal|jahr|ausgabe|auflage|runde|treffen|year|time|edition)\b|"
    r"\bim (?:früh|spät)?(?:jahr|sommer|herbst|winter|januar|februar|märz|april|mai|juni|juli|august|\w+ber)\b|"
    r"\b(?:\w*(?:anmeldung|registrierung|abstimmung|auswahl|finale|imbiss|umtrunk|ausklang|unterricht|betreuung|prüfung|"
    r"verleihung|party)|vorbereitung\w*|teil|empfang|messe|(?:mittag|abend)essen|(?:das|ein|zum) (?:\w+ )?essen)\b"
)
_BUT = re.compile(  # "nicht bei uns, sondern im Parkhotel", "diesmal nicht im Rathaus, sondern im …"
    r"(?:\bnicht (?:bei uns|wie (?:sonst|üblich|gewohnt|immer))\b|"
    r"\b(?:diesmal|dieses mal|ausnahmsweise|wir treffen uns)\b[^.!?,]{0,20} nicht (?:im|in|bei|beim|auf)\b)"
    r"[^.!?]{0,40}, sondern(?=\s)",
    re.IGNORECASE,
)
_NO_EVENT = re.compile(
    r"anmeld|\bparken|parkhaus|parkpl|karten|ticket|abhol|abgabe|fragen|handlung|spielt\b", re.IGNORECASE
)
_ANY_HOUSE = frozenset("Haus Raum Räume Räumen Saal Zentrum Halle Platz Gebäude Studio Hof Garten Foyer Park".split())


def stated(text: str) -> str | None:
    """The place of the first sentence of a text that says where it takes place; None where no sentence does, or where
    all it names is a kind of house ("im Haus")."""
    if not _STATES.search(text):
        return None
    named = (in_sentence(one, 0, 0) or _online(one) for one in SENTENCE_END.split(text) if _states(one))
    return next((place for place in named if place and place not in _ANY_HOUSE), None)


def instead(text: str) -> str | None:
    """The place where it is this time, in spite of what is usual: "diesmal nicht bei uns, sondern im Parkhotel"."""
    sentences = SENTENCE_END.split(text) if ", sondern" in text else ()
    told = ((_BUT.search(one), one) for one in sentences if not _NO_EVENT.search(one))
    return next((place for said, one in told if said and (place := in_sentence(one[said.end() :], 0, 0))), None)


def _states(sentence: str) -> bool:
    """Whether a sentence says where the event itself takes place."""
    about = EVENT.search(sentence) or _SUBJECT.search(sentence)
    return bool(_STATES.search(sentence) and about and not _ANOTHER.search(sentence))


def _online(sentence: str) -> str | None:
    """ "Der Workshop findet online statt." """
    return "online" if presence.says(sentence) == "yes" else None
