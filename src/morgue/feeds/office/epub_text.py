"""Take the text out of a document of a book (XHTML): its blocks in order, with the anchors that lead to them."""

from __future__ import annotations

import re
from typing import NamedTuple

from morgue.feeds.support.xml_elements import Element, descendants, first, local, text_of

BLOCKS = frozenset(
    (
        *(
            "p",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "li",
            "dt",
            "dd",
            "blockquote",
            "figcaption",
            "pre",
            "td",
            "th",
            "caption",
        ),
        *(
            "div",
            "section",
            "article",
            "aside",
            "header",
            "footer",
            "main",
            "body",
            "ul",
            "ol",
            "dl",
            "table",
            "tr",
            "tbody",
            "thead",
        ),
        *("figure", "center", "hr", "address", "form", "fieldset"),
    )
)
_UNPRINTED = frozenset(
    ("script", "style", "head", "nav", "template", "svg", "math", "rt", "rp", "audio", "video", "object")
)
_NAVIGATION = re.compile(
    r"\b(?:calibre_?)?nav(?:bar|igation)\b|\bcalibre_navbar\b|\bcalibre_feed_|touchscreen_navbar",
    re.IGNORECASE,
)
"""Classes of the bars that calibre puts above and below each story (`calibre_navbar`), and their kin."""
_APART = re.compile(
    r"\b(?:cover|titlepage|halftitlepage|copyright-page|toc|landmarks|page-list|pagebreak|colophon)\b"
)
"""Types of what is no chapter (EPUB Structural Semantics Vocabulary 1.1)."""
_SPACE = re.compile(r"[ \t\r\n\f]+")
LINKED = 0.6
"""From which share of its letters in links on a page is a list of others, as of any page (`morgue.feeds.web.html`)."""


class Block(NamedTuple):
    """A paragraph or heading: its text, its level (1 to 6; 0 for text), and the anchors from the block before it to its end."""

    text: str
    level: int
    anchors: tuple[str, ...]


def blocks_of(root: Element) -> list[Block]:
    """Return the blocks of a document that have a text; none of a cover, a title page or a table of contents."""
    body = first(root, "body")
    if body is None:
        body = next(descendants(root, "body"), root)
    maker = _Maker()
    maker.walk(body, 0)
    maker.end(0)
    return maker.blocks


def is_navigation(root: Element, blocks: list[Block]) -> bool:
    """Return whether most letters of a document, its headings left out, are links to other documents of the book."""
    letters = sum(len(block.text) for block in blocks if not block.level)
    linked = sum(
        len(" ".join(text_of(node).split()))
        for node in descendants(root, "a")
        if (node.get("href") or "") and not re.match(r"[a-z][a-z+.-]*:|#", node.get("href") or "")
    )
    return linked >= LINKED * letters


class _Maker:
    """Goes over elements and parts their text into blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._anchors: list[str] = []

    def walk(self, node: Element, level: int) -> None:
        """Add an element and what is in it."""
        name = local(node).lower()
        if not name or name in _UNPRINTED or _is_apart(node):
            return
        is_block = name in BLOCKS
        if name[:1] == "h" and name[1:].isdecimal():
            level = int(name[1:])
        if is_block:
            self.end(0)
        if (anchor := node.get("id") or (node.get("name") if name == "a" else None)) is not None:
            self._anchors.append(anchor)
        if name == "br":
            self._pieces.append("\n")
        self._pieces.append(_SPACE.sub(" ", node.text or ""))
        for child in node:
            self.walk(child, level)
            self._pieces.append(_SPACE.sub(" ", child.tail or ""))
        if is_block:
            self.end(level)

    def end(self, level: int) -> None:
        """End a block. Line breaks in a row part paragraphs, as in `<br/><br/>`."""
        text = "".join(self._pieces)
        self._pieces.clear()
        parts = [text] if level else re.split(r"\n\s*\n", text)
        for part in parts:
            lines = [" ".join(line.split()) for line in part.split("\n")]
            made = (" " if level else "\n").join(filter(None, lines))
            if made:
                self.blocks.append(Block(made, level, tuple(self._anchors)))
                self._anchors.clear()


def _is_apart(node: Element) -> bool:
    if _NAVIGATION.search(node.get("class") or ""):
        return True
    kind = node.get("{http://www.idpf.org/2007/ops}type")
    return kind is not None and _APART.search(kind) is not None
