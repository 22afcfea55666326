"""Take the paragraphs out of a page or a text that a Word document imports (`w:altChunk`, ECMA-376 part 1, 17.17.2.1).

Programs that make a Word document of a page put the page itself into the package, as HTML or as MHTML, and leave it to Word to
make paragraphs of it when it opens the document. Nothing that the page refers to is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.feeds.office.epub_text import BLOCKS
from morgue.feeds.office.paragraph import Paragraph
from morgue.feeds.support.xml_elements import Element, local
from morgue.io.encoding import decode

_UNPRINTED = frozenset(("script", "style", "head", "template", "svg", "rt", "rp", "audio", "video", "object"))
_BOLD = frozenset(("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"))
_MARKUP = re.compile(
    rb"\s*+(?:(?><!--.{0,4000}?-->)\s*+)*+<(?:\?xml|!doctype|[a-z][a-z0-9]*[\s>/])", re.IGNORECASE | re.DOTALL
)
_HIDDEN = re.compile(r"\bdisplay\s*:\s*none\b|\bmso-hide\s*:\s*all\b", re.IGNORECASE)
_PAGE = re.compile(r"\b(?:page-)?break-before\s*:\s*(?:always|page)\b", re.IGNORECASE)
_HEAVY = re.compile(r"\bfont-weight\s*:\s*(?:bold|[6-9]00)\b", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")


def page_of(data: bytes) -> tuple[bytes, str | None]:
    """Return the page of a part with the encoding that is stated for it: MHTML is opened, anything else is as it is."""
    from morgue.feeds.web.saved import is_mhtml, page_within

    if is_mhtml(data[:8192]) and (saved := page_within(data)) is not None:
        return saved.data, saved.charset
    return data, None


def is_page(data: bytes) -> bool:
    """Return whether a part is markup."""
    return _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")[:8192]) is not None


def paragraphs_of_import(data: bytes) -> Iterator[Paragraph]:
    """Yield the paragraphs of a part that is HTML, MHTML or text (each line of which is one), those with a text only."""
    page, charset = page_of(data)
    text = decode(page, charset)
    if not is_page(page):
        yield from (Paragraph(line) for line in text.splitlines() if line.strip())
        return
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, encoding="utf-8")
    root = etree.fromstring(text.encode("utf-8", "ignore"), parser)
    if root is not None:
        maker = _Maker()
        maker.walk(root, 0, is_bold=False, is_cell=False, is_set=False)
        maker.end()
        yield from maker.made


class _Maker:
    """Goes over the elements of a page and makes paragraphs of its blocks."""

    def __init__(self) -> None:
        self.made: list[Paragraph] = []
        self._pieces: list[tuple[str, bool]] = []
        self._links: list[str] = []
        self._is_new_page = False

    def walk(self, node: Element, level: int, *, is_bold: bool, is_cell: bool, is_set: bool) -> None:
        """Add an element and what is in it. `is_set` says that its white space is printed as it is (`pre`)."""
        name = local(node).lower()
        style = node.get("style") or ""
        if not name or name in _UNPRINTED or _HIDDEN.search(style):
            return
        is_block = name in BLOCKS
        if is_block:
            self.end()
            level = int(name[1]) if name[:1] == "h" and name[1:].isdecimal() else level
        self._is_new_page = self._is_new_page or _PAGE.search(style) is not None
        is_bold = is_bold or name in _BOLD or _HEAVY.search(style) is not None
        is_cell = is_cell or name in ("td", "th")
        is_set = is_set or name == "pre"
        if name == "br":
            self._pieces.append(("\n", is_bold))
        elif name == "a" and (target := node.get("href")) is not None:
            self._links.append(target)
        self._add(node.text, is_bold=is_bold, is_set=is_set)
        for child in node:
            self.walk(child, level, is_bold=is_bold, is_cell=is_cell, is_set=is_set)
            self._add(child.tail, is_bold=is_bold, is_set=is_set)
        if is_block:
            self.end(level, is_cell=is_cell, is_set=is_set)

    def _add(self, text: str | None, *, is_bold: bool, is_set: bool) -> None:
        if text:
            self._pieces.append((text if is_set else _SPACE.sub(" ", text), is_bold))

    def end(self, level: int = 0, *, is_cell: bool = False, is_set: bool = False) -> None:
        """End a block: a paragraph for each part between blank lines, as in `<br/><br/>`."""
        inked = [is_bold for text, is_bold in self._pieces if text.strip()]
        text = "".join(text for text, _ in self._pieces)
        links = tuple(dict.fromkeys(self._links))
        self._pieces, self._links = [], []
        for part in re.split(r"\n[ \t\r]*\n", text):
            lines = "\n".join(line.rstrip() if is_set else line.strip() for line in part.split("\n")).strip(
                "\n"
            )
            if lines:
                self.made.append(Paragraph(lines, "", level, all(inked), links, self._is_new_page, is_cell))
                self._is_new_page = False
