"""What an extractor raises when a page cannot give events. Knows no kinds, no pages' contents and no Issues."""

from __future__ import annotations


class Unreadable(Exception):
    """The page is not what the extractor reads: `why` is one short English clause for the operator.

    Told apart from "read, and there are no events": that is an empty result, never an error.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
