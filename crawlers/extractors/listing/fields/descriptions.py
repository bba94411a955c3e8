"""What a record says besides its facts, for people to read. What the event's fields tell is not told again: its title,
days, hours and place; nor what belongs to the page: its buttons, credits and dates of publication."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.records.shape import is_credit
from crawlers.extractors.listing.wording.labels import MORE, label_kind
from crawlers.extractors.listing.wording.patterns import Words
from crawlers.extractors.listing.wording.when import DOORS

LONGEST = 4_000  # characters
BYLINE = 30  # characters beside a date of publication
BUTTON = 80  # characters of what buttons say, or of a picture's credit
EDGES = 8  # characters around a name that say nothing
_TOLD = frozenset({"when", "time", "until", "where", "title", "posted"})  # labels of what the fields tell
_GAPS = re.compile(r"[\W_]+")
_BUTTONS = Words(
    r"(?:(?:(?:auf |via |per |on |als |seite |link )?(?:facebook|instagram|linkedin|xing|twitter|whatsapp|bluesky|"
    r"mastodon|e-?mail|pdf|favorit|teilen|tweeten|twittern|mailen|folgen|drucken|speichern|kopieren|share|tweet|copy|"
    r"print|follow)|nach oben|schließen|close|rsvp|interessiert|zusagen|absagen|jetzt antworten|request an invite|"
    r"approval required)\W*)+"
)


def find(
    context: Context,
    lines: Sequence[Line],
    labels: dict[int, str | None],
    dates: Collection[Cluster],
    title: str,
    where: str | None,
    host: str | None,
) -> str | None:
    """The record's further lines, in their order: all that `dates`, `title`, `where` and `host` do not say."""
    place, names = f" {_plain(where or '')} ", {_plain(title), _plain(host or "")}
    longest = max(len(title), len(where or ""), len(host or "")) + EDGES
    days, kinds = set(map(id, dates)), _TOLD | {"organizer"} if host else _TOLD
    kept = dict[str, None]()
    for line in lines:
        rest = context.shapes.rest(line)
        short = _plain(rest) if rest and len(rest) <= longest else ""
        again = short and (short in names or f" {short} " in place or _plain(line.text) in names)
        if not again and _says_more(context, line, labels, days, kinds):
            kept[line.text] = None
    return "\n".join(kept)[:LONGEST].strip() or None


def without(title: str, description: str | None) -> str | None:
    """A description without lines that only say the title, which is known when all else is read."""
    if description is None:
        return None
    lines, name = description.split("\n"), _plain(title)
    most = len(title) + EDGES
    return "\n".join(line for line in lines if len(line) > most or _plain(line) != name) or None


def _plain(text: str) -> str:
    """A text's words alone, to compare what is written in two ways."""
    return _GAPS.sub(" ", text).strip().lower()


def _says_more(
    context: Context, line: Line, labels: dict[int, str | None], days: set[int], kinds: frozenset[str]
) -> bool:
    """Whether a line is neither a day, an hour or a label of them, nor a part of the page."""
    text, rest = line.text, context.shapes.rest(line)
    if len(text) <= BUTTON and (MORE.fullmatch(text) or _BUTTONS.fullmatch(text) or is_credit(text)):
        return False
    here = context.shapes.dates.within(line.index, line.index + 1)
    if any(one.role == "posted" for one in here):
        return len(rest) > BYLINE
    if rest:
        return True
    other = any(id(one) not in days for one in here)
    kind = label_kind(text.strip(" :?")) or labels.get(line.index)
    return other or DOORS.search(text) is not None or (kind is not None and kind not in kinds)
