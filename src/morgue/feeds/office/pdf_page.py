"""Take the lines of text out of a page of a PDF document, with where they are, in the order of reading.

PDFium gives the characters in the order in which the page draws them and parts lines where the next character is not
beside the last one. Pages are drawn column by column by what sets them and by what recognizes scanned ones, and that
order is kept. Where a page is drawn line by line across its columns, which shows in lines that follow one another at one
height, the columns are found by the gaps between them; the rows of a table are kept.

A page most of whose text does not run from left to right is turned until it does: landscape pages are often portrait ones
whose text is drawn upwards.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from ctypes import c_double, c_float, c_int
from dataclasses import dataclass
from math import pi
from statistics import median
from typing import Any

GAP = 1.5
"""How wide a space between two pieces of one height is that are of two columns, in heights of the line: a space between
words is a third of it, in justified lines hardly more than all of it."""

ACROSS = 0.15
"""From which share of lines on that follow another one at its height a page is taken for drawn across its columns. A table
or a line of two parts (a head with a number) comes to less on a page of text."""

CELL = 3
"""How many words a line of a column has at least, on average: the narrowest columns of newspapers hold four. Cells have fewer."""

SAMPLE = 400
"""How many characters of a page are asked for the direction in which they run."""

COVERED = 0.8
"""How much of a scanned page its picture covers at least: scanners leave a margin."""

MAX_OBJECTS = 10_000
"""How many objects of a page are looked at for its picture, which is drawn first or last of few."""

_BROKEN = (0xFFFE, 0x2, 0xAD)
"""What PDFium gives for a hyphen at which a line breaks."""
_ENDS = (0xA, 0xD)
BOLD = 600
"""From which weight on a font is bold (ISO 32000-2, 9.8.1: FontWeight)."""


@dataclass(slots=True)
class Line:
    """A line: its text, its box in points as the page is read (x to the right, y up), the height of its font, how it is set.

    `is_broken` says that it ends in a word that goes on in the next line; its hyphen is not in the text.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    is_bold: bool = False
    is_broken: bool = False


@dataclass(slots=True)
class Page:
    """A page by its number from 1, with its lines in the order of reading; a scanned one is a picture with text under it."""

    number: int
    lines: list[Line]
    is_scanned: bool = False


def page_of(document: Any, number: int) -> Page:
    """Return the page of a document at an index from 0. Raises pypdfium2.PdfiumError where it cannot be loaded."""
    page = document[number]
    try:
        text = page.get_textpage()
        try:
            turns = _turns(text.raw)
            lines = [piece for line in _lines(text.raw, turns) for piece in line]
        finally:
            text.close()
        is_scanned = _is_scanned(page)
    finally:
        page.close()
    return Page(number + 1, in_reading_order(_downwards(lines) if turns else lines), is_scanned)


def _downwards(lines: list[Line]) -> list[Line]:
    """Return the lines of a turned page with those of each column from its top.

    PDFium gives the lines of a column from the last to the first where their text runs down the page.
    """
    runs: list[list[Line]] = []
    for line in lines:
        if (
            runs
            and runs[-1][-1].top < line.top
            and line.left < runs[-1][-1].right
            and runs[-1][-1].left < line.right
        ):
            runs[-1].append(line)
        else:
            runs.append([line])
    is_upwards = 2 * len(runs) <= len(lines)
    return [line for run in runs for line in (reversed(run) if is_upwards else run)]


def _is_scanned(page: Any) -> bool:
    """Return whether pictures cover the page (whole, or in strips)."""
    from pypdfium2 import raw

    width, height = page.get_size()
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    covered = 0.0
    for at in range(min(raw.FPDFPage_CountObjects(page.raw), MAX_OBJECTS)):
        each = raw.FPDFPage_GetObject(page.raw, at)
        if raw.FPDFPageObj_GetType(each) == raw.FPDF_PAGEOBJ_IMAGE and raw.FPDFPageObj_GetBounds(
            each, left, bottom, right, top
        ):
            across = min(right.value, width) - max(left.value, 0.0)
            covered += max(0.0, across) * max(0.0, min(top.value, height) - max(bottom.value, 0.0))
    return bool(covered >= COVERED * width * height)


def _turns(text: Any) -> int:
    """Return by how many quarters, counterclockwise, a page has to be turned for most of its text to run from left to right.

    PDFium gives the angle of a character clockwise, in radians, whatever turn the page itself states.
    """
    from pypdfium2 import raw

    count = raw.FPDFText_CountChars(text)
    found: Counter[int] = Counter()
    for at in range(0, max(0, count), max(1, count // SAMPLE)):
        if raw.FPDFText_GetUnicode(text, at) > 32:
            found[round(raw.FPDFText_GetCharAngle(text, at) / (pi / 2)) % 4] += 1
    return found.most_common(1)[0][0] if found else 0


def _turned(
    left: float, bottom: float, right: float, top: float, turns: int
) -> tuple[float, float, float, float]:
    """Return a box (left, bottom, right, top) on a page that is turned about its origin by quarters counterclockwise."""
    for _ in range(turns):
        left, bottom, right, top = -top, left, -bottom, right
    return left, bottom, right, top


def _lines(text: Any, turns: int) -> Iterator[list[Line]]:
    """Yield the lines of a page as PDFium parts them, each in its pieces that are wide apart."""
    from pypdfium2 import raw

    count = raw.FPDFText_CountChars(text)
    codes = [raw.FPDFText_GetUnicode(text, at) for at in range(max(0, count))]
    start = 0
    for at, code in enumerate([*codes, 0xA]):
        if code in _ENDS or code in _BROKEN:
            if at > start and any(each > 32 for each in codes[start:at]):
                yield _pieces(text, codes, start, at, turns, is_broken=code in _BROKEN)
            start = at + 1


def _pieces(text: Any, codes: list[int], start: int, end: int, turns: int, *, is_broken: bool) -> list[Line]:
    """Return a line in its pieces."""
    rectangles = _rectangles(text, start, end, turns)
    if not rectangles:
        return []
    first = next(at for at in range(start, end) if codes[at] > 32)
    size = _height(text, first, turns) or max(top - bottom for _, bottom, _, top in rectangles)
    cuts = _cuts(rectangles, size * GAP)
    spans = _spans(text, codes, start, end, cuts, turns) if cuts else [(start, end)]
    made = []
    for begin, close in spans:
        words = _string(codes[begin:close])
        if not words.strip():
            continue
        boxes = rectangles if len(spans) == 1 else _rectangles(text, begin, close, turns)
        if not boxes:
            continue
        shown = next(at for at in range(begin, close) if codes[at] > 32)
        made.append(
            Line(
                words.strip(),
                min(each[0] for each in boxes),
                min(each[1] for each in boxes),
                max(each[2] for each in boxes),
                max(each[3] for each in boxes),
                _height(text, shown, turns) or size,
                _is_bold(text, shown),
            )
        )
    if made:
        made[-1].is_broken = is_broken
    return made


def _rectangles(text: Any, start: int, end: int, turns: int) -> list[tuple[float, float, float, float]]:
    """Return the boxes of a run of characters: left, bottom, right, top."""
    from pypdfium2 import raw

    found = []
    left, top, right, bottom = c_double(), c_double(), c_double(), c_double()
    for at in range(raw.FPDFText_CountRects(text, start, end - start)):
        if raw.FPDFText_GetRect(text, at, left, top, right, bottom) and right.value > left.value:
            found.append(_turned(left.value, bottom.value, right.value, top.value, turns))
    return found


def _cuts(rectangles: list[tuple[float, float, float, float]], gap: float) -> list[float]:
    """Return the places at which a line is cut: in the middle of gaps that are wider than `gap`."""
    cuts = []
    reach = None
    for left, _, right, _ in sorted(rectangles):
        if reach is not None and left - reach > gap:
            cuts.append((left + reach) / 2)
        reach = right if reach is None else max(reach, right)
    return cuts


def _spans(
    text: Any, codes: list[int], start: int, end: int, cuts: list[float], turns: int
) -> list[tuple[int, int]]:
    """Return the runs of characters between the cuts, in the order in which they are drawn."""
    from pypdfium2 import raw

    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    spans: list[tuple[int, int]] = []
    begin, current = start, -1
    for at in range(start, end):
        if codes[at] <= 32 or not raw.FPDFText_GetCharBox(text, at, left, right, bottom, top):
            continue
        box = _turned(left.value, bottom.value, right.value, top.value, turns)
        middle = (box[0] + box[2]) / 2
        zone = sum(middle > cut for cut in cuts)
        if current >= 0 and zone != current:
            spans.append((begin, at))
            begin = at
        current = zone
    spans.append((begin, end))
    return spans


def _height(text: Any, at: int, turns: int) -> float:
    """Return the height of the font of a character on the page, ascent and descent together; 0 where it is not known."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text, at, box):
        return 0.0
    across = (box.left, box.right) if turns % 2 else (box.bottom, box.top)
    return abs(float(across[1]) - float(across[0]))


def _is_bold(text: Any, at: int) -> bool:
    """Return whether a character is of a bold font, by its weight or, where none is stated, by its name."""
    from ctypes import create_string_buffer

    from pypdfium2 import raw

    if raw.FPDFText_GetFontWeight(text, at) >= BOLD:
        return True
    flags = c_int()
    name = create_string_buffer(256)
    length = raw.FPDFText_GetFontInfo(text, at, name, 256, flags)
    return 0 < length <= 256 and any(each in name.value.lower() for each in (b"bold", b"black", b"heavy"))


def _string(codes: list[int]) -> str:
    """Return the text of characters; halves of one beyond the first plane are joined, what prints nothing is left out."""
    text = "".join(chr(each) if each < 0x110000 else "\ufffd" for each in codes if each > 31 or each == 9)
    if any(0xD800 <= each < 0xE000 for each in codes):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def in_reading_order(lines: list[Line]) -> list[Line]:
    """Return the lines of a page in the order of reading: as they are drawn, or column by column where that is across."""
    beside = sum(is_beside(before, after) for before, after in itertools.pairwise(lines))
    if beside < 2 or beside < ACROSS * len(lines):
        return lines
    made: list[Line] = []
    group: list[list[Line]] = []
    width = max(each.right for each in lines) - min(each.left for each in lines)
    for band in _bands(lines):
        if len(band) > 1 or band[0].right - band[0].left < 0.6 * width:
            group.append(band)
        else:
            made += [*_in_order(group), *band]
            group = []
    return made + _in_order(group)


def _in_order(bands: list[list[Line]]) -> list[Line]:
    """Return lines of several to a height: the rows of a table one after the other, those of a text column by column."""
    are_rows = [len(band) > 1 and are_cells(band) for band in bands]
    made: list[Line] = []
    columns: list[list[Line]] = []
    for at, band in enumerate(bands):
        if are_rows[at] and any(are_rows[max(0, at - 1) : at] + are_rows[at + 1 : at + 2]):
            is_leftward = is_right_to_left("".join(line.text for line in band))
            made += _by_columns(columns)
            made += sorted(band, key=lambda each: each.left, reverse=is_leftward)
            columns = []
        else:
            columns.append(band)
    return made + _by_columns(columns)


def are_cells(lines: list[Line]) -> bool:
    """Return whether pieces are cells of a table rather than lines of columns."""
    return sum(len(line.text.split()) for line in lines) < CELL * len(lines)


def is_beside(before: Line, after: Line) -> bool:
    """Return whether a line is at the height of the one before it, and apart from it."""
    middle = (after.top + after.bottom) / 2
    is_level = before.bottom < middle < before.top
    return is_level and (after.left >= before.right or after.right <= before.left)


def _bands(lines: list[Line]) -> list[list[Line]]:
    """Return the lines by their height, from the top of the page; those of one height together."""
    bands: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: -(each.top + each.bottom)):
        middle = (line.top + line.bottom) / 2
        if bands and bands[-1][0].bottom < middle < bands[-1][0].top:
            bands[-1].append(line)
        else:
            bands.append([line])
    return bands


def _by_columns(bands: list[list[Line]]) -> list[Line]:
    """Return lines column by column, in the direction in which their script is read."""
    lines = [line for band in bands for line in band]
    if not lines:
        return []
    columns: list[list[Line]] = []
    reach = 0.0
    gap = 0.3 * median(each.size for each in lines)
    for line in sorted(lines, key=lambda each: each.left):
        if columns and line.left - reach <= gap:
            columns[-1].append(line)
            reach = max(reach, line.right)
        else:
            columns.append([line])
            reach = line.right
    if is_right_to_left("".join(each.text for each in lines)):
        columns.reverse()
    return [line for column in columns for line in sorted(column, key=lambda each: (-each.top, each.left))]


def is_right_to_left(text: str) -> bool:
    """Return whether most letters are of a script that is written from right to left (Hebrew, Arabic, Syriac, Thaana)."""
    letters = sum(map(str.isalpha, text))
    return 2 * sum("\u0590" <= each <= "\u08ff" or "\ufb1d" <= each <= "\ufefc" for each in text) > letters
