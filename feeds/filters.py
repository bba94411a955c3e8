"""The filter language of addresses and of `config/feeds.toml`: words in, one frozen Filter out, and its canonical form.

A comma means "or", parameters mean "and". Reads no events: `select` applies what stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import parse_qsl, quote

from feeds.words import refuse, say
from pipeline.filterwords import MAX_QUERY, MAX_TEXT, MAX_VALUES, NUMBERS, OPEN, SEVERAL, SINGLE, number, parts
from pipeline.matching.links import follows_visitor
from pipeline.text import clean, fold, slug


class FilterError(ValueError):
    """A filter nobody can apply. str() is a German sentence; `allowed` holds what may stand there instead, by its
    German name if it has one."""

    def __init__(self, message: str, name: str, allowed: Mapping[str, str] | Iterable[str] = ()) -> None:
        names = allowed if isinstance(allowed, Mapping) else dict.fromkeys(allowed, "")
        self.allowed = tuple(names)
        self.name = name
        said = [f"{title} ({each})" if title else each for each, title in names.items()]
        hint = " " + refuse("allowed", values=("; " if any(names.values()) else ", ").join(said)) if said else ""
        super().__init__(message + hint)


@dataclass(frozen=True, slots=True)
class Spot:
    """A known place: name and coordinates (WGS 84 degrees); `text` is looked up as this place again."""

    name: str
    lat: float
    lon: float
    text: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What a filter may name: {id: German name} per group, and how a place is looked up."""

    industries: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    # Not in repr: a function's names an address in memory, and the next process would know nothing by that name.
    spot: Callable[[str], Spot | None] = field(default=lambda text: None, compare=False, repr=False)

    def leave_out(self) -> Mapping[str, str]:
        """What `ohne` may name."""
        return {**self.industries, **self.topics, **self.formats}


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader wants. Field names are the parameters' names; the defaults mean "everything"."""

    branche: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    ort: tuple[Spot, ...] = ()
    umkreis: int = 0
    format: tuple[str, ...] = ()
    thema: tuple[str, ...] = ()
    online: tuple[str, ...] = ()
    sprache: tuple[str, ...] = ()
    kostenlos: str = ""
    abends: str = ""
    q: str = ""
    ohne: tuple[str, ...] = ()
    passung: int = 0
    offen: str = "ja"
    abgesagt: str = "zeigen"

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters that differ from their default, sorted by name, values sorted."""
        given = ((f.name, getattr(self, f.name)) for f in fields(self) if getattr(self, f.name) != f.default)
        return sorted((name, _written(value)) for name, value in given)

    def canonical(self) -> str:
        """One string per meaning: cache key and address. "" = no filter."""
        return "&".join(f"{name}={quote(value, safe=',')}" for name, value in self.pairs())


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(part.text if isinstance(part, Spot) else part for part in value)
    return str(value)


def parameters(query: str) -> list[tuple[str, str]]:
    """What stands in an address, without what newsletters and networks add to links. Raises FilterError."""
    try:
        found = parse_qsl(query, keep_blank_values=True, max_num_fields=200) if len(query) <= 4 * MAX_QUERY else None
    except ValueError:
        found = None
    if found is None:
        raise FilterError(refuse("too_long", limit=MAX_QUERY), "")
    return [(name, text) for name, text in found if not follows_visitor(name)]


def applicable(pairs: Iterable[tuple[str, str]], choices: Choices) -> Filter:
    """The Filter of those parameters that can be applied."""
    kept = [pair for pair in pairs if pair[0] in _READ]
    while True:
        try:
            return parse(kept, choices)
        except FilterError as error:
            kept = [pair for pair in kept if pair[0] != error.name]


def parse(pairs: Iterable[tuple[str, str]], choices: Choices) -> Filter:
    """The Filter of an address's parameters; empty values count as not given. Raises FilterError."""
    given: dict[str, Any] = {}
    size = 0
    for name, text in pairs:
        size += len(name) + len(text) + 2
        if size > MAX_QUERY:
            raise FilterError(refuse("too_long", limit=MAX_QUERY), name[:40])
        if name not in _READ:
            raise FilterError(refuse("unknown_name", name=clean(name, 40)), clean(name, 40), [*_READ])
        if not text.strip():
            continue
        given[name] = _READ[name](name, _joined(name, given, text), choices)
    if given.get("umkreis") and not given.get("ort"):
        raise FilterError(refuse("radius_alone"), "umkreis")
    return Filter(**given)


def _joined(name: str, given: Mapping[str, Any], text: str) -> str:
    """A form sends a list as one parameter several times; single values must not be repeated."""
    if name not in given:
        return text
    if not isinstance(given[name], tuple):
        raise FilterError(refuse("twice", name=name), name)
    return f"{_written(given[name])},{text}"


def _parts(name: str, text: str) -> list[str]:
    found = parts(text)
    if len(found) > MAX_VALUES:
        raise FilterError(refuse("too_many", name=name, limit=MAX_VALUES), name)
    if "\ufffd" in text or "\x00" in text:
        raise FilterError(refuse("broken_text", name=name), name)
    return found


def _one_of(name: str, text: str, allowed: Mapping[str, str]) -> str:
    """The id `text` means: the id itself, its slug, or its German name."""
    wanted = slug(text)
    for key, title in allowed.items():
        if text == key or wanted in (slug(key), slug(title)):
            return key
    raise FilterError(refuse("unknown_value", name=name, value=clean(text, 60)), name, allowed)


def _many(allowed: Callable[[Choices], Mapping[str, str]]) -> Callable[[str, str, Choices], tuple[str, ...]]:
    def read(name: str, text: str, choices: Choices) -> tuple[str, ...]:
        known = allowed(choices)
        return tuple(sorted({_one_of(name, part, known) for part in _parts(name, text)}))

    return read


def _single(name: str, text: str, choices: Choices) -> str:
    found, allowed = _parts(name, text), SINGLE[name]
    if len(found) != 1:
        raise FilterError(refuse("single", name=name), name, allowed)
    return _one_of(name, found[0], dict.fromkeys(allowed, ""))


def _number(name: str, text: str, choices: Choices) -> int:
    found = number(name, text.strip())
    if found is None:
        low, high = NUMBERS[name]
        raise FilterError(refuse("number", name=name, low=low, high=high), name)
    return found


def _spots(name: str, text: str, choices: Choices) -> tuple[Spot, ...]:
    found = {part: choices.spot(clean(part, MAX_TEXT)) for part in _parts(name, text)}
    for part, spot in found.items():
        if spot is None:
            raise FilterError(refuse("unknown_place", value=clean(part, 60)), name)
    return tuple(sorted({spot for spot in found.values() if spot}, key=lambda spot: spot.text))


def _search(name: str, text: str, choices: Choices) -> str:
    if len(text) > MAX_TEXT:
        raise FilterError(refuse("long_value", name=name, limit=MAX_TEXT), name)
    if "\ufffd" in text or "\x00" in text:
        raise FilterError(refuse("broken_text", name=name), name)
    return " ".join(sorted(set(fold(text).split())))


_READ: Mapping[str, Callable[[str, str, Choices], Any]] = {
    "branche": _many(lambda c: {**c.industries, OPEN: say("every_industry")}),
    "region": _many(lambda c: c.regions),
    "ort": _spots,
    "umkreis": _number,
    "format": _many(lambda c: c.formats),
    "thema": _many(lambda c: c.topics),
    "online": _many(lambda c: dict.fromkeys(SEVERAL["online"], "")),
    "sprache": _many(lambda c: c.languages),
    "kostenlos": _single,
    "abends": _single,
    "q": _search,
    "ohne": _many(Choices.leave_out),
    "passung": _number,
    "offen": _single,
    "abgesagt": _single,
}
NAMES: tuple[str, ...] = tuple(_READ)


def named_values(choices: Choices) -> dict[str, Mapping[str, str]]:
    """What may stand in those parameters that take names: {parameter: {id: German name}}."""
    return {
        "branche": choices.industries,
        "region": choices.regions,
        "format": choices.formats,
        "thema": choices.topics,
        "online": {value: say(f"presence_{value}") for value in ("nein", "ja", "hybrid")},
        "sprache": choices.languages,
        "ohne": choices.leave_out(),
    }
