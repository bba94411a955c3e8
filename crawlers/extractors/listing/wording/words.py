"""What events, their lists and the pages around them call themselves. German and English.

Tables, and what one of them tells of a heading; those that are parts of other patterns are texts.
"""

from __future__ import annotations

import re

from crawlers.extractors.listing.wording.patterns import Words, beginnings, one_of, parts, words

# What a list of events, its page or its address calls itself.
CALENDAR = parts(
    r"""
    veranstaltung || termin(?!al) || event(?!-?(?:organi|manag|team|agentur|location|technik|koordin)) || kalender ||
    calendar || agenda || programm(?!ier) || seminar || workshop || kurs || fortbildung || weiterbildung ||
    meeting || schedule || sitzung || konzert ||
    tour(?:dates|daten)?(?!ism) || messe || upcoming || meetup || stammtisch || vortr[aä]g || vortragsreihe ||
    webinar || spielplan || what['’]?s on || rennen || training || hackathon || konferenz || conference || treffen ||
    auftritt || gottesdienst || laufzeit || öffentlicher lauf || lesung || ausstellung || festival || vereinsabend ||
    tagung || symposium || info-?abend || sprechtag || pitch || colloquium || kolloquium || ringvorlesung ||
    gesprächsreihe || vorlesungsreihe
    """
)
# What a heading with a year in it must be about, to speak for the lines below it; what a page of lists calls itself.
SEASON = parts(
    r"""
    termine || veranstaltungen || events || programm || kalender || schedule || calendar || meetings || seminare ||
    kurse || fortbildungen || workshops || saison || jahr(?<!neujahr) || dates || sitzungen || konzerte ||
    spielplan || archiv || ausstellungen || exhibitions ||
    season || rückblick || rennen || touren || vorträge || schulungen || messen || auftritte || treffen || lehrgänge ||
    meetups || stammtische || sprechtage || webinare || trainings || lesungen || turniere || tagungen || konferenzen ||
    what['’]?s on(?! (?:your|my|the)\b) || was ist (?:hier |heute )?los(?! mit) ||
    seminars || lectures || talks || colloquia || concerts || courses || classes || conferences || gigs ||
    agenda(?! ?20[123]0) || halbjahr || semester(?!ticket|beitr) || spielzeit || vortragsreihe || ringvorlesung
    """
)
_VERBS = frozenset({"treffen", "messen"})  # written small: as nouns they name many
_YEARLY = re.compile(r"\bjahres(?!plan|übersicht|vor|kalender)(?=\w)", re.IGNORECASE)
# A heading made of these words only says that there is a list, not of what.
GENERIC = words(
    r"""
    meetings? || schedule || upcoming || termine? || veranstaltung(?:en|skalender)? || kalender || calendar ||
    regular || dates? || current || next || nächste[rns]? || kommende[rn]? || aktuelle[rns]? || year || month ||
    most || recent || past || vergangen(?:e[rn]?)? || unser(?:e[nrs]?)? || our || alle || all || übersicht ||
    overview ||
    events? ||
    of || the || die || das || und || and || für || for || \d+ || jahr || liste || list || terminübersicht ||
    terminkalender ||
    kurstage || kurstermine || einzeltermine || wichtige[rns]? || folgende[rns]? || daten || zeiten || times ||
    (?:veranstaltungs|event|termin|kurs|seminar|workshop|webinar|schulungs)-?(?:details?|daten|infos?|informationen|
    übersicht|kalender|suche|datenbank|angebote?|programm|hinweise?|ankündigung(?:en)?|einzelansicht|detailansicht) ||
    start || startseite || home || minutes || agendas? || details?(?: (?:zur|zum) (?:veranstaltung|termin|event))? ||
    programm || datum || einladung || invitation ||
    einladungen || orte? || zeit || frühjahr || sommer || herbst || winter || quartal || halbjahr || quarter ||
    spring || summer || fall || autumn || terms? || semesters? || (?:michaelmas|hilary|trinity|lent) term ||
    (?:winter|sommer)semester ||
    im (?:frühjahr|sommer|herbst|winter|(?:(?:ersten|zweiten|dritten|vierten) )?(?:quartal|halbjahr)) ||
    (?:haupt|service|meta|seiten|unter|bereichs|pfad)-?navigation || hauptmenü ||
    (?:teilnehmende|teilnehmer(?:innen|:innen|\*innen)?|gäste|mitglieder|zusagen|attendees|guests|members|going|
    participants|photos|fotos|bilder|reviews|bewertungen)(?: \(\d+\))? ||
    (?:aus)?wählen || & || faqs? || (?:häufige |häufig gestellte )?fragen || antworten ||
    frequently asked questions || (?:das|was)(?: ist)? (?:im|in der|am|diese[nr]?) [^.!?]{3,40} los(?: ist)? ||
    zur auswahl || verfügbare[rn]? || freie || buchbare || mögliche || geplante || buchung || terminauswahl ||
    (?:durchführungs|veranstaltungs|seminar|workshop|beratungs)termine ||
    im überblick || auf einen blick || at a glance ||
    als nächstes || next up || coming up || demnächst ||
    performances? || screenings? || showings? || show ?times || tour ?dates || tickets || booking || on tour ||
    vorstellungen || aufführungen || spieltermine || spielzeiten || (?:vorstellungs|aufführungs|film)termine ||
    karten || tourdaten || tourtermine || weitere[rns]? || further ||
    (?:this|next) (?:week|month) || (?:diese|nächste) woche || (?:diesen|nächsten) monat || later || später
    """
)
# Above one of several dates of the same thing: no name.
NUMBERED = Words(r"\W*(?:termin|datum|date|option|durchgang|durchlauf|starttermin|kursstart)\s?(?:nr\.?\s?)?\d{1,2}\W*")
# What may stand around a name and is no part of it.
EDGES = " \t,;:|/·•–—-→»›‹«>+*…#@=_"
# What parts the facts of a row, alone and with dashes: "Infotag | 9.12.2026 | Rheine", "5 May 2027 · The Barn – €18".
BARS = "|·•"
FACTS = rf"\s?[{BARS}]\s|\s(?://|[–—-])\s"
# What an event calls itself, in a title or a sentence.
EVENT = parts(
    r"""
    veranstaltung || workshop || seminar || webinar || meeting || meetup || konferenz || conference || tagung ||
    kongress || congress || messe\b || festival || konzert || lesung || vortrag || stammtisch || hackathon || pitch ||
    demo ?day || barcamp || symposium || kurs\b || schulung || training || info-?abend || info-?termin || sprechtag ||
    sprechstunde || treffen || feier(?!tag|abend\b) || fest\b || frühstück || breakfast || lunch || brunch ||
    dinner\b || supper ||
    (?:kamin|fach|wirtschafts|tisch|podiums|bühnen|unternehmer|gründer|abend|werkstatt|branchen)gespräch ||
    netzwerk || networking ||
    summit || forum\b || gala || verleihung || ausstellung || exhibition || führung || exkursion || demonstration ||
    kundgebung || versammlung || sitzung || gottesdienst || andacht || flohmarkt || turnier || rennen || regatta ||
    wanderung || party || session || talk\b || class\b || committee || hearing || open house || tag der offenen ||
    weihnachtsmarkt || adventsmarkt || ostermarkt || herbstmarkt || frühjahrsmarkt || kreativ-?markt || designmarkt ||
    handwerkermarkt || büchermarkt || hofmarkt || jahrmarkt || bauernmarkt || gründertage?\b || gründungstage?\b ||
    unternehmertag\b || innentag\b || aktionstage?\b || thementag\b || infotag\b || fachtag\b || karrieretag\b ||
    techniktag\b || start-?up-?tag\b || innovationstage?\b || familientag\b || mitmachtag\b || digitaltag\b ||
    branchentag\b || ausbildungstag\b || berufstag\b || hochschultag\b || zukunftstag\b || netzwerktag\b ||
    sommerfest || plenum || -werkstatt || (?:schreib|ideen|zukunfts|gründ\w{2,4}s?)werkstatt ||
    repair[ -]?caf[eé] || rcafé || hcafé || ecafé || ncafé || scafé || -café || pressekonferenz || online-seminar ||
    abend\b(?<=\wabend)(?<!heiligabend)(?<!sonnabend)(?<!feierabend) || empfang\b || night\b ||
    podiumsdiskussion || diskussion || streik || roadshow || bootcamp || camp\b || colloquium || kolloquium ||
    ringvorlesung || slam\b || sprechzeit || kennenlern || ausflug || wettbewerb || premiere || matinee || soirée ||
    salon\b || besichtigung || betriebsbesuch || rundgang || (?:arbeits|pflege)einsatz ||
    (?:neujahrs|unternehmer|wirtschafts|presse|sommer|herbst|winter)ball\b ||
    (?:gründer(?:innen)?|unternehmer(?:innen)?|gesprächs|netzwerk|austausch|erfa-?|plauder|vorstellungs)runde\b ||
    treff\b(?<!jugendtreff)(?<!bürgertreff)(?<!stadtteiltreff)(?<!kulturtreff)(?<!schaftstreff)(?<!familientreff)(?<!quartierstreff)
    """
)
# Who meets: "Board of Trustees", "Planning Commission", "Hauptausschuss"; beside bare days they are its meetings.
BODY = words(
    r"""
    board || council || commission || committee || subcommittee || trustees || authority || task force ||
    \w*ausschuss || (?:stadt|gemeinde|kreis|bei|aufsichts|orts|verwaltungs)rat || kreistag || vorstand || kommission
    """
)
# A call to keep a day free: it stands before names and is none.
TO_NOTE = Words(
    r"\W*(?:(?:bitte|schon|jetzt|heute|gleich|den termin|termin|datum) )*(?:vormerken|notieren)\W*|"
    r"\W*save[ -]the[ -]dates?\W*"
)
# Whom a text speaks to, before what it tells them: "Für Gründende: Die Sprechstunde ist am …".
FOR_WHOM = re.compile(
    r"(?:Für|An) (?:alle )?[A-ZÄÖÜ][\w:*-]+(?: und [A-ZÄÖÜ][\w:*-]+)?: "
    r"(?=(?:Der|Die|Das|Ein|Eine|Unsere?) [^.!?]*\b(?:ist|sind|findet|beginnt|startet)\b)"
)
# A sentence that invites: "findet am … statt", "lädt ein".
TAKES_PLACE = beginnings(
    r"""
    findet\b.*\bstatt\b || finden\b.*\bstatt\b || stattfinde || lädt\b.*\bein\b || laden\b.*\bein\b ||
    veranstaltet\b || beginnt\b || startet\b || öffnet\b || takes? place\b || will be held\b ||
    join us\b || invite || steht\b || bietet\b.*\ban\b || gastiert\b || treffen (?:wir )?uns\b ||
    feierte?\b || antworten liefert\b || gelegenheit\b || wer mitmachen\b || anmeldung(?:en)?\b ||
    herzlich\b || online-\w+ || los geht\b || geht(?:['’]?s| es) los\b
    """
)
# A heading above the items of one event.
PROGRAMME = words(
    r"""
    (?:tages|rahmen|konferenz|kongress|vortrags|reise)?programm(?:ablauf|übersicht|punkte)? || ablauf(?:plan)? ||
    reise(?:verlauf|plan) || agenda ||
    schedule || timetable || zeitplan || tagesordnung || line-?up || programme? || stundenplan
    """
)
# What comes next, in a heading: events ("Nächste Veranstaltung", "Unsere Veranstaltungen"); one of a sort ("Nächster
# Gründerabend"); several of a sort ("Die nächsten Sprechtage"); a part of the page that looks ahead.
_NEXT = r"(?:nächste|kommende|anstehende|bevorstehende|aktuelle)"
_THE_NEXT = rf"(?:(?:unsere?|die|das|der|our) )?(?:{_NEXT}[nrs]?|upcoming|next) "
_SORT = r"(?:veranstaltung|termin|event|treffen|abend|stammtisch|sitzung|meetup)"
THE_NEXT = Words(rf"{_THE_NEXT}{_SORT}(?:en|e|s)?\W*|(?:unsere |our )?(?:veranstaltungen|events)\W*")
THE_NEXT_OF_A_SORT = Words(rf"{_THE_NEXT}[\w-]*{_SORT}:?")
SOME_NEXT = Words(rf"(?:(?:die|unsere|alle|the|our) )?(?:(?:{_NEXT}|weitere)n?|upcoming|next)\s[\w-]+:?")
# Several of a sort in a time of the year: "Sprechtage im 2. Quartal".
OF_A_TIME = Words(
    r"(?:(?:sprech|beratungs)tage|termine|abende|sprechstunden|beratungen|treffen) (?:im|in|für|bis) (?:[\w.-]+ )?"
    r"(?:quartal|halbjahr|semester|frühjahr|sommer|herbst|winter|jahr|20\d\d)(?: 20\d\d(?:/\d\d)?)?:?"
)
# The other days of what the page is about.
OF_THIS = Words(
    r"(?:weitere|alle|andere|nächste|further|other|more|all) (?:termine|dates|days) (?:"
    r"(?:(?:zu|von|für) )?diese[rsmn]? (?:veranstaltung|kurs(?:es)?|seminars?|workshops?|webinars?|reihe|events?)|"
    r"(?:of|for) this (?:event|course|seminar|workshop|webinar|series))\W*"
)
AHEAD = Words(rf"\b(?:{_NEXT}|upcoming|next|vorschau|ausblick)")
# Sorts of events, more than one of each.
MANY = "veranstaltungen|events|termine|kurse|seminare|webinare|workshops|vorträge|konzerte|führungen|sitzungen|treffen"
_MORE = r"\w*(?:anlässe|abende|reisen|messen|lesungen|schulungen|lehrgänge|stammtische|meetups)"
# A heading above other events than the page's own.
RELATED = words(
    rf"""
    (?:das )?könnte (?:sie|dich|euch) (?:auch )?(?:noch )?interessieren || auch interessant ||
    (?:ähnliche|verwandte|passende) (?:\w+ )?(?:{MANY}|beiträge|artikel) ||
    (?:weitere|andere|nächste|kommende) (?:\w+ )?(?:{MANY}|angebote|(?:förder)?aufrufe|ausschreibungen|{_MORE}) ||
    (?:kunden|andere) (?:buchten|besuchten|kauften) auch || zuletzt (?:angesehen|besucht) || nicht verpassen ||
    (?:weitere|andere|nächste) (?:\w+ )?(?:beiträge|artikel|meldungen|nachrichten) ||
    demnächst (?:bei uns|hier) || außerdem zu sehen ||
    (?:auch|ebenfalls) (?:spannend|interessant) || mehr (?:zum thema|aus dem ressort) || außerdem bei uns ||
    coming up ||
    (?:next up|also (?:on|coming up)|what else is on) || related(?: \w+)? ||
    (?:more|other|similar|upcoming) (?:\w+ )?(?:events|posts|articles|stories|news|programmes|courses|talks) ||
    (?:und|was|wer) sonst(?: noch)?(?: so)?(?: (?:los|läuft|ansteht|passiert|geplant))?(?: ist)? ||
    you (?:may|might) also like || mehr (?:\w+ )?(?:{MANY}) || see also || siehe auch
    """
)
# The same where it says that these are only like what the page is about.
MIGHT_INTEREST = beginnings("interess || ähnliche || verwandte || passende || related || also like")
# A word for a kind of event alone: a tag on a card, not what this event is called.
KIND = Words(
    r"\W*(?:(?:abend|online|präsenz|info(?:rmations)?|(?:halb|ganz)?tages|(?:halb|ganz)tags|web|live|impuls|fach|netzwerk|"
    r"partner|hybrid)-?)?"
    r"(?:talk|pitch|webinar|seminar|workshop|vortrag|kurs|online|hybrid|präsenz|vor ort|event|veranstaltung|meetup|"
    r"konferenz|messe|tagung|netzwerken|networking|party|konzert|lesung|führung|exkursion|fahrt|film|theater|"
    r"(?:sonder|dauer|wander|wechsel|gast)?ausstellung|exhibition|weiterbildung|fortbildung|schulung|training|lehrgang|sonstige[sr]?|intern|extern|extra|neu|new|"
    r"hackathon|ideathon|festival|barcamp|bootcamp|summit|gala|roadshow|demo day|"
    r"highlight|tipp|top|kostenlos|kostenfrei|gratis|free|featured|panel|keynote|course|lecture|conference)"
    r"(?:s|e|en)?\W*"
)
# One series of sessions, as its own page calls it: "Arbeitskreis Export", "Gründerinnen-Brunch"; several are none.
_SERIES = one_of(
    r"""
    (?:arbeits|gesprächs|erfa-?|lese|lern)kreis || (?<!dis)(?<!ex)(?<!kon)kurs || lehrgang || seminar || kolloquium ||
    colloquium || workshop || vorlesung || reihe || stammtisch || brunch || frühstück || (?:schreib|ideen)werkstatt ||
    -werkstatt || bootcamp || webinar || meetup || (?:working|reading|study) group || (?:lecture|seminar|talk) series ||
    course || breakfast
    """
)
SERIES = Words(rf"(?:{_SERIES})(?![\w-])")
# Before a day, on a line of its own: which session of the same event it is of.
A_SESSION = Words(
    r"\W*(?:(?:präsenz|online|theorie|praxis|auftakt|start|zwischen|abschluss|vertiefungs|transfer|follow-?up|"
    r"kick-?off|closing|on-?site|in[ -]person)[ -]?"
    r"(?:termin|tage?|teil|phase|treffen|veranstaltung|workshop|modul|abend|einheit|session|day|event)?|vor ort|"
    r"vertiefung|transfer|erster teil|zweiter teil|dritter teil)\W*"
)
# In a heading that is generic: above the evenings of one play, film or band.
SHOWN = words(
    r"""
    performances? || screenings? || showings? || show ?times || tickets || booking || vorstellungen || aufführungen ||
    spieltermine || spielzeiten || (?:vorstellungs|aufführungs|film)termine || karten
    """
)
# What is said beside one of them and is no name: "Preview, all seats €12", "Relaxed performance", "Premiere".
OF_A_SHOW = Words(
    r"\W*(?:(?:low-cost |public )?previews?|premiere|uraufführung|erstaufführung|wiederaufnahme|derni[eè]re|"
    r"zum (?:letzten|ersten) mal|letzte (?:vorstellung|aufführung)|voraufführung|öffentliche (?:general)?probe|"
    r"(?:opening|closing|press|gala|last|final|first|family) (?:night|performance|show)|(?:post|pre)-show|after-show|"
    r"matin[eé]e|schools? (?:performance|show)|(?:schul|familien|nachmittags)(?:vorstellung|aufführung)|"
    r"relaxed|captioned|audio[- ]described|bsl|sign(?:ed| language)|touch tour|dementia[- ]friendly|autism|"
    r"(?:parent|carer|mother|baby|toddler)s?\b|subtitled|dubbed|original version|[23]d\b|imax|omu|omeu|ov\b|"
    r"screen \d|kino \d|saal \d|mit (?:einführung|publikumsgespräch|nachgespräch|gebärden\w+|audiodeskription)|"
    r"(?:publikums|nach)gespräch|(?:with |plus |\+ ?)(?:an )?(?:intro(?:duction)?|q ?& ?a|talkback)|q ?& ?a|talkback|"
    r"sold out|ausverkauft|rest(?:karten|plätze)|karten|tickets?|abo\w*|freier verkauf|all (?:seats|tickets)|"
    r"alle plätze|(?:only |very )?(?:few|limited)|last (?:few|seats|tickets)|"
    r"book(?: now| tickets)?\b|buy|buchen|wenige|noch \w+ (?:karten|plätze))(?!\w*:)[^:“”„\"]{0,60}"
)
# What a line below a name says that it is: "Praxisseminar für Teams".
A_SERIES = Words(
    rf"(?:(?:(?:ein|unser|d)(?:e|er|as|ie)?|an?|the) )?[\w-]*(?:{_SERIES}) (?:für|zu[mr]?|über|for|on|about)\b.*"
)
# A heading that says no more than that the sessions of what the page is about follow.
SESSIONS = Words(
    rf"(?:{GENERIC.source}|\b(?:(?:sitzungs|treff|seminar|gruppen|vortrags|vorlesungs|abend)?(?:termine|themen|programm)|"
    rf"sitzungen|treffen|vorträge|module|einheiten|abende|talks|sessions|topics|im|(?:winter|sommer)?semester)\b|[\W_])*"
)
# Whose name is that of a firm or a club.
FIRM = re.compile(r"\b(?:e\.\s?[VG]\.?|g?GmbH(?: & Co\. KG)?|mbH|[AU]G|KG|eG)\W*$", re.IGNORECASE)
_NOTE = re.compile(r"(?<=\w)\s\([a-zäöü][^()]*\)$")  # names begin large
# "Meetings, July – December 2026", "First half of 2026": when, not what.
_ONLY_WHEN = Words(
    rf"(?:{GENERIC.source}|[{re.escape(EDGES + '.&()')}]|\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|"
    r"june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|first|second|half|through|thru|to|"
    r"fiscal|in|remainder|remaining|rest)\b)*"
)
_ONLY_GENERIC = Words(rf"(?:{GENERIC.source}|[{re.escape(EDGES + '.&()')}])*")


def names_many(text: str) -> bool:
    """Whether a text names many events, or their season: "Termine 2027"; "Jahrestagung 2027" is one."""
    named = (_YEARLY.sub("", word) for word in text.split() if word not in _VERBS)
    return SEASON.search(" ".join(named)) is not None


def is_generic(heading: str) -> bool:
    """Whether a heading only says that there is a list: "Aktuelle Termine (12)", "2027 (in Planung)"."""
    said = _NOTE.sub("", heading) if heading.endswith(")") else heading
    return _ONLY_GENERIC.fullmatch(said) is not None


def is_of_a_time(heading: str) -> bool:
    """Whether a heading says no more than that there are many in a time: "Sprechtage im 2. Quartal"."""
    return OF_A_TIME.fullmatch(heading) is not None or _ONLY_WHEN.fullmatch(heading) is not None
