"""Read the tables in the `data` folders of packages, when they are first asked for.

A table is text in UTF-8: a line a row, tabs between columns; lines that begin with # are remarks.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from morgue._startup.expression import expression

_PART = expression(r"\{([a-z-]+)\}")


def read_rows(file: Path) -> Iterator[list[str]]:
    """Yield the rows of a table, in order."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def word_lists(file: Path) -> dict[str, frozenset[str]]:
    """Return the words of a table by the name in its first column; the last has words.

    A list may have several rows, and _ is a space within a word.
    """
    found: dict[str, set[str]] = {}
    for name, *_, words in read_rows(file):
        found.setdefault(name, set()).update(each.replace("_", " ") for each in words.split())
    return {name: frozenset(words) for name, words in found.items()}


@cache
def phrase_lists(file: Path) -> dict[str, str]:
    """Return the regular expressions of a table by the name in its first column, the rows of a list as alternatives.

    The last column has the expression. `{name}` in it is the list of that name, of which the rows come before.
    """
    found: dict[str, str] = {}
    for name, *_, phrase in read_rows(file):
        for part in _PART.findall(phrase):
            phrase = phrase.replace(f"{{{part}}}", f"(?:{found[part]})")
        found[name] = f"{found[name]}|{phrase}" if name in found else phrase
    return found


def words_of_column(file: Path, column: int, *names: str) -> frozenset[str]:
    """Return the words in a column of the rows of these lists; _ is a space within a word."""
    return frozenset(
        each.replace("_", " ") for row in read_rows(file) if row[0] in names for each in row[column].split()
    )
