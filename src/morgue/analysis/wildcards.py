"""Compile wildcards into regular expressions, the same for engines and highlights."""

from __future__ import annotations

import re
from functools import lru_cache


def wildcard_expression(pattern: str) -> str:
    """Return the regular expression of a wildcard, for engines whose matching is linear whatever the pattern.

    `*` is any run of characters, `?` exactly one; it has to match the whole word and holds no anchors.
    """
    runs = re.sub(r"\*+", "*", pattern)
    return "".join({"*": ".*", "?": "."}.get(each) or re.escape(each) for each in runs)


@lru_cache(maxsize=256)
def wildcard(pattern: str) -> re.Pattern[str]:
    """Return the compiled wildcard; use its `fullmatch` on a folded word.

    Every run of literals but the last is taken where it first fits and never tried again (an atomic group),
    which finds every match of a wildcard and keeps `aa*a*a*a*a` from taking exponential time.
    """
    first, *others = re.sub(r"\*+", "*", pattern).split("*")
    pieces = [wildcard_expression(first)]
    pieces += [f"(?>.*?{wildcard_expression(each)})" for each in others[:-1]]
    pieces += [f".*{wildcard_expression(each)}" for each in others[-1:]]
    return re.compile("".join(pieces), re.DOTALL)
