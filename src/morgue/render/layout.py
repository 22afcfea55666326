"""Lay out lines: how wide a text is in a terminal, where it may break, how it is painted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from morgue._startup.expression import expression
from morgue.render.sanitize import Marks
from morgue.render.style import Style

MEASURE = 100
"""The longest line of running text that reads well, in cells."""

_ANYWHERE = r"\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef"
"""Hangul, Han, Kana and what belongs to them, for a class of a pattern; not the quotes and dashes of others."""

_PIECE = expression(rf"[^\s{_ANYWHERE}]+|[^\s][\u1160-\u11ff\u302a-\u302f\u3099\u309a\ufe00-\ufe0f]*")
"""What is kept together: a word, or one character of a script that breaks anywhere, with what combines with it."""

_PLAIN_PIECE = expression(r"\S+")
"""A piece of ASCII text."""

_CLOSING = frozenset(".,;:!?)]}»”’。、，．！？」』）】〉》")


_NARROW = dict.fromkeys(
    each
    for first, last in (
        (0xA0, 0xAC),
        (0xAE, 0x2FF),
        (0x370, 0x482),
        (0x48A, 0x52F),
        (0x1E00, 0x1FFF),
        (0x2010, 0x2027),
        (0x20A0, 0x20BF),
        (0x2100, 0x2199),
    )
    for each in range(first, last + 1)
)
"""Letters and punctuation of one cell each beside ASCII, for `str.translate` to leave out."""

_WIDE = expression(
    r"[\u3000-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]"
)
"""Han, Kana, Hangul syllables and their punctuation: two cells each, whatever is beside them."""


def _wide(text: str) -> int | None:
    """Return how many characters of a text take two cells; None where wcwidth has to say, which takes 20 ms to load."""
    left = text.translate(_NARROW)
    if left.isascii():
        return 0
    left, wide = _WIDE.subn("", left)
    return wide if left.isascii() else None


def width(text: str) -> int:
    """Return the cells that a cleaned text takes in a terminal: wide characters two, combining marks none."""
    if text.isascii():
        return len(text)
    wide = _wide(text)
    if wide is not None:
        return len(text) + wide
    from wcwidth import wcswidth

    return wcswidth(text)


def _clusters(text: str) -> Iterable[str]:
    """Return what is one character to a reader, in order: a letter with its marks, a flag, a family (UAX #29)."""
    if _wide(text) is not None:
        return text
    from wcwidth import iter_graphemes

    return iter_graphemes(text)


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Return `text` filled with spaces to `cells`; before it with `right`."""
    filling = " " * (cells - width(text))
    return filling + text if right else text + filling


def wrap_first(text: str, cells: int, most: int) -> list[str]:
    """Return the first `most` lines of a cleaned text, the last with an ellipsis where more follows."""
    ends, is_cut = first_lines(text, cells, most)
    found = [text[start:end] for start, end in ends]
    return [*found[:-1], found[-1] + "…"] if is_cut else found


def first_lines(text: str, cells: int, most: int) -> tuple[list[tuple[int, int]], bool]:
    """Return (start, end) of at most `most` lines, and whether more follows; the last then has room for an ellipsis."""
    found = list(islice(lines(text, cells), most + 1))
    if len(found) <= most:
        return found, False
    start, end = found[most - 1]
    kept = shorten(text[start:end] + "…", cells)
    return [*found[: most - 1], (start, start + len(kept) - 1)], True


def shorten(text: str, cells: int) -> str:
    """Return `text` cut to at most `cells`, with an ellipsis where something is missing."""
    if width(text) <= cells:
        return text
    kept, used = [], 0
    for character in _clusters(text):
        used += width(character)
        if used > cells - 1:
            break
        kept.append(character)
    return "".join(kept).rstrip(" …") + "…"


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of what may not be broken, in order; closing punctuation stays with what it closes."""
    held: tuple[int, int] | None = None
    for match in _PIECE.finditer(text):
        if held and match.start() == held[1] and match[0] in _CLOSING:
            held = (held[0], match.end())
            continue
        if held:
            yield held
        held = match.span()
    if held:
        yield held


def _cut(text: str, start: int, end: int, cells: int) -> Iterator[tuple[int, int]]:
    """Yield a piece in parts of at most `cells`: itself, unless it is longer than a line."""
    used, at = 0, start
    for character in _clusters(text[start:end]):
        step = width(character)
        if used + step > cells and at > start:
            yield start, at
            start, used = at, 0
        used += step
        at += len(character)
    yield start, end


def lines(text: str, cells: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each line of `text` broken to at most `cells`; a newline in it is a space."""
    cells = max(cells, 2)
    if text.isascii():
        yield from _plain_lines(text, cells)
        return
    start = end = -1
    used = 0
    for piece_start, piece_end in _pieces(text):
        for part_start, part_end in _cut(text, piece_start, piece_end, cells):
            step = width(text[part_start:part_end])
            gap = width(text[end:part_start]) if start >= 0 else 0
            if start >= 0 and used + gap + step <= cells:
                end, used = part_end, used + gap + step
                continue
            if start >= 0:
                yield start, end
            start, end, used = part_start, part_end, step
    if start >= 0:
        yield start, end


def _plain_lines(text: str, cells: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of ASCII text, where every character is a cell."""
    start = end = -1
    for match in _PLAIN_PIECE.finditer(text):
        first, last = match.span()
        if start >= 0:
            if last - start <= cells:
                end = last
                continue
            yield start, end
        while last - first > cells:
            yield first, first + cells
            first += cells
        start, end = first, last
    if start >= 0:
        yield start, end


def wrap(text: str, cells: int) -> list[str]:
    """Return the lines of a cleaned text, each at most `cells` wide."""
    return [text[start:end] for start, end in lines(text, cells)]


class Piece(NamedTuple):
    """A run of text, and whether it matches."""

    text: str
    marked: bool


def pieces(text: str, marks: Marks = (), start: int = 0, end: int | None = None) -> Iterator[Piece]:
    """Yield the text from start to end in runs; `marks` are offsets into the whole text, in order."""
    last, stop = start, len(text) if end is None else end
    for first, after in marks:
        first, after = max(first, last), min(after, stop)
        if first >= after:
            continue
        if first > last:
            yield Piece(text[last:first], False)
        yield Piece(text[first:after], True)
        last = after
    if last < stop:
        yield Piece(text[last:stop], False)


def painted(text: str, start: int, end: int, marks: Marks, style: Style, *, role: str | None = None) -> str:
    """Return `text[start:end]` with its marks in the colour of a match, and the rest in that of `role`."""
    return "".join(
        style("match", part) if marked else style(role, part) if role else part
        for part, marked in pieces(text, marks, start, end)
    )


def wrap_marked(text: str, marks: Marks, cells: int, style: Style) -> list[str]:
    """Return the lines of a cleaned text with its marks painted."""
    return [painted(text, start, end, marks, style) for start, end in lines(text, cells)]


def bar(count: int, most: int, cells: int, *, plain: bool = False) -> str:
    """Return a bar as long as `count` is of `most`, in eighths of a cell; any count above 0 shows."""
    if count <= 0 or most <= 0 or cells <= 0:
        return ""
    eighths = max(1, round(count / most * cells * 8))
    if plain:
        return "#" * max(1, eighths // 8)
    whole, rest = divmod(eighths, 8)
    return "█" * whole + ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")[rest]


def count(number: int, singular: str, plural: str | None = None) -> str:
    """Return `1 article`, `1,200 articles`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
