"""The cards of the stored events, kept from one publication to the next: an event that is as it was is not decoded.

Two files: all cards of some publication, and beside them those that are new since then, until these are many.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from feeds import kept
from feeds.facts import Card, card
from feeds.state import code
from pipeline.store.stored import Stored

MANY = 20  # of so many cards one is new, or one is not needed any more: all are written again
Known = Mapping[str, tuple[Any, ...]]


class Cards:
    """Cards by the mark of their event. `folder` None: nothing is known and nothing kept."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._old: Known = self._read("cards")
        self._known: Known = {**self._old, **self._read("cards-new")} if self._old else {}
        self._asked: Known = self._known

    def of(self, events: Stored) -> list[Card]:
        """The card of each event, those that are new made now."""
        found: list[Any] = [*map(self._known.get, events.marks)]
        new = [at for at, one in enumerate(found) if one is None]
        events.decode(new)
        for at in new:
            found[at] = tuple(card(events[at]))
        self._asked = dict(zip(events.marks, found, strict=True))
        return [*map(Card._make, found)]

    def save(self) -> None:
        """Keep the cards that were asked for."""
        new = {mark: one for mark, one in self._asked.items() if mark not in self._old}
        if len(self._old) + len(new) - len(self._asked) + len(new) > len(self._asked) // MANY:
            self._write("cards", self._asked)
            self._write("cards-new", {})
        elif new.keys() - self._known.keys():
            self._write("cards-new", new)

    def _read(self, name: str) -> Known:
        marks, cards = (self.folder and kept.read(self.folder / name, code())) or ((), ())
        return dict(zip(marks, cards, strict=True))

    def _write(self, name: str, cards: Known) -> None:
        if self.folder:
            kept.write(self.folder / name, ([*cards], [*cards.values()]), code())
