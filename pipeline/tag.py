"""What an event is about and for whom: industries, topics, format, start-up world, fit for a company; offline.

Reads title, text and organiser against the words of the vocabulary and explains itself by `Tags.evidence`. Reads no
date and no place, learns nothing on its own, and invents nothing: no industry is a normal answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline import testimony
from pipeline.model import NOTHING, Tags
from pipeline.tagging.evidence import FIELDS, Proof, Score, Scores, enough, entries, factors, likely, weigh
from pipeline.tagging.labels import IDS
from pipeline.tagging.lexicon import Lexicon
from pipeline.tagging.readable import Reader
from pipeline.tagging.relevance import EQUAL, Facts, choose_formats, holds, kmu_fit, startup_world
from pipeline.tagging.vocabulary import Vocabulary
from pipeline.tagging.wording import Wording

MAX_INDUSTRIES = 3  # a text that names more is about none of them
WEAKER = 0.55  # an industry much weaker than the first one was only mentioned …
ENOUGH = 2.4  # … but nobody has to be stronger than 55 % of this
PRIOR = 1.2  # what a source says of all its events holds unless words speak against it
AUDIENCES = ("founders", "investors", "women", "students")  # signals that are shown to readers
KEPT = 5_000  # answers that are remembered


class Tagger:
    """Tags events. Building one reads the dictionary (about a second); one event takes well under a millisecond."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary
        self._lexicon = Lexicon(entries(vocabulary), vocabulary.reading)
        self._factors = factors(vocabulary.kinds)
        self._reader = Reader(vocabulary.reading)
        self._wording = Wording(vocabulary.reading)
        self._most = {name: kind.fields.text_at_most for name, kind in vocabulary.kinds.items()}
        self._needed = {
            name: {id: max(enough(label.threshold) - EQUAL, EQUAL) for id, label in kind.labels.items()}
            for name, kind in vocabulary.kinds.items()
        }
        self._fits: dict[Facts, tuple[int, str]] = {}
        self._rank = {id: place for ids in IDS.values() for place, id in enumerate(ids)}
        self.tag("Baustellengespräch")  # loads the dictionary now, not within the first event

    def tag(self, title: str, text: str = "", organizer: str = "", *, priors: Mapping[str, Any] = NOTHING) -> Tags:
        """The tags of one event; never raises on strange text.

        `priors`: what the source says of all its events: {"industries": [ids], "topics": [ids], "formats": [ids],
        "relevant": "always"}; unknown ids are ignored.
        """
        parts = self._reader.parts(title, text, organizer)
        fields = {name: self._lexicon.spell(getattr(parts, name)) for name in FIELDS}
        scores = weigh(self._lexicon, self._factors, fields)
        self._add_priors(scores, priors)
        topics = tuple(self._above(scores, "topics"))
        self._fade(scores, topics)
        signals = frozenset(self._above(scores, "signals"))
        industries = self._industries(scores, words=parts.text.count(" "))
        facts, why = self._judge(scores, Facts(signals, topics, bool(industries)), priors)
        shown = {"industries": industries if facts.industries else (), "topics": topics, "formats": facts.formats}
        fit, why_fit = self._fit(facts)
        return Tags(
            industries=shown["industries"],
            topics=topics,
            format=facts.formats[0],
            formats=facts.formats,
            startup_relevant=bool(facts.relevant),
            kmu_fit=fit,
            language=self._wording.language(fields["title"], fields["text"]),
            price=self._wording.price(parts.title, parts.full),
            audience=tuple(one for one in AUDIENCES if one in signals or f"{one}_only" in signals),
            evidence=self._evidence(scores, shown | {"signals": sorted(signals - {"startup"})})
            | why
            | {"kmu_fit": (why_fit,)},
        )

    def _fade(self, scores: Scores, topics: tuple[str, ...]) -> None:
        """Beside a founders' subject, figures of speech (the Baustelle of a business plan) name no industry."""
        beside = self._words.kinds["industries"].fades_beside
        if any(topic in beside for topic in topics):
            scores["industries"] = {id: score.firm() for id, score in scores["industries"].items()}

    def _industries(self, scores: Scores, words: int) -> tuple[str, ...]:
        """The likely ones; beside an industry in the title, one of the description must be named clearly.

        So must any of a long description; `words`: how many it has.
        """
        found = self._above(scores, "industries")
        titled = {id for id in found if scores["industries"][id].of("title", "source") >= 1.0}
        fields = self._words.kinds["industries"].fields
        needed = fields.beside_title if titled or words > fields.long_text else 0.0
        sums = {id: self._sum(scores, "industries", id) for id in found}
        named = [id for id in found if id in titled or sums[id] >= needed]
        if not titled and self._examples(named, sums):
            return ()
        strongest = min(max((sums[id] for id in named), default=0.0), ENOUGH)
        return tuple([id for id in named if sums[id] >= WEAKER * strongest][:MAX_INDUSTRIES])

    def _examples(self, named: Sequence[str], sums: Mapping[str, float]) -> bool:
        """Does a description list trades as examples: three or more, or two and each by a single word?"""
        kind = self._words.kinds["industries"]
        trades = [id for id in named if id not in kind.across]
        passing = all(sums[id] < kind.fields.beside_title for id in trades)
        return len(named) >= MAX_INDUSTRIES or (passing and len(trades) > 1)

    def _judge(
        self, scores: Scores, facts: Facts, priors: Mapping[str, Any]
    ) -> tuple[Facts, dict[str, tuple[str, ...]]]:
        """What follows from the words and from each other: format, start-up world, whether industries are named."""
        words, kinds = self._words, self._words.kinds
        formats, why_format = choose_formats(scores["formats"], kinds["formats"], words.turns, words.defaults, facts)
        facts = facts._replace(formats=formats)
        startup = scores["signals"].get("startup", Score())
        total, why_relevant = startup_world(startup, words.relevance, facts, kinds["signals"].fields.text_at_most)
        always = priors.get("relevant") == "always"
        relevant = always or total >= self._needed["signals"]["startup"]
        why_relevant = ("source: always", *why_relevant) if always else why_relevant
        facts = facts._replace(relevant=relevant)
        why = {"startup_relevant": why_relevant} | ({"format": (why_format,)} if why_format else {})
        silence = next((rule for rule in words.silence if holds(rule.case, facts)), None)
        if silence and facts.industries:
            return facts._replace(industries=False), why | {"industries": (silence.why,)}
        return facts, why

    def _fit(self, facts: Facts) -> tuple[int, str]:
        """The same facts give the same answer: asked once."""
        known = self._fits.get(facts)
        if known is None:
            known = self._fits[facts] = kmu_fit(self._words.fit, facts)
            if len(self._fits) > KEPT:
                self._fits.clear()
        return known

    def _evidence(self, scores: Scores, shown: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
        """Per label the words that speak for it, and how likely they make it together."""
        return {
            label: (*scores[kind][label].lines(), testimony.total(likely(self._sum(scores, kind, label))))
            for kind, labels in shown.items()
            for label in labels
            if label in scores[kind]
        }

    def _sum(self, scores: Scores, kind: str, label: str) -> float:
        return scores[kind][label].sum(self._most[kind])

    def _above(self, scores: Scores, kind: str) -> list[str]:
        """The labels that are likely enough, the likeliest first."""
        needed, most = self._needed[kind], self._most[kind]
        sums = {id: score.sum(most) for id, score in scores[kind].items()}
        found = [id for id, total in sums.items() if total >= needed[id]]
        return sorted(found, key=lambda id: (-round(sums[id], 6), self._rank[id])) if len(found) > 1 else found

    def _add_priors(self, scores: Scores, priors: Mapping[str, Any]) -> None:
        for kind in ("industries", "topics", "formats"):
            for label in _listed(priors.get(kind)):
                if label in self._words.kinds[kind].labels:
                    scores[kind].setdefault(label, Score()).add("prior", Proof("source", PRIOR, label))


def _listed(value: object) -> Sequence[str]:
    if isinstance(value, str):
        return (value,)
    return [one for one in value if isinstance(one, str)] if isinstance(value, (list, tuple)) else ()
