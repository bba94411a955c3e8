"""Words of event titles, and how much they say. Tables only: German and English words of one meaning are one concept.

Used for comparing titles, never for tagging. Words are folded (`pipeline.text.fold`): ae oe ue ss, lower case.
"""

from __future__ import annotations

# concept: German words (and words of both languages) | English words
_MEANINGS = """
gruender: gruenderin gruenderinnen gruendern gruendende gruendenden gruenden gruendung gruendungs
gruender: gruendungen existenzgruender existenzgruenderinnen existenzgruendung existenzgruendungs
gruender: gruendungsinteressierte gruenders selbstaendigkeit selbststaendigkeit selbstaendig selbststaendig
gruender: | founder founders founding founded
startup: startups gruenderszene jungunternehmen
unternehmer: unternehmerin unternehmerinnen unternehmern unternehmertum unternehmerisch | entrepreneur
unternehmer: | entrepreneurs entrepreneurship entrepreneurial
unternehmen: unternehmens firma firmen betrieb betriebe geschaeft | company companies business businesses
fruehstueck: fruehstuecks | breakfast brunch
stammtisch: stammtische | regulars
mittag: mittagessen mittagspause mittagstisch | lunch businesslunch
abend: abends abende | evening
nacht: naechte | nights night nite
tag: tage tags | day days
woche: wochen | week weeks
wochenende: | weekend weekends
messe: messen expo fachmesse | fair
konferenz: konferenzen con fachkonferenz | conference conferences
kongress: | congress
gipfel: gipfeltreffen | summit
tagung: symposium fachtagung
preis: preise auszeichnung | award awards prize
verleihung: preisverleihung | ceremony awardceremony
wettbewerb: wettbewerbs | competition contest challenge
finale: endrunde | final finals
pitch: pitchen pitchabend | pitches pitching
demo: demos
sprechstunde: sprechstunden sprechtag sprechtage beratung beratungstag beratungen beratungssprechtag |
sprechstunde: | consultation consulting consultations
workshop: workshops werkstatt
seminar: seminare basisseminar webinar webinare onlineseminar kurs schulung lehrgang | course training
vortrag: vortraege impulsvortrag | talk talks lecture
podium: podiumsdiskussion paneldiskussion diskussion | panel discussion
netzwerk: netzwerke netzwerken netzwerktreffen vernetzung vernetzen | networking network
treffen: treff meet | meetup meetups meeting usergroup
gespraech: gespraeche dialog kamingespraech | conversation dialogue fireside
feier: fest | party celebration
sommer: | summer
winter: | winter
herbst: | autumn fall
fruehling: fruehjahr fruehjahrs | spring
weihnachten: weihnachts weihnacht | christmas xmas
neujahr: neujahrs | newyear
eroeffnung: einweihung | opening launch
auftakt: auftaktveranstaltung | kickoff
einfuehrung: | introduction intro
grundlagen: basiswissen | basics fundamentals
finanzierung: finanzierungs finanzen kapital | financing funding finance capital fundraising
foerderung: foerdermittel foerderprogramme foerderprogramm | grants subsidies
investor: investoren investorin investorinnen kapitalgeber | investor investors
angel: businessangel | angels businessangels
wagniskapital: vc | venture venturecapital
frau: frauen weiblich | women woman female femalefounder
ki: kuenstlicheintelligenz | ai artificialintelligence
nachhaltigkeit: nachhaltig nachhaltige nachhaltiges nachhaltigen | sustainability sustainable
energie: energien | energy
gesundheit: gesundheitswesen gesundheits | health healthcare
medizin: medizintechnik | medical medicine medtech
landwirtschaft: agrar agrarwirtschaft | agriculture agri farming
lebensmittel: ernaehrung | food
mobilitaet: | mobility
digital: digitale digitales digitalen digitaler
digitalisierung: | digitalization digitalisation digitisation digitization
zukunft: zukuenftig | future
forschung: | research
wissenschaft: | science sciences
technologie: technologien tech technik | technology technologies
wirtschaft: | economy economic
handwerk: | crafts craft
recht: rechtliches rechtliche rechtlich rechts | legal law
steuer: steuern steuerrecht | tax taxes
markt: | market
vertrieb: verkauf verkaufen | sales selling
marke: marken | brand branding
kunde: kunden | customer customers
innovation: innovationen innovativ | innovations innovative
industrie: | industry industrial
sicherheit: itsicherheit cybersicherheit | security cybersecurity
daten: | data
datenschutz: dsgvo | gdpr privacy
kultur: | culture
kreativ: kreative kreativwirtschaft | creative
sozial: soziale soziales | social
gemeinschaft: | community
hochschule: universitaet uni | university college
schule: | school
student: studenten studierende studierenden studentinnen studentisch | students
international: internationale internationaler internationales internationalen
idee: ideen | idea ideas
geschaeftsmodell: geschaeftsmodelle | businessmodel businessmodels
geschaeftsplan: businessplan businessplaene
erfolg: erfolgreich erfolgreiche | success successful
scheitern: | failure failing
nachfolge: unternehmensnachfolge | succession
wachstum: wachsen skalierung | growth scaling scale scaleup
fuehrung: fuehrungskraft fuehrungskraefte | leadership
rundgang: besichtigung fuehrung
produkt: produkte | product products
entwicklung: | development
patent: patente patentrecherche | patents
stadt: | city
region: regionale regionaler | regional
raum: weltraum | space
klima: | climate
wasserstoff: | hydrogen
bau: bauen | construction
immobilien: proptech | realestate
logistik: | logistics
tourismus: | tourism
bildung: edtech | education
geld: | money
schritt: schritte | step steps
weg: wege | way path
team: teams
partner: | partners
mitgruender: mitgruenderin mitgruendersuche | cofounder cofounders
suche: | search
probe: | rehearsal
buehne: | stage openstage
kaffee: | coffee
bier: | beer
feierabend: | afterwork
baden: bad
oeffentlich: | public
verwaltung: | administration
werkzeug: | tools tool
praxis: | practice
strategie: strategien | strategy
bewerbung: | application
jahr: | year
gross: grosse grosses | big
neu: neue neuer neues
auf: offene offener offenes | open
labor: lab | labs
fabrik: | factory
wein: | wine
musik: | music
spiel: spiele game | games gaming
wasser: | water
quanten: quantencomputing | quantum
roboter: robotik | robotics robots
verein: | association
vortreffen:
rueckblick: | recap
festival: festivals
branche: branchen | industries
monat: monats monatliches monatlicher | month monthly
abschluss: abschlussveranstaltung abschluesse | closing
versammlung: versammlungen mitgliederversammlung vollversammlung hauptversammlung | assembly
sitzung: sitzungen vorstandssitzung
jubilaeum: jubilaeums | anniversary
quiz: pubquiz
runde: tischrunde gespraechsrunde roundtable
kreis: arbeitskreis | circle
boerse: boersen | exchange
tour: touren rundreise
ausflug: exkursion | excursion trip
kennenlernen: kennenlernabend kennenlerntreffen | gettogether
ausstellung: ausstellungen | exhibition
besuch: besuche | visit
salon: salons
garten: | garden
kueche: | kitchen
nachwuchs: | talent talents
lange: langer langes | long
offenheit: | openness
mittelstand: mittelstands kmu | sme smes
familie: familien | family families
tuer: tueren | doors door
haus: | house
empfang: empfaenge neujahrsempfang | reception
marketing:
grillen: grillabend grillfest | bbq barbecue
hafen: | harbour harbor
wald: | forest
licht: | light
schiff: | ship
kochen: | cooking
buch: buecher | book books
geschichte: geschichten | story stories
traum: traeume | dream dreams
verkehr: | traffic transport
gemeinnuetzig: | nonprofit
geschwindigkeit: tempo | speed
pflege: | care nursing
kinder: | kids children
jugend: | youth
film: | movie
mentor: mentoren mentoring mentorinnen | mentors
gast: gaeste | guest guests
fehler: | mistakes mistake
zertifikat: | certificate
handel: einzelhandel | retail trade
heimat: | home
welt: | world
leben: | life
arbeit: | work
umwelt: | environment environmental
versicherung: versicherungen | insurance
vertrag: vertraege vertragsrecht | contracts contract
personal: recruiting | hiring hr
oeffentlichkeitsarbeit: pressearbeit | pr
einblick: einblicke | insights insight
rennen: lauf | run race
"""

# concepts that hundreds of events are called
_GENERIC = """
festival branche monat abschluss versammlung sitzung jubilaeum quiz runde kreis boerse ausflug kennenlernen
ausstellung besuch rundgang salon mittelstand familie lange pub bar club cafe kino kneipe run drinks happy hour
happyhour house jam slam dinner gruender startup unternehmer unternehmen fruehstueck stammtisch mittag abend nacht tag
woche wochenende messe konferenz kongress gipfel tagung preis verleihung wettbewerb finale pitch demo sprechstunde
workshop seminar webinar vortrag podium netzwerk treffen gespraech feier sommer winter herbst fruehling eroeffnung
auftakt einfuehrung grundlagen innovation gemeinschaft international idee erfolg tech technologie digital online
zukunft team partner hochschule student region stadt investor frau raum buehne kaffee afterwork feierabend hackathon
barcamp monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag
sonntag fridays mondays tuesdays wednesdays thursdays special edition tour show forum lounge talk camp bootcamp
session info infoabend infoveranstaltung informationsveranstaltung hub center centre zentrum academy akademie programm
program batch regional lab labor jahr gross neu auf weg schritt praxis time first together get work life weihnachten
neujahr gruenderszene branchentreff empfang grillen mitgruender suche angel open entdecken szene gala matching
speeddating dating infotag orientierung impuls roundtable table circle monatstreffen jahrestreffen jour fixe bier wein
"""

# subjects that many events have in common
_SUBJECTS = """
finanzierung marketing vertrieb steuer recht foerderung buchhaltung buchfuehrung patent geschaeftsplan
geschaeftsmodell nachfolge ki daten datenschutz nachhaltigkeit energie gesundheit medizin mobilitaet handwerk
industrie kultur kreativ sozial bildung wachstum fuehrung produkt entwicklung strategie crowdfunding coaching mentor
personal handel tourismus logistik immobilien klima sicherheit kunde marke markt digitalisierung wirtschaft forschung
wissenschaft coding design python data cloud blockchain crypto robotik roboter food lebensmittel landwirtschaft
versicherung vertrag einblick geschichte fehler selbstaendig freelancer
"""

# words that say nothing about which event it is
_STOP = """
online virtuell virtual hybrid der die das den dem des ein eine einen einem einer eines und oder aber in im an am auf
aus bei beim mit nach von vom vor zu zum zur fuer ueber um unter durch ohne bis als wie was wo wer wir sie ihr ihre
ihren euer eure dein deine mein uns ist sind wird werden kann ich du es so auch nur noch mehr alle alles the a of for
and or on at to with from by your our my you we how what is are be as into up out about via vs amp more all its this
that it innen innern rund dich event events veranstaltung veranstaltungen termin termine einladung herzliche save date
anmeldung jetzt anmelden tickets ticket kostenlos kostenfrei free eintritt frei live neu new uhr o clock presented
powered praesentiert presents sponsored supported kooperation cooperation gemeinsam gmbh ggmbh ag ug kg ev e v mbh co
inkl incl ab vol volume nr no edition ausgabe folge part teil
"""

_GERMAN_STOP = """
online virtuell virtual hybrid der die das dem den des ein eine einen einem einer eines und oder im am aus bei beim
mit nach von vom zum zur fuer ueber um unter durch als wie wir ihr ihre dein deine mein sind wird nicht
"""

_ENGLISH_STOP = """
online virtuell virtual hybrid the of for and or on at to with from by your our my you we how are into
"""


def _read() -> tuple[dict[str, str], set[str], set[str]]:
    """{word: concept}, and the words that only German or only English titles have."""
    table: dict[str, str] = {}
    german, english = set(_GERMAN_STOP.split()), set(_ENGLISH_STOP.split())
    for line in _MEANINGS.split("\n")[1:-1]:
        concept, _, listed = line.partition(":")
        left, _, right = listed.partition("|")
        for word in (concept, *left.split(), *right.split()):
            table.setdefault(word, concept)
        if right:
            german.update((concept, *left.split()))
            english.update(right.split())
    return table, german - english, english - german


CONCEPTS, _german, _english = _read()
GERMAN, ENGLISH = frozenset(_german), frozenset(_english)
GENERIC = frozenset(_GENERIC.split())
SUBJECTS = frozenset(_SUBJECTS.split())
STOP = frozenset(_STOP.split())


def weight(token: str) -> float:
    """How much a shared word says: 1 for a name, little for what hundreds of events are called."""
    if token in GENERIC:
        return 0.35
    if token in SUBJECTS:
        return 0.6
    return 0.5 if len(token) <= 2 else 1.0
