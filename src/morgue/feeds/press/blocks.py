"""Cut the lines of an export into blocks: lines that no blank line parts, and how they are set.

Databases print a document as blocks. What is above and below the copy is centred on the line or begins with a label:

                              The Harbour Times                    centred

                           May 4, 2009 Monday                      centred

    BYLINE: Ann Roe                                                a label
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

WIDTH = 80
"""Columns of a line, on which databases centre."""
_OFF_CENTRE = 3
"""Columns by which a centred line may be off: blanks at its end are counted, and an odd one is to the left or the right."""
_DEEP = 12
"""An indent that no paragraph has."""
_LEAST_INDENT = 2


class Block(NamedTuple):
    """Lines that belong together: without blanks at their ends, and without empty ones.

    `gap` is how many blank lines are before it; `label` a label that the form marks as one (a bold run), without its
    colon, which is not in the lines then; `links` the addresses that it leads to.
    """

    lines: tuple[str, ...]
    gap: int = 1
    is_centred: bool = False
    label: str = ""
    links: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The lines as running text."""
        return " ".join(self.lines)


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
    kept = tuple(" ".join(line.split()) for line in lines)
    return Block(kept, gap, is_centred=is_centred(lines))


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


def paragraphs_of(block: Block, *, wrapped: bool) -> str:
    """Return the text of a block: on one line where its lines are `wrapped` by the width of the page, else line by line."""
    return block.text if wrapped else "\n".join(block.lines)
