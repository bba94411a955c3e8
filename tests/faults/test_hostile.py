"""Texts that are meant to break out, from a calendar on a site through a whole run into every output: inert."""

from __future__ import annotations

import json
from collections.abc import Iterator

import icalendar
import lxml.etree
import lxml.html
import pytest

from tests.faults.ground import NOW, Ground, calendar, ground

TEXTS = {
    "calendar lines": "Abend\\nEND:VEVENT\\nBEGIN:VEVENT\\nUID:evil\\nSUMMARY:evil",
    "script": "<script>alert(1)</script> Abend",
    "handler": '"><img src=x onerror=alert(1)> Abend',
    "formula": "=cmd|' /C calc'!A0 Abend",
    "template": "{{7*7}} {% raw %} ${7*7} Abend",
    "sql": "Robert'); drop table events;-- Abend",
    "terminal": "Abend \x1b[2J\x1b]0;evil\x07",
    "path": "../../../etc/passwd Abend",
    "bidi": "Abend \u202egnp.exe\u2066",
    "cdata": "]]> <![CDATA[ Abend ]]>",
    "markup of the terminal": "[bold red]Abend[/] [link=javascript:alert(1)]",
    "nul and noncharacters": "Abend \x00 \ufffe \uffff",
}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("hostile"), sources=1) as made:
        answer = calendar("haus0", len(TEXTS))
        lines = answer["body"].split("\r\n")
        texts = iter(TEXTS.values())
        body = "\r\n".join(f"SUMMARY:{next(texts)}" if line.startswith("SUMMARY") else line for line in lines)
        body = body.replace("END:VEVENT", "URL:javascript:alert(1)\r\nEND:VEVENT")
        made.server.script(made.sites["haus0"], {"/": {**answer, "body": body}})
        made.run(NOW)
        yield made


def test_nothing_was_lost_or_added(here: Ground) -> None:
    assert len(here.events()) == len(TEXTS)


def test_calendar(here: Ground) -> None:
    parsed = icalendar.Calendar.from_ical((here.data / "public/feeds/startup-termine.ics").read_bytes())
    events = parsed.walk("VEVENT")
    assert len(events) == len(here.events())
    assert {str(event["UID"]) for event in events} == set(here.events())
    assert not [event for event in events if "javascript:" in str(event.get("URL", ""))]


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_news(here: Ground, form: str) -> None:
    root = lxml.etree.fromstring((here.data / f"public/feeds/startup-termine.{form}").read_bytes())
    links = [*root.iterfind(".//{*}link")]
    assert not [link for link in links if "javascript" in f"{link.text} {link.get('href')}"]
    rich = [
        node for name in ("description", "encoded", "content", "summary") for node in root.iterfind(f".//{{*}}{name}")
    ]
    assert len(rich) >= len(here.events())
    for node in rich:  # titles are plain text in both forms
        html = lxml.html.fromstring(f"<div>{node.text or ''}</div>")
        assert not list(html.iter("script", "img", "iframe"))
        assert not [name for part in html.iter() for name in part.attrib if name.startswith("on")]


def test_json(here: Ground) -> None:
    items = json.loads((here.data / "public/feeds/startup-termine.json").read_bytes())["items"]
    assert len(items) == len(here.events())
    assert "javascript:" not in json.dumps([item.get("url") for item in items])


def test_page(here: Ground) -> None:
    page = lxml.html.fromstring((here.data / "public/index.html").read_bytes())
    assert not [node for node in page.iter("img") if node.get("src") == "x"]
    assert not [node for node in page.iter("script") if "alert(1)" in (node.text or "")]
    assert not [value for node in page.iter() for value in node.attrib.values() if value.startswith("javascript:")]
    assert not [name for node in page.iter() for name in node.attrib if name.startswith("on")]


def test_run_files_and_log_hold_no_control_characters(here: Ground) -> None:
    for path in [path for path in here.data.rglob("*") if path.suffix in (".jsonl", ".log", ".prom")]:
        text = path.read_text("utf-8")
        assert not [char for char in text if (char < " " and char != "\n") or char in "\x7f\u202e\u2066"], path.name


def test_terminal(here: Ground) -> None:
    for arguments in (["source", "health"], ["publish"], ["doctor"]):
        done = here.cli(*arguments)
        assert "\x1b" not in done.stdout + done.stderr
