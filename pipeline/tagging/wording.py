"""What the wording itself gives away: the language of an event and its price.

Reads no date and no place; says nothing (None) when the words do not.
"""

from __future__ import annotations

import re
from itertools import islice

import ahocorasick

from pipeline.tagging.lexicon import Spelled
from pipeline.tagging.vocabulary import Reading

AMOUNTS = 12  # a price list says no more
ENOUGH = 200  # words that are looked at: the language shows early
_NUMBER = r"(\d{1,3}(?:[. ]\d{3})*(?:[.,]\d{2})?)(?!\d)"
_UP_TO = r"(?:\s?(?:–|-|bis)\s?\d{1,4}(?:,\d{2})?)?"  # 10–25 €: the lower one counts
_AMOUNT = re.compile(rf"(?:€|EUR|Euro)\s?{_NUMBER}|(?<![\d.,–-]){_NUMBER}{_UP_TO}(?:,-|,–)?\s?(?:€|EUR\b|Euro\b)")
_NEAR = 60  # letters before and after an amount in which the reason for it stands
_BESIDE = 24  # letters before and after "kostenlos" in which stands what is
_GERMAN = frozenset("äöüß")
_STOP = re.compile(r"(?:(?<!\d)\.|[;!?\n])\s")  # not behind "1."
_OPENS = frozenset(["", *".!?;,|\n(·•"])
_CLOSES = frozenset(["", *".!;|\n)·•"])
DEAREST = 5_000.0  # EUR: more is no ticket


class Wording:
    """Language and price by the function and price words of `Reading`."""

    def __init__(self, reading: Reading) -> None:
        self._languages = {
            "de": frozenset(reading.german),
            "en": frozenset(reading.english),
            "": frozenset(reading.other),
        }
        self._spoken = {f" {phrase} ": code for phrase, code in reading.spoken.items()}
        self._free_words = ahocorasick.Automaton()
        for phrase in reading.free:
            self._free_words.add_word(phrase.casefold(), phrase)
        self._free_words.make_automaton()
        self._free = _any_of(reading.free)
        self._not_free = _any_of((*reading.not_free, *reading.denied))
        self._denied = _any_of(reading.denied)
        self._entry = _any_of(reading.entry)
        self._paid = _any_of(reading.paid)
        self._not_price = _any_of(reading.not_price)

    def language(self, title: Spelled, text: Spelled) -> str | None:
        """ "de" or "en": what the text says of itself, else by function words (those of the text count as much
        as those of the title); None when they do not tell."""
        both = title.lower + text.lower
        said = {code for phrase, code in self._spoken.items() if phrase in both}
        if len(said) == 1:
            return said.pop()
        words = both.split()[:ENOUGH]
        counts = {code: sum(map(known.__contains__, words)) for code, known in self._languages.items()}
        if not _GERMAN.isdisjoint(title.original):
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
        if next(self._free_words.iter(both.casefold()), None) is None:  # thirty times as quick as the pattern
            return None
        return "free" if any(self._of_all(found, both) for found in self._free.finditer(both)) else None

    def _of_all(self, free: re.Match[str], text: str) -> bool:
        """Is it the event that costs nothing, not the coffee?"""
        before = _sentence_end(text[max(0, free.start() - _BESIDE) : free.start()])
        after = _sentence_start(text[free.end() : free.end() + _BESIDE])
        clear = _alone(text, free) or any(self._entry.search(part) for part in (before, free[0], after))
        other = self._denied if clear else self._not_free
        return not any(other.search(beside) for beside in (before, after))

    def _ticket(self, amount: re.Match[str], text: str) -> float | None:
        before, after = text[max(0, amount.start() - _NEAR) : amount.start()], text[amount.end() : amount.end() + _NEAR]
        if self._not_price.search(_sentence_end(before) + amount[0] + _sentence_start(after)):
            return None
        if not (_alone(text, amount) or self._paid.search(before) or self._paid.search(after)):
            return None
        digits = (amount[1] or amount[2]).replace(" ", "")
        whole, _, cents = digits.partition(digits[-3]) if digits[-3:-2] in {",", "."} else (digits, "", "0")
        price = float(f"{re.sub(r'[.,]', '', whole)}.{cents}")
        return price if price <= DEAREST else None


def _alone(text: str, found: re.Match[str]) -> bool:
    """Does it stand by itself, between a comma or sentence's end and the next sentence's end?"""
    before, after = text[: found.start()].rstrip(" "), text[found.end() :].lstrip(" ")
    return before[-1:] in _OPENS and after[:1] in _CLOSES


def _sentence_end(text: str) -> str:
    """What of it belongs to the sentence that goes on behind it."""
    return _STOP.split(text)[-1]


def _sentence_start(text: str) -> str:
    """What of it belongs to the sentence that begins before it."""
    return _STOP.split(text)[0]


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(p) for p in phrases)})", re.IGNORECASE)
