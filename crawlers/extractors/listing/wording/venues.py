"""What a sentence without a date says of where its event takes place: "Der Abend findet im Gasthaus Zur Linde statt."

Texts only. A sentence that looks back, or tells of what follows or comes another time, says nothing of this event.
"""

from __future__ import annotations

from crawlers.extractors.listing.wording.houses import SENTENCE_END, in_sentence
from crawlers.extractors.listing.wording.patterns import Guarded, Words
from pipeline.geo import presence

_STATES = Guarded(
    Words(
        r"\bfinde[tn]\b.*\bstatt\b|\b(?:wird|werden)\b.*\b(?:durchgeführt|ausgerichtet|abgehalten|veranstaltet)\b|"
        r"\btreffen (?:wir )?uns\b|\btr(?:ifft|effen) sich\b|\bzu gast\b[^,]{0,40}\b(?:bei|beim|im|in de[rn])\b|"
        r"\b(?:veranstaltungs|tagungs)?ort (?:des geschehens |der veranstaltung )?ist\b|\btreffpunkt ist\b|"
        r"\btakes? place\b|\b(?:is|will be) held\b|\bwe(?:'ll| will)? meet\b"
    ),
    needs=r"statt|uns|sich|gast|ort ist|ort de|punkt ist|führt|richtet|halten|staltet|place|held|meet",
)
_ANOTHER = Words(
    r"^\W*(?:im anschluss|anschließend|danach|davor|zuvor|vorab|parallel|auch|außerdem|zudem|zusätzlich|weitere?|"
    r"bei (?:schlecht\w*|regen)|afterwards|then)\b|"
    r"\b(?:nächste[rsn]?|kommende[rsn]?|letzte[rsn]?|vorige[rsn]?|frühere[rsn]?|next|last)\s"
    r"(?:\w+\s)?(?:mal|jahr|ausgabe|auflage|runde|treffen|year|time|edition)\b|"
    r"\b(?:sonst|normalerweise|üblicherweise|früher|usually)\b"
)
_ANY_HOUSE = frozenset("Haus Raum Räume Räumen Saal Zentrum Halle Platz Gebäude Studio Hof Garten Foyer Park".split())


def stated(text: str) -> str | None:
    """The place of the first sentence of a text that says where it takes place; None where no sentence does, or where
    all it names is a kind of house ("im Haus")."""
    if not _STATES.search(text):
        return None
    told = (one for one in SENTENCE_END.split(text) if _STATES.search(one) and not _ANOTHER.search(one))
    named = (in_sentence(sentence, 0, 0) or _online(sentence) for sentence in told)
    return next((place for place in named if place and place not in _ANY_HOUSE), None)


def _online(sentence: str) -> str | None:
    """ "Der Workshop findet online statt." """
    return "online" if presence.says(sentence) == "yes" else None
