"""Writes a file that is whole or not there: beside its place, safe on the disk, then put there. Knows no content.

Public files have a way of their own (`feeds.files`): all are written and checked before the first takes its place.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """What is written within takes the place of the file; of what could not be written nothing is left.

    Raises OSError.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def write_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Replace the file by these bytes."""
    with replacing(path) as file:
        file.writelines(parts)


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Replace the file by these lines, in UTF-8."""
    write_whole(path, (f"{line}\n".encode() for line in lines))
