"""Stem words by the language of their article.

Every article has a *stem class*: the code of the language whose stemmer its words go through, `en` for English and
for unknown language in ASCII letters, or `-` where words stay as written. A stem is made of the word as it is
written (lower-cased, with its accents), then folded, and stemmed again until nothing changes: the stems of two
forms of a word meet so, where one ending hides another (`limanlar`, `liman` and `lima` in Turkish).

All languages share one field. So a token bears its language: the stem ends in a letter of CJK Extension G, the
*mark* of the class. A plain English stemmer, which has no rule for a word that ends so, leaves it alone. The tokens
of class `en` are folded words without a mark, for the engine's own English stemmer. Words that no stemmer changes
(digits, the characters of Han, Kana, Thai and their kin) have no mark either, so that they are one in all classes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from morgue._startup.expression import expression
from morgue._startup.tables import read_rows
from morgue.analysis.analyzer import Word, folded_words, indexable, is_ignored, stands_alone, words, written
from morgue.analysis.analyzer import stem as english_stem

ENGLISH = "en"
"""The class of English, and of unknown language in ASCII letters."""

AS_WRITTEN = "-"
"""The class of languages without a stemmer, and of unknown ones in other letters."""

MARKS = 0x30000
"""The code point of mark number 0: CJK Extension G, letters to every tokenizer."""

_TABLE = Path(__file__).with_name("data") / "stems.tsv"
_UNKNOWN = frozenset({"", "und", "mul", "zxx", "mis"})
_ASCII_LETTER = expression("[A-Za-z]")
_OTHER_LETTER = expression(r"[^\x00-\x7f\W\d_]")

StemWord = Callable[[str], str]


class StemClass(NamedTuple):
    """A row of the table: the class, the number of its mark, its stemmer and other codes of the language."""

    code: str
    number: int
    kind: str
    stemmer: str
    others: tuple[str, ...]

    @property
    def mark(self) -> str:
        """Return the letter at the end of this class's tokens."""
        return chr(MARKS + self.number)


@cache
def classes() -> dict[str, StemClass]:
    """Return the classes that bear a mark, by their code; `en` is none of them."""
    return {
        code: StemClass(code, int(number), kind, stemmer, tuple(others.split()))
        for code, number, kind, stemmer, others in read_rows(_TABLE)
    }


@cache
def _class_by_tag() -> dict[str, str]:
    found = {tag: each.code for each in classes().values() for tag in (each.code, *each.others)}
    return found | {"en": ENGLISH, "eng": ENGLISH}


def stem_class(language: str | None, is_ascii: bool) -> str:
    """Return the stem class of an article.

    `language` is a language tag (BCP 47, in any case) or None where it is unknown; `is_ascii` says whether the letters of
    the article are ASCII, which counts only where its language is unknown.
    """
    primary = (language or "").replace("_", "-").partition("-")[0].lower()
    if primary in _UNKNOWN:
        return ENGLISH if is_ascii else AS_WRITTEN
    return _class_by_tag().get(primary, AS_WRITTEN)


def class_of(language: str | None, *texts: str | None) -> str:
    """Return the stem class of an article of this language; `texts` are its headline and body."""
    if language:
        return stem_class(language, is_ascii=False)
    return stem_class(None, is_ascii=not any(text and _has_other_letters(text) for text in texts))


def _has_other_letters(text: str) -> bool:
    return not text.isascii() and _OTHER_LETTER.search(text) is not None


def raw_word(text: str, word: Word) -> str:
    """Return a word of `words(text)` as a stemmer takes it: as written, lower-cased, composed, soft hyphens out.

    Where what is written is no plain spelling of the one word (initials, fractions, ligatures), its folded form.
    """
    written_word = text[word.start : word.end]
    if written_word.isascii():
        return word.folded
    raw = _lowered(written_word)
    return raw if _fold(raw) == word.folded else word.folded


def stem_in(raw: str, code: str) -> str:
    """Return the folded stem of a word in a class, without mark; `raw` is as `raw_word` has it."""
    folded = _fold(raw)
    if code == ENGLISH:
        return english_stem(folded)
    stemmer = _stemmer(code)
    return folded if stemmer is None else _stem(_lowered(raw), folded, stemmer)


def token(raw: str, code: str) -> str:
    """Return what is indexed for a word in an article of a class.

    `raw` is a word as `raw_word` has it. For `en` it is the folded word, which the engine stems; for other classes
    the stem and the mark.
    """
    if code == ENGLISH:
        return _fold(raw)
    return _tokens(code)(raw)


def query_tokens(raw: str, codes: Iterable[str]) -> tuple[str, ...]:
    """Return the tokens of a word in all these classes, each once, in their order."""
    return tuple(dict.fromkeys(token(raw, code) for code in codes))


def prepared(text: str, code: str) -> str:
    """Return the tokens of a text in a class, for a tokenizer of alphanumeric runs that lower-cases them.

    They are as many as `words(text)`, in the same order; for `en` it is the text of `indexable`.
    """
    if code == ENGLISH:
        return indexable(text)
    return " ".join(map(_chunks(code).__getitem__, text.split()))


def spellings(text: str, code: str) -> Iterator[tuple[str, str]]:
    """Yield (folded word, token) for each word of a text that has another stem when it is typed without its accents.

    Each once, in an order that is always the same. Whoever types `decidees` finds `décidées` by them, whose stem is
    made with its accents.
    """
    if code not in (ENGLISH, AS_WRITTEN):
        chunks = _chunks(code)
        for chunk in sorted(set(text.split())):
            yield from chunks.spelt(chunk)


def are_of_one_article(one: str, other: str) -> bool:
    """Return whether an article may have both tokens: each is of its language, or of all."""
    languages = {_language(one), _language(other)} - {None}
    return len(languages) < 2


def _language(made: str) -> str | None:
    """Return the mark of a token, "" for English, None for one that may be of any language."""
    if len(made) > 1 and made[-1] >= chr(MARKS):
        return made[-1]
    return "" if is_marked(AS_WRITTEN, made) else None


def _lowered(word: str) -> str:
    if word.isascii():
        return word.lower()
    composed = unicodedata.normalize("NFC", word).lower()
    return "".join(each for each in composed if not is_ignored(each))


def _fold(word: str) -> str:
    return word.lower() if word.isascii() and word.isalnum() else "".join(folded_words(word))


_ROUNDS = 6
"""How often a word is stemmed at most: no word of the dictionaries that were tried changes a fifth time."""


def _stem(raw: str, folded: str, stemmer: StemWord) -> str:
    """Return the folded stem; the word as it was where a stem would be empty or several words."""
    current = raw
    for _ in range(_ROUNDS):
        shorter = folded_words(stemmer(current))
        if len(shorter) != 1 or shorter[0] == folded:
            break
        folded = shorter[0]
        current = written(folded)
    return folded


@cache
def _stemmer(code: str) -> StemWord | None:
    """Return the function that stems a word in a class, or None for a class whose words stay as written."""
    row = classes()[code]
    if row.kind != "snowball":
        return None
    import Stemmer

    stem_word: StemWord = Stemmer.Stemmer(row.stemmer, 0).stemWord
    return stem_word


def is_marked(code: str, folded: str) -> bool:
    """Return whether a folded word has a mark in a class other than `en`."""
    if folded.isdecimal() or (len(folded) == 1 and stands_alone(folded)):
        return False
    return code != AS_WRITTEN or _ASCII_LETTER.search(folded) is not None


@cache
def _tokens(code: str) -> StemWord:
    """Return the function that makes the token of a raw word in a class other than `en`."""
    mark, stemmer = classes()[code].mark, _stemmer(code)

    def marked(raw: str) -> str:
        folded = _fold(raw)
        if not is_marked(code, folded):
            return folded
        return (folded if stemmer is None else _stem(raw, folded, stemmer)) + mark

    return marked


CHUNKS = 1 << 16
"""How many chunks of text a class remembers at most: some 10 MB."""

LONG = 64
"""Code points of a chunk that is too long to be remembered."""


class _Chunks(dict[str, str]):
    """The tokens of what is written between white space, filled as it is met."""

    def __init__(self, code: str) -> None:
        self._token = _tokens(code)
        self._spelt: dict[str, tuple[tuple[str, str], ...]] = {}

    def __missing__(self, chunk: str) -> str:
        found = words(chunk)
        tokens = [self._token(raw_word(chunk, word)) for word in found]
        made = " ".join(tokens)
        if len(chunk) <= LONG:
            if len(self) >= CHUNKS:
                self.clear()
                self._spelt.clear()
            self[chunk] = made
            if spelt := self._apart(found, tokens):
                self._spelt[chunk] = spelt
        return made

    def spelt(self, chunk: str) -> tuple[tuple[str, str], ...]:
        """Return the folded words of a chunk, with their tokens, that have another stem without their accents."""
        if chunk in self:
            return self._spelt.get(chunk, ())
        found = words(chunk)
        return self._apart(found, [self._token(raw_word(chunk, word)) for word in found])

    def _apart(self, found: Sequence[Word], tokens: Sequence[str]) -> tuple[tuple[str, str], ...]:
        return tuple(
            (word.folded, made)
            for word, made in zip(found, tokens, strict=True)
            if self._token(written(word.folded)) != made
        )


@cache
def _chunks(code: str) -> _Chunks:
    return _Chunks(code)
