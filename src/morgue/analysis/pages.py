"""Compare the pages of print: `A01` is `A1`, and a story on `1, 14` is on each of them."""

from __future__ import annotations

from collections.abc import Iterator

from morgue._startup.expression import expression
from morgue.analysis.analyzer import fold

_BETWEEN = expression(r"[,;/&+]|\band\b")
_WORD = expression(r"(?:pages?|pp?|pg|pag|pagina|seiten?|s|sida|side|str)\b[. ]*(?=[a-z]?[0-9])")
"""The word for a page before its number."""

_ZEROS = expression(r"(?<![0-9])0+(?=[0-9])")
_RANGE = expression(r"([a-z]?)([0-9]{1,4}) ?[-–] ?\1([0-9]{1,4})")
_LONGEST = 32
"""Pages of a story from which on a range is not taken for one."""


def page_names(stated: str) -> tuple[str, ...]:
    """Return the pages that a text names, folded and without zeros before a number, each once."""
    return tuple(dict.fromkeys(each for piece in _BETWEEN.split(fold(stated)) for each in _pages(piece)))


def _pages(piece: str) -> Iterator[str]:
    plain = _ZEROS.sub("", _WORD.sub("", piece.strip()))
    found = _RANGE.fullmatch(plain)
    if found and 0 < int(found[3]) - int(found[2]) < _LONGEST:
        yield from (f"{found[1]}{number}" for number in range(int(found[2]), int(found[3]) + 1))
    elif plain:
        yield plain
