"""Read Arrow: tables as Arrow's own files (Feather 2) and as its streams, in which data sets are kept, one story a row.

The files are read as the Arrow columnar format 1.x states its IPC, by pyarrow, which `pip install 'morgue[parquet]'` brings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from morgue.errors import FeedError
from morgue.feeds.tables.arrow_rows import articles_of_batches, library, readable_columns, sliced, translated
from morgue.io.feed import Feed, seekable
from morgue.model.article import Article

_WHAT = "the Arrow file"
_END = b"ARROW1"
_STREAM = re.compile(rb"\xff\xff\xff\xff([\s\S]{4})\x10\x00\x00\x00")
"""How a stream begins: the mark of a message, the length of its metadata, and their root (FlatBuffers)."""


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is (see `morgue.feeds`): by the magic number, or the first message of a stream."""
    if head.startswith((b"ARROW1", b"FEA1")):
        return 100
    found = _STREAM.match(head)
    return 100 if found and 0 < int.from_bytes(found[1], "little", signed=True) < 1 << 26 else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield one story a row. Raises FeedError where pyarrow is not installed, or the file is damaged or of an old form."""
    library("an Arrow file")
    from pyarrow import ipc

    file = seekable(feed, what="an Arrow file")
    magic = file.read(4)
    size = file.seek(0, 2)
    file.seek(0)
    if magic == b"FEA1":
        raise FeedError("a Feather file of version 1, which is out of use", hint="save it as Parquet or CSV")
    if magic == b"ARRO":
        file.seek(max(0, size - len(_END)))
        if file.read() != _END:
            raise FeedError(
                "the Arrow file is cut off: the list of its contents, which is at its end, is missing"
            )
        file.seek(0)
    with translated(_WHAT):
        if magic == b"ARRO":
            table = ipc.open_file(file)
            batches: Iterator[Any] = (table.get_batch(at) for at in range(table.num_record_batches))
        else:
            table = ipc.open_stream(file)
            batches = iter(table)
        columns = readable_columns(table.schema)
    yield from articles_of_batches(feed, columns, sliced(batches, columns), size, _WHAT)
