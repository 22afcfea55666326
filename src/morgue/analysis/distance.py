"""Compare written words: their edit distance, and the slips that people make."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache


def osa(a: str, b: str, limit: int) -> int:
    """Return the optimal string alignment distance of `a` and `b`, or `limit` + 1 where it is greater than `limit`.

    An insertion, a deletion, a replacement and the exchange of two neighbours cost 1 each; no part of a
    word is edited twice.
    """
    return _distance()(a, b, score_cutoff=limit)


@cache
def _distance() -> Callable[..., int]:
    from rapidfuzz.distance import OSA  # 14 ms, which a search without a slip does not pay

    return OSA.distance


def near_among(word: str, distance: int, candidates: Iterable[str]) -> list[str]:
    """Return the candidates that are at most `distance` edits from `word`, in their order."""
    from rapidfuzz.process import extract_iter

    near = extract_iter(word, candidates, scorer=_distance(), score_cutoff=distance)
    return [each for each, _, _ in near]


# -- slips: what people do to a word when they misspell it -----------------------------------------------------

_BLOCK = 128
"""Code points whose letters belong to one alphabet, as Unicode lays them out."""


def letters_near(word: str) -> str:
    """Return the letters and digits that may stand in a folded word: those of the blocks of Unicode that its own are in."""
    if word.isascii():
        return "abcdefghijklmnopqrstuvwxyz0123456789"
    blocks = dict.fromkeys(ord(each) // _BLOCK for each in word)
    letters = (chr(point) for block in blocks for point in range(block * _BLOCK, (block + 1) * _BLOCK))
    return "".join(
        each for each in letters if unicodedata.category(each)[0] in "LMN" and each == each.lower()
    )


def slips(word: str) -> set[str]:
    """Return all that is one edit away from a word: a letter left out, changed or put in, or two neighbours exchanged.

    Their number grows with the length of the word, not with the words of an archive.
    """
    ends = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {start + rest[1:] for start, rest in ends if rest}
    found |= {start + rest[1] + rest[0] + rest[2:] for start, rest in ends if len(rest) > 1}
    for letter in letters_near(word):
        found.update(start + letter + rest for start, rest in ends)
        found.update(start + letter + rest[1:] for start, rest in ends if rest)
    return found - {word, ""}


def alike_slips(word: str) -> set[str]:
    """Return the slips of a word among which are those that leave its letters or sound as people do it.

    They are a fifth of all slips, so that they can be looked up for every word of a query.
    """
    ends = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {start + rest[1:] for start, rest in ends if rest}
    found |= {start + rest[0] + rest for start, rest in ends if rest}
    found |= {start + rest[1] + rest[0] + rest[2:] for start, rest in ends if len(rest) > 1}
    if word.isascii():
        found |= {start + letter + rest for start, rest in ends for letter in _SILENT}
        found |= {
            start + letter + rest[1:] for start, rest in ends if rest for letter in _SAME.get(rest[0], "")
        }
    return found - {word, ""}


_SILENT = "chei"
"""Letters that are written or left out beside another without another sound: ck, gh, ei, ie."""

_SAME = {"c": "ksq", "k": "cq", "q": "kc", "s": "cz", "z": "s", "v": "w", "w": "v", "y": "i", "i": "y"}
"""Letters of which one may be written for the other."""


def is_alike(first: str, second: str) -> bool:
    """Return whether two folded words are one slip apart that leaves the letters or the sound as they are.

    Two neighbours are exchanged, a letter is doubled or not, or other letters are written for the same sound. Another
    letter for one is what tells words of a language apart (major and mayor, stock and shock), so it does not count.
    """
    return (len(first) == len(second) and sorted(first) == sorted(second)) or _sound(first) == _sound(second)


_SOUNDS = (
    (r"ph", "f"),
    (r"sch|sh", "S"),
    (r"th", "T"),
    (r"(?<!^)ck|qu|q|kh", "k"),
    (r"ch", "C"),
    (r"c(?=[eiy])", "s"),
    (r"c", "k"),
    (r"x", "ks"),
    (r"tz", "ts"),
    (r"z", "s"),
    (r"w", "v"),
    (r"(?<=[bdgprv])h", ""),
    (r"y", "i"),
    (r"e*i[ie]*", "i"),
    (r"(.)\1+", r"\1"),
)
"""Spellings that are read alike in the languages of the Latin alphabet, in the order in which they are replaced."""


def _sound(word: str) -> str:
    """Return a word with one letter for what is read alike."""
    for pattern, letter in _SOUNDS:
        word = re.sub(pattern, letter, word)
    return word
