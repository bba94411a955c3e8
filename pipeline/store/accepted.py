"""A person's word that the next run of a source may enter although it would be held: kept until that run."""

from __future__ import annotations

from pipeline.store import Store


def accept(store: Store, source_id: str) -> None:
    """Remember the word."""
    store.remember(key(source_id), "1")


def is_accepted(store: Store, source_id: str) -> bool:
    """Whether a word waits for this source's run."""
    return store.meta(key(source_id)) is not None


def key(source_id: str) -> str:
    """Where it stands in table `meta`; for `Batch.released`, once it has served."""
    return f"accept:{source_id}"
