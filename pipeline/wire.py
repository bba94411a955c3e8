"""The house's types as JSON and back: run files, the ledger, stored columns. Knows no field by name."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter
from pydantic_core import to_json

T = TypeVar("T")


@cache
def _adapter(cls: type[T]) -> TypeAdapter[T]:
    return TypeAdapter(cls)


def dump(value: Any) -> dict[str, Any]:
    """A dataclass as JSON-able values (dates as ISO 8601, sets and tuples as lists)."""
    data: dict[str, Any] = _adapter(type(value)).dump_python(value, mode="json")
    return data


def dump_json(value: Any) -> str:
    """A dataclass as one line of JSON, fields at their default left out."""
    return _adapter(type(value)).dump_json(value, exclude_defaults=True).decode()


def load(cls: type[T], data: Any) -> T:
    """The dataclass of such values. Raises `pydantic.ValidationError` when they do not fit."""
    return _adapter(cls).validate_json(to_json(data))  # JSON mode tells a date from a midnight


def load_json(cls: type[T], line: str | bytes) -> T:
    """The dataclass of such a line. Raises `pydantic.ValidationError` when it does not fit."""
    return _adapter(cls).validate_json(line)
