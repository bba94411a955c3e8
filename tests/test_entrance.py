"""Sources begin while few pages wait to be read, in order, and never more than there is room for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from crawlers import entrance
from crawlers.entrance import WAITING, Entrance


@dataclass
class Readers:
    """How many pages wait."""

    waiting: int


def test_nobody_begins_while_many_pages_wait() -> None:
    async def run() -> None:
        readers, begun = Readers(WAITING + 1), list[int]()
        door = Entrance(readers)

        async def source(number: int) -> None:
            async with door.passed():
                begun.append(number)

        jobs = [asyncio.create_task(source(number)) for number in range(5)]
        await asyncio.sleep(3 * entrance.LOOK)
        assert begun == []
        readers.waiting = WAITING
        await asyncio.wait_for(asyncio.gather(*jobs), 5)
        assert begun == [0, 1, 2, 3, 4]

    asyncio.run(run())


def test_a_bounded_number_is_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "AT_ONCE", 3)

    async def run() -> int:
        door, under_way, most = Entrance(Readers(0)), 0, 0

        async def source() -> None:
            nonlocal under_way, most
            async with door.passed():
                under_way += 1
                most = max(most, under_way)
                await asyncio.sleep(0.02)
                under_way -= 1

        await asyncio.gather(*(source() for _ in range(9)))
        return most

    assert asyncio.run(run()) == 3
