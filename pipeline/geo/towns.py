"""Which town a text means: every place name in it is weighed by where it stands; ties stay open.

An address line and a title are read differently: in a title a town counts only where titles name towns. Knows no
streets and builds no venue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.geo.address import Address, spans
from pipeline.geo.gazetteer import City, Gazetteer, Hints, Hit, folded
from pipeline.geo.regions import distance_km

# How a town's name stands in its text, the surest first; and how many people a town must have to be meant by it.
AFTER_CODE, WHOLE, AFTER_IN, AT_END, AT_START, INSIDE, TALKED_OF = 6, 5, 4, 3, 2, 1, 0
SMALLEST = {  # in an address line
    AFTER_CODE: 0,
    WHOLE: 0,
    AFTER_IN: 1500,
    AT_END: 12_000,
    AT_START: 15_000,
    INSIDE: 20_000,
}
SMALLEST_TITLE = {  # in a title
    AFTER_CODE: 0,
    WHOLE: 5000,
    AFTER_IN: 3000,
    AT_END: 30_000,
    AT_START: 40_000,
    INSIDE: 60_000,
    TALKED_OF: 60_000,
}
NOUN_FROM = 20_000  # a place that is also a common word must be a town, and stand alone or behind "in"
FAR_FROM = 100_000  # people; smaller towns abroad must stand alone: "Great Hall" is not in Tirol
REACH_KM = 70.0  # how far a town may lie from the main town of its postcode area

# Places that are also common German or English words or first names.
NOUNS = frozenset(
    """acht aha altes anger au aue bach bad bann bark bath bell benz berg bergen boll born brake brand brauch
    buch buchen bueren bult burg burgen campus damm damp digital dill dom ecken egg eich eiche eigen elbe eltern
    enger erden erfolg essen feld fell filz floss forst freude gallus gars garten gast glueck grafing grub gruen
    gruenden haag haan haar hage hagen hahn hain halfing hall halle hamm handel hart haus hausen heide heiden
    heim herne herten hille hoch hof hofen hohn holm holt horn igel innovation isen jade kalk kalt karl kehl
    kirch kirchen kirn kist kopp korb kork kuchen laer lage lahn lam land langen lanz lauf leben leck leer
    lehe leimen leisten lich lieben lieg lind linden linn linz lippe list loebau loehne loop lug machern main
    mark markt marl menden menz messe mitte moos murr nahe neuen nord norden nordheim ohne olpe ost owen park
    pech perl pitch plan plate plauen poll post prem puls rade rain rath reading rechenberg recht rees reichen
    reil reisen reute ried roda roden rohr rom rosa rost rot roth rott rust saal sachsen salz sand schalen
    schloss schnell schulen seck see selb selters senden sieben sieg siegen singen sinn sommer speicher spiegel
    split springe stade stadt stall stand start stein steinen stelle stolz strand stuhr sued suhl tal tann tanne
    tarp thal treffen uebersee unna usch verden vogt wahl wald walde wang wangen wehr weiden weil weilen welt
    wenden werben werder werk wert west wetter wied wiesen winter winzer wirges wohlen wuerden zeil zeit zell
    zentrum ziel zimmern zoo zug zusammen""".split()
)

# Nouns that, alone, are rather a house's name.
ROOMS = frozenset("halle hof saal park burg schloss messe campus".split())

_IN = re.compile(
    r"(?:\b(?:in|zu|Standort|Raum|Region|Stadt|City of|Großraum|IHK|HWK|Messe|Uni|"
    r"Universität|Hochschule|FH|TH|TU|Rathaus|Stadthalle|Sparkasse|Campus|Klinikum|VHS|Bahnhof|Hauptbahnhof|Hbf|Zeche|Theater|Schloss|Kreis)|@)\s*$"
)
_IN_TITLE = re.compile(r"(?:\b(?:in|Standort|Region|Raum|Großraum)|@)\s*$")
_NOT_HERE = re.compile(
    r"\b(?:nach|aus|von|für|gegen|ab|über|mit|vs\.?|from|to|for|about|der|die|das|dem|den)\s*$", re.IGNORECASE
)
_BY = re.compile(r"\b(?:bei|near|nahe|b\.)\s*$")  # the town next to the one that is meant
_TALKED = re.compile(r"\s+(?!(?:und|and|mit|im|am)\b)[a-zäöü]")  # "Wie Frankfurt zum Vorbild wurde" is about it
_NAME = r"(?:(?:Prof|Dr|PD|Dipl|Mag)\b[.\w-]* )+[A-ZÄÖÜ][\w'’-]*\.?(?: [A-ZÄÖÜ][\w'’-]*\.?){0,3}"
# "Prof. Dr. Ina Voss (Uni Kiel)": where somebody is from.
_SPEAKER = re.compile(rf"{_NAME} ?\([^()]*$|^{_NAME}, [^,:]*$")
_ITS_PART = re.compile(r"-[\w-]+|\([^)]*\)?|/[\w.]+")  # a quarter, a river
_COMPOUND = re.compile(r"-\w+-\w")  # the town is part of a longer name: Bonn-Rhein-Sieg
_DESCRIBED = re.compile(  # "Alte Schmelz" is a house
    r"\b(?:Alte|Neue|Große|Kleine|Historische|Ehemalige|Rote|Weiße|Blaue|Grüne|Schwarze|Goldene)[rnsm]?\s+$"
)
_OR = re.compile(r"\s*(?:/|&|\+|und|oder|and|or|bis|bzw\.?)\s*")
_WRITTEN = re.compile(
    r"\s*,?\s*([A-ZÄÖÜ][\w.'’-]+(?:[ /](?:[A-ZÄÖÜ(][\w.'’-]{1,40}\)?|am|an|der|im|in|bei|ob|vor|a\.|d\.)){0,4})"
)


class Town(NamedTuple):
    """A town that a text names at text[start:end] (-1: it does not). `city` is None when its name is all that is known;
    `surely`: it stands behind a postcode or by itself."""

    name: str
    city: City | None
    land: str | None
    start: int = -1
    end: int = -1
    surely: bool = False
    key: str = ""  # its name as the text has it, folded

    @property
    def point(self) -> tuple[float, float] | None:
        """(latitude, longitude) in degrees."""
        return (self.city.lat, self.city.lon) if self.city else None


class _Weighed(NamedTuple):
    weight: float
    town: Town


def town_of(address: Address, hints: Hints, book: Gazetteer) -> Town | None:
    """The town an address line names, or None: nothing named, or several that are as likely."""
    found = [
        weighed
        for hit in book.find(address.text)
        if (span := _span(address.pieces, hit.start))
        if (weighed := _weigh(address.text, hit, _stands(address, span, hit), hints, book))
    ]
    best = _best(address.text, found)
    if (best and best.surely) or not address.postcode:
        return best
    return _written(address, hints) or best


def title_town(title: str, hints: Hints, book: Gazetteer) -> Town | None:
    """The town a title names ("… in Freiburg", "Gründerstammtisch Paderborn"); None when it names two, a way, or
    where a speaker is from."""
    pieces = tuple(spans(title))
    found = [
        weighed
        for hit in book.find(title)
        if (span := _span(pieces, hit.start)) and not _NOT_HERE.search(title, span[0], hit.start)
        if (weighed := _weigh_title(title, span, hit, hints, book))
    ]
    light = all(weighed.weight < AFTER_IN for weighed in found)
    if light and len({weighed.town.name for weighed in found}) > 1:
        return None
    return _best(title, [weighed for weighed in found if weighed.weight > TALKED_OF])


def fallback_town(city: str, hints: Hints, point: tuple[float, float] | None, book: Gazetteer) -> Town | None:
    """The source's own town, unless the postcode, the Land or the coordinates found say that it is another one."""
    home, land = book.choose(folded(city), Hints(land=hints.land))
    if hints.lands is not None and land is not None and land not in hints.lands:
        return None
    if home and point and distance_km(home.lat, home.lon, *point) > REACH_KM:
        return None
    if home is None and point is not None:
        return None
    return Town(home.name if home else city, home, land)


def _span(pieces: Sequence[tuple[int, int]], at: int) -> tuple[int, int] | None:
    return next((span for span in pieces if span[0] <= at < span[1]), None)


def _stands(address: Address, span: tuple[int, int], hit: Hit) -> int:
    """How the name stands in its piece: behind the postcode, alone, behind "in", at the end, inside."""
    text, start, end = address.text, span[0], max(span[1], hit.end)
    if address.after is not None and 0 <= hit.start - address.after <= 3:
        return AFTER_CODE
    before, after = text[start : hit.start], text[hit.end : end].strip(" .")
    if not before.strip(" .:-0123456789") and (not after or _ITS_PART.fullmatch(after)):
        return WHOLE
    if _BY.search(before):
        return INSIDE
    if _IN.search(before):
        return AFTER_IN
    return AT_END if not after else AT_START if not before.strip(" .:-") else INSIDE


def _weigh(
    text: str, hit: Hit, stands: int, hints: Hints, book: Gazetteer, smallest: Mapping[int, int] = SMALLEST
) -> _Weighed | None:
    if stands < WHOLE and (_COMPOUND.match(text, hit.end) or _DESCRIBED.search(text, 0, hit.start)):
        return None
    city, land = book.choose(hit.key, hints)
    cities = book.named(hit.key)
    abroad = stands == AFTER_CODE and city is None and cities and all("-" not in one.land for one in cities)
    if abroad:  # "75001 Paris": five digits there, too
        city, land = cities[0], cities[0].land
    elif hints.lands is not None and not any(one.land in hints.lands for one in cities):
        return None
    largest = city.population if city else max((one.population for one in cities), default=0)
    if largest < smallest[stands]:
        return None
    if hit.key in NOUNS and not _noun_means_town(hit.key, stands, city, hints, smallest):
        return None
    if stands < AFTER_IN and largest < FAR_FROM and not any("-" in one.land for one in cities):
        return None
    quarter = city is not None and city.part_of != ""
    if quarter and stands < AFTER_IN:
        return None
    name = city.part_of or city.name if city else text[hit.start : hit.end]
    town = Town(name, city, land, hit.start, hit.end, stands >= WHOLE, hit.key)
    return _Weighed(stands - 2.5 * (quarter and stands < AFTER_CODE), town)


def _noun_means_town(key: str, stands: int, city: City | None, hints: Hints, smallest: Mapping[int, int]) -> bool:
    if stands == AFTER_CODE:
        return True
    if city is None or stands < AT_END or (stands == AT_END and smallest is SMALLEST_TITLE):
        return False
    near = hints.near is not None and distance_km(*hints.near, city.lat, city.lon) < REACH_KM
    alone = stands == WHOLE and key in ROOMS
    return near or (stands >= AFTER_IN and city.population >= NOUN_FROM and not alone)


def _weigh_title(title: str, span: tuple[int, int], hit: Hit, hints: Hints, book: Gazetteer) -> _Weighed | None:
    before, after = title[span[0] : hit.start], title[hit.end : max(span[1], hit.end)].strip(" .!?")
    if _SPEAKER.search(title[: hit.start]) and not _IN_TITLE.search(before):
        return None
    if not before.strip() and not after:
        stands = WHOLE
    elif _IN_TITLE.search(before):
        stands = AFTER_IN
    else:
        stands = AT_END if not after else INSIDE
    if stands == INSIDE and _TALKED.match(title, hit.end):
        stands = TALKED_OF
    return _weigh(title, hit, stands, hints, book, SMALLEST_TITLE)


def _best(text: str, found: Sequence[_Weighed]) -> Town | None:
    """The heaviest; of several light ones the last (addresses end with the town); none of several heavy ones."""
    if not found:
        return None
    top = max(weighed.weight for weighed in found)
    towns = [weighed.town for weighed in found if weighed.weight == top]
    if top < AFTER_CODE and _listed(text, [weighed.town for weighed in found]):
        return None
    if top >= AFTER_IN and len({town.name for town in towns}) > 1:
        return None
    return towns[-1]


def _listed(text: str, towns: Sequence[Town]) -> bool:
    """Whether two towns are named in one breath: "Köln/Düsseldorf", "Bonn und Köln"."""
    return any(_OR.fullmatch(text[a.end : b.start]) for a, b in pairwise(towns) if a.name != b.name)


def _written(address: Address, hints: Hints) -> Town | None:
    """The words behind the postcode, when the gazetteer does not know them: a town all the same."""
    match = _WRITTEN.match(address.text, address.after or 0)
    if not match:
        return None
    land = next(iter(hints.lands)) if hints.lands and len(hints.lands) == 1 else None
    return Town(match[1], None, land, match.start(1), match.end(1), True)
