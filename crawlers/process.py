"""The crawling process: `python -m crawlers.process MANIFEST`. One Scrapy process for all sources of a run.

A reactor can be started once in a process, and a crawl that goes wrong must not take the program with it: so it has a
process of its own, which ends when its parent does. Standard output carries one JSON line per finished source.
"""

from __future__ import annotations

import importlib
import logging
import sys
from pathlib import Path
from typing import NoReturn

from crawlers import child, manifest
from crawlers.parsing.pool import Pool
from crawlers.parsing.reading import MODULES
from crawlers.settings import scrapy_settings
from pipeline.calm import calm

LOG = "crawl.log"


def main(path: Path) -> NoReturn:
    """Crawl what the manifest says, and end the process.

    Scrapy is imported here: the parsing workers import this module too, as their main one.
    """
    child.end_with_parent()
    plan = manifest.read(path)
    with Pool(MODULES) as pool:
        if any(plan.state(source).is_new for source in plan.sources):
            pool.begin()  # new sources have pages to read; known ones perhaps not a single one
        status = _crawl(plan, pool)
    child.leave(status)


def _crawl(plan: manifest.Manifest, pool: Pool) -> int:
    with calm(keep=True):
        # First, by the shortest way: for each of its deprecated names it looks at every module that is importing it.
        importlib.import_module("scrapy.core.downloader.contextfactory")
        from scrapy.crawler import AsyncCrawlerProcess

        from crawlers.fetching.certificates import unchecked
        from crawlers.spiders.source import SourceSpider
    _quiet()
    process = AsyncCrawlerProcess(scrapy_settings(plan.settings, plan.folder / LOG, unchecked(plan.sources)))
    process.crawl(SourceSpider, manifest=plan, pool=pool)
    process.start(install_signal_handlers=False)
    return 1 if process.bootstrap_failed else 0


def _quiet() -> None:
    """A certificate that does not hold is the report's business: Twisted would log a traceback for each."""
    from twisted.logger import globalLogBeginner

    globalLogBeginner.beginLoggingTo([], redirectStandardIO=False, discardBuffer=True)  # or it writes to standard error
    logging.getLogger("twisted").addFilter(lambda record: "verifying certificate" not in record.getMessage())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
