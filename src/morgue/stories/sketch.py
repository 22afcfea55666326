"""A few numbers of an article, so that articles of one story share two of them.

Most are checksums of windows of five words of the text. Windows that begin with a word whose own checksum is a multiple of
EACH come first, so that a long text needs few windows and two versions of it choose the same ones: a fixed sample of
what is written, wherever it stands (content-defined sampling: Schleimer and others, Winnowing, 2003; Broder, On the
resemblance and containment of documents, 1997). The rest are of the headline: its first words, those in its middle, the symbol
of a company. A correction shares no text with its story, but names it: `asked` is what it names.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from zlib import crc32

from morgue.analysis.analyzer import indexed_words
from morgue.stories.marks import kinds_of_body, kinds_of_note, marked
from morgue.stories.words import tickers_of, words_of

TEXT = 20
"""Numbers of the text: two of 20, those of the headline counted, find 566 of 568 edges of 11,000 stories of a wire, two of 16 find 563,
and 24 find no more than 20."""

HEADLINE = 4
"""Numbers of the headline: each is there twice or more only where articles have a headline in common or a name."""

SIZE = TEXT + HEADLINE
"""Numbers of a sketch at most."""

SHARED = 2
"""Numbers that two sketches share where their articles may be one story; of an `asked` number one is enough."""

NOTED = 120
"""Words of a note of correction that may quote a headline."""

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


def sketch(indexable: str, headline: str | None = None) -> tuple[int, ...]:
    """Return the sketch of an article: its text as `analyzer.indexable` has it, and its headline; SIZE numbers below 2**32 at most.

    A text of less than WINDOW words has one number, of all its words; an article without any word none.
    """
    of_text = _of_text(indexable)
    return (*of_text, *_of_headline(headline)) if headline else of_text


def asked(headline: str | None, body: str | None) -> tuple[int, ...]:
    """Return the numbers that sketches of other articles may have which this one updates, corrects or repeats, in no order.

    There are some only where it has a mark or is a note, one in a few hundred articles; at most two for each word of its headline
    and of a note's beginning.
    """
    head = marked(headline or "")
    text = body or ""
    is_marked = bool(head.kinds or kinds_of_body(text))
    is_note = bool(kinds_of_note(text, strict=not is_marked))
    if not is_marked and not is_note:
        return ()
    names = words_of(head.headline)
    runs = {*_pairs(names), *_pairs(_long(names)), *_symbols(headline or "")}
    if is_note:
        quoting = words_of(text[: 12 * NOTED])[:NOTED]
        runs |= {*_pairs(quoting), *_pairs(_long(quoting))}
    return tuple({crc32(run.encode()) for run in runs})


def _of_headline(headline: str) -> tuple[int, ...]:
    """Return at most HEADLINE numbers: of its first two words that say something, of its middle, of symbols of companies."""
    names = words_of(marked(headline).headline)
    runs = _pairs(_long(names)[:2])
    pairs = _pairs(names)
    if pairs:  # a quotation of most of a headline has its middle
        runs += [pairs[(len(pairs) - 1) // 2], pairs[len(pairs) // 2]]
    runs += sorted(_symbols(headline))
    return tuple(dict.fromkeys(crc32(run.encode()) for run in runs))[:HEADLINE]


def _pairs(words: list[str]) -> list[str]:
    """Return the runs of two words; of four where words are characters, as in Chinese and Thai."""
    size = 4 if sum(map(len, words)) < 2 * len(words) else 2
    return [" ".join(words[at : at + size]) for at in range(len(words) - size + 1)]


def _long(words: list[str]) -> list[str]:
    return [word for word in words if len(word) > 2]


def _symbols(headline: str) -> set[str]:
    return {f"<{symbol}" for symbol in tickers_of(headline)}


def _of_text(indexable: str) -> tuple[int, ...]:
    """Return at most TEXT numbers of a text, those that are chosen first before the others."""
    if indexable.isascii():
        words = indexable.encode().translate(_WORDS).split()
    else:
        words = [word.encode() for word in indexed_words(indexable)]
    last = len(words) - WINDOW + 1
    if last <= 0:
        return (crc32(b" ".join(words)),) if words else ()
    found = sorted(_checksums(words, compress(range(last), map(_FIRST.__getitem__, words))))
    if len(found) >= TEXT:
        return tuple(found[:TEXT])
    more = compress(range(last), map(_SECOND.__getitem__, words)) if last > 4 * TEXT else range(last)
    others = sorted(_checksums(words, more) - set(found))
    return tuple(found + others[: TEXT - len(found)])


def _checksums(words: list[bytes], starts: Sequence[int] | compress[int]) -> set[int]:
    join = b" ".join
    return {crc32(join(words[at : at + WINDOW])) for at in starts}
