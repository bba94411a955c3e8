"""The days that a form lets its visitor choose from: "Termin: [Sa., 5. Dezember 2026, 10–16 Uhr ▾]".

Looked at only where a page shows no event: else they filter what it lists.
"""

from __future__ import annotations

import re

from lxml import etree, html

# A day with its month; a number and a name alone is a month with its year.
_DAY = re.compile(
    r"(?<!\d)\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄÖÜ][a-zäöü]{2,8}\b)|\b[A-Z][a-z]{2,8} \d{1,2},? \d{4}\b|\b20\d\d-\d\d-\d\d\b"
)
ANOTHER = 1  # option without a day: "Bitte wählen"


def unfold(root: html.HtmlElement) -> bool:
    """Turns every select whose options are days into a list of these; whether there was one."""
    found = False
    for select in [*root.iter("select")]:
        texts = [" ".join(option.text_content().split()) for option in select.iter("option")]
        days = [text for text in texts if _DAY.search(text)]
        if days and len(texts) - len(days) <= ANOTHER:
            found = True
            for option in [*select]:
                select.remove(option)
            select.tag = "ul"
            for text in days:
                etree.SubElement(select, "li").text = text
    return found
