"""The words by which texts are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from morgue.analysis.analyzer import folded_words

_NUMBER = re.compile(r"\d[\d,./:\-]*")

_TICKER = re.compile(r"<\s*/?([A-Z][A-Z0-9]{0,5})(?:[.\-=][A-Z0-9]*)?\s*>|\(([A-Z]{2,5})(?:\.[A-Z]{1,2})?\)")
"""The symbol of a security as agencies print it in a headline: <IBM>, <IBM.N>, (IBM)."""

SHINGLE = 3
"""Words of a shingle: a run of words. Of the measures of text alone that were compared on gold pairs, shares of runs of
three told cuts and copies best; runs of five and eight lose what is re-edited, word by word."""


def words_of(text: str) -> list[str]:
    """Return the folded words of a text in order; each character of Han, Kana, Thai and their kin is one."""
    return folded_words(text)


def shingles(words: list[str], size: int = SHINGLE) -> frozenset[str]:
    """Return all runs of `size` words, each once."""
    return frozenset(runs_of(words, size))


def runs_of(words: list[str], size: int = SHINGLE) -> Iterable[str]:
    """Yield the runs of `size` words in order."""
    return map(" ".join, zip(*(words[at:] for at in range(size)), strict=False))


def numbers_of(text: str) -> frozenset[str]:
    """Return the numbers of a text as they are printed, in digits of ASCII."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return frozenset(found.strip(".,/-:") for found in _NUMBER.findall(plain))


def tickers_of(headline: str) -> frozenset[str]:
    """Return the symbols of securities in a headline, without the exchange: <IBM.N> is IBM."""
    if "<" not in headline and "(" not in headline:
        return frozenset()
    return frozenset(one or other for one, other in _TICKER.findall(headline))


def without_tickers(headline: str) -> str:
    """Return a headline without the symbols of securities."""
    return _TICKER.sub(" ", headline) if "<" in headline or "(" in headline else headline
