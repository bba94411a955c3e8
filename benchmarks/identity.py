"""Synthetic events with duplicates and edits: how right and how fast are identity and merging?

`python -m benchmarks.identity [--events N] [--json]` prints precision and recall of both, and the seconds of a merge of
all sightings against a plain exact-key pass over the same ones. Deterministic: the seed is fixed.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import combinations
from statistics import median
from typing import Any

from pipeline.identify import identify
from pipeline.localdays import berlin_day
from pipeline.matching.links import canonical
from pipeline.matching.titles import read_title
from pipeline.merge import merge
from pipeline.model import Cluster, Sighting, Venue, When, stable_id
from pipeline.text import fold
from pipeline.uids import uid_of

ROUNDS = 3
NOW = datetime(2026, 11, 1, 6, tzinfo=UTC)
CITIES = (
    "Berlin Hamburg München Köln Frankfurt Stuttgart Düsseldorf Leipzig Dortmund Essen Bremen Dresden "
    "Hannover Nürnberg Duisburg Bochum Wuppertal Bielefeld Bonn Münster Karlsruhe Mannheim Augsburg Wiesbaden "
    "Gelsenkirchen Mönchengladbach Braunschweig Chemnitz Kiel Aachen Magdeburg Freiburg Krefeld Lübeck "
    "Oberhausen Erfurt Mainz Rostock Kassel Hagen Saarbrücken Potsdam Oldenburg Osnabrück Heidelberg "
    "Darmstadt Regensburg Paderborn Ingolstadt Würzburg Wolfsburg Ulm Heilbronn Göttingen Pforzheim "
    "Reutlingen Koblenz Jena Trier Siegen Cottbus"
).split()
NAMES = (
    "Nordlicht Blaupause Funkenflug Kompass Weitblick Zündwerk Steilvorlage Rückenwind Querfeld Leuchtturm "
    "Ankerplatz Morgenrot Silberpfeil Windrad Stellwerk Brückenschlag Sternschnuppe Kupferkessel Feldversuch "
    "Taktgeber Lötkolben Hochdruck Tiefgang Spielraum Wagemut Siebenstein Grünspan Wellenbrecher Flaschenpost "
    "Katapult Drehmoment Mondfahrt Polarstern Nebelhorn"
).split()
FORMATS = (
    "Pitch Night|Gründerfrühstück|Demo Day|Stammtisch|Hackathon|Investorenabend|Workshop|Meetup|Sprechstunde|"
    "Barcamp|Netzwerktreffen|Startup-Wettbewerb|Gründertag|Founders Lunch|Innovationsforum"
).split("|")
SUBJECTS = (
    "Logistik Energie Pflege Landwirtschaft Mode Robotik Bildung Tourismus Handwerk Chemie Raumfahrt Textil "
    "Musik Recht Wasser Holz Verpackung Diagnostik Batterien Sensorik Finanzen Lebensmittel Bau Film"
).split()
HOUSES = "Alte Weberei|Speicher 9|Kranhalle|Gaswerk|Lokschuppen|Werk 3|Hafenkontor|Orangerie|Spinnerei".split("|")


def event(number: int, dice: random.Random) -> Sighting:
    """One invented event of the year, as its organiser lists it."""
    city = dice.choice(CITIES)
    name, kind, subject = dice.choice(NAMES), dice.choice(FORMATS), dice.choice(SUBJECTS)
    title = dice.choice(
        (f"{name} {kind}", f"{kind} {subject}", f"{name}: {subject} {kind}", f"{kind} {name} {subject}")
    )
    start = datetime(2026, 11, 2, tzinfo=UTC) + timedelta(days=dice.randrange(364), hours=dice.randrange(8, 19))
    return Sighting(
        source_id=f"host-{dice.randrange(2000)}",
        page="https://host.example/events",
        title=title,
        when=When(start, start + timedelta(hours=2)),
        first_seen=NOW,
        last_seen=NOW,
        id=stable_id("event", number),
        key=f"k{number}",
        url=f"https://host.example/events/{number}",
        venue=Venue(name=f"{dice.choice(HOUSES)} {city}", city=city),
        organizer=f"{name} {dice.choice(('e.V.', 'GmbH', 'Hub', 'Lab'))}",
    )


EDITS: tuple[Callable[[Sighting, random.Random], Sighting], ...] = (
    lambda s, dice: replace(s, title=f"{s.title} – {dice.choice(NAMES)} powered by Stadtwerke"),
    lambda s, dice: replace(s, title=s.title.replace(" ", "-", 1)),
    lambda s, dice: replace(s, title=s.title.upper()),
    lambda s, dice: replace(s, title=_typo(s.title, dice)),
    lambda s, dice: replace(s, when=When(berlin_day(s.when.start), all_day=True)),
    lambda s, dice: replace(s, when=replace(s.when, start=_shifted(s, 30), end=None)),
    lambda s, dice: replace(s, venue=Venue(city=s.venue.city if s.venue else None)),
    lambda s, dice: replace(s, organizer=None),
    lambda s, dice: replace(s, title=f"{s.title} mit Gast {dice.choice(NAMES)}"),
    lambda s, dice: replace(s, description="Mit Anmeldung. " * 4),
)


def _typo(title: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(title) - 1)
    return title[:at] + title[at + 1 :]


def _shifted(sighting: Sighting, minutes: int) -> datetime:
    start = sighting.when.start
    assert isinstance(start, datetime)
    return start + timedelta(minutes=minutes)


def listed_again(original: Sighting, number: int, dice: random.Random) -> Sighting:
    """The same event as another source lists it, edited once or twice."""
    copy = replace(
        original,
        source_id=f"portal-{dice.randrange(40)}",
        id=stable_id("copy", number),
        key=None,
        url=f"https://portal.example/{number}",
        first_seen=NOW + timedelta(days=1),
    )
    for edit in dice.sample(EDITS[:9], dice.choice((1, 1, 2))):
        if isinstance(copy.when.start, datetime) or edit is not EDITS[5]:
            copy = edit(copy, dice)
    return copy


def world(size: int, dice: random.Random) -> tuple[list[Sighting], dict[str, int]]:
    """`size` sightings, two in five of them copies, and {sighting id: number of the true event}."""
    sightings: list[Sighting] = []
    truth: dict[str, int] = {}
    number = 0
    while len(sightings) < size:
        original = event(number, dice)
        copies = [listed_again(original, number * 4 + i, dice) for i in range(dice.choice((0, 0, 1, 1, 2)))]
        sightings += [original, *copies]
        truth.update({s.id: number for s in (original, *copies)})
        number += 1
    return sightings, truth


def exact_key_pass(sightings: Sequence[Sighting]) -> list[Cluster]:
    """What one would write first: one folded title, day and town, or one link and day, are one event."""
    group_of: dict[tuple[Any, ...], list[Sighting]] = {}
    groups: list[list[Sighting]] = []
    for sighting in sorted(sightings, key=lambda s: (s.first_seen, s.id)):
        city = fold(sighting.venue.city or "") if sighting.venue else ""
        on = berlin_day(sighting.when.start)
        keys = ((fold(sighting.title), on, city), (canonical(sighting.url), on))
        group = next((group_of[key] for key in keys if key in group_of), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(sighting)
        group_of.update(dict.fromkeys(keys, group))
    clusters = [Cluster(uid_of(group[0]), tuple(s.id for s in group)) for group in groups]
    return sorted(clusters, key=lambda cluster: cluster.uid)


def pairs_of(clusters: Iterable[Sequence[str]]) -> set[tuple[str, ...]]:
    """All pairs that stand in one cluster."""
    return {tuple(sorted(pair)) for cluster in clusters for pair in combinations(cluster, 2)}


def rates(found: set[Any], true: set[Any]) -> dict[str, float]:
    """Precision and recall."""
    right = len(found & true)
    return {"precision": round(right / max(len(found), 1), 4), "recall": round(right / max(len(true), 1), 4)}


def measure_merge(size: int, dice: random.Random) -> dict[str, Any]:
    """Quality and seconds of merging against the exact-key pass."""
    sightings, truth = world(size, dice)
    by_event: dict[int, list[str]] = defaultdict(list)
    for id_, number in truth.items():
        by_event[number].append(id_)
    true = pairs_of(by_event.values())
    both = (partial(exact_key_pass, sightings), partial(merge, sightings, [], [], authority={}))
    rounds = [[timed(work) for work in both] for _ in range(ROUNDS)]  # in turn: a busy machine slows both
    (exact, exact_seconds), (merged, seconds) = min(rounds, key=lambda pair: pair[1][1])
    again, again_seconds = timed(lambda: merge(sightings, merged, [], authority={}))
    return {
        "sightings": len(sightings),
        "merge": rates(pairs_of(c.sightings for c in merged), true),
        "exact key": rates(pairs_of(c.sightings for c in exact), true),
        "seconds": round(seconds, 2),
        "seconds again": round(again_seconds, 2),
        "seconds of the exact-key pass": round(exact_seconds, 2),
        "times the exact-key pass": round(median(ours / exact for (_, exact), (_, ours) in rounds), 2),
        "stable": again == merged,
    }


def measure_identity(size: int, dice: random.Random) -> dict[str, Any]:
    """Every tenth event gone, every tenth new, four in ten edited: which ids were kept?"""
    kept: set[tuple[str, int]] = set()
    true: set[tuple[str, int]] = set()
    seconds = 0.0
    for source in range(max(size // 1000, 1)):
        old = [event(source * 2000 + i, dice) for i in range(1000)]
        now = [_edited(s, dice) for s in old[100:]] + [event(source * 2000 + 1000 + i, dice) for i in range(100)]
        fresh = [replace(s, id="", position=i, source_id="one") for i, s in enumerate(now)]
        if source % 2:
            fresh = [replace(s, key=None, url=None) for s in fresh]
            old = [replace(s, key=None, url=None) for s in old]
        result, spent = timed(partial(identify, fresh, old, now=NOW, complete=True))
        seconds += spent
        ids = {s.id for s in old}
        by_position = {s.position: s.id for s in result.sightings}
        kept |= {(by_position[i], source) for i in range(1000) if by_position.get(i) in ids}
        wrong = {i for i in range(900) if by_position.get(i) in ids and by_position[i] != old[100 + i].id}
        kept |= {(f"wrong {i}", source) for i in wrong}
        true |= {(s.id, source) for s in old[100:]}
    return {"events": max(size // 1000, 1) * 1000, "identity": rates(kept, true), "seconds": round(seconds, 2)}


def _edited(sighting: Sighting, dice: random.Random) -> Sighting:
    for edit in dice.sample(EDITS, dice.choice((0, 0, 0, 1, 2))):
        if isinstance(sighting.when.start, datetime) or edit is not EDITS[5]:
            sighting = edit(sighting, dice)
    return sighting


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """The result and the seconds of processor time it took: caches cold, earlier objects frozen."""
    for cached in (canonical, read_title):
        cached.cache_clear()
    gc.collect()
    gc.freeze()
    start = time.process_time()
    result = work()
    spent = time.process_time() - start
    gc.unfreeze()
    return result, spent


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    figures = {
        **measure_merge(options.events, random.Random(7)),
        "identity": measure_identity(options.events // 10, random.Random(8)),
    }
    print(json.dumps(figures) if options.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
