"""The words by which lists, events, posts and deadlines are told apart. German and English. Tables only."""

from __future__ import annotations

from crawlers.extractors.listing.wording.patterns import Words, beginnings, parts, words

# What a list of events, its page or its address calls itself.
CALENDAR = parts(
    r"""
    veranstaltung || termin(?!al) || event || kalender || calendar || agenda || programm(?!ier) || seminar ||
    workshop || kurs || fortbildung || weiterbildung || meeting || schedule || sitzung || konzert ||
    tour(?:dates|daten)?(?!ism) || messe || upcoming || meetup || stammtisch || vortr[aä]g || vortragsreihe ||
    webinar || spielplan || what'?s on || rennen || training || hackathon || konferenz || conference || treffen ||
    auftritt || gottesdienst || laufzeit || öffentlicher lauf || lesung || ausstellung || festival || vereinsabend ||
    tagung || symposium || info-?abend || sprechtag || pitch || colloquium || kolloquium || ringvorlesung ||
    gesprächsreihe || vorlesungsreihe
    """
)
# What a heading with a year in it must be about, to speak for the lines below it; what a page of lists calls itself.
SEASON = parts(
    r"""
    termine || veranstaltungen || events || programm || kalender || schedule || calendar || meetings || seminare ||
    kurse || fortbildungen || workshops || saison || jahr || dates || sitzungen || konzerte || spielplan || archiv ||
    season || rückblick || rennen || touren || vorträge || schulungen || messen || auftritte || treffen || lehrgänge ||
    meetups || stammtische || sprechtage || webinare || trainings || lesungen || turniere || tagungen || konferenzen ||
    agenda(?! ?20[123]0) || halbjahr || semester(?!ticket|beitr) || spielzeit || vortragsreihe || ringvorlesung
    """
)
# A heading made of these words only says that there is a list, not of what.
GENERIC = words(
    r"""
    meetings? || schedule || upcoming || termine? || veranstaltung(?:en|skalender)? || kalender || calendar ||
    regular || dates? || current || next || nächste[rns]? || kommende[rn]? || aktuelle[rns]? || year || month ||
    most || recent || past || vergangene[rn]? || unsere? || our || alle || all || übersicht || overview || events? ||
    of || the || und || and || für || for || \d+ || jahr || liste || list || terminübersicht || terminkalender ||
    kurstage || kurstermine || einzeltermine || wichtige[rns]? || folgende[rns]? || daten || zeiten ||
    start || startseite || home || minutes || agendas? || details? || programm || datum || einladung || invitation ||
    einladungen || orte? || zeit || frühjahr || sommer || herbst || winter || quartal || halbjahr || quarter
    """
)
# What an event calls itself, in a title or a sentence.
EVENT = parts(
    r"""
    veranstaltung || workshop || seminar || webinar || meeting || meetup || konferenz || conference || tagung ||
    kongress || congress || messe\b || festival || konzert || lesung || vortrag || stammtisch || hackathon || pitch ||
    demo ?day || barcamp || symposium || kurs\b || schulung || training || infoabend || info-abend || sprechtag ||
    sprechstunde || treffen || feier || fest\b || frühstück || breakfast || lunch || netzwerk || networking ||
    summit || forum\b || gala || verleihung || ausstellung || exhibition || führung || exkursion || demonstration ||
    kundgebung || versammlung || sitzung || gottesdienst || andacht || flohmarkt || turnier || rennen || regatta ||
    wanderung || party || session || talk\b || class\b || committee || hearing || open house || tag der offenen ||
    weihnachtsmarkt || adventsmarkt || ostermarkt || herbstmarkt || frühjahrsmarkt || kreativ-?markt || designmarkt ||
    handwerkermarkt || büchermarkt || hofmarkt || jahrmarkt || bauernmarkt || gründertage?\b || gründungstage?\b ||
    unternehmertag\b || innentag\b || aktionstage?\b || thementag\b || infotag\b || fachtag\b || karrieretag\b ||
    techniktag\b || start-?up-?tag\b || innovationstage?\b || familientag\b || mitmachtag\b || digitaltag\b ||
    branchentag\b || ausbildungstag\b || berufstag\b || hochschultag\b || zukunftstag\b || netzwerktag\b ||
    sommerfest || plenum || -werkstatt || (?:schreib|ideen|zukunfts|gründ\w{2,4}s?)werkstatt ||
    rcafé || hcafé || ecafé || ncafé || scafé || -café || pressekonferenz || online-seminar ||
    abend\b(?<=\wabend)(?<!heiligabend)(?<!sonnabend)(?<!feierabend) || empfang\b || night\b ||
    podiumsdiskussion || diskussion || streik || roadshow || bootcamp || camp\b || colloquium || kolloquium ||
    ringvorlesung || slam\b || sprechzeit || kennenlern || ausflug || wettbewerb || premiere || matinee || soirée ||
    salon\b || besichtigung || betriebsbesuch || rundgang ||
    treff\b(?<!jugendtreff)(?<!bürgertreff)(?<!stadtteiltreff)(?<!kulturtreff)(?<!schaftstreff)(?<!familientreff)(?<!quartierstreff)
    """
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
# Before a time: it is when one may come in, not when it begins.
DOORS = words(r"einlass || doors(?: open)? || türöffnung || check-?in || admission from || ankommen")
# The first point of an agenda: the event begins with it.
OPENING = words(r"\w*begrüßung || eröffnung || beginn || auftakt || offizieller start || start || welcome || opening")
# A heading above the items of one event.
PROGRAMME = words(
    r"""
    (?:tages|rahmen|konferenz|kongress|vortrags)?programm(?:ablauf|übersicht|punkte)? || ablauf(?:plan)? || agenda ||
    schedule || timetable || zeitplan || tagesordnung || line-?up || programme? || stundenplan
    """
)
# Before or beside a date: it is when something was written, not when something happens.
POSTED = words(
    r"""
    (?:zuletzt |erstmals )?veröffentlicht(?: am| von| in)? || veröffentlichung || aktualisiert(?: am)? ||
    (?<!-)update(?= ?:| (?:vom|am|on) | \d{1,2}\.|\W*$) ||
    letzte (?:änderung|aktualisierung|bearbeitung) || zuletzt (?:(?:ge|ver)ändert|bearbeitet|aktualisiert) ||
    geändert am || erstellt(?: am| von)? || eingestellt(?: am| von)? || geschrieben(?: am| von)? ||
    verfasst(?: am| von)? || gepostet || publiziert || beschlossen am ||
    (?:preis|rechts|redaktions)?stand(?= ?:|\s?$| \d| vom| (?:jan|feb|märz|apr|mai|ju[nl]|aug|sep|okt|nov|dez)) ||
    abgerufen || gesehen am || posted(?: on| by)? || published(?: on| at)? || last (?:modified|updated|changed) ||
    updated(?: on| at)? || written (?:on|by) || modified || quelle || source || autor(?:in)? ||
    pressemitteilung vom || meldung vom || artikel vom || beitrag vom || copyright || © || expires?(?: at| on)? ||
    expire at || (?:keine|\d+) kommentare? || kommentar(?:e|ieren)? || (?:no|\d+) comments? ||
    kommentar hinterlassen || antworten(?! liefert) || reply || min(?:uten)? lesezeit || min(?:ute)?s? read ||
    sagte am || schrieb am || (?:newsletter[ -])?ausgabe(?: nr\.?)?(?: \d+)? || issue(?: no\.?)?(?: \d+)? ||
    gespeichert || versand(?: am|datum)? || versendet(?: am)? || verschickt(?: am)? || sent on || von redaktion ||
    getaggt mit
    """
)
# Before a date: it is the last day to do something.
DEADLINE = words(
    r"""
    \w*(?:melde|bewerbungs|einsende|einreichungs?|einreich)(?:schlu(?:ss|ß)|frist(?:ende)?|ende|termin) ||
    \w*(?:abgabe|nenn|buchungs|antrags|redaktions)(?:schlu(?:ss|ß)|frist(?:ende)?|ende|termin) ||
    (?:letzte[rn]?|spätester) (?:an|rück)?(?:melde|buchungs)-?(?:tag|termin|möglichkeit) ||
    (?:letzte[rn]?|spätester) (?:einreich(?:ungs)?|bewerbungs|abgabe)-?(?:tag|termin|möglichkeit) ||
    anmeldung(?:en)?(?: \S+){0,12}? bis(?: zum| spätestens)? ||
    (?:an)?melde\w*(?: \S+){0,6}? bis(?: zum| spätestens)? || anmelden(?: \w+){0,5}? bis(?: zum| spätestens)? ||
    bewerb\w*(?: \S+){0,5}? bis(?: zum| spätestens)? || bis (?:spätestens|zum)(?= \S* ?\d) ||
    spätestens (?:bis |am )? || deadline || \w*frist(?:en)? || stichtage? || early[ -]?birds?(?: \w+){0,3}? ||
    frühbucher\w*(?: \w+){0,3}? || (?:register|apply|rsvp|submit)(?: \w+){0,4}? (?:by|until|before) ||
    (?:submissions?|applications?|registration)(?: \w+){0,4}? (?:by|until|before|closes?(?: on)?) ||
    (?:gültig|buchbar|verlängert)(?: \w+){0,2}? bis(?: zum)? ||
    um (?:an|rück)meldung (?:\w+ ){0,4}?bis(?: zum| spätestens)? || rückmeldung(?:en)? (?:\w+ ){0,3}?bis(?: zum)? ||
    anmeldestart(?: \w+)? || (?:karten|ticket)?vorverkauf(?: \w+){0,3}?(?: ab| bis| seit)? ||
    einsendung(?:en)? bis(?: zum)? ||
    (?:ticket)?verkauf endet(?: am)? || sales? ends?(?: on)? || closing date || closes?(?: on)? ||
    due(?: date| by)? || wurde bis
    """
)
# A listing that is made of deadlines: calls and rounds one can apply for.
ROUND = parts(
    r"""
    bewerbungsrunde || bewerbungsphase || ausschreibung || call for || application round || förderaufruf ||
    förderrunde || einreichungsrunde || stichtage || wettbewerbsrunde
    """
)
# Before a date: something that was, or a law, or a life.
PAST = words(
    r"""
    geboren || gegründet || gestorben || seit(?: dem| der)? || since || founded || born || died || gründung ||
    eröffnet || erbaut ||
    (?:gesetz|urteil|beschluss|fassung|verordnung|bescheid|ausgabe|schreiben|brief|protokoll|meldung|tweet) vom ||
    (?:minutes|letter|act) (?:of|from) ||
    bericht vom || vom || zuletzt am || nach dem || vor dem || bis ende || ab sofort || wie .{0,40} am
    """
)
# A heading above other events than the page's own.
RELATED = words(
    r"""
    (?:das )?könnte (?:sie|dich|euch) (?:auch )?(?:noch )?interessieren || auch interessant ||
    (?:ähnliche|verwandte|passende) (?:\w+ )?(?:veranstaltungen|events|beiträge|termine|artikel|kurse) ||
    (?:weitere|andere|nächste|kommende) (?:\w+ )?(?:veranstaltungen|events|termine|kurse|seminare|webinare|workshops) ||
    (?:weitere|andere|nächste|kommende) (?:\w+ )?(?:vorträge|konzerte|führungen|sitzungen|treffen|angebote) ||
    (?:weitere|andere|nächste) (?:\w+ )?(?:beiträge|artikel|meldungen|nachrichten) ||
    demnächst (?:bei uns|hier) || (?:auch|ebenfalls) (?:spannend|interessant) || außerdem bei uns || coming up ||
    (?:next up|also (?:on|coming up)|what else is on) || related(?: \w+)? ||
    (?:more|other|similar|upcoming) (?:events|posts|articles|stories|news) ||
    you (?:may|might) also like || mehr (?:\w+ )?(?:veranstaltungen|events|termine) || see also || siehe auch
    """
)
# A heading above what was written, not above what will happen.
NEWS = words(
    r"""
    (?:neueste|letzte|aktuelle|weitere|ähnliche|beliebte|verwandte|mehr) (?:beiträge|artikel|meldungen|nachrichten) ||
    (?:neueste|letzte|aktuelle|weitere|mehr) (?:news|posts|kommentare|pressemitteilungen|themen) ||
    meistgelesene?n? \w+ ||
    (?:recent|latest|related|popular|more) (?:posts|articles|news|comments|stories|entries) || archive? || archiv ||
    blog || news || neuigkeiten || aktuelles || nachrichten || pressemitteilungen || pressemeldungen || presse ||
    (?:\d+ )?kommentare? || (?:\d+ )?comments? || leserbriefe || personalia || personelles ||
    \d+ (?:gedanken|kommentare?|antworten|comments?|replies|responses) (?:zu|on|to) ||
    vorheriger (?:artikel|beitrag) || nächster (?:artikel|beitrag) || schlagwörter || kategorien || letzte artikel ||
    downloads? || dokumente || forum || meldungen || neues (?:aus|von|vom|im|in|rund um)(?: \w+)+ ||
    kurz (?:gemeldet|notiert|berichtet) || kurzmeldungen || from the blog || latest from .+ ||
    aus (?:dem|der|den|unserem|unserer|unseren) \w+
    """
)
# What a page or heading calls days on which nothing takes place that one could visit.
OTHER_DAYS = words(
    r"""
    \w*(?:klausur|prüfungs?|examens)(?:en|termine?\w*|pl[aä]ne?|zeit\w*|phasen?) || termine und fristen ||
    exam(?:ination)?s? (?:dates|schedule|timetable|period) || semester(?:termine|zeiten|ferien) ||
    vorlesungszeit\w* || academic calendar || \w*ferien(?:termine?|pl[aä]ne?|kalender|ordnung|zeiten)? ||
    school holidays || speise(?:pl[aä]ne?|karten?) || mensa(?:plan)? || mittags(?:tisch|karte|menüs?) ||
    (?:wochen|tages)karte || menüplan || canteen || lunch menu || \w*abfuhr\w* ||
    \w*müll(?:abfuhr|kalender|termine?)? || steuertermine? || \w*öffnungszeiten ||
    (?<!dein )(?<!euer )(?<!ihr )(?<!unser )fahrpl[aä]ne?(?! (?!linie|bus|stadt|bahn|de[rs]\b|ab\b|für\b)[a-zäöü]) ||
    (?:opening|business|office) hours(?! (?:with|for|mit|für)\b) || wetter(?:bericht|vorhersage) ||
    weather || \w*notdienste? || neuheiten || neuerscheinungen || new releases || release notes || change ?log ||
    reise(?:termine|daten) || (?:freie|miet-?|büro-?|gewerbe-?) ?flächen ||
    versionen || versionshinweise || (?:offene |freie )?stellen ||
    stellen(?:angebote|anzeigen|markt|ausschreibungen) || jobs || jobbörse ||
    karriere || careers || vacancies || open positions || protokolle? || niederschrift(?:en)? ||
    auslegung(?:en)? || offenlage || bebauungspl[aä]n\w* || öffentliche ausschreibung || im (?:fernsehen|radio) ||
    (?:fernseh|tv-)tipps? || sendetermine? || zu (?:vermieten|verkaufen) ||
    datenschutz(?:erklärung|hinweise)? || impressum || privacy policy || terms of use || nutzungsbedingungen ||
    agb || spielberichte ||
    (?:spiel)?ergebnisse || aufzeichnungen || mediathek || recordings || podcasts? || episoden || episodes ||
    \w*belegung(?:en|spl[aä]ne?|skalender)? || umleitung(?:en)? || baustellen? || ausschreibungen ||
    vergabe(?:n|verfahren)? || tenders? || procurement ||
    alle folgen || störungen || \w*sperrung(?:en)? ||
    (?:wird|werden|ist|sind|bleib(?:t|en)) (?:\w+ ){0,4}gesperrt ||
    wartungs\w+ || chronik || unsere geschichte || our history ||
    meilensteine || milestones || bekanntmachungen || amtsblatt || förderprogramme? || fördermöglichkeiten ||
    fristen || preisliste || räume mieten || raum(?:vermietung|miete|buchung) ||
    room (?:hire|rental) || finanzmeldungen || ad-hoc-\w+
    """
)
# When a house is open.
HOURS = words(
    r"""
    (?:öffnungs|sprech|büro|service|geschäfts|besuchs|telefon)zeiten ||
    (?:opening|office|business|visiting) hours(?! (?:with|for|mit|für)\b) ||
    (?:montags?|mo\.?)\s?(?:-|–|bis)\s?(?:donnerstags?|do\.?|freitags?|fr\.?|samstags?|sa\.?|sonntags?|so\.?) ||
    (?:monday|mon)\s?(?:-|–|to|through)\s?(?:friday|fri|sunday|sun|saturday|sat)
    """
)
# What is offered or wanted: a date then says from when, or until when.
OFFER = parts(
    r"""
    m/w/d || w/m/d || m/f/d || vollzeit || teilzeit || h/woche || stunden/woche || std\./woche ||
    full-time || part-time || stellenangebot || lieferbar ||
    auf lager || warenkorb || bezugsf || kaltmiete || gültig (?:bis|ab) || valid (?:until|from) || betriebsferien ||
    betriebsurlaub || belegt: || verfügbar ab || available from || erscheint am || erschienen
    """
)
# Work that is offered, in a page's name: a date then says from when, or when applicants come.
JOB = words(
    r"""
    [mwfdxgn]/[mwfdxgn]/[mwfdxgn] || (?:pflicht)?praktik(?:um|a) || praktikant\w* || werkstudent\w* || volontariat ||
    stellen(?:angebot|ausschreibung|anzeige) || minijob || aushilfe || freiwilligendienst || internship ||
    working student || we(?:'re| are) hiring || wir suchen (?:dich|sie|verstärkung)
    """
)
# Without one of these no text says what became of an event: spares the full reading.
MARKED = parts(
    r"""
    sag || fäll || ausfall || faell || entf ||
    storn || gestr || cancel || nicht statt || called || verschob || verschieb ||
    verleg || vertagt || postpon || änderung || aenderung || neue || ersatz || nachhol || resched || moved ||
    new date ||
    warteliste || wait || ausge || ausver || sold || book || belegt || plätze || plaetze || seats || places || spots
    """
)
# Begins a line that tells where a text or picture comes from.
CREDIT = Words(
    r"\W*(?:quelle|source|foto|bild|photo|grafik|©|copyright|stand|pressemitteilung|meldung|"
    r"letzte (?:änderung|aktualisierung)|im browser (?:ansehen|öffnen|anzeigen)|"
    r"view (?:this email )?in (?:your )?browser|"
    r"(?:sie|du|ihr) (?:erhalten|erhältst|bekommen|bekommst|erhaltet) "
    r"diese(?:n|s)? (?:e-?mail|mail|newsletter|nachricht)|"
    r"you(?:'re| are)? receiv(?:e|ing) this)(?!\w)"
)
# A step of an application or of a funding programme: "Start der Antragstellung", "Ende des Bewilligungszeitraums".
MILESTONE = Words(
    r"\W*(?:voraussichtlich\w* )?(?:(?:start(?![ -]?up)|beginn|ende?|schlu(?:ss|ß)|ablauf|öffnung|frist|versand|abgabe|"
    r"bekanntgabe|auszahlung|opening|closing|notification|deadline)\b.{0,24}?"
    r"(?:antr[aä]g|frühbuch|early.?bird|einreich|bewillig|bewerb|förder|anmelde|bescheid|skizze|laufzeit|zuwendung|applica|submission|"
    r"funding|acceptance)|\w*(?:antrags|bewerbungs|förder|bewilligungs|einreichungs|anmelde|projekt)"
    r"(?:phase|start|beginn|zeitraum|ende|laufzeit|stellung)(?: (?:startet|beginnt|öffnet|endet))?\W*$|"
    r"\w*(?:melde|bewerbungs|einsende|einreichungs?|abgabe|antrags|redaktions|bestell|druck)(?:schlu(?:ss|ß)|frist)(?!\w))"
)
# Days on which houses open otherwise; an event says more than the day's name.
HOLIDAY = Words(
    r"\W*(?:heilig(?:er )?abend|heiligabend|silvester|neujahr(?:stag)?|weihnachten|(?:(?:1|2|erster|zweiter)\.? )?"
    r"weihnachts(?:feier)?tag|heilige drei könige|dreikönig(?:stag)?|karfreitag|oster(?:sonntag|montag)|ostern|"
    r"pfingst(?:sonntag|montag)|pfingsten|(?:christi )?himmelfahrt|fronleichnam|tag der arbeit|allerheiligen|"
    r"reformationstag|buß- und bettag|tag der deutschen einheit|rosenmontag|faschingsdienstag|mariä himmelfahrt|"
    r"feiertage?|betriebs(?:ferien|urlaub)|"
    r"(?:schul|weihnachts|winter|oster|pfingst|sommer|herbst|faschings)ferien|"
    r"christmas (?:eve|day)|boxing day|new year'?s (?:eve|day)|good friday|"
    r"easter (?:sunday|monday)|bank holiday|thanksgiving)(?: (?:20)?\d\d)?\W*"
)
# A house that does not open on a day.
CLOSED = Words(
    r"\W*(?:(?:ganztägig|ist|bleibt|wir haben|we are|office|.{3,40} (?:ist|sind|bleibt|bleiben)(?: \w+){0,2}) )?"
    r"(?:geschlossen|ruhetag|(?<=we are )closed|(?<=office )closed)\W*"
)
# A word for a kind of event alone: a tag on a card, not what this event is called.
KIND = Words(
    r"\W*(?:(?:abend|online|präsenz|info(?:rmations)?|(?:halb|ganz)?tages|(?:halb|ganz)tags|web|live|impuls|fach|netzwerk|"
    r"partner|hybrid)-?)?"
    r"(?:talk|pitch|webinar|seminar|workshop|vortrag|kurs|online|hybrid|präsenz|vor ort|event|veranstaltung|meetup|"
    r"konferenz|messe|tagung|netzwerken|networking|party|konzert|lesung|führung|exkursion|fahrt|film|theater|"
    r"(?:sonder|dauer|wander|wechsel|gast)?ausstellung|exhibition|weiterbildung|fortbildung|schulung|training|lehrgang|sonstige[sr]?|intern|extern|extra|neu|new|"
    r"highlight|tipp|top|kostenlos|kostenfrei|gratis|free|featured|panel|keynote|course|lecture|conference)"
    r"(?:s|e|en)?\W*"
)
