"""What stands around the content of a page on the web: head, menu, pictures, icons, footer, banner. All invented.

Made to weigh what pages with events weigh: of real ones of 50-110 KB the median has 490 elements, 870 attributes of
32 KB in all, 18 KB of scripts and styles and 8 KB of text; with a list of 20 events these have 450, 900, 29, 39 and 7.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from html import escape

Words = Callable[[int], str]  # so many words in a row
POINTS, BELOW = 9, 11  # points of the menu, and points below each
PICTURES, ICONS, COLUMNS, CHOICES = 7, 10, 6, 5
WIDTHS = (320, 480, 768, 1024, 1536)


def page(title: str, content: str, words: Words, dice: random.Random, size: int, head: str = "") -> bytes:
    """A page of about `size` bytes with `content` in its middle and `head` in its head."""
    top = f'<a class="skip-link screen-reader-text" href="#content">{words(3)}</a>{_header(words, dice)}'
    main = f'<main id="content" class="site-main" role="main">{_wrapped(content)}</main>'
    body = f"{top}{main}{_gallery(words, dice)}{_footer(words, dice)}{_banner(words)}"
    head = f"{_head(title, words)}{head}"
    rest = size - len(f"{head}{body}".encode()) - 150
    script, style = _script(rest * 2 // 3), _style(rest // 3)
    return (
        f'<!DOCTYPE html><html lang="de"><head><meta charset="utf-8">{head}{style}</head>'
        f'<body class="page-template page-id-{dice.randrange(9999)} wide">{body}{script}</body></html>'
    ).encode()


def _head(title: str, words: Words) -> str:
    metas = "".join(
        f'<meta property="og:{name}" content="{words(6)}">' for name in ("site_name", "description", "type")
    )
    links = "".join(
        f'<link rel="stylesheet" id="part-{n}-css" href="/assets/parts/part-{n}/dist/style.min.css?ver=6" media="all">'
        for n in range(8)
    )
    return f'<title>{escape(title)}</title><meta name="viewport" content="width=device-width">{metas}{links}'


def _header(words: Words, dice: random.Random) -> str:
    points = "".join(_point(words, dice, _list(words, dice)) for _ in range(POINTS))
    return (
        f'<header id="masthead" class="site-header sticky" role="banner"><div class="header-inner container">'
        f'<a class="site-logo" href="/" rel="home">{_picture(words, dice)}</a><nav class="main-navigation" '
        f'aria-label="{words(1)}"><ul id="menu-main" class="menu nav-menu">{points}</ul></nav></div></header>'
    )


def _list(words: Words, dice: random.Random) -> str:
    return f'<ul class="sub-menu dropdown-menu">{"".join(_point(words, dice) for _ in range(BELOW))}</ul>'


def _point(words: Words, dice: random.Random, below: str = "") -> str:
    number = dice.randrange(10_000)
    return (
        f'<li id="menu-item-{number}" class="menu-item menu-item-type-post_type menu-item-object-page">'
        f'<a href="/bereich/{number}/" class="menu-link" data-level="{2 - bool(below)}">{words(2)}</a>{below}</li>'
    )


def _wrapped(content: str) -> str:
    """As page builders do: boxes in boxes."""
    names = ("section section-boxed", "container container-wide", "row no-gutters", "column col-12", "widget-wrap")
    for depth, name in enumerate(reversed(names)):
        content = f'<div class="{name} element element-{depth}" data-id="a{depth}f{depth}">{content}</div>'
    return content


def _picture(words: Words, dice: random.Random) -> str:
    place = f"/uploads/2026/{dice.randrange(1, 12):02}/bild-{dice.randrange(10_000)}"
    sizes = ", ".join(f"{place}-{width}x{width * 2 // 3}.jpg {width}w" for width in WIDTHS)
    return (
        f'<img width="1536" height="1024" src="{place}.jpg" class="attachment-large size-large" alt="{words(3)}" '
        f'decoding="async" loading="lazy" srcset="{sizes}" sizes="(max-width: 1536px) 100vw, 1536px">'
    )


def _icon(dice: random.Random) -> str:
    path = " ".join(f"l{dice.random() * 24:.2f} {dice.random() * 24:.2f}" for _ in range(24))
    return (
        f'<svg class="icon" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true"><path d="M2 2 {path}z" '
        f'fill="currentColor" stroke-width="2"></path></svg>'
    )


def _gallery(words: Words, dice: random.Random) -> str:
    found = "".join(f'<figure class="logo-item">{_picture(words, dice)}</figure>' for _ in range(PICTURES))
    return f'<div class="logo-wall swiper" data-autoplay="4000" data-speed="300">{found}</div>'


def _footer(words: Words, dice: random.Random) -> str:
    columns = "".join(
        f'<div class="footer-column col-md-3"><h4 class="widget-title">{words(2)}</h4><p>{words(50)}</p></div>'
        for _ in range(COLUMNS)
    )
    icons = "".join(
        f'<a class="social" href="/weiter/{n}" target="_blank" rel="noopener nofollow">{_icon(dice)}</a>'
        for n in range(ICONS)
    )
    return f'<footer id="colophon" class="site-footer"><div class="container">{columns}{icons}</div></footer>'


def _banner(words: Words) -> str:
    choices = "".join(
        f'<div class="choice"><input type="checkbox" id="choice-{n}" class="choice-box" data-group="{n}">'
        f'<label for="choice-{n}" class="choice-label">{words(2)}</label><p class="choice-text">{words(40)}</p></div>'
        for n in range(CHOICES)
    )
    return (
        f'<div id="consent" class="consent-modal" role="dialog" aria-modal="true"><p>{words(30)}</p>{choices}'
        f'<button type="button" class="btn btn-primary" data-action="all">{words(2)}</button></div>'
    )


def _script(size: int) -> str:
    one = json.dumps({"selector": ".swiper", "options": {"speed": 300, "loop": True}, "url": "/ajax", "nonce": "0f3a"})
    return f"<script>{f'register({one});' * max(0, size // (len(one) + 11))}</script>"


def _style(size: int) -> str:
    return f"<style>{''.join(f'.c{n}{{margin:{n}px;color:#{n:03x}}}' for n in range(max(0, size // 28)))}</style>"
