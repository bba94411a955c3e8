"""What a robots.txt says to us (RFC 9309), from its status and body. Fetches nothing and waits for nobody."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from pipeline.causes import UNREAD

TOKEN = "pitchradar"  # the product token (RFC 9309 2.2.1); robots.txt groups name it
MAX_BYTES = 512_000  # RFC 9309 2.5: at least 500 kibibytes are read
MAX_DELAY = 30.0  # seconds; a longer Crawl-delay is no rule of RFC 9309, and would hold up a run for hours


@dataclass(frozen=True, slots=True)
class Rules:
    """One origin's rules. `text` is None when there is nothing to read: then `open` decides for every path."""

    open: bool
    text: str | None = None
    parsed: Protego | None = None
    why: str = ""
    cause: str = "robots"  # the report's word when these rules keep us out

    def allows(self, url: str) -> bool:
        """Whether this program may ask for `url`."""
        if self.parsed is None:
            return self.open
        try:
            return bool(self.parsed.can_fetch(url, TOKEN))
        except (ValueError, RecursionError):
            return False

    @property
    def delay(self) -> float:
        """The Crawl-delay in seconds, 0 when there is none, never more than MAX_DELAY."""
        delay = self.parsed.crawl_delay(TOKEN) if self.parsed else None
        return min(float(delay or 0.0), MAX_DELAY)


ALLOW_ALL = Rules(open=True)


def keep_out(why: str, cause: str) -> Rules:
    """No rules could be read, and the site may have some: complete disallow (RFC 9309 2.3.1.4)."""
    return Rules(open=False, why=why, cause=cause)


def read(status: int, body: bytes) -> Rules:
    """The rules of an answer: 2xx is read; 4xx means there are none (2.3.1.3); 429, 5xx and the rest keep us out."""
    if 200 <= status < 300:
        return parse(body[:MAX_BYTES].decode("utf-8", "replace"))
    if 400 <= status < 500 and status != 429:
        return ALLOW_ALL
    return keep_out(f"robots.txt answered {status}", f"http {status}{UNREAD}")


def parse(text: str) -> Rules:
    """The rules of a robots.txt; lines nobody can read are ignored (2.2)."""
    text = text.lstrip("\ufeff").replace("\x00", "")
    return Rules(open=True, text=text, parsed=Protego.parse(text))
