"""The tagging words as data: typed reading of industries.toml, topics.toml, formats.toml, relevance.toml, reading.toml.

Says what a label is called, which words speak for it and how much, and checks that nobody misspelt a label or a key.
Does not look at any event: that is `tag`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from pipeline.configfile.toml import ConfigError, TomlFile, did_you_mean, read_toml, validated
from pipeline.tagging.labels import IDS
from pipeline.tagging.rules import Default, Relevance, Rule, Silence, Table, Text, Turn

FieldName = Literal["title", "text", "organizer"]


class Words(Table):
    """Terms that weigh the same for the same reason. How a term is written says how it matches: see docs/tagging.md."""

    terms: tuple[Text, ...] = Field(min_length=1)
    weight: float = Field(default=0.0, ge=-9, le=9)
    why: Text
    after: tuple[Text, ...] = ()  # each term counts only behind one of these words
    only: tuple[FieldName, ...] = ()  # the fields it counts in; none named: all
    unless: tuple[Text, ...] = ()  # terms that switch it off, wherever they stand
    needs: tuple[Text, ...] = ()  # at least one of these must stand somewhere …
    also: tuple[Text, ...] = ()  # … and one of these
    fades: bool = False  # often a figure of speech: says nothing beside the topics of `fades_beside`


class Label(Table):
    """One industry, topic, format or signal, and the words for (or against) it."""

    name: Text
    threshold: float = Field(default=0.5, gt=0, lt=1)
    wz: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)  # WZ 2008: {section: divisions or groups}
    words: tuple[Words, ...] = ()


class Fields(Table):
    """How much a word counts where it stands, and how much all words of a description may add up to."""

    title: float = Field(default=1.0, ge=0)
    text: float = Field(default=0.5, ge=0)
    organizer: float = Field(default=0.6, ge=0)
    text_at_most: float = Field(default=9.0, ge=0)
    # what a label needs that the title does not name, while it names another, or …
    beside_title: float = Field(default=1.0, ge=0)
    long_text: int = Field(default=10_000, ge=0)  # … while the description has more words than this


class Kind(Table):
    """All labels of one kind. `masks` are words that mean something else: they hide the shorter words inside them."""

    fields: Fields = Fields()
    labels: Mapping[str, Label]
    masks: tuple[Words, ...] = ()
    fades_beside: tuple[str, ...] = ()  # topics
    across: tuple[str, ...] = ()  # labels that stand beside any other
    fades_among: tuple[Text, ...] = ()  # terms: words marked `fades` say nothing where one of these stands


class Reading(Table):
    """How German and English are read: spellings, word parts, negations, function words, price words."""

    spellings: Mapping[str, str]
    spoken: Mapping[str, Literal["de", "en"]]
    endings: tuple[str, ...]
    links: tuple[str, ...]
    particles: tuple[str, ...]
    parts: tuple[str, ...]
    negations: tuple[str, ...]
    not_negated: tuple[str, ...]
    fillers: tuple[str, ...]  # a negation reaches over these
    either: tuple[tuple[str, str], ...]  # ("ob", "oder"): what stands between is an example
    ranges: tuple[tuple[str, str, str], ...]  # ("von", "über", "bis"): trades within are examples
    not_only_for: tuple[Text, ...] = Field(min_length=1)  # the trade behind them is an example, too
    any_trade: tuple[Text, ...] = Field(min_length=1)
    asides: tuple[Text, ...] = Field(min_length=1)  # what follows them, to the end of the sentence, is no subject
    about: tuple[Text, ...] = Field(min_length=1)  # … to the end of the text: it is about those who invite
    german: tuple[str, ...]
    english: tuple[str, ...]
    other: tuple[str, ...]
    free: tuple[str, ...]
    not_free: tuple[Text, ...] = Field(min_length=1)
    denied: tuple[Text, ...] = Field(min_length=1)
    entry: tuple[Text, ...] = Field(min_length=1)
    paid: tuple[str, ...]
    not_price: tuple[str, ...]


class Vocabulary(Table):
    """Everything the tagger knows."""

    kinds: Mapping[str, Kind]  # industries, topics, formats, signals
    turns: tuple[Turn, ...]
    defaults: tuple[Default, ...]
    silence: tuple[Silence, ...]
    relevance: Relevance
    fit: tuple[Rule, ...]
    reading: Reading
    wz_version: str

    def name(self, kind: str, label: str) -> str:
        """The German name for readers; KeyError for a label that does not exist."""
        return self.kinds[kind].labels[label].name


_FILES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "industries": (
            "wz_version",
            "fields",
            "fades_beside",
            "fades_among",
            "across",
            "industries",
            "masks",
            "silence",
        ),
        "topics": ("fields", "topics", "masks"),
        "formats": ("fields", "formats", "masks", "turns", "defaults"),
        "relevance": ("fields", "signals", "masks", "relevance", "fit"),
    }
)


_BESIDE_LABELS = ("fields", "masks", "fades_beside", "fades_among", "across")
_RULES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "industries": ("fades_beside", "across", "silence"),
        "formats": ("turns", "defaults"),
        "relevance": ("relevance", "fit"),
    }
)


def read_vocabulary(folder: Path, fallback: Path) -> Vocabulary:
    """Read the five word files of `folder`; a file that is not there comes from `fallback`.

    Raises ConfigError with every problem as "file:line: message": unknown labels and keys, missing labels, wrong types.
    """
    problems: list[str] = []
    files = {name: _open(name, folder, fallback, problems) for name in (*_FILES, "reading")}
    if problems:
        raise ConfigError(problems)
    kinds = {}
    for name, keys in _FILES.items():
        problems += _unknown(files[name], (), keys)
        kind = "signals" if name == "relevance" else name
        kinds[kind] = _kind(files[name], kind, problems)
    for name, roots in _RULES.items():
        problems += _wrong_ids(files[name], roots)
    rest = _rest(files, problems)
    if problems:
        raise ConfigError(problems)
    return Vocabulary.model_validate({"kinds": kinds, **rest})


def _open(name: str, folder: Path, fallback: Path, problems: list[str]) -> TomlFile:
    path = folder / f"{name}.toml"
    try:
        return read_toml(path if path.exists() else fallback / f"{name}.toml")
    except ConfigError as error:
        problems += error.problems
        return TomlFile(path, {}, {})


def _kind(file: TomlFile, kind: str, problems: list[str]) -> Kind:
    tables = file.data.get(kind, {})
    ids = IDS[kind]
    problems += _unknown(file, (kind,), ids)
    problems += [f"{file.path}:{file.line_of((kind,))}: [{kind}.{id}] is missing" for id in ids if id not in tables]
    labels = {}
    for id in (id for id in ids if id in tables):
        try:
            labels[id] = validated(Label, tables[id], file, (kind, id))
        except ConfigError as error:
            problems += error.problems
    try:
        data = {
            "labels": {},
            **{key: file.data[key] for key in _BESIDE_LABELS if key in file.data},
        }
        return validated(Kind, data, file).model_copy(update={"labels": labels})
    except ConfigError as error:
        problems += error.problems
        return Kind(labels=labels)


def _unknown(file: TomlFile, at: tuple[str, ...], known: tuple[str, ...]) -> list[str]:
    table = file.data.get(at[0], {}) if at else file.data
    what = "label" if at else "key"
    return [
        file.problem((*at, key, 0), f'unknown {what} "{key}"{did_you_mean(key, known)}')
        for key in table
        if key not in known
    ]


class _OfFormats(Table):
    """The rules of formats.toml."""

    turns: tuple[Turn, ...] = ()
    defaults: tuple[Default, ...] = ()


class _OfIndustries(Table):
    """The rules of industries.toml."""

    silence: tuple[Silence, ...] = ()


class _OfRelevance(Table):
    """The rules of relevance.toml."""

    relevance: Relevance = Relevance()
    fit: tuple[Rule, ...] = ()


def _rest(files: Mapping[str, TomlFile], problems: list[str]) -> dict[str, object]:
    """What the files hold beside labels: rules and the reading of language."""
    found: dict[str, object] = {"wz_version": str(files["industries"].data.get("wz_version", ""))}
    parts = (("industries", _OfIndustries), ("formats", _OfFormats), ("relevance", _OfRelevance), ("reading", Reading))
    for name, model in parts:
        keys = model.model_fields
        data = {key: files[name].data[key] for key in keys if key in files[name].data}
        try:
            part = validated(model, files[name].data if model is Reading else data, files[name])
        except ConfigError as error:
            problems += error.problems
            continue
        found |= {"reading": part} if model is Reading else {key: getattr(part, key) for key in keys}
    return found


_ID_KEYS: Mapping[str, str] = MappingProxyType(
    {"of": "formats", "to": "formats", "format": "formats", "formats": "formats", "topics": "topics"}
    | dict.fromkeys(("fades_beside", "without_topics"), "topics")
    | dict.fromkeys(("signals", "without"), "signals")
    | {"across": "industries"}
)


def _wrong_ids(file: TomlFile, roots: tuple[str, ...]) -> list[str]:
    """Labels named inside rules that do not exist."""
    todo: list[tuple[tuple[str | int, ...], object]] = [
        ((root,), file.data[root]) for root in roots if root in file.data
    ]
    problems: list[str] = []
    while todo:
        at, value = todo.pop()
        if isinstance(value, Mapping):
            todo += [((*at, str(key)), inner) for key, inner in value.items()]
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            todo += [((*at, place), inner) for place, inner in enumerate(value)]
        names = value if isinstance(value, (list, Mapping)) else [value]
        known = IDS.get(_ID_KEYS.get(str(at[-1]), ""), ())
        problems += [
            file.problem(at, f'unknown label "{name}"{did_you_mean(str(name), known)}')
            for name in names
            if known and name not in known
        ]
    return problems
