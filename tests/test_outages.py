"""Every kind of trouble a site can be in, for four days, in small and larger lists: nothing is cancelled by it."""

import random
from dataclasses import replace
from itertools import product

from benchmarks._sites import FORMS_OF_PAGES, TROUBLES, Site, site
from benchmarks.identity import CITIES
from benchmarks.outages import replay


def sites() -> list[Site]:
    dice = random.Random(2)
    cases = [(trouble, level) for trouble, level in product(TROUBLES, (3, 12))]
    forms = tuple(FORMS_OF_PAGES)
    return [
        replace(
            site(f"s{n}", CITIES[n], level, "healthy", 9, dice),
            form=forms[n % len(forms)],
            days=["", "", "", trouble, trouble, trouble, trouble, "", ""],
        )
        for n, (trouble, level) in enumerate(cases)
    ]


def test_no_trouble_cancels_an_event() -> None:
    count = replay(sites(), 9, (5,))
    assert count.bad == 4 * 2 * (len(TROUBLES) - 1)
    assert len(count.listed) > 150
    assert len(count.vanished) > len(count.listed) / 3  # were what vanished cancelled
    assert count.false == {}
    assert count.off and count.told == count.off
