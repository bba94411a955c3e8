"""A Python module run as a process of its own, with one argument: work that may die must not take the program along.

Neither the process nor what it started outlives the call, and it ends by itself when the caller dies. Knows no pages.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from pipeline.text import clean

PATIENCE = 5  # seconds the process gets to end when it is told to


def run(module: str, argument: Path, errors: Path, heard: Callable[[str], None]) -> int:
    """Run `python -m module argument`; every line of its standard output goes to `heard`, its complaints to `errors`.

    Returns its exit status, negative for a signal. Raises OSError when it cannot be started.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUNBUFFERED": "1"}
    with errors.open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, str(argument)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=told,
            env=environment,
            text=True,
            process_group=0,
        )
        try:
            for line in process.stdout or ():
                heard(line)
            return process.wait()
        finally:
            _end(process)


def last_words(errors: Path) -> str:
    """The last line of its complaints, for the operator: ": …"; "" when it said nothing."""
    try:
        lines = errors.read_text("utf-8", "replace").strip().splitlines()
    except OSError:
        return ""
    return f": {clean(lines[-1], 200)}" if lines else ""


def end_with_parent() -> None:
    """Called by the process itself: standard input is a pipe that only the parent holds open, however that ends.

    Standard output becomes its own: what it starts must not hold open what the parent reads to its end.
    """
    sys.stdout = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), 1)
    threading.Thread(target=_wait_for_end, daemon=True).start()


def leave(status: int) -> NoReturn:
    """Called by the process itself when all is written: end at once, without taking apart what ends with it anyway."""
    logging.shutdown()
    sys.stdout.flush()
    os._exit(status)


def _wait_for_end() -> None:
    os.read(sys.stdin.fileno(), 1)  # not the buffered file: its lock would be held when the process ends
    os._exit(1)


def _end(process: subprocess.Popen[str]) -> None:
    """The process and its workers are one process group."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    with suppress(ProcessLookupError):  # all have ended by themselves
        os.killpg(process.pid, signal.SIGKILL)
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
