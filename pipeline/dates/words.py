"""The words of German and English date texts: months, weekdays, labels, links, zones, repetition.

Tables only, and the tolerance for typing errors in month and weekday names. Knows nothing of grammar or calendars.
A word is looked up in lower case, as written (umlauts and their two-letter spellings both stand in the table).
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

Meaning = tuple[str, int, str]  # kind, number, name

MONTHS = (
    "januar jan jänner jaenner jän jaen january",
    "februar feb feber february febr",
    "märz maerz mär maer mrz marz march mar mrch",
    "april apr",
    "mai may",
    "juni jun june juno",
    "juli jul july julei",
    "august aug",
    "september sep sept",
    "oktober okt october oct",
    "november nov",
    "dezember dez december dec",
)
WEEKDAYS = (
    "montag mo mon monday mont",
    "dienstag di die tue tues tuesday dienst",
    "mittwoch mi mit wed weds wednesday mittw",
    "donnerstag do don thu thur thurs thursday donn",
    "freitag fr fre fri friday freit",
    "samstag sa sam sat saturday sonnabend samst",
    "sonntag so son sun sunday sonnt",
)
HABITS = (  # "dienstags": every week
    "montags mondays",
    "dienstags tuesdays",
    "mittwochs wednesdays",
    "donnerstags thursdays",
    "freitags fridays",
    "samstags sonnabends saturdays",
    "sonntags sundays",
)
_STEMS = (
    "erst zweit dritt viert fünft|fuenft sechst siebt|siebent acht neunt zehnt elft zwölft|zwoelft dreizehnt "
    "vierzehnt fünfzehnt|fuenfzehnt sechzehnt siebzehnt achtzehnt neunzehnt zwanzigst einundzwanzigst "
    "zweiundzwanzigst dreiundzwanzigst vierundzwanzigst fünfundzwanzigst|fuenfundzwanzigst sechsundzwanzigst "
    "siebenundzwanzigst achtundzwanzigst neunundzwanzigst dreißigst|dreissigst einunddreißigst|einunddreissigst"
).split()
_ENGLISH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
ORDINALS = tuple(
    " ".join([stem + ending for stem in stems.split("|") for ending in ("en", "er", "e", "em", "es")] + english)
    for stems, english in zip(_STEMS, [*([word] for word in _ENGLISH), *[[]] * 11], strict=True)
)
LAST_WORDS = "letzten letzter letzte letztem letztes last"
NUMBER_WORDS = "ein eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split()

# Words that say what the date or time beside them is. Kind "label", name = what it means.
LABELS = {
    "deadline": (
        "anmeldeschluss anmeldeschluß anmeldefrist anmeldeende bewerbungsschluss bewerbungsschluß "
        "bewerbungsfrist bewerbungsende einsendeschluss einsendeschluß einreichungsfrist einreichschluss "
        "einreichungsschluss abgabeschluss abgabefrist abgabetermin meldeschluss meldefrist deadline frist "
        "fristende stichtag teilnahmeschluss buchungsschluss antragsfrist bewerbungsphase bewerbungszeitraum "
        "anmeldezeitraum anmeldephase bewerbungszeit rückmeldefrist rueckmeldefrist nennschluss "
        "anmeldeschl bewerbungsschl vorverkaufsende annahmeschluss ausschlussfrist bewerbungsstichtag "
        "einreichfrist voranmeldefrist"
    ),
    "register": (
        "anmeldung anmeldungen anmelden anmeldbar bewerbung bewerbungen bewerben bewirb bewerbt einreichung "
        "einreichungen einreichen einsenden rückmeldung rueckmeldung rückmeldungen zusage zusagen frühbucher "
        "frühbucherrabatt fruehbucher frühbucherpreis frühbuchertarif buchbar buchung ticketverkauf tickets "
        "ticket vorverkauf rsvp register registration registrations apply application applications submission "
        "submissions submit earlybird anmeldeformular voranmeldung anzumelden melde meldet einzureichen "
        "buchen verkauf abgabe bewirbst rabatt sichern"
    ),
    "regstart": (
        "anmeldestart bewerbungsstart anmeldebeginn verkaufsstart vorverkaufsstart bewerbungsbeginn "
        "anmeldeöffnung ticketstart vorverkaufsbeginn"
    ),
    "doors": (
        "einlass einlaß einlaßzeit einlasszeit türöffnung tueröffnung tueroeffnung türen saalöffnung "
        "saaleinlass doors admission entrance checkin check-in akkreditierung einlassbeginn einlass-beginn "
        "hallenöffnung abendkasse einl"
    ),
    "begin": (
        "beginn start beginnt startet anfang begin begins starts starting anpfiff veranstaltungsbeginn "
        "programmbeginn startzeit eventbeginn kursbeginn auftakt showtime beginnzeit anfangszeit startdatum "
        "startet's beg anf"
    ),
    "end": (
        "end ende schluss ends ending finish programmende veranstaltungsende voraussichtliches enddatum "
        "endzeit kursende endet"
    ),
    "closing": (
        "abschluss abschluß verabschiedung abreise heimreise schlusswort schlussworte closing farewell closes close "
        "schließt schliesst"
    ),
    "post": (
        "veröffentlicht veroeffentlicht aktualisiert stand update updated posted published erstellt geändert "
        "geaendert änderung modified publiziert eingestellt geschrieben pressemitteilung meldung erstelldatum "
        "veröffentlichung gepostet geposted publikation pressemeldung beitrag artikel veröffentlichungsdatum "
        "bearbeitet aktualisierung verfasst redaktionsschluss hochgeladen abgerufen zugriff online-seit "
        "datenstand veröff veroeff aktual aufgenommen fotografiert"
    ),
    "history": (
        "gegründet gegruendet geboren seit since founded established rückblick rueckblick besteht bestehend "
        "gestorben eröffnet inkrafttreten eröffnete"
    ),
    "old": (
        "statt anstatt ursprünglich urspruenglich urspr ehemals bisher originally formerly vormals instead "
        "eigentlich geplant ursprünglicher alter bisheriger previously"
    ),
    "duration": "dauer duration dauert lasting laufzeit",
    "hours": (
        "öffnungszeiten oeffnungszeiten öffnungszeit sprechzeiten sprechzeit sprechstunden bürozeiten "
        "buerozeiten geschäftszeiten servicezeiten geöffnet erreichbar erreichbarkeit hotline servicezeit "
        "telefonzeiten schalterzeiten kernzeiten"
    ),
    "break": "pause mittagspause kaffeepause break lunch lunchbreak kaffee",
    "mail": "nr hausnummer",
}
_SIMPLE: dict[str, str] = {
    "range": "bis to until till til thru through zum-bis",
    "list": "und sowie and oder or bzw plus u beziehungsweise & respektive",
    "each": "jeweils immer je täglich taeglich daily each tgl",
    "every": "jeden jede jeder jedes every allmonatlich alle alljährlich",
    "from": "von vom ab zwischen zw from between starting",
    "at": (
        "um am at on the den dem der an of im in zum zur gegen ca circa etwa ungefähr approx around about "
        "statt is wo nur samt inkl voraussichtlich auch noch clock rund eines einem des"
    ),
    "topic": (
        "wann datum termin termine zeit uhrzeit date time when veranstaltung veranstaltungen event events neu "
        "neuer dann jetzt nun konferenz findet nächster"
    ),
    "uhr": "uhr uhrr",
    "ct": "ct",
    "weekly": "wöchentlich woechentlich weekly wöchentlicher wöchentliche allwöchentlich",
    "monthly": "monatlich monthly monatlicher monatliche allmonatlich",
    "biweekly": (
        "zweiwöchentlich zweiwöchig vierzehntägig vierzehntäglich biweekly fortnightly zweiwöchentlicher "
        "14-tägig vierzehntägiger"
    ),
    "yearly": "jährlich jaehrlich yearly annually alljährlich",
    "quarterly": "quartalsweise vierteljährlich quarterly",
    "seldom": "zweimonatlich zweimonatlicher zweimonatliche bimonthly halbjährlich geraden ungerade ungeraden",
    "weeks": "wochen woche week weeks",
    "months": "monat monats monate month months",
    "days": "tage days tag day",
    "quarter": "quartal quartals quarter",
    "except": "außer ausser except ausgenommen",
    "week": "kw kalenderwoche",
    "today": "heute today",
    "tomorrow": "morgen tomorrow",
    "aftertomorrow": "übermorgen uebermorgen",
    "this": (
        "diesen dieser dieses diese kommenden kommender kommende nächsten nächster nächste naechsten this next coming"
    ),
    "moved": "verschoben verlegt verschiebt postponed rescheduled moved vertagt verschieben",
    "off": (
        "entfällt entfaellt entfallen abgesagt canceled cancelled ausfallen ausfall ausfalltermin ausfalltermine "
        "ausgefallen fällt faellt gecancelt storniert"
    ),
    "record": (  # what is "vom 3.9." was made or told on that day
        "foto fotos bild bilder photo photos video videos bericht berichte nachbericht screenshot newsletter "
        "aufnahme aufnahmen protokoll mitschnitt aufzeichnung rundschreiben rundbrief fotogalerie bildergalerie"
    ),
    "onto": "auf",
    "past": "nach past",
    "ahead": "vor",
    "not": "nicht not kein keine",
    "but": "sondern but",
    "open": "offen offenes open openend late",
    "halb": "halb",
    "quarterto": "dreiviertel",
    "viertel": "viertel",
    "noon": "noon",
    "midnight": "mitternacht midnight",
    "evening": "abends abend nachmittags nachmittag evening afternoon",
    "night": "nachts nacht",
    "lunch": "mittags",
    "morning": "morgens vormittags früh frueh vormittag morning",
    "by": "by before",
    "latest": "spätestens spaetestens latest",
    "unit": (
        "eur euro chf franken usd cent prozent percent km kg qm mio millionen gb mb kb min minuten minute std "
        "stunden stunde tagen wochen-kurs monaten jahre jahren jahr years hours hour minutes mins people "
        "personen teilnehmer teilnehmende teilnehmern teilnehmerinnen plätze plätzen startups seiten gäste "
        "gästen sterne kommentare teams gründer gründerinnen speaker speakers aussteller unternehmen vorträge "
        "workshops ects mal sessions tägig stündig minütig köpfig days-long x meter grad uhr-zeit gründungen "
        "firmen pitches stationen module semester punkte abende abenden einheiten kurstage kurstagen evenings"
    ),
    "numbered": (
        "version release kapitel raum room saal halle hall etage gebäude absatz abs art nr no nummer "
        "paragraph python windows haus zimmer ausgabe band seite level tor gate bahnsteig gleis linie "
        "punkt tz ziffer ziff punkte- ebene stock parkplatz"
    ),
    "street": "straße strasse str allee brücke platz",
    "phone": "tel telefon fon fax mobil phone telefonnummer tel-nr handy",
}
ZONES = {
    "mez": "MEZ",
    "mesz": "MESZ",
    "cet": "MEZ",
    "cest": "MESZ",
    "utc": "+0",
    "gmt": "+0",
    "z": "+0",
    "bst": "+60",
    "wet": "+0",
    "wesz": "+60",
    "eet": "+120",
    "eest": "+180",
    "oez": "+120",
    "est": "-300",
    "edt": "-240",
    "pst": "-480",
    "pdt": "-420",
    "et": "America/New_York",
    "pt": "America/Los_Angeles",
}
# Written small these are everyday words; with a capital or a full stop they may be names of days and months.
SHY = frozenset(
    "mo di die mi mit do don fr fre sa sam so son mon may mar sat sun march wed mont dienst et pt z".split()
)
# Behind a weekday's name: "Donnerstagabend".
_PARTS = re.compile(r"(abend|morgen|nachmittag|vormittag|mittag|nacht|frueh|früh)s?$")


def _table() -> dict[str, Meaning]:
    table: dict[str, Meaning] = {}
    for kind, words in _SIMPLE.items():
        for word in words.split():
            table.setdefault(word, (kind, 0, word))
    for name, words in LABELS.items():
        table.update(dict.fromkeys(words.split(), ("label", 0, name)))
    table.update(_numbered())
    table.update(dict.fromkeys(LAST_WORDS.split(), ("ordinal", -1, "last")))
    table.update({word: ("zone", 0, zone) for word, zone in ZONES.items()})
    return table


def _numbered() -> dict[str, Meaning]:
    """Words that stand for a number: months and ordinals from 1, weekdays from Monday=0."""
    table: dict[str, Meaning] = {word: ("numword", max(number, 1), word) for number, word in enumerate(NUMBER_WORDS)}
    for kind, rows in (("month", MONTHS), ("wd", WEEKDAYS), ("habit", HABITS), ("ordinal", ORDINALS)):
        for number, words in enumerate(rows):
            for word in words.split():
                table[word] = (kind, number + (kind in {"month", "ordinal"}), word)
    return table


TABLE = _table()
NOISE: Meaning = ("word", 0, "")
_FULL_NAMES = [
    (word, TABLE[word])
    for row in (*MONTHS, *WEEKDAYS, *HABITS)
    for word in row.split()
    if len(word) >= 5
    and word not in {"march", "dienst", "mittw", "freit", "samst", "sonnt", "julei", "thurs", "maerz", "jaenner"}
]
_DEADLINE = re.compile(
    r"(anmelde|melde|bewerbungs|einsende|einreich\w*|teilnahme|abgabe)(schlu(ss|ß)|frist)(datum|termin|ende)?$"
)


@lru_cache(maxsize=4096)
def meaning(word: str, dotted: bool = False) -> Meaning:
    """What a word (as written) says: (kind, number, name); kind "word" when it says nothing about dates."""
    low = word.lower()
    found = TABLE.get(low)
    if found is not None:
        return NOISE if low in SHY and word[0].islower() and not dotted else found
    if len(low) < 5 or len(low) > 24:
        return NOISE
    stem = _PARTS.sub("", low)
    found = TABLE.get(stem)
    if stem != low and found and found[0] in {"wd", "habit"} and len(stem) > 4:
        return found
    if _DEADLINE.search(low):
        return ("label", 0, "deadline")
    return _misspelt(low)


def _misspelt(low: str) -> Meaning:
    """A month or weekday name with one slip (two from nine letters on): never one that only has a longer ending."""
    for name, sense in _FULL_NAMES:
        slips = 2 if len(name) >= 9 else 1
        like = abs(len(name) - len(low)) <= slips and name[0] == low[0] and not low.startswith(name)
        if like and OSA.distance(low, name, score_cutoff=slips) <= slips:
            return sense
    return NOISE
