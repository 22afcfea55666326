"""Recognize the date of issue of a printed newspaper, where a form says that its story was printed.

A paper is issued on a day and prints most datelines of the day before, so that its story is of the day of issue.
Wire copy is of no issue: its dateline's day is the day of the story. What distinguishes the two is what only print
has. A form is of print where it names a fact of print in so many words (a print page, a newspaper's page), or two
of the facts that every paper prints on its pages: page, edition, volume, number, ISSN, name of the newspaper. One
alone says nothing: `page` may be that of a list, `edition` that of a site, and agencies give areas for editions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from morgue.feeds.support.data import ordered_lists
from morgue.feeds.support.keys import bare
from morgue.model.article import Edition

_OF_PRINT = re.compile(
    r"(?:print|printed|newspaper)(?:ed)?(?:page|section|column|edition|headline|number|date|issue)\w*",
    re.IGNORECASE,
)
_NAMES = ordered_lists("print_names.tsv")
DATES_OF_ISSUE = frozenset(_NAMES.pop("day of issue"))
"""Names of what is the day of issue itself."""
_FACT_OF = {bare(name): fact for fact, names in _NAMES.items() for name in names}


def is_printed(names: Iterable[str]) -> bool:
    """Return whether a form that states something under these names is of print. Case and punctuation do not count."""
    found: set[str] = set()
    for name in names:
        fact = _fact(name)
        if fact == "print":
            return True
        if fact:
            found.add(fact)
    return len(found) > 1


def is_of_print(name: str) -> bool:
    """Return whether a name may be that of a fact of print."""
    return _fact(name) is not None or is_date_of_issue(name)


@lru_cache(maxsize=4096)
def _fact(name: str) -> str | None:
    """Return the fact of print that a name means; `print` where it says so itself."""
    plain = bare(name)
    return "print" if _OF_PRINT.fullmatch(plain) else _FACT_OF.get(plain)


@lru_cache(maxsize=4096)
def is_date_of_issue(name: str) -> bool:
    """Return whether a name is that of a date of issue."""
    return bare(name) in DATES_OF_ISSUE


_SAYS_PRINT = re.compile(r"(?:print|printed|newspaper)(?:ed)?(?=.)")
_ONE_LINE = 80
"""A page, an edition or a volume is named in fewer characters."""


def edition_of(stated: Iterable[tuple[str, object]]) -> Edition | None:
    """Return page, edition and volume that a form of print states, by name; None where it states none of them.

    The day is left open: it is the date of issue, which is read along with the other moments.
    """
    found: dict[str, str] = {}
    for name, value in stated:
        plain = bare(name)
        fact = _FACT_OF.get(plain) or _FACT_OF.get(_SAYS_PRINT.sub("", plain, count=1))
        text = " ".join(str(value).split()) if isinstance(value, (str, int)) and value is not True else ""
        if fact in ("page", "edition", "volume") and 0 < len(text) < _ONE_LINE:
            found.setdefault(fact, text)
    return Edition(None, found.get("page"), found.get("edition"), found.get("volume")) if found else None
