"""Words of what became of an event: moved, cancelled, booked out, and why. German and English.

Tables only; those that are parts of other patterns are texts.
"""

from __future__ import annotations

import re

from crawlers.extractors.listing.wording.patterns import Words, parts
from crawlers.extractors.listing.wording.words import EVENT

# Before the day, or the place, that an event has now: "verschoben auf"; or behind the one that it had.
MOVED = "verschoben|verlegt|vertagt|postponed|moved|rescheduled"
# Before what it had: "statt am 3.12.", "instead of".
INSTEAD = "(?:an)?statt|instead of"
FORMER_PLACE = re.compile(rf"\s\(?(?:{INSTEAD})\s.*", re.IGNORECASE)  # behind where it is now
ORIGINALLY = "ursprünglich|originally"
REASON = r"(?:wegen|aufgrund|infolge|due to)\b"
# Where a name could stand: on that day there is none. "Kein Kolloquium (Feiertag)"; "Keine Party ohne Plan" is a name.
_GAP = (
    r"(?:(?:\w*ferien|\w*woche|\w*feiertag|\w*pause|\w*urlaub|krank\w*)|"
    r"(?:(?:bank )?holidays?|breaks?|recess|vacation|week|thanksgiving|christmas|easter|\w+day)\b)"
)
NONE = Words(
    rf"\W*(?:heute |diesmal )?(?:keine?n?|no) [\w-]*(?:{EVENT.source}|lecture)\w{{0,3}}(?: today| this week)?"
    rf"(?: ?\((?:.*\b{_GAP}|{REASON}).*| {REASON}.*|(?:,|:|,? ?[–-]) ?(?:[^,:–]*\s)?{_GAP}.*)?\W*|"
    rf"\W*(?:sommer|winter|weihnachts|oster|herbst|betriebs|schul)(?:pause|ferien|urlaub)\W*"
    rf"(?:(?:daher |deshalb )?kein\w* [\w-]+\W*)?|"
    rf"\W*(?:ferien|urlaub|feiertag|pause)\W+keine?n? [\w-]*(?:{EVENT.source})\w{{0,3}}\W*"
)
# Without one of these no text says what became of an event: spares the full reading.
MARKED = parts(
    r"""
    sag || fäll || ausfall || faell || entf ||
    storn || gestr || cancel || annul || nicht statt || called || verschob || verschieb ||
    verleg || vertagt || postpon || änderung || aenderung || neue || ersatz || nachhol || resched || moved ||
    new date || nachgeholt || statt \d || statt am \d || ursprünglich ||
    warteliste || wait || ausge || ausver || sold || book || belegt || plätze || plaetze || seats || places || spots
    """
)
# A sentence that speaks of an event by what it is, not by its name: "Die Veranstaltung ist leider abgesagt."
SPEAKS_OF_IT = (
    r"(?:\w+[:!] )?(?:leider )?(?:die|der|das|diese[rs]?|unsere?|the|this) "
    r"[\w-]*(?:veranstaltung|termin|workshop|seminar|kurs|vortrag|abend|webinar|konzert|lesung|messe|tagung|event)\b"
)
