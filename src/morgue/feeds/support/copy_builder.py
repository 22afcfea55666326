"""Set copy from the events of markup: words, ends of lines and paragraphs, rows of tables.

Whoever reads the markup, a tree or a string of tags, the copy comes out alike:

    <p>Rates</p><table><tr><td>2024</td><td><p>one</p><p>two</p></td></tr>      Rates
                       <tr><td>2025</td><td>three</td></tr></table>             (blank line)
                                                                                2024 | one two
                                                                                2025 | three

A row of one cell with markup, or with paragraphs in one cell alone, is of a layout: its paragraphs stay as they are.
News markup has tables for data alone. HTML also lays out with tables: a table in HTML is one of data where two rows or
more have words in several cells, and no cell has more than a paragraph. Of any other table every cell is set as
paragraphs:

    <table><tr><td>Photo: ANI</td><td><p>BRUSSELS (ANI) - One.</p><p>Two.</p></td></tr></table>

is three paragraphs, with a dateline.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_EDGE = "\x1e"
"""Where a list entry or a row begins or ends: one end of a line, however many meet."""
_EDGES = re.compile(r"\n?[ ]*+\x1e[\x1e ]*+\n?")
_BLANKS = re.compile(r" {2,}")
_BLANK_LINE = re.compile(r"\n[ \t\xa0]*\n\s*")
_AT_ENDS = " \n\xa0\u200b"


_Cells = list[tuple[list[str], bool]]
"""The paragraphs of the cells of a row, and whether each is without markup."""


class _Row(NamedTuple):
    """A row that is open: its cells so far."""

    cells: _Cells


class _Table(NamedTuple):
    """A table that is open: its rows so far, where it has to be seen whether they are of a layout."""

    rows: list[_Cells]


class _Cell(NamedTuple):
    """A cell that is open: its row, and what was set before it."""

    row: _Row
    paragraphs: list[str]
    open: list[str]


class CopyBuilder:
    """Copy as it is set: paragraphs so far, the pieces of the one that is open, and the tables that are."""

    __slots__ = ("_frames", "_open", "_paragraphs", "is_bare", "lays_out")

    def __init__(self, *, lays_out: bool = False) -> None:
        self._paragraphs: list[str] = []
        self._open: list[str] = []
        self._frames: list[_Cell | _Row | _Table] = []
        self.lays_out = lays_out
        """Whether tables may be there for the layout, as in HTML."""
        self.is_bare = False
        """Whether the cell that is open has had no markup yet; whoever reads it says so."""

    def text(self) -> str:
        """Return everything that was set as paragraphs separated by a blank line, and end what is open."""
        while self._frames:
            self._end()
        self.close()
        return "\n\n".join(self._paragraphs)

    def close(self, *, verbatim: bool = False) -> None:
        """End the open paragraph; an empty one is none. Runs of blanks stay only where it is `verbatim`."""
        if self._frames:
            self._leave_row()
        self._close(verbatim=verbatim)

    def _close(self, *, verbatim: bool = False) -> None:
        if not self._open:
            return
        whole = "".join(self._open)
        self._open.clear()
        if _EDGE in whole:
            whole = _EDGES.sub("\n", whole)
        if "  " in whole and not verbatim:
            whole = _BLANKS.sub(" ", whole)
        if "\n" not in whole:
            if whole := whole.strip(_AT_ENDS):
                self._paragraphs.append(whole)
            return
        for part in _BLANK_LINE.split(whole):
            lines = filter(None, map(str.strip, part.split("\n")))
            if paragraph := "\n".join(lines).strip(_AT_ENDS):
                self._paragraphs.append(paragraph)

    def add(self, text: str) -> None:
        """Put running text into the open paragraph, its space collapsed."""
        if self._frames and not text.isspace():
            self._leave_row()
            if self._frames and isinstance(table := self._frames[-1], _Table) and table.rows:
                self._set_rows(table)
                self._close()
        words = " ".join(text.split())
        before = " " if text[0].isspace() else ""
        self._open.append(f"{before}{words} " if words and text[-1].isspace() else before + words)

    def add_lines(self, text: str) -> None:
        """Put text into the open paragraph as it is, with the ends of its lines."""
        self._open.append(text)

    def add_paragraph(self, words: str) -> None:
        """Put a whole paragraph behind the last, which was ended."""
        self._paragraphs.append(words)

    def end_line(self) -> None:
        """End a line where `br` does: two of them end the paragraph."""
        self.is_bare = False
        self._open.append("\n")

    def end_entry(self) -> None:
        """End a line where a list entry begins or ends."""
        self.is_bare = False
        self._open.append(_EDGE)

    def begin_table(self) -> None:
        """Begin a table, which may be in a cell of another one."""
        self.close()
        self._frames.append(_Table([]))

    def end_table(self) -> None:
        """End the table that is open, with its rows and cells."""
        while self._frames and not isinstance(self._end(), _Table):
            pass
        self.close()

    def begin_row(self) -> None:
        """Begin a row, and end the one before it."""
        self.end_row()
        self._frames.append(_Row([]))

    def end_row(self) -> None:
        """End the row that is open in this table."""
        while self._frames and not isinstance(self._frames[-1], _Table):
            self._end()

    def _leave_row(self) -> None:
        """End a row that is in no table, where something is set that is in none of its cells."""
        if isinstance(self._frames[-1], _Row) and not (
            len(self._frames) > 1 and isinstance(self._frames[-2], _Table)
        ):
            self._end()

    def begin_cell(self) -> None:
        """Begin a cell, and end the one before it; one without a row begins one."""
        self.end_cell()
        row = self._frames[-1] if self._frames else None
        if not isinstance(row, _Row):
            row = _Row([])
            self._frames.append(row)
        self._frames.append(_Cell(row, self._paragraphs, self._open))
        self._paragraphs, self._open, self.is_bare = [], [], True

    def end_cell(self) -> None:
        """End the cell that is open in this row."""
        if self._frames and isinstance(self._frames[-1], _Cell):
            self._end()

    def _end(self) -> _Cell | _Row | _Table:
        """End and return what is open innermost."""
        frame = self._frames.pop()
        if isinstance(frame, _Cell):
            self._close()
            frame.row.cells.append((self._paragraphs, self.is_bare))
            self._paragraphs, self._open, self.is_bare = frame.paragraphs, frame.open, False
        elif isinstance(frame, _Table):
            self._set_rows(frame)
        elif not self.lays_out:
            self._set_row(frame.cells, is_layout=False)
        elif self._frames and isinstance(table := self._frames[-1], _Table):
            table.rows.append(frame.cells)
        else:
            self._set_row(frame.cells, is_layout=True)
        return frame

    def _set_rows(self, table: _Table) -> None:
        """Set the rows of a table that has ended, or before text that is in none of them."""
        is_layout = not _is_of_data(table.rows)
        for cells in table.rows:
            self._set_row(cells, is_layout=is_layout)
        table.rows.clear()

    def _set_row(self, cells: _Cells, *, is_layout: bool) -> None:
        """Set a row as one line; of a layout, or where one cell has all paragraphs, set its paragraphs."""
        worded = [paragraphs for paragraphs, _ in cells if paragraphs]
        is_marked = len(cells) == 1 and not cells[0][1]
        if (is_layout and len(worded) > 1) or (len(worded) == 1 and (is_marked or len(worded[0]) > 1)):
            self._close()
            for paragraphs in worded:
                self._paragraphs += paragraphs
            return
        line = " | ".join(" ".join(paragraphs).replace("\n", " ") for paragraphs, _ in cells).strip(" |")
        if line:
            self._open += (_EDGE, line, _EDGE)


def _is_of_data(rows: list[_Cells]) -> bool:
    """Return whether a table of HTML holds data: rows of several cells with one paragraph each, at least two of them."""
    worded = [[paragraphs for paragraphs, _ in cells if paragraphs] for cells in rows]
    return sum(len(row) > 1 for row in worded) > 1 and all(len(cell) == 1 for row in worded for cell in row)
