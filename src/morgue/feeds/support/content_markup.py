"""Make copy of content markup: NITF, XHTML and the agencies' own dialects alike, in XML and in strings of HTML.

`copy_of` turns any of them into paragraphs separated by a blank line; the rows of a table become lines, cells
separated by ` | `. `reflow` does the same for plain text.
"""

from __future__ import annotations

import re

from morgue.extract.draft import Draft
from morgue.feeds.support.copy_builder import CopyBuilder
from morgue.feeds.support.keys import unrepeated
from morgue.feeds.support.markup import as_markup, is_markup, line
from morgue.feeds.support.vocabulary import CONTENT
from morgue.feeds.support.xml_elements import Element, local, text_of

_LINE_END = re.compile(r"\r\n?|\n")

_NOTES = frozenset(("notepad", "np-public", "np-nonpublic"))


def copy_of(node: Element | None, *, hidden: frozenset[str] = frozenset(), notes: bool = False) -> str:
    """Return the copy below an element as paragraphs separated by a blank line; empty where there is none.

    Elements named in `hidden` (and everything that is not copy: pictures, captions, scripts) are left out, and
    so are notes to editors unless `notes` asks for them.
    """
    if node is None:
        return ""
    walk = _Walk(hidden, notes)
    walk.set(node)
    return walk.copy.text()


def markup_copy(markup: str) -> str:
    """Return the copy of a string that may be HTML, XHTML or plain text, as paragraphs separated by a blank line."""
    if not is_markup(markup):
        return reflow(markup)
    root = html_root(markup)
    return copy_of(root) if root is not None else ""


def markup_line(markup: str | None) -> str | None:
    """Return the text of a headline or byline that may hold markup or character references, on one line."""
    return (line(markup) or None) if markup else None


def html_root(markup: str) -> Element | None:
    """Return the root element of a string of HTML; None where nothing is left of it. What only looks like a tag is text."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(as_markup(markup).encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


_WRAPPED = range(44, 96)
"""How long a line is that the width of the column ended; a shorter or longer one was ended on purpose."""


def reflow(text: str) -> str:
    """Return plain text as paragraphs separated by a blank line.

    A paragraph ends at a blank line, before a line indented deeper than the text, and behind a line too long
    to have been wrapped; the lines of running text are joined, the short lines of a list stay apart.
    """
    lines = _LINE_END.split(text)
    margins = [len(line) - len(line.lstrip(" \t\xa0")) for line in lines]
    base = min((margin for margin, line in zip(margins, lines, strict=True) if margin < len(line)), default=0)
    paragraphs: list[list[str]] = []
    width, blank = 0, True
    for margin, raw in zip(margins, lines, strict=True):
        stripped = " ".join(raw.split())
        if not stripped:
            blank = True
            continue
        if blank or margin > base + 1 or width >= _WRAPPED.stop:
            paragraphs.append([stripped])
        else:
            paragraphs[-1] += (" " if width in _WRAPPED else "\n", stripped)
        width, blank = len(stripped), False
    return "\n\n".join(map("".join, paragraphs))


class _Walk:
    """A walk through a tree that sets its copy."""

    __slots__ = ("_hidden", "_notes", "copy")

    def __init__(self, hidden: frozenset[str], notes: bool) -> None:
        self._hidden = hidden
        self._notes = notes
        self.copy = CopyBuilder()

    def set(self, node: Element, *, alone: bool = True) -> None:
        """Set an element and everything in it, but not its tail.

        `alone` says that the element is among elements only, without running text beside it.
        """
        name = local(node).lower()
        kind = CONTENT.get(name)
        if not name or kind == "hidden" or name in self._hidden or (not self._notes and _is_notepad(node)):
            return
        if kind == "break":
            self.copy.end_line()
        elif kind == "row":
            self._row(node)
        elif kind == "pre":
            self._verbatim(node)
        elif kind == "table":
            self.copy.begin_table()
            self._inside(node, kind)
            self.copy.end_table()
        elif kind in ("block", "prose") or (alone and kind != "inline"):
            self.copy.close()
            if len(node):
                self._inside(node, kind)
                self.copy.close()
            elif words := " ".join((node.text or "").split()).strip(" \u200b"):
                self.copy.add_paragraph(words)
        else:
            self._inside(node, kind)

    def _inside(self, node: Element, kind: str | None) -> None:
        """Set what is in an element; of a table and its parts, that is elements only."""
        is_table = kind == "table"
        alone = kind != "prose" and _elements_only(node)
        if not is_table and node.text:
            self.copy.add(node.text)
        for child in node:
            if is_table and CONTENT.get(local(child).lower()) == "table":
                self._inside(child, "table")
                continue
            self.set(child, alone=alone)
            if not is_table and child.tail:
                self.copy.add(child.tail)

    def _row(self, node: Element) -> None:
        self.copy.begin_row()
        for cell in node:
            if CONTENT.get(local(cell).lower()) == "cell":
                self.copy.begin_cell()
                self.copy.is_bare = not len(cell)
                self._inside(cell, "block")
                self.copy.end_cell()
        self.copy.end_row()

    def _verbatim(self, node: Element) -> None:
        """Set the lines of preformatted text, each on its own line, blank ones as ends of paragraphs."""
        self.copy.close()
        self.copy.add_lines(text_of(node).replace("\r", "\n"))
        self.copy.close(verbatim=True)


def _elements_only(node: Element) -> bool:
    """Return whether an element holds elements and space only, no running text of its own."""
    return not (
        (node.text and not node.text.isspace()) or any(each.tail and not each.tail.isspace() for each in node)
    )


def _is_notepad(node: Element) -> bool:
    """Return whether an element holds notes to editors by its class (dpa's notepad), not copy."""
    kind = node.get("class")
    return kind is not None and not _NOTES.isdisjoint(kind.split())


def without_heads(text: str, *heads: str | None) -> str:
    """Return the copy without leading paragraphs that only repeat a headline, a deck or a byline."""
    known = {" ".join(each.split()).casefold() for each in heads if each}
    for _ in range(8):
        paragraph, _, rest = text.partition("\n\n")
        if " ".join(paragraph.split()).casefold() not in known:
            break
        text = rest
    return text


def set_aside(draft: Draft, words: str | None, *stated: str | None) -> None:
    """Put the paragraphs of `words` that neither the draft nor `stated` has into its boilerplate."""
    if words and (kept := unrepeated(words, draft.headline, draft.text, *stated, *draft.boilerplate)):
        draft.boilerplate.append(kept)


def _where(dateline: str) -> str:
    """Return the place at the start of a dateline, folded for comparison."""
    return re.split(r"[,(/]", dateline, maxsplit=1)[0].strip().casefold()


def holds_place(dateline: str) -> bool:
    """Return whether a dateline begins with a place, not with a date or a number."""
    where = _where(dateline)
    return len(where) > 1 and not any(letter.isdecimal() for letter in where)
