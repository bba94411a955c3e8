"""How English and American texts write addresses and call houses: parts of the patterns of `houses`.

Texts only, in lower case but for postcodes and what stands in a sentence.
"""

from __future__ import annotations

import re

_WAY = (
    "street|st|avenue|ave|road|rd|blvd|boulevard|drive|dr|lane|ln|way|square|parkway|pkwy|highway|terrace|crescent|"
    "quay|mews|turnpike"
)
# Words of their own, too: only where the address ends, or goes on with its town.
_SHY_WAY = "court|ct|place|pl|close|row|hill|circle|cir|grove|plaza|trail|loop|gardens|bend|walk|wharf"
_ROUTE = r"(?:hwy|highway|route|rte|(?:county|state|township) (?:road|rd|route|highway|hwy))\.?"
_WORDS = r"(?:\w[\w.'’-]*\s)"
STREET = (
    rf"\b[nsew]?\d+\s{_WORDS}{{1,3}}(?:{_WAY})\b\.?|\b\d+\s{_WORDS}{{1,4}}(?:{_SHY_WAY})(?=\.?(?:,|$))|"
    rf"\b[nsew]?\d+\s{_WORDS}{{0,2}}{_ROUTE}\s(?:[a-z]{{1,2}}|\d+)\b|"  # "N4450 County Road A"
    r"(?<=,\s)(?:[\w'’]+\s){1,2}(?:street|road|lane|avenue|square)(?=,|$)"  # "The Gantry, Wine Street, Sligo"
)
STREET_SHOWN = r"\d|street|road|lane|avenue|square"
# "Leeds LS1 4AP", "Cork T12 X2Y3".
POSTCODE = r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|\b[A-Z]\d[\dW]\s(?=\d*[A-Z])[A-Z\d]{4}\b"
POSTCODE_SHOWN = r"\d{4}|\d[a-z]{2}\b|\d[\dw] "
# The street with its number in a sentence.
IN_SENTENCE = (
    r"\b[NSEW]?\d+\s(?:[A-Z][\w.'’-]*\s){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Way|Square|"
    r"Parkway|Pkwy|Highway|Hwy|Place|Court|Plaza|Terrace|Bend)\b"
)
# "Springfield, IL 62701", "Austin, Texas".
TOWN_AND_STATE = r"[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,2},\s(?:[A-Z]{2}|[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\s\d{5}\b"
# Where a sentence goes on behind an address: "12 Main Street for an evening of talks".
GOES_ON = re.compile(
    r"\.?\s(?:for|to|where|with|from|on|at|beginning|starting|before|and|as|concerning|regarding|within|in)\s(?=[a-z\d]).*"
)
# Names of houses, where the name ends.
HOUSE = (
    r"(?<=[\w.'’&] )(?:church|chapel|cathedral|lodge|annexe?|courtroom|gym|grange|pub|inn|armou?ry|lobby|clubhouse|"
    r"firehouse|boathouse|bandstand|fairgrounds?|playhouse|boardroom|cafeteria|guildhall|post \d+)(?=\W*(?:$|[,(|]))|"
    r"\b(?:courtroom|fire station|fire hall)\b"
)
# What minutes and agendas of meetings are made of.
AGENDA_ITEM = re.compile(
    r"(?:[\dA-Z]{1,2}[.)]\s+)?(?:call(?:ed)? to order|roll call|pledge of allegiance|invocation|adjourn(?:ment)?\b|"
    r"approval of (?:the )?(?:agenda|minutes)|public comments?|citizen comments?|consent (?:agenda|calendar)|"
    r"(?:old|new|unfinished) business|(?:executive|closed|open) session|communications|apologies(?: for absence)?|"
    r"declarations? of interests?|matters arising|any other business|(?:next|future|upcoming) (?:board )?meetings?)"
    r"(?=\W*$|[.:;,]|\s[–(-])",
    re.IGNORECASE,
)
# A house or room whose name has a word of events in it: "Conference Room B".
EVENT_HOUSE = (
    r"\b(?:conference|meeting|seminar|lecture|workshop|training|events?|concert|exhibition|convention|festival|hearing)"
    r" (?:rooms?|centers?|centres?|halls?|suites?|spaces?|theat(?:re|er)s?|house|grounds|lounge|facility)\b"
)
