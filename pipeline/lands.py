"""The German Länder: ISO 3166-2 codes, names, the words people use for them; holds no towns and reads no text.

Austrian and Swiss towns carry "AT" and "CH" where a German one carries the code of its Land.
"""

from __future__ import annotations

from collections.abc import Mapping

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
