"""Sentences that have a word of cancelling in them and cancel nothing: conditions, refunds, fees, what once was.

"Bei Absage durch den Veranstalter wird der Preis erstattet" stands below very many events. German and English.
"""

from __future__ import annotations

import re

_IF = re.compile(
    r"(?:^|,)\W*(?:bei|im falle?|sollten?|should|in case|in the event)\b|"
    r"\b(?:falls|wenn|sofern|soweit|if|unless|bis)\b|"
    r"\bbei (?:regen|schnee|sturm|schlechtem wetter|schlechter witterung|zu (?:geringer?|wenigen?))\b",
    re.IGNORECASE,
)
# "Wird die Veranstaltung abgesagt, erhalten Sie …"
_INVERTED = re.compile(
    r"\W*(?:wird|werden|muss|müssen|kann|können) (?:die|der|das|eine?|dieser?|diese[sn]?|unsere?|ihre?|es)\b",
    re.IGNORECASE,
)
_ONLY_IF = re.compile(r"[^,.!?]*,?\s(?:wenn|falls|sofern|bei (?:zu|weniger)|if|unless)\b", re.IGNORECASE)
_RESERVED = re.compile(r"[^,.!?]*\b(?:vorbehalten|behalten wir uns|reserve the right|möglich)\b", re.IGNORECASE)
_MAY = re.compile(r"\b(?:kann|können|könnten?|darf|dürfen|may|can|might)\b[^,;:]*$", re.IGNORECASE)
# What else is dropped or called off: somebody's booking, what it costs.
_PAID = (
    r"(?:\w*gebühr(?:en)?|\w*entgelte?|\w*kosten|\w*preise?|\w*beitr[aä]ge?|\w*zuschl[aä]ge?|\w*pauschalen?|\w*rabatte?|"
    r"eintritt|\w*anmeldung(?:en)?|\w*buchung(?:en)?|\w*reservierung(?:en)?|\w*bestellung(?:en)?|tickets?|\w*teilnahme|"
    r"\w*pflicht|anspr[uü]ch[e]?|\w*steuer|fees?|charges?|bookings?|registrations?|reservations?|orders?)"
)
_OF_PAYMENT = re.compile(rf"\b{_PAID}\b[^,;:]*$", re.IGNORECASE)
_THE_PAYMENT = re.compile(
    rf"\s(?:für \w+ )?(?:die|der|das|eine?|jede|jegliche|ihre?) (?:\w+ ){{0,2}}?{_PAID}\b", re.IGNORECASE
)
# What a house does with all that it offers.
_IN_GENERAL = re.compile(
    r"\W*(?:unsere |alle )?"
    r"(?:kurse|veranstaltungen|seminare|workshops|lehrgänge|angebote|termine|courses|events|classes)\b"
    r"(?!.*\d\d?\.\s?(?:\d|[A-ZÄÖÜ]))|.*\bweniger als\b|.*\bfewer than\b",
    re.IGNORECASE,
)
_ONCE = re.compile(
    r"\b(?:im jahre? (?:19|20)\d\d|(?:letzte[ns]?|vergangene[ns]?|vorige[ns]?) jahr|last year)\b", re.IGNORECASE
)
# A noun says that it is so only where it opens its sentence: "Absage des Gründerabends", not "nach einer Absage".
_NOUN = re.compile(r"absage|ausfall|cancellation", re.IGNORECASE)
_OPENS = re.compile(r"\W*(?:(?:achtung|wichtig|hinweis|info|update|leider|sorry|attention|notice)\W+)*", re.IGNORECASE)
_POLICY = re.compile(
    r"s?\W{1,3}(?:policy|fees?|is|are|until|up to|free|oder|or|und|and|durch|nach|bis|vor|seitens)\b", re.IGNORECASE
)


def is_condition(sentence: str, start: int, end: int) -> bool:
    """Whether the words of cancelling at `start`:`end` of a sentence say only what would be, what is paid, what was."""
    before, said, after = sentence[:start], sentence[start:end], sentence[end:]
    if _NOUN.fullmatch(said) and (not _OPENS.fullmatch(before) or _POLICY.match(after)):
        return True
    return bool(
        _IF.search(before)
        or (_INVERTED.match(sentence) and "," in after)
        or _ONLY_IF.match(after)
        or _RESERVED.match(after)
        or _MAY.search(before)
        or _OF_PAYMENT.search(before)
        or _THE_PAYMENT.match(after)
        or _IN_GENERAL.match(sentence)
        or _ONCE.search(sentence)
    )
