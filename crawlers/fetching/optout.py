"""Machine-readable wishes about text and data mining, as far as a page's own answer carries them.

TDM Reservation Protocol (W3C community report, 2024): `tdm-reservation` as header or meta element; `noai` in
X-Robots-Tag or meta robots. They are recorded and shown to the operator, who decides; nothing is decided here.
"""

from __future__ import annotations

import re

from pipeline.model import Page

_HEAD = 60_000
_META = re.compile(
    rb"""<meta\b[^>]{0,300}?name\s*=\s*["']?(tdm-reservation|tdm-policy|robots)["']?[^>]{0,300}?"""
    rb"""content\s*=\s*["']?([^"'>]{1,300})""",
    re.IGNORECASE,
)
_NO_AI = re.compile(r"\bnoai\b|\bnoimageai\b", re.IGNORECASE)


def signals(page: Page) -> tuple[str, ...]:
    """What was found, e.g. ("tdm-reservation: 1", "robots: noai"); sorted, empty when nothing was reserved."""
    headers = page.headers
    pairs = [("tdm-reservation", headers.get("tdm-reservation", "")), ("tdm-policy", headers.get("tdm-policy", ""))]
    pairs.append(("robots", headers.get("x-robots-tag", "")))
    pairs += [
        (name.decode().lower(), value.decode("utf-8", "replace")) for name, value in _META.findall(page.body[:_HEAD])
    ]
    return tuple(sorted({f"{name}: {_short(name, value)}" for name, value in pairs if _reserves(name, value)}))


def _reserves(name: str, value: str) -> bool:
    return bool(_NO_AI.search(value)) if name == "robots" else value.strip() not in {"", "0"}


def _short(name: str, value: str) -> str:
    found = _NO_AI.search(value)
    return found[0].lower() if name == "robots" and found else value.strip()[:200]
