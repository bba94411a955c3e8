"""The words by which lists, labels, posts, deadlines and places are told apart. German and English. Tables only."""

from __future__ import annotations

import re
from collections.abc import Iterator


class Words:
    """Many alternatives as one pattern, looked for in lower case.

    Case-sensitive on purpose: then the pattern knows with which letters a hit can begin, and is four times as fast as
    one that ignores case.
    """

    __slots__ = ("_pattern", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self._pattern = re.compile(source)

    def search(self, text: str) -> re.Match[str] | None:
        """The first hit; positions are those of `text`."""
        return self._pattern.search(text.lower())

    def match(self, text: str) -> re.Match[str] | None:
        """A hit at the beginning."""
        return self._pattern.match(text.lower())

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """A hit that is the whole text."""
        return self._pattern.fullmatch(text.lower())

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All hits."""
        return self._pattern.finditer(text.lower())

    def sub(self, new: str, text: str) -> str:
        """`text` in lower case with every hit replaced."""
        return self._pattern.sub(new, text.lower())


def _words(*alternatives: str) -> Words:
    """Alternatives that stand as words of their own."""
    return Words(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


def _parts(*alternatives: str) -> Words:
    """Alternatives that may stand inside a word: German compounds."""
    return Words("|".join(alternatives))


# What a list of events, its page or its address calls itself.
CALENDAR = _parts(
    "veranstaltung", "termin(?!al)", "event", "kalender", "calendar", "agenda", "programm(?!ier)", "seminar", "workshop", "kurs",
    "fortbildung", "weiterbildung", "meeting", "schedule", "sitzung", "konzert", "tour(?:dates|daten)?(?!ism)", "messe",
    "upcoming", "meetup", "stammtisch", "vortr[aä]g", "vortragsreihe", "webinar", "spielplan", "what'?s on", "rennen",
    "training", "hackathon", "konferenz", "conference", "treffen", "auftritt", "gottesdienst", "laufzeit", "öffentlicher lauf",
    "lesung", "ausstellung", "festival", "vereinsabend", "tagung", "symposium", "info-?abend", "sprechtag", "pitch",
)  # fmt: skip
# What an event calls itself, in a title or a sentence.
EVENT = _parts(
    "veranstaltung", "workshop", "seminar", "webinar", "meeting", "meetup", "konferenz", "conference", "tagung", "kongress",
    "congress", "messe\\b", "festival", "konzert", "lesung", "vortrag", "stammtisch", "hackathon", "pitch", "demo ?day",
    "barcamp", "symposium", "kurs\\b", "schulung", "training", "infoabend", "info-abend", "sprechtag", "sprechstunde",
    "treffen", "feier", "fest\\b", "frühstück", "breakfast", "lunch", "netzwerk", "networking", "summit", "forum\\b",
    "gala", "verleihung", "ausstellung", "exhibition", "führung", "exkursion", "demonstration", "kundgebung", "versammlung",
    "sitzung", "gottesdienst", "andacht", "flohmarkt", "turnier", "rennen", "regatta", "wanderung", "party", "session",
    "talk\\b", "class\\b", "committee", "hearing", "open house", "tag der offenen", "sommerfest", "plenum", "rcafé", "hcafé", "ecafé", "ncafé", "scafé", "-café",
    "pressekonferenz", "online-seminar", "podiumsdiskussion", "diskussion", "streik", "roadshow", "bootcamp", "camp\\b",
)  # fmt: skip
# A sentence that invites: "findet am … statt", "lädt ein".
TAKES_PLACE = _parts(
    r"\bfindet\b.*\bstatt\b", r"\bfinden\b.*\bstatt\b", r"\bstattfinde", r"\blädt\b.*\bein\b", r"\bladen\b.*\bein\b", r"\bveranstaltet\b",
    r"\bbeginnt\b", r"\bstartet\b", r"\böffnet\b", r"\btakes? place\b", r"\bwill be held\b", r"\bjoin us\b", r"\binvite",
    r"\bsteht\b", r"\bbietet\b.*\ban\b", r"\bgastiert\b", r"\btreffen (?:wir )?uns\b", r"\bfeierte?\b", r"\bantworten liefert\b",
    r"\bgelegenheit\b", r"\bwer mitmachen\b", r"\banmeldung(?:en)?\b", r"\bherzlich\b", r"\bonline-\w+",
)  # fmt: skip

# Before or beside a date: it is when something was written, not when something happens.
POSTED = _words(
    r"(?:zuletzt |erstmals )?veröffentlicht(?: am| von| in)?", "veröffentlichung", "aktualisiert(?: am)?", r"letzte (?:änderung|aktualisierung|bearbeitung)",
    "zuletzt (?:geändert|bearbeitet|aktualisiert)", "geändert am", "erstellt(?: am| von)?", "eingestellt(?: am| von)?", "geschrieben(?: am| von)?", "verfasst(?: am| von)?",
    "gepostet", "publiziert", "stand(?= ?:| \\d| vom| januar| februar| märz| april| mai| juni| juli| august| sept| okt| nov| dez)", "abgerufen", "gesehen am",
    "posted(?: on| by)?", r"published(?: on| at)?", "last (?:modified|updated|changed)", "updated(?: on| at)?", "written (?:on|by)", "modified",
    "quelle", "source", "autor(?:in)?", "pressemitteilung vom", "meldung vom", "artikel vom", "beitrag vom", "copyright", "©", "expires?(?: at| on)?", "expire at",
    r"(?:keine|\d+) kommentare?", "kommentar(?:e|ieren)?", r"(?:no|\d+) comments?", "kommentar hinterlassen", "antworten(?! liefert)", "reply", "min(?:uten)? lesezeit", r"min(?:ute)?s? read",
    "sagte am", "schrieb am", "gespeichert", r"von redaktion", "getaggt mit",
)  # fmt: skip
# Before a date: it is the last day to do something.
DEADLINE = _words(
    r"\w*(?:melde|anmelde|bewerbungs|einsende|einreichungs?|einreich|abgabe|nenn|buchungs|antrags|redaktions)(?:schlu(?:ss|ß)|frist(?:ende)?|ende|termin)",
    r"anmeldung(?:en)?(?: \w+){0,4}? bis(?: zum| spätestens)?", r"(?:an)?melde\w*(?: \S+){0,6}? bis(?: zum| spätestens)?", r"anmelden(?: \w+){0,5}? bis(?: zum| spätestens)?",
    r"bewerb\w*(?: \S+){0,5}? bis(?: zum| spätestens)?", r"bis (?:spätestens|zum)(?= \S* ?\d)", r"spätestens (?:bis |am )?", "deadline", "frist", "stichtag", r"early[ -]?birds?(?: \w+){0,3}?", r"frühbucher\w*(?: \w+){0,3}?",
    r"(?:register|apply|rsvp|submit|submissions?|applications?|registration)(?: \w+){0,4}? (?:by|until|before|closes?(?: on)?)", r"(?:gültig|buchbar|verlängert)(?: \w+){0,2}? bis(?: zum)?",
    r"um (?:an|rück)meldung (?:\w+ ){0,4}?bis(?: zum| spätestens)?", r"rückmeldung(?:en)? (?:\w+ ){0,3}?bis(?: zum)?", r"anmeldestart(?: \w+)?", r"vorverkauf(?: \w+){0,3}?(?: ab| bis| seit)?", r"einsendung(?:en)? bis(?: zum)?",
    r"closing date", r"closes?(?: on)?", r"due(?: date| by)?", r"wurde bis|verschoben vom|ursprünglich(?: \w+)?|statt am|originally",
)  # fmt: skip
# A listing that is made of deadlines: calls and rounds one can apply for.
ROUND = _parts("bewerbungsrunde", "bewerbungsphase", "ausschreibung", "call for", "application round", "förderaufruf", "förderrunde", "einreichungsrunde", "stichtage", "wettbewerbsrunde")  # fmt: skip
# Before a date: something that was, or a law, or a life.
PAST = _words(
    "geboren", "gegründet", "gestorben", "seit(?: dem| der)?", "since", "founded", "born", "died", "gründung", "eröffnet", "erbaut", r"(?:gesetz|urteil|beschluss|fassung|verordnung|bescheid|ausgabe|schreiben|brief|protokoll|minutes|meldung|tweet) (?:vom|of|from)",
    "bericht vom", "vom", "zuletzt am", "nach dem", "vor dem", "bis ende", "ab sofort", "wie .{0,40} am",
)  # fmt: skip

RELATED = _words(
    r"(?:das )?könnte (?:sie|dich|euch) (?:auch )?(?:noch )?interessieren", r"auch interessant", r"(?:ähnliche|verwandte|passende) (?:\w+ )?(?:veranstaltungen|events|beiträge|termine|artikel|kurse)",
    r"(?:weitere|andere|nächste|kommende) (?:\w+ )?(?:veranstaltungen|events|termine|kurse|seminare|beiträge|artikel|meldungen|nachrichten)", r"related(?: \w+)?", r"(?:more|other|similar|upcoming) (?:events|posts|articles|stories|news)", "you (?:may|might) also like",
    r"mehr (?:\w+ )?(?:veranstaltungen|events|termine)", "see also", r"siehe auch",
)  # fmt: skip
NEWS = _words(
    r"(?:neueste|letzte|aktuelle|weitere|ähnliche|meistgelesene|beliebte|verwandte|mehr) (?:beiträge|artikel|meldungen|nachrichten|news|posts|kommentare|pressemitteilungen|themen)", r"(?:recent|latest|related|popular|more) (?:posts|articles|news|comments|stories|entries)",
    "archive?", "archiv", "blog", "news", "neuigkeiten", "aktuelles", "nachrichten", "pressemitteilungen", "pressemeldungen", "presse", "kommentare", "comments", "leserbriefe", r"\d+ (?:gedanken|kommentare?|antworten|comments?|replies|responses) (?:zu|on|to)", "vorheriger (?:artikel|beitrag)", "nächster (?:artikel|beitrag)",
    "schlagwörter", "kategorien", "letzte artikel", "downloads?", "dokumente", "forum", "meldungen",
)  # fmt: skip
HOURS = _words(
    r"(?:öffnungs|sprech|büro|service|geschäfts|besuchs|telefon)zeiten", r"(?:opening|office|business|visiting) hours", r"(?:täglich|montags?|mo\.?|monday)\s?(?:-|–|bis|to|through)\s?(?:freitags?|fr\.?|sonntags?|so\.?|samstags?|sa\.?|donnerstags?|do\.?|friday|sunday|saturday)",
)  # fmt: skip
MORE = Words(
    r"\W*(?:(?:mehr|weiter|weitere|details?|more|info(?:s|rmationen)?|read|learn|lesen|erfahren|dazu|anmelden|anmeldung|jetzt|hier|zum|zur|zu|den|die|der|und|event|termin|"
    r"veranstaltung|seite|tickets?|ticket|buchen|kaufen|sichern|register|registration|now|here|about|view|see|click|link|website|homepage|flyer|pdf|download|agenda|minutes|protokoll|"
    r"packet|board|ics|ical|kalender|calendar|export|exportieren|hinzufügen|add|to|in|im|google|outlook|share|teilen|drucken|print|kontakt|contact|programm|ansehen|anzeigen|"
    r"show|reservieren|reservierung|karten|vormerken|merken|merkliste|bild|image|foto|video|livestream|zurück|back|oder|or|&|plan|map|route|karte|alle|all|online|übersicht|liste|special|audio|"
    r"directions|get|buy|meeting|fragen|track|kontaktformular|synopsis|summary|notes|book|weiterlesen|termine|veranstaltungen|events|nächste[rs]?|next|previous|vorherige[rs]?|kurs|warenkorb|bestellen)\b\W*)*",
)

# Words in front of a value. What the value is for.
LABELS = {
    "when": r"datum(?: und uhrzeit)?|date(?:s|\(s\))?(?: (?:and|&) time)?|termin(?:e|\(e\))?|wann|when|tag|zeitraum|start(?:datum| ?date)?|beginn(?: date)?|event date|veranstaltungs(?:datum|termin|tag)|zeit(?:punkt)?|von|day|datum/zeit|datum & (?:uhr)?zeit|datum/uhrzeit|zeit und ort",
    "until": r"end(?:datum| ?date|e)|bis|to|until",
    "time": r"uhrzeit(?:en)?|time|zeit|beginn|anfang|start|start(?:zeit| ?time)|begin|einlass|doors|ende|end(?:zeit| ?time)|dauer|anpfiff|um",
    "where": r"ort(?:e|\(e\))?|wo|where|location(?:s|\(s\))?|venue|veranstaltungsort(?:e)?|treffpunkt|treffen|place|adresse|address|anschrift|lokation|spielort|raum|room|austragungsort|tagungsort|standort|haus|stadt|city|seminarort|kursort|startort|plz/ort|lieu",
    "title": r"titel|title|thema|topic|veranstaltung|event(?: name)?|name|was|what|ereignis|bezeichnung|seminar|kurs|kurstitel|betreff|meeting|gegenstand|beschreibung|anlass|workshop|programm|vortrag|motto|rennen|bewerb|veranstaltungstitel|committee|gremium",
    "status": r"status|hinweis|verfügbarkeit|freie plätze|plätze|availability",
    "price": r"eintritt|preis(?:e)?|kosten|gebühr|teilnahmegebühr|price|cost|fee|admission|tickets?|teilnahmebeitrag|beitrag|kostenbeitrag",
    "host": r"veranstalter(?:in)?|organi[sz]ator(?:in)?|organi[sz]er|gastgeber|host(?:ed by)?|ausrichter|leitung|dozent(?:in)?|referent(?:in)?(?:en)?|speaker|kontakt|contact|ansprechpartner(?:in)?|moderation|trainer(?:in)?|kursleitung|wer|kategorie|category|art|typ|type|nr|nummer|kurs-?nr|format|zielgruppe|sprache|language|telefon|e-?mail|web|website|link|anmeldung|karten|registration|tags|dauer|mehr|teilnehmer",
}  # fmt: skip
LABEL = Words("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in LABELS.items()))
_LABELLED = Words(rf"\W*(?:{'|'.join(LABELS.values())})\s?(?::|\||–(?=\s))\s*")

LABEL_REACH = 45  # characters in which a label ends


def label_end(text: str) -> int:
    """Where the value begins after a label ("Ort: Rathaus" → 5); 0 when the text begins with none."""
    head = text[:LABEL_REACH]
    if ":" not in head and "|" not in head and "–" not in head:
        return 0
    match = _LABELLED.match(text)
    return match.end() if match else 0


STREET = re.compile(r"\w(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|ufer|damm|markt|hof|wall|steig|chaussee)\s?\d+|\b(?:straße|str\.|allee|platz|weg|ring|markt)\s\d+|\b\d+\s(?:\w+\s){1,3}(?:street|st|avenue|ave|road|rd|blvd|boulevard|drive|dr|lane|way|square)\b\.?", re.IGNORECASE)  # fmt: skip
POSTCODE = re.compile(
    r"(?<![\d-])(?!(?:19|20)\d\d\s)(?:(?:D|A|CH)-?)?\d{4,5}\s[A-ZÄÖÜ][a-zäöüß]{2,}|\b[A-Z]{2}\s\d{5}\b"
)
PLACE = _parts(
    r"haus\b", r"saal\b", "halle", "zentrum", "center\\b", "centre", "campus", "hotel", "café", "gaststätte", "gasthof", "gasthaus", "restaurant", "museum", "rathaus", "kirche", "schule\\b", "universität", "hochschule", "bibliothek", "bücherei", r"raum\b", "room", "hall\\b", "hub\\b", "werk\\b", "theater", "stadion", "schloss", r"park\b", "garten", "club\\b", "online\\b", "zoom\\b", "(?:ms|microsoft|via|über) teams", "ms teams", "virtuell", "digital\\b", "building", "headquarters", "chamber", "auditorium", "forum\\b", "akademie", "ihk\\b", "lounge", "space\\b", "loft", "studio", "bahnhof", "marktplatz", "platz\\b", "kulturzentrum", "gemeindeamt", "turnhalle", "vereinsheim", "foyer", "etage", "library", r"bar\b", "arena", "fabrik", "villa", "treff\\b", "zelt\\b", "landhotel", r"hof\b", r"laden\b", "brunnen", "galerie", "gallery", r"turm\b", "kino\b", "institut", "college", "university", "messegelände", "kaserne", "werkstatt", r"burg\b", "gründerzentrum", "technologiezentrum", "webex", "livestream", "gemeindehaus",
)  # fmt: skip
PRICE = re.compile(r"\b\d+(?:[.,]\d\d|,-|,–|\.-)?\s?(?:€|eur\b|euro\b)|(?:€|\$)\s?\d+(?:[.,]\d\d)?|\b(?:kostenlos|kostenfrei|eintritt frei|free of charge|free admission|gratis)\b", re.IGNORECASE)  # fmt: skip
# What a heading with a year in it must be about, to speak for the lines below it.
SEASON = _parts(
    "termine", "veranstaltungen", "events", "programm", "kalender", "schedule", "calendar", "meetings", "seminare", "kurse",
    "fortbildungen", "workshops", "saison", "jahr", "dates", "sitzungen", "konzerte", "spielplan", "archiv", "season", "rückblick",
    "rennen", "touren", "vorträge", "schulungen", "messen", "auftritte", "treffen",
)  # fmt: skip
# Begins a line that tells where a text or picture comes from.
CREDIT = re.compile(r"\W*(?:quelle|source|foto|bild|photo|grafik|©|copyright|stand|pressemitteilung|meldung|letzte (?:änderung|aktualisierung))\b", re.IGNORECASE)  # fmt: skip
# A heading made of these words only says that there is a list, not of what.
GENERIC = _words(
    "meetings?", "schedule", "upcoming", "termine?", "veranstaltung(?:en|skalender)?", "kalender", "calendar", "regular", "dates?", "current", "next", "nächste[rns]?", "kommende[rn]?", "aktuelle[rns]?",
    "year", "month", "most", "recent", "past", "vergangene[rn]?", "unsere?", "our", "alle", "all", "übersicht", "overview", "events?", "of", "the", "und", "and", "für", "for", r"\d+", "jahr", "liste", "list", "terminübersicht", "terminkalender", "start", "startseite", "home", "minutes", "agendas?", "details?", "programm", "datum",
)  # fmt: skip
# A sentence that speaks for every date of a list.
FOR_ALL = _parts(r"\bjeweils\b", r"\bimmer\b", r"\balle\b", r"\bstets\b", r"\beach\b", r"\bevery\b", r"\ball\b.{0,30}\b(?:meetings|events|sessions|dates)\b", r"\b(?:are|will be|is) held\b", r"\btreffen wir uns\b", r"\bbeginn(?:t|en)?\b", r"\bmeetings? (?:begin|start)", r"\bwe meet\b", r"\bmeets? (?:on|at)\b", r"\bfinden\b")  # fmt: skip
MORE_START = re.compile(
    r"(?:mehr|weitere? |zur? |zum |jetzt|hier|more|read|learn|view|see|get|buy|book|alle|all |in den|add|kontakt|anmeld|tickets? |direkt)",
    re.IGNORECASE,
)
# Without one of these no text says what became of an event: spares the full reading.
MARKED = _parts(
    "sag", "fäll", "faell", "entf", "storn", "gestr", "cancel", "nicht statt", "called", "verschob", "verschieb", "verleg", "vertagt", "postpon", "änderung", "aenderung", "neue", "ersatz", "nachhol", "resched", "new date", "warteliste", "wait", "ausge", "ausver", "sold", "book", "belegt", "plätze", "plaetze", "seats", "places", "spots",
)  # fmt: skip
