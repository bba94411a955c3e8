"""The site under the config of the latest publication: a running server need not be started again for a new config.

What was published is what counts: a config that was changed and not published yet is not read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from feeds import state
from feeds.server import Site
from pipeline.config import Config, ConfigError


class Current:
    """The site of a data folder. `again` reads the config anew; without it the config stays what it was."""

    def __init__(self, make: Callable[[Config], Site], config: Config, again: Callable[[], Config] | None) -> None:
        self._make, self._again, self._config = make, again, config
        self.site = make(config)
        self._mark = self._published()

    @property
    def is_new(self) -> bool:
        """Whether something was published since the config was read; asked before every answer."""
        return self._again is not None and self._published() != self._mark

    def renew(self) -> Config | None:
        """Read the config; the new one if it is another. One that cannot be read leaves the site as it is."""
        self._mark = self._published()  # first: who asks meanwhile gets the site there is
        try:
            config = self._again() if self._again else self._config
        except ConfigError as error:
            logging.getLogger(__name__).warning("the config is not taken in: %s", error)
            return None
        if config == self._config:
            return None
        self._config, self.site = config, self._make(config)
        return config

    def _published(self) -> tuple[int, int] | None:
        try:
            stat = (self.site.folder.parent / state.PLACE).stat()
        except FileNotFoundError:
            return None
        return stat.st_mtime_ns, stat.st_size
