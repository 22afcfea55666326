"""Decompress streams of bytes (gzip, bzip2, xz and zstd, by their magic) within bounds, and say what is damaged.

A layer is a generator of chunks over a generator of chunks; `Stream` makes the last one a buffered file to
read. Nothing is written to disk, and no chunk is larger than a few megabytes, whatever the input claims.
"""

from __future__ import annotations

import bz2
import io
import lzma
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol

from morgue.errors import FeedError, Unreadable

if TYPE_CHECKING:
    from typing_extensions import Buffer

CHUNK_BYTES = 1 << 16
"""How much is read from a file, and asked of a decompressor, at a time."""

FLOOR_BYTES = 128 << 20
"""What any input may decompress to, however small it is."""

MAX_RATIO = 200
"""Beyond FLOOR_BYTES, at most so many bytes out for each byte in. News text compresses 3 to 50 times, the
worst that gzip can do is 1,032."""

MEMORY_BYTES = 1 << 27
"""The largest dictionary or window that a compressed stream may ask for."""

_BUFFER_BYTES = 1 << 18
_ZSTD_INPUT = 1024


class Codec(Protocol):
    """What a decompressor of the standard library does; `needs_input` is False while it holds output back."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes: ...


class Inflater:
    """zlib's decompressor with the interface of the others (by itself it leaves input over where its output is capped)."""

    def __init__(self, wbits: int) -> None:
        self._inner = zlib.decompressobj(wbits)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        """Return up to `max_length` bytes of output."""
        out = self._inner.decompress(self._inner.unconsumed_tail + data, max(0, max_length))
        self.needs_input = not self._inner.unconsumed_tail and len(out) < max_length
        return out


class Unzstd:
    """zstd's decompressor, which cannot cap its output, fed so little at a time that it need not."""

    def __init__(self) -> None:
        import zstandard

        self._inner = zstandard.ZstdDecompressor(max_window_size=MEMORY_BYTES).decompressobj()
        self._held = b""
        self._at = 0

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return self._at >= len(self._held)

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data + self._held[self._at :]

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        """Return the output of the next kilobyte of input; `max_length` cannot be kept to."""
        if data:
            self._held, self._at = self._held[self._at :] + data, 0
        piece = self._held[self._at : self._at + _ZSTD_INPUT]
        self._at += len(piece)
        return self._inner.decompress(piece)


class Unbrotli:
    """brotli's decompressor (RFC 7932) with the interface of the others; only HTTP answers are coded so."""

    def __init__(self) -> None:
        import brotli

        self._inner = brotli.Decompressor()

    @property
    def eof(self) -> bool:
        return bool(self._inner.is_finished())

    @property
    def needs_input(self) -> bool:
        return bool(self._inner.can_accept_more_data())

    @property
    def unused_data(self) -> bytes:
        return b""  # the format marks its end, and answers have nothing behind it

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        """Return up to `max_length` bytes of output and what of a block is ready beside them. Raises ValueError for damage."""
        import brotli

        try:
            return bytes(self._inner.process(data, output_buffer_limit=max(1, max_length)))
        except brotli.error as error:
            raise ValueError(str(error)) from error


class Compression(NamedTuple):
    """A compressed form: its name in messages, how it begins, the suffixes it goes by, its decompressor."""

    name: str
    magic: bytes
    suffixes: tuple[str, ...]
    codec: Callable[[], Codec]


def unxz() -> Codec:
    """Return a decompressor of xz within MEMORY_BYTES."""
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MEMORY_BYTES)


COMPRESSIONS = (
    Compression("gzip", b"\x1f\x8b\x08", (".gz", ".gzip", ".z"), lambda: Inflater(31)),
    Compression("bzip2", b"BZh", (".bz2", ".bz"), bz2.BZ2Decompressor),
    Compression("xz", b"\xfd7zXZ\x00", (".xz",), unxz),
    Compression("zstd", b"\x28\xb5\x2f\xfd", (".zst", ".zstd"), Unzstd),
)
_MAGICS = tuple(each.magic for each in COMPRESSIONS)
_BZIP2_BLOCKS = (b"1AY&SY", b"\x17rE8P\x90")
_TAR_SUFFIXES = {".tgz": ".tar", ".tbz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".tzst": ".tar"}


def compression_of(head: bytes) -> Compression | None:
    """Return the compressed form that `head` is the beginning of, or None."""
    if not head.startswith(_MAGICS):
        return None
    for each in COMPRESSIONS:
        if head.startswith(each.magic):
            if each.name == "bzip2" and (not head[3:4].isdigit() or head[4:10] not in _BZIP2_BLOCKS):
                return None
            return each
    return None


def bare_name(name: str, compression: Compression) -> str:
    """Return the name without the suffix of its compression: `a.xml` of `a.xml.gz`, `a.tar` of `a.tgz`."""
    stem, suffix = os.path.splitext(name)
    if suffix.lower() in compression.suffixes:
        return stem
    return stem + _TAR_SUFFIXES.get(suffix.lower(), suffix)


class Member(NamedTuple):
    """A file in an archive: `chunks` are its bytes, to be taken before the next one is asked for, or `reason` says why not."""

    name: str
    chunks: Iterator[bytes]
    reason: str | None = None


def chunks_from(file: BinaryIO, at: int, size: int | None = None) -> Iterator[bytes]:
    """Yield `size` bytes of a file from `at` on, fewer where it ends; to the end for None. Others may seek in between."""
    while size is None or size > 0:
        file.seek(at)
        chunk = file.read(CHUNK_BYTES if size is None else min(CHUNK_BYTES, size))
        if not chunk:
            return
        at += len(chunk)
        size = None if size is None else size - len(chunk)
        yield chunk


class Budget:
    """How much one file may come to in all its layers and members; spending more raises FeedError."""

    def __init__(self, size: int) -> None:
        self._left = max(FLOOR_BYTES, size * MAX_RATIO)

    def spend(self, size: int) -> None:
        """Count `size` more bytes. Raises FeedError where the file has come to too much."""
        self._left -= size
        if self._left < 0:
            raise FeedError(
                f"a decompression bomb: the file decompresses to more than {MAX_RATIO} times its size"
            )


def expanded(
    chunks: Iterable[bytes], name: str, codec: Callable[[], Codec], budget: Budget
) -> Iterator[bytes]:
    """Yield the decompressed chunks of a stream of one or more members one after the other.

    Zero bytes after the last member are padding. Raises FeedError for damage, for other bytes after the end,
    and for a stream that comes to more than MAX_RATIO times its input.
    """
    source = iter(chunks)
    taken = given = 0
    rest = b""
    first = True
    while True:
        rest = rest or next(source, b"")
        if not first:
            rest = rest.lstrip(b"\0")
            while not rest and (rest := next(source, b"")):
                rest = rest.lstrip(b"\0")
        if not rest:
            break
        member = codec()
        while not member.eof:
            if member.needs_input and not rest and not (rest := next(source, b"")):
                raise FeedError(f"the {name} data is cut off after {given:,} bytes of text")
            try:
                out = member.decompress(rest, CHUNK_BYTES)
            except Exception as error:
                raise _damage(error, name, given, first=first) from error
            taken += len(rest)
            rest = b""
            given += len(out)
            budget.spend(len(out))
            if given > FLOOR_BYTES and given > MAX_RATIO * taken:
                raise FeedError(f"a decompression bomb: the {name} data grows more than {MAX_RATIO} times")
            if out:
                yield out
        rest = member.unused_data
        taken -= len(rest)
        first = False


def is_damage(error: Exception) -> bool:
    """Return whether this is what a decompressor raises for data that is damaged."""
    import zstandard

    return isinstance(error, (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, zstandard.ZstdError))


def _damage(error: Exception, name: str, given: int, *, first: bool) -> Exception:
    """Return the reason for what a decompressor raised; any other exception as it is."""
    if not is_damage(error):
        return error
    if not first and given:
        return FeedError(
            f"other bytes after the end of the {name} data, or a damaged part, at {given:,} bytes of text"
        )
    return FeedError(f"the {name} data is damaged after {given:,} bytes of text")


class _Chunks(io.RawIOBase):
    """Chunks as a raw file. Damage after the first byte goes to `complain` and reads as the end."""

    def __init__(self, chunks: Iterator[bytes], complain: Callable[[str], None]) -> None:
        self._chunks = chunks
        self._complain = complain
        self._rest = memoryview(b"")
        self._given = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(view):
            if not self._rest and not self._next(filled):
                break
            piece = self._rest[: len(view) - filled]
            view[filled : filled + len(piece)] = piece
            self._rest = self._rest[len(piece) :]
            filled += len(piece)
        self._given = self._given or filled > 0
        return filled

    def _next(self, filled: int) -> bool:
        """Return whether there is another chunk to give."""
        try:
            self._rest = memoryview(next(self._chunks, b""))
        except FeedError as error:
            if not (self._given or filled) or isinstance(error, Unreadable):
                raise
            self._complain(error.message)
            self._chunks = iter(())
        return bool(self._rest)


class Stream(io.BufferedReader):
    """Chunks as a buffered file with read, readline and peek.

    Damage before the first byte raises FeedError. Damage later goes to `complain`, once, and the stream ends
    there: what is before it can be read, and the damage is not hidden.
    """

    def __init__(self, chunks: Iterator[bytes], complain: Callable[[str], None]) -> None:
        super().__init__(_Chunks(chunks, complain), _BUFFER_BYTES)
