"""Words before a date that say what it is for instead of an event: sales, births, closed days, terms, what it was.

Tables only; `roles` asks them.
"""

from __future__ import annotations

import re

from crawlers.extractors.listing.days.names import DAYNAME, MONTH
from crawlers.extractors.listing.wording.changes import INSTEAD, MOVED, ORIGINALLY

_NOT_ON = re.compile(  # "außer am", "nicht in den Schulferien vom"
    r"\b(?:nicht|au(?:ß|ss)er|ausgenommen|not|except)\s"
    r"(?:(?:in|während|during) [^.!?;:,\d]{,30}"
    r"(?:ferien(?:zeit)?|freien zeit|(?:winter|weihnachts|oster|sommer|semester)pause|break|holidays?)[\s(]+)?"
    r"(?:am |an |on |vom |von |zwischen |from |between )?$",
    re.IGNORECASE,
)
_BORN = re.compile(r"(?:\b(?:geboren|gestorben|verstorben|born|died)\b(?: \w+)?(?: am| on)?|[*†✝])\s?$", re.IGNORECASE)
_SINCE = re.compile(
    r"\b(?:seit|since)(?: (?:dem|der|den|heute|gestern))?,?\s?$|"
    r"\bseit (?:der|dem|deren|(?:unser|ihr|sein)e[rm]) \w*(?:gründung|eröffnung|einweihung|einführung|start|beginn|"
    r"umzug) (?:am|vom)\s?$",
    re.IGNORECASE,
)
_LAST_TIME = re.compile(  # "Im Vorjahr (22.10.2025) kamen 180 Gäste"
    r"(?<!wie )(?<!als )\b(?:im vorjahr|im (?:letzte|vergangene|vorige)n jahr|last year)(?: am| vom| on)?[\s(,:]*$",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    rf"(?<!findet )(?<!finden )\b(?:{INSTEAD})(?: wie [a-zäöüß]{{3,20}}| bisher| ursprünglich)?"
    r"(?: am| vom| des| dem)?[^\w?:]*$"
    rf"|\b(?:{MOVED}|nachholtermin|ersatztermin) (?:from|vom|für(?: den)?)\W*$"
    rf"|\b(?:{ORIGINALLY})(?: \w+){{0,3}}\W*$",
    re.IGNORECASE,
)
_ON_SALE = re.compile(
    r"\b(?:tickets?|\w*preise?|tarife?|gebühr(?:en)?|(?:platz)?karten|\w*reservierung(?:en)?|(?:(?:karten|ticket)?(?:vor)?|karten|ticket)verkauf|buchbar|buchung(?:en)?|anmeldung(?:en)?|bewerbung(?:en)?|einschreibung)"
    r"(?: [a-zäöüß\d]+){0,6}? (?:ab|von|vom)(?: dem)?\s?$|"
    r"\b(?:bewerbungs|anmelde)(?:phase|zeitraum)\b[^.!?\d]{0,24}(?: vom|: vom|:) ?$|"
    r"^\W*(?:karten|tickets)\b[^.!?]{0,30}[\s,]ab(?: dem)?\s?$|^\W*(?:anmeldung|bewerbung)(?:en)?:\s?$|"
    r"\b(?:\w*ticketwelle|(?:ticket|vor)?verkauf(?:s?start)?): ?$|"
    r"\b(?:anmeldung(?:en)?|registrierung(?:en)?|einschreibung(?:en)?|bewerbung(?:en|sphase)?|abstimmung|buchung(?:en)?|"
    r"(?:karten|ticket)?(?:vor)?verkauf|registrations?|applications?|(?:ticket )?sales?|submissions?|bookings?|voting)"
    r"(?: [a-zäöüß]+){0,3}? (?:startet|beginnt|beginnen|öffnet|öffnen|läuft|opens?|starts?|begins?|runs)"
    r"(?: wieder)?(?: am| ab| vom| on| from)?\s?$",
    re.IGNORECASE,
)
_RESERVE = re.compile(
    r"\b(?:bei (?:regen|schnee|sturm|schlechte[mn] wetter|unwetter)|ausweichtermin|regentermin)\b.{0,40}$",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"(?:\b(?<!zum )(?<!nach )(?<!vor )(?:semester|vorlesungs|schul|ausbildungs|studien|lehr)"
    r"(?:beginn|start|ende|schluss)\W*|"
    r"ferien\W{1,3}(?:vom )?|"
    r"\b(?:vorlesungs(?:freie )?zeit(?:raum)?|vorlesungsfrei|betriebsruhe|"
    r"(?<!nach der )(?<!vor der )(?<!nach )(?<!vor )(?:weihnachts|winter|sommer|herbst|oster|semester)pause)"
    r"\W{1,3}(?:ist )?(?:vom |von )?|"
    r"\b(?:die|das) (?:vorlesungs(?:freie )?zeit|[\w/-]*semester|schuljahr)"
    r"(?: dauert| geht| läuft)? (?:vom|von)\s|"
    r"\b(?:förder|bewilligungs)(?:zeitraum|laufzeit)(?: vom|:)?\s|^\W*(?:fahrplan|tarif)wechsel (?:ist )?(?:am|zum) |"
    r"\b(?:term|appointment)s? (?:ends?|ending|expires?|expiring|expired|through)(?: on)?:?\s|"
    r"\([^()]*\b(?:klausur|prüfung|exam)(?: ist)?(?: am| on|:)\s?)$",
    re.IGNORECASE,
)
# Of a fair's stands.
_SETTING_UP = re.compile(r"\b(?:auf|ab)bau(?:zeit(?:en)?|tage?)?\b[^.!?;\d]{0,30}$", re.IGNORECASE)
_REHEARSAL = re.compile(
    r"\b(?<!öffentliche )(?:general|haupt)probe (?:ist|findet|war)\b[^.!?;\d]{0,30}$", re.IGNORECASE
)
_DELIVERY = re.compile(r"\b(?:lieferung|lieferzeit|zustellung|versand|delivery)\b[^!?;\d]{0,24}$", re.IGNORECASE)
_AWAY = re.compile(
    r"\b(?:urlaub|elternzeit|mutterschutz|abwesend|nicht (?:erreichbar|im haus))(?: vom| von| am| ab| bis)?\s?$",
    re.IGNORECASE,
)
_CLOSED = re.compile(  # "closed on Thursday, November 26, and Friday, November 27"
    r"\b(?:geschlossen|closed|gültig|valid)(?: (?:vom|von|from|ab|bis|until|on|for|between)|:)\s?$|"
    r"(?:^|[.!?;]\s)\W*(?:(?:we|and) (?:are |will be )?)?closed\s$|"
    r"\b(?:is|are|be) closed (?:on|over|for|during) [a-z' ’]{0,40}"
    r"\b(?:weekend|holidays?|break|period|christmas),? (?:from )?$|"
    rf"\b(?:is|are|be) closed(?: all day)? on"
    rf"(?:\s(?:{DAYNAME}|{MONTH}|\d{{1,4}}(?:st|nd|rd|th)?|and|or|&|to|through)[,.]*)*\s?$",
    re.IGNORECASE,
)
_OF_CODE = re.compile(r'"[\w-]+"\s?:\s?"$')  # a value in an example of data: "beginn": "2027-03-02T10:00"
_WRITTEN = re.compile(  # "wie im Rundschreiben vom 1. August angekündigt"
    r"\b(?:\w*(?:schreiben|briefe?s?|mail|newsletters?|protokolls?|beschluss|urteil|meldung|artikels?|gesetz|verordnung)|"
    r"fassung|(?:zeitungs|sonder)?ausgabe) vom (?:\w+tag,? (?:den |dem )?)?$",
    re.IGNORECASE,
)
# "Minutes of the January 20, 2026 meeting", "Packet available June 19", "EXECUTED this 16th day of January".
_MINUTES = re.compile(
    r"\bminutes (?:of|from|for)(?: the)?(?: [^\d.;:]{0,60})?$|"
    r"\b(?:minutes|agendas?|packets?|materials|recordings?)(?: (?:is|are|was|were|will be|to be))?"
    r" (?:available|posted|published|approved|distributed|due)(?: (?:on|by|after))?[\s:]*$",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"\b(?:executed|dated|signed|adopted|enacted|ratified|amended|revised|reviewed|filed|effective)"
    r"(?: (?:this|on|as of|at))?(?: the)?[\s:,]*$",
    re.IGNORECASE,
)
# By the role that such a date has.
OTHER = {
    "written": _WRITTEN,
    "minutes": _MINUTES,
    "signed": _SIGNED,
    "closed": _NOT_ON,
    "code": _OF_CODE,
    "shut": _CLOSED,
    "away": _AWAY,
    "born": _BORN,
    "since": _SINCE,
    "last time": _LAST_TIME,
    "replaced": _INSTEAD,
    "on sale": _ON_SALE,
    "reserve": _RESERVE,
    "term": _TERM,
    "delivery": _DELIVERY,
    "setting up": _SETTING_UP,
    "rehearsal": _REHEARSAL,
}
