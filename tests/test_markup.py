"""Markup and scripts of a page, apart: what a reader can see, what a script holds, and that parting changes no text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import html

from crawlers.extractors.html import absolute, base, headings, markup, node_text, scripts, tree
from crawlers.extractors.values import link
from pipeline.model import Page

HERE = "https://a.example/b/c?d=1"

# page, its markup, its scripts
PARTED = [
    ("<p>a</p>", "<p>a</p>", []),
    ("a<script>x</script>b", "a<script></script>b", [("", "x")]),
    ("<SCRIPT type=a/b>x</Script >b", "<SCRIPT type=a/b></Script >b", [(" type=a/b", "x")]),
    ("a<!-- <script>x</script> -->b", "ab", []),
    ("<!-- <script> -->a<script>x</script>", "a<script></script>", [("", "x")]),
    ("<script><!-- x --></script>a", "<script></script>a", [("", "<!-- x -->")]),
    ("<!-->a<!--->b<!--x--!>c", "abc", []),
    ("a<!-- never closed <script>", "a<!-- never closed <script>", []),
    ("a<script>never closed", "a<script>never closed", []),
    ("<scripture>a</scripture>", "<scripture>a</scripture>", []),
]
HEADINGS = [
    ("<h1>A</h1><h1 class=b>B <i>b</i> &amp; b</h1><h1>C</h1>", ["A", "B b & b"]),
    ("<!-- <h1>A</h1> --><script>'<h1>B</h1>'</script><H1>C</H1>", ["C"]),
    ("<h1>never closed", []),
]
# what stands on the page as it is must be what putting it together in full gives
LINKS = {
    "/": "https://a.example/",
    "/e/1": "https://a.example/e/1",
    "/e//1.html?x=1&y=2": "https://a.example/e//1.html?x=1&y=2",
    "/e/../f": "https://a.example/f",
    "/e/./f": "https://a.example/e/f",
    "//other.example/e": "https://other.example/e",
    "/e?": "https://a.example/e",
    "/e#part": "https://a.example/e#part",
    "e": "https://a.example/b/e",
    "/e f": "https://a.example/e%20f",
    "#part": None,
    "mailto:a@b.example": None,
}
# a page's <base>, wherever it stands, and one that is none
BASES = [
    ("<base href=/x/>", "https://a.example/x/"),
    ("<!-- a --><script>b</script><BASE\nhref='https://other.example/'>", "https://other.example/"),
    ("<!-- <base href=/x/> --><script>'<base href=/y/>'</script>", HERE),
    ("<base href=/x/><script>never closed", "https://a.example/x/"),
    ("<basefont href=/x/><p>a</p>", HERE),
]


def page(body: str) -> Page:
    return Page(HERE, 200, {}, body.encode(), datetime(2026, 11, 20, tzinfo=UTC))


@pytest.mark.parametrize("body, shown, inside", PARTED)
def test_parted(body: str, shown: str, inside: list[tuple[str, str]]) -> None:
    assert (markup(page(body)), scripts(page(body))) == (shown, inside)


@pytest.mark.parametrize("body", [body for body, _, _ in PARTED])
def test_the_tree_says_what_the_whole_page_says(body: str) -> None:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True)
    assert node_text(tree(page(body))) == node_text(html.document_fromstring(body.encode(), parser=parser))


@pytest.mark.parametrize("body, heads", HEADINGS)
def test_headings(body: str, heads: list[str]) -> None:
    assert headings(page(body), 2) == heads


@pytest.mark.parametrize("href", LINKS)
def test_links(href: str) -> None:
    assert absolute(page("<p>a</p>"), href) == LINKS[href]


@pytest.mark.parametrize("href", LINKS)
def test_links_in_markup(href: str) -> None:
    assert link(HERE, href) == LINKS[href]


@pytest.mark.parametrize("body, start", BASES)
def test_base(body: str, start: str) -> None:
    assert base(page(body)) == start
