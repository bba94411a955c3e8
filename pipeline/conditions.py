"""Sentences that have a word of cancelling in them and cancel nothing: conditions, refunds, fees, what once was.

"Bei Absage durch den Veranstalter wird der Preis erstattet" stands below very many events. German and English.
"""

from __future__ import annotations

import re

_RARE = (  # what may happen: "Bei Krankheit der Referentin"
    r"(?:absage|ausfall|stornierung|abmeldung|rücktritt|verhinderung|erkrankung|krankheit|nicht\w+|unterschreit\w+|"
    r"zu (?:gering|wenig)\w*|weniger|mangelnde\w*|ungenügend\w*|höherer|regen|schnee|sturm|unwetter|schlecht\w+)"
)
_IF = re.compile(
    rf"(?:^|,)\W*bei (?:(?:eine[rm]|der|dem) )?(?:{_RARE}\b|$)|"
    r"\bbei (?:regen|schnee|sturm|schlechte[mr] \w+|zu \w+)\b|"
    r"(?:^|,)\W*(?:im falle?|sollten?|should|in case|in the event)\b|"
    r"\b(?:falls|wenn(?! auch)|sofern|soweit|if|unless)\b[^:;]*$",
    re.IGNORECASE,
)
# "Wird die Veranstaltung abgesagt, erhalten Sie …"
_INVERTED = re.compile(
    r"\W*(?:wird|werden|muss|müssen|kann|können|fällt|fallen|findet) "
    r"(?:die|der|das|eine?|dieser?|diese[sn]?|unsere?|ihre?|es)\b",
    re.IGNORECASE,
)
_ONLY_IF = re.compile(r"[^,.!?]*,?\s(?:wenn|falls|sofern|bei (?:zu|weniger)|if|unless)\b", re.IGNORECASE)
_RESERVED = re.compile(r"[^,.!?]*\b(?:vorbehalten|behalten wir uns|reserve the right|möglich)\b", re.IGNORECASE)
_MAY = re.compile(r"\b(?:kann|können|könnten?|darf|dürfen|can|might|(?-i:may))\b[^,;:]*$", re.IGNORECASE)
# What else is dropped or called off: somebody's booking, what it costs.
_PAID = (
    r"(?:\w*gebühr(?:en)?|\w*entgelte?|\w*kosten|\w*preise?|\w*beitr[aä]ge?|\w*zuschl[aä]ge?|\w*pauschalen?|\w*rabatte?|"
    r"eintritt|\w*anmeldung(?:en)?|\w*buchung(?:en)?|\w*reservierung(?:en)?|\w*bestellung(?:en)?|tickets?|\w*teilnahme|"
    r"\w*pflicht|anspr[uü]ch[e]?|\w*steuer|fees?|charges?|bookings?|registrations?|reservations?|orders?)"
)
_OF_PAYMENT = re.compile(rf"\b{_PAID}\s(?:(?!(?:der|die|das|unser\w*|the)\b)\w+\s){{0,3}}$", re.IGNORECASE)
# "Wegen zu weniger Anmeldungen entfällt der Kurs": what was missing, not what is dropped.
_REASON = re.compile(r"\b(?:auf ?grund|wegen|mangels|infolge|durch|ohne|due to|because of)\b[^,;:]*$", re.IGNORECASE)
_THE_PAYMENT = re.compile(
    rf"\s(?:für \w+ )?(?:die|der|das|eine?|jede|jegliche|ihre?) (?:\w+ ){{0,2}}?{_PAID}\b", re.IGNORECASE
)
_IN_GENERAL = re.compile(
    r"\b(?:weniger|fewer|less) (?:als|than)\b|\b(?:grundsätzlich|generell|in general)\b", re.IGNORECASE
)
_ONCE = re.compile(
    r"\b(?:im jahre? (?:19|20)\d\d|(?:letzte[ns]?|vergangene[ns]?|vorige[ns]?) jahr|last year|(?:19|20)\d\d mussten)\b",
    re.IGNORECASE,
)
# A noun says that it is so only where it opens a statement: "Heute: Absage des Gründerabends", not "nach einer Absage".
_NOUN = re.compile(r"absage|ausfall|cancellation", re.IGNORECASE)
_OPENS = re.compile(r"(?:.*[:|–—(-])?\W*(?:leider\W+)?", re.IGNORECASE)
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
        or _is_of_payment(before)
        or _THE_PAYMENT.match(after)
        or _IN_GENERAL.search(sentence)
        or _ONCE.search(sentence)
    )


def _is_of_payment(before: str) -> bool:
    """Whether the last noun of a clause is what somebody pays or has booked, and no reason."""
    paid = _OF_PAYMENT.search(before)
    return paid is not None and _REASON.search(before[: paid.start()]) is None
