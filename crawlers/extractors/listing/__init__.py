"""Events from any plain HTML page: the list extractor. No selectors, no class names, no training.

Reads a page as lines (`lines`), finds the dates (`clusters`), cuts repeated records around them (`records`), reads each
record's fields (`fields`), keeps what is worth it (`worth`), or reads the page as one event (`single`). What the dates
mean is left to `pipeline.dates`: raw events carry the texts as published.
"""

from __future__ import annotations

from crawlers.extractors.listing.steps import extract

__all__ = ["extract"]
