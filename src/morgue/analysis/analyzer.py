"""The one analysis: what a word is, how it is folded, and what its stem is.

A word is a run of letters, marks and digits. Case and accents are folded away, and letters that are one to a reader
are one (`_SPELLINGS`, digits of every script, traditional and simplified Chinese); initials join (`U.S.`, `U.S`
and `US` are one word); in Han, Hiragana, Katakana, Thai, Lao, Khmer and Myanmar each letter is a word.
Stems are English (Snowball "english", the algorithm of Porter 2).

Engines tokenize natively for speed. `indexable` turns a text into one of which a plain tokenizer (runs of
alphanumeric characters, lower-cased) makes exactly the words of `words`; where a text holds nothing but
ASCII and no initials it is returned as it is. Both functions read the same character table and the same
rule for initials, so that they cannot disagree.

Marks that belong to the spelling (Indic vowel signs, the virama) are no alphanumeric characters to a plain
tokenizer: inside words each is written as a letter of CJK Extension B (`_MARK_BASE`); `written` undoes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from morgue._startup.expression import expression
from morgue._startup.frozen import frozen
from morgue._startup.tables import read_rows

_DATA = Path(__file__).with_name("data")


class Word(NamedTuple):
    """A word of a text: `start` and `end` are code points in it, `folded` is what is compared."""

    start: int
    end: int
    folded: str


_MARK_BASE = 0x20000 - 0x700
_MARKS = range(0x700, 0x700 + 0xA6E0)

_ACCENTS = (
    range(0x0300, 0x0370),  # combining diacritical marks
    range(0x0483, 0x048A),  # Cyrillic titlo and its kin
    range(0x0591, 0x05C8),  # Hebrew points
    range(0x0610, 0x061B),  # Arabic honorifics
    range(0x064B, 0x0660),  # Arabic vowel marks
    range(0x0670, 0x0671),
    range(0x06D6, 0x06EE),
    range(0x08D3, 0x0900),
    range(0x093C, 0x093D),  # the nukta of scripts that write foreign sounds with it, or leave it out
    range(0x0A3C, 0x0A3D),
    range(0x0ABC, 0x0ABD),
    range(0x0CBC, 0x0CBD),
    range(0x1AB0, 0x1B00),
    range(0x1DC0, 0x1E00),
    range(0x20D0, 0x2100),
    range(0xFE00, 0xFE10),  # variation selectors
    range(0xFE20, 0xFE30),
    range(0xE0100, 0xE01F0),
)

_IGNORED = frozenset("\u00ad\u0640\u200c\u200d\u2060\ufeff")
"""Inside a word and no part of it: soft hyphen, tatweel, joiners, byte order mark."""

_SPELLINGS = {
    # with a stroke, and ligatures
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ħ": "h",
    "ŧ": "t",
    "ĸ": "k",
    "ŋ": "n",
    "ɓ": "b",
    "ɗ": "d",
    "ƙ": "k",
    "ə": "e",
    "\u05f0": "\u05d5\u05d5",  # Yiddish double vav, vav yod and double yod
    "\u05f1": "\u05d5\u05d9",
    "\u05f2": "\u05d9\u05d9",
    # Arabic, as keyboards of Arabic, Persian, Urdu and Kurdish have it
    "\u0671": "\u0627",  # alef wasla
    "\u06a9": "\u0643",  # keheh and swash kaf: kaf
    "\u06aa": "\u0643",
    "\u0649": "\u064a",  # alef maksura and Farsi yeh: yeh
    "\u06cc": "\u064a",
    "\u0629": "\u0647",  # teh marbuta, heh goal, teh marbuta goal, ae: heh
    "\u06c1": "\u0647",
    "\u06c3": "\u0647",
    "\u06d5": "\u0647",
    # letters without a vowel: once with a virama and a joiner, today letters of their own
    "\u09ce": "\u09a4\u09cd",  # Bengali khanda ta
    "\u0d54": "\u0d2e\u0d4d",  # Malayalam chillu
    "\u0d55": "\u0d2f\u0d4d",
    "\u0d56": "\u0d34\u0d4d",
    "\u0d7a": "\u0d23\u0d4d",
    "\u0d7b": "\u0d28\u0d4d",
    "\u0d7c": "\u0d30\u0d4d",
    "\u0d7d": "\u0d32\u0d4d",
    "\u0d7e": "\u0d33\u0d4d",
    "\u0d7f": "\u0d15\u0d4d",
    # letters that are printed as apostrophes too, or left out
    "\u02bb": " ",
    "\u02bc": " ",
    "\u02be": "",
    "\u02bf": "",
}
"""Letters that are one to a reader with others, though Unicode does not decompose them.

Heh doachashmee (U+06BE) is no heh: Urdu has it for another sound, as in two of its commonest verbs (to say, to eat). Teh
marbuta is heh as in Lucene's normalizer: it is printed without its dots as often as the writer likes.
"""

_LETTERS_APART = frozenset("й")
"""Letters that Unicode decomposes though no reader takes them for the other: the plural of many words has `и`."""

_CHARACTER_WORDS = (
    range(0x0E01, 0x0E5C),  # Thai
    range(0x0E81, 0x0EE0),  # Lao
    range(0x1000, 0x10A0),  # Myanmar
    range(0x1780, 0x1800),  # Khmer
    range(0x2E80, 0x2FE0),  # Han radicals
    range(0x3005, 0x3008),
    range(0x3021, 0x3030),
    range(0x3031, 0x3100),  # Hiragana, Katakana
    range(0x31F0, 0x3200),
    range(0x3400, 0x4DC0),
    range(0x4E00, 0xA000),
    range(0xA9E0, 0xAA00),  # Myanmar extended
    range(0xAA60, 0xAA80),
    range(0xF900, 0xFB00),
    range(0x1AFF0, 0x1B170),
    range(0x20000, 0x32000),
)


def _is_accent(character: str) -> bool:
    return any(ord(character) in block for block in _ACCENTS)


def is_ignored(character: str) -> bool:
    """Return whether a character inside a word is no part of it."""
    return character in _IGNORED


@lru_cache(maxsize=1 << 14)
def stands_alone(character: str) -> bool:
    """Return whether a character is a word by itself, as in Han, Kana and Thai."""
    alone = any(ord(character) in block for block in _CHARACTER_WORDS)
    return alone and unicodedata.category(character) != "Nd"


@cache
def _simplified() -> dict[int, str]:
    """Return the simplified character of each traditional one; read when the first Han character is met."""
    return {
        ord(each): other
        for traditional, simplified in read_rows(_DATA / "han.tsv")
        for each, other in zip(traditional, simplified, strict=True)
    }


def _spelt(character: str) -> str:
    """Return a folded, decomposed character as it is in an indexable text."""
    category = unicodedata.category(character)
    if category[0] in "LN":
        return character
    if category[0] == "M":
        return chr(ord(character) + _MARK_BASE) if ord(character) in _MARKS else ""
    return " "


def _one_letter(character: str) -> str:
    """Return what a character is spelt with: case and accents gone, letters that are one to a reader one."""
    if character.lower() in _LETTERS_APART:
        return character.lower()
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold()).lower()
    kept = "".join(each for each in spread if each not in _IGNORED and not _is_accent(each))
    return "".join(map(_common, unicodedata.normalize("NFC", kept)))


def _common(character: str) -> str:
    """Return the commonest way to write a letter or digit of lower case."""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if "\u3400" <= character <= "\u9fff":
        return _simplified().get(ord(character), character)
    return _SPELLINGS.get(character, character)


def _fold_character(character: str) -> str:
    """Return what stands for one character in an indexable text: "" inside a word, " " between words."""
    if character in _IGNORED or _is_accent(character):
        return ""
    if unicodedata.category(character)[0] not in "LMN":
        return " "
    letters = _one_letter(character)
    spelt = "".join(map(_spelt, letters))
    if any(map(stands_alone, letters)):
        return " " + " ".join(spelt.replace(" ", "")) + " "
    return spelt


class _Characters(dict[int, str]):
    """The character table, filled as characters are met; for str.translate."""

    def __missing__(self, point: int) -> str:
        folded = self[point] = _fold_character(chr(point))
        return folded


_CHARACTERS = _Characters()

_PLAIN = "\x00-\x7f\u00a0-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u2000-\u200b\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2122"
"""ASCII, and separators so common in copy that they are left as they are."""

_SPECIAL = expression(f"[^{_PLAIN}]+")
_LETTER = r"[^\W\d_]"
_SPELT_INITIALS = rf"(?<![^\W_]){_LETTER}(?:\.{_LETTER})+(?![^\W_])"
_INITIALS = expression(_SPELT_INITIALS)
_WORD = expression(rf"{_SPELT_INITIALS}|[^\W_]+")
_RUN = expression(r"[^\W_]+")
_ASCII_INITIALS = expression(r"\.[A-Za-z](?![A-Za-z0-9])(?<=(?<![A-Za-z0-9])[A-Za-z]\.[A-Za-z])")
"""The full stop of the first two initials, in ASCII: found from the stop, which is rarer than letters."""


_VOICED = expression("[\uff66-\uff9d][\uff9e\uff9f]")
"""Katakana of half width with its sign of voice, which NFC leaves two characters."""


def _voiced(match: re.Match[str]) -> str:
    """Return the kana that two characters are, and what is no kana as it is."""
    made = unicodedata.normalize("NFKC", match[0])
    return made if len(made) == 1 else match[0]


def _translated(match: re.Match[str]) -> str:
    return _VOICED.sub(_voiced, unicodedata.normalize("NFC", match[0])).translate(_CHARACTERS)


def _joined(match: re.Match[str]) -> str:
    return match[0].replace(".", "")


def indexable(text: str) -> str:
    """`text` for a tokenizer that makes words of alphanumeric runs and lower-cases them.

    The result has the words of `words(text)` in order; its offsets are not those of `text`.
    """
    if text.isascii():
        return _without_stops(text)
    return _INITIALS.sub(_joined, _SPECIAL.sub(_translated, text))


def fold_letters(text: str) -> str | None:
    """Return the folded form of a text that is one word without initials, as `folded_words` has it, in a third of the time.

    None where that is not easily seen: of several words, of none, of letters that are not composed.
    """
    if not unicodedata.is_normalized("NFC", text):
        return None
    folded = text.translate(_CHARACTERS).lower()
    return folded if folded.isalnum() else None


def _without_stops(text: str) -> str:
    """Return an ASCII text with its initials joined; the text itself where it has none."""
    found = _ASCII_INITIALS.search(text)
    if found is None:
        return text
    pieces: list[str] = []
    last = 0
    while found and (initials := _INITIALS.match(text, found.start() - 1)):
        pieces += (text[last : found.start() - 1], initials[0].replace(".", ""))
        last = initials.end()
        found = _ASCII_INITIALS.search(text, last)
    return "".join((*pieces, text[last:]))


def _composed(run: str, base: int) -> Iterator[tuple[int, int, str]]:
    """Yield the characters of a run as NFC has them: start and end in the text, and what is composed of that.

    Katakana of half width is one character with its sign of voice.
    """
    if unicodedata.is_normalized("NFC", run) and not _VOICED.search(run):
        yield from ((base + at, base + at + 1, character) for at, character in enumerate(run))
        return
    start, made = 0, ""
    for at, character in enumerate(run):
        alone = unicodedata.normalize("NFC", character)  # which is another for the sign of angstrom, or two
        longer = _VOICED.sub(_voiced, unicodedata.normalize("NFC", made + character))
        is_apart = not unicodedata.combining(character) or stands_alone(character)
        if made and is_apart and longer == made + alone:
            yield base + start, base + at, made
            start, made = at, alone
        else:
            made = longer
    yield base + start, base + len(run), made


@frozen
class _Spread:
    """A translated text, and for each of its characters where in the text it comes from."""

    text: str
    starts: list[int]
    ends: list[int]


def _spread(text: str) -> _Spread:
    """Return the translated text; a character that is left out belongs to the one before it."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for match in _SPECIAL.finditer(text):
        pieces.append(text[last : match.start()])
        starts.extend(range(last, match.start()))
        ends.extend(range(last + 1, match.start() + 1))
        last = match.end()
        for start, end, character in _composed(match[0], match.start()):
            folded = _CHARACTERS[ord(character)] if len(character) == 1 else character.translate(_CHARACTERS)
            pieces.append(folded)
            starts += [start] * len(folded)
            ends += [end] * len(folded)
            at = len(ends) - 1
            while not folded and at >= 0 and ends[at] == start:
                ends[at] = end
                at -= 1
    pieces.append(text[last:])
    starts.extend(range(last, len(text)))
    ends.extend(range(last + 1, len(text) + 1))
    return _Spread("".join(pieces), starts, ends)


def words(text: str) -> list[Word]:
    """Return the words of a text with their offsets in it, in order."""
    if text.isascii():
        return [
            Word(match.start(), match.end(), match[0].replace(".", "").lower())
            for match in _WORD.finditer(text)
        ]
    spread = _spread(text)
    return [
        Word(spread.starts[match.start()], spread.ends[match.end() - 1], match[0].replace(".", "").lower())
        for match in _WORD.finditer(spread.text)
    ]


SHORT = 64
"""Code points of a text whose words are remembered."""

_word_cache = lru_cache(maxsize=1 << 14)(lambda text: tuple(words(text)))


def cached_words(text: str) -> Sequence[Word]:
    """Return the words of a text, remembered where it is as short as a word of a query or a run between white space."""
    return _word_cache(text) if len(text) <= SHORT else words(text)


def special_places(text: str) -> Iterator[int]:
    """Return where runs of characters begin that are neither ASCII nor a common separator."""
    return (match.start() for match in _SPECIAL.finditer(text))


def word_at(text: str, at: int) -> Word:
    """Return the word of a plain text that has the letter or digit at `at`, which begins a word or an initial.

    Plain is what `special_places` finds nothing in. Linear in the length of the initials.
    """
    start = at
    while start > 1 and text[start - 1] == "." and text[start - 2].isalpha():
        if start > 2 and text[start - 3].isalnum():
            break
        start -= 2
    match = _WORD.match(text, start)
    if match is None or match.end() <= at:
        match = _WORD.match(text, at)
    if match is None:
        return Word(at, at + 1, text[at].lower())
    return Word(match.start(), match.end(), match[0].replace(".", "").lower())


def folded_words(text: str) -> list[str]:
    """Return the words of a text without their offsets."""
    return indexed_words(indexable(text))


def indexed_words(prepared: str) -> list[str]:
    """Return the words of a text that `indexable` has made; it is not to be made so twice."""
    if prepared.isascii():
        return prepared.translate(_ASCII_WORDS).split()
    return _RUN.findall(prepared.lower())  # its letters of other scripts are small ones


_ASCII_WORDS = "".join(chr(each).lower() if chr(each).isalnum() else " " for each in range(128))
"""ASCII with the small letters and the digits that words are made of, and blanks between them; for str.translate."""


@cache
def _stemmer() -> Callable[[str], str]:
    import Stemmer

    stem_word: Callable[[str], str] = Stemmer.Stemmer("english", 0).stemWord  # what is remembered is below
    return stem_word


STEMS = 1 << 17
"""How many words are remembered with their stems: some 20 MB."""

_LONGEST = 64
"""Letters of a word that is remembered, at most."""


class _EnglishStems(dict[str, str]):
    """The English stems of folded words, filled as they are met; all are forgotten where they are too many."""

    def __missing__(self, word: str) -> str:
        found = _stemmer()(word)
        if len(word) <= _LONGEST:
            if len(self) >= STEMS:
                self.clear()
            self[word] = found
        return found


_ENGLISH_STEMS = _EnglishStems()


def stem(folded: str) -> str:
    """Return the English stem of a folded word."""
    return _ENGLISH_STEMS[folded]


def stemmed(prepared: str) -> str:
    """Return the English stems of a text that `indexable` has made, in order, with blanks between them."""
    return " ".join(map(_ENGLISH_STEMS.__getitem__, indexed_words(prepared)))


ENGLISH = "en"
"""The stem class of English: see `morgue.analysis.stems`."""

IRREGULAR = {"die": "dying", "lie": "lying", "tie": "tying"}
"""Stems, and the word of each that shares only a letter with it."""


FOLDED = 1_000
"""Characters of a metadata value that are compared."""

_READ = 16 * FOLDED
"""Characters of a value that are looked at for them: what else it has, accents for most of it, is not compared."""


class _Values(dict[int, str]):
    """The character table of metadata values, filled as characters are met; for str.translate."""

    def __missing__(self, point: int) -> str:
        folded = self[point] = _one_letter(chr(point))
        return folded


_VALUES = _Values()


def fold(value: str) -> str:
    """Return a metadata value for comparison: case and accents gone, white space single, at most FOLDED characters."""
    return _fold(value) if len(value) <= FOLDED else _fold.__wrapped__(_head(value))


def _head(value: str) -> str:
    """Return the beginning of a long value with its white space single."""
    return " ".join(value[: 16 * _READ].split())[:_READ]


@lru_cache(maxsize=1 << 14)
def _fold(value: str) -> str:
    folded = " ".join(value.split())
    if folded.isascii():
        return folded.lower()[:FOLDED].rstrip()
    kept = unicodedata.normalize("NFC", folded).translate(_VALUES)
    return " ".join(unicodedata.normalize("NFC", kept).split())[:FOLDED].rstrip()


class _Written(dict[int, str]):
    """The characters as people read them, filled as they are met; for str.translate."""

    def __missing__(self, point: int) -> str:
        character = self[point] = _mark_again(chr(point))
        return character


_WRITTEN = _Written()


def written(folded: str) -> str:
    """Return an indexed word for people to read: marks as marks again."""
    return folded if folded.isascii() else folded.translate(_WRITTEN)


def _mark_again(character: str) -> str:
    """Return the mark that a letter stands for; the letter itself, an ideograph, where it stands for none."""
    point = ord(character) - _MARK_BASE
    if point not in _MARKS or _is_accent(chr(point)):
        return character
    return chr(point) if unicodedata.category(chr(point))[0] == "M" else character
