"""Make Avro files of records of strings and numbers that may be missing."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping

SYNC = bytes(range(16))


def number(value: int) -> bytes:
    """Return a number of variable length, in zigzag."""
    left = (value << 1) ^ (value >> 63)
    found = bytearray()
    while left > 0x7F:
        found.append(left & 0x7F | 0x80)
        left >>= 7
    found.append(left)
    return bytes(found)


def text(value: str | bytes) -> bytes:
    """Return a text with its length before it."""
    data = value.encode() if isinstance(value, str) else value
    return number(len(data)) + data


def deflated(data: bytes) -> bytes:
    """Return data as Avro's codec `deflate` has it."""
    inner = zlib.compressobj(wbits=-15)
    return inner.compress(data) + inner.flush()


def snappy(data: bytes) -> bytes:
    """Return data as Avro's codec `snappy` has it: literals, and what was there before as copies."""
    found, left = bytearray(), len(data)
    while left > 0x7F:
        found.append(left & 0x7F | 0x80)
        left >>= 7
    found.append(left)
    at = 0
    while at < len(data):
        piece = data[at : at + 40]
        before = data.rfind(piece, max(0, at - 60_000), at)
        if len(piece) == 40 and before >= 0:
            found += bytes([39 << 2 | 2]) + (at - before).to_bytes(2, "little")
        else:
            found += bytes([len(piece) - 1 << 2]) + piece
        at += len(piece)
    return bytes(found) + zlib.crc32(data).to_bytes(4, "big")


CODECS: dict[str, Callable[[bytes], bytes]] = {"null": bytes, "deflate": deflated, "snappy": snappy}


def avro_file(rows: Iterable[Mapping[str, str | int]], codec: str = "deflate") -> bytes:
    """Return a file of rows, a block each; the first row has all fields."""
    rows = list(rows)
    types = {name: "long" if isinstance(value, int) else "string" for name, value in rows[0].items()}
    schema = {
        "type": "record",
        "name": "Delivery",
        "fields": [{"name": name, "type": ["null", kind]} for name, kind in types.items()],
    }
    data = b"Obj\x01" + number(2) + text("avro.schema") + text(json.dumps(schema))
    data += text("avro.codec") + text(codec) + number(0) + SYNC
    for row in rows:
        block = b""
        for name in types:
            value = row.get(name)
            block += number(0 if value is None else 1)
            block += b"" if value is None else number(value) if isinstance(value, int) else text(value)
        packed = CODECS[codec](block)
        data += number(1) + text(packed) + SYNC
    return data
