"""How dates and times are written: the tokens of which a mention is made, each by its kind."""

from __future__ import annotations

import re

from crawlers.extractors.listing.days.names import DAYNAME, LONG_YEAR, MONTH
from crawlers.extractors.listing.wording.houses import ROOMS
from crawlers.extractors.listing.wording.when import ALL_DAY

_CLOCK = r"(?:[01]?\d|2[0-4])"
_UNIT = r"(?:\s?uhr(?!zeit)|\s?h(?!-?[a-z])|(?:\s?o\s?['’]?\s?clock)?\s?[ap]\.?\s?m\b\.?)"
_SHORT = r"(?:mo|di|mi|do|fr|sa|so)\."  # right before a day: "Do.4.2."
SPOKEN = "(?:eins?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)"  # an hour
_NO_NAME = r"(?<!uhr: )(?<!uhr – )(?<!\d\d: )(?<![„“\"»«])"  # an hour was told: "19 Uhr: Viertel nach acht"
_AND = r"\s?(?:-|–|—|−|bis|und|sowie|oder|u\.|&|/|\+|,|to|and|or|through)\s?"
_NO_DAY = r"\d{1,2}(?:st|nd|rd|th)\s(?:floor|annual|edition|anniversary|avenue|ave|street|st)\b"  # "Feb 3, 5th floor"
# What makes two digits behind a day and month an hour: "4. März 18 h", "4. März 18 bis 20 Uhr".
_HOUR = r"\s?uhr(?!zeit)|\s?h(?![a-z])|\sbis\s\d{1,2}(?:[.:]\d\d)?\s?(?:uhr|h\b)"

# Before the number of a house or room, which no hour goes on from: "Marktstraße 12, 16 Uhr", "Zimmer 4, 9–12 Uhr".
_NUMBERED = (*"straße str. weg platz allee gasse markt ring halle haus".split(), *ROOMS)
_NO_HOUSE = "".join(rf"(?<!{re.escape(name)}\s)" for name in _NUMBERED)
_ABOUT = r"(?:(?:max|ca)\.\s?)?"  # "18–max. 20 Uhr"

# Of each table in this order: the first that fits wins.
_FROM_DIGIT = {
    "iso": r"(?<!\d)(?P<iy>\d{4})(?P<dash>[-/])(?P<im>\d\d)(?P=dash)(?P<id>\d\d)(?!\d)"
    r"(?:t\d\d:\d\d(?::\d\d)?(?:z|[+-]\d\d:?\d\d)?)?",
    "dmy": rf"(?:(?<![\d.,:])|(?<![a-zäöü]{_SHORT})(?<={_SHORT}))"
    r"(?<![^.\s]/)(?<!^/)(?P<dd>\d{1,2})\.\s?(?P<dm>\d{1,2})"
    rf"(?:\.\s?['’]?(?P<dy>(?:19|20)\d\d(?!\d|[.:]\d|\s?uhr(?!zeit))|(?<!\s)\d\d(?!\d|[.:]\d|{_HOUR}))|\.(?!\d))",
    "slash": r"(?<![\d/])(?P<sa>\d{1,2})(?P<cut>[/-]|\s[/|·•-]\s)(?P<sb>\d{1,2})(?P=cut)(?P<sy>(?:20)?\d\d)(?![\d/])",
    "dayfirst": rf"(?<![\d.:,])(?P<nd>\d{{1,2}})(?:\.|,|st|nd|rd|th)?\s?(?:(?:day\s)?of\s)?-?(?P<nm>{MONTH})"
    rf"(?:,?\s?-?(?P<ny>{LONG_YEAR})|\s(?:(?<=\s)'(?=\d\d(?!\d))|(?!\d\d(?:[\d.:]|{_HOUR}|\s?[-–])))(?P<ns>\d\d))?",
    "time": rf"(?<![\d.,:])(?!24\s?h(?!\d))"
    rf"(?:{_CLOCK}(?:[:.h][0-5]\d)?\s?(?:-|–|—|→|bis|to|till|until|und|/)\s?{_ABOUT})?"
    rf"{_CLOCK}(?::[0-5]\d(?::[0-5]\d)?(?!\d|\.\d){_UNIT}?|\.[0-5]\d{_UNIT}|h\s?[0-5]\d(?![\d.])|"
    rf"\s?uhr\s[0-5]\d(?=\s?(?:\.?$|[:,;|)–-]|(?:bis|im|in|an|auf|beim|bei)\b)|\.\s(?!{MONTH}))|{_UNIT})"
    r"(?:\s?\(?(?:c|s)\.\s?t\.\)?|\s(?:abends|nachts|morgens|mittags|nachmittags)(?![a-zäöüß]))?",
    "twelve": r"(?<![a-zäöüß])12 (?:noon|midday|midnight)(?![a-z])",
    "weak": rf"(?<![\d.,:]){_CLOCK}\.[0-5]\d(?![\d.]|\s?(?:€|eur|%|kg|km|mio))",
    "range": rf"(?<![\d.,:]){_NO_HOUSE}(?<![^a-z]tag\s)(?<!^tag\s)(?<![^a-z]day\s)(?<!^day\s)"
    r"(?<!teil\s)(?<!part\s)(?<!modul\s)(?<!block\s)"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\.?"
    rf"(?={_AND}(?:\d{{1,2}}[.,]?{_AND})*(?:{DAYNAME}[.,]?,?\s)?\d{{1,2}}(?:\.|\s|st|nd|rd|th))",
    "day": r"(?<![\d.,:])\d{1,2}\.(?!\d|\s?advent)",
    "year": rf"(?<!\d){LONG_YEAR}",
}
_FROM_LETTER = {
    "monthfirst": rf"(?<![a-zäöüß])(?P<mm>{MONTH})\s(?P<md>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[:.]\d)"
    rf"(?:{_AND}(?!{_NO_DAY})\d{{1,2}}(?:st|nd|rd|th)?(?![\d.]|:\d|{_UNIT}|{_AND}\d{{1,2}}{_UNIT})){{0,12}}(?:,?\s(?P<my>{LONG_YEAR}))?",
    "noon": r"(?<![a-zäöüß])(?:noon|midday|midnight|mitternacht|"
    rf"{_NO_NAME}(?:{SPOKEN} (?:bis|und) )?"
    rf"(?:(?:halb|dreiviertel|viertel (?:vor|nach)) (?:{SPOKEN}|\d{{1,2}})(?: uhr)?|{SPOKEN} uhr)"
    r"(?: abends| morgens| mittags| nachmittags| nachts)?)(?![a-z])",
    "zone": r"(?:\(?(?:[cm]es?t|mesz|mez|[ew]es?t|[ecmp][sd]t|bst|utc|gmt|"
    r"(?:(?<=[ap]m\s)|(?<=\.m\.\s)|(?<=noon\s))[ecmp]t)"
    r"(?:\s?[+-]\s?\d{1,2}(?::?\d\d)?)?\)?)(?![a-zäöüß\d])",
    "month": rf"(?<![a-zäöüß]){MONTH}",
    "weekday": rf"(?<![a-zäöüß]){DAYNAME}(?![a-zäöüß])\.?",
}
_OTHERS = {
    "joint": r"(?:bis zum|bis|zwischen|between|und (?:nochmals?|noch einmal|wieder)|und|sowie|oder|"
    r"um|ab|von|vom|am|den|dem|der|im|zum|uhr|jeweils|"
    r"abends|nachts|morgens|vormittags?|mittags|nachmittags?|from|to|at|until|till|on|the|and|or|through|"
    r"datum|date|termine?|wann|when|beginn|start|ende?|end|uhrzeit|zeit|time|einlass|doors(?: open)?|"
    rf"{ALL_DAY})(?![a-zäöüß])|for(?:\san?)?(?=\s\d{{1,2}}(?:[:.]\d\d)?\s?[ap]\.?m\b)|c\.\s?t\.|s\.\s?t\.|max\.|ca\.|[-–—−→|•·,;:/&+()@]+|u\.",
    "word": r"[^\W\d_]+|\d+|\S",
}


def _first_of(tokens: dict[str, str]) -> str:
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in tokens.items())


# Of lower case.
TOKEN = re.compile(
    rf"(?!\s)(?:(?=\d)(?:{_first_of(_FROM_DIGIT)})|(?=[a-zäöü(])(?:{_first_of(_FROM_LETTER)})|{_first_of(_OTHERS)})"
)
