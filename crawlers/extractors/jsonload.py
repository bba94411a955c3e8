"""JSON as the web serves it: read with a cap on size and depth, and repaired where people typed it.

Repairs only what cannot change a meaning: comments, trailing commas, raw control characters inside strings, a byte
order mark, numbers with leading zeros (postcodes), inner quotes nobody escaped. It guesses nothing that is missing.
"""

from __future__ import annotations

import json
import re
from typing import Any

from crawlers.extractors.errors import Unreadable

MAX_CHARS = 10_000_000
MAX_REPAIR = 2_000_000
MAX_LOOSE = 60_000  # the search for unescaped quotes is quadratic in a hostile text

_TOKENS = re.compile(
    r'"(?:[^"\\]|\\.)*"'  # a string stays as it is
    r"|<!--.{0,2000}?-->|/\*.{0,2000}?\*/|//[^\n\r]*"  # comments
    r"|<!\[CDATA\[|\]\]>"
    r"|,(?=\s*[}\]])"  # a comma before a closing bracket
    r"|(?<=[:\[,\s])0\d+(?=\s*[,}\]])",  # 04109 typed as a number
    re.DOTALL,
)
_WRAPPED = re.compile(r"^<!--\s*(?=[\[{])|(?<=[\]}])\s*(?://\s*)?-->\s*$")  # a script hidden from old browsers
_GLUE = re.compile(r",(?=(?:\s|<!--.{0,2000}?-->|/\*.{0,2000}?\*/)*[}\]])", re.DOTALL)
# A string ends at a quote only where JSON can go on: before `:`, a closing bracket, or a comma and the next value.
_LOOSE_STRING = re.compile(r'"(.{0,5000}?)(?<!\\)"(?=\s*(?:[}\]:]|,\s*(?:["{\[\d-]|true|false|null)|$))', re.DOTALL)
_INNER_QUOTE = re.compile(r'(?<!\\)"')
_BAD_ESCAPE = re.compile(r'\\(?![\\/"bfnrtu])')


def loads(text: str) -> Any:
    """The value of a JSON text. Raises Unreadable: "not JSON", "cut off", "nested too deeply", "too large"."""
    if len(text) > MAX_CHARS:
        raise Unreadable("JSON too large")
    text = text.lstrip("\ufeff \t\r\n")
    if not text:
        raise Unreadable("empty body")
    try:
        return json.loads(text, strict=False)
    except RecursionError as error:
        raise Unreadable("JSON nested too deeply") from error
    except ValueError:
        return _repaired(text[:MAX_REPAIR])


def _repaired(text: str) -> Any:
    text = _WRAPPED.sub("", text)
    fixed = _TOKENS.sub(_token, _GLUE.sub("", text)).strip().rstrip(";")
    for candidate in (fixed, _LOOSE_STRING.sub(_requoted, fixed) if len(fixed) <= MAX_LOOSE else ""):
        try:
            return json.loads(candidate, strict=False)
        except RecursionError as error:
            raise Unreadable("JSON nested too deeply") from error
        except ValueError:
            continue
    raise Unreadable("JSON is cut off" if _open_at_end(fixed) else "not JSON")


def _token(match: re.Match[str]) -> str:
    token = match[0]
    if token.startswith('"'):
        return _BAD_ESCAPE.sub(r"\\\\", token)
    return f'"{token}"' if token.startswith("0") else ""


def _requoted(match: re.Match[str]) -> str:
    """A string whose inner quotes nobody escaped."""
    return '"' + _INNER_QUOTE.sub(r"\"", match[1]) + '"'


def _open_at_end(text: str) -> bool:
    """Whether brackets are still open where the text ends: it was cut off in transit."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"?', "", text)
    opened = bare.count("{") + bare.count("[") - bare.count("}") - bare.count("]")
    return text[:1] in "{[" and opened > 0


def embedded(text: str, start: int) -> Any:
    """The JSON value that begins at `start` of a script ("window.X = {…};"), or None. Raises Unreadable."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, start)[0]
    except RecursionError as error:
        raise Unreadable("JSON nested too deeply") from error
    except ValueError:
        return None
