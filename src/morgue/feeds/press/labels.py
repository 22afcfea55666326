"""Know the labels of a database, in every language of its pages: `BYLINE`, `AUTOR` and `AUTEUR` are one.

The table is `feeds/data/press_labels.tsv`. A label is compared without case, accents, colon and the blanks around it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from morgue._startup.tables import read_rows
from morgue.analysis.analyzer import fold
from morgue.feeds.support.data import DATA


@cache
def labels_of(database: str) -> Mapping[str, str]:
    """Return the role of each label of a database, by the label as `bare_label` writes it."""
    return {
        bare_label(each): role
        for name, role, labels in read_rows(DATA / "press_labels.tsv")
        if name == database
        for each in labels.split(";")
    }


@lru_cache(maxsize=1024)
def bare_label(label: str) -> str:
    """Return a label as it is compared."""
    return " ".join(fold(label.replace("\xa0", " ")).strip(" :").split())


def role_of(database: str, label: str) -> str | None:
    """Return what a label of a database says (a role of the table), or None where it is none of its labels."""
    return labels_of(database).get(bare_label(label))


_SHARE = re.compile(r"\s*\(\d{1,3}\s?%\)")


def listed(text: str) -> list[str]:
    """Return the entries of a list with semicolons, without the percentages that databases put behind them: `FERRIES (91%)`."""
    return [entry for each in _SHARE.sub("; ", text).split(";") if (entry := each.strip(" .,"))]
