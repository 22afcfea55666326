"""Stem words by the language of their article.

Every article has a *stem class*: the code of the language whose stemmer its words go through, `en` for English and
for unknown language in ASCII letters, or `-` where words stay as written. A stem is made of the word as it is
written (lower-cased, with its accents) by Snowball's algorithm, then folded, and then loses the endings of
`data/endings.tsv`; languages that Snowball does not know have only these. A few languages keep their own accented letters
in stems, as words whose endings differ by an accent alone are too many in them.

All languages share one field. So a token bears its language: the stem ends in a letter of CJK Extension G, the
*mark* of the class. The tokens of class `en` are stems without a mark: most archives have no others. Words that no
stemmer changes (digits, the characters of Han, Kana, Thai and their kin) have no mark either, so that they are one in
all classes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import ClassVar, NamedTuple

from morgue._startup.expression import expression
from morgue._startup.tables import read_rows
from morgue.analysis.analyzer import (
    Word,
    fold_letters,
    folded_words,
    indexable,
    is_ignored,
    stands_alone,
    stemmed,
    words,
    written,
)
from morgue.analysis.analyzer import stem as english_stem
from morgue.analysis.korean import korean_forms
from morgue.analysis.light_stemmer import light_stemmer, templates
from morgue.analysis.other_forms import other_forms

ENGLISH = "en"
"""The class of English, and of unknown language in ASCII letters."""

AS_WRITTEN = "-"
"""The class of languages without a stemmer, and of unknown ones in other letters."""

MARKS = 0x30000
"""The code point of mark number 0: CJK Extension G, letters to every tokenizer."""

DICTIONARIES = frozenset({"uk"})
"""The classes of which a query's word is asked in all its forms where their dictionary is installed: see `paradigms`."""

_TABLE = Path(__file__).with_name("data") / "stems.tsv"
_UNKNOWN = frozenset({"", "und", "mul", "zxx", "mis"})
_ASCII_LETTER = expression("[A-Za-z]")

StemWord = Callable[[str], str]
Stem = Callable[[str, str], str]


class StemClass(NamedTuple):
    """A row of the table: the class, the number of its mark, its stemmer and other codes of the language.

    `snowball` is the name of an algorithm, or - for none; `again` says that it is repeated until nothing changes, `chained`
    that the stem of a query's word is stemmed once more: see `query_tokens`. `letters` are those with accents that stay as
    they are in stems.
    """

    code: str
    number: int
    snowball: str
    again: bool
    chained: bool
    letters: str
    others: tuple[str, ...]

    @property
    def mark(self) -> str:
        """Return the letter at the end of this class's tokens."""
        return chr(MARKS + self.number)


@cache
def classes() -> dict[str, StemClass]:
    """Return the classes that bear a mark, by their code; `en` is none of them."""
    return {
        code: StemClass(
            code,
            int(number),
            snowball,
            rounds == "again",
            rounds == "chained",
            letters.strip("-"),
            tuple(others.split()),
        )
        for code, number, snowball, rounds, letters, others in read_rows(_TABLE)
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
    """Return the stem of a word in a class, without mark, folded but for letters that stay; `raw` is as `raw_word` has it.

    A function word that has a token of its own is its own stem.
    """
    folded = _fold(raw)
    return folded if folded in _unstemmed(code) else stem_by_rules(raw, code)


def stem_by_rules(raw: str, code: str) -> str:
    """Return the stem that the rules of a class make of any word, as `stem_in` has it."""
    folded = _fold(raw)
    return english_stem(folded) if code == ENGLISH else _stemmer(code)(_lowered(raw), folded)


def token(raw: str, code: str) -> str:
    """Return what is indexed for a word in an article of a class.

    `raw` is a word as `raw_word` has it. For `en` it is the stem; for other classes the stem and the mark.
    """
    if code == ENGLISH:
        return english_stem(_fold(raw))
    return _tokens(code)(_lowered(raw), _fold(raw))


def query_tokens(raw: str, codes: Iterable[str]) -> tuple[str, ...]:
    """Return the tokens that a word of a query is looked for by in all these classes, each once.

    They are those of `tokens_by_rules` and, in a class that a dictionary is installed for, those of all forms of the word
    (`paradigms`).
    """
    return tuple(dict.fromkeys(each for code in codes for each in _asked(raw, code)))


def _asked(raw: str, code: str) -> Iterator[str]:
    yield from tokens_by_rules(raw, code)
    if code in DICTIONARIES and not raw.isascii() and len(raw) <= LONGEST:
        yield from _tokens_of_forms(_lowered(raw), code)


def tokens_by_rules(raw: str, code: str) -> Iterator[str]:
    """Yield the tokens that a word of a query is looked for by in a class, without a dictionary; one may come twice.

    A word meets those of its stem, and those whose stem it is as it was typed, whole and without what `light_stemmer` takes
    off: of `kamion` the stem is `kami` in Hungarian, and of `kamionokat` it is `kamion`. Where endings are put behind endings
    (`chained`), its stem's own stem is looked for too, so that `kamionokat` finds `kamion` as well. So are the forms that
    `other_forms` makes of it. A Korean noun, which has no stem, is looked for with each of the particles that are written
    together with it.
    """
    folded = _fold(raw)
    if code == ENGLISH:
        yield english_stem(folded)
        return
    yield token(raw, code)
    if code == AS_WRITTEN:
        yield from korean_forms(folded)
    elif is_marked(code, folded):
        row = classes()[code]
        yield _without_endings(code, bare=True)(_lowered(raw), folded) + row.mark
        if folded not in _unstemmed(code):
            yield (_kept(row.letters)(_lowered(raw), folded) if row.letters else folded) + row.mark
        if row.chained and len(folded) <= LONGEST:
            shorter = _one_word(_snowball(row.snowball)(_lowered(raw)))
            if shorter is not None and _fold(shorter) not in _unstemmed(code):
                yield token(written(shorter), code)
        if len(folded) <= LONGEST:
            made = (token(form, code) for form in other_forms(_lowered(raw), code))
            yield from (each for each in made if each not in _function_words(code))


LISTED = {"nb": "no", "sr": "hr"}
"""Classes whose common words are listed by another code."""


@cache
def _function_words(code: str) -> frozenset[str]:
    """Return the tokens of the commonest words of a class, which no form of another word is looked for by."""
    from morgue.analysis.language import common_words

    return frozenset(token(word, code) for word in common_words(LISTED.get(code, code)))


_REMEMBERED = 1 << 12
"""Words of queries whose other forms are remembered, some 1 KB each."""


@lru_cache(_REMEMBERED)
def _tokens_of_forms(raw: str, code: str) -> tuple[str, ...]:
    from morgue.analysis.paradigms import stems_of_forms

    return stems_of_forms(raw, code, lambda form: token(form, code))


def prepared(text: str, code: str) -> str:
    """Return the tokens of a text in a class, with blanks between them.

    They are as many as `words(text)`, in the same order.
    """
    if code == ENGLISH:
        return stemmed(indexable(text))
    return " ".join([tokens for tokens, _, _ in map(_chunks(code).__getitem__, text.split())])


def analyse(text: str, code: str) -> tuple[str, str, Sequence[tuple[str, str]]]:
    """Return the folded words of a text and its tokens in a class other than `en`, each with blanks between them, and what is apart.

    That is (folded word, token) for each word that has another stem when it is typed without its accents. Whoever types
    `decidees` finds `décidées` by them, whose stem is made with its accents.
    """
    found = list(map(_chunks(code).__getitem__, text.split()))
    if not found:
        return "", "", ()
    tokens, folded, apart = zip(*found, strict=True)
    return " ".join(folded), " ".join(tokens), [each for some in filter(None, apart) for each in some]


def are_of_one_article(one: str, other: str) -> bool:
    """Return whether an article may have both tokens: each is of its language, or of all."""
    languages = {_language(one), _language(other)} - {None}
    return len(languages) < 2


def is_of_all(made: str) -> bool:
    """Return whether articles of every language may have a token: no stemmer changes the word."""
    return _language(made) is None


def unmarked(made: str) -> str:
    """Return a token, or its beginning, without the mark of its language."""
    return "".join(each for each in made if each < chr(MARKS))


def _language(made: str) -> str | None:
    """Return the mark of a token, "" for English, None for one that may be of any language."""
    if len(made) > 1 and made[-1] >= chr(MARKS):
        return made[-1]
    return "" if is_marked(AS_WRITTEN, made) else None


def _lowered(word: str) -> str:
    if word.isascii():
        return word.lower()
    composed = unicodedata.normalize("NFKC" if _is_wide(word) else "NFC", word).lower()
    if composed.isalpha() and _TATWEEL not in composed:  # but for the tatweel, what is ignored is no letter
        return composed
    return "".join(each for each in composed if not is_ignored(each))


def _is_wide(word: str) -> bool:
    """Return whether a word begins or ends with a Latin letter of full width, which no stemmer knows."""
    return "\uff21" <= word[0] <= "\uff5a" or "\uff21" <= word[-1] <= "\uff5a"


def _fold(word: str) -> str:
    return word.lower() if word.isascii() and word.isalnum() else "".join(folded_words(word))


_ROUNDS = 6
"""How often a word is stemmed at most: no word of the dictionaries that were tried changes a fifth time."""


LONGEST = 100
"""Letters of a word that is stemmed at most: none is as long, and some algorithms take the square of the length."""


@cache
def _snowball(algorithm: str) -> StemWord:
    import Stemmer

    stem_word: StemWord = Stemmer.Stemmer(algorithm, 0).stemWord
    return stem_word


def _one_word(text: str) -> str | None:
    """Return the folded form of a text that is one word, else None."""
    if text.isascii() and text.isalnum():
        return text.lower()
    if folded := fold_letters(text):
        return folded
    found = folded_words(text)
    return found[0] if len(found) == 1 else None


@cache
def _kept(letters: str) -> Stem:
    """Return the function that folds a raw word, given its folded form too, but for letters that stay as they are."""
    parted = re.compile(f"([{letters}]+)")

    def kept(raw: str, folded: str) -> str:
        parts = parted.split(raw)
        if len(parts) == 1:
            return folded
        parts[::2] = (indexable(each).lower() for each in parts[::2])
        made = "".join(parts)
        return made if made.isalnum() else folded

    return kept


@cache
def _without_endings(code: str, bare: bool = False) -> Stem:
    """Return the function that takes off what `endings.tsv` has of a class, of a raw word and its folded form.

    `bare` says that nothing is put behind the stem.
    """
    letters = classes()[code].letters
    take_off = light_stemmer(code, folded=not letters, bare=bare)
    if not letters:
        return lambda raw, folded: take_off(folded)
    kept = _kept(letters)
    return lambda raw, folded: take_off(kept(raw, folded))


@cache
def _stemmer(code: str) -> Stem:
    """Return the function that makes the stem of a raw word and its folded form."""
    row = classes()[code]
    if row.snowball == "-":
        return _without_endings(code)
    stem_word = _snowball(row.snowball)
    if row.letters:
        return _accented(code, stem_word)
    take_off = light_stemmer(code)
    singular = templates(code)
    rounds = _ROUNDS if row.again else 1

    def stem(raw: str, folded: str) -> str:
        if len(raw) > LONGEST:
            return folded
        current = singular(raw) if singular else raw
        for _ in range(rounds):
            shorter = _one_word(stem_word(current))
            if shorter is None or shorter == folded:
                break
            folded = shorter
            current = written(folded)
        return take_off(folded)

    return stem


def _accented(code: str, stem_word: StemWord) -> Stem:
    """Return the function of a class whose stems have letters with accents."""
    letters = classes()[code].letters
    kept, take_off = _kept(letters), light_stemmer(code, folded=False)

    def stem(raw: str, folded: str) -> str:
        return take_off(stem_word(kept(raw, folded)) or folded) if len(raw) <= LONGEST else folded

    return stem


def is_marked(code: str, folded: str) -> bool:
    """Return whether a folded word has a mark in a class other than `en`."""
    if folded.isdecimal() or (len(folded) == 1 and stands_alone(folded)):
        return False
    return code != AS_WRITTEN or _ASCII_LETTER.search(folded) is not None


_UNSTEMMED = chr(MARKS + 0xFFF)
"""What parts the tokens of function words from stems: they stand before the mark of the class."""


@cache
def _unstemmed(code: str) -> frozenset[str]:
    """Return the folded function words of a class that have a token of their own, because their stem is that of other words."""
    rows = read_rows(_TABLE.with_name("unstemmed.tsv"))
    return frozenset(_fold(word) for of, words in rows if of == code for word in words.split())


@cache
def _tokens(code: str) -> Stem:
    """Return the function that makes the token of a raw word and its folded form in a class other than `en`."""
    mark, stem, unstemmed = classes()[code].mark, _stemmer(code), _unstemmed(code)

    def marked(raw: str, folded: str) -> str:
        if folded in unstemmed:
            return folded + _UNSTEMMED + mark
        return stem(raw, folded) + mark if is_marked(code, folded) else folded

    return marked


KNOWN = 1 << 18
"""How many chunks of text and words all classes together remember at most: some 40 MB."""

_AROUND = ".,;:!?()[]\"'«»„“”‚‘’–—-…/"

LONG = 64
"""Code points of a chunk or word that is remembered, at most."""

_BETWEEN = expression(r"[\x00-\x2f\x3a-\x60\x7b-\x7f\u2018\u2019]+")
"""What may be between two words of a chunk, in lower case: ASCII that is neither letter nor digit, and apostrophes."""

_NUMBER = expression(r"[\d.,:/%+-]+")

_TATWEEL = "\u0640"


Apart = tuple[tuple[str, str], ...]
"""Folded words, with their tokens, that have another stem without their accents."""


_Known = tuple[str, str, Apart]
"""The tokens of a chunk, its folded words, and what is apart of them."""


class _Chunks(dict[str, _Known]):
    """What is known of what is written between white space, filled as it is met.

    Words are remembered too, in lower case and without what is around them, for the next chunk that has one of them.
    """

    every: ClassVar[list[_Chunks]] = []
    held: ClassVar[int] = 0

    def __init__(self, code: str) -> None:
        self._token = _tokens(code)
        self._code = code
        self._words: dict[str, _Known] = {}
        self.every.append(self)

    def __missing__(self, chunk: str) -> _Known:
        bare = chunk.strip(_AROUND).lower()
        made = self._words.get(bare) or self._word(bare) or self._parts(bare) or self._read(chunk)
        if len(chunk) <= LONG:
            if _Chunks.held >= KNOWN:
                self._forget()
            self[chunk] = made
            _Chunks.held += 1
        return made

    def _word(self, bare: str) -> _Known | None:
        """Return what is known of a word in lower case with nothing around it, or None of what is more or less than one."""
        if bare.isascii():
            if not bare.isalnum():
                return None
            made: _Known = (self._token(bare, bare), bare, ())
        else:
            # an accent or a mark before the first letter may be none of the word's
            folded = fold_letters(bare) if bare[0].isalnum() else None
            if folded is None:
                return None
            is_raw = bare.isalpha() and _TATWEEL not in bare and not _is_wide(bare)
            raw = bare if is_raw else _lowered(bare)
            token = self._token(raw, folded)
            made = (token, folded, () if raw == folded else self._apart(raw, folded, token))
        if len(bare) <= LONG:
            if _Chunks.held >= KNOWN:  # words are counted too: a long chunk has no end of them
                self._forget()
            self._words[bare] = made
            _Chunks.held += 1
        return made

    def _parts(self, bare: str) -> _Known | None:
        """Return what is known of words with ASCII between them, as `l'an` and `1,200`, or None of what is not those."""
        if "." in bare and not _NUMBER.fullmatch(bare):  # initials are one word
            return None
        parts = [self._words.get(each) or self._word(each) for each in _BETWEEN.split(bare) if each]
        known = list(filter(None, parts))
        if not parts or len(known) < len(parts):
            return None
        tokens, folded, apart = zip(*known, strict=True)
        return " ".join(tokens), " ".join(folded), tuple(chain.from_iterable(apart))

    def _read(self, chunk: str) -> _Known:
        """Return what is known of any chunk."""
        folded = folded_words(chunk)
        # copy in Han, kana or Thai has no blanks, so that a chunk is a sentence or a paragraph
        if not any(map(self._has_stem, folded)):
            text = " ".join(folded)
            return text, text, ()
        tokens: list[str] = []
        written_words: list[str] = []
        apart: list[tuple[str, str]] = []
        for word in words(chunk):
            if not self._has_stem(word.folded):
                tokens.append(word.folded)
                written_words.append(word.folded)
                continue
            raw = _lowered(raw_word(chunk, word))
            tokens.append(made := self._token(raw, word.folded))
            written_words.append(word.folded)
            apart += self._apart(raw, word.folded, made)
        return " ".join(tokens), " ".join(written_words), tuple(apart)

    def _has_stem(self, folded: str) -> bool:
        """Return whether the token of a folded word is another text than it: a stem, or a function word's own."""
        return is_marked(self._code, folded) or folded in _unstemmed(self._code)

    def _apart(self, raw: str, folded: str, made: str) -> Apart:
        if raw.isascii():
            return ()
        bare = written(folded)
        return ((folded, made),) if raw != bare and self._token(bare, folded) != made else ()

    @classmethod
    def _forget(cls) -> None:
        for each in cls.every:
            each.clear()
            each._words.clear()
        cls.held = 0


@cache
def _chunks(code: str) -> _Chunks:
    return _Chunks(code)
