"""Words of event titles, and how much they say. Tables only: German and English words of one meaning share a concept.

`CONCEPTS` maps a folded word to its concept, `GENERIC` holds concepts that hundreds of events share, `STOP` the words
that say nothing. Used for comparing titles, never for tagging.
"""

from __future__ import annotations

# concept: words (folded: ae oe ue ss), German and English
_MEANINGS = """
gruender: gruender gruenderin gruenderinnen gruendern gruendende gruendenden gruenden gruendung gruendungs
gruender: gruendungen existenzgruender existenzgruenderinnen existenzgruendung existenzgruendungs founder
gruender: founders founding founded gruendungsinteressierte gruenders selbstaendigkeit selbststaendigkeit
gruender: selbstaendig selbststaendig
startup: startup startups gruenderszene jungunternehmen
unternehmer: unternehmer unternehmerin unternehmerinnen unternehmern entrepreneur entrepreneurs entrepreneurship
unternehmer: unternehmertum unternehmerisch entrepreneurial
unternehmen: unternehmen unternehmens firma firmen betrieb betriebe company companies business businesses geschaeft
fruehstueck: fruehstueck fruehstuecks breakfast brunch
stammtisch: stammtisch stammtische regulars
mittag: mittagessen lunch mittagspause mittagstisch businesslunch
abend: abend abends abende evening
nacht: nacht nights night naechte nite
tag: tag tage day days tags
woche: woche wochen week weeks
wochenende: wochenende weekend weekends
messe: messe messen fair expo fachmesse
konferenz: konferenz konferenzen conference conferences con fachkonferenz
kongress: kongress congress
gipfel: gipfel summit gipfeltreffen
tagung: tagung symposium fachtagung
preis: preis preise award awards prize auszeichnung
verleihung: verleihung preisverleihung ceremony awardceremony
wettbewerb: wettbewerb competition contest challenge wettbewerbs
finale: finale final finals endrunde
pitch: pitch pitches pitching pitchen pitchabend
demo: demo demos
sprechstunde: sprechstunde sprechstunden sprechtag sprechtage beratung beratungstag consultation consulting
sprechstunde: consultations beratungen beratungssprechtag
workshop: workshop workshops werkstatt
seminar: seminar seminare basisseminar kurs course training schulung lehrgang
webinar: webinar webinare onlineseminar
vortrag: vortrag vortraege talk talks lecture impulsvortrag
podium: podium podiumsdiskussion panel paneldiskussion discussion diskussion
netzwerk: netzwerk netzwerke netzwerken networking network netzwerktreffen vernetzung vernetzen
treffen: treffen meetup meetups meeting treff meet usergroup
gespraech: gespraech gespraeche conversation dialog dialogue kamingespraech fireside
feier: feier party fest celebration
sommer: sommer summer
winter: winter
herbst: herbst autumn fall
fruehling: fruehling fruehjahr spring fruehjahrs
weihnachten: weihnachten weihnachts weihnacht christmas xmas
neujahr: neujahr neujahrs newyear
eroeffnung: eroeffnung opening einweihung launch
auftakt: auftakt kickoff auftaktveranstaltung
einfuehrung: einfuehrung introduction intro
grundlagen: grundlagen basics fundamentals basiswissen
finanzierung: finanzierung finanzierungs financing funding finance finanzen kapital capital fundraising
foerderung: foerderung foerdermittel foerderprogramme foerderprogramm grants subsidies
investor: investor investoren investors investorin investorinnen kapitalgeber
angel: angel angels businessangel businessangels
wagniskapital: wagniskapital venture vc venturecapital
frau: frauen frau women woman female weiblich female femalefounder
ki: ki ai kuenstlicheintelligenz artificialintelligence
nachhaltigkeit: nachhaltigkeit sustainability sustainable nachhaltig nachhaltige nachhaltiges nachhaltigen
energie: energie energy energien
gesundheit: gesundheit health gesundheitswesen healthcare gesundheits
medizin: medizin medical medicine medizintechnik medtech
landwirtschaft: landwirtschaft agriculture agrar agri agrarwirtschaft farming
lebensmittel: lebensmittel food ernaehrung
mobilitaet: mobilitaet mobility
digital: digital digitale digitales digitalen digitaler
digitalisierung: digitalisierung digitalization digitalisation digitisation digitization
zukunft: zukunft future zukuenftig
forschung: forschung research
wissenschaft: wissenschaft science sciences
technologie: technologie technologien technology technologies tech technik
wirtschaft: wirtschaft economy economic
handwerk: handwerk crafts craft
recht: recht legal law rechtliches rechtliche rechtlich rechts
steuer: steuern steuer tax taxes steuerrecht
markt: markt market
vertrieb: vertrieb sales verkauf verkaufen selling
marke: marke marken brand branding
kunde: kunden kunde customer customers
innovation: innovation innovationen innovations innovativ innovative
industrie: industrie industry industrial
sicherheit: sicherheit security itsicherheit cybersecurity cybersicherheit
daten: daten data
datenschutz: datenschutz dsgvo gdpr privacy
kultur: kultur culture
kreativ: kreativ creative kreative kreativwirtschaft
sozial: sozial soziale soziales social
gemeinschaft: gemeinschaft community
hochschule: hochschule universitaet university uni college
schule: schule school
student: student studenten studierende studierenden students studentinnen studentisch
international: international internationale internationaler internationales internationalen
idee: idee ideen idea ideas
geschaeftsmodell: geschaeftsmodell geschaeftsmodelle businessmodel businessmodels
geschaeftsplan: geschaeftsplan businessplan businessplaene
erfolg: erfolg success erfolgreich successful erfolgreiche
scheitern: scheitern failure failing
nachfolge: nachfolge unternehmensnachfolge succession
wachstum: wachstum growth wachsen skalierung scaling scale scaleup
fuehrung: leadership fuehrungskraft fuehrungskraefte
rundgang: rundgang tour besichtigung
produkt: produkt produkte product products
entwicklung: entwicklung development
patent: patent patente patents patentrecherche
stadt: stadt city
region: region regional regionale regionaler
raum: raum space weltraum
klima: klima climate
wasserstoff: wasserstoff hydrogen
bau: bau construction bauen
immobilien: immobilien realestate proptech
logistik: logistik logistics
tourismus: tourismus tourism
bildung: bildung education edtech
geld: geld money
schritt: schritt schritte step steps
weg: weg wege way path
team: team teams
partner: partner partners
mitgruender: mitgruender cofounder cofounders mitgruenderin mitgruendersuche
suche: suche search
probe: probe rehearsal
buehne: buehne stage openstage
kaffee: kaffee coffee
bier: bier beer
feierabend: feierabend afterwork
baden: bad
oeffentlich: oeffentlich public
verwaltung: verwaltung administration
werkzeug: werkzeug tools tool
praxis: praxis practice
strategie: strategie strategy strategien
online: online virtuell virtual
bewerbung: bewerbung application
jahr: jahr year
gross: gross grosse grosses big
neu: neue neuer neues
auf: open offene offener offenes
labor: labor lab labs
fabrik: fabrik factory
wein: wein wine
musik: musik music
spiel: spiel spiele game games gaming
wasser: wasser water
quanten: quanten quantum quantencomputing
roboter: robotik robotics roboter robots
verein: verein association
vortreffen: vortreffen
rueckblick: rueckblick recap
haus: haus house
"""

_GENERIC = """
gruender startup unternehmer unternehmen fruehstueck stammtisch mittag abend nacht tag woche wochenende messe
konferenz kongress
gipfel tagung preis verleihung wettbewerb finale pitch demo sprechstunde workshop seminar webinar vortrag podium
netzwerk
treffen gespraech feier sommer winter herbst fruehling eroeffnung auftakt einfuehrung grundlagen finanzierung innovation
gemeinschaft international idee erfolg tech technologie digital online zukunft team partner hochschule student
region stadt
investor frau raum buehne kaffee afterwork feierabend hackathon barcamp monday tuesday wednesday thursday friday
saturday
sunday montag dienstag mittwoch donnerstag freitag samstag sonntag fridays mondays tuesdays wednesdays thursdays special
edition tour show forum club lounge talk camp bootcamp session info infoabend infoveranstaltung
informationsveranstaltung
hub center centre zentrum academy akademie programm program batch regional lab labor jahr gross neu auf weg schritt
praxis
time first together get work life
"""

_STOP = """
der die das den dem des ein eine einen einem einer eines und oder aber in im an am auf aus bei beim mit nach von vom
vor zu zum
zur fuer ueber um unter durch ohne bis als wie was wo wer wir sie ihr ihre ihren ihr euer eure dein deine mein uns
ist sind
wird werden kann ich du es so auch nur noch mehr alle alles the a an of for and or in on at to with from by your our
my you we
how what is are be as into up out about via vs amp more all its this that it innen innern rund dich
event events veranstaltung veranstaltungen termin termine einladung herzliche save date anmeldung jetzt anmelden
tickets
ticket kostenlos kostenfrei free eintritt frei live neu new uhr o clock presented powered praesentiert presents
sponsored
supported kooperation cooperation gemeinsam gmbh ggmbh ag ug kg ev e v mbh co inkl incl ab the vol volume nr no
edition
ausgabe folge part teil
"""


def _concepts() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in filter(None, map(str.strip, _MEANINGS.splitlines())):
        concept, _, listed = line.partition(":")
        for word in listed.split():
            table.setdefault(word, concept)
        table.setdefault(concept, concept)
    return table


CONCEPTS = _concepts()
GENERIC = frozenset(_GENERIC.split())
STOP = frozenset(_STOP.split())

# first parts of German compounds, the longest first, so that "gruenderfruehstueck" is read as two words
STEMS = tuple(sorted((word for word in CONCEPTS if len(word) >= 4), key=lambda word: (-len(word), word)))

# two neighbouring words that are one
PAIRS = {
    ("start", "up"): "startup",
    ("start", "ups"): "startups",
    ("kuenstliche", "intelligenz"): "ki",
    ("kuenstlicher", "intelligenz"): "ki",
    ("artificial", "intelligence"): "ai",
    ("business", "angel"): "businessangel",
    ("business", "angels"): "businessangels",
    ("business", "model"): "businessmodel",
    ("business", "plan"): "businessplan",
    ("co", "founder"): "cofounder",
    ("co", "founders"): "cofounders",
    ("co", "working"): "coworking",
    ("meet", "up"): "meetup",
    ("meet", "ups"): "meetups",
    ("kick", "off"): "kickoff",
    ("after", "work"): "afterwork",
    ("after", "party"): "afterparty",
    ("after", "show"): "aftershow",
    ("warm", "up"): "warmup",
    ("scale", "up"): "scaleup",
    ("scale", "ups"): "scaleup",
    ("venture", "capital"): "venturecapital",
    ("real", "estate"): "realestate",
    ("new", "year"): "newyear",
    ("user", "group"): "usergroup",
    ("hack", "day"): "hackday",
    ("office", "hours"): "sprechstunde",
    ("office", "hour"): "sprechstunde",
    ("open", "stage"): "openstage",
    ("vor", "ort"): "praesenz",
    ("in", "person"): "praesenz",
    ("new", "work"): "newwork",
    ("side", "event"): "sideevent",
    ("pre", "event"): "preevent",
}

# words that make a title another event of the same occasion, when only one of the two has them
SATELLITE = frozenset(
    "afterparty aftershow warmup preevent sideevent deadline bewerbungsfrist bewerbungsschluss anmeldeschluss "
    "einsendeschluss einreichungsfrist bewerbungsphase generalprobe probe vortreffen vorbereitung vorbereitungskurs "
    "nachlese nachtreffen rueckblick aufzeichnung pressekonferenz dinner vorrunde halbfinale infosession infoabend "
    "infoveranstaltung informationsveranstaltung informationsabend qualifikation pitchtraining".split()
)

# words that exclude each other: group -> {word: value}
CONTRASTS: dict[str, dict[str, str]] = {
    "level": {
        **dict.fromkeys(
            "anfaenger anfaengerinnen einsteiger einsteigerinnen beginner beginners basis grundlagen basic".split(),
            "basic",
        ),
        **dict.fromkeys(
            "fortgeschrittene fortgeschrittenen advanced aufbau aufbaukurs vertiefung profis expert".split(), "advanced"
        ),
    },
    "language": {
        **dict.fromkeys("deutsch german deutschsprachig".split(), "de"),
        **dict.fromkeys("englisch english englischsprachig".split(), "en"),
    },
    "part of day": {
        **dict.fromkeys("vormittag vormittags morning morgens fruehstueck fruehschicht".split(), "morning"),
        **dict.fromkeys("nachmittag nachmittags afternoon".split(), "afternoon"),
        **dict.fromkeys("abend abends evening nacht feierabend".split(), "evening"),
        **dict.fromkeys("mittag mittags".split(), "noon"),
    },
    "mode": {
        **dict.fromkeys("online virtuell webinar livestream".split(), "online"),
        **dict.fromkeys("praesenz praesenzveranstaltung onsite praesenzworkshop".split(), "on site"),
    },
    "age": {
        **dict.fromkeys("kinder kids children".split(), "children"),
        **dict.fromkeys("jugendliche jugend teens youth schueler schuelerinnen".split(), "youth"),
        **dict.fromkeys("erwachsene adults".split(), "adults"),
        **dict.fromkeys("senioren seniors seniorinnen".split(), "seniors"),
    },
    "round": {
        **dict.fromkeys("vorrunde qualifikation".split(), "first"),
        **dict.fromkeys("halbfinale semifinal semifinals".split(), "semifinal"),
        **dict.fromkeys("finale".split(), "final"),
    },
    "season": {
        "sommer": "summer",
        "winter": "winter",
        "herbst": "autumn",
        "fruehling": "spring",
    },
}

EXONYMS = {
    "munich": "muenchen",
    "cologne": "koeln",
    "nuremberg": "nuernberg",
    "hanover": "hannover",
    "brunswick": "braunschweig",
    "dusseldorf": "duesseldorf",
    "nurnberg": "nuernberg",
    "munchen": "muenchen",
    "koln": "koeln",
    "vienna": "wien",
    "zurich": "zuerich",
    "geneva": "genf",
    "basle": "basel",
    "constance": "konstanz",
    "brussels": "bruessel",
    "prague": "prag",
    "muenchner": "muenchen",
    "muenchener": "muenchen",
    "koelner": "koeln",
}
