"""What the wording itself gives away: the language of an event and its price.

Reads no date and no place; says nothing (None) when the words do not.
"""

from __future__ import annotations

import re
from itertools import islice

from pipeline.tagging.lexicon import Spelled
from pipeline.tagging.vocabulary import Reading

AMOUNTS = 12  # a price list says no more
ENOUGH = 200  # words that are looked at: the language shows early
_NUMBER = r"(\d{1,3}(?:[. ]\d{3})*(?:[.,]\d{2})?)(?!\d)"
_AMOUNT = re.compile(rf"(?:€|EUR|Euro)\s?{_NUMBER}|(?<![\d.,]){_NUMBER}(?:,-|,–)?\s?(?:€|EUR\b|Euro\b)")
_NEAR = 60  # letters before and after an amount in which the reason for it stands


class Wording:
    """Language and price by the function and price words of `Reading`."""

    def __init__(self, reading: Reading) -> None:
        self._languages = {
            "de": frozenset(reading.german),
            "en": frozenset(reading.english),
            "": frozenset(reading.other),
        }
        self._free = [phrase.casefold() for phrase in reading.free]
        self._paid = _any_of(reading.paid)
        self._not_price = _any_of(reading.not_price)

    def language(self, title: Spelled, text: Spelled) -> str | None:
        """ "de" or "en" by function words (the text counts as much as the title); None when they do not tell."""
        words = (title.lower + text.lower).split()[:ENOUGH]
        counts = {code: sum(word in known for word in words) for code, known in self._languages.items()}
        if any(c in "äöüß" for c in title.original):
            counts["de"] += 1
        best = max(counts, key=lambda code: counts[code])
        others = max(count for code, count in counts.items() if code != best)
        return best or None if counts[best] > others else None

    def price(self, title: str, text: str) -> str | None:
        """ "free", "from N EUR" (the lowest price of a ticket), or None when the text does not say."""
        both = f"{title}\n{text}"
        if "€" in both or "EUR" in both or "Euro" in both:
            found = islice(_AMOUNT.finditer(both), AMOUNTS)
            prices = [price for price in (self._ticket(amount, both) for amount in found) if price is not None]
            if any(prices):
                return f"from {min(filter(None, prices)):.2f} EUR".replace(".00 EUR", " EUR")
            if prices:
                return "free"
        plain = " ".join(both.casefold().split())
        return "free" if any(phrase in plain for phrase in self._free) else None

    def _ticket(self, amount: re.Match[str], text: str) -> float | None:
        around = text[max(0, amount.start() - _NEAR) : amount.end() + _NEAR]
        if self._not_price.search(around) or not self._paid.search(around):
            return None
        digits = (amount[1] or amount[2]).replace(" ", "")
        whole, _, cents = digits.partition(digits[-3]) if digits[-3:-2] in {",", "."} else (digits, "", "0")
        return float(f"{re.sub(r'[.,]', '', whole)}.{cents}")


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(p) for p in phrases)})", re.IGNORECASE)
