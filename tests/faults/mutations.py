"""Bad files made of good ones: what connections, editors, plugins and attackers do to a page. Seeded, so repeatable."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from copy import deepcopy
from random import Random
from typing import Any

from lxml import etree, html

JUNK: Sequence[bytes] = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\xef\xbb\xbf", "\u202e\u2066".encode(), ("e" + "\u0301" * 300).encode(),
    b"<div>" * 300, b"</div>" * 30, b"<!--", b"<![CDATA[", b"]]>", b"&#0;&#xD800;&#99999999999;", b"&lt;script&gt;",
    b"{" * 300, b'"', b"\\u0000", b"9" * 500, b"-1", b"1e999", b"NaN", b"31.02.2026", b"99.99.9999", b"0000-00-00",
    b"2026-12-03T25:61:61+99:99", b"29.02.2027, 24:00 Uhr", b"1.1.0001", b"31.12.9999 23:59", b"\r\nBEGIN:VEVENT\r\n",
    b"\r\nEND:VEVENT\r\n", b"RRULE:FREQ=SECONDLY\r\n", b"TZID=Nirgends/Dort", b"javascript:alert(1)", b"http://[::1",
    b"https://x.example:99999999/", b"mailto:", b"%00%ff%", b" " * 3000, b"\n" * 500, b"1." * 400, b"Uhr " * 200,
)  # fmt: skip
VALUES: Sequence[Any] = (
    None, True, False, 0, -1, 10**400, 1e308, -1e308, 2**63, float("nan"), float("inf"), "", " ", "\ud800", "\x00",
    "null",
    "0000-00-00", "2026-13-45T99:99:99Z", "99999999999999999999", "x" * 5000, [], [[]], {}, [None],
    ["a", 1, {}], [[[[[[]]]]]],
    {"@type": []}, {"@value": {}}, {"": None}, {"raw": []}, {"rendered": 7}, "javascript:alert(1)", "http://[",
)  # fmt: skip
LINES: Sequence[str] = (
    "DTSTART:00000000T000000", "DTSTART;TZID=:20261203T180000", "DTSTART;VALUE=DATE:20260230", "DTEND:19700101T000000Z",
    "DURATION:-P99999W", "DURATION:PT", "RRULE:FREQ=SECONDLY", "RRULE:FREQ=DAILY;INTERVAL=0",
    "RRULE:FREQ=DAILY;COUNT=-5",
    "RRULE:FREQ=YEARLY;BYMONTH=13", "RRULE:FREQ=MINUTELY;UNTIL=99991231", "RRULE:", "EXDATE:x",
    "RDATE;VALUE=PERIOD:1/2",
    "RECURRENCE-ID:19010101", "GEO:x;y", "GEO:999;-999", "URL:", "SUMMARY:", "SUMMARY;LANGUAGE=:\\", "STATUS:☂", "UID:",
    "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VCALENDAR", "BEGIN:VALARM", " folded", ":", ";;;:::",
    "X" * 3000,
    "SEQUENCE:1e9", "X-WR-TIMEZONE:Mond/Krater", "METHOD:CANCEL", "PRODID", "EXRULE:FREQ=MINUTELY",
)  # fmt: skip

Mutation = Callable[[bytes, Random], bytes]


def mutated(body: bytes, seed: int, times: int) -> bytes:
    """`body` after so many accidents."""
    dice = Random(seed)
    for _ in range(times):
        body = dice.choice(MUTATIONS)(body, dice)
    return body


def cut(body: bytes, dice: Random) -> bytes:
    """The connection ended."""
    return body[: dice.randrange(len(body) + 1)]


def flipped(body: bytes, dice: Random) -> bytes:
    """Some bytes are others."""
    data = bytearray(body)
    for _ in range(dice.randint(1, 20) if data else 0):
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data)


def stuffed(body: bytes, dice: Random) -> bytes:
    """Something stands where it should not."""
    at = dice.randrange(len(body) + 1)
    return body[:at] + dice.choice(JUNK) + body[at:]


def moved(body: bytes, dice: Random) -> bytes:
    """A piece stands twice, or elsewhere, or is missing."""
    start, end = sorted(dice.randrange(len(body) + 1) for _ in range(2))
    at, rest = dice.randrange(len(body) + 1), dice.choice([body, body[:start] + body[end:]])
    return rest[:at] + body[start:end] * dice.choice([0, 1, 2]) + rest[at:]


def numbers(body: bytes, dice: Random) -> bytes:
    """Numbers nobody expects."""
    some = dice.choice([b"0", b"-1", b"99", b"9" * 30, b"1e400", b"31", b"2026", b"24", b"13"])
    return re.sub(rb"\d+", lambda match: some if dice.random() < 0.2 else match[0], body)


def recoded(body: bytes, dice: Random) -> bytes:
    """Another encoding than the one it says."""
    text = body.decode("utf-8", "replace")
    return text.encode(dice.choice(["latin-1", "cp1252", "utf-16", "cp437", "utf-8-sig"]), "replace")


def trees(body: bytes, dice: Random) -> bytes:
    """Elements doubled, nested into themselves, emptied, renamed, removed."""
    try:
        root = html.fromstring(body)
    except (etree.ParserError, ValueError, AssertionError):
        return body
    nodes = [node for node in root.iter() if isinstance(node.tag, str) and node.getparent() is not None]
    for node in dice.sample(nodes, min(len(nodes), dice.randint(1, 4))):
        with suppress(ValueError):  # names that lxml itself would not write
            dice.choice([_double, _nest, _empty, _rename, _remove, _attributes])(node, dice)
    return bytes(etree.tostring(root, encoding="utf-8", method="html"))


def _double(node: Any, dice: Random) -> None:
    for _ in range(dice.choice([1, 3, 40])):
        node.addnext(deepcopy(node))


def _nest(node: Any, dice: Random) -> None:
    twin = deepcopy(node)
    for _ in range(dice.choice([1, 5, 50])):
        twin, inner = deepcopy(node), twin
        twin.append(inner)
        if len(list(twin.iter())) > 2000:
            break
    node.append(twin)


def _empty(node: Any, dice: Random) -> None:
    node.text, node[:] = dice.choice(["", None, "31.02.2026", "9" * 50, "3.12. " * 300]), []


def _rename(node: Any, dice: Random) -> None:
    node.tag = dice.choice(["div", "td", "time", "script", "li", "h2", "table", "svg", "template", "a", "p"])


def _remove(node: Any, dice: Random) -> None:
    if node.getparent() is not None:
        node.getparent().remove(node)


def _attributes(node: Any, dice: Random) -> None:
    for name in [*node.attrib, "datetime", "href", "itemprop", "itemtype", "class", "content"]:
        node.set(
            name, dice.choice(["", "x", "9" * 40, "http://[", "2026-02-31T25:00", "Event", "startDate", "a " * 500])
        )


def objects(body: bytes, dice: Random) -> bytes:
    """Values of other types, anywhere in a JSON document, or in those a page carries."""
    try:
        return _json(body, dice)
    except (ValueError, RecursionError):
        return re.sub(
            rb"(<script[^>]*json[^>]*>)(.*?)(</script>)", lambda match: _script(match, dice), body, flags=re.DOTALL
        )


def _script(match: re.Match[bytes], dice: Random) -> bytes:
    try:
        return match[1] + _json(match[2], dice) + match[3]
    except (ValueError, RecursionError):
        return match[0]


def _json(body: bytes, dice: Random) -> bytes:
    data = json.loads(body)
    places = list(_places(data))
    for holder, key in dice.sample(places, min(len(places), dice.randint(1, 5))):
        _change(holder, key, dice)
    return json.dumps(data).encode()


def _places(data: Any) -> Any:
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in parts:
        yield data, key
        yield from _places(value)


def _change(holder: Any, key: Any, dice: Random) -> None:
    if isinstance(holder, list) and key >= len(holder):
        return
    if isinstance(holder, list) and dice.random() < 0.2:
        holder.extend(holder[:3] * dice.choice([1, 50]))
    elif dice.random() < 0.15 and key in (holder if isinstance(holder, dict) else ()):
        del holder[key]
    elif isinstance(holder, list) or key in holder:
        holder[key] = dice.choice([*VALUES, [holder[key]], {"x": holder[key]}, str(holder[key])])


def lines(body: bytes, dice: Random) -> bytes:
    """Lines of a calendar doubled, dropped, swapped, put in."""
    rows = body.split(b"\n")
    for _ in range(dice.randint(1, 5)):
        at, other = dice.randrange(len(rows)), dice.randrange(len(rows))
        rows[at : at + dice.choice([0, 1, 1])] = dice.choice(
            [
                [],
                [rows[at]] * 2,
                [rows[other]],
                [dice.choice(LINES).encode() + b"\r"],
                [dice.choice(LINES).encode() + b"\r", rows[at]],
            ]
        )
        rows = rows or [b""]
    return b"\n".join(rows)


MUTATIONS: Sequence[Mutation] = (cut, flipped, stuffed, moved, numbers, recoded, trees, trees, objects, objects, lines)
