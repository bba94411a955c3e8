"""The words of places; whether a text names one, by its words, its street, its town.

Texts only; which of a record's texts is its place is decided in `places`.
"""

from __future__ import annotations

import re

from crawlers.extractors.listing.wording import english
from crawlers.extractors.listing.wording.labels import label_kind
from crawlers.extractors.listing.wording.patterns import Guarded, Words, parts, remembered
from crawlers.extractors.listing.wording.words import EDGES, EVENT
from pipeline.places import find_city

LONGEST = 160
LONGEST_PART = 60  # characters of one part of an address
HOUSE_EDGES = EDGES + "()"
STREET = Guarded(
    Words(
        r"(?<=\w)(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|ufer|damm|markt|hof|wall|steig|chaussee)\s?(?!20\d\d)\d+|"
        r"\b(?:straße|str\.|allee|platz|weg|ring|markt)\s\d+|"
        r"\b(?:straße|str\.|platz|allee|ufer) des \d{1,2}\. [a-zäöü]{3,9}\b|"
        r"(?<=er )(?:damm|ufer|wall|graben|kai)\s\d{1,3}(?!\d)|(?<=[re] )(?:gasse|chaussee)\s\d{1,3}(?!\d)|"
        r"^\d{1,3}[a-z]?\s(?:[\w-]+er\s|(?:(?:am|an der|alte|neue|große|kleine|lange)\s)?[\w-]+)"
        r"(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|ufer|damm)$|" + english.STREET
    ),
    needs=english.STREET_SHOWN,
)
POSTCODE = Guarded(  # no number of a norm: "nach ISO 45001 Schritt für Schritt", "DIN EN 13374"
    re.compile(
        r"(?<![\d-])(?!(?:19|20)\d\d\s)(?:(?:D|A|CH)-?)?(?<!\b(?:DIN|ISO|IEC|VDI|VDE)\s)(?<!\bEN\s)"
        r"\d{4,5}\s[A-ZÄÖÜ][a-zäöüß]{2,}|\b(?!EN\b)[A-Z]{2}\s\d{5}\b|"
        r"\b[A-ZÄÖÜ][a-zäöüß-]{2,},\s(?:[A-Z]{2,3},\s)?\d{5}(?!\s?[/–-]?\s?\d)|" + english.POSTCODE
    ),
    needs=english.POSTCODE_SHOWN,
)
# What a place calls itself.
PLACE = parts(
    r"""
    haus\b || saal\b || (?<!c)halle || zentrum || center\b || centre || campus || hotel || café ||
    gaststätte || gasthof || gasthaus || restaurant || museum || rathaus || kirche || schule\b ||
    berufsbildende schulen\b || universität || hochschule || bibliothek || bücherei || raum\b(?<!zeitraum) || room ||
    hall\b || hub\b || theater || varieté ||
    werk\b(?<!handwerk)(?<!netzwerk)(?<!feuerwerk)(?<!schuhwerk)(?<!regelwerk) ||
    stadion || schloss(?!en\b) || park\b || garten ||
    club\b || online\b || zoom\b || ms teams || microsoft teams || via teams || über teams || virtuell || digital\b ||
    building || headquarters || chamber || auditorium || forum\b || akademie || ihk\b || lounge || space\b || loft ||
    studio || bahnhof || marktplatz || platz\b || kulturzentrum || gemeindeamt || turnhalle || vereinsheim || foyer ||
    etage || library || bar\b(?<=\bbar) || weinbar\b || hotelbar\b || cocktailbar\b ||
    arena || fabrik || villa || jugendtreff\b || bürgertreff\b ||
    stadtteiltreff\b || kulturtreff\b || nachbarschaftstreff\b || familientreff\b || quartierstreff\b ||
    zelt\b || landhotel || hof\b || laden\b || labor\b ||
    brunnen || galerie || gallery || turm\b || kino\b(?<=[a-zäöü] kino) || institut || college || university ||
    gelände\b || kaserne || (?:\b|lehr|holz|metall|fahrrad)werkstatt\b || burg\b ||
    lab\b(?<!\wlab) || labs\b(?<!\wlabs) || hq\b(?<!\whq) ||
    floor\b(?<!\wfloor) || foundry || speicher\b || pier\b(?<!\wpier) || atelier || mensa\b || audimax || hörsaal ||
    scheune || mühle\b || remise || kontor\b || hangar || warehouse || theatre || cafe\b(?<!\wcafe) || filiale\b ||
    \w{4}bühne\b || zweigstelle || congress cent || geschäftsstelle || bezirksstelle || außenstelle ||
    kreishandwerkerschaft || betriebshof || fachschule || conference suite || rooftop || kantine || fablab ||
    werft\b(?<!\wwerft) || schlosserei || kanzlei || amtsgericht || landgericht || arbeitsgericht || pfarrsaal ||
    weberei\b || spinnerei\b || gerberei\b || brauerei\b || ziegelei\b || gießerei\b || druckerei\b || färberei\b ||
    molkerei\b || schreinerei\b || quartier\b || school\b || castle || depot\b || bürgerbüro || saalbau ||
    gründerzentrum || technologiezentrum || webex || livestream || gemeindehaus || stadtwerke || zimmer\b || küche\b ||
    kueche\b ||
    jugendherberge || buchhandlung || kolleg\b || gymnasium || centrum || klinikum || hafen\b || schuppen\b ||
    alten? [a-zäöüß]*(?:erei|fabrik|post|wache|schmiede)\b || dachboden || dachterrasse || rotunde || pfarrheim ||
    landratsamt || ratskeller || orangerie || zeche\b || weingut || weinstube || pizzeria || kloster\b || feuerwache ||
    aula\b(?<=\baula) || inkubator\b || handwerkskammer || speicherstadt || lokal(?= [„\"»‚']) || zob\b(?<=\bzob) ||
    viertel\b(?<=\wviertel) || areal\b || scheuer\b(?<=\wscheuer) || stadel\b || tenne\b || kiosk\b || gasometer ||
    pavillon || palais || gebäude\b || wiese\b || stube\b(?<=\wstube) ||
    (?:(?<=[a-z] )house(?<!open house)(?<!full house)(?<!deep house)(?<!tech house)(?<!afro house)(?<!acid house)
    (?<!progressive house)(?<!melodic house)(?<!electro house)(?<!white house)(?<!crowded house)(?<!haunted house)
    (?<!vocal house)(?<!bass house)|ballroom|taproom|tavern|(?<=[a-z] )tower|stadium|courthouse|distillery|bookshop|
    bookstore|(?<=[a-z] )barn|pavilion)(?=\W*(?:$|[,(|])) ||
    stätte\b(?<=\wstätte) || keller\b(?<=[\w-]keller) || kneipe\b || bistro\b || taverne\b ||
    """
    + english.HOUSE
)
# A house or room whose name has a word of events in it: "Seminarraum", "Kongresshaus", "Forum der Sparkasse".
EVENT_HOUSE = Words(
    r"(?:\w+- (?:und|&) )?"  # "Konzert- und Kongresshalle"
    r"\w+(?:raum|räume|saal|säle|haus|hotel|halle|zentrum|center|centre|gelände|zimmer|akademie|stätte)\b|"
    r"\bforum (?:der|des|am|an|im)\b|" + english.EVENT_HOUSE
)
# Parts of a house that have a number: "Raum 3.12", "Zimmer 4". Not "Halle": it may be the town.
ROOMS = ("raum", "saal", "zimmer", "zi.", "gebäude", "ebene", "etage", "room", "building", "floor", "suite")
A_ROOM = rf"(?:\w*(?:raum|saal)|{'|'.join(map(re.escape, ROOMS))})"
# What a sentence can end with, up to its dot: "im Rathaus.", "der IHK.", "7 pm.", "im 2. OG.", "im Hub.", "Mai 2027.",
# "in der Lindenstr. 2.", "Raum 12."
_LONG_WORD = r"(?<=[a-zäöüßéè)]{3}.|[A-ZÄÖÜ]{2}[A-ZÄÖÜs].|Uhr.|[\s\d][ap]m.|\s[OUED]G.)(?<!(?:inkl|exkl|zzgl|evtl).)"
_SHORT_WORD = r"(?<=[A-ZÄÖÜ][a-zäöüß]{2}.)(?<!(?:Str|Abt|Inh|Tel|Geb|Ing|Bhf|Hbf|Std|Nrn|Inc|Ltd).)"
_COUNTED = "(?:tr\\.|aße|weg|atz|rkt|ing|lee|aum|aal|mer)"  # the ends of streets and rooms
_LETTERED = "(?:ude|lle|aus|ock|akt|aal|aum)"  # "Gebäude S."
_ITS_NUMBER = "|".join(rf"(?<={_COUNTED} {digits}.)" for digits in (r"\d", r"\d\d", r"\d\d\d"))
_ITS_NUMBER += rf"|(?<={_LETTERED} [A-Z].)"
_YEAR = r"(?<=\b(?:19|20)\d\d.)"
_ROOM_CODE = r"(?<=\b[A-Z]\d.)|(?<=\b[A-Z]\d\d.)"  # "Gebäude M2. Ende gegen 19 Uhr"
SENTENCE_END = re.compile(rf"[.!?](?:{_LONG_WORD}|{_SHORT_WORD}|{_YEAR}|{_ITS_NUMBER}|{_ROOM_CODE})\s+(?=[A-ZÄÖÜ])")
_TOWN_FIRST = re.compile(r"([A-ZÄÖÜ][^:|\d–]{2,28})(?::[\s|,]+(?=[^\W\d_]{3})|\s–\s(?=[A-ZÄÖÜ]\w\w))")
_TOWN_AND_DAY = re.compile(  # "Köln – 7.12. – Stammtisch"
    r"([A-ZÄÖÜ][^:|\d–,]{2,28}?)\s?[–,-]?(?:\s*\|)+\s*(?:[–,-]\s)?(?=[A-ZÄÖÜ]\w\w)"
)
_CAMEL = re.compile(r"[a-zäöüß](?:Lab|Labs|Hub|HQ|Floor|Pier)\b")  # "IdeenLab"
_PARTED = re.compile(
    r"((?:[^,;·.]|(?<![a-zäöüß]{3})\.|(?<=Prof)\.|(?<=ehem)\.|(?<=Dipl)\.|\.(?!\s[A-ZÄÖÜ]))+)(?:[,;·]|\.\s|$)"
)
_TOWN = re.compile(r"[A-ZÄÖÜ][^\d.!?]{2,30}")
_PIECES = re.compile(r"[,/|·()–:;]|\s-\s")
# Behind a name or a title: where somebody comes from, or where it was, "Ana Ferreira (Lissabon)", "Wozu? (Weimar)".
_FROM = re.compile(r"(?<=[\w?!“”\"«»])\s\([^()]*(?:\)|$)")
NO_HOUSE = re.compile(  # when or in what: "beim Auftakt in Minden"; but "im Landtag"
    r"\b(?:\w*(?:(?<!land)(?<!bundes)tag|abend|nacht|woche|jahr|mber)|rahmen|advent|auftakt|anschluss|januar)\b",
    re.IGNORECASE,
)
_SEATS = re.compile(r"\W*(?:noch )?\d+ (?:freier? )?pl[aä]tze?\W*", re.IGNORECASE)


@remembered
def is_place(text: str) -> bool:
    """Whether a short text looks like a place and nothing else."""
    if len(text) > LONGEST or label_kind(text):
        return False
    if has_address(text):
        return True
    if NO_HOUSE.fullmatch(text.rpartition(" ")[2]) or _SEATS.fullmatch(text):  # "Museumstag"
        return False
    return text.count(" ") <= 6 and (PLACE.search(text) or _CAMEL.search(text)) is not None


def has_address(text: str) -> bool:
    """Whether a postcode with its town, or a street with its number, stands in a text."""
    return POSTCODE.search(text) is not None or STREET.search(text) is not None


def is_place_or_town(text: str) -> bool:
    return is_place(text) or is_town(text)


def is_house(text: str) -> bool:
    """A place by its words, or a town, and not what happens there: "Führung im Museum"."""
    return is_place_or_town(text) and not names_event(text)


@remembered
def begins_with_place(text: str) -> bool:
    """Whether the first part of "Student Union, Room 3" is a place already; "Angel-Akademie: Verträge" is a name."""
    text = text.partition(" @ ")[0]  # "Hack & Snack @ Hochschule"
    first, *rest = _PIECES.split(text, 1)
    if rest and text[len(first)] == ":" and not is_place_or_town(rest[0]):
        return False
    return is_house(first.strip(HOUSE_EDGES))


def names_event(text: str) -> bool:
    """Whether a text has a word of events in it that is not a house's: "Vortrag", but "Vortragsraum"."""
    return bool(EVENT.search(text)) and bool(EVENT.search(EVENT_HOUSE.sub(" ", text)))


def past_town(text: str) -> str:
    """The text without the town that it names first: "Detmold: Gründungsabend", "Detmold – Gründungsabend"."""
    first = _TOWN_FIRST.match(text) if ":" in text or "–" in text else None
    if first and is_town(first[1]):
        return text[first.end() :]
    first = _TOWN_AND_DAY.match(text) if "|" in text else None
    return text[first.end() :] if first and is_town(first[1]) and not is_place(text[first.end() :]) else text


def before_place(text: str) -> str:
    """ "Jahresabschluss" of "Jahresabschluss, Rathaus Minden": the parts in front of the first that is a place."""
    kept = ""
    for match in _PARTED.finditer(text):
        part = match.group(1).strip(HOUSE_EDGES)
        if kept and kept.count("(") == kept.count(")") and is_place_or_town(part):
            return kept
        kept = text[: match.end(1)].rstrip(" ,;")
    return text


@remembered
def is_town(text: str) -> bool:
    """Whether a text is a German town's name, or begins with one: "Berlin, CCCB"."""
    if len(text) > LONGEST_PART:
        return False
    parts = [part.strip(HOUSE_EDGES) for part in _PIECES.split(_FROM.sub("", text) if "(" in text else text)[:3]]
    return any(find_city(part) is not None for part in parts if _TOWN.fullmatch(part))
