"""Bytes to text to tree: what every extractor that reads HTML shares.

Decides the charset, parts scripts from markup, parses once per page, resolves links, and gives the text a reader sees.
It does not know events or dates, and never changes a tree: one parsed tree is shared by all extractors of a page.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree, html
from w3lib.encoding import html_to_unicode

from crawlers.extractors.errors import Unreadable
from pipeline.model import Page
from pipeline.text import html_to_text

MAX_BYTES = 8_000_000  # beyond this a page is data, not a page; reading it would only cost time
MAX_TEXT = 100_000  # characters of one node's text: more is never a field of one event
MAX_URL = 2_000
MAX_ATTRIBUTES = 2_000

_APART = re.compile(  # first letters as sets: most tags are then passed over by one look
    rb"<(?:!--|[Ss](?i:cript)\b([^>]{0,500})>|[Bb](?i:ase)(\s))"
)
_SCRIPT_END, _COMMENT_END = re.compile(rb"</script\s*>", re.IGNORECASE), re.compile(rb"--!?>")
_BASE = re.compile(rb"<[Bb][Aa][Ss][Ee]\s")
_H1, _H1_END = re.compile(r"<h1\b[^>]{0,500}>", re.IGNORECASE), re.compile(r"</h1\s*>", re.IGNORECASE)
_PLAIN_PATH = re.compile(
    r"/(?:\w(?:[\w~+,=@%-]|\.|/(?![.]))*)?(?:\?[\w=&%+.,-]+)?", re.ASCII
)  # stands on any address as it is
_BODY = re.compile(rb"<body\b", re.IGNORECASE)
_FIRST_SHOWN = re.compile(  # the first tag that may not stand in <head>: the body begins there (HTML, 13.2.6.4.4)
    rb"<(?=[a-z])(?!(?:html|head|title|base|basefont|bgsound|link|meta|style|script|noscript|template)\b)",
    re.IGNORECASE,
)
_LONG_TAG = re.compile(rb"<[^<>]{%d}" % (MAX_ATTRIBUTES * 2))

SILENT = frozenset({"script", "style", "template", "noscript", "head", "svg", "iframe", "object", "select", "textarea"})
_BLOCKS = """
    address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody
    td tfoot th thead title tr ul
"""
BLOCK = frozenset(_BLOCKS.split())
# lxml.html asks Python for the class of every single node; no form's own class is needed here.
_ONE_CLASS = etree.ElementDefaultClassLookup(element=html.HtmlElement)


@lru_cache(maxsize=4)
def decode(page: Page) -> str:
    """The page's text. Strict UTF-8 wins over a wrong declaration; else header, BOM and meta as browsers do (w3lib)."""
    body = page.body[:MAX_BYTES]
    text = None if b"\x00" in body else _utf8(body)
    if text is None:
        text = html_to_unicode(page.headers.get("content-type"), body, default_encoding="cp1252")[1].replace("\x00", "")
        text = body.decode("cp1252", "replace") if _misread(text) else text
    return text


def _misread(text: str) -> bool:
    """Called UTF-8, but hardly any of its letters beyond ASCII are: a page moved to a server that says so of all."""
    lost = text.count("\ufffd")
    return lost > 0 and lost >= sum(char > "\x7f" for char in text) - lost


def _tamed(markup: bytes) -> bytes:
    """The markup without tags of more than MAX_ATTRIBUTES: libxml2 needs minutes for one tag with 100,000 of them."""
    if markup.count(b"=") <= MAX_ATTRIBUTES or not _LONG_TAG.search(markup):
        return markup
    tags = markup.split(b"<")
    for index, tag in enumerate(tags):
        if len(tag) > MAX_ATTRIBUTES * 2 and tag.partition(b">")[0].count(b"=") > MAX_ATTRIBUTES:
            tags[index] = b"br" + (tag[tag.find(b">") :] if b">" in tag else b">")
    return b"<".join(tags)


def _with_body(markup: bytes) -> bytes:
    """The markup with its <body>: where a page leaves the tag out, libxml2 takes <main> and the like for its head."""
    if _BODY.search(markup) or not (first := _FIRST_SHOWN.search(markup)):
        return markup
    return markup[: first.start()] + b"<body>" + markup[first.start() :]


def _utf8(body: bytes) -> str | None:
    """Text when `body` is UTF-8, also when it was cut inside its last character."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return body[: error.start].decode("utf-8-sig") if error.reason == "unexpected end of data" else None


def scripts(page: Page) -> list[tuple[str, str]]:
    """(attributes as written, content) of every script of the page."""
    return _parted(page).scripts


def markup(page: Page) -> str:
    """The page's text without comments and without what is in its scripts: often a fraction, and all that shows."""
    return _parted(page).text


class _Parts(NamedTuple):
    """A page's scripts, its markup without them, as text and as UTF-8, and whether that has a <base>."""

    scripts: list[tuple[str, str]]
    text: str
    markup: bytes
    based: bool


@lru_cache(maxsize=4)
def _parted(page: Page) -> _Parts:
    body = page.body[:MAX_BYTES]
    if b"\x00" not in body:
        with suppress(UnicodeDecodeError):
            return _parts(body.removeprefix(BOM_UTF8))  # not yet letters: less of it is to be read
    return _parts(decode(page).encode("utf-8", "replace"))


def _parts(body: bytes) -> _Parts:
    found: list[tuple[str, str]] = []
    shown, at, start, based = [], 0, 0, False
    while first := _APART.search(body, start):
        start = first.end()
        if first[2]:
            based = True
            continue
        script = first[1] is not None
        last = _SCRIPT_END.search(body, start) if script else _COMMENT_END.search(body, first.start() + 2)
        if last is None:
            based = based or _BASE.search(body, start) is not None
            break
        shown.append(body[at : start if script else first.start()])
        at = last.start() if script else last.end()
        if script:
            found.append((first[1].decode(), body[start:at].decode()))
        start = at
    markup = b"".join([*shown, body[at:]])
    return _Parts(found, markup.decode(), markup, based)


def headings(page: Page, most: int) -> list[str]:
    """The visible texts of the first <h1>, without parsing the rest of the page."""
    text, found = markup(page), list[str]()
    first = _H1.search(text)
    while first and len(found) < most and (last := _H1_END.search(text, first.end())):
        found.append(html_to_text(text[first.end() : last.start()]))
        first = _H1.search(text, last.end())
    return found


@lru_cache(maxsize=4)
def tree(page: Page) -> html.HtmlElement:
    """The parsed document, its scripts empty; parsed once per page, read-only. Raises Unreadable when there is none."""
    markup = _parted(page).markup
    if not markup.strip() and not decode(page).strip():
        raise Unreadable("empty body")
    # Bytes, because lxml refuses a str that carries an XML encoding declaration; huge_tree, because without it
    # everything below 255 nested tags is lost (with it: 2047).
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        return html.document_fromstring(_with_body(_tamed(markup)), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Unreadable("not an HTML document") from error


def forget() -> None:
    """Drops the remembered trees, for benchmarks alone: a page that is measured is read anew."""
    for known in (decode, _parted, tree, base):
        known.cache_clear()


@lru_cache(maxsize=4)
def base(page: Page) -> str:
    """What relative links are resolved against: the page's address, or its first <base href> (HTML, 4.2.3)."""
    if not _parted(page).based:
        return page.url
    for node in tree(page).iter("base"):
        href = (node.get("href") or "").strip()
        if href:
            return _joined(page.url, href) or page.url
    return page.url


def absolute(page: Page, href: str | None) -> str | None:
    """`href` as a full http(s) address; None for mailto:, javascript:, data:, "#…" and what cannot be read."""
    text = (href or "").strip()
    if not text or text.startswith("#"):
        return None
    if rooted := from_root(base(page), text):
        return rooted if len(rooted) <= MAX_URL else None
    url = _joined(base(page), text)
    return url if url and urlsplit(url).scheme in {"http", "https"} and len(url) <= MAX_URL else None


def from_root(start: str, href: str) -> str | None:
    """A path from the root of `start`'s site as a full address, without parsing either; None for any other `href`."""
    return site + href if _PLAIN_PATH.fullmatch(href) and (site := _site(start)) else None


@lru_cache(maxsize=16)
def _site(url: str) -> str:
    """Scheme and host of an http(s) address; "" for any other."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} and parts.hostname else ""


def _joined(start: str, href: str) -> str | None:
    compact = "".join(href.split()) if "\n" in href or "\t" in href else href.replace(" ", "%20")
    try:
        url = urljoin(start, compact)
        return url if urlsplit(url).scheme and urlsplit(url).hostname else None
    except ValueError:  # "http://[" and other broken hosts
        return None


def same_page(page: Page, url: str | None) -> bool:
    """Whether `url` is this very page, fragments aside."""
    return url is not None and url.partition("#")[0].rstrip("/") == page.url.partition("#")[0].rstrip("/")


def leads_home(page: Page, href: str) -> bool:
    """Whether a link of `page` goes to the start of its site, as the site's name in its header does."""
    target, here = urlsplit(absolute(page, href) or ""), urlsplit(page.url)
    return target.netloc == here.netloc and target.path in {"", "/"} and not target.query and here.path != "/"


def lines(node: html.HtmlElement) -> Iterator[str]:
    """The visible text of `node`, line by line as blocks and <br> break it; blanks folded; no scripts. Iterative."""
    parts: list[str] = []
    for kind, text in _events(node):
        if kind == "text":
            parts.append(text)
            continue
        line = " ".join("".join(parts).split())
        parts = []
        if line:
            yield line


def node_text(node: html.HtmlElement) -> str:
    """The visible text of `node` in one line, blocks parted by one space; at most MAX_TEXT characters."""
    return " ".join(lines(node))[:MAX_TEXT]


def _events(node: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """("text", …) and ("break", "") in document order, ending in a break; the tail of `node` is not part of it."""
    walk = etree.iterwalk(node, events=("start", "end"))
    for action, element in walk:
        if element.tag in BLOCK:
            yield "break", ""
        silent = element.tag in SILENT
        if silent and action == "start":
            walk.skip_subtree()
        text = element.text if action == "start" else element.tail
        if text and ((action == "end" and element is not node) or (action == "start" and not silent)):
            yield "text", text
    yield "break", ""


def is_document(address: str) -> bool:
    """Whether an address is that of minutes or flyers, not of a page."""
    return address.lower().partition("?")[0].endswith((".pdf", ".doc", ".docx", ".xlsx"))


def is_file(address: str) -> bool:
    """Whether it is that of a document or a calendar file."""
    return is_document(address) or address.lower().partition("?")[0].endswith(".ics")
