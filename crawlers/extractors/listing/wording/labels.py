"""The words that introduce values, name prices, and lead to more; numbers of courses. German and English.

Tables, and what they tell of one text: which label it is, where that ends.
"""

from __future__ import annotations

import re

from crawlers.extractors.listing.wording.patterns import Guarded, Words, one_of, remembered
from crawlers.extractors.listing.wording.when import ALL_DAY

# "Referent*in", "Dozent:innen", "Vortragende/r", "Trainer(in)".
_FORM = r"(?:[*:/_·]-?(?:innen|in|r|n)|\((?:innen|in|r|n)\)|innen|in|en|n|r)?"
# In the words for a last day, before its end: "Meldeschluss", "Antragsfrist".
FOR_WHAT = (
    r"(?:melde|bewerbungs|einsende|einreich(?:ungs?)?|abgabe|nenn|buchungs|antrags|redaktions|bestell|druck|angebots)"
)
# From when until when one may register or apply: no day of an event.
PERIOD = (
    rf"(?:(?:an)?{FOR_WHAT}|frühbucher-?|early[ -]?bird[ -])(?:zeitraum|phase|period)|"
    r"(?:registration|application|submission|booking) period"
)
_MEETING = r"(?:meeting|event|hearing|session|program|class)"  # "Meeting Name", "Hearing date/time"
# What one sends to a conference, and what becomes of it: "Abstract deadline", "Notification", "Camera-ready".
_SENT = (
    r"(?:(?:full |short )?papers?|abstracts?|posters?|demos?|proposals?|manuscripts?|contributions?|workshops?|cfp|"
    r"call for papers|submissions?)"
)
_SENT_BY = (
    rf"(?:{_SENT} )?(?:submissions?|deadline|due)(?: date| deadline)?(?: \(\w+\))?|cfp(?: closes)?|call for papers|"
    r"(?:registration|application|booking|entry|nomination|rsvp|early[ -]?bird)s? (?:deadline|due|closes?)|"
    r"(?:author )?notifications?(?: date| of acceptance)?|camera[ -]?ready(?: version| papers?| copy)?"
    r"(?: due| deadline)?|(?:register|book|rsvp|submit|enter) by"
)
_OF_WHAT = r"(?:(?:kurs|seminar|lehrgangs|workshop|veranstaltungs)-?)?"  # "Kursbeginn", "Lehrgangsende"
_OF_THE = (  # "Beginn der Veranstaltung"
    r" (?:der (?:veranstaltung|schulung|fortbildung|weiterbildung|tagung|konferenz|messe|ausstellung|sitzung)|"
    r"de[rs] (?:kurs(?:es)?|seminars?|workshops?|webinars?|lehrgang(?:e?s)?|events?|vortrag(?:e?s)?)|"
    r"of (?:the )?(?:event|course|seminar|workshop|webinar))"
)
_PART_OF_ADDRESS = (  # labels beside that of the house
    r"adresse|address|anschrift|"
    r"(?:straße|strasse|str\.|street)(?:(?:\s?[/,&]\s?|\s(?:und )?)(?:haus)?(?:nr|nummer|no)\.?)?|"
    r"(?:plz|postleitzahl|zip(?: code)?)(?:\s?[/,&]\s?|\s)?(?:ort|stadt|city)?|stadt|city"
)
PARTS_OF_ADDRESS = Words(_PART_OF_ADDRESS)
ROOM = Words(r"raum|room|treffpunkt|meeting (?:point|place)")  # labels of where in the house, or before it
# "Wo findet die Veranstaltung statt?"
_TAKES_PLACE = "findet (?:(?:die|das) (?:veranstaltung|event)|der (?:kurs|termin|workshop)|es) statt"
# Words in front of a value, by what the value is for.
LABELS = {
    "when": (
        rf"wann {_TAKES_PLACE}|"
        rf"{_MEETING} (?:dates?|days?)(?: ?(?:and|&|/) ?times?)?|date/time|"
        r"datum(?: und uhrzeit)?|date(?:s|\(s\))?(?: (?:and|&) time)?|termin(?:e|\(e\))?|wann|when|tag|"
        rf"{_OF_WHAT}(?:start(?:datum| ?date)?|beginn(?: date)?|zeitraum)|"
        r"(?:event|conference|meeting|workshop|course|seminar|session) ?date(?:s|\(s\))?|"
        rf"(?:start|beginn|anfang|tag|datum|termin|zeitpunkt|date|beginning){_OF_THE}|"
        r"(?:veranstaltungs|kurs|seminar)(?:datum|termin|tag|zeitraum)|zeit(?:punkt)?|von|"
        r"day|datum/zeit|datum & (?:uhr)?zeit|datum/uhrzeit|zeit (?:und|&) ort|ort (?:und|&) zeit|"
        r"(?:zeit|ort)/(?:zeit|ort)|wann (?:und|&) wo|when (?:and|&) where|"
        r"(?:date|time) (?:and|&) (?:location|place|venue)"
    ),
    "deadline": (
        rf"{PERIOD}|frist(?:ende)?|abgabe(?:termin)?|(?:an)?{FOR_WHAT}(?:frist(?:en)?|schlu(?:ss|ß)|ende|stichtage?)|"
        r"anmelde(?:zeitraum|phase|beginn|start)|lieferung|"
        r"liefer(?:termin|datum|tag)|zustellung|versand(?:tag)?|erscheinungs(?:termin|tag)|"
        r"laufzeit bis|gültig(?:keit)?(?: bis)?|(?:einreichung|bewerbung|antrag|"
        rf"antragstellung|anmeldung)(?:en)? bis|{_SENT_BY}|closing date|apply by|stichtage?"
    ),
    "posted": (
        r"(?:zuletzt |letzte )?(?:geändert|erstellt|aktualisiert|bearbeitet|veröffentlicht|eingestellt)(?: am)?|"
        r"(?:last )?(?:modified|updated|created|published|posted)(?: on| at)?|(?:date published|published date)|"
        r"(?:änderungs|erstellungs|veröffentlichungs|publikations)datum|letzte aktivität|letzter beitrag|"
        r"last activity|last post"
    ),
    "lasts": r"laufzeit",  # of an exhibition, or of a programme
    "until": rf"{_OF_WHAT}end(?:datum| ?date|zeit| ?time|e|s)?\b(?:{_OF_THE})?|bis|to|until",
    "time": (
        rf"{ALL_DAY}|"
        rf"{_MEETING} times?|"
        r"uhrzeit(?:en)?|time|zeit|beginn|anfang|start|start(?:zeit| ?time)|begin|ende|"
        r"dauer|anpfiff|um"
    ),
    "doors": r"einlass|doors(?: open)?|türöffnung|check-?in",
    "where": (
        rf"wo {_TAKES_PLACE}|"
        r"(?:(?:neuer?|new|meeting|event|hearing|program) )?(?:veranstaltungsort|ort|treffpunkt|venue|location)|"
        r"meeting (?:point|place)|"
        r"(?:veranstaltungsort|venue) (?:name|adresse|address|straße|street|ort|stadt|city)|"
        rf"ort(?:e|\(e\)|{_OF_THE})|wo|where|location(?:s|\(s\))|veranstaltungsorte|place|"
        r"lokation|spielort|raum|room|austragungsort|tagungsort|standort|haus|"
        rf"seminarort|lehrgangsort|kursort|startort|lieu|gebäude|{_PART_OF_ADDRESS}"
    ),
    "title": (
        rf"{_MEETING} (?:name|title)|"
        r"titel|title|thema|topic|veranstaltung|event(?: name)?|name|was|what|ereignis|bezeichnung|seminar|kurs|"
        r"kurstitel|betreff|meeting|gegenstand|beschreibung|anlass|workshop|programm|vortrag|motto|rennen|bewerb|"
        r"veranstaltungstitel|committee|gremium"
    ),
    "status": r"status|hinweis|verfügbarkeit|freie plätze|plätze|availability",
    "price": (
        r"entgelt|eintritt|preis(?:e)?|kosten|gebühr|teilnahmegebühr|price|cost|fee|admission|tickets?|teilnahmebeitrag|"
        r"beitrag|kostenbeitrag|wie ?viel"
    ),
    "sort": r"kategorien?|category|art|typ|type|rubrik|sparte|format",
    "organizer": (
        rf"(?:(?:co|mit)-?)?(?:veranstalter|organi[sz]ator|ausrichter|gastgeber){_FORM}|"
        r"(?:event |meeting )?organi[sz]ers?|"
        r"(?:co-?)?hosts?|(?:hosted|organi[sz]ed|presented|veranstaltet) (?:by|von|durch)|veranstaltende organisation"
    ),
    "host": (
        rf"(?:co-?)?(?:moderator|dozent|referent|referierende|vortragende|redner|sprecher|trainer|"
        rf"kursleiter|seminarleiter|ansprechpartner|teilnehmer|autor|künstler){_FORM}|"
        r"(?:kurs|seminar|gesprächs)?leitung|es (?:spricht|sprechen)|"
        r"(?:presse|medien)?kontakt (?:presse|medien|für \w+)|contact (?:press|media)|"
        r"zu gast|gast(?!:)|gäste?|speakers?|presenters?|lecturers?|instructor|kontakt|contact|moderation|wer|"
        r"affiliation|institution|"
        r"(?:[\w-]*ung|[\w-]*gespräch|vortrag) durch|"
        r"(?:veranstaltungsort|venue) (?:plz|zip|land|country|raum|room)|"
        r"nr|nummer|(?:kurs|veranstaltungs|seminar)-?(?:nr|nummer)\.?|"
        r"zielgruppe|sprache|language|parken|parkplätze|parkmöglichkeit(?:en)?|anfahrt|anreise|öpnv|haltestelle|telefon|e-?mail|web|website|link|anmeldung|karten|registration|tags|dauer|mehr"
    ),
}
PEOPLE = frozenset({"organizer", "host"})  # labels of who invites, speaks or answers
LABEL = Words("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in LABELS.items()))
LONGEST_LABEL = 36  # characters; none is longer, and all begin with a letter
_ANY = "|".join(LABELS.values())
_LABELLED = Words(rf"\W*(?:{_ANY})(?:\s?/\s?(?:{_ANY}))?\.?\s?(?::|\||–(?=\s))\s*")
# Labels that need no colon, since nothing else begins with them: "Veranstaltungsort Alte Schmiede".
_NO_COLON = re.compile(
    r"(?:Veranstaltungsort|Austragungsort|Tagungsort|Spielort|Lehrgangsort|Seminarort|Kursort|Treffpunkt|Venue)\s"
    r"(?:ist\s(?:(?:der|die|das|am|im|an der|in der|vor dem|vor der)\s)?)?(?=[A-ZÄÖÜ\d])"
)
_QUESTION = f"(?:(?:wann|wo) {_TAKES_PLACE}|wann|wo|was|wer|wie ?viel|when|where|what|who|how much)"
ASKS = re.compile(rf"{_QUESTION}\s?[?:]*", re.IGNORECASE)
_ASKED = re.compile(rf"\W*{_QUESTION}\s?\?:?\s*(?=\S)", re.IGNORECASE)
LABEL_REACH = 45  # characters in which a label ends


@remembered
def label_end(text: str) -> int:
    """Where the value begins after a label ("Ort: Rathaus" → 5); 0 when the text begins with none."""
    head = text[:LABEL_REACH]
    if "?" in head and (asked := _ASKED.match(text)):
        return asked.end()
    if ":" not in head and "|" not in head and "–" not in head:
        match = _NO_COLON.match(head)
        return match.end() if match and not label_kind(text) else 0  # "Veranstaltungsort Name"
    match = _LABELLED.match(text)
    if match is None or (
        text[: match.end()].rstrip().endswith("|") and label_kind(text[: match.end()].strip(" |")) == "title"
    ):
        return 0  # "Vortrag | Energie": a sort and a subject
    return match.end()


def label_kind(text: str) -> str | None:
    """What a text that is only a label stands before ("where"); None for any other."""
    return _label_kind(text) if len(text) <= LONGEST_LABEL and text[:1].isalpha() else None


@remembered
def _label_kind(text: str) -> str | None:
    match = LABEL.fullmatch(text)
    if match is None and " / " in text:  # "Location / Ort"
        match = LABEL.fullmatch(text.split(" / ", 1)[0])
    return match.lastgroup if match else None


# Words of links that lead on ("Mehr erfahren", "Zur Anmeldung", "Download PDF"); a line made of them says nothing.
_MORE_WORDS = one_of(
    r"""
    mehr || weiter || weitere || details? || more || info(?:s|rmationen)? || read || learn || lesen || erfahren ||
    dazu || anmelden || anmeldung || jetzt || hier || zum || zur || zu || den || die || der || und || event ||
    termin || veranstaltung || seite || tickets? || ticket || buchen || kaufen || sichern || register ||
    registration || now || here || about || view || see || click || link || website || homepage || flyer || pdf ||
    download || agenda || minutes || protokoll || packets? || ics || ical || kalender || calendar || export ||
    board(?! meeting\b(?! (?:agenda|packet|minutes|notice|video))) ||
    exportieren || hinzufügen || add || to || in || im || google || outlook || share || teilen || drucken || print ||
    kontakt || contact || programm || ansehen || anzeigen || show || reservieren || reservierung || karten ||
    save the date || vormerken || merken || merkliste || bild || image || foto || video || livestream || zurück ||
    back || oder || or || & || plan || map || route || karte || alle || all || online || übersicht || liste ||
    special(?! (?:board )?meeting\b(?! (?:agenda|packet|minutes|notice|video))) ||
    directions || get || buy || meeting || fragen || track || kontaktformular || synopsis ||
    summary || notes || book || weiterlesen || termine || veranstaltungen || events || nächste[rs]? || next ||
    previous || vorherige[rs]? || kurs || warenkorb || bestellen || kostenlos || kostenfrei || unverbindlich ||
    verbindlich || aufzeichnung || platz || bearbeiten || edit || eintragen || anfragen || vereinbaren || auswählen ||
    wählen || belegen || vorbestellen || weiterempfehlen ||
    draft || signed(?= (?:minutes|agenda)) || approved || unapproved ||
    unofficial || amended || revised || pending || posted ||
    available || audio ||
    recordings? || watch || html || docx? || soon || awaiting || approval ||
    coming soon || no meeting(?: ?\(cancell?ed(?=\)))? ||
    to be (?:approved|posted|announced|determined) || not (?:yet )?(?:available|posted|approved) ||
    (?:my|your|meinen|deinen|ihren) (?:kalender|calendar) ||
    heute || nach (?:jahr|monat|woche|tag) || gehe zu monat || (?:jahres|monats|wochen|tages|listen)ansicht
    """
)
MORE = Words(rf"\W*(?:(?:{_MORE_WORDS})\b\W*)*")
MORE_START = Words(
    r"(?:mehr|weiterlesen|weitere?|zur?|zum|jetzt|hier|more|read|learn|view|see|get|buy|book|alle|all|in den|add|"
    r"kontakt|anmeld\w*|tickets?|direkt)\b"
)

PRICE_WORDS = Words(
    r"\b\d+(?:[.,]\d\d|,-|,–|\.-)?\s?(?:€|eur\b|euro\b)|(?:€|\$)\s?\d+(?:[.,]\d\d)?|"
    r"\b(?:kostenlos|kostenfrei|eintritt:? frei|freier eintritt|free of charge|free (?:admission|entry)|gratis)\b"
)
PRICE = Guarded(PRICE_WORDS, needs=("€", "$", "eur", "kosten", "frei", "free", "gratis"))
# Under which conditions one may come: a line of its own below an event.
CONDITION = Words(
    r"\W*(?:(?:die )?(?:teilnehmer[a-zäöü*:_]*zahl|teilnahme|plätze|platzzahl)\b.{0,20}\b"
    r"(?:begrenzt|limitiert|beschränkt)|begrenzte (?:plätze|platzzahl|teilnehmerzahl)|"
    r"um (?:vor)?anmeldung wird gebeten|"
    r"(?:eine |keine )?(?:vor)?anmeldung\b.{0,20}\b(?:erforderlich|erwünscht|notwendig|nötig|erbeten)|"
    r"limited (?:seats|places)|registration (?:is )?required)\W*(?:(?:max\. )?\d+\W*)?"
)
# Who may come: a badge.
FOR_WHOM = Words(
    r"\W*(?:(?:nur|exklusiv|ausschließlich) für (?:unsere |geladene )?(?:\w*mitglieder|mitgliedsunternehmen|gäste|"
    r"frauen|gründerinnen|studierende|alumni)|geschlossene (?:gesellschaft|veranstaltung)|"
    r"(?:members|alumni) only|by invitation only|auf einladung|öffentlich|mitgliederveranstaltung)\W*"
)
# "K26-1041", "261-40312", "Nr. 4711": what an office counts by.
CODE = re.compile(
    r"(?:(?:kurs|seminar|veranstaltung)?s?-?(?:nr\.?|nummer):?\s)?[A-ZÄÖÜ]{0,4}[-./]?\d[\dA-Z]*(?:[-./]\d[\dA-Z]*)*",
    re.I,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_PRICED = re.compile(rf"[\s,;:|/–-]*\(?\s?(?:ab\s)?(?:{PRICE_WORDS.source})\s?\)?$", re.IGNORECASE)
FEWEST_DIGITS = 4
_THOUSANDS = re.compile(r"\d{1,3}\.000")
LONGEST_CODE = 24


def is_code(text: str) -> bool:
    """Whether a text is only the number of a course: four digits or more that are no year and no thousands."""
    if len(text) > LONGEST_CODE or CODE.fullmatch(text) is None or _THOUSANDS.fullmatch(text):
        return False
    return sum(letter.isdigit() for letter in _YEAR.sub("", text, count=1)) >= FEWEST_DIGITS


def without_number(title: str) -> str:
    """The title without a course number before it and a price behind it."""
    first, _, rest = title.partition(" ")
    text = rest.lstrip(" :|–-") if is_code(first.rstrip(":,|")) and len(rest) >= FEWEST_DIGITS else title
    shorter = _PRICED.sub("", text) if PRICE.search(text) else text
    return shorter if len(shorter) >= FEWEST_DIGITS else text
