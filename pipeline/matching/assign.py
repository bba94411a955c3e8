"""The best one-to-one assignment of two sets by score: exact on small components, greedy on the rest. Pure.

Components (pairs linked by a shared member) are solved apart, which is exact: no pair leads from one to another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

EXACT = 60  # a component with more members on a side is assigned greedily (cubic time otherwise)

Pair = tuple[int, int]


def assign(scores: Mapping[Pair, float]) -> list[Pair]:
    """The pairs (left, right) of the highest total score; every member at most once; sorted. Scores are positive."""
    chosen: list[Pair] = []
    for component in _components(scores):
        left = {a for a, _ in component}
        right = {b for _, b in component}
        if len(component) == 1:
            chosen.extend(component)
        elif max(len(left), len(right)) <= EXACT:
            chosen.extend(_exact(sorted(left), sorted(right), component))
        else:
            chosen.extend(_greedy(component))
    return sorted(chosen)


def _components(scores: Mapping[Pair, float]) -> list[dict[Pair, float]]:
    """The pairs, grouped by what they are connected with."""
    neighbours: dict[tuple[str, int], set[tuple[str, int]]] = defaultdict(set)
    for a, b in scores:
        neighbours["l", a].add(("r", b))
        neighbours["r", b].add(("l", a))
    number: dict[tuple[str, int], int] = {}
    for start in neighbours:
        waiting = [start] if start not in number else []
        while waiting:
            node = waiting.pop()
            if node not in number:
                number[node] = number.get(start, len(number))
                waiting.extend(neighbours[node] - number.keys())
    groups: dict[int, dict[Pair, float]] = defaultdict(dict)
    for pair in sorted(scores):
        groups[number["l", pair[0]]][pair] = scores[pair]
    return list(groups.values())


def _greedy(scores: Mapping[Pair, float]) -> list[Pair]:
    chosen: dict[int, int] = {}
    used: set[int] = set()
    for a, b in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        if a not in chosen and b not in used:
            chosen[a] = b
            used.add(b)
    return list(chosen.items())


def _exact(left: list[int], right: list[int], scores: Mapping[Pair, float]) -> list[Pair]:
    """Shortest augmenting paths with potentials (Kuhn 1955, Munkres 1957; Jonker and Volgenant 1987), O(n³).

    Every left member may also stay alone: it then takes one of as many extra columns, at cost 0.
    """
    size, width = len(left), len(right) + len(left)
    cost = [[-scores.get((a, b), -1e6) for b in right] + [0.0] * size for a in left]
    u, v = [0.0] * (size + 1), [0.0] * (width + 1)
    owner = [0] * (width + 1)
    for row in range(1, size + 1):
        _augment(row, cost, u, v, owner)
    taken = ((owner[column] - 1, column - 1) for column in range(1, len(right) + 1) if owner[column])
    return [(left[row], right[column]) for row, column in taken if (left[row], right[column]) in scores]


def _augment(row: int, cost: list[list[float]], u: list[float], v: list[float], owner: list[int]) -> None:
    width = len(v) - 1
    owner[0] = row
    best, came, done = [float("inf")] * (width + 1), [0] * (width + 1), [False] * (width + 1)
    column = 0
    while owner[column]:
        done[column] = True
        current = owner[column]
        for j in (j for j in range(1, width + 1) if not done[j]):
            reduced = cost[current - 1][j - 1] - u[current] - v[j]
            if reduced < best[j]:
                best[j], came[j] = reduced, column
        following = min((j for j in range(1, width + 1) if not done[j]), key=best.__getitem__)
        delta = best[following]
        for j in range(width + 1):
            if done[j]:
                u[owner[j]] += delta
                v[j] -= delta
            else:
                best[j] -= delta
        column = following
    while column:
        owner[column], column = owner[came[column]], came[column]
