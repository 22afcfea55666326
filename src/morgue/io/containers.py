"""Find the feeds in a file: the file itself, what it decompresses to, or the members of the zip or tar it is.

A zip that is one document (DOCX, ODT, XLSX, ODS, EPUB) is one feed, wherever it is.

A file is recognized by its first bytes, never by its name. Archives are read as streams and never unpacked to
disk; the names in them are only names. Bounds: FLOOR_BYTES and MAX_RATIO of `compression` for what a file may
come to, MAX_MEMBERS members, MAX_DEPTH archives or compressions inside one another, and a zip inside another
archive up to MAX_DOCUMENT_BYTES (its directory is at its end, so it is read into memory).
"""

from __future__ import annotations

import io
import itertools
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from morgue.errors import FeedError, NoArticle, Unreadable
from morgue.io.compression import (
    Budget,
    Compression,
    Member,
    Stream,
    bare_name,
    chunks_from,
    compression_of,
    expanded,
)
from morgue.io.delivery import Delivery, Directory, Members, Passing
from morgue.io.feed import MAX_DOCUMENT_BYTES, TABLE, Feed
from morgue.io.passed_names import why_no_member
from morgue.io.tar import is_tar, tar_members
from morgue.io.zip import MAX_MEMBERS, WholeDocument, zip_members, zip_openers
from morgue.model.article import Source

__all__ = ["MAX_DEPTH", "MAX_MEMBERS", "Place", "head_of", "kind_of", "open_feeds", "open_stream"]

MAX_DEPTH = 4
"""How many archives and compressions may be inside one another (`x.tar.gz` holding `y.xml.gz` is 3)."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_FOREIGN = (
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive, which is not read"),
    (b"Rar!\x1a\x07", "a RAR archive, which is not read"),
    (b"PK\x07\x08", "one part of a split zip archive"),
    (b"\x1f\x9d", "compressed by compress (.Z), which is not read"),
)
_FOREIGN_MAGICS = tuple(magic for magic, _ in _FOREIGN)
_KINDS = (
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_CLEAN = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*")
"""A name in which there is nothing to clear."""
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


@dataclass(slots=True)
class _Opened:
    """What the feeds of one file have in common."""

    path: str
    sha256: str
    columns: dict[str, str]
    budget: Budget
    size: int
    file: BinaryIO | None = None
    passed: set[str] = field(default_factory=set)
    members: Iterator[int] = field(default_factory=lambda: iter(range(MAX_MEMBERS)))


class Place(NamedTuple):
    """Where a feed is: its path in a delivery, and the delivery."""

    path: str
    delivery: Delivery


class _Contents(NamedTuple):
    """What a stream is: what gives its bytes from the beginning once more (None: nothing does), and its place."""

    again: Callable[[], Iterator[bytes]] | None
    place: Place | None

    def expanded(self, compression: Compression, size: int) -> _Contents:
        """Return the same of what it decompresses to; `size` is the number of bytes of the file."""
        if (again := self.again) is None:
            return self

        def plain() -> Iterator[bytes]:
            return expanded(again(), compression.name, compression.codec, Budget(size))

        return _Contents(plain, self.place)


def open_feeds(
    path: str | os.PathLike[str], *, source_path: str, sha256: str, columns: dict[str, str] | None = None
) -> Iterator[Feed]:
    """Yield the feeds in the file at `path`; each is read before the next is asked for.

    What is in its directory and below is its delivery.
    A member that cannot be read (encrypted, an unknown method, damaged from its start) is a feed whose
    stream raises FeedError when it is read or peeked; damage further in goes to the feed's complaints.
    Raises FeedError where the file is not a regular file, cannot be opened, is empty, or is a damaged archive.
    """
    with _open(path) as file:
        yield from open_stream(
            file,
            name=os.path.basename(os.fspath(path)),
            source_path=source_path,
            sha256=sha256,
            columns=columns,
            place=Place(
                os.path.basename(os.fsdecode(path)),
                Directory(os.path.dirname(os.path.abspath(os.fsencode(path)))),
            ),
        )


def open_stream(
    file: BinaryIO,
    *,
    name: str,
    source_path: str,
    sha256: str,
    columns: dict[str, str] | None = None,
    place: Place | None = None,
) -> Iterator[Feed]:
    """Yield the feeds in an open file that can seek: what `open_feeds` gives, for standard input held in memory.

    `place` says in which delivery the file is, and where.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if not size:
        raise FeedError("empty file")
    opened = _Opened(source_path, sha256, dict(columns or {}), Budget(size), size, file)
    if file.read(4) in _ZIP:
        yield from _zip_feeds(file, opened, _clean(name), None, 1, size)
        return
    contents = _Contents(lambda: _chunks(file), place)
    yield from _feeds(_chunks(file), opened, _clean(name), None, 0, contents)


def head_of(feed: Feed) -> bytes:
    """Return what a sniffer is given: the first HEAD_BYTES from where the stream is, which stay to be read.

    Raises FeedError where the feed is damaged from its start, or empty.
    """
    head = feed.head()
    if not head:
        raise FeedError("empty file")
    return head


def _open(path: str | os.PathLike[str]) -> BinaryIO:
    """Return the file, opened so that a named pipe or a device cannot hold us up."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except OSError as error:
        raise Unreadable(f"cannot be opened: {error.strerror or error}") from error
    except ValueError as error:
        raise FeedError(f"cannot be opened: {error}") from error
    return regular_file(descriptor)


def regular_file(descriptor: int) -> io.BufferedReader:
    """Return the regular file that a descriptor opens. Closes anything else, and raises FeedError."""
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise FeedError(f"not a file but {kind_of(mode)}")
    return os.fdopen(descriptor, "rb")


def kind_of(mode: int) -> str:
    """Return what a thing on a disk is that is not a regular file, by its mode."""
    return next((name for test, name in _KINDS if test(mode)), "something else")


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes of the file from its beginning. A failing disk is the file's reason. Others may seek in between."""
    try:
        yield from chunks_from(file, 0)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from error


def _feeds(
    chunks: Iterator[bytes], opened: _Opened, name: str, member: str | None, depth: int, contents: _Contents
) -> Iterator[Feed]:
    """Yield the feeds in a stream of bytes that is at `member` (None for the file itself)."""
    head, chunks = _peek(chunks)
    compression = compression_of(head)
    archive = compression is None and (head.startswith(_ZIP) or is_tar(head))
    if (compression or archive) and depth >= MAX_DEPTH:
        raise FeedError(f"more than {MAX_DEPTH} archives or compressions inside one another")
    if compression is not None:
        plain = expanded(chunks, compression.name, compression.codec, opened.budget)
        name, inner = bare_name(name, compression), contents.expanded(compression, opened.size)
        yield from _feeds(plain, opened, name, member, depth + 1, inner)
    elif archive and head.startswith(_ZIP):
        packed = _in_memory(chunks)
        size = packed.seek(0, os.SEEK_END)
        packed.seek(0)
        yield from _zip_feeds(packed, opened, name, member, depth + 1, size)
    elif archive:
        delivery = Passing(contents.again, _clean) if contents.again else None
        for each in tar_members(chunks):
            yield from _member_feeds(each, opened, f"{member}/" if member else "", depth + 1, delivery)
    else:
        foreign = _foreign(head)
        error = FeedError(foreign) if foreign is not None else None
        feed = _feed(chunks, opened, name, member, error=error, place=contents.place)
        feed.file = opened.file if depth == 0 and error is None else None
        yield feed


def _peek(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return the first 512 bytes or more (fewer where there are no more), and the chunks with them back in front.

    Damage in the first bytes is left for whoever reads on.
    """
    head = b""
    try:
        while len(head) < 512 and (chunk := next(chunks, b"")):
            head += chunk
    except FeedError as error:
        return head, itertools.chain([head] if head else [], _raising(error))
    return head, itertools.chain([head], chunks)


def _raising(error: FeedError) -> Iterator[bytes]:
    """Yield chunks that are damaged from the start."""
    raise error
    yield b""


def _foreign(head: bytes) -> str | None:
    if not head.startswith(_FOREIGN_MAGICS):
        return None
    return next(reason for magic, reason in _FOREIGN if head.startswith(magic))


def _feed(
    chunks: Iterator[bytes],
    opened: _Opened,
    name: str,
    member: str | None,
    *,
    error: FeedError | None = None,
    place: Place | None = None,
) -> Feed:
    """Return one feed; with an error, one whose stream raises it."""
    complaints: list[FeedError] = []
    source = Source(opened.path, "", member, 0, 0, opened.sha256)
    columns = dict(opened.columns)
    table = columns.pop(TABLE, None)
    feed = Feed(source, io.BytesIO(), name, columns, complaints, table=table)
    if place is not None:
        feed.place, feed.delivery = place
    feed.stream = Stream(_raising(error) if error is not None else chunks, feed.complain)
    return feed


def _in_memory(chunks: Iterator[bytes]) -> BinaryIO:
    """Return a zip inside another archive, taken into memory. Raises FeedError where it is too large for that."""
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > MAX_DOCUMENT_BYTES:
            raise FeedError(f"a zip inside another archive is larger than {MAX_DOCUMENT_BYTES >> 20} MB")
    return io.BytesIO(bytes(data))


def _zip_feeds(
    file: BinaryIO, opened: _Opened, name: str, member: str | None, depth: int, size: int
) -> Iterator[Feed]:
    """Yield the feeds in the members of a zip of `size` bytes; one that is one document of an office program is one feed."""
    members = zip_members(file, opened.budget)
    try:
        first = next(members, None)
    except WholeDocument:
        yield _feed(chunks_from(file, 0), opened, name, member)
        return
    if first is None:
        raise NoArticle("an empty zip archive")
    prefix = f"{member}/" if member else ""
    delivery = Members(lambda: zip_openers(file, Budget(size), _clean))
    for each in itertools.chain([first], members):
        yield from _member_feeds(each, opened, prefix, depth, delivery)


def _member_feeds(
    member: Member, opened: _Opened, prefix: str, depth: int, delivery: Delivery | None
) -> Iterator[Feed]:
    """Yield the feeds in one member; a member that cannot be read is one feed that says why."""
    if next(opened.members, None) is None:
        raise FeedError(f"the archive has more than {MAX_MEMBERS:,} members")
    name = _clean(member.name)
    base = name.rsplit("/", 1)[-1]
    if name.startswith("__MACOSX/") or base.startswith("._"):
        return
    passed = why_no_member(name)
    if passed is not None:
        what = prefix + passed[0]
        if what not in opened.passed:
            opened.passed.add(what)
            yield _feed(iter(()), opened, base, what, error=NoArticle(passed[1]))
        return
    if member.reason is not None:
        yield _feed(member.chunks, opened, base, prefix + name, error=FeedError(member.reason))
        return
    try:
        contents = _Contents(None, Place(name, delivery) if delivery else None)
        yield from _feeds(member.chunks, opened, base, prefix + name, depth, contents)
    except Unreadable:
        raise
    except FeedError as error:
        yield _feed(iter(()), opened, base, prefix + name, error=error)


def _clean(name: str) -> str:
    """Return a member's name as a relative path with nothing in it that a terminal or an index would stumble over."""
    if _CLEAN.fullmatch(name):
        return name
    parts = re.split(r"[\\/]+", _UNPRINTABLE.sub("\ufffd", name))
    kept = [part for part in parts if part not in ("", ".", "..") and not re.fullmatch(r"[A-Za-z]:", part)]
    return "/".join(kept) or "unnamed"
