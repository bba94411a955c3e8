"""The tagging words as data: typed reading of industries.toml, topics.toml, formats.toml, relevance.toml, reading.toml.

Says what a label is called, which words speak for it and how much, and checks that nobody misspelt a label or a key.
Does not look at any event: that is `tag`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.labels import IDS
from pipeline.toml import ConfigError, TomlFile, did_you_mean, read_toml, validated

FieldName = Literal["title", "text", "organizer"]
Text = Annotated[str, Field(min_length=1)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Table):
    """Terms that weigh the same for the same reason. How a term is written says how it matches: see docs/tagging.md."""

    terms: tuple[Text, ...] = Field(min_length=1)
    weight: float = Field(default=0.0, ge=-9, le=9)
    why: Text
    only: tuple[FieldName, ...] = ()  # the fields it counts in; none named: all
    unless: tuple[Text, ...] = ()  # terms that switch it off, wherever they stand
    needs: tuple[Text, ...] = ()  # at least one of these must stand somewhere


class Label(_Table):
    """One industry, topic, format or signal, and the words for (or against) it."""

    name: Text
    threshold: float = Field(default=0.5, gt=0, lt=1)
    wz: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)  # WZ 2008: {section: divisions or groups}
    words: tuple[Words, ...] = ()


class Fields(_Table):
    """How much a word counts where it stands, and how much all words of a description may add up to."""

    title: float = Field(default=1.0, ge=0)
    text: float = Field(default=0.5, ge=0)
    organizer: float = Field(default=0.6, ge=0)
    text_at_most: float = Field(default=9.0, ge=0)
    beside_title: float = Field(
        default=1.0, ge=0
    )  # what a label needs that the title does not name, while it names another


class Kind(_Table):
    """All labels of one kind. `masks` are words that mean something else: they hide the shorter words inside them."""

    fields: Fields = Fields()
    labels: Mapping[str, Label]
    masks: tuple[Words, ...] = ()


class Turn(_Table):
    """A format that becomes another when a signal stands beside it (a talk held online is a webinar)."""

    of: tuple[str, ...]
    signal: str
    to: str
    below: float = 9.0  # only while the words for the first format weigh no more than this
    why: Text


class Case(_Table):
    """What must hold for a rule to apply; keys that are left out do not matter."""

    relevant: bool | None = None
    formats: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    without: tuple[str, ...] = ()  # signals that must not stand
    industries: bool | None = None  # whether any industry was found


class Rule(_Table):
    """The first rule whose case holds gives the value."""

    case: Case = Case()
    fit: int = Field(ge=0, le=2)
    why: Text


class Default(_Table):
    """The format of an event whose words name none: the first whose case holds."""

    case: Case = Case()
    format: str
    why: Text


class Relevance(_Table):
    """What formats, topics and signals add to the start-up words (same scale as word weights)."""

    formats: Mapping[str, float] = Field(default_factory=dict)
    topics: Mapping[str, float] = Field(default_factory=dict)
    signals: Mapping[str, float] = Field(default_factory=dict)


class Reading(_Table):
    """How German and English are read: spellings, word parts, negations, function words, price words."""

    spellings: Mapping[str, str]
    endings: tuple[str, ...]
    links: tuple[str, ...]
    particles: tuple[str, ...]
    parts: tuple[str, ...]
    negations: tuple[str, ...]
    not_negated: tuple[str, ...]
    german: tuple[str, ...]
    english: tuple[str, ...]
    other: tuple[str, ...]
    free: tuple[str, ...]
    paid: tuple[str, ...]
    not_price: tuple[str, ...]


class Vocabulary(_Table):
    """Everything the tagger knows."""

    kinds: Mapping[str, Kind]  # industries, topics, formats, signals
    turns: tuple[Turn, ...]
    defaults: tuple[Default, ...]
    relevance: Relevance
    fit: tuple[Rule, ...]
    reading: Reading
    wz_version: str

    def name(self, kind: str, label: str) -> str:
        """The German name for readers; KeyError for a label that does not exist."""
        return self.kinds[kind].labels[label].name


_FILES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "industries": ("wz_version", "fields", "industries", "masks"),
        "topics": ("fields", "topics", "masks"),
        "formats": ("fields", "formats", "masks", "turns", "defaults"),
        "relevance": ("fields", "signals", "masks", "relevance", "fit"),
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
    problems += _wrong_ids(files["formats"], ("turns", "defaults")) + _wrong_ids(
        files["relevance"], ("relevance", "fit")
    )
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
        data = {"labels": {}, **{key: file.data[key] for key in ("fields", "masks") if key in file.data}}
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


class _Rest(_Table):
    turns: tuple[Turn, ...] = ()
    defaults: tuple[Default, ...] = ()


class _Judging(_Table):
    relevance: Relevance = Relevance()
    fit: tuple[Rule, ...] = ()


def _rest(files: Mapping[str, TomlFile], problems: list[str]) -> dict[str, object]:
    """What the files hold beside labels: rules and the reading of language."""
    found: dict[str, object] = {"wz_version": str(files["industries"].data.get("wz_version", ""))}
    for name, model in (("formats", _Rest), ("relevance", _Judging), ("reading", Reading)):
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
    | dict.fromkeys(("signal", "signals", "without"), "signals")
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
