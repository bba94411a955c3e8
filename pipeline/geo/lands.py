"""The German Länder: ISO 3166-2 codes, names, the words people use for them; holds no towns and reads no text.

Austrian and Swiss towns carry "AT" and "CH" where a German one carries the code of its Land.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.text import fold

LANDS: Mapping[str, str] = {
    "DE-BW": "Baden-Württemberg",
    "DE-BY": "Bayern",
    "DE-BE": "Berlin",
    "DE-BB": "Brandenburg",
    "DE-HB": "Bremen",
    "DE-HH": "Hamburg",
    "DE-HE": "Hessen",
    "DE-MV": "Mecklenburg-Vorpommern",
    "DE-NI": "Niedersachsen",
    "DE-NW": "Nordrhein-Westfalen",
    "DE-RP": "Rheinland-Pfalz",
    "DE-SL": "Saarland",
    "DE-SN": "Sachsen",
    "DE-ST": "Sachsen-Anhalt",
    "DE-SH": "Schleswig-Holstein",
    "DE-TH": "Thüringen",
}

COUNTRIES: Mapping[str, str] = {"AT": "Österreich", "CH": "Schweiz"}

_ALSO: Mapping[str, str] = {
    "nrw": "DE-NW",
    "owl": "DE-NW",
    "ostwestfalen lippe": "DE-NW",
    "ostwestfalen": "DE-NW",
    "ruhrgebiet": "DE-NW",
    "rlp": "DE-RP",
    "bawue": "DE-BW",
    "meck pomm": "DE-MV",
    "bavaria": "DE-BY",
    "hesse": "DE-HE",
    "saxony": "DE-SN",
    "lower saxony": "DE-NI",
    "thuringia": "DE-TH",
    "north rhine westphalia": "DE-NW",
    "austria": "AT",
    "switzerland": "CH",
    "suisse": "CH",
}
_ABROAD = frozenset(
    """usa us united states united states of america uk united kingdom england france frankreich italy italien spain
    spanien portugal poland polen niederlande netherlands belgien belgium luxemburg luxembourg daenemark denmark
    schweden sweden norwegen norway finnland finland tschechien czech republic ungarn hungary
    estland estonia litauen lettland griechenland greece tuerkei
    turkey israel china japan singapur singapore indien india kanada canada""".split()
)
SHORT = frozenset(code.removeprefix("DE-") for code in LANDS) - {"TH"}  # as tools made elsewhere print them: "BW"
_CITIES = frozenset({"DE-BE", "DE-HB", "DE-HH"})  # their names are a town's first of all
_GERMANY = frozenset({"deutschland", "germany", "bundesrepublik deutschland", "de", "d", "brd", "bundesweit"})
_NAMED: Mapping[str, str] = {
    **{fold(name): code for code, name in {**LANDS, **COUNTRIES}.items() if code not in _CITIES},
    **_ALSO,
}


def land_named(key: str) -> str | None:
    """The code of a Land (or of Austria, Switzerland) by its folded name or a common short form, else None."""
    return _NAMED.get(key)


def is_abroad(key: str) -> bool:
    """Whether a folded name is a country other than Germany, Austria and Switzerland."""
    return bool(key) and all(word in _ABROAD for word in key.split())


def is_germany(key: str) -> bool:
    """Whether a folded word names Germany as a whole."""
    return key in _GERMANY
