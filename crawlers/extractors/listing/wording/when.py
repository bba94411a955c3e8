"""Words about when: doors, beginnings, all day, each week, and what holds for all of a list. German and English.

Tables only; those that are parts of other patterns are texts.
"""

from __future__ import annotations

from crawlers.extractors.listing.wording.patterns import Words, parts, words
from pipeline.dates.words import HABITS

# Before a time: it is when one may come in, not when it begins.
DOORS = words(r"einlass || doors(?: open)? || türöffnung || check-?in || admission from || ankommen")
# The first point of an agenda: the event begins with it.
OPENING = words(
    r"""
    \w*begrüßung || eröffnung || beginn || auftakt || offizieller start || start || welcome || opening ||
    we (?:start|begin) || los geht(?:['’]?s| es)?
    """
)
# What begins, ends or is open around an event, at hours that are not its own.
AROUND = Words(
    r"\b(?:vorverkauf|aufbau|abbau|bus(?:se)?\b|busabfahrt|abfahrt|shuttle|vorabend|vortag|anreise|kinderbetreuung|park|"
    r"presse(?:konferenz|gespräch|termin|rundgang)?\b|pause|abholung|annahme|\w*kasse\b|\w*büro\b|generalprobe|probe[n]?\b|training)"
)
# Where a time could stand: none is needed.
ALL_DAY = r"(?:ganztägig|ganztags|all[ -]day)"
# Before a time: it ends then.
END = r"(?:ende[nt]?|schlu(?:ss|ß)|rückkehr|ends?|ending|finish(?:es)?)"
UNTIL = r"(?:bis|until|till)"
# Before a day: it is one of several.
EACH = r"(?:jede[nmrs]?|every|each)"
ALWAYS = r"(?:jeweils|jew\.|immer|stets|always)"
# The names of weekdays, and how each of them is called that comes: "dienstags", "tuesdays".
WEEKDAY = "(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)"
WEEKLY = rf"(?:{'|'.join(' '.join(HABITS).split())})"
# A rule that says which days are meant: "jeden zweiten Mittwoch", "every first Friday".
_EACH_TIME = r"\bjede[nmrs]? (?:\w+ )?(?:\w*tag|mittwoch|monat|woche)\b"
COUNTED = rf"\b\d\.(?:\s?(?:und|&|/)\s?\d\.)?\s{WEEKDAY}\s(?:im|des|eines|jeden|jedes)\s(?:jeden\s)?Monats?\b"
REPEATS = Words(rf"{_EACH_TIME}|\bevery (?:\w+ )?\w+day\b")
# It holds for all dates that do not say otherwise themselves.
OTHERWISE = Words(
    r"\b(?:so|sofern|soweit|wenn|falls|wo) (?:ni(?:chts?|x) (?:ander|abweich)|"
    r"(?:ni(?:chts|x)|kein\w* \w+) (?:weiter(?:es)? |extra )?(?:da|dabei|daneben|dran)? ?"
    r"(?:steht|angegeben|genannt|vermerkt))|\baußer es (?:ist|steht)|"
    r"\b(?:unless|except where|if not|if nothing)(?: \w+){0,4} "
    r"(?:otherwise|noted|stated|told|indicated|specified|said)\b"
)
# A sentence that speaks for every date of a list.
FOR_ALL = parts(
    rf"{_EACH_TIME} || \b{WEEKLY}\b || {OTHERWISE.source} ||"
    r"""
    \b\d\. \w+(?:tag|woch) (?:im|des|eines|jeden|jedes) (?:jeden )?monats?\b ||
    \bjeweils\b || \bimmer\b || \balles?\b || \bstets\b || \beach\b || \bevery\b ||
    \ball\b.{0,30}\b(?:meetings|events|sessions|dates|talks|lectures|concerts|classes|workshops|seminars|
    shows|gigs)\b ||
    \b(?:are|will be|is) held\b || \btreffen wir uns\b ||
    \bbeginn(?:t|en)?\b || \bmeetings? (?:begin|start) || \bwe meet\b || \bfinden\b ||
    \b(?:meets?|convenes?|(?:begins?|starts?) promptly|held|takes? place)(?: \w+)? (?:on|at|in)\b ||
    \b(?:meets?|convenes?) (?:the )?(?:first|second|third|fourth|last|1st|2nd|3rd|4th)\b ||
    \b(?:meets?|convenes?|held) (?:\w+ ){0,2}(?:weekly|monthly|quarterly|annually|twice|once)\b ||
    \b(?:once|twice|one(?: \w+)?) (?:a|every|each|per) (?:week|month|quarter|year)\b ||
    \b(?:wöchentlich|monatlich|vierteljährlich|regelmäßig)\b ||
    \bwir (?:sitzen|starten|beginnen|kommen|sind|öffnen|laden)\b || \blos geht(?:'s|s| es)?\b ||
    \bin der regel\b || \b(?:seminar|kurs|unterrichts|vortrags|workshop)zeiten\b
    """
)
