"""Pauses Python's garbage collector while very many objects are made: it would walk through them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def calm(*, keep: bool = False) -> Iterator[None]:
    """No collection of cycles within. `keep`: what was made lives long, the collector never looks at it afterwards."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
        if keep:
            gc.freeze()
    finally:
        if was:
            gc.enable()
