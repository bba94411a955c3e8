"""Words of titles that belong together, exclude each other, or name another event of one occasion. Tables only."""

from __future__ import annotations

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
    "gender": {
        **dict.fromkeys("frauen women female gruenderinnen unternehmerinnen muetter mama mamas".split(), "women"),
        **dict.fromkeys("maenner men vaeter papa papas".split(), "men"),
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
