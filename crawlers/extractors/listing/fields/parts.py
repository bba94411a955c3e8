"""The parts of a page that headings set off: answers, other events, news, and what stands beside a calendar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

from crawlers.extractors.listing.days.behind import looks_back
from crawlers.extractors.listing.days.periods import is_month as month_heading
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.records.shape import Shapes
from crawlers.extractors.listing.wording.houses import is_town
from crawlers.extractors.listing.wording.labels import label_end
from crawlers.extractors.listing.wording.no_events import NEWS
from crawlers.extractors.listing.wording.words import CALENDAR, EVENT, RELATED, is_generic

_ANSWERS = re.compile(
    r"(?:faqs?|q ?& ?a(?! (?:mit|with|session)\b)|(?:häufige|häufig gestellte|ihre|deine|eure) fragen|"
    r"fragen (?:und|&) antworten|"
    r"(?:frequently asked )?questions|(?:\d+ )?(?:kommentare?|comments?|antworten|replies|"
    r"diskussion(?:en)?|discussions?)|(?:kunden|teilnehmer)stimmen|"
    r"(?:(?:kunden)?bewertungen|rezensionen|(?:customer )?reviews)(?=[^\w]*(?:\d|$)))\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"(?:(?:die|unsere?|ihre?|eure|the|our) )?(?:referent[\w:*/]*|referierende|speakers?|sprecher[\w:*/]*|vortragende|"
    r"dozent[\w:*/]*|(?:kurs|seminar)leitung|moderation|panel|podium|gäste|jury|mentor[\w:*/]*|expert[\w:*/]*|"
    r"es (?:sprechen|diskutieren|erzählen|beraten|spricht)|mit dabei|dabei sind|partner[\w:*/]*|sponsor[\w:*/]*|"
    r"trainer[\w:*/]*|zur person|zu den personen|presenters?|instructors?|panelists?|(?:pitch[- ]?)?teams?|start-?ups|"
    r"aussteller[\w:*/]*|exhibitors|finalist[\w:*/]*|preisträger[\w:*/]*|gewinner[\w:*/]*|winners|alumni)"
    r"\W*(?:(?:und|&|and) [\w:*/-]+)?\W*(?:\([^()]*\)\W*)?",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:(?:ihre?|eure?|deine?|unsere?|your) )?(?:kontakt(?:daten)?|contact(?: us)?|ansprechpartner[\w:*/]*|"
    r"ansprechperson(?:en)?|"
    r"ansprechbar|rückfragen|fragen|veranstalter[\w:*/]*|organi[sz]ator[\w:*/]*|organi[sz]er|ausrichter|gastgeber[\w:*/]*|"
    r"impressum|imprint|über uns|about us|über den veranstalter)"
    r"\W*(?:(?:und|&|and) (?:anmeldung|organisation|veranstalter[\w:*/]*|rückfragen)\W*)?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_DEGREED = re.compile(  # "Prof. Dr. Ina Voss"
    r"(?:apl\. ?|Jun\.-?)?(?:(?:Prof|Dr|PD|Dipl)\b[.\w-]* )+(?:[A-ZÄÖÜ][\w.'’-]*(?: |$)|von |van |de ){1,5}"
)
_IN_BRACKETS = re.compile(r"\([^()\d]{2,60}\)")
_HOME = re.compile(  # "TU Delft", "DESY Hamburg", "Università di Padova"; no "Universität der Zukunft"
    r"(?:TU|FU|HU|TH|FH|HS|ETH|EPFL|RWTH|KIT|LMU|MIT|UCL|DESY|DLR|MPI|ICFO|CERN|Max-Planck|Fraunhofer|Leibniz)\b.*|"
    r"(?:Technische |Freie )?(?:Univ\w+|(?:Fachh|H)ochschule|Forschungszentrum)(?: di| de| of| zu)? [A-ZÄÖÜ][\w-]+"
)
HOME = 7  # blanks of a house or town that somebody is from
A_ZONE = 4  # letters: "MESZ"
SEVERAL = 2  # dates below a heading, that make it one of a list


class Parts:
    """The lines of each sort of part, worked out on demand."""

    def __init__(self, headings: Sequence[Line], shapes: Shapes, layout: Layout) -> None:
        self._headings = headings
        self._shapes = shapes
        self._layout = layout

    @cached_property
    def answers(self) -> frozenset[int]:
        """The lines below headings of questions and answers, or of readers' comments."""
        heads = [head for head in self._headings if _ANSWERS.match(head.text)]
        return frozenset(index for head in heads for index in self._below([head]) if index < self._column(head))

    @cached_property
    def people(self) -> frozenset[int]:
        """The lines below headings of who speaks, judges or helps, up to the first date: what houses these come from is
        no place."""
        heads = [head for head in self._headings if _PEOPLE.fullmatch(head.text)]
        return frozenset(index for head in heads for index in self._below([head]) if index < self._dated(head))

    @cached_property
    def homes(self) -> frozenset[int]:
        """The lines right below somebody with a degree that say where they are from: a house of learning in the same
        paragraph or cell, or such a one or a town in brackets."""
        return frozenset(
            line.index
            for above, line in pairwise(self._layout.lines)
            if above.text[0] in "PDaJ"
            and _DEGREED.fullmatch(above.text)
            and not (_DIGIT.search(line.text) or label_end(line.text) or EVENT.search(line.text) or line.heading)
            and line.text.count(" ") <= HOME
            and not EVENT.search(above.text)
            and ((line.block == above.block and _HOME.fullmatch(line.text)) or _is_home_in_brackets(line.text))
        )

    @cached_property
    def contacts(self) -> frozenset[int]:
        """The lines below headings of whom to ask, and of who invites."""
        return self._below(head for head in self._headings if _CONTACT.fullmatch(head.text))

    @cached_property
    def past(self) -> frozenset[int]:
        """The lines below headings of what has been."""
        return self._below(filter(looks_back, self._headings))

    @cached_property
    def related(self) -> frozenset[int]:
        """The lines below headings of other events than the page's own."""
        return self._below(head for head in self._headings if RELATED.search(head.text))

    @cached_property
    def news(self) -> frozenset[int]:
        """The lines below headings of news, but for those below a heading of events among them."""
        news = self._below(head for head in self._headings if NEWS.fullmatch(head.text) and not looks_back(head))
        heads = (head for head in self._headings if head.index in news and CALENDAR.search(head.text))
        return news - self._below(head for head in heads if self._heads_several(head)) if news else news

    @cached_property
    def others(self) -> frozenset[int]:
        """The lines below headings of other things beside that of a calendar: "Aus dem Verein"."""
        ranks = {head.heading for head in self._headings if CALENDAR.search(head.text) and self._heads_several(head)}
        heads = (head for head in self._headings if head.heading in ranks and not looks_back(head))
        return self._below(head for head in heads if self._is_other(head))

    def reach(self, head: Line) -> int:
        """The line behind the smallest block that holds a heading and a date below it: what stands in another column is
        no part of what it heads."""
        ends = (self._layout.last[block] for block in self._layout.chain(head.block))
        return next((end for end in ends if self._shapes.dates.within(head.index + 1, end)), len(self._layout.lines))

    def _column(self, head: Line) -> int:
        """Where what a heading heads ends, if a bare day with its weekday stands in another column behind it."""
        end, lines = self.reach(head), self._layout.lines
        beside = [one for one in self._shapes.dates.within(end, len(lines)) if one.firm and one.lead.weekday]
        return end if any(len(self._shapes.rest(lines[one.first])) <= A_ZONE for one in beside) else len(lines)

    def _dated(self, head: Line) -> int:
        """The line of the first date below a heading that does not stand in prose."""
        end = len(self._layout.lines)
        below = self._shapes.dates.within(head.index + 1, end)
        return next((one.first for one in below if one.role == "event" and one.firm), end)

    def _is_other(self, head: Line) -> bool:
        """Whether a heading of several dates names neither events nor a town or time of them."""
        text = head.text
        if CALENDAR.search(text) or EVENT.search(text) or is_generic(text) or _DIGIT.search(text):
            return False
        return not (is_town(text) or month_heading(text)) and self._heads_several(head)

    def _heads_several(self, head: Line) -> bool:
        """Whether several dates stand below a heading."""
        below = self._below([head])
        return len(self._shapes.dates.within(min(below), max(below) + 1)) >= SEVERAL

    def _below(self, heads: Iterable[Line]) -> frozenset[int]:
        """The lines from each heading to the next of its rank."""
        found: set[int] = set()
        for head in heads:
            after = (line.index for line in self._headings if line.index > head.index and line.heading <= head.heading)
            found.update(range(head.index, next(after, len(self._layout.lines))))
        return frozenset(found)


def _is_home_in_brackets(text: str) -> bool:
    """A town or a house of learning in brackets."""
    inside = text[1:-1] if _IN_BRACKETS.fullmatch(text) else ""
    return bool(inside) and (is_town(inside) or _HOME.fullmatch(inside) is not None)
