"""A few numbers of a text, so that texts with much in common share some.

The numbers are checksums of windows of five words. Windows that begin with a word whose own checksum is a multiple of
EACH come first, so that a long text needs few windows and two versions of it choose the same ones: a fixed sample of
what is written, wherever it stands (content-defined sampling: Schleimer and others, Winnowing, 2003; Broder, On the
resemblance and containment of documents, 1997).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from zlib import crc32

from morgue.analysis.analyzer import indexed_words

SIZE = 24
"""Numbers of a sketch: of true copies in the gold pairs .984 share two of 24, .970 two of 16."""

WINDOW = 5
"""Words of a window: shorter ones are shared by stories that have nothing in common but a phrase."""

EACH = 8
"""Each so manyth word begins a window at first; each second of the others where those are too few."""

_WORDS = bytes(
    byte + 32 if 65 <= byte <= 90 else byte if byte > 127 or chr(byte).isalnum() else 32
    for byte in range(256)
)
"""ASCII letters lowered, all else that is no letter or digit a space."""


class _Chosen(dict[bytes, bool]):
    """Whether a word begins a window, remembered for the words that were met last."""

    def __init__(self, each: int) -> None:
        self.each = each

    def __missing__(self, word: bytes) -> bool:
        if len(self) >= 1 << 17:
            self.clear()
        chosen = self[word] = crc32(word) % self.each == 0
        return chosen


_FIRST, _SECOND = _Chosen(EACH), _Chosen(EACH // 2)


def sketch(indexable: str) -> tuple[int, ...]:
    """Return the sketch of a text as `analyzer.indexable` has it: at most SIZE numbers below 2**32, the first the ones chosen first.

    A text of less than WINDOW words has one, of all its words; a text without any word none.
    """
    if indexable.isascii():
        words = indexable.encode().translate(_WORDS).split()
    else:
        words = [word.encode() for word in indexed_words(indexable)]
    last = len(words) - WINDOW + 1
    if last <= 0:
        return (crc32(b" ".join(words)),) if words else ()
    found = sorted(_checksums(words, compress(range(last), map(_FIRST.__getitem__, words))))
    if len(found) >= SIZE:
        return tuple(found[:SIZE])
    more = compress(range(last), map(_SECOND.__getitem__, words)) if last > 4 * SIZE else range(last)
    others = sorted(_checksums(words, more) - set(found))
    return tuple(found + others[: SIZE - len(found)])


def _checksums(words: list[bytes], starts: Sequence[int] | compress[int]) -> set[int]:
    join = b" ".join
    return {crc32(join(words[at : at + WINDOW])) for at in starts}
