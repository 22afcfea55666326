"""Make stories of the rows of any table: a header, and rows of values, whatever file or database they come from.

A column is known by its name (`data/columns.tsv`), by `--map`, or by what its first rows hold (`column_values`). CSV has its own rows,
with the place of each; spreadsheets, Parquet and databases give theirs to `articles_of_rows`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from morgue.errors import FeedError, NoArticle
from morgue.extract.assembly import article
from morgue.extract.dates import reading
from morgue.extract.draft import Draft
from morgue.feeds.support.columns import (
    Column,
    can_hold_story,
    columns_of,
    draft_of,
    field_of,
    is_only_a_name,
)
from morgue.feeds.support.keys import (
    BOOKINGS,
    COPY,
    GOODS,
    KINDS_OF_COLUMNS,
    TYPES_OF_COLUMNS,
    bare,
    is_of_contacts,
    is_of_people,
)
from morgue.feeds.tables.column_values import Judged, judge
from morgue.feeds.tables.json_rows import LONG, flat
from morgue.io.feed import Feed
from morgue.model.article import Article

ABOVE = 10
"""How many rows there may be above a header."""
SAMPLE = 50
"""How many rows are looked at to see what a column holds."""
WORDLESS = "neither headline nor text in the row"
_NAMED = 200
"""So many characters of the names of columns are in a message."""


def number_names(names: Sequence[str]) -> list[str]:
    """Return the names of columns, a number behind one that another column has too (`text`, `text.1`)."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, -1) + 1
        found.append(f"{name}.{seen[name]}" if seen[name] and name else name)
    return found


def judged_table(feed: Feed, names: Sequence[str], rows: Sequence[Sequence[object]]) -> Judged:
    """Return the columns of a table of stories that are fields of ours, by their names and by what the first `rows` hold.

    Raises NoArticle for a table of people or names, FeedError where no column holds a headline or a text.
    """
    judged = judge(names, rows, columns_of(names, feed.columns))
    columns = judged.columns
    listed = ", ".join(names)[:_NAMED]
    if (what := _instead(names, rows, columns)) is not None:
        raise NoArticle(f"{what}: {listed}")
    if is_of_people(names) and not any(column.field == "text" for column in columns):
        raise NoArticle(f"a table of people, not of stories: {listed}")
    if not can_hold_story(columns):
        if is_only_a_name(columns):
            raise NoArticle(f"a table of names and what they are, not of stories: {listed}")
        raise FeedError(
            f"no column holds a headline or a text among: {listed}",
            hint="name the columns with --map headline=COLUMN,body=COLUMN",
        )
    return judged


def _instead(names: Sequence[str], rows: Sequence[Sequence[object]], columns: Sequence[Column]) -> str | None:
    """Return what a table is that has nothing of a story; None for any other."""
    if any(column.rank < 0 for column in columns if column.field in ("headline", "text")):  # by --map
        return None
    for at, name in enumerate(names):
        if bare(name) in KINDS_OF_COLUMNS and rows:
            kinds = [str(row[at]) for row in rows if at < len(row) and row[at] not in (None, "")]
            if kinds and all(TYPES_OF_COLUMNS.intersection(map(bare, _WORD.findall(kind))) for kind in kinds):
                return "a list of columns, not a table of stories"
    stated = {column.field for column in columns}
    texts = {bare(column.name) for column in columns if column.field == "text"}
    is_dated = not stated.isdisjoint(("published", "publisher", "byline"))
    if not is_dated and texts.isdisjoint(COPY) and any(bare(name) in GOODS for name in names):
        return "a table of goods, not of stories"
    if not can_hold_story(columns) and rows and not any(_has_words(each) for row in rows for each in row):
        return "a table of numbers and dates, not of stories"
    if not can_hold_story(columns) and is_of_contacts(names) and not is_of_people(names):
        return "a table of addresses, not of stories"
    if _is_of_bookings(names, rows, columns):
        return "a table of sums of money, not of stories"
    if _is_of_numbers(names, rows, columns):
        return "a table of numbers, not of stories"
    return None


_WORD = re.compile(r"[A-Za-z]\w*")


def _has_words(value: object) -> bool:
    return isinstance(value, str) and any(map(str.isalpha, value)) and reading(value) is None


def _is_of_numbers(names: Sequence[str], rows: Sequence[Sequence[object]], columns: Sequence[Column]) -> bool:
    """Return whether what is named as a headline or a text (`head` of cattle, `content` in grams) is a number in every row."""
    if any(column.field == "url" for column in columns):
        return False
    values = _values(names, rows, columns, ("headline", "text"))
    is_dated = any(column.field == "published" for column in columns)
    return len(values) > 2 * is_dated and all(_NUMBER.fullmatch(value) for value in values)


def _is_of_bookings(
    names: Sequence[str], rows: Sequence[Sequence[object]], columns: Sequence[Column]
) -> bool:
    """Return whether there are sums of money beside short texts without a headline, as in the statement of an account."""
    if any(column.field in ("headline", "url") for column in columns):
        return False
    is_short = all(len(str(value)) < LONG for row in rows for value in row)
    return is_short and any(bare(name) in BOOKINGS for name in names)


def _values(
    names: Sequence[str],
    rows: Sequence[Sequence[object]],
    columns: Sequence[Column],
    fields: tuple[str, ...],
) -> list[str]:
    """Return the values, where there is one, that the rows have for these fields."""
    places = [names.index(column.name) for column in columns if column.field in fields]
    return [str(row[at]).strip() for row in rows for at in places if at < len(row) and _is_filled(row[at])]


_NUMBER = re.compile(r"[-+]?[\d.,]{1,30} ?%?")


def nothing_read(feed: Feed) -> FeedError:
    """Return the reason against a table of which no row was a story, and take back the complaints that say the same."""
    if feed.complaints and all(WORDLESS in each.message for each in feed.complaints):
        feed.complaints.clear()
        return NoArticle("a table whose rows have neither a headline nor a text")
    if feed.complaints:
        return FeedError(f"no row could be read; {feed.complaints.pop(0).message}")
    return NoArticle("a table without rows")


def articles_of_rows(
    feed: Feed,
    header: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    number: int = 2,
    unit: str = "row",
    size: int = 0,
) -> Iterator[Article]:
    """Yield one story a row, as its columns state it, the whole feed of `size` bytes being the place of each.

    `header` are the names of the columns; an empty one has no name. A value is a text, a number, a date, a time, a
    truth, None, or a list or mapping of such. A row may be shorter or longer than the header. The first row has
    `number`, and `unit` is the word before it, in what is complained of. Rows are taken one at a time. Raises what `judged_table` raises, and
    NoArticle where no row has a headline or a text.
    """
    own = [_name(each) for each in header]
    names = number_names(own)
    rest = iter(rows)
    first = list(islice(rest, SAMPLE))
    judged = judged_table(feed, names, [[plain_value(each) for each in row] for row in first])
    place = feed.at(0, size or feed.source.length)
    count = 0
    for at, row in enumerate(chain(first, rest), number):
        values = [plain_value(each) for each in row]
        if not any(map(_is_filled, values)) or all(
            _name(each) == name for each, name in zip(values, own, strict=False)
        ):
            continue  # the header again, of a table that was put together from several; a blank row
        draft = draft_of_row(dict(zip(names, values, strict=False)), judged, feed.columns)
        if draft is None:
            feed.complain(f"{unit} {at:,}: {WORDLESS}", " ".join(map(str, values)).encode("utf-8", "replace"))
            continue
        count += 1
        yield article(draft, place)
    if not count:
        raise nothing_read(feed)


def draft_of_row(row: dict[str, Any], judged: Judged, mapped: Mapping[str, str]) -> Draft | None:
    """Return what a row states; the keys of objects in it are flat beside its own, as those of JSON are."""
    for name in judged.day_first:
        if name in row:
            row[name] = judged.dated(name, row[name])
    if any(isinstance(value, (dict, list)) for value in row.values()):
        facts = flat(row)
        return draft_of(facts, columns_of(facts, mapped))
    return draft_of(row, judged.columns)


def header_and_rows(
    rows: Iterable[Sequence[object]],
) -> tuple[Sequence[object], Iterator[Sequence[object]], int] | None:
    """Return (header, the rows under it, the number of the first of them) of a sheet, which may have a title above its header.

    The header is the first of the ABOVE first rows that names a headline or a text and another field, or most fields; else
    the first row with more than one cell filled. None for a sheet without any.
    """
    rest = iter(rows)
    first = list(islice(rest, ABOVE + 1))
    known = [_known(row) for row in first]
    best = next((at for at, fields in enumerate(known) if _names_story(fields)), None)
    if best is None:
        best = next((at for at, row in enumerate(first) if sum(map(_is_filled, row)) > 1), None)
    if best is None:
        return None
    return first[best], chain(first[best + 1 :], rest), best + 2


def _known(row: Sequence[object]) -> set[str]:
    """Return the fields that the cells of a row name, were it a header."""
    return {
        found[0]
        for each in row
        if isinstance(each, str) and len(each) <= 60 and (found := field_of(each)) is not None
    }


def _names_story(fields: set[str]) -> bool:
    return len(fields) > 1 and not fields.isdisjoint(("headline", "text"))


def _name(value: object) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _is_filled(value: object) -> bool:
    return value is not None and str(value).strip() != ""


def plain_value(value: object) -> Any:
    """Return a value of a table as JSON has it: dates and times in ISO 8601, whole numbers without a point, bytes of text as text."""
    match value:
        case None | str() | bool() | int():
            return value
        case float():
            return int(value) if value.is_integer() else None if value != value else value
        case dt.datetime():
            is_a_day = value.tzinfo is None and value.time() == dt.time()
            return value.date().isoformat() if is_a_day else value.isoformat()
        case dt.date() | dt.time():
            return value.isoformat()
        case Decimal():
            return str(value)
        case bytes():
            return _of_bytes(value)
        case Mapping():
            return {str(name): plain_value(each) for name, each in value.items()}
        case list() | tuple():
            return [plain_value(each) for each in value]
        case _:
            return str(value)


def _of_bytes(value: bytes) -> str | None:
    """Return bytes that are text in UTF-8; None for any others, such as those of a picture."""
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text
