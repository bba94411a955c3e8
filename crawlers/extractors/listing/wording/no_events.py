"""What dates are for that are no events': posts, deadlines, the past, opening hours, offers. German and English.

Tables only.
"""

from __future__ import annotations

from crawlers.extractors.listing.wording.labels import FOR_WHAT, PERIOD
from crawlers.extractors.listing.wording.patterns import Words, parts, words
from crawlers.extractors.listing.wording.when import ALL_DAY

# Before or beside a date: it is when something was written, not when something happens.
POSTED = words(
    r"""
    (?:zuletzt |erstmals )?veröffentlicht(?: am| von| in)? || veröffentlichung || aktualisiert(?: am)? ||
    (?:nachtrag|ergänzung|edit)(?= ?:| (?:vom|am) | \d{1,2}\.|\W*$) ||
    (?<!-)update(?= ?:| (?:vom|am|on) | \d{1,2}\.|\W*$) ||
    letzte (?:änderung|aktualisierung|bearbeitung) || zuletzt (?:(?:ge|ver)ändert|bearbeitet|aktualisiert) ||
    geändert(?: am|(?= ?:| \d{4}-| \d{1,2}\.)) ||
    erstellt(?: am| von)? || eingestellt(?: am| von)? || eingetragen am || geschrieben(?: am| von)? ||
    (?:angeschlagen|ausgehängt|abzunehmen) am ||
    verfasst(?: am| von)? || gepostet || publiziert || beschlossen am ||
    (?:preis|rechts|redaktions)?stand(?= ?:|\s?$| \d| vom| (?:jan|feb|märz|apr|mai|ju[nl]|aug|sep|okt|nov|dez)) ||
    abgerufen || gesehen am || posted(?: on| by)? || published(?: on| at)? || last (?:modified|updated|changed) ||
    updated(?: on| at)? || written (?:on|by) || modified || quelle || source || autor(?:in)? ||
    pressemitteilung vom || meldung vom || artikel vom || beitrag vom || copyright || © || expires?(?: at| on)? ||
    expire at || (?:keine|\d+) kommentare? || kommentar(?:e|ieren)? || (?:no|\d+) comments? ||
    kommentar hinterlassen || antworten(?! liefert) || reply || min(?:uten)? lesezeit || min(?:ute)?s? read ||
    sagte am || schrieb am || (?:newsletter[ -])?ausgabe(?: nr\.?)?(?: \d+)? || issue(?: no\.?)?(?: \d+)? ||
    gespeichert(?: (?:von|durch) .{1,40}? am)? || submitted by .{1,40}? on ||
    versand(?: am|datum)? || versendet(?: am)? || verschickt(?: am)? || sent on || von redaktion ||
    getaggt mit || registriert ?: || joined ?:
    """
)
# Begins a line that tells where a text or picture comes from.
CREDIT = Words(
    r"\W*(?:quelle|source|foto|bild|photo|grafik|©|copyright|stand|pressemitteilung|meldung|"
    r"letzte (?:änderung|aktualisierung)|im browser (?:ansehen|öffnen|anzeigen)|"
    r"view (?:this email )?in (?:your )?browser|"
    r"(?:sie|du|ihr) (?:erhalten|erhältst|bekommen|bekommst|erhaltet) "
    r"diese(?:n|s)? (?:e-?mail|mail|newsletter|nachricht)|"
    r"you(?:['’]re| are)? receiv(?:e|ing) this)(?!\w)"
)
# Before a date: it is the last day to do something.
DEADLINE = words(
    rf"\w*{FOR_WHAT}(?:schlu(?:ss|ß)|frist(?:ende)?|ende|termin) || {PERIOD} ||"
    r"""
    (?:letzte[rn]?|spätester) (?:an|rück)?(?:melde|buchungs)-?(?:tag|termin|möglichkeit) ||
    (?:letzte[rn]?|spätester) (?:einreich(?:ungs)?|bewerbungs|abgabe)-?(?:tag|termin|möglichkeit) ||
    anmeldung(?:en)?(?: \S+){0,12}? bis(?: zum| spätestens)? ||
    (?:an)?melde\w*(?: \S+){0,6}? bis(?: zum| spätestens)? ||
    anmelden(?: \w+){0,5}? bis(?: zum| spätestens)? ||
    bewerb\w*(?: \S+){0,5}? bis(?: zum| spätestens)? || bis (?:spätestens|zum)(?= \S* ?\d) ||
    spätestens (?:bis |am )? || deadline || \w*frist(?:en)? ||
    \w*stichtage?(?= ?(?:$|[:\d(–-]|(?:am|ist|sind|zum)\b)) ||
    early[ -]?birds?(?: \w+){0,3}? ||
    frühbucher\w*(?: \w+){0,3}? || (?:register|apply|rsvp|submit|sign up)(?: \w+){0,4}? (?:by|until|before) ||
    book(?: (?:now|your|tickets?|an?|place|seat|slot|online|\d+-\w+)){1,4} (?:by|until|before) ||
    (?:submissions?|applications?|registration)(?: \w+){0,4}? (?:by|until|before|closes?(?: on)?) ||
    (?:submitted|received|accepted|postmarked|filed|mailed|delivered|returned|paid)(?: \S+){0,6}? (?:by|until|before) ||
    (?:no|not) later than || (?:let you know|hear(?: back)? from us|get back to you|be notified)(?: \w+){0,3}? by ||
    (?:bescheid|rückmeldung|(?:zu- und )?absagen)(?: \S+){0,4}? bis(?: zum| spätestens)? ||
    (?:abstracts?|papers?|proposals?|manuscripts?|nominations?|entries|comments|bids)(?: \w+){0,6}?
    (?: by| before)(?= ?$) ||
    (?:gültig|buchbar|verlängert|erhältlich|verfügbar)(?: \w+){0,2}? bis(?: zum)? ||
    available(?: \w+){0,2}? (?:until|till)(?! late) ||
    um (?:an|rück)meldung (?:\w+ ){0,4}?bis(?: zum| spätestens)? || rückmeldung(?:en)? (?:\w+ ){0,3}?bis(?: zum)? ||
    anmeldestart(?: \w+)? || (?:anmelde|registrierungs)-?(?:beginn|zeitraum|phase) ||
    (?:beginn|start|anfang|ende|schlu(?:ss|ß)) der (?:online-?)?(?:anmeldung(?:en)?|anmelde(?:frist|phase)|
    registrierung|einschreibung) || (?:start|end|opening|close) of registration ||
    (?:karten|ticket)?vorverkauf(?: \w+){0,3}?(?: ab| bis| seit)? ||
    einsendung(?:en)? bis(?: zum)? || abgabe(?= ?$) ||
    (?:ticket)?verkauf endet(?: am)? || sales? ends?(?: on)? || closing date ||
    closes?(?: (?:automatically|strictly|promptly))?(?: (?:on|at))? ||
    due(?: date| by)? || wurde bis ||
    (?:stornier\w*|storno|abmeldung(?:en)?|umbuchung(?:en)?|rücktritt|widerruf)(?: \S+){0,5}? bis(?: zum| spätestens)?
    """
)
# A listing that is made of deadlines: calls and rounds one can apply for.
ROUND = parts(
    r"""
    bewerbungsrunde || bewerbungsphase || ausschreibung || call for || application round || förderaufruf ||
    förderrunde || einreichungsrunde || stichtage || wettbewerbsrunde
    """
)
# A step of an application or of a funding programme: "Start der Antragstellung", "Ende des Bewilligungszeitraums".
MILESTONE = Words(
    r"\W*(?:voraussichtlich\w* )?(?:(?:start(?![ -]?up)|beginn|ende?|schlu(?:ss|ß)|ablauf|öffnung|frist|versand|abgabe|"
    r"bekanntgabe|auszahlung|opening|closing|notification|deadline)\b.{0,24}?"
    r"(?:antr[aä]g|frühbuch|early.?bird|einreich|bewillig|bewerb|förder|anmelde|bescheid|skizze|laufzeit|zuwendung|applica|submission|"
    r"funding|acceptance)|\w*(?:antrags|bewerbungs|förder|bewilligungs|einreichungs|anmelde|projekt)"
    r"(?:phase|start|beginn|zeitraum|ende|laufzeit|stellung)(?: (?:startet|beginnt|öffnet|endet))?\W*$|"
    rf"\w*{FOR_WHAT}(?:schlu(?:ss|ß)|frist)(?!\w)|(?:\w+-?)?phase (?:\d|[iv]{{1,3}})\W*$|"
    r"(?:bekanntgabe|benachrichtigung|veröffentlichung) (?:der|des)\b|"
    r"(?:(?:full |short )?papers?|abstracts?|posters?|proposals?|manuscripts?) submissions?\W*$|camera.?ready\b|"
    r"(?:author )?notifications?(?: of acceptance)?\W*$|"
    r"(?:opening|closing|start|end) of (?:applications?|registrations?)\b|deadline (?:for|to)\b|"
    r"(?:application|registration|submission|nomination|entry|early.?bird|sign-?up|cfp)s? (?:deadline|cut-?off)\b|"
    r"decisions?\W*$|(?:decisions?|results?|awards?|winners?|short-?list|grants?) (?:are |will be )?"
    r"(?:announced|made|notified|published)\W*$|"
    r"(?:projects?|grants?|grant period|funding|awards?) (?:starts?|begins?|ends?|closes?)\W*$|"
    r"(?:registrations?|applications?|submissions?|voting|ticket sales?|nominations?|call) "
    r"(?:opens?|closes?|starts?|ends?|begins?)\W*$)"
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
# A heading above what was written, not above what will happen.
NEWS = words(
    r"""
    (?:neueste|letzte|aktuelle|weitere|ähnliche|beliebte|verwandte|mehr) (?:beiträge|artikel|meldungen|nachrichten) ||
    (?:neueste|letzte|aktuelle|weitere|mehr) (?:news|posts|kommentare|pressemitteilungen|themen) ||
    meistgelesene?n? \w+ ||
    (?:recent|latest|related|popular|more) (?:posts|articles|news|comments|stories|entries) || archive? || archiv ||
    blog || zuletzt || neu erschienen || neuerscheinungen || publikationen ||
    news || neuigkeiten || aktuelles || nachrichten || pressemitteilungen || pressemeldungen || presse ||
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
    (?:wichtige )?(?:steuer|zahlungs|fälligkeits)(?:termine?|kalender) ||
    \w*(?:klausur|prüfungs?|examens)(?:en|termine?\w*|pl[aä]ne?|zeit\w*|phasen?) || termine und fristen ||
    exam(?:ination)?s? (?:dates|schedule|timetable|period) || semester(?:termine|zeiten|ferien) ||
    (?:school )?(?:term|semester) (?:dates|times) ||
    vorlesungszeit\w* || academic calendar || \w*ferien(?:termine?|pl[aä]ne?|kalender|ordnung|zeiten)? ||
    school holidays || speise(?:pl[aä]ne?|karten?) || mensa(?:plan)? || mittags(?:tisch|karte|menüs?) ||
    (?:wochen|tages)karte || menüplan || canteen || lunch menu || \w*abfuhr\w* ||
    \w*müll(?:abfuhr|kalender|termine?)? || steuertermine? || \w*öffnungszeiten ||
    (?<!dein )(?<!euer )(?<!ihr )(?<!unser )fahrpl[aä]ne?(?! (?!linie|bus|stadt|bahn|de[rs]\b|ab\b|für\b)[a-zäöü]) ||
    (?:opening|business|office|visiting|gallery|museum|library|branch|shop|store|holiday|christmas|festive|easter|
    seasonal|summer|winter)(?: opening)? hours(?! (?:with|for|mit|für)\b) ||
    (?:opening|visiting) times || hours of operation ||
    (?:holiday|christmas|festive|easter|seasonal)(?: period)? opening(?=\W*(?:\d|$)) ||
    exceptions(?=\W*$) || wetter(?:bericht|vorhersage) ||
    (?:train|bus|ferry|rail|tram|shuttle)(?: service)? (?:timetables?|schedules?|times) ||
    (?:last )?(?:posting|shipping|mailing|payment|due|filing) dates || planning applications?(?! \w*committee) ||
    service (?:alerts?|changes|disruptions?|status) || street (?:sweeping|cleaning)(?: schedules?)? ||
    (?:road|lane|street|bridge) closures? || road ?works ||
    (?:planned|power|scheduled) (?:outages?|maintenance) ||
    weather || \w*notdienste? || neuheiten || neuerscheinungen || new releases || release notes || change ?log ||
    (?:änderungs|versions)(?:protokoll|historie|verlauf) ||
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
    \w*fristen || \w*stichtage?(?= ?(?:20\d\d)?\W*$) || (?:einreichungs|antrags|abgabe)termine ||
    (?:ticket|preis|verkaufs|vorverkaufs|buchungs)-?phasen || ticket (?:phases|tiers) ||
    (?:antrags|förder|bewilligungs)runden? ||
    preisliste || saisonpreise || (?:preise (?:&|und) )?saisonzeiten || räume mieten ||
    raum(?:vermietung|miete|buchung) ||
    (?:(?:office|holiday|library|building) )?closures? || (?:winter|summer|clearance|january) sale ||
    (?:trash|garbage|refuse|rubbish|recycling|waste|leaf|bin|curbside|kerbside)(?: (?:and|&) \w+)?
    (?: collections?| pick-?ups?) ||
    room (?:hire|rental) || finanzmeldungen || ad-hoc-\w+
    """
)
# When a house is open.
HOURS = words(
    r"""
    (?:öffnungs|sprech|büro|service|geschäfts|besuchs|telefon)zeiten ||
    (?:opening|office|business|visiting) hours(?! (?:with|for|mit|für)\b) ||
    (?:montags?|mo\.?)\s?(?:-|–|bis)\s?(?:donnerstags?|do\.?|freitags?|fr\.?|samstags?|sa\.?|sonntags?|so\.?) ||
    (?:monday|mon)\s?(?:-|–|to|through)\s?(?:friday|fri|sunday|sun|saturday|sat) ||
    (?:mon|tues?)(?:day)?\.?\s?(?:-|–|to|through)\s?(?:wed(?:nesday)?|thu(?:rs?(?:day)?)?)\.?:?\s\d{1,2}(?:[:.]\d\d)?\s?[ap]m
    """
)
# A house that does not open on a day, and how a line ends that says so.
SHUT = ("geschlossen", "ruhetag", "closed")
CLOSED = Words(
    rf"\W*(?:(?:{ALL_DAY}|ist|bleibt|wir haben|we are|office|.{{3,40}} (?:ist|sind|bleibt|bleiben)(?: \w+){{0,2}}) )?"
    r"(?:geschlossen|ruhetag|(?<=we are )closed|(?<=office )closed)\W*"
)
# Days on which houses open otherwise; an event says more than the day's name.
HOLIDAY = Words(
    r"\W*(?:heilig(?:er )?abend|heiligabend|silvester|neujahr(?:stag)?|weihnachten|(?:(?:1|2|erster|zweiter)\.? )?"
    r"weihnachts(?:feier)?tag|heilige drei könige|dreikönig(?:stag)?|karfreitag|oster(?:sonntag|montag)|ostern|"
    r"pfingst(?:sonntag|montag)|pfingsten|(?:christi )?himmelfahrt|fronleichnam|tag der arbeit|allerheiligen|"
    r"staatsfeiertag|nationalfeiertag|bundesfeier(?:tag)?|"
    r"reformationstag|buß- und bettag|tag der deutschen einheit|rosenmontag|faschingsdienstag|mariä himmelfahrt|"
    r"feiertage?|betriebs(?:ferien|urlaub)|"
    r"(?:schul|weihnachts|winter|oster|pfingst|sommer|herbst|faschings|semester)ferien|"
    r"vorlesungs(?:zeit|beginn|ende|frei|pause)|vorlesungsfreie (?:zeit|tage?)|prüfungs(?:zeit(?:raum)?|phase)|"
    r"christmas (?:eve|day)|boxing day|new year['’]?s (?:eve|day)|good friday|"
    r"easter (?:sunday|monday)|(?:\w+ )?bank holiday|thanksgiving(?: day)?|memorial day|labou?r day|independence day|"
    r"(?:dr\.? )?martin luther king,? jr\.? day|mlk day|presidents['’]? day|veterans day|columbus day|"
    r"juneteenth)(?: (?:20)?\d\d)?\W*"
)
# What is offered or wanted: a date then says from when, or until when.
OFFER = parts(
    r"""
    m/w/d || w/m/d || m/f/d || vollzeit || teilzeit || h/woche || stunden/woche || std\./woche || h/monat ||
    stunden/monat || std\./monat || tv-l || tvöd || full-time || part-time || stellenangebot || lieferbar ||
    auf lager || warenkorb || bezugsf || kaltmiete || gültig (?:bis|ab) || valid (?:until|from) || betriebsferien ||
    betriebsurlaub || belegt: || verfügbar ab || available from || erscheint am || erschienen
    """
)
# Work that is offered, in a page's name: a date then says from when, or when applicants come.
JOB = words(
    r"""
    [mwfdxgn]/[mwfdxgn]/[mwfdxgn] || all genders || alle geschlechter ||
    (?:studentische|wissenschaftliche) (?:hilfskr[aä]ft|mitarbeit)\w* ||
    (?:pflicht)?praktik(?:um|a) || praktikant\w* || werkstudent\w* || volontariat ||
    stellen(?:angebot|ausschreibung|anzeige) || minijob || aushilfe || freiwilligendienst || internship ||
    working student || we(?:['’]re| are) hiring || wir suchen (?:dich|sie|verstärkung)
    """
)
# A word on a card that says what it is: no event.
TAG = Words(
    r"\W*(?:news|neuigkeit(?:en)?|nachricht(?:en)?|meldung(?:en)?|presse(?:mitteilung|meldung|information|info)?(?:en|s)?|"
    r"press release|blog(?:beitrag|artikel| ?post)?|artikel|article|beitrag|interview|podcast|video|publikation(?:en)?|"
    r"jobs?|stellen(?:angebot|anzeige|ausschreibung)(?:e|n|en)?|vacancy|vacancies|ausschreibung(?:en)?)\W*"
)
# A heading above what changes, who came, what others said or wrote: dated, but without an hour.
REPORTED = Words(
    r"\W*(?:(?:neue |geänderte )?gesetze(?:sänderungen)?|gesetzliche (?:neuerungen|änderungen|neuregelungen)|"
    r"neue (?:regeln|regelungen|vorschriften)|neuregelungen|neuerungen|(?:das|was) (?:sich )?ändert(?: sich)?|new laws|"
    r"(?:unsere )?neue[ns]? (?:mitglied(?:er|sunternehmen|sfirmen)?|partner|mieter(?:innen)?|gesichter|"
    r"mitarbeite\w+|kolleg\w+)|"
    r"new (?:members|partners|tenants|faces)|neuzugänge|neu im (?:haus|team)|"
    r"(?:kunden|teilnehmer|mitglieder|gäste|presse|leser)?stimmen|testimonials|referenzen|erfahrungsberichte|"
    r"(?:das|was|so) (?:sagen|denken|urteilen|meinen) (?:[\w:*]+ ){0,3}[\w:*]+|"
    r"was (?:[\w:*]+ ){1,3}(?:über uns )?(?:sagen|meinen)|"
    r"what (?:our |the )?\w+ say(?: about us)?|"
    r"(?:presse|medien)(?:spiegel|echo|schau|berichte?|stimmen)|(?:wir )?in den medien|in der presse|press review|"
    r"in the (?:press|media))(?: (?:(?:im jahr|in|ab|seit|zum) )?(?:1\. januar )?20\d\d)?\W*"
)
