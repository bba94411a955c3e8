"""Worker processes for work on strangers' bytes: a task that takes too long or too much memory is lost alone.

Every task has a limit of processor time, of memory and of waiting time; a worker that is killed is replaced, and the
tasks that wait for one are not touched. Knows no pages: what is done is the caller's function.
"""

from __future__ import annotations

import gc
import math
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Future, TimeoutError
from contextlib import ExitStack
from functools import partial
from types import TracebackType
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

T = TypeVar("T")

CPU_SECONDS = 20
WALL_SECONDS = 60.0  # longer than the processor time: other programs work too
MEMORY = 1 << 30  # bytes of address space, the interpreter with all libraries included
WORKERS = 2
TASKS = 2_000  # then a worker is replaced: what a library leaks ends with it

TOO_LONG, TOO_MUCH, DIED = "took too long", "too much memory", "the reader died"
_BY_SIGNAL: Mapping[int, str] = {
    signal.SIGXCPU: TOO_LONG,
    signal.SIGKILL: TOO_MUCH,  # nobody but the kernel's memory killer sends it
}


class Pool:
    """Some warm workers. Use as a context manager: on leaving, what still runs is ended at once."""

    def __init__(
        self,
        preload: Sequence[str],
        *,
        workers: int = WORKERS,
        cpu: int = CPU_SECONDS,
        wall: float = WALL_SECONDS,
        memory: int = MEMORY,
    ) -> None:
        """`preload`: modules that every worker finds imported; `cpu`, `wall` in seconds per task, `memory` in bytes."""
        os.environ["PYTHONSAFEPATH"] = "1"  # what starts now imports nothing from the working directory
        context = multiprocessing.get_context("forkserver")  # safe beside the threads of a reactor
        context.set_forkserver_preload(["__main__", *preload])
        self._cpu, self._wall = cpu, wall
        self._new = partial(ProcessPool, workers, TASKS, _limit_memory, (memory,), context)
        self._pool = self._new()
        self._beginning: threading.Thread | None = None

    def begin(self) -> None:
        """Start the workers in a thread, while the caller goes on: it takes a second."""
        self._beginning = threading.Thread(target=self.submit, args=(len, ()), daemon=True)
        self._beginning.start()

    def submit(self, function: Callable[..., T], *arguments: Any) -> Future[T]:
        """Start `function(*arguments)` in a worker. Everything must be picklable. Ask `lost` about its exception."""
        task: dict[str, Any] = {"args": (self._cpu, function, *arguments), "timeout": self._wall}
        try:
            future: Future[T] = self._pool.schedule(_within_time, **task)
        except RuntimeError:  # all workers died at once between two tasks
            self._end()
            self._pool = self._new()
            future = self._pool.schedule(_within_time, **task)
        return future

    def _end(self) -> None:
        with ExitStack() as stack:
            stack.callback(self._pool.join)
            stack.callback(self._pool.stop)  # first: what was put in last is taken out first

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._beginning:  # who comes late would start workers that nobody ends
            self._beginning.join()
        self._end()


def lost(error: BaseException | None) -> str | None:
    """Why a task was stopped, in some words; None when it ended by itself, well or with an error of its own."""
    if isinstance(error, TimeoutError):
        return TOO_LONG
    if isinstance(error, MemoryError):
        return TOO_MUCH
    if isinstance(error, BrokenExecutor):
        return DIED
    if isinstance(error, ProcessExpired):
        number = -(error.exitcode or 0)
        return _BY_SIGNAL.get(number) or f"{DIED} ({_name(number)})"
    return None


def _name(number: int) -> str:
    known = {member.value: member.name for member in signal.Signals}
    return known.get(number, f"exit {-number}")


def _limit_memory(memory: int) -> None:
    """Once per worker. A kill writes no core file; a keyboard interrupt is the parent's business; the collector of
    cycles never looks at what was imported."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()


def _within_time(cpu: int, function: Callable[..., T], *arguments: Any) -> T:
    """Run it with `cpu` seconds more than the worker has used so far: then the kernel sends SIGXCPU."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime) + cpu, hard))
    return function(*arguments)
