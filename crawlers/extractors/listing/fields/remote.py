"""The line of a record that says no more than that one takes part from afar: "Online (MS Teams)".

A tag or a heading that is also a subject ("Digital", "Teams") is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.layout.layout import Line
from pipeline.geo import presence

_REMOTE = re.compile(r"online|virtuell|virtual|webinar|zoom|ms teams|microsoft teams|webex", re.IGNORECASE)


def below(context: Context, dates: Sequence[Cluster]) -> Line | None:
    """The line right below the first date, where it only says how one takes part: "Online (MS Teams)"."""
    under = context.layout.lines[dates[0].last + 1 : dates[0].last + 2] if dates else []
    texts = (re.sub("[()]", " ", line.text) for line in under if not line.heading)
    said = any(presence.only_mode(text) and presence.says(text) == "yes" and _REMOTE.search(text) for text in texts)
    next_to_it = context.layout.lines[dates[0].last + 2 : dates[0].last + 3] if said else []
    return under[0] if said and not any(presence.says(line.text) in {"no", "hybrid"} for line in next_to_it) else None


def said(lines: Sequence[Line], title_line: int, title: str) -> str | None:
    """A line that says online and nothing else, whatever sort it names, or a part of the title's line beside the title:
    "Online-Veranstaltung", "**Webinar** Zölle"."""
    texts = [line.text for line in lines if line.index != title_line and not line.heading]
    head = next((line for line in lines if line.index == title_line and title in line.text), None)
    texts += [piece.text for piece in head.pieces if piece.text not in title] if head is not None else []
    return next((text for text in texts if presence.alone(text) and _REMOTE.search(text)), None)
