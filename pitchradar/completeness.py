"""How much of what happens in a region is known: capture–recapture over overlapping sources. Pure.

Two lists of the same evenings, made independently of each other, tell by their overlap how many evenings there are that
neither has. Estimator: Chapman (1951), N = (n1+1)(n2+1)/(m+1) - 1, with Seber's (1970) variance; the interval is the
log-normal one of Burnham et al. (1987) on what was not seen. Sources that copy from each other make N too small.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from pipeline.model import Event

FIRM = 7  # shared events from which the estimate is nearly unbiased (Robson & Regier 1964)
Z = 1.96  # 95 %


@dataclass(frozen=True, slots=True)
class Estimate:
    """Events of one region. `low`, `high`: 95 % interval of `total`; None where nothing can be said."""

    region: str
    known: int
    sources: int
    shared: int
    total: float | None
    low: float | None
    high: float | None
    sure: str

    def as_json(self) -> dict[str, object]:
        """Rounded; `share` is known ÷ total."""
        share = round(self.known / self.total, 2) if self.total else None
        rounded = {name: None if n is None else round(n, 1) for name, n in self._numbers().items()}
        told = {"region": self.region, "known": self.known, "sources": self.sources, "shared": self.shared}
        return {**told, **rounded, "share": share, "sure": self.sure}

    def _numbers(self) -> dict[str, float | None]:
        return {"total": self.total, "low": self.low, "high": self.high}


def chapman(first: int, second: int, both: int) -> tuple[float, float, float]:
    """(estimate, low, high) of a population from two samples of `first` and `second`, `both` of them in both."""
    total = (first + 1) * (second + 1) / (both + 1) - 1
    seen = first + second - both
    unseen = total - seen
    spread = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    if unseen <= 0 or spread <= 0:
        return total, float(seen), max(total, float(seen))
    factor = exp(Z * sqrt(log(1 + spread / unseen**2)))
    return total, seen + unseen / factor, seen + unseen * factor


def estimates(events: Iterable[Event], sources: Mapping[str, str]) -> list[Estimate]:
    """One estimate per region that has events, by region id. `sources`: {sighting id: source id}."""
    regions: dict[str, list[frozenset[str]]] = {}
    for event in events:
        shown = frozenset(sources[id] for id in event.sightings if id in sources)
        for region in event.regions:
            regions.setdefault(region, []).append(shown)
    return [_estimate(region, shown) for region, shown in sorted(regions.items())]


def _estimate(region: str, shown: Sequence[frozenset[str]]) -> Estimate:
    """The source that shares most with the others is one list, all others together are the second."""
    names = sorted({name for one in shown for name in one})
    split = max(names, key=lambda name: (_both(name, shown), sum(name in one for one in shown)), default=None)
    both = _both(split, shown) if split else 0
    if split is None or both == 0:
        return Estimate(region, len(shown), len(names), 0, None, None, None, "cannot say: no event in two sources")
    first = sum(split in one for one in shown)
    second = sum(bool(one - {split}) for one in shown)
    total, low, high = chapman(first, second, both)
    sure = "fair" if both >= FIRM else f"rough: only {both} events in two sources"
    return Estimate(region, len(shown), len(names), both, total, low, high, sure)


def _both(name: str, shown: Sequence[frozenset[str]]) -> int:
    return sum(name in one and len(one) > 1 for one in shown)
