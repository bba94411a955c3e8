"""Events as they are stored: decoded when somebody looks at one, and then kept. Reads no database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import overload

from pipeline import wire
from pipeline.model import Event

AT_ONCE = 500  # decoded in one go takes half the time; not all, for other threads wait as long


Load = Callable[[Sequence[int]], Sequence[str]]  # the texts of some, by position


class Stored(Sequence[Event]):
    """Events in order. `marks`: a short text for each, another one when the event is another; `load` gives what is
    stored of some; `read`: by position, those that are decoded already."""

    def __init__(self, marks: Sequence[str], load: Load, read: dict[int, Event] | None = None) -> None:
        self.marks = marks
        self._load = load
        self._read = read if read is not None else {}

    @classmethod
    def of(cls, events: Sequence[Event]) -> Stored:
        """Of events that are not from a store."""
        return cls([digest(repr(event)) for event in events], lambda _: [], dict(enumerate(events)))

    def __len__(self) -> int:
        return len(self.marks)

    @overload
    def __getitem__(self, at: int) -> Event: ...

    @overload
    def __getitem__(self, at: slice) -> list[Event]: ...

    def __getitem__(self, at: int | slice) -> Event | list[Event]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        if at not in self._read:
            if at >= len(self):
                raise IndexError(at)
            self._read[at] = wire.load_json(Event, *self._load([at]))
        return self._read[at]

    def decode(self, positions: Sequence[int]) -> None:
        """Decode many, for whom looks at all of them."""
        wanted = [at for at in positions if at not in self._read]
        for first in range(0, len(wanted), AT_ONCE):
            some = wanted[first : first + AT_ONCE]
            found = wire.load_json(list[Event], f"[{','.join(self._load(some))}]")
            self._read.update(zip(some, found, strict=True))

    def only(self, positions: Iterable[int]) -> Stored:
        """Some of them, in the order given."""
        order = list(positions)
        read = {now: self._read[at] for now, at in enumerate(order) if at in self._read}
        marks = [*map(self.marks.__getitem__, order)]
        return Stored(marks, lambda some: self._load([order[at] for at in some]), read)


def digest(text: str) -> str:
    """A short text that stands for a long one."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
