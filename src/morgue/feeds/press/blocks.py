"""Cut the lines of an export into blocks: lines that no blank line parts, and how they are set.

Databases print a document as blocks. What is above and below the copy is centred on the line or begins with a label:

                              The Harbour Times                    centred

                           May 4, 2009 Monday                      centred

    BYLINE: Ann Roe                                                a label
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from morgue.feeds.support.content_markup import reflow

WIDTH = 80
"""Columns of a line, on which databases centre."""
_OFF_CENTRE = 3
"""Columns by which a centred line may be off: blanks at its end are counted, and an odd one is to the left or the right."""
_DEEP = 12
"""An indent that no paragraph has."""
_LEAST_INDENT = 2


class Block(NamedTuple):
    """Lines that belong together, as they are printed; in a block of markup a line without text parts paragraphs.

    `gap` is how many blank lines are before it, `is_wrapped` whether the width of the page ended its lines, `level` that of
    a heading (0: none), `links` the addresses that it leads to.
    """

    lines: tuple[str, ...]
    gap: int = 1
    is_centred: bool = False
    is_wrapped: bool = False
    level: int = 0
    links: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[str, ...]:
        """The lines that have text, blanks single."""
        return tuple(row for line in self.lines if (row := " ".join(line.split())))

    @property
    def text(self) -> str:
        """The whole as running text on one line."""
        return " ".join(self.rows)

    @property
    def copy(self) -> str:
        """The whole as paragraphs parted by a blank line."""
        whole = "\n".join(self.lines)
        return reflow(whole) if self.is_wrapped else whole.strip()


def blocks_of_lines(lines: Iterable[str]) -> Iterator[Block]:
    """Yield the blocks of lines of plain text, in which centred lines are indented."""
    held: list[str] = []
    gap = above = 0
    for line in lines:
        if line.strip():
            if not held:
                above = gap
            held.append(line)
            gap = 0
            continue
        if held:
            yield _block(held, above)
            held = []
        gap += 1
    if held:
        yield _block(held, above)


def _block(lines: list[str], gap: int) -> Block:
    return Block(tuple(line.rstrip() for line in lines), gap, is_centred=is_centred(lines), is_wrapped=True)


def is_centred(lines: list[str]) -> bool:
    """Return whether every one of these lines is set in the middle of a line of WIDTH columns, or deeply indented.

    One that fills the line is centred where others beside it are.
    """
    indents = []
    for line in lines:
        bare = line.expandtabs().rstrip()
        indent = len(bare) - len(bare.lstrip())
        middle = (WIDTH - (len(bare) - indent)) / 2
        if indent < _DEEP and abs(indent - middle) > _OFF_CENTRE and middle > 0:
            return False
        indents.append(indent)
    return max(indents, default=0) >= _LEAST_INDENT
