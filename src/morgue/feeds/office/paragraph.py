"""Hold one paragraph of a document, as a word processor has it: its text, and what sets it apart from the others."""

from __future__ import annotations

from dataclasses import dataclass

PRIVATE = 0xE000
"""The first code of the private area, where fonts of signs put what they draw."""

SIGNS_OF_FONTS = {0xF0B7: "•", 0xF0A7: "•", 0xF02D: "-", 0xF0D8: "•"}
"""The bullets of Symbol and Wingdings, as Word writes them; what other codes draw is not known without the font."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, a heading or a line of a table's cell; `text` is empty for an empty one.

    `text` has `\\n` for a line break and `\\t` for a tab, no other control character, and is not stripped.
    `style` is the name of its style as the document has it ("" for none), `level` the outline level of a heading,
    1 to 9, 0 for text. `is_bold` says whether all of the text is bold, `links` are the addresses that it links to,
    in order, never followed. `starts_page` is True for the first paragraph behind a page break that somebody has
    set, or of a new section; where a program broke the pages by itself is not told. `is_cell` is True inside a table.
    `notes` are the paragraphs of the footnotes and endnotes that it refers to, each note where it is first referred to.
    """

    text: str
    style: str = ""
    level: int = 0
    is_bold: bool = False
    links: tuple[str, ...] = ()
    starts_page: bool = False
    is_cell: bool = False
    notes: tuple[str, ...] = ()
