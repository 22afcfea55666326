"""How written words are compared: edit distance, wildcards and slips, the same for engines, snippets and hints."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable


def osa(a: str, b: str, limit: int) -> int:
    """The optimal string alignment distance of `a` and `b`, or `limit` + 1 where it is greater than `limit`.

    An insertion, a deletion, a replacement and the exchange of two neighbours cost 1 each; no part of a
    word is edited twice. Only the diagonal band of width 2 * `limit` + 1 is computed.
    """
    if a == b:
        return 0
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    a, b = _differing(a, b)
    over = limit + 1
    columns = len(b)
    before: list[int] = []
    above = [min(column, over) for column in range(columns + 1)]
    for row, letter in enumerate(a, 1):
        first, last = max(1, row - limit), min(columns, row + limit)
        line = [over] * (columns + 1)
        if row <= limit:
            line[0] = row
        for column in range(first, last + 1):
            other = b[column - 1]
            cost = min(above[column - 1] + (letter != other), above[column] + 1, line[column - 1] + 1)
            if row > 1 and column > 1 and letter == b[column - 2] and a[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            line[column] = min(cost, over)
        band = slice(first - 1, last + 1)
        if min(line[band]) > limit and min(above[band]) > limit:
            return over
        before, above = above, line
    return above[columns]


def _differing(a: str, b: str) -> tuple[str, str]:
    """Both words without the beginning and the end that they share."""
    shortest = min(len(a), len(b))
    start = 0
    while start < shortest and a[start] == b[start]:
        start += 1
    end = 0
    while end < shortest - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return a[start : len(a) - end], b[start : len(b) - end]


def near_among(word: str, distance: int, candidates: Iterable[str]) -> list[str]:
    """Return the candidates that are at most `distance` edits from `word`, in their order."""
    shortest, longest = len(word) - distance, len(word) + distance
    letters = frozenset(word)
    missing = letters.difference
    return [
        each
        for each in candidates
        if shortest <= len(each) <= longest
        and len(missing(each)) <= distance  # an edit takes away one letter at most
        and len(frozenset(each) - letters) <= distance  # and brings one
        and osa(word, each, distance) <= distance
    ]


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
