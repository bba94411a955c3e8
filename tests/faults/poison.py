"""What a page can do to the process that reads it, as functions for a worker."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Mapping


def spin() -> None:
    """Never ends, and uses the processor."""
    while True:
        pass


def hang() -> None:
    """Never ends, and does nothing."""
    time.sleep(3_600)


def hoard() -> int:
    """Wants more memory than there is."""
    return len(bytearray(8 << 30))


def hoard_slowly() -> int:
    """Wants a little more memory, again and again."""
    kept: list[bytes] = []
    while True:
        kept.append(bytes(1 << 20))


def die() -> None:
    """As a parser in C does that reads where it must not."""
    os.kill(os.getpid(), signal.SIGSEGV)


def fall() -> None:
    """Our own mistake."""
    raise LookupError("no such thing")


def recurse(depth: int = 0) -> int:
    """Nested without end."""
    return recurse(depth + 1)


POISONS: Mapping[str, tuple[Callable[[], object], str | None]] = {
    "spin": (spin, "took too long"),
    "hang": (hang, "took too long"),
    "hoard": (hoard, "too much memory"),
    "hoard slowly": (hoard_slowly, "too much memory"),
    "die": (die, "the reader died (SIGSEGV)"),
    "fall": (fall, None),
    "recurse": (recurse, None),
}
