"""Text as strangers write it, made safe and comparable.

Cleaning (once, at the door), the comparison form, and the removal of personal contact data. Knows nothing of events.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from lxml import etree, html

MAX_LINE = 500
MAX_BLOCK = 20_000

_SPACES = "\t\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_LINE_ENDS = "\u2028\u2029"
_INVISIBLE = (
    *range(0x00, 0x09),
    *range(0x0E, 0x1C),
    0x7F,
    *range(0x80, 0x85),
    *range(0x86, 0xA0),
    0xAD,  # soft hyphen: splits German compounds that are one word
    0x061C,
    *range(0x200B, 0x2010),  # zero width and direction marks
    *range(0x202A, 0x202F),  # bidi embedding and override
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    0xFFFE,
    0xFFFF,
    *range(0xE0000, 0xE0080),  # tag characters
)
_TABLE: dict[int, str | None] = {
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _LINE_ENDS), "\n"),
    **dict.fromkeys(_INVISIBLE, None),
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_COMBINING = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_STACKED = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{2})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_ANSI = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]|\x1b[@-_]")
_BLANKS = re.compile(r" {2,}")
_GAPS = re.compile(r" ?\n ?")
_MANY_LINES = re.compile(r"\n{3,}")

_GERMAN = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))
_FOREIGN = str.maketrans({"æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_NOT_WORD = re.compile(r"[\W_]+")
_ASCII_GAPS = _NOT_WORD.sub(lambda gap: " " * len(gap[0]), "".join(map(chr, range(128))))  # as a table: quicker

_BLOCK_TAGS = frozenset(
    "address article aside blockquote br dd div dl dt fieldset figcaption footer form h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_SILENT_TAGS = frozenset("script style template noscript head title svg iframe object".split())

_E_MAIL = re.compile(
    r"(?:mailto:)?[\w.+%-]{1,64}\s?(?:@|\(at\)|\[at\]|\{at\}|&#64;)\s?[\w-]{1,63}(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w-]{2,63}){1,4}",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w./:=-])(?:"
    # labelled: any notation; international, up to the next area code; area code, then the number. Within one line
    r"(?:tel(?:efon)?|fon|phone|mobil|handy|fax|whatsapp)\b[.:]*\s{0,3}[+(0-9][\d \t\xa0()/.\u2013-]{5,22}\d"
    r"|(?:\+|00)[1-9]\d{0,2}[ \t\xa0/()\u2013-]{0,3}(?:\d(?:(?!\(0\d)[ \t\xa0/()\u2013-]){0,3}){6,13}"
    r"|\(?0\d{2,5}\)?[ \t\xa0/\u2013-]{1,3}(?:\d[ \t\xa0\u2013-]?){4,11}"
    r")(?![\d.:]\d)",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    r"(?:\bgeb(?:oren)?\b\.?(?:\s+am)?|\bgeburtsdatum\b:?|\bdate of birth\b:?|\bborn on\b)"
    r"\s*\d{1,2}\.\s?(?:\d{1,2}\.|[a-zä]{3,9})\s?\d{2,4}",
    re.IGNORECASE,
)
# Without one of these there is no such data: spares the full reading.
_AT = ("@", "(at)", "[at]", "{at}", "&#64;")
_CALLING = ("tel", "fon", "phone", "mobil", "handy", "fax", "whatsapp", "+")
_AREA_CODE = re.compile(r"0(?<!\d0)\d\d")
_BORN = ("geb", "birth", "born")
REMOVED = "…"  # stands where personal data stood
_MORE = re.compile(  # the link behind a teaser
    r"(?P<link>(?:(?:^|(?<=[.!?…\])]))[\s(\[»›→]*"
    r"(?i:weiter ?lesen|mehr (?:lesen|erfahren|infos?|dazu)|(?:read|learn) more|continue reading)|"
    r"(?:^|\s)[(\[»›→]?(?:Weiterlesen|Read more))"
    r"(?: (?:über|about|zu)\b[^.!?\n]{0,80})?[\s)\]»›→>.…]*)$"
)
LONGEST_LINK = 120
_CUT = re.compile(r"(?:\S(?:…|\.\.\.)|\[(?:…|\.\.\.)\])$")  # "dem Mittelst…", "aus dem Publikum […]"


def clean(text: str, limit: int = MAX_LINE) -> str:
    """One line of safe text, at most `limit` characters: NFC, single spaces, no control, bidi or zero-width ones."""
    return " ".join(_safe(text, limit * 4).split())[:limit].rstrip()


def clean_block(text: str, limit: int = MAX_BLOCK) -> str:
    """Like `clean`, but keeps line breaks (at most one empty line in a row)."""
    text = _safe(text.replace("\r\n", "\n").replace("\r", "\n"), limit * 4)
    if "  " in text:
        text = _BLANKS.sub(" ", text)
    if "\n" in text:
        text = _MANY_LINES.sub("\n\n", _GAPS.sub("\n", text))
    return text.strip()[:limit].rstrip()


def without_more(text: str) -> str:
    """A text without the name of the link to the rest of it: "Acht Teams stellen sich vor. Weiterlesen"."""
    found = _MORE.search(text, max(len(text) - LONGEST_LINK, 0))
    return text[: found.start("link")].rstrip() if found else text


def is_cut(text: str) -> bool:
    """Whether a text ends in mid-sentence, as teasers do; not where personal data were taken out (`REMOVED`)."""
    return _CUT.search(text) is not None


def _safe(text: str, limit: int) -> str:
    text = text[:limit]
    if not text.replace("\n", " ").isprintable():  # printable: no control, format or odd space character at all
        text = _SURROGATE.sub("\ufffd", _ANSI.sub("", text)).translate(_TABLE)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    return _STACKED.sub(r"\1", text) if _COMBINING.search(text) else text


def html_to_text(markup: str) -> str:
    """The readable text of an HTML fragment, block elements on lines of their own. Never raises."""
    if "<" not in markup and "&" not in markup:
        return clean_block(markup)
    try:
        root = html.fragment_fromstring(markup[:1_000_000].replace("\x00", ""), create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return clean_block(_lenient(markup[:100_000]))
    return clean_block("".join(_pieces(root)))


def _lenient(markup: str) -> str:
    """The text of what lxml refuses. Imported here: hardly any page needs it, and every process would pay for it."""
    from bs4 import BeautifulSoup

    return BeautifulSoup(markup, "html.parser").get_text("\n")


def _pieces(root: html.HtmlElement) -> list[str]:
    """Text in document order; iterative, because nesting depth is the stranger's choice."""
    pieces: list[str] = []
    silent = 0
    for action, node in etree.iterwalk(root, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        opening = action == "start"
        if tag in _SILENT_TAGS or not tag:
            silent += 1 if opening else -1
        if tag in _BLOCK_TAGS and pieces[-1:] != ["\n"]:
            pieces.append("\n")
        text = node.text if opening else node.tail
        if text and not silent and not text.isspace():
            pieces.append(text.replace("\n", " "))
    return pieces


def fold(text: str) -> str:
    """The comparison form: casefold, ä→ae ö→oe ü→ue ß→ss, other accents gone, everything else than words a space."""
    if text.isascii():
        text = text.lower()
    else:
        text = unicodedata.normalize("NFC", text).lower()
        for letter, plain in _GERMAN:  # three times as quick as a table, and all that most texts need
            text = text.replace(letter, plain)
        if not text.isascii():
            text = unicodedata.normalize("NFKD", text.translate(_FOREIGN).casefold())
            text = "".join(c for c in text if not unicodedata.combining(c))
    if text.isalnum():
        return text
    return " ".join(text.translate(_ASCII_GAPS).split()) if text.isascii() else _NOT_WORD.sub(" ", text).strip()


def fold_place(text: str) -> str:
    """The same for a place: "Bahnhofstr. 5" and "Berliner Str. 5" are streets written out."""
    return re.sub(r"str\b", "strasse", fold(text))


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return fold(text).split()


def slug(text: str) -> str:
    """A name that may stand in a URL or a file name: `[a-z0-9-]+`, at most 60 characters, never empty."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text))[:60].strip("-") or "x"


def patched(text: str, patches: Mapping[str, str]) -> str:
    """`text` with a source's own mistakes mended: {what it writes: what it means}."""
    for wrong, right in patches.items():
        text = text.replace(wrong, right)
    return text


def redact(text: str) -> str:
    """Without e-mail addresses, telephone numbers and birth dates (GDPR Art. 5 (1) c: no more than is needed)."""
    plain = text.lower()
    if any(map(plain.__contains__, _AT)):
        text = _E_MAIL.sub(REMOVED, text)
    if any(map(plain.__contains__, _CALLING)) or _AREA_CODE.search(text):
        text = _PHONE.sub(REMOVED, text)
    if any(map(plain.__contains__, _BORN)):
        text = _BIRTH.sub(REMOVED, text)
    return text


def public_line(text: str) -> str:
    """One line, clean and redacted. What many events share, houses and towns and organisers, is done once."""
    return _public_line(text) if len(text) <= MAX_LINE else redact(clean(text))  # long texts are not kept in memory


@lru_cache(maxsize=2_000)
def _public_line(text: str) -> str:
    return redact(clean(text))
