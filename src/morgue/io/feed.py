"""Hold one feed as its reader sees it: a name, a bounded stream of bytes, and the complaints about its damage."""

from __future__ import annotations

import io
import posixpath
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, BinaryIO

from morgue.errors import FeedError
from morgue.model.article import Source

if TYPE_CHECKING:
    from morgue.io.delivery import Delivery

HEAD_BYTES = 65_536
"""How much of a feed a sniffer sees."""

TORN_BYTES = 4_096
"""How much is kept of a line that could not be read, to see which story may be in it."""

MAX_DOCUMENT_BYTES = 64 << 20
"""The largest single document (an XML file, a page, one line of JSON) that a reader takes into memory."""


def placed(own: str, name: str) -> str | None:
    """Return the path in a delivery of what a file at `own` calls `name`; None where that is outside.

    >>> placed("1858/issue-mets.xml", "./text/p1.xml"), placed("a/b.xml", "../c.xml"), placed("a.xml", "../c.xml")
    ('1858/text/p1.xml', 'c.xml', None)
    """
    if not name or "\0" in name or name.startswith("/"):
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(own), name))
    return None if path in (".", "..") or path.startswith(("../", "/")) else path


@dataclass(slots=True)
class Feed:
    """An input to read: a file, or a member of a container, already decompressed.

    `stream` is at the first byte and is read once. `source` has path, format, member and digest; a
    reader gives each story a copy with its own offset and length (`at`). `name` is the file's or member's
    own name, for sniffing. `torn` and `ends_torn` (the last line cannot be read and has no end) are for `complain`.
    `delivery` are the files that arrived with it and `place` its path there (None: it is alone), `asked` the paths of those
    that its reader took, and `lacks` says that one of them was not there.
    `columns` maps our field names to a table's column names (`--map`), and `table` names the table of a database (`--table`). `depth` is how many
    mail messages it is attached inside. `file` is the open file, where the feed is all of one: for `seekable`.
    """

    source: Source
    stream: IO[bytes]
    name: str
    columns: dict[str, str] = field(default_factory=dict)
    complaints: list[FeedError] = field(default_factory=list)
    torn: list[bytes | None] = field(default_factory=list)
    ends_torn: bool = False
    depth: int = 0
    place: str = ""
    delivery: Delivery | None = None
    asked: dict[str, None] = field(default_factory=dict)
    lacks: bool = False
    file: BinaryIO | None = None
    table: str | None = None

    def at(self, offset: int, length: int, *, member: str | None = None) -> Source:
        """Return the source of a story at `offset` for `length` bytes; `member` names an entry (a WARC record)."""
        own = self.source
        return Source(own.path, own.format, member or own.member, offset, length, own.sha256)

    def complain(self, reason: str, piece: bytes | None = None) -> None:
        """Note damage to one item; the reader goes on with the next. It is listed by `morgue errors`.

        `piece` is all that could not be read (a line), the first TORN_BYTES of it; None where that is not known.
        """
        if len(self.complaints) < 100:
            self.complaints.append(FeedError(reason))
        if len(self.torn) <= 1_000:
            self.torn.append(None if piece is None else piece[:TORN_BYTES])

    def companion(self, name: str) -> bytes | None:
        """Return another file of the delivery, decompressed; None where there is none, or `name` leads out of it.

        `name` is relative to this feed's own. The articles of this feed are made anew when that file has changed, has
        arrived or is gone. Raises FeedError where it is larger than MAX_DOCUMENT_BYTES or cannot be read.
        """
        if self.delivery is not None and (path := placed(self.place, name)) is not None:
            self.asked[path] = None
        return self.owner(name)

    def owner(self, name: str) -> bytes | None:
        """Return another file of the delivery as `companion` does, which may be the one that this feed is a part of.

        Nothing is made anew for it: a part that names its owner (PartOf) is made anew with it as it is.
        """
        path = placed(self.place, name) if self.delivery is not None else None
        if self.delivery is None or path is None:
            return None
        data = self.delivery.read(path, MAX_DOCUMENT_BYTES + 1)
        if data is not None and len(data) > MAX_DOCUMENT_BYTES:
            raise FeedError(f"{name} is larger than {MAX_DOCUMENT_BYTES >> 20} MB")
        return data

    def miss(self, reason: str) -> None:
        """Note that another file of the delivery is not there, or cannot be read: what stands in it is kept if it was read before."""
        self.lacks = True
        if len(self.complaints) < 100:
            self.complaints.append(FeedError(reason))

    def head(self) -> bytes:
        """Return the first HEAD_BYTES from where the stream is, which stay to be read; empty where it cannot show them."""
        if isinstance(self.stream, io.BytesIO):
            at = self.stream.tell()
            return self.stream.getbuffer()[at : at + HEAD_BYTES].tobytes()
        peek = getattr(self.stream, "peek", None)
        return bytes(peek(HEAD_BYTES)[:HEAD_BYTES]) if peek else b""

    def bytes(self, limit: int = MAX_DOCUMENT_BYTES) -> bytes:
        """Return all that is left of the stream. Raises FeedError where it is longer than `limit` bytes."""
        pieces: list[bytes] = []
        left = limit + 1
        size = HEAD_BYTES  # for the whole of `limit` the memory would be reserved before it is read
        while left > 0 and (piece := self.stream.read(min(left, size))):
            pieces.append(piece)
            left -= len(piece)
            size *= 4
        data = b"".join(pieces)
        if len(data) > limit:
            raise FeedError(
                f"the document is larger than {limit >> 20} MB", hint="split it into smaller files"
            )
        return data


TABLE = "table"
"""The key beside the fields of `--map` under which the catalog keeps the table that was named for a file."""


def seekable(feed: Feed, *, what: str) -> BinaryIO:
    """Return all of a feed that was not read yet as a file that can seek: the file itself, which may be of any size, else its bytes.

    Raises FeedError where it is a member of an archive, or compressed, and larger than MAX_DOCUMENT_BYTES; `what` it is
    goes into the message.
    """
    if feed.file is not None:
        feed.file.seek(0)
        return feed.file
    try:
        return io.BytesIO(feed.bytes())
    except FeedError as error:
        raise FeedError(
            f"{what} of more than {MAX_DOCUMENT_BYTES >> 20} MB inside an archive", hint="unpack it first"
        ) from error


def feed_of_bytes(data: bytes, *, path: str, format: str = "", name: str | None = None) -> Feed:  # noqa: A002  the contract's word for it
    """Return a feed of bytes in memory: standard input, a test."""
    source = Source(path, format, length=len(data))
    return Feed(source, io.BytesIO(data), name or path.rsplit("/", 1)[-1])


def is_named_table(name: str) -> bool:
    """Return whether a file is named as a table."""
    return name.lower().endswith((".csv", ".tsv", ".tab", ".psv"))
