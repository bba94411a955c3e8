"""`pitchradar schedule`: an APScheduler tick that starts `pitchradar run` when something is due.

What was missed while the machine was off is known to the database and caught up once. The run is a process of its own:
what it leaks or breaks ends with it, and so it can be ended when the service is.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

from apscheduler.schedulers import SchedulerNotRunningError
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler

from pipeline.config import ConfigError
from pipeline.store import StorageError
from pitchradar import work
from pitchradar.logs import logger
from pitchradar.workplace import instant, workplace

TICK_MINUTES = 5
JITTER_SECONDS = 60  # installations all over the country must not start on the same second
GRACE_SECONDS = 3600
MENDING = timedelta(hours=1)  # between two runs that find no usable database: what the first cannot mend needs a person
PATIENCE = 7.0  # seconds a run gets to end when the service is told to


class Service:
    """One config and data folder, served for ever."""

    def __init__(self, config: Path, data: Path, *, as_json: bool = False) -> None:
        self._config, self._data = config, data
        self._log = logger(data / "log", as_json=as_json)
        self._run: subprocess.Popen[bytes] | None = None
        self._ending = False
        self._mended: datetime | None = None  # when a run last began without a usable database

    def tick(self, now: datetime) -> bool:
        """Run what is due at `now`; whether a run began. What an operator can mend is logged, and tried again."""
        try:
            place = workplace(self._config, self._data)
            with place.store() as store:
                waiting: int | None = len(work.due(place.config.sources.values(), store, now))
        except ConfigError as error:
            self._log.error("run not possible", cause=str(error))
            return False
        except StorageError as error:
            if self._mended and abs(now - self._mended) < MENDING:
                return False
            self._log.error("database not usable; a run mends what can be mended", cause=str(error))
            waiting, self._mended = None, now
        if waiting == 0 or self._ending:
            return False
        self._start(waiting, now)
        return True

    def _start(self, waiting: int | None, now: datetime) -> None:
        where = ["--config", str(self._config), "--data", str(self._data), "--now", now.isoformat()]
        command = [sys.executable, "-P", "-m", "pitchradar.cli", "run", *where]
        self._log.info("run begins", due=waiting)
        self._run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if self._ending:  # the word came while it began
            self.end()
        _, said = self._run.communicate()
        self._log.info("run ended", exit=self._run.returncode, said=said.decode("utf-8", "replace")[-300:])

    def end(self) -> None:
        """Let no new run begin; end the one that works."""
        self._ending = True
        if (run := self._run) and run.poll() is None:
            run.terminate()
            timer = threading.Timer(PATIENCE, run.kill)
            timer.daemon = True
            timer.start()


def plan(scheduler: BaseScheduler, tick: Callable[[], object]) -> None:
    """One job, never twice at a time; a tick that comes late still counts, and several late ones are one."""
    scheduler.add_job(
        tick,
        "interval",
        minutes=TICK_MINUTES,
        jitter=JITTER_SECONDS,
        next_run_time=datetime.now(UTC),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=GRACE_SECONDS,
    )


def schedule(config: Path, data: Path, *, as_json: bool = False) -> None:
    """Tick until SIGTERM or Ctrl-C, then exit as any command that is ended. UTC: no local hour exists twice or not at
    all."""
    service, scheduler = Service(config, data, as_json=as_json), BlockingScheduler(timezone=UTC)
    plan(scheduler, lambda: service.tick(instant(None)))
    told: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        told.append(number)
        service.end()
        with suppress(SchedulerNotRunningError):  # told again, maybe while it was being shut down
            scheduler.shutdown(wait=False)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    scheduler.start()
    sys.exit(128 + told[0] if told else 0)
