"""How written words are compared: edit distance and wildcards, the same for engines, snippets and hints."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


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


def wildcard_expression(pattern: str) -> str:
    """The regular expression of a wildcard, for engines whose matching is linear whatever the pattern.

    `*` is any run of characters, `?` exactly one; it has to match the whole word and holds no anchors.
    """
    runs = re.sub(r"\*+", "*", pattern)
    return "".join({"*": ".*", "?": "."}.get(each) or re.escape(each) for each in runs)


@lru_cache(maxsize=256)
def wildcard(pattern: str) -> re.Pattern[str]:
    """The compiled wildcard; use its `fullmatch` on a folded word.

    Every run of literals but the last is taken where it first fits and never tried again (an atomic group),
    which finds every match of a wildcard and keeps `aa*a*a*a*a` from taking exponential time.
    """
    first, *others = re.sub(r"\*+", "*", pattern).split("*")
    pieces = [wildcard_expression(first)]
    pieces += [f"(?>.*?{wildcard_expression(each)})" for each in others[:-1]]
    pieces += [f".*{wildcard_expression(each)}" for each in others[-1:]]
    return re.compile("".join(pieces), re.DOTALL)
