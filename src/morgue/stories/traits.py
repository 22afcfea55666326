"""What of an article the candidates for its story are found by, in few bytes.

Two articles are candidates, which the rule is asked about, where they are at most a week apart and their sketches share numbers, or
one of them is marked as an update or correction, or is a note, and names what the other's sketch has; or, at any distance in time,
where two long texts have the same sketch. All that this needs is made of one article alone.
"""

from __future__ import annotations

import math
import struct
from array import array
from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

from morgue.stories.periods import PERIOD, UNDATED
from morgue.stories.rule import WHOLE
from morgue.stories.signature import day_of
from morgue.stories.sketch import TEXT, asked, sketch

BITS = 20
"""Bits that are kept of a number of a sketch: of 160,000 articles (two periods of 10,000 a day) 0.02 share two of 24 numbers
with one that has no words in common."""

MINUTES = 24 * 60

EARLIER, ASKS, LONG = 32, 64, 128
"""Flags: these are the traits of an earlier text of an article; the article may name others (`sketch.asked`); its text is long enough
to be found again at any time."""

_MASK = (1 << BITS) - 1
_HEAD = struct.Struct("<iHBB")


class Traits(NamedTuple):
    """What candidates are found by: the period, the minute in it, flags, the numbers of the sketch."""

    period: int
    minute: int
    flags: int
    numbers: Sequence[int]

    def packed(self) -> bytes:
        """Return them as bytes, the period first (`periods.period_of`)."""
        return _HEAD.pack(self.period, self.minute, self.flags, len(self.numbers)) + struct.pack(
            f"<{len(self.numbers)}I", *self.numbers
        )


def unpacked(data: bytes) -> Traits:
    """Return the traits of packed bytes."""
    period, minute, flags, count = _HEAD.unpack_from(data)
    return Traits(period, minute, flags, struct.unpack_from(f"<{count}I", data, _HEAD.size))


def traits(headline: str | None, body: str | None, indexable: str, moment: str | None) -> Traits:
    """Return the traits of an article; `indexable` is its body as `analyzer.indexable` has it, `moment` as `signature` takes it."""
    flags = ASKS if asked(headline, body) else 0
    if len(indexable) >= WHOLE and _is_long(indexable):
        flags |= LONG
    day = day_of(moment)
    period, minute = UNDATED, 0
    if day is not None:
        period = math.floor(day / PERIOD)
        minute = int((day - period * PERIOD) * MINUTES)
    numbers = dict.fromkeys(number & _MASK for number in sketch(indexable, headline))
    return Traits(period, minute, flags, tuple(numbers))


def _is_long(text: str) -> bool:
    """Return whether a text may have as many words as the rule asks of one that is found again at any time.

    Of scripts without spaces each character is a word.
    """
    spaces = text.count(" ") + text.count("\n")
    return spaces >= WHOLE * 3 // 4 or spaces * 12 < len(text)


def named_by(headline: str | None, body: str | None) -> set[int]:
    """Return the numbers that sketches of articles may have which this one updates, corrects or repeats."""
    return {number & _MASK for number in asked(headline, body)}


def same_text(numbers: array[int]) -> int:
    """Return a checksum of the sketch of a long text, whatever its headline, as a signed integer of 32 bits."""
    return crc32(struct.pack(f"<{min(TEXT, len(numbers))}I", *numbers[:TEXT])) - (1 << 31)
