"""Content markup as copy: NITF, XHTML and the agencies' own dialects alike, in XML and in strings of HTML.

`copy_of` turns any of them into paragraphs separated by a blank line; the rows of a table become lines, cells
separated by ` | `. `reflow` does the same for plain text.
"""

from __future__ import annotations

import base64
import re

from morgue.extract.draft import Draft
from morgue.feeds.support.keys import unrepeated
from morgue.feeds.support.markup import as_markup, is_markup, line
from morgue.feeds.support.xml_elements import Element, line_of, local, text_of

_BLANKS = re.compile(r" {2,}")
_BREAK = re.compile(r" *\n *")
_LINE_END = re.compile(r"\r\n?|\n")

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "bq",
        "block",
        "blockquote",
        "body",
        "body.content",
        "body.head",
        "caption",
        "center",
        "datasource",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "fn",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hedline",
        "headline",
        "hl1",
        "hl2",
        "hr",
        "html",
        "label",
        "lede",
        "lead",
        "li",
        "main",
        "note",
        "ol",
        "p",
        "para",
        "paragraph",
        "pre",
        "section",
        "tagline",
        "ul",
        "nitf-table",
        "tr",
        "table",
        "thead",
        "tbody",
        "tfoot",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "alt-code",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "chron",
        "city",
        "classifier",
        "code",
        "copyrite",
        "copyrite.holder",
        "copyrite.year",
        "country",
        "del",
        "denom",
        "dfn",
        "em",
        "event",
        "font",
        "frac",
        "frac-sep",
        "function",
        "i",
        "ins",
        "job",
        "kbd",
        "lang",
        "location",
        "mark",
        "money",
        "name.family",
        "name.given",
        "name.middle",
        "name.prefix",
        "name.suffix",
        "num",
        "numer",
        "object.title",
        "org",
        "person",
        "placename",
        "pronounce",
        "q",
        "region",
        "s",
        "samp",
        "small",
        "span",
        "state",
        "story.date",
        "strike",
        "strong",
        "sub",
        "sublocation",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "virtloc",
        "wbr",
        "annotation",
        "ul.inline",
    ]
)
_HIDDEN = frozenset(
    [
        "script",
        "style",
        "head",
        "title",
        "template",
        "iframe",
        "object",
        "embed",
        "img",
        "media",
        "media-reference",
        "media-caption",
        "media-producer",
        "media-metadata",
        "figure",
        "figcaption",
        "picture",
        "video",
        "audio",
        "source",
        "noscript",
        "button",
        "select",
        "svg",
        "math",
        "bild",
        "bildtext",
        "header",
    ]
)
_NOTES = frozenset(("notepad", "np-public", "np-nonpublic"))
_CELLS = frozenset(("td", "th"))
_ROWS = frozenset(("table", "tbody", "thead", "tfoot"))
_PROSE = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2", "li"])
"""Elements of running text: what is unknown inside them runs on."""


def copy_of(node: Element | None, *, hidden: frozenset[str] = frozenset(), notes: bool = False) -> str:
    """The copy below an element as paragraphs separated by a blank line; empty where there is none.

    Elements named in `hidden` (and everything that is not copy: pictures, captions, scripts) are left out, and
    so are notes to editors unless `notes` asks for them.
    """
    if node is None:
        return ""
    builder = _CopyBuilder(_HIDDEN | hidden if hidden else _HIDDEN, notes)
    builder.set(node)
    return builder.text()


def markup_copy(markup: str) -> str:
    """The copy of a string that may be HTML, XHTML or plain text, as paragraphs separated by a blank line."""
    if not is_markup(markup):
        return reflow(markup)
    root = html_root(markup)
    return copy_of(root) if root is not None else ""


def markup_line(markup: str | None) -> str | None:
    """The text of a headline or byline that may hold markup or character references, on one line."""
    return (line(markup) or None) if markup else None


def html_root(markup: str) -> Element | None:
    """The root element of a string of HTML; None where nothing is left of it. What only looks like a tag is text."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(as_markup(markup).encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


_WRAPPED = range(44, 96)
"""How long a line is that the width of the column ended; a shorter or longer one was ended on purpose."""


def reflow(text: str) -> str:
    """Plain text as paragraphs separated by a blank line.

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


class _CopyBuilder:
    """Copy as it is set: paragraphs so far, and the pieces of the one that is open."""

    __slots__ = ("_hidden", "_notes", "_open", "_paragraphs")

    def __init__(self, hidden: frozenset[str], notes: bool) -> None:
        self._hidden = hidden
        self._notes = notes
        self._paragraphs: list[str] = []
        self._open: list[str] = []

    def text(self) -> str:
        """Everything set, the open paragraph closed."""
        self.close()
        return "\n\n".join(self._paragraphs)

    def close(self, *, verbatim: bool = False) -> None:
        """End the open paragraph; an empty one is none. Runs of blanks stay only where it is `verbatim`."""
        if self._open:
            whole = "".join(self._open)
            if "\n" in whole:
                whole = _BREAK.sub("\n", whole)
            if "  " in whole and not verbatim:
                whole = _BLANKS.sub(" ", whole)
            whole = whole.strip(" \n\xa0\u200b")
            if whole:
                self._paragraphs.append(whole)
            self._open.clear()

    def add(self, text: str | None) -> None:
        """Put running text into the open paragraph, its space collapsed."""
        if text:
            words = " ".join(text.split())
            before = " " if text[0].isspace() else ""
            self._open.append(f"{before}{words} " if words and text[-1].isspace() else before + words)

    def set(self, node: Element, *, alone: bool = True) -> None:
        """Set an element and everything in it, but not its tail.

        `alone` tells whether the element stands among elements only, without running text beside it.
        """
        name = local(node).lower()
        if not name or name in self._hidden or (not self._notes and _is_notepad(node)):
            return
        if name == "br":
            self._open.append("\n")
        elif name == "tr":
            self._row(node)
        elif name == "pre":
            self._verbatim(node)
        elif name in _BLOCKS or (alone and name not in _INLINE):
            self.close()
            if len(node) or name in _ROWS:
                self._inside(node, name)
                self.close()
            elif words := " ".join((node.text or "").split()).strip(" \u200b"):
                self._paragraphs.append(words)
        else:
            self._inside(node, name)

    def _inside(self, node: Element, name: str) -> None:
        rows = name in _ROWS
        alone = name not in _PROSE and _elements_only(node)
        if not rows and node.text:
            self.add(node.text)
        for child in node:
            if rows and local(child).lower() in _ROWS:
                self._inside(child, "tbody")
                continue
            self.set(child, alone=alone)
            if not rows and child.tail:
                self.add(child.tail)

    def _row(self, node: Element) -> None:
        """One line for the row, its cells separated by a bar; a single cell is no row but a block."""
        cells = [cell for cell in node if local(cell).lower() in _CELLS]
        if len(cells) == 1 and len(cells[0]):
            self.close()
            self._inside(cells[0], "div")
            self.close()
            return
        line = " | ".join(map(self._cell, cells)).strip(" |")
        if line:
            self._open.append(line + "\n")

    def _cell(self, cell: Element) -> str:
        return (
            copy_of(cell, hidden=self._hidden).replace("\n\n", " ").replace("\n", " ")
            if len(cell)
            else line_of(cell) or ""
        )

    def _verbatim(self, node: Element) -> None:
        """The lines of preformatted text, each on its own line, blank ones as ends of paragraphs."""
        self.close()
        for block in re.split(r"\n[ \t\r]*\n", text_of(node)):
            self._open.append("\n".join(each.rstrip() for each in block.strip("\r\n").splitlines()))
            self.close(verbatim=True)


def _elements_only(node: Element) -> bool:
    """Whether an element holds elements and space only, no running text of its own."""
    return not (
        (node.text and not node.text.isspace()) or any(each.tail and not each.tail.isspace() for each in node)
    )


def _is_notepad(node: Element) -> bool:
    """Whether an element holds notes to editors by its class (dpa's notepad), not copy."""
    kind = node.get("class")
    return kind is not None and not _NOTES.isdisjoint(kind.split())


def without_heads(text: str, *heads: str | None) -> str:
    """The copy without leading paragraphs that only repeat a headline, a deck or a byline."""
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


def from_base64(text: str) -> bytes:
    """Return what Base64 encodes; nothing where the text is none."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        return b""


def _where(dateline: str) -> str:
    """The place at the start of a dateline, folded for comparison."""
    return re.split(r"[,(/]", dateline, maxsplit=1)[0].strip().casefold()


def holds_place(dateline: str) -> bool:
    """Whether a dateline begins with a place, not with a date or a number."""
    where = _where(dateline)
    return len(where) > 1 and not any(letter.isdecimal() for letter in where)
