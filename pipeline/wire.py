"""The house's types as JSON and back: run files, the ledger, stored columns. Knows no field by name."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter
from pydantic_core import to_json

T = TypeVar("T")


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}  # building one costs milliseconds


def _adapter(cls: Any) -> TypeAdapter[Any]:
    if cls not in _ADAPTERS:
        _ADAPTERS[cls] = TypeAdapter(cls)
    return _ADAPTERS[cls]


def dump(value: Any) -> dict[str, Any]:
    """A dataclass as JSON-able values (dates as ISO 8601, sets and tuples as lists)."""
    data: dict[str, Any] = _adapter(type(value)).dump_python(value, mode="json")
    return data


def dump_short(value: Any, *, without: set[str]) -> dict[str, Any]:
    """The same; fields at their default and those of `without` left out."""
    data: dict[str, Any] = _adapter(type(value)).dump_python(value, mode="json", exclude_defaults=True, exclude=without)
    return data


def dump_json(value: Any, *, without: set[str] | None = None) -> str:
    """A dataclass as one line of JSON; fields at their default and those of `without` left out."""
    return _adapter(type(value)).dump_json(value, exclude_defaults=True, exclude=without).decode()


def load(cls: type[T], data: Any) -> T:
    """The dataclass of such values. Raises `pydantic.ValidationError` when they do not fit."""
    value: T = _adapter(cls).validate_json(to_json(data))  # JSON mode tells a date from a midnight
    return value


def load_json(cls: type[T], line: str | bytes) -> T:
    """The dataclass of such a line. Raises `pydantic.ValidationError` when it does not fit."""
    value: T = _adapter(cls).validate_json(line)
    return value


def to_text(data: Any) -> str:
    """JSON-able data as one line of text for people."""
    return to_json(data).decode()
