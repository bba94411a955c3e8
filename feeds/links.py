"""The ways into a calendar: one address per client, and a QR code. Only writes addresses; fetches nothing."""

from __future__ import annotations

import io
from collections.abc import Mapping
from urllib.parse import quote

import segno

from feeds.setting import Addresses

OUTLOOK_365 = "https://outlook.office.com/calendar/0/addfromweb?url={url}&name={name}"
OUTLOOK = "https://outlook.live.com/calendar/0/addfromweb?url={url}&name={name}"
GOOGLE = "https://calendar.google.com/calendar/r?cid={webcal}"  # Google refuses https here


def links(addresses: Addresses, name: str, title: str, query: str = "") -> Mapping[str, str]:
    """{client: address} of one feed; `query` is its filter."""
    ics, webcal = addresses.feed(name, "ics", query), addresses.webcal(name, query)
    encoded = {"url": quote(ics, safe=""), "name": quote(title, safe=""), "webcal": quote(webcal, safe="")}
    return {
        "name": name,
        "ics": ics,
        "download": ics,
        "webcal": webcal,
        "outlook365": OUTLOOK_365.format(**encoded),
        "outlook": OUTLOOK.format(**encoded),
        "google": GOOGLE.format(**encoded),
        **{form: addresses.feed(name, form, query) for form in ("rss", "atom", "json")},
    }


def qr(text: str, title: str) -> str:
    """An SVG of the code, to stand inside a page; dark on white in every colour scheme, or no camera reads it."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, dark="#111", light="#fff", border=3, title=title, omitsize=True
    )
    return out.getvalue().decode("utf-8").replace("<svg ", '<svg role="img" ', 1).strip()
