"""Read Parquet: data sets as columns, one story a row, a few rows at a time whatever the size of the file.

The file is read as Apache Parquet 2.x states it, by pyarrow, which `pip install 'morgue[parquet]'` brings. Objects and lists in a
column are read as those of JSON are. Columns of bytes that are no text and of lists of numbers (pictures, embeddings) are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from morgue.errors import FeedError
from morgue.feeds.tables.arrow_rows import (
    articles_of_batches,
    batch_rows,
    library,
    readable_columns,
    translated,
)
from morgue.io.feed import Feed, seekable
from morgue.model.article import Article

BUFFER_BYTES = 1 << 20
"""How much of a column is read at once: a column of a row group may be hundreds of megabytes."""


_WHAT = "the Parquet file"


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is (see `morgue.feeds`): by the magic number."""
    return 100 if head.startswith((b"PAR1", b"PARE")) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield one story a row. Raises FeedError where pyarrow is not installed, or the file is encrypted, damaged or cut off."""
    library("a Parquet file")
    from pyarrow import parquet

    file = seekable(feed, what="a Parquet file")
    if (magic := file.read(4)) == b"PARE":
        raise FeedError("an encrypted Parquet file", hint="decrypt it first")
    size = file.seek(0, 2)
    file.seek(max(0, size - 4))
    if size < 12 or file.read(4) != magic:
        raise FeedError(
            "the Parquet file is cut off: the list of its contents, which is at its end, is missing"
        )
    file.seek(0)
    with translated(_WHAT):
        table = parquet.ParquetFile(file, buffer_size=BUFFER_BYTES, pre_buffer=False, memory_map=False)
        columns = readable_columns(table.schema_arrow)
        batches = _batches(table, columns)
    yield from articles_of_batches(feed, columns, batches, size, _WHAT)


def _batches(table: Any, columns: list[str]) -> Iterator[Any]:
    """Yield the rows in small batches, by their size as the file states it."""
    facts = table.metadata
    stated = sum(facts.row_group(at).total_byte_size for at in range(facts.num_row_groups))
    return table.iter_batches(  # type: ignore[no-any-return]  # pyarrow ships no types
        batch_size=batch_rows(stated, facts.num_rows), columns=columns, use_threads=False
    )
