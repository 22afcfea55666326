"""Pack the traits of many articles of one period, so that a catalog keeps an article's in 73 bytes.

A pack is columns, numbers in little-endian order: how many articles (4 bytes); their ids (80 bits each); minutes (16);
flags and counts (8); then all numbers of all sketches one after another: their lower 16 bits,
then their upper 4 bits, two to a byte.
"""

from __future__ import annotations

import sys
from array import array
from base64 import b32decode, b32encode
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from morgue.errors import ArchiveError
from morgue.stories.traits import Traits

ID = 10
"""Bytes of an id: 16 characters of base32."""

_FLAGS, _COUNT = 0xE0, 0x1F
_LOW = bytes(byte & 15 for byte in range(256))
_HIGH = bytes(byte >> 4 for byte in range(256))


def packed_id(identifier: str) -> bytes:
    """Return an id as bytes, in whose order they are ids' own."""
    return b32decode(identifier.upper())


def id_of(data: bytes) -> str:
    """Return the id of its bytes."""
    return b32encode(data).decode().lower()


_PERIOD = 3


def mark_of(name: str) -> bytes:
    """Return what an earlier text's name (`ID@` and its digest) gives to the id of its traits."""
    return blake2b(name.encode(), digest_size=ID - _PERIOD).digest()


def text_id(name: str, period: int) -> str:
    """Return the id of the traits of an earlier text, which are kept beside those of articles: their period, then `mark_of` its name."""
    return id_of(period.to_bytes(_PERIOD, "big", signed=True) + mark_of(name))


def mark_in(identifier: str) -> bytes:
    """Return the mark in the id of the traits of an earlier text."""
    return packed_id(identifier)[_PERIOD:]


def period_in(data: bytes) -> int:
    """Return the period in the id of the traits of an earlier text, which is given as bytes."""
    return int.from_bytes(data[:_PERIOD], "big", signed=True)


class Pack:
    """Articles of one period: `ids`, and by the same place `minutes`, `flags`; `starts` is where the numbers of each begin."""

    __slots__ = ("flags", "ids", "minutes", "numbers", "starts")

    def __init__(self) -> None:
        self.ids: list[bytes] = []
        self.minutes = array("H")
        self.flags = bytearray()
        self.numbers = array("I")
        self.starts = array("I", [0])

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, identifier: bytes, traits: Traits) -> None:
        """Add an article."""
        self.ids.append(identifier)
        self.minutes.append(traits.minute)
        self.flags.append(traits.flags)
        self.numbers.extend(traits.numbers)
        self.starts.append(len(self.numbers))

    def numbers_of(self, at: int) -> array[int]:
        """Return the numbers of an article."""
        return self.numbers[self.starts[at] : self.starts[at + 1]]

    def extend(self, other: Pack) -> None:
        """Add all articles of another pack."""
        base = len(self.numbers)
        self.ids += other.ids
        self.minutes.extend(other.minutes)
        self.flags += other.flags
        self.numbers.extend(other.numbers)
        self.starts.extend(base + start for start in other.starts[1:])

    def picked(self, places: Iterable[int]) -> Pack:
        """Return a pack of the articles at these places, in this order."""
        made = Pack()
        for at in places:
            made.take(self, at)
        return made

    def take(self, other: Pack, at: int) -> None:
        """Add the article of another pack at a place."""
        self.ids.append(other.ids[at])
        self.minutes.append(other.minutes[at])
        self.flags.append(other.flags[at])
        self.numbers.extend(other.numbers_of(at))
        self.starts.append(len(self.numbers))

    def parts(self, most: int) -> Iterator[Pack]:
        """Yield packs of at most so many articles, in order."""
        for start in range(0, len(self), most):
            yield self.picked(range(start, min(len(self), start + most)))

    def packed(self) -> bytes:
        """Return the pack as bytes."""
        counts = bytes(
            flags | end - start
            for flags, start, end in zip(self.flags, self.starts, self.starts[1:], strict=False)
        )
        numbers = _little(self.numbers)
        upper = numbers[2::4]
        if len(upper) % 2:
            upper += b"\0"
        return b"".join(
            (
                len(self).to_bytes(4, "little"),
                *self.ids,
                _little(self.minutes),
                counts,
                _interleaved(numbers[0::4], numbers[1::4]),
                bytes(low | high << 4 for low, high in zip(upper[0::2], upper[1::2], strict=True)),
            )
        )

    @staticmethod
    def count_of(data: bytes) -> int:
        """Return how many articles a packed one has; of `data` its first 4 bytes are enough."""
        return int.from_bytes(data[:4], "little")

    @classmethod
    def ids_of(cls, data: bytes) -> list[bytes]:
        """Return the ids of a packed one."""
        end = 4 + cls.count_of(data) * ID
        return [data[start : start + ID] for start in range(4, end, ID)]

    @classmethod
    def unpacked(cls, data: bytes) -> Pack:
        """Return the pack of its bytes. Raises ArchiveError where they are none."""
        made = cls()
        number = cls.count_of(data)
        at = 4
        if len(data) < at + number * (ID + 3):
            raise _damaged()
        made.ids = cls.ids_of(data)
        at += number * ID
        made.minutes = _array("H", data[at : at + 2 * number])
        at += 2 * number
        counts = data[at : at + number]
        at += number
        made.flags = bytearray(byte & _FLAGS for byte in counts)
        total = 0
        for byte in counts:
            total += byte & _COUNT
            made.starts.append(total)
        lower, upper = data[at : at + 2 * total], data[at + 2 * total :]
        if len(upper) != (total + 1) // 2:
            raise _damaged()
        nibbles = _interleaved(upper.translate(_LOW), upper.translate(_HIGH))[:total]
        made.numbers = _array("I", _interleaved(lower[0::2], lower[1::2], nibbles, bytes(total)))
        return made


def _damaged() -> ArchiveError:
    return ArchiveError(
        "what stories are found by is damaged in the catalog", hint="morgue stories --rebuild makes it again"
    )


def _interleaved(*planes: bytes) -> bytes:
    """Return the first bytes of all planes, then the second ones, and so on."""
    made = bytearray(len(planes) * len(planes[0]))
    for at, plane in enumerate(planes):
        made[at :: len(planes)] = plane
    return bytes(made)


def _array(kind: str, data: bytes) -> array[int]:
    made = array(kind, data)
    if sys.byteorder == "big":
        made.byteswap()
    return made


def _little(values: array[int]) -> bytes:
    if sys.byteorder == "big":
        values = values[:]
        values.byteswap()
    return values.tobytes()
