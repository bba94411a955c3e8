"""One event as readers get it: the event, what a feed must add to it, and the words all formats share.

Every format (calendar, RSS, Atom, JSON, page) takes its title, place, link and notes from here, so that they never
contradict each other. Renders no format itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

from feeds import words
from feeds.facts import industries
from feeds.filters import Choices
from feeds.words import say
from pipeline.localdays import agree
from pipeline.model import Event, Moment, Venue
from pipeline.text import MAX_LINE, clean_block, fold
from pipeline.text import clean as _clean

MAX_TITLE = 255  # characters; longer ones are cut by Outlook
MAX_TEXT = 1500  # characters of a description: a feed stays small, the source has the rest
_KEPT, _QUOTED = "%/:?#[]@!$&'()*+,;=-._~", ("path", "query", "fragment")
_LINK = re.compile(r"https?://[^\s<>\"\\^`{|}\x00-\x20\x7f]+", re.IGNORECASE)


@lru_cache(maxsize=2048)
def clean(text: str, limit: int = MAX_LINE) -> str:
    """`pipeline.text.clean`, remembered: every form asks for the same title, place and organiser."""
    return _clean(text, limit)


@dataclass(frozen=True, slots=True)
class Shown:
    """An event and what depends on its history and sources."""

    event: Event
    moved: bool = False  # its start was moved some days ago
    before: Moment | None = None  # its start until it was moved, if that was ever seen
    unverified: bool = False  # nobody has looked at its sources yet
    link: str | None = None  # the page it was seen on, for an event without a page of its own
    source: str = ""  # the title of the source that is linked
    own: str | None = None  # our page of an event that has no other
    unread: bool = False  # none of its sources is asked any more

    @property
    def url(self) -> str | None:
        """The source's address, if it is one that a calendar may open."""
        return safe_url(self.event.url) or safe_url(self.link)


def safe_url(url: str | None) -> str | None:
    """`url` as an ASCII http(s) address in one line (RFC 3986; other letters percent-encoded), or None."""
    if not url or len(url) > 2000 or not _LINK.fullmatch(url):
        return None
    return url if url.isascii() else _ascii(url)


def _ascii(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host = parts.netloc.encode("idna").decode("ascii")
    except (UnicodeError, ValueError):
        return None
    return urlunsplit(parts._replace(netloc=host, **{n: quote(getattr(parts, n), safe=_KEPT) for n in _QUOTED}))


def source_name(shown: Shown) -> str:
    """What a link to the source is called: the source's title, else the host it leads to."""
    return shown.source or (urlsplit(shown.url).netloc.removeprefix("www.") if shown.url else "")


def prefix(shown: Shown) -> str:
    """ "Abgesagt: ", "Verschoben: " or nothing."""
    if shown.event.status == "cancelled":
        return say("cancelled_prefix")
    return say("moved_prefix") if shown.moved or shown.event.status == "postponed" else ""


def title(shown: Shown) -> str:
    """The title as shown, at most 255 characters."""
    lead = prefix(shown)
    text = clean(shown.event.title, MAX_TITLE * 2)
    room = MAX_TITLE - len(lead)
    return lead + (text if len(text) <= room else text[: room - 1].rstrip() + "…")


def marks(shown: Shown) -> list[dict[str, str]]:
    """What must be seen before the title."""
    event = shown.event
    found = []
    if event.status == "cancelled":
        found.append({"kind": "bad", "text": say("mark_cancelled")})
    elif shown.moved or event.status == "postponed":
        found.append({"kind": "", "text": say("mark_moved")})
    if event.availability in ("sold_out", "waitlist"):
        found.append({"kind": "", "text": say(f"mark_{event.availability}")})
    if (shown.unread or not event.listed) and event.status != "cancelled":
        found.append({"kind": "", "text": say("mark_unread" if shown.unread else "mark_not_listed")})
    return found


def plain_title(event: Event) -> str:
    """The title without any prefix."""
    return clean(event.title, MAX_TITLE) or event.uid


def place(event: Event) -> str | None:
    """ "Name, Straße Nr, PLZ Ort", "Online", or None when unknown."""
    line = clean(_line(event.venue) or "") if event.venue else ""
    if event.online == "yes":
        return say("online")
    if event.online == "hybrid":
        return say("also_online", place=line) if line else say("online")
    return line or None


def _line(venue: Venue) -> str | None:
    """The venue in one line; a town that its name ends with is not said again."""
    town = fold(venue.city or "").split()
    told = town and not venue.street and not venue.postcode and fold(venue.name or "").split()[-len(town) :] == town
    return venue.name if told else venue.line()


def notes(shown: Shown) -> list[str]:
    """What a reader must know first: cancelled, postponed, not listed, sold out."""
    event = shown.event
    state = "moved" if shown.moved and event.status == "scheduled" else event.status
    before = _other_start(shown) if state in ("moved", "rescheduled") else None
    found = [say("moved_from", before=words.moment(before)) if before else say(state)] if state != "scheduled" else []
    if (shown.unread or not event.listed) and event.status != "cancelled":
        found.append(say("unread" if shown.unread else "not_listed"))
    if event.availability in ("sold_out", "waitlist"):
        found.append(say(event.availability))
    return found


def _other_start(shown: Shown) -> Moment | None:
    """Its start until it was moved; None where that is the one it has: a person may have put it back."""
    when, before = shown.event.when, shown.before
    return None if before is None or agree(before, when.start, when.tz) else before


def facts(event: Event, names: Choices) -> list[str]:
    """Organiser, price, deadline, industries: one line each, unknown ones left out."""
    given: Mapping[str, str | None] = {
        "organizer": clean(event.organizer or ""),
        "price": words.price(clean(event.price or "")),
        "deadline": _moment(event.deadline),
        "industries": ", ".join(industry_names(event, names)),
    }
    return [say(key, text=text) for key, text in given.items() if text]


def _moment(value: Moment | None) -> str | None:
    return words.moment(value) if value else None


def doubts(shown: Shown) -> list[str]:
    """What was not in the source, and whether anybody has checked the source."""
    guessed = sorted(shown.event.when.guessed - {"end"})
    found = [say("guessed", parts=", ".join(words.labels("guessed", guessed)))] if guessed else []
    return [*found, say("unverified")] if shown.unverified else found


def body(event: Event) -> str:
    """The description, cleaned and cut."""
    return _body(event.description) if event.description else ""


@lru_cache(maxsize=2048)  # every form asks for it, some twice
def _body(description: str) -> str:
    text = clean_block(description, MAX_TEXT + 1)
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1].rsplit(" ", 1)[0] + "…"


def industry_names(event: Event, names: Choices) -> list[str]:
    """The German names of its industries; "branchenübergreifend" when it names none."""
    return _named(industries(event), names.industries) or [say("every_industry")]


def tag_names(event: Event, names: Choices) -> list[str]:
    """Industries, formats and topics by their German names, for people."""
    return [
        *industry_names(event, names),
        *_named(event.formats, names.formats),
        *_named(event.topics, names.topics),
    ]


def _named(ids: Iterable[str], names: Mapping[str, str]) -> list[str]:
    return [names.get(name, name) for name in ids]
