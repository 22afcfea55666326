"""Read the records of an Avro object container file (Apache Avro 1.x): the schema is in its header, the records in blocks.

Blocks are as they are, or compressed by Deflate or Snappy. Logical types are given as the numbers that carry them.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

MAGIC = b"Obj\x01"
_MOST = 1 << 28
"""Bytes that a block may have when it is decompressed."""
_DEEPEST = 60
_DAMAGE = (
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    struct.error,
    zlib.error,
    OverflowError,
    AttributeError,
)


class Header(NamedTuple):
    """What is at the beginning of a file: the schema, how blocks are compressed, and what parts them."""

    schema: Any
    codec: str
    sync: bytes
    length: int


class DamagedAvroError(ValueError):
    """An Avro file is damaged, or ends before it is whole."""


class _Data:
    """Bytes with a place in them."""

    __slots__ = ("at", "data")

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    def take(self, count: int) -> bytes:
        if not 0 <= count <= len(self.data) - self.at:
            raise ValueError("ends too early")
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self) -> int:
        """Read a number of variable length, in zigzag."""
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return (value >> 1) ^ -(value & 1)
            shift += 7
            if shift > 63:
                raise ValueError("a number is too long")

    def bytes(self) -> bytes:
        return self.take(self.number())

    def text(self) -> str:
        return self.bytes().decode("utf-8", "replace")


def header_of(data: bytes) -> Header:
    """Return the header of a file. Raises DamagedAvroError where it has none that is whole."""
    try:
        source = _Data(data, len(MAGIC))
        meta: dict[str, bytes] = {}
        while count := source.number():
            if count < 0:
                count = -count
                source.number()
            for _ in range(count):
                name = source.text()
                meta[name] = source.bytes()
        schema = orjson.loads(meta["avro.schema"])
        return Header(schema, meta.get("avro.codec", b"null").decode(), source.take(16), source.at)
    except _DAMAGE as error:
        raise DamagedAvroError(f"an Avro file whose header cannot be read: {error}") from error


def records(data: bytes) -> Iterator[tuple[Any, int, int]]:
    """Yield each record with the place of its block. Raises DamagedAvroError, after the records that could be read."""
    header = header_of(data)
    source = _Data(data, header.length)
    named: dict[str, Any] = {}
    while source.at < len(data):
        start = source.at
        try:
            count = source.number()
            block = _Data(_decompressed(source.bytes(), header.codec))
            if source.take(16) != header.sync:
                raise ValueError("a block does not end where it says")
            length = source.at - start
            for _ in range(count):
                yield _value(block, header.schema, named, 0), start, length
        except _DAMAGE as error:
            raise DamagedAvroError(
                f"an Avro file that is damaged or cut off at byte {start:,}: {error}"
            ) from error


def _value(source: _Data, schema: Any, named: dict[str, Any], depth: int) -> Any:
    """Read a value of a schema; `named` has the types that were defined above."""
    if depth > _DEEPEST:
        raise ValueError("nested too deep")
    if isinstance(schema, list):
        return _value(source, schema[_index(source, len(schema))], named, depth + 1)
    kind = schema if isinstance(schema, str) else schema["type"]
    if not isinstance(kind, str):
        return _value(source, kind, named, depth + 1)
    if isinstance(schema, dict) and "name" in schema and kind in ("record", "error", "enum", "fixed"):
        named[schema["name"].rpartition(".")[2]] = schema
    match kind:
        case "null":
            return None
        case "boolean":
            return source.take(1) != b"\0"
        case "int" | "long":
            return source.number()
        case "float":
            return struct.unpack("<f", source.take(4))[0]
        case "double":
            return struct.unpack("<d", source.take(8))[0]
        case "string":
            return source.text()
        case "bytes":
            return source.bytes()
        case "record" | "error":
            return {
                field["name"]: _value(source, field["type"], named, depth + 1) for field in schema["fields"]
            }
        case "enum":
            return schema["symbols"][_index(source, len(schema["symbols"]))]
        case "fixed":
            return source.take(schema["size"])
        case "array":
            return [_value(source, schema["items"], named, depth + 1) for _ in _items(source)]
        case "map":
            return {source.text(): _value(source, schema["values"], named, depth + 1) for _ in _items(source)}
    return _value(source, named[kind.rpartition(".")[2]], named, depth + 1)


def _index(source: _Data, count: int) -> int:
    index = source.number()
    if not 0 <= index < count:
        raise ValueError("a type that the schema does not have")
    return index


def _items(source: _Data) -> Iterator[None]:
    """Yield once for each item of an array or a map, which come in blocks."""
    while count := source.number():
        if count < 0:
            count = -count
            source.number()
        for _ in range(count):
            if source.at >= len(source.data):
                raise ValueError("ends too early")
            yield


def _decompressed(data: bytes, codec: str) -> bytes:
    match codec:
        case "null":
            return data
        case "deflate":
            inner = zlib.decompressobj(-15)
            found = inner.decompress(data, _MOST)
            if inner.unconsumed_tail:
                raise ValueError("a block is larger than 256 MB")
            return found
        case "snappy":
            return _of_snappy(data[:-4])
    raise ValueError(f"compressed by {codec}, which is not supported")


def _of_snappy(data: bytes) -> bytes:
    """Return what Snappy has compressed: literals, and copies of what is before them."""
    size = shift = at = 0
    while True:
        byte = data[at]
        at += 1
        size |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            break
    if size > _MOST:
        raise ValueError("a block is larger than 256 MB")
    found = bytearray()
    while at < len(data):
        tag = data[at]
        at += 1
        if tag & 3 == 0:
            length = tag >> 2
            if length >= 60:
                width = length - 59
                length = int.from_bytes(data[at : at + width], "little")
                at += width
            found += data[at : at + length + 1]
            at += length + 1
        else:
            if tag & 3 == 1:
                length, offset = (tag >> 2 & 7) + 4, (tag >> 5 << 8) | data[at]
                at += 1
            else:
                width = 2 if tag & 3 == 2 else 4
                length, offset = (tag >> 2) + 1, int.from_bytes(data[at : at + width], "little")
                at += width
            if not 0 < offset <= len(found):
                raise ValueError("a copy of what is not there")
            piece = (
                bytes(found[-offset:])
                if offset <= length
                else bytes(found[-offset : length - offset or None])
            )
            found += (piece * (length // len(piece) + 1))[:length]
        if len(found) > size:
            raise ValueError("larger than it says")
    if len(found) != size:
        raise ValueError("smaller than it says")
    return bytes(found)
