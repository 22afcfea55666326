"""What of an article the candidates for its story are found by, in few bytes.

Two articles are candidates, which the rule is asked about, where their sketches share numbers and they are at most a week apart;
where one is marked as an update or correction, or is a note, and the other's headline begins alike or is quoted; or, at any distance in time,
where two long texts have the same sketch. All that this needs is made of one article alone.
"""

from __future__ import annotations

import math
import struct
from array import array
from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

from morgue.stories.marks import kinds_of_body, kinds_of_note, marked
from morgue.stories.periods import PERIOD, UNDATED
from morgue.stories.rule import WHOLE
from morgue.stories.signature import day_of
from morgue.stories.sketch import sketch
from morgue.stories.words import words_of

BITS = 20
"""Bits that are kept of a number of a sketch. Of 160,000 articles (two periods of 10,000 a day) 0.02 share two of their 24 numbers
with one that has no words in common."""

MINUTES = 24 * 60

MARKED, NOTE, LONG = 32, 64, 128
"""Flags: a desk's mark in headline or body, a phrase of a note, a text long enough to be found again at any time."""

_COUNT = 31
_HEAD = struct.Struct("<iHIBB")
_LETTERS = 2
_WORDS = 3


class Traits(NamedTuple):
    """What candidates are found by: the period, the minute in it, a checksum of the headline's beginning (0: none), flags, numbers."""

    period: int
    minute: int
    head: int
    flags: int
    numbers: Sequence[int]

    def packed(self) -> bytes:
        """Return them as bytes."""
        return _HEAD.pack(self.period, self.minute, self.head, self.flags, len(self.numbers)) + struct.pack(
            f"<{len(self.numbers)}I", *self.numbers
        )


def unpacked(data: bytes) -> Traits:
    """Return the traits of packed bytes."""
    period, minute, head, flags, count = _HEAD.unpack_from(data)
    return Traits(period, minute, head, flags, struct.unpack_from(f"<{count}I", data, _HEAD.size))


def traits(headline: str | None, body: str | None, indexable: str, moment: str | None) -> Traits:
    """Return the traits of an article; `indexable` is its body as `analyzer.indexable` has it, `moment` as `signature` takes it."""
    head = marked(headline or "")
    flags = MARKED if head.kinds or (body and kinds_of_body(body)) else 0
    if body and kinds_of_note(body):
        flags |= NOTE
    if len(indexable) >= WHOLE and _is_long(indexable):
        flags |= LONG
    day = day_of(moment)
    period, minute = UNDATED, 0
    if day is not None:
        period = math.floor(day / PERIOD)
        minute = int((day - period * PERIOD) * MINUTES)
    numbers = [number & (1 << BITS) - 1 for number in sketch(indexable)]
    return Traits(period, minute, beginning(words_of(head.headline)), flags, numbers)


def _is_long(text: str) -> bool:
    """Return whether a text may have as many words as the rule asks of one that is found again at any time; of scripts
    without spaces each character is one.
    """
    spaces = text.count(" ") + text.count("\n")
    return spaces >= WHOLE * 3 // 4 or spaces * 12 < len(text)


def _long_words(words: Sequence[str]) -> list[str]:
    return [word for word in words if len(word) > _LETTERS]


def beginning(words: Sequence[str]) -> int:
    """Return the checksum of the first words of a headline, without short ones; 0 where it has fewer than two."""
    first = _long_words(words)[:_WORDS]
    return crc32(" ".join(first).encode()) & 0xFFFFFF if len(first) > 1 else 0


def quoted(words: Sequence[str]) -> set[int]:
    """Return the checksums of the beginnings of all headlines that a note may quote."""
    long = _long_words(words)
    return {beginning(long[at : at + size]) for at in range(len(long)) for size in (2, 3)} - {0}


def same_text(numbers: array[int]) -> int:
    """Return a checksum of a sketch, as a signed integer of 32 bits."""
    return crc32(numbers.tobytes()) - (1 << 31)
