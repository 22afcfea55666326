"""A few numbers of an article, so that articles of one story share two of them.

Most are checksums of windows of five words of the text. Words fall into CLASSES by their own checksums, and windows that begin with a
word of the first class come first, then those of the next one until there are enough, so that a long text needs few windows and two
versions of it choose the same ones: a fixed sample of what is written, wherever it stands (content-defined sampling: Schleimer
and others, Winnowing, 2003; Broder, On the resemblance and containment of documents, 1997). The rest are of the headline: its first words, those in its middle, the
symbol of a company. A correction shares no text with its story, but names it: `asked` is what it names.
"""

from __future__ import annotations

import sys
from array import array
from zlib import crc32

from morgue.stories.marks import corrects_one, kinds_of_body, kinds_of_note, marked
from morgue.stories.words import encoded_words, tickers_of, words_of

TEXT = 20
"""Numbers of the text: with those of the headline 865 of 870 edges of three sources share two or are asked for; with 24, 867."""

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

CLASSES = 32
"""Classes of words: one has about as many windows of a text of 700 words as a sketch has numbers."""


_CLASS = bytes(byte % CLASSES for byte in range(256))


def _classes(words: list[bytes]) -> bytes:
    """Return the class of each word, a byte each: its checksum modulo CLASSES, of which the lowest byte is enough.

    A table of words that were met would have 20 MB, which is slower to look into than a checksum is to make.
    """
    checksums = array("I", map(crc32, words))
    if sys.byteorder == "big":
        checksums.byteswap()
    return checksums.tobytes()[:: checksums.itemsize].translate(_CLASS)


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
    kinds = (*head.kinds, *kinds_of_body(text))
    is_marked = bool(kinds)
    is_note = bool(kinds_of_note(text, strict=not is_marked)) or corrects_one(headline or "", text, kinds)
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
    words = encoded_words(indexable)
    last = len(words) - WINDOW + 1
    if last <= 0:
        return (crc32(b" ".join(words)),) if words else ()
    classes = _classes(words[:last])
    join = b" ".join
    found: list[int] = []
    for each in range(CLASSES):
        windows = set()
        at = classes.find(each)
        while at >= 0:
            windows.add(crc32(join(words[at : at + WINDOW])))
            at = classes.find(each, at + 1)
        found += sorted(windows.difference(found))
        if len(found) >= TEXT:
            break
    return tuple(found[:TEXT])
