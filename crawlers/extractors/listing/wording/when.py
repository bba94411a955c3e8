"""Words about when: doors and beginnings, and what holds for all dates of a list. German and English. Tables only."""

from __future__ import annotations

from crawlers.extractors.listing.wording.patterns import parts, words

# Before a time: it is when one may come in, not when it begins.
DOORS = words(r"einlass || doors(?: open)? || türöffnung || check-?in || admission from || ankommen")
# The first point of an agenda: the event begins with it.
OPENING = words(r"\w*begrüßung || eröffnung || beginn || auftakt || offizieller start || start || welcome || opening")
# A sentence that speaks for every date of a list.
FOR_ALL = parts(
    r"""
    \bjede[nmrs]? (?:\w+ )?(?:\w*tag|mittwoch|monat|woche)\b ||
    \bjeweils\b || \bimmer\b || \balles?\b || \bstets\b || \beach\b || \bevery\b ||
    \ball\b.{0,30}\b(?:meetings|events|sessions|dates|talks|lectures|concerts|classes|workshops|seminars)\b ||
    \b(?:are|will be|is) held\b || \btreffen wir uns\b ||
    \bbeginn(?:t|en)?\b || \bmeetings? (?:begin|start) || \bwe meet\b || \bfinden\b ||
    \b(?:meets?|convenes?|(?:begins?|starts?) promptly|held|takes? place)(?: \w+)? (?:on|at|in)\b ||
    \b(?:meets?|convenes?|held) (?:\w+ ){0,2}(?:weekly|monthly|quarterly|annually|twice|once)\b ||
    \b(?:wöchentlich|monatlich|vierteljährlich|regelmäßig)\b ||
    \b(?:montags|dienstags|mittwochs|donnerstags|freitags|samstags|sonnabends|sonntags)\b ||
    \bwir (?:sitzen|starten|beginnen|kommen|sind|öffnen|laden)\b || \blos geht(?:'s|s| es)?\b ||
    \bunless (?:otherwise )?noted\b || \bin der regel\b ||
    \b(?:wenn|so|soweit|sofern|falls|wo) nicht(?:s anderes| anders)\b
    """
)
