"""Find the members of a zip archive whose directory, which is at its end, is missing, by their own headers.

Follows PKWARE's APPNOTE 6.3: a local header (4.3.7), the data, and where the header leaves length and checksum open (bit
3 of its flags) a data descriptor behind the data (4.3.9). The length of such data is found by decompressing it, and of data
that is only stored by the descriptor, which states length and checksum of just what is before it.
"""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from itertools import chain
from typing import BinaryIO, NamedTuple

from morgue.errors import FeedError
from morgue.io.compression import CHUNK_BYTES, Budget, Codec, chunks_from, is_damage

LOCAL = struct.Struct("<4s5H3L2H")
UTF8 = 0x800
"""The flag of a name in UTF-8 (APPNOTE 4.4.4, bit 11)."""

_LATER = 0x8
"""The flag of a length that is behind the data (bit 3)."""

_OPEN = 0xFFFFFFFF
"""A length that is in the extra field (4.5.3)."""

_DESCRIPTOR = b"PK\x07\x08"
_HEADS = (b"PK\x03\x04", b"PK\x01\x02")
_LONGEST = 28
"""Bytes of the longest descriptor and the signature behind it."""

_WIDTHS = (struct.Struct("<3L"), struct.Struct("<L2Q"))


class _Extent(NamedTuple):
    """What a member's data is: bytes packed and plain, its CRC-32, and where the next header is."""

    packed: int
    plain: int
    crc: int
    end: int


def members_without_directory(
    file: BinaryIO, methods: Mapping[int, Callable[[], Codec]], *, most: int, with_last: bool = False
) -> list[zipfile.ZipInfo]:
    """Return the members that are whole, in order, at most `most`. `methods` are the decompressors by their number.

    `with_last` adds the member in which the file ends, whose data ends there too.
    """
    size = file.seek(0, os.SEEK_END)
    budget = Budget(size)
    found: list[zipfile.ZipInfo] = []
    at = 0
    while len(found) < most:
        file.seek(at)
        header = file.read(LOCAL.size)
        if len(header) < LOCAL.size or header[:4] != b"PK\x03\x04":
            break
        _, _, flags, method, _, _, crc, packed, plain, name_length, more = LOCAL.unpack(header)
        name, extra = file.read(name_length), file.read(more)
        start = at + LOCAL.size + name_length + more
        if _OPEN in (packed, plain):
            plain, packed = _wide_lengths(extra, plain, packed)
        extent: _Extent | None = _Extent(packed, plain, crc, start + packed)
        if flags & _LATER and not packed:
            extent = _measure(file, start, method, methods, budget)
        if extent is None or extent.end > size:
            if not with_last:
                break
            extent = _Extent(size - start, plain, 0, size)
        info = zipfile.ZipInfo(name.decode("utf-8" if flags & UTF8 else "cp437", "replace"))
        info.flag_bits, info.compress_type, info.header_offset = flags, method, at
        info.CRC, info.compress_size, info.file_size = extent.crc, extent.packed, extent.plain
        found.append(info)
        at = _next_header(file, extent.end) if flags & _LATER and packed else extent.end
    return found


def _wide_lengths(extra: bytes, plain: int, packed: int) -> tuple[int, int]:
    """Return the lengths of a member with those of its extra field (4.5.3) for the open ones; one that is not there stays open."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1:
            wide = [each[0] for each in struct.iter_unpack("<Q", extra[at + 4 : at + 4 + length // 8 * 8])]
            plain = wide.pop(0) if plain == _OPEN and wide else plain
            packed = wide.pop(0) if packed == _OPEN and wide else packed
        at += 4 + length
    return plain, packed


def _next_header(file: BinaryIO, at: int) -> int:
    """Return where the next header is, behind a descriptor that repeats what is known."""
    file.seek(at)
    rest = file.read(_LONGEST)
    return next((at + skip for skip in (0, 12, 16, 20, 24) if rest.startswith(_HEADS, skip)), at)


def _measure(
    file: BinaryIO, start: int, method: int, methods: Mapping[int, Callable[[], Codec]], budget: Budget
) -> _Extent | None:
    """Return what the data at `start` is; None where it is cut off, damaged or of an unknown method."""
    if method == 0:
        return _measure_stored(file, start)
    if method not in methods:
        return None
    codec, packed, plain, crc = methods[method](), 0, 0, 0
    chunks = chunks_from(file, start)
    try:
        while not codec.eof:
            chunk = next(chunks, b"") if codec.needs_input else b""
            if codec.needs_input and not chunk:
                return None
            out = codec.decompress(chunk, CHUNK_BYTES)
            budget.spend(len(out))
            packed, plain, crc = packed + len(chunk), plain + len(out), zlib.crc32(out, crc)
    except Exception as error:
        if isinstance(error, FeedError) or is_damage(error):
            return None
        raise
    packed -= len(codec.unused_data)
    end = start + packed
    file.seek(end)
    length = _length_of_descriptor(file.read(_LONGEST), (crc, packed, plain), (_DESCRIPTOR, b""))
    return _Extent(packed, plain, crc, end + (length or 0))


def _length_of_descriptor(data: bytes, values: tuple[int, int, int], marks: tuple[bytes, ...]) -> int | None:
    """Return the length of the descriptor of these values that data begins with: the one before a header, where two fit."""
    lengths = [
        len(mark) + width.size
        for mark in marks
        for width in _WIDTHS
        if data.startswith(mark + width.pack(*values))
    ]
    return next((each for each in lengths if data.startswith(_HEADS, each)), lengths[0] if lengths else None)


def _measure_stored(file: BinaryIO, start: int) -> _Extent | None:
    """Return the extent of stored data: up to the first descriptor that fits what is before it."""
    held, base, crc = b"", start, 0
    for chunk in chain(
        chunks_from(file, start), (bytes(_LONGEST),)
    ):  # so that a descriptor at the very end is looked at
        held += chunk
        at = 0
        while (found := held.find(_DESCRIPTOR, at)) >= 0 and len(held) - found >= _LONGEST:
            crc, at = zlib.crc32(held[at:found], crc), found
            plain = base + found - start
            data, values = held[found : found + _LONGEST], (crc, plain, plain)
            if (length := _length_of_descriptor(data, values, (_DESCRIPTOR,))) is not None:
                return _Extent(plain, plain, crc, base + found + length)
            crc, at = zlib.crc32(held[at : at + 4], crc), at + 4
        keep = max(at, len(held) - 3 if found < 0 else found)
        crc = zlib.crc32(held[at:keep], crc)
        base, held = base + keep, held[keep:]
    return None
