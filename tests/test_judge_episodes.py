"""The alarm, measured on 300 written episodes per seed: right, in time, and once."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from episodes import RUNS, Episode, episodes

from pipeline.judge import judge


def alarms(episode: Episode) -> list[bool]:
    return [judge(episode.runs[:index], run).alarm for index, run in enumerate(episode.runs)]


def opened(alarm: list[bool]) -> Iterator[int]:
    return (index for index, (before, now) in enumerate(pairwise([False, *alarm])) if now and not before)


@pytest.mark.parametrize("seed", [1, 2])
def test_alarms_are_right_and_in_time(seed: int) -> None:
    right = false = missed = 0
    for episode in episodes(seed):
        onset, rings = episode.onset, list(opened(alarms(episode)))
        timely = [ring for ring in rings if onset is not None and onset <= ring < onset + RUNS]
        right += bool(timely)
        missed += onset is not None and not timely
        false += len(rings) - len(timely)
    assert right / (right + false) >= 0.9, (right, false)
    assert right / (right + missed) >= 0.9, (right, missed)


def test_nothing_leaves_while_the_reading_is_broken() -> None:
    """In every broken run but those that three agreeing ones released, the verdict holds."""
    loose = broken = 0
    for episode in episodes(3):
        for index in episode.broken:
            verdict = judge(episode.runs[:index], episode.runs[index])
            broken += 1
            loose += not verdict.held and not verdict.alarm
    assert broken > 300
    assert loose / broken <= 0.05


def test_a_source_that_recovers_closes_its_alarm() -> None:
    outages = [episode for episode in episodes(4) if episode.kind == "outage"]
    still_open = [episode for episode in outages if alarms(episode)[-1]]
    assert len(still_open) <= len(outages) // 20
