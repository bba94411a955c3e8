"""What the subscribe page on plain web space chooses from: a JSON list with a row of every event, in their order.

A row has what filters ask for and what a line of the list shows, nothing else: a phone reads all of them. A key that
has nothing to say is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from feeds import checks, rss
from feeds.facts import industries, is_evening, is_free, presence, spot_of
from feeds.joined import COMMA, Joined, Part, listed
from feeds.jsonfeed import dumped
from feeds.moments import last_berlin_day
from feeds.shown import Shown

NAME = "feeds/auswahl.json"


def row(shown: Shown, text: str) -> bytes:
    """The row of an event, with the comma behind it. `day`: its last in Berlin; `text`: the words to search in."""
    event = shown.event
    lat, lon = spot_of(event) or (None, None)
    made = {
        "uid": event.uid,
        "summary": rss.headline(shown),
        "day": last_berlin_day(event).isoformat(),
        "link": shown.url,
        "city": event.venue.city if event.venue else None,
        "lat": lat,
        "lon": lon,
        "industries": industries(event),
        "topics": event.topics,
        "formats": event.formats,
        "regions": event.regions,
        "kmu_fit": event.kmu_fit or None,
        "free": is_free(event.price),
        "evening": is_evening(event) or None,
        "online": presence(event),
        "language": event.language,
        "status": event.status if event.status != "scheduled" else None,
        "text": text,
    }
    rendered = dumped({key: value for key, value in made.items() if value not in (None, "", ())})
    checks.json_item(rendered)
    return rendered + COMMA


def file(rows: Sequence[Part]) -> Joined:
    """All of them, however many. Several may be one piece."""
    return listed(b"[\n", rows, b"\n]\n")
