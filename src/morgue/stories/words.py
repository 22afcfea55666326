"""The words by which texts are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from morgue.analysis.analyzer import indexable, indexed_words

_NUMBER = re.compile(r"\d[\d,./:\-]*")

_THOUSANDS = re.compile(r"(?<=\d)[,.'’\u00a0\u2009\u202f](?=\d{3}(?!\d))")
"""The sign between groups of three digits: papers print 1,204 and 1.204 and 1 204 and 1204."""

_TICKER = re.compile(r"<\s*/?([A-Z][A-Z0-9]{0,5})(?:[.\-=][A-Z0-9]*)?\s*>|\(([A-Z]{2,5})(?:\.[A-Z]{1,2})?\)")
"""The symbol of a security as agencies print it in a headline: <IBM>, <IBM.N>, (IBM)."""

SHINGLE = 3
"""Words of a shingle: a run of words. Of the measures of text alone that were compared on gold pairs, shares of runs of
three told cuts and copies best; runs of five and eight lose what is re-edited, word by word."""

STEM = 4
"""Letters of a word that all its forms begin with, in most languages with endings."""

Run = str
"""A run of words with blanks between them: of strings the garbage collector has nothing to follow, as it has of tuples."""

_FOLDED = bytes(
    byte + 32 if 65 <= byte <= 90 else byte if byte > 127 or chr(byte).isalnum() else 32
    for byte in range(256)
)
"""ASCII letters lowered, all else that is no letter or digit a space."""

_SEPARATORS = "’‘“”–—…•\u00a0·»«£€©®™"
"""The commonest signs of copy that are not ASCII and part words: without them most texts in Latin letters are ASCII, once folded."""


def words_of(text: str) -> list[str]:
    """Return the folded words of a text in order, those of `analyzer.words`; each character of Han, Kana, Thai and their kin is one."""
    return words_of_indexable(indexable(_without_separators(text)))


def words_of_indexable(prepared: str) -> list[str]:
    """Return the words of a text that `analyzer.indexable` has made."""
    return indexed_words(_without_separators(prepared))


def encoded_words(prepared: str) -> list[bytes]:
    """Return the words of a text that `analyzer.indexable` has made, in UTF-8."""
    prepared = _without_separators(prepared)
    if prepared.isascii():
        return prepared.encode().translate(_FOLDED).split()
    return [word.encode() for word in indexed_words(prepared)]


def _without_separators(text: str) -> str:
    if not text.isascii():
        for sign in _SEPARATORS:
            text = text.replace(sign, " ")
    return text


def shingles(words: list[str], size: int = SHINGLE) -> frozenset[Run]:
    """Return all runs of `size` words, each once."""
    return frozenset(runs_of(words, size))


def runs_of(words: list[str], size: int = SHINGLE) -> Iterable[Run]:
    """Yield the runs of `size` words in order."""
    return map(" ".join, zip(*(words[at:] for at in range(size)), strict=False))


def beginnings(words: Sequence[str], named: Iterable[str]) -> set[str]:
    """Return by what the words of a text are known again in other forms of them.

    That is four letters of words of five and more, which leaves out most words that only connect others, in any language; two
    syllables of Korean; pairs of Han characters that follow each other, for which `words` are in order. `named` are those that count.
    """
    found = {word[:STEM] for word in named if len(word) > STEM and not word.isdecimal()}
    if any(not word.isascii() for word in named):
        found |= {word[:2] for word in named if len(word) > 1 and "\uac00" <= word[0] <= "\ud7a3"}
        found |= {one + other for one, other in pairwise(words) if _is_han(one) and _is_han(other)}
    return found


def _is_han(word: str) -> bool:
    return "\u3400" <= word <= "\u9fff"


def numbers_of(text: str) -> frozenset[str]:
    """Return the numbers of a text as they are printed, in digits of ASCII."""
    found = _NUMBER.findall(_THOUSANDS.sub("", text))
    if not text.isascii():
        found = [each if each.isascii() else "".join(map(_digit, each)) for each in found]
    return frozenset(each.strip(".,/-:") for each in found)


def _digit(character: str) -> str:
    return str(unicodedata.decimal(character, character))


def tickers_of(headline: str) -> frozenset[str]:
    """Return the symbols of securities in a headline, without the exchange: <IBM.N> is IBM."""
    if "<" not in headline and "(" not in headline:
        return frozenset()
    return frozenset(one or other for one, other in _TICKER.findall(headline))


def without_tickers(headline: str) -> str:
    """Return a headline without the symbols of securities."""
    return _TICKER.sub(" ", headline) if "<" in headline or "(" in headline else headline
