"""Tags of events by their words and by what their sources say of all their events. Pure.

The same words of the same sources are read once: of a series mostly only the day differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from pipeline.config import Config
from pipeline.geo.gazetteer import gazetteer
from pipeline.model import Source, Tags
from pipeline.tag import Tagger
from pipeline.tagging.lexicon import open_dictionary


class Tagging:
    """Answers for all events of one run. `ready`: a tagger that is built already."""

    def __init__(self, config: Config, ready: Tagger | None = None) -> None:
        self._config, self._ready = config, ready
        self._known: dict[tuple[str, str, str, tuple[str, ...]], Tags] = {}

    @cached_property
    def tagger(self) -> Tagger:
        """Built by the first event that is put together: it takes most of a second."""
        return self._ready or Tagger(self._config.vocabulary)

    def warm(self) -> None:
        """Have everything at hand, places and dictionary too: takes a second, for who waits for a crawl anyway."""
        gazetteer(self._config.folder)
        open_dictionary()
        self.tagger.tag("")

    def tags(self, title: str, text: str | None, organizer: str | None, sources: Sequence[Source]) -> Tags:
        """`sources`: those that show the event."""
        asked = title, text or "", organizer or _host(sources), tuple(source.id for source in sources)
        if asked not in self._known:
            self._known[asked] = self.tagger.tag(*asked[:3], priors=_priors(sources))
        return self._known[asked]


def _host(sources: Sequence[Source]) -> str:
    """Whose calendar it stands in, for the tagger alone: nobody says that this is who invites."""
    return next((source.title for source in sources if source.authority == "organizer"), "")


def _priors(sources: Sequence[Source]) -> dict[str, Any]:
    """What the sources say of all their events, together."""
    priors: dict[str, Any] = {}
    for key in sorted({key for source in sources for key in source.tags}):
        labels = (label for source in sources for label in source.tags.get(key, ()))
        priors[key] = tuple(dict.fromkeys(labels))
    if any(source.relevant == "always" for source in sources):
        priors["relevant"] = "always"
    return priors
