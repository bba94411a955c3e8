"""Why a page answered with 200 holds no events: a bot wall, a login, a parked domain, a page that needs JavaScript.

Asked only when a page gave nothing. It names the cause for the operator; None: an ordinary page with an empty list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import decode, node_text, tree
from pipeline.model import Page


@dataclass(frozen=True, slots=True)
class Wall:
    """A page that stands before the real one: marks in its source, words a reader sees, and how long its text may be.

    A page with more text than `most` is a real page that happens to say such words.
    """

    cause: str
    source: re.Pattern[str] | None
    words: re.Pattern[str]
    most: int


def _wall(cause: str, most: int, words: str, source: str = "") -> Wall:
    marks = re.compile("|".join(source.split()), re.IGNORECASE) if source else None
    return Wall(cause, marks, re.compile("|".join(words.strip().splitlines()), re.IGNORECASE | re.DOTALL), most)


_WALLS = (
    _wall(
        "bot wall",
        1_500,
        """just a moment
checking your browser
(?:are you|you are|you're) (?:a |not a )?(?:human|robot)
(?:kein roboter|ich bin ein mensch)
sicherheits(?:ü|ue)berpr(?:ü|ue)fung
(?:unusual traffic|ungew(?:ö|oe)hnlichen? (?:datenverkehr|zugriffe))
attention required
(?:access denied|zugriff verweigert|request blocked)""",
        r"""cf-chl- /cdn-cgi/challenge-platform/ _Incapsula_Resource datadome px-captcha /_sec/cp_challenge ddos-guard
        awswaf anubis_challenge sgcaptcha friendly-challenge\. g-recaptcha h-captcha cf-turnstile""",
    ),
    _wall(
        "login page",
        800,
        r"\b(?:anmelden|einloggen|log ?in|sign in|passwort|password|kennwort)\b",
        r"type=[\"']?password",
    ),
    _wall(
        "maintenance",
        1_200,
        """wartungs(?:arbeiten|modus|seite)\\b|\\b(?:wegen|in|zur|für) (?:\\w+ )?wartung\\b
(?:under|scheduled) maintenance|maintenance mode
vor(?:ü|ue)bergehend nicht (?:erreichbar|verf(?:ü|ue)gbar)
temporarily unavailable|be right back|gleich wieder da
seite (?:wird|befindet sich) (?:gerade |derzeit )?(?:(?:ü|ue)berarbeitet|im aufbau)
under construction|coming soon""",
    ),
    _wall(
        "parked domain",
        2_500,
        """\\bdom(?:ain|äne)\\b.{0,60}(?:zum verkauf|zu verkaufen|kaufen|geparkt|reserviert)
domain (?:is )?for sale|buy this domain
parked (?:domain|free|by)|domain parking
hier entsteht (?:eine )?neue""",
    ),
    _wall(
        "consent page",
        800,
        """bevor sie fortfahren|before you continue
(?:wir|diese website) (?:verwenden|nutzen|verwendet|nutzt) cookies|we use cookies
cookies? (?:akzeptieren|zustimmen)|alle akzeptieren|accept all""",
    ),
)
_JAVASCRIPT = re.compile(
    r"(?:enable|activate|requires?|aktivier\w*|ben(?:ö|oe)tig\w*|need)\W+(?:\w+\W+){0,6}javascript|javascript\W+(?:\w+\W+){0,6}"
    r"(?:aktivier|enable|erforderlich|required|deaktiviert|disabled)",
    re.IGNORECASE,
)
_APP_ROOT = re.compile(
    r"<(?:div|app-root|main)[^>]{0,200}\bid=[\"']?(?:root|app|__next|__nuxt|application|main-app)[\"']?[^>]{0,200}>\s*</|<app-root[^>]{0,200}>\s*</",
    re.IGNORECASE,
)
_FEW = 300  # characters of text on a page that only scripts would fill
_MAX_HTML = 400_000


def diagnose(page: Page) -> str | None:
    """The cause in a few words ("bot wall", "login page", "needs JavaScript", …), or None for an ordinary page."""
    markup = decode(page)[:_MAX_HTML]
    if not markup.strip():
        return "empty body"
    try:
        text = node_text(tree(page))
    except Unreadable as error:
        return error.why
    for wall in _WALLS:
        if len(text) <= wall.most and wall.words.search(text) and _marked(wall, markup, text):
            return wall.cause
    return _scripted(markup, text)


def _marked(wall: Wall, markup: str, text: str) -> bool:
    """Whether the source says so too, where it has to."""
    bare = wall.cause == "bot wall" and len(text) < _FEW  # "Access denied" and nothing else
    return wall.source is None or bare or wall.source.search(markup) is not None


def _scripted(markup: str, text: str) -> str | None:
    if len(text) < _FEW and (_asks_for_scripts(markup, text) or _APP_ROOT.search(markup)):
        return "needs JavaScript"
    return "no content" if not text else None


def _asks_for_scripts(markup: str, text: str) -> bool:
    silent = re.search(r"<noscript\b[^>]*>(.{0,2000}?)</noscript", markup, re.IGNORECASE | re.DOTALL)
    return _JAVASCRIPT.search(text) is not None or (silent is not None and _JAVASCRIPT.search(silent[1]) is not None)


def cut_off(page: Page) -> bool:
    """Whether an HTML page ends inside a tag or a text without being closed: it was cut off in transit."""
    head, tail = page.body[:5_000].lower(), page.body[-3_000:].lower()
    if b"<html" not in head or b"</html" in tail or b"</body" in tail:
        return False
    return b"</html" not in page.body.lower() and page.body.rstrip()[-1:] != b">"
