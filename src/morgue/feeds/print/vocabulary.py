"""Know the words for parts of a newspaper that libraries write into descriptions of issues and pages."""

from __future__ import annotations

from functools import cache

from morgue._startup.tables import read_rows
from morgue.feeds.support.data import DATA


@cache
def kinds(table: str) -> dict[str, str]:
    """Return what is meant by the words of one of the lists of `data/print_parts.tsv`, in lower case."""
    found = {}
    for name, kind, words in read_rows(DATA / "print_parts.tsv"):
        if name == table:
            found.update(dict.fromkeys(words.split("|"), kind))
    return found
