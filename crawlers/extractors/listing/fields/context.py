"""What surrounds a record on its page: the heading above, the page's own name.

Says what is there; weighs nothing. Labels are in `captions`, parts that headings set off in `parts`.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from urllib.parse import unquote, urlsplit

from lxml import html

from crawlers.extractors.html import node_text
from crawlers.extractors.listing.days import mentions, slashes
from crawlers.extractors.listing.days.periods import is_month as month_heading
from crawlers.extractors.listing.fields import bodies
from crawlers.extractors.listing.fields.captions import Captions
from crawlers.extractors.listing.fields.parts import Parts
from crawlers.extractors.listing.fields.place_words import is_seat_house
from crawlers.extractors.listing.fields.sentences import is_name
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.records import beside
from crawlers.extractors.listing.records.learnt import NOTHING_LEARNT, Learnt
from crawlers.extractors.listing.records.shape import STANDS_OUT, Shapes
from crawlers.extractors.listing.wording.houses import is_place, is_town
from crawlers.extractors.listing.wording.words import (
    CALENDAR,
    EVENT,
    FIRM,
    OF_THIS,
    SOME_NEXT,
    THE_NEXT_OF_A_SORT,
    is_generic,
    is_of_a_time,
    names_many,
)
from pipeline.model import BERLIN, Page
from pipeline.text import clean, fold

_PARTS = re.compile(r"\s(?:[|–—·•»›-]|::)\s|\s?\|\s?")
_ASKS = re.compile(
    r"\W*(?:(?:bitte |jetzt )?(?:wähle(?:n|\b)|(?:wunsch)?termin (?:aus)?wählen|choose|select|pick)|"
    r"achtung(?:[!:,]| \w+änderung))",
    re.IGNORECASE,
)
_CONSENT = re.compile(r".*\bcookies?\b.*|dienste, die wir nutzen möchten|we value your privacy", re.IGNORECASE)
_FILE = re.compile(r"\S*(?:_\S*|\.[a-z]{2,5})", re.IGNORECASE)  # the name of a file or a host, as exports have it
_GOES_ON = re.compile(  # how a subtitle begins
    r"(?:[a-zäöü]|(?:Vo[nm]|Wie|Für|Mit|Zu[mr]?|Zwischen|So|Alles|How|From|For|With)\s(?!\d))"
)
_OPEN = re.compile(r"\b(?:ab|bis|zum|from|until)\b[^\d]{0,14}\d{0,2}\.?$", re.IGNORECASE)
FIRSTS = 2  # headings of the first rank that a page may have for itself: its own and its house's
BETWEEN = 2  # lines between a bold line and the dates it heads
ABOVE = 80  # lines to look upwards for a heading


class Context:
    """One page's surroundings, worked out on demand."""

    def __init__(
        self,
        page: Page,
        root: html.HtmlElement,
        layout: Layout,
        shapes: Shapes,
        timezone: str = BERLIN,
        learnt: Learnt = NOTHING_LEARNT,
    ) -> None:
        self.timezone = timezone
        self.learnt = learnt
        self.page = page
        self.root = root
        self.layout = layout
        self.shapes = shapes
        self.captions = Captions(layout)
        self.houses: dict[str, str] = {}  # places, with the towns that the page tells of them
        self.way: str | None = None  # the address to which it tells the way; "" for none
        self.parts = Parts(self.headings, shapes, layout)

    @cached_property
    def title(self) -> str:
        """og:title, else <title>: the first that says more than "Termine"."""
        shared = (str(node.get("content")) for node in self.root.iter("meta") if node.get("property") == "og:title")
        said = [*filter(None, shared), *map(node_text, self.root.iter("title"))]
        return next((one for one in said if not is_generic(one)), next(iter(said), ""))

    @cached_property
    def title_days(self) -> frozenset[tuple[int, int]]:
        """The days on which a title with a word of events says that one is; not from or until when something is."""
        said = (one for one in mentions.find(self.title) if one.dates and EVENT.search(self.title))
        return frozenset(one.key for one in said if not _OPEN.search(self.title[: one.start] + one.text[:6]))

    @cached_property
    def headings(self) -> list[Line]:
        """The lines that are headings, but for those of what asks for consent to cookies."""
        return [line for line in self.layout.lines if line.heading and not _CONSENT.fullmatch(line.text)]

    @cached_property
    def has_towns(self) -> bool:
        """Whether two headings or more are names of towns: the lists below them take place there."""
        return sum(is_town(line.text) for line in self.headings if line.heading > 1) > 1

    @cached_property
    def has_seats(self) -> bool:
        """The same of houses with their towns, below the name of many: "Sprechtage" / "IHK Kiel"."""
        many = any(names_many(text) and not is_generic(text) for text in self.firsts[:1])
        return many and sum(is_seat_house(line.text) for line in self.headings if line.heading > 1) > 1

    @cached_property
    def firsts(self) -> list[str]:
        """The page's headings of the first rank."""
        heads = (line for line in self.headings if line.heading == 1 and line.zone in {"main", "head"})
        return [beside.name(self.layout, line, line.text, self.titled) for line in heads]

    @cached_property
    def begins_with_next(self) -> bool:
        """Whether the page shows its next event first and says so, in a heading or right above its first: "Nächster
        Termin" / "Pitch Night". What it calls further is its own list then."""
        lines = self.layout.lines
        said = (
            one for one in lines if one.zone == "main" and not one.linked and THE_NEXT_OF_A_SORT.fullmatch(one.text)
        )
        line = next(said, None)
        if line is None or not any(one.heading for one in lines[line.index : line.index + 2]):
            return False
        above = self.shapes.dates.within(0, line.index)
        return not any(one.role == "event" and one.firm for one in above)

    @cached_property
    def names(self) -> str:
        """Everything the page calls itself: title, first headings, the words of its address."""
        heads = [line.text for line in self.headings if line.heading in {1, 2} and line.zone == "main"][:2]
        return " | ".join([self.title, *heads, self.address])

    @cached_property
    def own_names(self) -> list[str]:
        """What the page is about: its first heading, unless all cards have one; its title without the site's name."""
        return (self.firsts[:1] if len(self.firsts) <= FIRSTS else []) + self.title_parts[:1]

    @cached_property
    def address(self) -> str:
        """The last two words of the page's path."""
        parts = urlsplit(self.page.url)
        return " ".join(unquote(parts.path).replace("-", " ").replace("_", " ").split("/")[-3:]) + " " + parts.query

    @cached_property
    def is_front(self) -> bool:
        """Whether this is the site's front page: "/", but not "/?p=44"."""
        parts = urlsplit(self.page.url)
        return parts.path in {"", "/"} and not any(map(str.isdecimal, parts.query))

    @cached_property
    def order(self) -> slashes.Order | None:
        """How the page writes dates with slashes, if it shows it."""
        return slashes.order(self.layout, self.root.get("lang") or "", self.timezone)

    @cached_property
    def day_counts(self) -> Counter[tuple[int, int]]:
        """How often the page names each day."""
        return Counter(cluster.lead.key for cluster in self.shapes.dates.clusters)

    @cached_property
    def days_with_years(self) -> frozenset[tuple[int, int]]:
        """The days that the page names with their year."""
        return frozenset(cluster.lead.key for cluster in self.shapes.dates.clusters if cluster.lead.year)

    @cached_property
    def host(self) -> str:
        """The page's host name."""
        return urlsplit(self.page.url).hostname or ""

    def heading_above(self, first: int, parent: int) -> Line | None:
        """The nearest heading (else a bold line) above line `first` that speaks for it, in its part of the page."""
        bold: Line | None = None
        passed = 0  # lines in between that say something themselves
        top = -1  # the heading of a month or year below: of what is bold only the line right above that heads it
        for line in reversed(self.layout.lines[max(first - ABOVE, 0) : first]):
            if (line.zone != self.layout.zones[parent] and line.zone != "main") or self.is_control(line, first):
                continue
            period = line.heading > 0 and line.index in self.shapes.dates.headings
            top = line.index if period else top
            heads = line.heading > 0 and not period
            if (not heads and self._says_nothing(line)) or _ASKS.match(line.text):
                continue
            if heads:
                return bold or line
            if line.index in self.shapes.dates.columns.heads:
                continue
            near = passed <= BETWEEN if top < 0 else line.index == top - 1
            if bold is None and near and line.bold and not line.linked and not self._is_cell(line):
                bold = line
            passed += 1
        return bold

    def named(self, line: Line) -> str:
        """What a line names: no dates, nor what a heading says beside the name."""
        return beside.name(self.layout, line, self.shapes.rest(line), self.titled)

    def is_control(self, line: Line, first: int) -> bool:
        """Whether a bold line is part of a form that ends before line `first`: a filter's "Ergebnisse anzeigen"."""
        form = self.layout.nearest(line.block, {"form"}) if line.bold and not line.heading else -1
        return form >= 0 and self.layout.last[form] <= first

    def _says_nothing(self, line: Line) -> bool:
        """Whether a line is no title: a date, a label, a month."""
        return not self.shapes.titleish(line) or month_heading(line.text)

    def _is_cell(self, line: Line) -> bool:
        """Whether a line stands in a row of a table that holds more than it: it heads that row alone."""
        row = self.layout.nearest(line.block, {"tr"})
        return row > 0 and len({self.layout.child(row, other.block) for other in self.layout.span(row)}) > 1

    def name_above(self, first: int, parent: int) -> str:
        """What untitled dates are dates of: the heading above, or the page's subject when that only says "Termine".

        "" when that says no more either.
        """
        if introduced := self._introduced(first):
            return introduced
        above = self.heading_above(first, parent)
        text = self.named(above) if above is not None else ""
        if OF_THIS.fullmatch(text):
            return self.subject
        while above is not None:
            higher = self.named(above)
            where = is_town(higher) or (self.has_seats and is_seat_house(higher))
            if _names_one(higher) and not (where or self._is_subtitle(above) or self._is_slogan(higher)):
                return self._whose(higher, first)
            above = self._higher(above)
        name = next((name for name in (self.subject, text) if name and not is_generic(name)), "")
        return self._whose(name, first, borrowed=bool(self.firsts) and is_generic(self.firsts[0]))

    def _whose(self, name: str, first: int, *, borrowed: bool = False) -> str:
        """A name without its time; the body that sentences right above name, where it only says that one meets."""
        name = bodies.without_time(name)
        body = bodies.named(self.layout.lines[max(first - ABOVE, 0) : first], borrowed or bodies.is_of_meetings(name))
        return body or name

    def _introduced(self, first: int) -> str:
        """What a line with a colon above a row of bare dates calls them: "Stammtisch (Vereinsheim, 19 Uhr):"."""
        above = reversed(self.layout.lines[max(first - ABOVE, 0) : first])
        told = (line for line in above if self.shapes.titleish(line) or line.text.endswith(":"))
        text = next((line.text for line in told), "")
        name = bodies.without_time(text.partition(" (")[0].rstrip(":").strip())
        return name if text.endswith(":") and is_name(name) and EVENT.search(name) and _names_one(name) else ""

    def _is_slogan(self, text: str) -> bool:
        """Whether a front page's heading calls or asks, and only its title names an event."""
        calls = self.is_front and text[-1:] in {"!", "?"} and not EVENT.search(text)
        return calls and any(" " in part and EVENT.search(part) for part in self.title_parts)

    def _is_subtitle(self, head: Line) -> bool:
        """Whether a heading right below a higher one, the only one of its rank, goes on with it: "Vom Fragebogen bis
        zum Abschluss"; below a calendar's or a house's name it is a name."""
        before = self.layout.lines[head.index - 1] if head.index else head
        if not 0 < before.heading < head.heading or not _GOES_ON.match(head.text):
            return False
        alone = sum(line.heading == head.heading for line in self.headings) == 1
        many = names_many(before.text) or CALENDAR.search(before.text) or FIRM.search(before.text)
        return alone and not (many or is_generic(before.text) or is_place(before.text))

    def _higher(self, head: Line) -> Line | None:
        """The next heading above that is of a higher rank; one of the first only where the page has several, and its
        title is not that of the first of them."""
        lines = reversed(self.layout.lines[max(head.index - ABOVE, 0) : head.index])
        higher = next((line for line in lines if 0 < line.heading < (head.heading or STANDS_OUT)), None)
        speaks = higher is not None and higher.zone != "head" and (higher.heading > 1 or self._has_parts)
        return higher if speaks else None

    @cached_property
    def _has_parts(self) -> bool:
        """Whether several headings of the first rank head its parts."""
        return len(self.firsts) > 1 and self.firsts[0] not in self.title_parts[:1]

    @cached_property
    def title_parts(self) -> list[str]:
        """The page's title, cut where the site's name is set off."""
        return [part.strip() for part in _PARTS.split(self.title) if part and part.strip()]

    @cached_property
    def titled(self) -> str:
        """The first part of the page's title, to be compared."""
        return fold("".join(self.title_parts[:1]))

    @cached_property
    def subject(self) -> str:
        """The first part of the page's first heading or title that says more than "Termine"; a slogan gives way to a
        title that names an event."""
        all_said = [*self.firsts[:2], *_PARTS.split(self.title)]
        if said := [one for one in all_said if not (self._is_slogan(one) or is_generic(one) or _FILE.fullmatch(one))]:
            return clean(bodies.called(said))
        return "" if _FILE.fullmatch(self.title.strip()) else clean(self.title)


def _names_one(heading: str) -> bool:
    """Whether a heading says what its dates are, not just that there are dates."""
    return not (is_generic(heading) or is_of_a_time(heading) or SOME_NEXT.fullmatch(heading))
