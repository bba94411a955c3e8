"""What is carried on from one publication to the next gives the same bytes as a publication that knows of no other."""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
from datetime import timedelta

import pytest
from feed_samples import NOW, SOURCE, config, event, sighting

from feeds.publish import publish
from pipeline.ledger import OWN
from pipeline.model import Change, Sighting
from pipeline.store import Batch
from pipeline.store.former import FORMER


class Play:
    """A house in which something happens again and again. Each move says what it did."""

    def __init__(self, house, seed):
        self.store, self.config, self.public = house
        self.dice, self.now, self.count = random.Random(seed), NOW, 0
        self.past = []  # what was kept after each publication

    def some(self):
        return self.dice.choice(sorted(self.store.events(), key=lambda one: one.uid))

    def write(self, *changed, **more):
        self.store.commit(Batch(self.now, events=tuple(self.stamped(one) for one in changed), **more))

    def stamped(self, one):
        return dataclasses.replace(one, last_changed=self.now)

    def edited(self):
        self.count += 1
        self.write(dataclasses.replace(self.some(), title=f"Abend Nummer {self.count}", kmu_fit=self.count % 3))

    def retagged(self):
        one = self.some()
        self.write(dataclasses.replace(one, industries=("logistik",), regions=("owl",), price="kostenlos"))

    def new(self):
        self.count += 1
        made = dataclasses.replace(event("a1"), uid=f"n{self.count}@pitchradar", first_published=self.now)
        self.write(made, sightings=((sighting(made), made.uid),), changes=(Change("new", made.uid, self.now),))

    def moved(self):
        one = self.some()
        start = one.when.start + timedelta(days=self.dice.randrange(-20, 20))
        before = f"2026-12-0{self.dice.randrange(3, 9)}"
        told = {"when": ({"start": before, "end": None}, {"start": "2026-12-02", "end": None})}
        when = dataclasses.replace(one.when, start=start, end=None)
        self.write(dataclasses.replace(one, when=when), changes=(Change("moved", one.uid, self.now, told),))

    def cancelled(self):
        one = self.some()
        self.write(dataclasses.replace(one, status="cancelled"), changes=(Change("cancelled", one.uid, self.now),))

    def hidden_or_shown(self):
        one = self.some()
        self.write(dataclasses.replace(one, hidden=not one.hidden))

    def removed(self):
        one = self.some()
        self.store.commit(Batch(self.now, dissolved=(one,)))

    def seen_elsewhere(self):
        """The event itself is as it was."""
        one, page = self.some(), f"https://a.example/seite/{self.dice.randrange(9)}"
        found = dataclasses.replace(sighting(one), page=page, listed=self.dice.random() < 0.5)
        self.write(self.some(), sightings=((found, one.uid),))

    def seen_as_another(self):
        """A sighting goes over to another event."""
        one, other = self.some(), self.some()
        self.write(self.some(), sightings=((sighting(one), other.uid),))

    def entered(self):
        one = self.some()
        self.write(
            self.some(), sightings=((Sighting(OWN, "", one.title, one.when, NOW, NOW, id=f"h-{one.uid}"), one.uid),)
        )

    def hours_later(self):
        self.now += timedelta(hours=5)

    def days_later(self):
        self.now += timedelta(days=self.dice.choice((1, 1, 3, 8)))

    def source_checked(self):
        source = self.config.sources.get(SOURCE) or config().sources[SOURCE]
        other = dataclasses.replace(source, verified=not source.verified, title=f"{source.title} {self.count}")
        self.config = dataclasses.replace(self.config, sources={**self.config.sources, SOURCE: other})

    def source_taken_out(self):
        """Its title stays, or one that it had earlier, or none."""
        self.count += 1
        others = {id: source for id, source in self.config.sources.items() if id != SOURCE}
        self.config = dataclasses.replace(self.config, sources=others)
        titles = self.dice.choice(({SOURCE: "Haus"}, {SOURCE: f"Haus {self.count}"}, {}))
        self.store.commit(Batch(self.now, remembered={FORMER: json.dumps(titles)}))

    def source_put_back(self):
        self.config = dataclasses.replace(self.config, sources=config().sources)

    def feeds_changed(self):
        first, *rest = self.config.feeds
        self.config = dataclasses.replace(self.config, feeds=(*rest, dataclasses.replace(first, title="Anders")))

    def feed_left_out(self):
        self.config = dataclasses.replace(self.config, feeds=self.config.feeds[1:] or self.config.feeds)

    def named_otherwise(self):
        self.count += 1
        settings = self.config.settings.model_copy(update={"name": f"Kalender {self.count}"})
        self.config = dataclasses.replace(self.config, settings=settings)

    def torn(self):
        """A file of what is kept is half there."""
        path = self.dice.choice(sorted((self.public.parent / "parts").iterdir()))
        path.write_bytes(path.read_bytes()[: self.dice.randrange(200)])

    def rotted(self):
        """Some bytes of the rendered parts are not as they were."""
        (path, *_) = self.dice.sample(sorted((self.public.parent / "parts").glob("parts.?")), 1)
        data = bytearray(path.read_bytes())
        for _ in range(self.dice.randrange(1, 9)):
            data[self.dice.randrange(len(data))] ^= 1
        path.write_bytes(data)

    def set_back(self):
        """A file of what is kept is that of an earlier publication, as after a kill or a copy put back."""
        path, data = self.dice.choice(self.dice.choice(self.past))
        path.write_bytes(data)

    def published(self):
        kept = (self.public.parent / "parts").iterdir()
        self.past.append([(path, path.read_bytes()) for path in sorted(kept)])

    def many(self):
        """New ones before, between and after the others; some leave."""
        for _ in range(self.dice.randrange(3, 9)):
            self.dice.choice((self.new, self.new, self.moved, self.removed))()

    MOVES = (
        *(edited, retagged, new, moved, cancelled, hidden_or_shown, removed, seen_elsewhere, seen_as_another, entered),
        *(hours_later, days_later, days_later),
        *(
            source_checked,
            source_taken_out,
            source_put_back,
            feeds_changed,
            feed_left_out,
            named_otherwise,
            torn,
            rotted,
            set_back,
            set_back,
            many,
            many,
        ),
    )


def bytes_of(public):
    """All published files; of the manifest what does not depend on when a feed was written before."""
    found = {str(path.relative_to(public)): path.read_bytes() for path in public.rglob("*") if path.is_file()}
    manifest = json.loads(found.pop("feeds/index.json"))
    for row in manifest["feeds"]:
        del row["changed"]
    return found, manifest


@pytest.mark.parametrize("seed", range(5))
def test_the_same_bytes_as_from_nothing(house, tmp_path, seed):
    play = Play(house, seed)
    publish(play.store, play.config, play.public, now=play.now)
    play.published()
    fresh = tmp_path / "fresh" / "public"
    for _ in range(8):
        done = [play.dice.choice(Play.MOVES) for _ in range(play.dice.randrange(1, 5))]
        for move in done:
            move(play)
        shutil.rmtree(fresh.parent, ignore_errors=True)
        (fresh / "feeds").mkdir(parents=True)
        shutil.copy(play.public / "feeds/index.json", fresh / "feeds/index.json")
        carried = publish(play.store, play.config, play.public, now=play.now)
        anew = publish(play.store, play.config, fresh, now=play.now)
        assert bytes_of(play.public) == bytes_of(fresh), [move.__name__ for move in done]
        assert (carried.feeds, carried.issues) == (anew.feeds, anew.issues)
        play.published()
