"""Start-up world yes or no, worth an evening for a company's employee (0-2), and which format: by rules that are data.

Reads no text: works on the scores and signals that `evidence` found.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.tagging.evidence import Score, enough
from pipeline.tagging.rules import Case, Default, Relevance, Rule, Turn
from pipeline.tagging.vocabulary import Kind

OTHER = "sonstiges"
CLEAR = enough(0.6)  # a second format must be this likely
EQUAL = 1e-9  # sums of decimal fractions
FIRM = 1.2  # a title's word of this weight names the format whatever the text says


class Facts(NamedTuple):
    """What is known of an event when a rule is asked."""

    signals: frozenset[str]
    topics: tuple[str, ...]
    industries: bool
    formats: tuple[str, ...] = ()
    relevant: bool | None = None

    def has_topic(self, topics: Sequence[str]) -> bool:
        """Is any of `topics` among the event's?"""
        return any(topic in topics for topic in self.topics)


def holds(case: Case, facts: Facts) -> bool:
    """Does every key that the case names agree with the facts?"""
    if case.formats and (not facts.formats or facts.formats[0] not in case.formats):
        return False
    if case.relevant is not None and case.relevant != facts.relevant:
        return False
    if case.industries is not None and case.industries != facts.industries:
        return False
    if case.signals and facts.signals.isdisjoint(case.signals):
        return False
    if case.without_topics and facts.has_topic(case.without_topics):
        return False
    return facts.signals.isdisjoint(case.without) and (not case.topics or facts.has_topic(case.topics))


def choose_formats(
    scores: dict[str, Score], kind: Kind, turns: Sequence[Turn], defaults: Sequence[Default], facts: Facts
) -> tuple[tuple[str, ...], str]:
    """The formats, the main one first, and why, when a rule had a say.

    A firm word of the title decides; the text has a say only where there is none. Ties go to the order of the file.
    """
    order = list(kind.labels)
    sums = {id: score.sum(kind.fields.text_at_most) for id, score in scores.items()}
    named = {id: total for id, total in sums.items() if total >= enough(kind.labels[id].threshold) - EQUAL}
    titled = {id: total for id, total in named.items() if scores[id].of("title") >= FIRM}
    pool = titled or named
    if not pool:
        default = next((rule for rule in defaults if holds(rule.case, facts)), None)
        return ((default.format,), default.why) if default else ((OTHER,), "no word names a format")
    main = min(pool, key=lambda id: (-round(pool[id], 2), order.index(id)))
    facts = facts._replace(formats=(main,))
    turn = next((r for r in turns if main in r.of and holds(r.case, facts) and pool[main] <= r.below), None)
    others = [id for id in order if id in named and named[id] >= CLEAR and id != main]
    first = (turn.to, main) if turn else (main,)
    return tuple(dict.fromkeys((*first, *others))), turn.why if turn else ""


def startup_world(score: Score, rules: Relevance, facts: Facts, text_at_most: float) -> tuple[float, tuple[str, ...]]:
    """The sum for "belongs to the start-up world" (1.0 = as likely as not) and its evidence."""
    added = [(f"format: {id}", rules.formats.get(id, 0.0)) for id in facts.formats[:1]]
    topics = [(f"topic: {id}", rules.topics.get(id, 0.0)) for id in facts.topics]
    added += sorted(topics, key=lambda item: -abs(item[1]))[:1]
    added += [(f"signal: {id}", rules.signals.get(id, 0.0)) for id in sorted(facts.signals)]
    added += [(rule.why, rule.weight) for rule in rules.together if holds(rule.case, facts)]
    lines = tuple(f"{what} {weight:+.1f}" for what, weight in added if weight)
    return score.sum(text_at_most) + sum(weight for _, weight in added), score.lines() + lines


def kmu_fit(rules: Sequence[Rule], facts: Facts) -> tuple[int, str]:
    """The value of the first rule that holds, and why."""
    rule = next((rule for rule in rules if holds(rule.case, facts)), None)
    return (rule.fit, rule.why) if rule else (0, "no rule holds")
