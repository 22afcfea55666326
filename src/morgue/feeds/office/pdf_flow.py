"""Make paragraphs of the lines of a PDF document, across columns and pages, without what is printed around its text.

- A running head or foot is a line of a word or more at the edge of a page that is there on half of the pages, digits not
  counted; a page number is a line of nothing else there. Both are set aside.
- A paragraph ends where the next line is further below than lines are, is indented, or is set in another size, and behind a
  line that had room for the first word of the next. It goes on in the next column or page where it has not ended.
- Of a document of one page, what is printed small at its upper edge, above the headline, is its running head, but for a date.
- Pieces at one height at the edge of a page are not one line, and each row of a table is a paragraph.
- A word that breaks at the end of a line is joined. Its hyphen is kept before a capital or a digit, and where the document
  writes the word with one elsewhere.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from statistics import median

from morgue.extract.body import is_bare_date
from morgue.feeds.office.paragraph import Paragraph
from morgue.feeds.office.pdf_page import Line, Page, are_cells, is_beside

LARGER = 1.25
"""How much larger than the text a line is that is set as a headline: the least step that typography makes is a sixth
(11 to 13), and lines of one text differ by less."""

ANOTHER = 1.15
"""How much two lines differ in size that are not of one paragraph."""

PITCH = 1.6
"""How far apart two lines of a paragraph are at most, in heights of the font: leading is 1.2 of it, double spacing more
than 2."""

INDENT = 0.8
"""How far the first line of a paragraph is indented at least, in heights of the font; printers take one or more."""

NEIGHBOURS = 12
"""How many lines above and below one tell how wide its column is on a page that has several columns."""

ON_A_PAGE = 200
"""How many do on any other page: all, a page of print has fewer lines."""

MOST_BESIDE = 20
"""One line of so many may stand beside another on a page of one column: a number of a list, a cell."""

APART = 0.5
"""How far a running head is from the text at least, in heights of its font; lines of a text are a fifth apart."""

WORD = 3
"""How many letters a running head has at least: what is less on many pages is a mark, or what recognition made of one."""

_NUMBER = re.compile(
    r"[-–—|•·\s]*(?:(?:page|seite|s\.|p\.|pág(?:ina)?\.?|pagina|стр\.?|strona|sida|side)\s*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|of|von|de|di|van|sur|из|z|av|af)\s*\d{1,4})?[-–—|•·\s]*",
    re.IGNORECASE,
)
_STOPS = (".", "!", "?", "”", '"', "»", "…", "。", "！", "？", "」", "।", "؟", "۔", ":", "“")
_HYPHENS = ("-", "\u2010", "\u00ac")
_HYPHENATED = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}+(?:-[^\W\d_]{2,}+)+")
_LONGEST = 40
"""How much of a word is looked at on either side of its hyphen."""


class Flow:
    """The text of the pages of a document, and what was printed around it."""

    def __init__(self, pages: list[Page]) -> None:
        self._pages = pages
        self._heads = _running(pages)
        self._aside: list[str] = []
        lines = [line for page in pages for line in page.lines]
        self._size = _usual(lines)
        sizes = {_rounded(line.size) for line in lines if self._is_large(line)}
        self._levels = {size: min(9, level) for level, size in enumerate(sorted(sizes, reverse=True), 1)}
        self._written = {word.lower() for line in lines for word in _HYPHENATED.findall(line.text)}

    def take_aside(self) -> list[str]:
        """Return the running heads and page numbers of what has been read since, each once, in order."""
        aside, self._aside = list(dict.fromkeys(self._aside)), []
        return aside

    def paragraphs(self, pages: Iterable[Page] | None = None) -> Iterator[Paragraph]:
        """Yield the paragraphs of all pages, or of these; the first of a page says that it starts one."""
        held: list[Line] = []
        before = (0.0, 0.0)
        starts = False
        for page in self._pages if pages is None else pages:
            block = self._without_edges(page)
            edges = set(map(id, _edges(page)))
            reach = ON_A_PAGE if _is_one_column(block) else NEIGHBOURS
            rows = _rows(block)
            for at, line in enumerate(block):
                column = _column(block, at, reach)
                if held and at > 0 and (rows[at], rows[at - 1]) != (None, None):
                    goes_on = rows[at] == rows[at - 1]
                elif at > 0 and {id(line), id(block[at - 1])} <= edges and is_beside(block[at - 1], line):
                    goes_on = False
                else:
                    goes_on = bool(held) and self._goes_on(
                        held[-1], before, line, column, is_next_page=at == 0
                    )
                if goes_on:
                    held.append(line)
                else:
                    if held:
                        yield self._paragraph(held, starts)
                    held, starts = [line], at == 0 and page.number > 1
                before = column
        if held:
            yield self._paragraph(held, starts)

    def _without_edges(self, page: Page) -> list[Line]:
        """Return the lines of a page without its running heads and its number."""
        edges = set(map(id, _edges(page)))
        kept: list[Line] = []
        for line in page.lines:
            if id(line) in edges and self._is_around(line, page):
                self._aside.append(line.text)
            elif kept and self._is_initial(kept[-1]) and line.text[:1].islower():
                kept[-1] = replace(line, text=kept[-1].text + line.text)
            else:
                kept.append(line)
        return kept

    def _is_around(self, line: Line, page: Page) -> bool:
        """Return whether a line at the edge of a page is a running head or foot, or the number of the page."""
        is_running = _bare(line.text) in self._heads or _NUMBER.fullmatch(line.text) is not None
        return is_running or self._is_above_all(line, page)

    def _is_above_all(self, line: Line, page: Page) -> bool:
        """Return whether a line at the edge of the only page is its running head: small, no date, above the headline."""
        if len(self._pages) > 1 or self._is_large(line) or is_bare_date(line.text) or _has_ended(line.text):
            return False
        large = [each for each in page.lines if self._is_large(each) and len(each.text) > 1]
        return bool(large) and all(
            line.bottom > each.top for each in page.lines if not (each is line or is_beside(line, each))
        )

    def _is_initial(self, line: Line) -> bool:
        """Return whether a line is the large letter that a paragraph begins with."""
        return len(line.text) == 1 and line.text.isupper() and self._is_large(line)

    def _goes_on(
        self,
        last: Line,
        before: tuple[float, float],
        line: Line,
        column: tuple[float, float],
        *,
        is_next_page: bool,
    ) -> bool:
        """Return whether a line is of the paragraph of the last one, whose column had the edges `before`."""
        if not 1 / ANOTHER <= line.size / last.size <= ANOTHER or line.is_bold != last.is_bold:
            return last.is_broken and not is_next_page
        if last.is_broken:
            return True
        is_full = before[1] - last.right < _room_for(line)
        is_large = self._is_large(line)
        is_below = line.top < last.top and line.bottom < last.bottom
        if is_next_page or not is_below or line.left > last.right or line.right < last.left:
            return not (is_large or _has_ended(last.text)) and (is_full or line.text[:1].islower())
        if last.bottom - line.bottom > PITCH * last.size:
            return False
        if is_large:
            return True
        if line.left - column[0] > INDENT * line.size and last.left - column[0] < INDENT * line.size:
            return False
        return is_full or line.text[:1].islower()

    def _is_large(self, line: Line) -> bool:
        return line.size >= LARGER * self._size

    def _paragraph(self, lines: list[Line], starts: bool) -> Paragraph:
        pieces = [lines[0].text]
        for before, line in itertools.pairwise(lines):
            pieces[-1:] = self._joined(pieces[-1], line.text, is_broken=before.is_broken)
        is_large = all(map(self._is_large, lines))
        return Paragraph(
            "".join(pieces),
            level=self._levels[_rounded(lines[0].size)] if is_large else 0,
            is_bold=is_large or all(each.is_bold for each in lines),
            starts_page=starts,
        )

    def _joined(self, text: str, following: str, *, is_broken: bool) -> tuple[str, str]:
        """Return two lines with what is between them; a word that breaks there is one."""
        is_hyphen = text.endswith(_HYPHENS) and text[-2:-1].isalpha()
        if not (is_broken or is_hyphen) or not following[:1].isalnum():
            return f"{text} ", following
        stem = text[:-1] if is_hyphen else text
        first = "".join(itertools.takewhile(str.isalpha, reversed(stem[-_LONGEST:])))[::-1]
        second = "".join(itertools.takewhile(str.isalpha, following[:_LONGEST]))
        is_one = following[0].islower() and f"{first}-{second}".lower() not in self._written
        return stem if is_one else f"{stem}-", following


def _rows(lines: list[Line]) -> list[int | None]:
    """Return the number of the row of a table that each line is a cell of, None for text.

    Cells follow one another at one height and have few words; one row alone is no table.
    """
    groups: list[list[Line]] = []
    for line in lines:
        if groups and is_beside(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    are_rows = [len(group) > 1 and are_cells(group) for group in groups]
    numbers: list[int | None] = []
    for at, group in enumerate(groups):
        is_row = are_rows[at] and any(are_rows[max(0, at - 1) : at] + are_rows[at + 1 : at + 2])
        numbers += [at if is_row else None] * len(group)
    return numbers


def _usual(lines: list[Line]) -> float:
    """Return the size in which most of the text is set."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.size, 1)] += len(line.text)
    return weights.most_common(1)[0][0] if weights else 1.0


def _rounded(size: float) -> float:
    return round(2 * size) / 2


def _room_for(line: Line) -> float:
    """Return how wide the first word of a line is with the space before it, by the width of its characters."""
    word = line.text.split(maxsplit=1)[0]
    return (len(word) + 1) * (line.right - line.left) / len(line.text)


def _edges(page: Page) -> list[Line]:
    """Return the lines at the upper and lower edge of a page that are apart from the others, with those at their height."""
    if not page.lines:
        return []
    top = max(page.lines, key=lambda each: each.top)
    bottom = min(page.lines, key=lambda each: each.bottom)
    upper = [each for each in page.lines if (each.top + each.bottom) / 2 > top.bottom]
    lower = [each for each in page.lines if (each.top + each.bottom) / 2 < bottom.top]
    edges = {id(each) for each in (*upper, *lower)}
    others = [each for each in page.lines if id(each) not in edges]
    is_upper = all(top.bottom - each.top > APART * top.size for each in others)
    is_lower = all(each.bottom - bottom.top > APART * bottom.size for each in others)
    return [*(upper if is_upper else ()), *(lower if is_lower else ())]


def _bare(text: str) -> str:
    """Return a line as running heads are compared: without digits, case and spaces."""
    return re.sub(r"[\W\d_]+", "", text).lower()


def _running(pages: list[Page]) -> set[str]:
    """Return the running heads of a document, as they are compared; a document of one page has none."""
    found: Counter[str] = Counter()
    for page in pages:
        found.update({_bare(line.text) for line in _edges(page)})
    filled = sum(bool(page.lines) for page in pages)
    return {text for text, count in found.items() if len(text) >= WORD and count > 1 and count * 2 >= filled}


def _is_one_column(lines: list[Line]) -> bool:
    """Return whether next to none of the lines of a page stands beside another one, as those of columns do."""
    beside = 0
    below = sorted(lines, key=lambda each: -each.top)
    for above, line in itertools.pairwise(below):
        is_level = min(above.top, line.top) - max(above.bottom, line.bottom) > 0.5 * min(
            above.size, line.size
        )
        beside += is_level and (above.right < line.left or line.right < above.left)
    return beside * MOST_BESIDE < len(lines)


def _column(lines: list[Line], at: int, reach: int) -> tuple[float, float]:
    """Return left and right edge of the column that a line is in, by the lines within `reach` that begin where it does.

    The right edge is one that two lines reach: one alone may run over all columns.
    """
    line = lines[at]
    around = [
        each
        for each in lines[max(0, at - reach) : at + reach + 1]
        if 1 / ANOTHER <= each.size / line.size <= ANOTHER and abs(each.left - line.left) < 3 * line.size
    ]
    rights = sorted((each.right for each in around), reverse=True)
    edge = next((one for one, other in itertools.pairwise(rights) if one - other < line.size), rights[0])
    return median(each.left for each in around), edge


def _has_ended(text: str) -> bool:
    return text.endswith(_STOPS)
