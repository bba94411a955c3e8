"""When a raw event is: its visible text as it is read, its metadata beside it, and which of them holds. Pure.

Whoever asks for a raw event's start asks here: a crawl compares the very days that are stored later.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pipeline import dates
from pipeline.metadata import machine_when, reconcile
from pipeline.model import Moment, RawEvent, Source, When
from pipeline.text import patched


def visible_when(raw: RawEvent, source: Source, as_of: datetime) -> dates.Reading:
    """The visible text, read as on `as_of`: the day on which the source first showed it."""
    if not raw.when:
        return dates.Reading()
    texts = [patched(text, source.patches) for text in raw.when]
    return dates.read(texts, as_of=as_of, tz=source.timezone, near=raw.near, order=order_of(raw, source))


def settled(visible: Sequence[When], machine: When | None) -> list[When]:
    """The occurrences by the visible text, else by the metadata; one that both tell, as exactly as both tell it."""
    if machine and len(visible) == 1:
        return [reconcile(visible[0], machine)]
    return list(visible or ([machine] if machine else []))


def starts(raw: RawEvent, source: Source, as_of: datetime) -> list[Moment]:
    """Starts as read: a datetime where the time of day is known, else a date."""
    found = settled(visible_when(raw, source, as_of).occurrences, machine_when(raw, source))
    return [when.start for when in found]


def order_of(raw: RawEvent, source: Source) -> Literal["dmy", "mdy"]:
    """How 12/3/2026 is meant: the source's config says it, else what its page shows."""
    return "mdy" if (source.dates.get("order") or raw.order) == "mdy" else "dmy"
