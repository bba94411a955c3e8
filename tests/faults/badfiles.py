"""Files made to hurt their reader, each with one good event where it can be kept. Generated: none is stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//haus//DE\r\n{}END:VCALENDAR\r\n"
EVENT = "BEGIN:VEVENT\r\nUID:{}\r\nDTSTART;TZID=Europe/Berlin:20261203T180000\r\nSUMMARY:{}\r\n{}END:VEVENT\r\n"
GOOD = EVENT.format("good", "Gründerabend", "")
LIST = "<ul><li><h3>Gründerabend</h3><p>3. Dezember 2026, 18 Uhr</p><p>Halle, Bünde</p></li></ul>"
PAGE = "<!doctype html><html lang='de'><head><title>Termine</title></head><body><h1>Termine</h1>{}</body></html>"
LD = {
    "@context": "https://schema.org",
    "@type": "Event",
    "name": "Gründerabend",
    "startDate": "2026-12-03T18:00:00+01:00",
}
SCRIPT = '<script type="application/ld+json">{}</script>'
ITEM = "<item><title>Gründerabend am 3.12.2026, 18 Uhr</title><link>https://haus.example/1</link></item>"


@dataclass(frozen=True)
class Bad:
    """`make` gives the body; `kept`: whether the good event must come through."""

    make: Callable[[], str]
    kept: bool = False
    type: str = "text/html; charset=utf-8"


def _series(rule: str) -> Bad:
    return Bad(
        lambda: CALENDAR.format(EVENT.format("bad", "Endlos", f"{rule}\r\n") + GOOD), kept=True, type="text/calendar"
    )


def _rss(head: str, body: str = ITEM) -> Bad:
    text = f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>x</title>{body}</channel></rss>'
    return Bad(lambda: text, type="application/rss+xml")


def _bomb() -> str:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10))
    return f"<!DOCTYPE rss [{lines}]>"


BAD: Mapping[str, Bad] = {
    "100,000 nested tags": Bad(lambda: PAGE.format(LIST + "<div>" * 100_000)),
    "100,000 nested tags, closed": Bad(lambda: PAGE.format(LIST + "<b>" * 100_000 + "</b>" * 100_000)),
    "100,000 attributes": Bad(
        lambda: PAGE.format(LIST + f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>x</p>"), True
    ),
    "an attribute of 5 MB": Bad(lambda: PAGE.format(f"{LIST}<p title='{'x' * 5_000_000}'>x</p>"), True),
    "200,000 flat tags": Bad(lambda: PAGE.format(LIST + "<i>x</i>" * 200_000)),
    "200,000 lines": Bad(lambda: PAGE.format(LIST + "<p>Text 12</p>" * 200_000)),
    "20,000 table cells with dates": Bad(
        lambda: PAGE.format("<table>" + "<tr><td>3.12.2026</td></tr>" * 20_000 + "</table>")
    ),
    "unclosed comment": Bad(lambda: PAGE.format(LIST + "<!--" + "x" * 1_000_000)),
    "200,000 quotes": Bad(lambda: PAGE.format(LIST + "<a href='" * 200_000)),
    "JSON-LD 100,000 deep": Bad(
        lambda: PAGE.format(SCRIPT.format("[" * 100_000 + "]" * 100_000) + SCRIPT.format(json.dumps(LD)) + LIST), True
    ),
    "JSON-LD of 100,000 events": Bad(lambda: PAGE.format(SCRIPT.format(json.dumps([LD] * 100_000)))),
    "JSON 100,000 deep": Bad(lambda: "[" * 100_000 + "]" * 100_000, type="application/json"),
    "JSON of braces": Bad(lambda: '{"a":' * 50_000 + "1" + "}" * 50_000, type="application/json"),
    "JSON number of 100,000 digits": Bad(
        lambda: f'[{{"title": "x", "start": {"9" * 100_000}}}]', type="application/json"
    ),
    "JSON with quotes nobody closed": Bad(lambda: '[{"title": "' + '"a' * 300_000, type="application/json"),
    "XML entity bomb": _rss(_bomb(), "<item><title>&e9;</title></item>"),
    "external entity": _rss(
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "<item><title>&x;</title></item>"
    ),
    "external DTD": _rss('<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">'),
    "parameter entities": _rss('<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>'),
    "XML 100,000 deep": _rss("", "<a>" * 100_000 + "</a>" * 100_000),
    "feed of 100,000 items": _rss("", ITEM * 100_000),
    "calendar of 1,000,000 events": Bad(
        lambda: CALENDAR.format(GOOD + "BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 380_000), type="text/calendar"
    ),
    "calendar of 40,000 whole events": Bad(
        lambda: CALENDAR.format("".join(EVENT.format(n, "Abend", "") for n in range(40_000))), type="text/calendar"
    ),
    "series each second": _series("RRULE:FREQ=SECONDLY"),
    "series each minute, but for each": _series("RRULE:FREQ=MINUTELY\r\nEXRULE:FREQ=MINUTELY"),
    "series with interval 0": _series("RRULE:FREQ=DAILY;INTERVAL=0"),
    "series that never comes": _series("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"),
    "series until the year 9999": _series("RRULE:FREQ=DAILY;UNTIL=99991231T000000Z"),
    "100,000 dates": _series(
        "RDATE:" + ",".join(f"2026{n % 12 + 1:02}{n % 28 + 1:02}T{n % 24:02}0000" for n in range(100_000))
    ),
    "one line of 5 MB": _series("DESCRIPTION:" + "x" * 5_000_000),
    "500,000 folded lines": _series("DESCRIPTION:x\r\n" + " x\r\n" * 500_000 + "X-A:b"),
    "1,000 zones": Bad(
        lambda: CALENDAR.format(
            "".join(f"BEGIN:VTIMEZONE\r\nTZID:z{n}\r\nEND:VTIMEZONE\r\n" for n in range(1_000)) + GOOD
        ),
        True,
        type="text/calendar",
    ),
    "a text of dates": Bad(lambda: PAGE.format("<p>" + "3.12.2026, 18 Uhr, 4.12. bis 5.12. " * 20_000 + "</p>")),
    "a text of numbers": Bad(lambda: PAGE.format("<p>" + "1." * 500_000 + "</p>")),
    "stacked marks": Bad(lambda: PAGE.format("<p>" + "e" + "\u0301" * 1_000_000 + "</p>" + LIST), True),
}
