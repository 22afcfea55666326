"""Read the members of a tar archive from a stream, one after the other, without seeking and in bounded memory.

Headers are read one block at a time (POSIX ustar and pax, GNU long names); tarfile's own reader takes a pax
header of any size into memory, which a hostile archive can use.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator

from morgue.errors import FeedError
from morgue.io.compression import Member

BLOCK = 512
MAX_HEADER_BYTES = 1 << 20
"""The largest pax or long-name header."""

_NAMES = (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
_PAX = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE)


class _Pull:
    """So many bytes at a time from an iterator of chunks."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    def pieces(self, size: int) -> Iterator[bytes]:
        """Yield the next `size` bytes in pieces; fewer where the input ends."""
        while size > 0:
            if not self._rest:
                self._rest = next(self._chunks, b"")
                if not self._rest:
                    return
            piece, self._rest = self._rest[:size], self._rest[size:]
            size -= len(piece)
            yield piece

    def take(self, size: int) -> bytes:
        """Return the next `size` bytes, fewer where the input ends."""
        return b"".join(self.pieces(size))


_CHECKSUM = re.compile(rb"[\x80\xff]|[\s\x1c-\x1f0-7oO_+-]*+(?:\0|\Z)")
"""What the checksum of a header may be written in: anything else is soon seen to be none."""


def is_tar(head: bytes) -> bool:
    """Return whether `head` begins with a tar header whose checksum is right."""
    if len(head) < BLOCK or not head[0] or not _CHECKSUM.match(head, 148, 156):
        return False
    try:
        tarfile.TarInfo.frombuf(head[:BLOCK], "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return False
    return head[257:262] == b"ustar" or (
        head[100:108].strip(b"\0 ").isdigit() and head[124:135].strip(b" ").isdigit()
    )


def tar_members(chunks: Iterator[bytes]) -> Iterator[Member]:
    """Yield the regular files of the archive, in order; directories, links and devices are passed over.

    Raises FeedError where the archive is damaged or cut off between members; a cut inside a member is raised
    by its chunks.
    """
    pull = _Pull(chunks)
    stated: dict[str, str] = {}
    while (block := pull.take(BLOCK)) and block.count(0) != BLOCK:
        info = _header(block)
        padding = -info.size % BLOCK
        if info.type in _NAMES + _PAX:
            stated |= _extended(info, pull.take(info.size + padding)[: info.size])
            continue
        if info.type == tarfile.GNUTYPE_SPARSE:
            _pass_sparse_map(block, pull)
        size = int(stated.get("size", info.size))
        padding = -size % BLOCK
        name = stated.get("path", info.name)
        if info.isreg() and not name.endswith("/"):
            member = _member(name, size, pull, sparse=_is_sparse(info, stated))
            yield member
            for _ in member.chunks:
                pass
        elif info.type not in (tarfile.LNKTYPE, tarfile.SYMTYPE, tarfile.DIRTYPE):
            for _ in pull.pieces(size):
                pass
        else:
            padding = 0
        pull.take(padding)
        stated = {}


def _header(block: bytes) -> tarfile.TarInfo:
    """Return the header in a block of 512 bytes."""
    if len(block) < BLOCK:
        raise FeedError("the tar archive is cut off")
    try:
        info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError) as error:
        raise FeedError("the tar archive is damaged: a member's header cannot be read") from error
    if info.size < 0 or (info.type in _NAMES + _PAX and info.size > MAX_HEADER_BYTES):
        raise FeedError("the tar archive is damaged: a member's header claims an impossible size")
    return info


def _member(name: str, size: int, pull: _Pull, *, sparse: bool) -> Member:
    """Return the member whose bytes come next."""

    def chunks() -> Iterator[bytes]:
        left = size
        for piece in pull.pieces(size):
            left -= len(piece)
            yield piece
        if left:
            raise FeedError(f"the tar archive is cut off {left:,} bytes before the end of this member")

    return Member(name, chunks(), "a sparse file in a tar is not read" if sparse else None)


def _pass_sparse_map(block: bytes, pull: _Pull) -> None:
    """Take the blocks that go on with the map of an old GNU sparse file."""
    more = block[482]
    while more and len(block := pull.take(BLOCK)) == BLOCK:
        more = block[504]


def _is_sparse(info: tarfile.TarInfo, stated: dict[str, str]) -> bool:
    return info.type == tarfile.GNUTYPE_SPARSE or any(key.startswith("GNU.sparse") for key in stated)


def _extended(info: tarfile.TarInfo, data: bytes) -> dict[str, str]:
    """Return what an extended header states of the next member: its `path`, its `size`."""
    if info.type == tarfile.GNUTYPE_LONGNAME:
        return {"path": data.split(b"\0", 1)[0].decode("utf-8", "surrogateescape")}
    if info.type == tarfile.GNUTYPE_LONGLINK or info.type == tarfile.XGLTYPE:
        return {}
    return _pax(data)


def _pax(data: bytes) -> dict[str, str]:
    """Return the records of a pax header (POSIX.1-2001: `length keyword=value\\n`) that matter here."""
    found: dict[str, str] = {}
    at = 0
    while at < len(data):
        length, space, _ = data[at : at + 12].partition(b" ")
        if not space or not length.isdigit() or int(length) < 5:
            break
        record = data[at + len(length) + 1 : at + int(length) - 1]
        key, _, value = record.partition(b"=")
        at += int(length)
        if key == b"size" and value.isdigit() and len(value) < 20:
            found["size"] = value.decode("ascii")
        elif key == b"path":
            found["path"] = value.decode("utf-8", "surrogateescape")
        elif key.startswith(b"GNU.sparse"):
            found["GNU.sparse"] = "1"
    return found
