"""`pitchradar schedule`: one APScheduler tick that runs whatever is due. The database knows what was missed."""

from __future__ import annotations

import signal
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import structlog
from apscheduler.schedulers.blocking import BlockingScheduler

from pipeline.config import ConfigError
from pipeline.store import StorageError
from pitchradar import work
from pitchradar.workplace import Busy, instant, workplace

TICK_MINUTES = 5
GRACE_SECONDS = 3600

log = structlog.get_logger()


def schedule(config: Path, data: Path) -> None:
    """Tick until SIGTERM or Ctrl-C. UTC: no local hour exists twice or not at all."""
    scheduler = BlockingScheduler(timezone=UTC)
    scheduler.add_job(
        tick,
        "interval",
        args=(config, data),
        minutes=TICK_MINUTES,
        next_run_time=datetime.now(UTC),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=GRACE_SECONDS,
    )

    def stop(number: int, frame: FrameType | None) -> None:
        scheduler.shutdown(wait=False)

    signal.signal(signal.SIGTERM, stop)
    log.info("scheduler started", every_minutes=TICK_MINUTES)
    scheduler.start()


def tick(config: Path, data: Path) -> None:
    """Run what is due, with the config as it is now. What an operator can mend is logged, and tried again next time."""
    try:
        place = workplace(config, data)
        with place.store() as store:
            waiting = work.due(place.config.sources.values(), store, instant(None))
        if waiting:
            done = work.run(place, [], instant(None))
            log.info("run", id=done.result.run_id, sources=len(done.result.sources), changes=len(done.result.changes))
    except (ConfigError, StorageError, Busy) as error:
        log.error("run not possible", cause=str(error))
