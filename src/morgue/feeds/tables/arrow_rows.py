"""Make stories of the rows of Arrow's batches, which Parquet and Arrow files are read in.

pyarrow is large (170 MB) and an extra of its own; what it says of damage is translated here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from morgue.errors import FeedError
from morgue.feeds.tables.rows import articles_of_rows
from morgue.io.feed import Feed
from morgue.model.article import Article

BATCH_BYTES = 4 << 20
"""About how many bytes of rows are made into Python's objects at once, which take several times as much."""
MOST_ROWS = 1_024
"""The most rows in a batch: from here on larger ones are no faster."""


def library(what: str) -> None:
    """Import pyarrow. Raises FeedError, which says how to install it, where it is missing."""
    try:
        import pyarrow  # noqa: F401  the readers import its parts
    except ImportError as error:
        raise FeedError(
            f"{what}: pip install 'morgue[parquet]'", hint="then index it again: it is read with pyarrow"
        ) from error


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Make what the library raises of a damaged file a FeedError; what the system says of the disk stays as it is."""
    import pyarrow

    try:
        yield
    except OSError as error:  # ArrowIOError is one, without the number that the system gives
        if error.errno is not None:
            raise
        raise FeedError(f"{what} is damaged or cut off", hint=_FETCH) from error
    except (pyarrow.ArrowException, ValueError, TypeError, KeyError, IndexError, UnicodeError) as error:
        raise FeedError(f"{what} is damaged or cut off", hint=_FETCH) from error


_FETCH = "fetch it again, or save the table as CSV or JSON Lines"


def readable_columns(schema: Any) -> list[str]:
    """Return the columns that may hold words: no bytes of pictures, no lists of numbers."""
    from pyarrow import types

    def is_of_numbers(kind: Any) -> bool:
        is_list = types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)
        return bool(is_list and (types.is_floating(kind.value_type) or types.is_integer(kind.value_type)))

    return [each.name for each in schema if not is_of_numbers(each.type) and not _is_of_pictures(each.type)]


def _is_of_pictures(kind: Any) -> bool:
    """Return whether a column is an object with bytes and a path, as data sets keep pictures and sound."""
    from pyarrow import types

    if not types.is_struct(kind):
        return False
    return {kind.field(at).name for at in range(kind.num_fields)} == {"bytes", "path"}


def batch_rows(stated: int, rows: int) -> int:
    """Return how many rows a batch has of a table of so many, whose uncompressed size is stated in bytes."""
    return max(1, min(MOST_ROWS, BATCH_BYTES * max(rows, 1) // max(stated, 1)))


def sliced(batches: Iterator[Any], columns: list[str]) -> Iterator[Any]:
    """Yield the batches in smaller ones, with these columns alone; what a file says of them is checked before it is believed."""
    for batch in batches:
        batch.validate(full=True)
        kept = batch.select(columns)
        step = batch_rows(kept.nbytes, kept.num_rows)
        for at in range(0, kept.num_rows, step):
            yield kept.slice(at, step)


def articles_of_batches(
    feed: Feed, names: Sequence[str], batches: Iterator[Any], size: int, what: str
) -> Iterator[Article]:
    """Yield one story a row of the batches, whose columns are `names`; the file is `what` and has `size` bytes."""
    return articles_of_rows(feed, names, _rows(batches, what), number=1, size=size)


def _rows(batches: Iterator[Any], what: str) -> Iterator[Sequence[object]]:
    while True:
        with translated(what):
            batch = next(batches, None)
            columns = (
                [_values(batch.column(at)) for at in range(batch.num_columns)] if batch is not None else []
            )
        if batch is None:
            return
        yield from zip(*columns, strict=True)


def _values(column: Any) -> list[object]:
    """Return the values of a column as Python's; its nanoseconds, which Python has none of, are left out."""
    import pyarrow

    kind = column.type
    if pyarrow.types.is_timestamp(kind) and kind.unit == "ns":
        column = column.cast(pyarrow.timestamp("us", kind.tz), safe=False)
    values: list[object] = column.to_pylist()
    return values
