"""What the config says, in the form this room needs: the choices of filters, the catalogue of feeds, addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit

from feeds.filters import Choices, Filter, FilterError, Spot, parse
from feeds.select import Index
from feeds.words import label, say
from pipeline.config import Config
from pipeline.filterwords import OPEN, SEVERAL
from pipeline.model import Issue
from pipeline.places import find_city, spelling
from pipeline.text import slug

ALL = "startup-termine"
CHANGES = "aenderungen"
COLOR = "#0b5563"  # of a feed that has none of its own
FORMS: Mapping[str, str] = {
    "ics": "text/calendar; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
Group = Literal["all", "region", "industry", "named", "changes"]


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed that has a name: `filter` says what it carries, `group` how it came about."""

    name: str
    title: str
    text: str
    filter: Filter
    group: Group
    color: str = COLOR


def choices(config: Config) -> Choices:
    """What filters may name under this config."""
    kinds = config.vocabulary.kinds
    labels = {kind: {key: label.name for key, label in kinds[kind].labels.items()} for kind in kinds}
    return Choices(
        industries=labels["industries"],
        regions={region.id: region.name for region in config.regions},
        formats=labels["formats"],
        topics=labels["topics"],
        languages={code: label("language", code) for code in SEVERAL["sprache"]},
        spot=spot,
    )


def spot(text: str) -> Spot | None:
    """The place of this name, None when it is unknown."""
    city = find_city(text)
    return Spot(city.name, city.lat, city.lon, spelling(city)) if city else None


def file_name(name: str) -> str:
    """An id as it stands in an address: `ki_daten` -> `ki-daten`."""
    return slug(name)


def catalogue(config: Config, names: Choices, index: Index, published: Iterable[str]) -> tuple[list[Feed], list[Issue]]:
    """Every feed there must be: all events, the configured ones, and each region and industry that has (had) events."""
    known = set(published)
    named, issues = configured(config, names)
    found = [Feed(ALL, say("all_feed"), say("all_feed_text"), Filter(), "all"), *named]
    taken = {feed.name for feed in found}
    for feed in [*_regions(names, index, known), *_industries(names, index, known)]:
        if feed.name not in taken:
            found.append(feed)
            taken.add(feed.name)
    return found, issues


def configured(config: Config, names: Choices) -> tuple[list[Feed], list[Issue]]:
    """The feeds of feeds.toml, and what is wrong with those of them that cannot be."""
    found: list[Feed] = []
    issues = [Issue("warning", "publish", message) for message in config.left_out]
    for spec in config.feeds:
        try:
            wanted = parse(spec.filter.items(), names)
        except FilterError as error:
            issues.append(Issue("error", "publish", f"feeds.toml [{spec.id}]: {error}", value=spec.id))
            continue
        found.append(Feed(file_name(spec.id), spec.title, spec.description, wanted, "named", spec.color or COLOR))
    return found, issues


def _regions(names: Choices, index: Index, known: set[str]) -> list[Feed]:
    ids = [key for key in names.regions if index.count("region", key) or file_name(key) in known]
    return [region_feed(key, names) for key in ids]


def _industries(names: Choices, index: Index, known: set[str]) -> list[Feed]:
    ids = [key for key in names.industries if index.count("branche", key) or file_name(key) in known]
    return [industry_feed(key, names) for key in ids]


def region_feed(key: str, names: Choices) -> Feed:
    """The feed of one region."""
    name = names.regions[key]
    text = say("region_feed_text", name=name)
    return Feed(file_name(key), say("region_feed", name=name), text, Filter(region=(key,)), "region")


def industry_feed(key: str, names: Choices) -> Feed:
    """The feed of one industry, with the events that are for every industry."""
    name = names.industries[key]
    text = say("industry_feed_text", name=name)
    return Feed(file_name(key), say("industry_feed", name=name), text, Filter(branche=(key,)), "industry")


def filter_feed(wanted: Filter, names: Choices) -> Feed:
    """The feed of any filter, under a name that speaks: `logistik-owl`."""
    title = say("filter_feed", filter=in_words(wanted, names)) if wanted.pairs() else say("all_feed")
    return Feed(speaking(wanted), title, "", wanted, "named")


def speaking(wanted: Filter) -> str:
    """A file name made of what the filter asks for; calendars are named after it by some clients."""
    values = [*wanted.branche, *wanted.format, *wanted.thema, *wanted.region, *(spot.name for spot in wanted.ort)]
    return slug(" ".join(values)) if values else ALL


def in_words(wanted: Filter, names: Choices) -> str:
    """The filter for people: "Logistik, Ostwestfalen-Lippe, 40 km um Bielefeld"."""
    titles = {**names.industries, **names.regions, **names.formats, **names.topics, OPEN: say("every_industry")}
    spots = ", ".join(spot.name for spot in wanted.ort)
    said = [titles[key] for key in (*wanted.branche, *wanted.format, *wanted.thema, *wanted.region)]
    if spots:
        said.append(say("around", km=wanted.umkreis, place=spots) if wanted.umkreis else spots)
    said += [say(f"only_{name}_{value}") for name, value in wanted.pairs() if name in ("kostenlos", "abends")]
    said += [say(f"online_{value}") for value in wanted.online]
    said += [names.languages[code] for code in wanted.sprache]
    said += [say("without", name=titles[key]) for key in wanted.ohne]
    return ", ".join([*said, *([f"„{wanted.q}“"] if wanted.q else [])]) or say("rest")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Absolute addresses under the configured base."""

    base: str

    @classmethod
    def of(cls, config: Config) -> Addresses:
        """The addresses of this installation."""
        return cls(config.settings.base_url.rstrip("/"))

    def feed(self, name: str, form: str, query: str = "") -> str:
        """Where a feed is."""
        return f"{self.base}/feeds/{name}.{form}" + (f"?{query}" if query else "")

    def page(self, query: str = "") -> str:
        """The subscribe page."""
        return f"{self.base}/" + (f"?{query}" if query else "")

    def event(self, uid: str) -> str:
        """The public page of one event."""
        return f"{self.base}/termin/{quote(uid, safe='@')}"

    def webcal(self, name: str, query: str = "") -> str:
        """The calendar with the scheme that opens a calendar program."""
        address = self.feed(name, "ics", query)
        return "webcal://" + address.partition("://")[2]

    @property
    def host(self) -> str:
        """The host name."""
        return urlsplit(self.base).netloc
