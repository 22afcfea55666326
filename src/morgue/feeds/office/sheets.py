"""Make stories of the sheets of a workbook, each of which is a table by itself.

A sheet that holds no stories (a legend, the terms of the search) is passed over where another one holds some.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from morgue.errors import FeedError, NoArticle
from morgue.feeds.tables.rows import articles_of_rows, header_and_rows
from morgue.io.feed import Feed
from morgue.model.article import Article

MAX_COLUMNS = 2_000
"""How many columns of a sheet are read, as of any table (`morgue.feeds.tables.csv`)."""

MAX_TEXT = 1 << 28
"""How many characters the cells of a workbook may come to. A text is stored once and may be in many cells, so that a
small file may come to more than any memory or time."""


class DamageError(FeedError):
    """A workbook cannot be read to its end, which is no matter of what its sheets hold."""


class Sheet(NamedTuple):
    """A sheet: its name, and its rows as they are read, each with as many values as are filled."""

    name: str
    rows: Iterable[Sequence[object]]


def stories_of_sheets(feed: Feed, sheets: Iterable[Sheet]) -> Iterator[Article]:
    """Yield one story a row of every sheet. Raises the first sheet's reason where none holds any, DamageError for damage."""
    count = seen = 0
    reason: FeedError | None = None
    damage: list[DamageError] = []
    for sheet in sheets:
        seen += 1
        found = header_and_rows(_to_damage(bounded(sheet.rows), damage))
        if found is not None:
            header, rows, number = found
            unit = f"sheet {sheet.name!r}, row"
            try:
                for story in articles_of_rows(feed, header, rows, number=number, unit=unit):
                    count += 1
                    yield story
            except FeedError as error:
                kind = NoArticle if isinstance(error, NoArticle) else FeedError
                reason = reason or kind(f"sheet {sheet.name!r}: {error.message}", hint=error.hint)
        if damage:
            raise damage[0]
    if not count:
        raise reason or NoArticle("a workbook without a table" if seen else "a workbook without a sheet")


def _to_damage(rows: Iterable[Sequence[object]], damage: list[DamageError]) -> Iterator[Sequence[object]]:
    """Yield rows up to damage, which is noted: the rows before it are stories all the same."""
    try:
        yield from rows
    except DamageError as error:
        damage.append(error)


def bounded(rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
    """Yield rows. Raises FeedError where their texts come to more than MAX_TEXT."""
    left = MAX_TEXT
    for row in rows:
        left -= sum(len(each) for each in row if isinstance(each, str))
        if left < 0:
            raise DamageError(
                f"the cells of the sheet come to more than {MAX_TEXT >> 20} million characters: save the table as CSV"
            )
        yield row
