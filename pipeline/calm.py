"""Without the collector of cycles while very many objects are made: it would walk through them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def calm(*, keep: bool = False) -> Iterator[None]:
    """`keep`: what was made lives long, and the collector need never look at it (it dies by its reference count)."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
        if keep:
            gc.freeze()
    finally:
        if was:
            gc.enable()
