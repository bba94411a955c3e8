"""What the parameters of a filter take, in addresses as in `config/feeds.toml`: their bounds, and those of their words
that stand in no config file. Names nothing in German and refuses nothing: `feeds.filters` and `configfile` do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

OPEN = "branchenuebergreifend"  # an event that names no industry is for all of them
MAX_QUERY, MAX_VALUES, MAX_TEXT = 2000, 30, 100  # characters of all, values of one, characters of a text
NUMBERS: Mapping[str, tuple[int, int]] = {"umkreis": (1, 500), "passung": (0, 2)}
SINGLE: Mapping[str, Sequence[str]] = {
    "kostenlos": ("ja", "nein"),
    "abends": ("ja", "nein"),
    "offen": ("ja", "nein"),
    "abgesagt": ("zeigen", "weglassen"),
}
SEVERAL: Mapping[str, Sequence[str]] = {
    "online": ("ja", "nein", "hybrid"),
    "sprache": ("de", "en", "nl", "fr", "tr", "ru", "uk", "pl", "es", "it"),  # ISO 639-1
}


def number(name: str, text: str) -> int | None:
    """The number that a parameter of NUMBERS is given; None for what is none or outside of its bounds."""
    low, high = NUMBERS[name]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 and low <= int(text) <= high else None


def parts(text: str) -> list[str]:
    """The values in a list with commas."""
    return [part.strip() for part in text.split(",") if part.strip()]
