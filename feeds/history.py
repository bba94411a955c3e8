"""An event as it stood when something happened to it, and what has become of it since. Pure.

What a newsfeed told stays told: "Verschoben: Fr., 11. Dezember" does not become the twelfth when it is moved again;
that is an item of its own, and the older one says what holds now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields, replace

from pydantic import ValidationError

from feeds import words
from feeds.moments import new_start
from feeds.shown import Shown
from feeds.words import say
from pipeline import wire
from pipeline.model import Change, Event

_KEPT = frozenset(field.name for field in fields(Event)) - {"uid", "sequence"}


class History:
    """What happened to all events of an edition, the oldest first."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self._of: dict[str, list[Change]] = defaultdict(list)
        for change in changes:
            self._of[change.uid].append(change)

    def then(self, shown: Shown, change: Change) -> Shown:
        """How the event was shown when this had just happened to it."""
        before: dict[str, object] = {}
        for later in reversed(self._of.get(change.uid, ())):
            if later.at > change.at:
                before |= {name: values[0] for name, values in later.fields.items() if name in _KEPT}
        event = shown.event
        if before:
            try:
                event = wire.load(Event, wire.dump(event) | before)
            except ValidationError:  # told by a version that knew other fields: better as it is now than not at all
                event = shown.event
        # What was and what is are told as one sentence there: it needs no other with the start before.
        return replace(shown, event=event, moved=new_start(change), before=None)


def since(then: Event, now: Event) -> tuple[str, str]:
    """What has become of an event in two forms, for a title and as a sentence; empty when its day still stands."""
    if now.status == "cancelled":
        word = "cancelled_since" if then.status != "cancelled" else ""
    elif then.status == "cancelled":
        word = "returned_since"
    elif now.status == "postponed" and then.status != "postponed":
        word = "postponed_since"
    elif then.when.start != now.when.start:
        return say("changed_since"), say("changed_since_text", when=words.span(now.when))
    else:
        word = ""
    return (say(word), say(f"{word}_text")) if word else ("", "")
