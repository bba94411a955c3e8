"""The label space: which industries, topics, formats and signals there are. Ids are for ever: feeds hold them.

Names, words and weights are data in config/*.toml; this only says which ids those files must and may have.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

INDUSTRIES = (
    "industrie",
    "elektronik",
    "automotive_mobilitaet",
    "logistik",
    "bau_immobilien",
    "handwerk",
    "energie",
    "umwelt_kreislauf",
    "chemie_material",
    "lebensmittel",
    "agrar",
    "gesundheit",
    "biotech",
    "finanzen",
    "handel",
    "it_software",
    "ki_daten",
    "cybersecurity",
    "medien_kreativ",
    "recht_beratung",
    "bildung_hr",
    "tourismus_freizeit",
    "konsum_mode_moebel",
    "oeffentlich",
    "luftraum_verteidigung",
)
TOPICS = tuple(
    "finanzierung foerderung recht_steuern ip marketing_vertrieb personal_fuehrung nachfolge gruendungsgrundlagen "
    "cofounder impact female international koop_mittelstand".split()
)
FORMATS = tuple(
    "bewerbungsfrist hackathon demo_day pitch wettbewerb messe jobmesse konferenz festival sprechstunde webinar "
    "workshop seminar stammtisch networking meetup vortrag coworking sonstiges".split()
)
SIGNALS = tuple(
    "startup devs leisure stage sport business online founders founders_only investors investors_only members_only "
    "women students advice training scene entry exam pitching".split()
)
IDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"industries": INDUSTRIES, "topics": TOPICS, "formats": FORMATS, "signals": SIGNALS}
)
